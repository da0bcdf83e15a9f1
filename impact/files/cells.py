"""What a cell of a stranger's table cannot be, and how it is shown in a sentence about it."""

from __future__ import annotations

from stakeholders.formats.values import text_of


class BadCell(Exception):  # noqa: N818 - a verdict on a cell, not a fault of ours
    """`sentence` names what is wrong and what would be understood."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def shown(cell: object) -> str:
    line = " ".join(text_of(cell).split())
    return f"“{line if len(line) <= 40 else f'{line[:39]}…'}”"
