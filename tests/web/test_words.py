"""Words in short: whole ones, and an ellipsis where some are left out."""

import pytest

from web.words import in_short


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("", ""),
        ("As it  is\nwritten", "As it is written"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        (
            "We name one customer for each industry, you keep the list, and both of us ask",
            "We name one customer for each industry, you keep the list…",
        ),
        ("No " + "x" * 80, "No " + "x" * 56 + "…"),
    ],
)
def test_in_short(text, short):
    assert in_short(text) == short
    assert len(in_short(text)) <= 60
