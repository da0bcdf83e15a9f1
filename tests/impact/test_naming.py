"""What people call things stands in sentences beside what others wrote."""

from impact.naming import plain, trimmed


def test_what_would_reverse_a_sentence_is_no_part_of_a_text():
    assert plain(" Sold \u202eto\u202c \u2067all\u2069 ") == "Sold to all"
    # Letters of other scripts, and marks that turn nothing, stay.
    assert plain("\u0645\u0631\u062d\u0628\u0627\u200f!") == "\u0645\u0631\u062d\u0628\u0627\u200f!"
    # Controls are no signs, tabs and ends of lines are.
    assert plain("\x00Sold\x07\x9f to\tall\r\nof them\x1f") == "Sold to\tall\r\nof them"
    assert trimmed({"name": "\u202eSales ", "rank": 3}) == {"name": "Sales", "rank": 3}
