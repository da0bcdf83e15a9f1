"""What the buttons of the writing desk do to the words on it, and what it says of them. Pure; nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from discussions.guides import minutes as time
from discussions.guides.built_in import parts
from discussions.guides.check import Finding, check, rewritten
from discussions.guides.text import MOST_PROMPTS, SEGMENTS, GuideText, PromptText

# What a new prompt begins with, to be written over.
STARTS: Final[Mapping[str, PromptText]] = {
    "text": PromptText("", "challenge", "text", "attributed", "What stands in the way of a good year for your team?"),
    "scale": PromptText(
        "", "shift", "scale", "confidential", "How ready are you to try this for three months?",
        low="Not at all", high="Let us start", asked_again=True,
    ),
    "choice": PromptText(
        "", "challenge", "choice", "attributed", "Which of these comes closest?", options=("One answer", "Another one")
    ),
    "order": PromptText(
        "", "challenge", "order", "attributed", "What should come first?", options=("One thing", "Another one")
    ),
    "ideas": parts.OTHERS,
    "commitment": parts.PROMISE,
}  # fmt: skip
KIND_WORDS: Final[Mapping[str, str]] = {
    "text": "A question",
    "scale": "A scale",
    "choice": "A choice",
    "order": "Things to put in order",
    "ideas": "Others’ ideas",
    "commitment": "A commitment",
}


def acted(guide: GuideText, do: str) -> tuple[GuideText, str]:
    """The guide after a button, and the key of the prompt that it was about: "up:12", "down:12", "remove:12",
    "add:scale", "take:<a finding's key>". What it does not know does nothing."""
    verb, _, of = do.partition(":")
    if verb in {"up", "down"} and guide.prompt(of):
        return guide.moved(of, -1 if verb == "up" else 1), of
    if verb == "remove":
        return guide.without_prompt(of), _neighbour(guide, of)
    if verb == "add" and of in STARTS and len(guide.prompts) < MOST_PROMPTS:
        new = replace(STARTS[of], key=_free_key(guide), wordings={})
        return guide.with_prompt(new), new.key
    if verb == "take":
        finding = next((each for each in check(guide) if each.key == of), None)
        return taken(guide, finding) if finding else (guide, "")
    return guide, ""


def taken(guide: GuideText, finding: Finding) -> tuple[GuideText, str]:
    """With what a finding offers: better words, a prompt more, or both when two questions part."""
    if finding.adds is None or finding.rewrite:
        after = rewritten(guide, finding)
        if finding.adds is None or len(guide.prompts) >= MOST_PROMPTS:
            return after, finding.moves or finding.place.prompt
        new = replace(finding.adds, key=_free_key(guide))
        place = next((at for at, each in enumerate(after.prompts) if each.key == finding.place.prompt), 0) + 1
        return after.with_prompt(new, place=place), new.key
    new = replace(finding.adds, key=_free_key(guide))
    return guide.with_prompt(new), new.key


def _free_key(guide: GuideText) -> str:
    held = {prompt.key for prompt in guide.prompts}
    return next(key for number in range(1, len(held) + 2) if (key := f"new-{number}") not in held)


def _neighbour(guide: GuideText, key: str) -> str:
    keys = [prompt.key for prompt in guide.prompts]
    if key not in keys:
        return ""
    place = keys.index(key)
    rest = [*keys[:place], *keys[place + 1 :]]
    return rest[min(place, len(rest) - 1)] if rest else ""


@dataclass(frozen=True)
class Taken:
    """How long a segment takes, beside what is promised: `share` of the longest bar, in percent."""

    segment: str
    minutes: int
    prompts: int
    share: int
    is_over: bool


def times(guide: GuideText) -> list[Taken]:
    seconds = {segment: time.seconds(guide, segment) for segment in SEGMENTS}
    longest = max(guide.minutes * 60, *seconds.values(), 1)
    return [
        Taken(
            segment,
            time.minutes(guide, segment),
            sum(1 for _ in guide.asked_of(segment)),
            round(100 * taken / longest),
            time.breaks_promise(guide, segment),
        )
        for segment, taken in seconds.items()
    ]


def says(guide: GuideText, findings: Sequence[Finding]) -> tuple[str, ...]:
    """The guide in one or two sentences."""
    count = len(guide.prompts)
    if not count:
        return ("Nothing is asked yet.",)
    shortest, longest = (each(taken.minutes for taken in times(guide)) for each in (min, max))
    minutes = f"{longest} minute{'' if longest == 1 else 's'}"
    long = f"about {minutes}" if shortest == longest else f"{shortest} to {minutes}"
    asked = "One prompt" if count == 1 else f"{count} prompts"
    return (f"{asked}, {long} of somebody’s time.", found_says(findings))


def found_says(findings: Sequence[Finding]) -> str:
    if not findings:
        return "The check finds nothing to improve."
    return "One thing to look at." if len(findings) == 1 else f"{len(findings)} things to look at."
