"""What a language brings to the order check: its rules as data."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Where the problem is told. What people want made has a box of its own, which no rule reads.
TOLD = frozenset({"problem", "outcome", "otherwise"})


@dataclass(frozen=True)
class Prescription:
    """A rule about a sentence that says what marketing is to do. `ask` may name the `{thing}` that was found."""

    name: str
    label: str
    reason: str
    ask: str
    ask_without_thing: str
    lines: tuple[re.Pattern[str], ...]
    # Says quickly of most sentences that no line will be found in them.
    gate: re.Pattern[str] | None = None
    # Says it only in a sentence that orders something anyway.
    beside: re.Pattern[str] | None = None


@dataclass(frozen=True)
class Advice:
    """What is said of a whole answer."""

    name: str
    label: str
    reason: str
    ask: str


@dataclass(frozen=True)
class Language:
    code: str
    # The first one is about what is to be made.
    prescriptions: tuple[Prescription, ...]
    # A sentence that reports what was or is, and orders nothing, whatever it mentions.
    reports: re.Pattern[str]
    # Who is outside of the company; and who is inside, or nobody in particular.
    outside: re.Pattern[str]
    inside: re.Pattern[str]
    customer: Advice
    # A result for a customer or the business; a thing that is made or done; numbers that only look like a result.
    result: re.Pattern[str]
    activity_words: re.Pattern[str]
    activity: Advice
    outcome: Advice
    # Hurry that names no event; and an event that is a reason whatever else is said.
    hurry: re.Pattern[str]
    event: re.Pattern[str]
    artificial: Advice
    why_then: Advice
    soon: Advice
    long: Advice
    sentence_end: re.Pattern[str]
