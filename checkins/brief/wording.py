"""Words of a brief: how many there are, and the beginning of what somebody wrote at length. Pure."""

from __future__ import annotations

from typing import Final

SOME: Final = 12
# As many letters a word, for writing without blanks between words.
LETTERS: Final = 8


def count(*texts: str) -> int:
    return sum(len(text.split()) for text in texts)


def short(text: str, most: int = SOME) -> str:
    """The first words of it, on one line and without its full stop; "…" says that there is more."""
    line = " ".join(text.split())
    cut = " ".join(line.split(" ")[:most])[: LETTERS * most]
    return cut.rstrip(".") if cut == line else f"{cut.rstrip(' .,;:')}…"


def sentence(text: str, most: int = SOME) -> str:
    """The same as a sentence of its own."""
    found = short(text, most)
    return found if not found or found.endswith(("…", "?", "!", "”", "“")) else f"{found}."
