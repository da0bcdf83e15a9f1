"""One or two letters that stand for a name."""

import unicodedata


def initials(name: str) -> str:
    """First letters of the first and last word that start with a letter or digit; "?" when there is none.

    >>> initials("Ines M. Duarte"), initials("marketing"), initials("🙂")
    ('ID', 'M', '?')
    """
    letters = [first for word in name.split() if (first := _first_letter(word))]
    if not letters:
        return "?"
    return (letters[0] + letters[-1] if len(letters) > 1 else letters[0]).upper()


def _first_letter(word: str) -> str:
    for character in unicodedata.normalize("NFC", word):
        if character.isalnum():
            return character
        # an opening bracket or quotation mark may stand before the letter; anything else is no word
        if unicodedata.category(character) not in {"Ps", "Pi", "Po", "Cf"}:
            return ""
    return ""
