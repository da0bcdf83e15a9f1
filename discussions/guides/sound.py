"""What a guide must be to be stored: a sentence for each box that keeps it from being so. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from discussions.guides.check import Place
from discussions.guides.text import MOST_PROMPTS, GuideText, PromptText

LONGEST_NAME, LONGEST_QUESTION, LONGEST_TEXT, LONGEST_OPTION, LONGEST_END = 200, 1000, 2000, 200, 80
MOST_OPTIONS = 20
CHOOSES = frozenset({"choice", "order"})


def problems(guide: GuideText) -> dict[str, str]:
    """What is wrong, by the name of the box; empty when the guide can be stored."""
    found = dict(_of_core(guide))
    for prompt in guide.prompts:
        for part, sentence in _of_prompt(prompt):
            found[Place(part, prompt.key).field] = sentence
        for segment, words in prompt.wordings.items():
            if len(words) > LONGEST_QUESTION:
                found[Place("wording", prompt.key, segment).field] = _too_long(LONGEST_QUESTION, words)
    return found


def _of_core(guide: GuideText) -> Iterator[tuple[str, str]]:
    if not guide.name:
        yield "name", "Give the guide a name."
    if len(guide.name) > LONGEST_NAME:
        yield "name", _too_long(LONGEST_NAME, guide.name)
    if not 1 <= guide.minutes <= 120:
        yield "minutes", "Promise between 1 and 120 minutes."
    for name, text in (("problem", guide.problem), ("outcome", guide.outcome)):
        if len(text) > LONGEST_QUESTION:
            yield name, _too_long(LONGEST_QUESTION, text)
    for segment, variant in guide.variants.items():
        for part, text in (("opening", variant.opening), ("close", variant.close)):
            if len(text) > LONGEST_TEXT:
                yield Place(part, segment=segment).field, _too_long(LONGEST_TEXT, text)
    if len(guide.prompts) > MOST_PROMPTS:
        yield "name", f"A guide has {MOST_PROMPTS} prompts at most; this one has {len(guide.prompts)}."


def _of_prompt(prompt: PromptText) -> Iterator[tuple[str, str]]:
    if not prompt.text:
        yield "text", "Ask something here, or remove the prompt."
    for part, text, most in (
        ("text", prompt.text, LONGEST_QUESTION),
        ("help", prompt.help, LONGEST_QUESTION),
        ("low", prompt.low, LONGEST_END),
        ("high", prompt.high, LONGEST_END),
    ):
        if len(text) > most:
            yield part, _too_long(most, text)
    if prompt.kind == "commitment" and prompt.mode == "anonymous":
        yield "mode", "A commitment is somebody’s: nobody can be reminded of what nobody promised."
    if prompt.kind in CHOOSES:
        yield from _of_options(prompt)


def _of_options(prompt: PromptText) -> Iterator[tuple[str, str]]:
    if len(prompt.options) < 2:
        yield "options", "Give at least two, one on each line."
    elif len(prompt.options) > MOST_OPTIONS:
        yield "options", f"Give {MOST_OPTIONS} at most; these are {len(prompt.options)}."
    elif len(set(prompt.options)) < len(prompt.options):
        yield "options", "Two of them are the same."
    elif any(len(option) > LONGEST_OPTION for option in prompt.options):
        yield "options", f"Each may be {LONGEST_OPTION} characters long at most."


def _too_long(most: int, text: str) -> str:
    return f"This may be {most:,} characters long at most; it is {len(text)} long."
