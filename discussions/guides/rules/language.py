"""What a language brings to the guide check: its rules as data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from discussions.guides.text import PromptText

# Where words of a guide stand.
QUESTIONS = frozenset({"text", "wording"})
SHOWN = QUESTIONS | {"help", "options", "low", "high", "opening", "close", "problem"}
EVERYWHERE = SHOWN | {"outcome"}
ALL_KINDS = frozenset({"text", "scale", "choice", "order", "ideas", "commitment"})


@dataclass(frozen=True)
class Line:
    """What to look for, and what to write in its place: a template with the groups of the pattern.


    A rewritten sentence begins with a capital by itself. `other` is a second question, to be asked on its own.
    """

    find: re.Pattern[str]
    rewrite: str
    other: str = ""
    kinds: frozenset[str] = ALL_KINDS


@dataclass(frozen=True)
class TextRule:
    """A rule about words, read by sentence unless `whole`; `every` rewrites all that is found, not the first alone."""

    name: str
    label: str
    reason: str
    lines: tuple[Line, ...]
    parts: frozenset[str] = QUESTIONS
    kinds: frozenset[str] = ALL_KINDS
    whole: bool = False
    every: bool = False
    # No finding when what comes after the sentence says this.
    unless_then: re.Pattern[str] | None = None
    # No finding where this rule has one already: what it offers comes first.
    after: str = ""
    # Says quickly of most texts that no line will be found in them.
    gate: re.Pattern[str] | None = None


@dataclass(frozen=True)
class Missing:
    """Something a guide should have: why, and a prompt that would give it, ready to be added."""

    label: str
    reason: str
    prompt: PromptText


@dataclass(frozen=True)
class Language:
    code: str
    text_rules: tuple[TextRule, ...]
    # "others_ideas", "own_idea", "own_capacity", "success", "commitment"
    missing: Mapping[str, Missing]
    # Words that ask what somebody can give.
    own_capacity: re.Pattern[str]
    # Words of a business result, and of what marketing does to get there, each with how a result could follow from it.
    business: re.Pattern[str]
    activities: tuple[tuple[re.Pattern[str], str], ...]
    example_outcome: str
    outcome_label: str
    outcome_missing: str
    outcome_is_activity: str
    blind_label: str
    blind_reason: str
    close_label: str
    close_reason: str
    minutes_label: str
    # With {minutes}, {promised} and {who}.
    minutes_reason: str
    # "Not asked of {who}."
    not_asked_of: str
    sentence_end: re.Pattern[str]
