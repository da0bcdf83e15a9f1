"""Long texts are folded between words, and nothing of them is lost."""

import pytest

from stakeholders.long_words import AT_LEAST, SHOWN, folded_words


def test_short_ones_are_shown_whole() -> None:
    words = "x" * (SHOWN + AT_LEAST - 1)
    assert folded_words(words) == (words, "")


@pytest.mark.parametrize("gap", [" ", "\n"])
def test_long_ones_are_parted_between_words(gap: str) -> None:
    words = gap.join(["word"] * 1000)
    start, rest = folded_words(words)
    assert len(start) <= SHOWN
    assert start + gap + rest == words
    assert start.endswith("word")
    assert rest.startswith("word")


def test_one_endless_word_is_parted_anywhere() -> None:
    start, rest = folded_words("ب" * 5000)
    assert (len(start), len(rest)) == (SHOWN, 5000 - SHOWN)
