"""The guide for a problem that somebody brought: what it is and what could be tried, before anything is made."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from discussions.guides import minutes
from discussions.guides.built_in.parts import BRING, CLOSES, OTHERS, PROMISE, TRY, prompt
from discussions.guides.text import SEGMENTS, GuideText, VariantText

BEFORE: Final = "Before anything is made we would like to see it as you see it. Short answers are fine."
PROMPTS: Final = (
    prompt(
        "met",
        "challenge",
        "text",
        "attributed",
        "Think of the last time you met this problem. What happened?",
        help="If you never met it, say so: that helps as well.",
    ),
    prompt("noticed", "roadblock", "text", "attributed", "How do customers notice it?", help="One case is plenty."),
    prompt("solved", "success", "text", "attributed", "What would be different for the business if this were solved?"),
    replace(TRY, text="What is the smallest thing we could try together?", wordings={}),
    BRING,
    replace(OTHERS, help=""),
    PROMISE,
)


def about(problem: str, *, name: str, outcome: str) -> GuideText:
    """A guide that begins with the problem, in the words in which it was brought."""
    opening = f"Somebody brought us this: “{problem}” {BEFORE}"
    variants = {segment: VariantText(opening, CLOSES[segment]) for segment in SEGMENTS}
    guide = GuideText(name, problem=problem, outcome=outcome, variants=variants, prompts=PROMPTS)
    return replace(guide, minutes=max(minutes.minutes(guide, segment) for segment in SEGMENTS))
