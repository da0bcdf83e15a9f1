"""What somebody says who brings a request: a problem, whom it hurts, what should be different. Plain data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

# What is written in sentences, in the order in which it is asked.
WORDS = ("problem", "for_whom", "outcome", "why_then", "otherwise", "ideas")


def headline(said: str, length: int) -> str:
    """What was said as a heading: one line that ends after a word, where there are any."""
    line = " ".join(said.split())
    if len(line) <= length:
        return line
    whole_words = line[:length].rpartition(" ")[0].rstrip(" ,;:.")
    return (whole_words or line[: length - 1]) + "…"


@dataclass(frozen=True)
class RequestText:
    """`wanted_by` is a day, or None where nobody named one; `said_on` is the day on which it was said."""

    problem: str = ""
    for_whom: str = ""
    outcome: str = ""
    why_then: str = ""
    otherwise: str = ""
    ideas: str = ""
    wanted_by: dt.date | None = None
    said_on: dt.date | None = None
