"""Showing those who take part what others wrote, in a discussion over days whose facilitator chooses the moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction

from discussions.models import Discussion, Prompt, Step
from web.live import publish

IDEAS = "ideas"
# The kinds of answer that others are shown.
SHOWN = frozenset({Prompt.Kind.TEXT, Prompt.Kind.SCALE})


@dataclass(frozen=True)
class Part:
    """What is revealed at one time: all ideas together, or the answers to one prompt."""

    key: str
    text: str
    steps: tuple[Step, ...]

    @property
    def is_revealed(self) -> bool:
        return all(step.revealed_at is not None for step in self.steps)


def parts(discussion: Discussion) -> list[Part]:
    """Empty where nothing is shown to others, or not by a facilitator's word; a room has its own screen for it."""
    by_word = discussion.reveal == Discussion.Reveal.BY_FACILITATOR and discussion.held == Discussion.Held.ASYNC
    if not by_word or discussion.opens_at is None or discussion.sees == Discussion.Sees.NOTHING:
        return []
    steps = list(discussion.steps.filter(prompt__isnull=False).select_related("prompt").order_by("place"))
    ideas = tuple(step for step in steps if step.prompt and _is_about_ideas(step.prompt))
    found = [Part(IDEAS, "All ideas", ideas)] if ideas else []
    return found if discussion.sees == Discussion.Sees.IDEAS else [*found, *_of_answers(steps)]


def _is_about_ideas(prompt: Prompt) -> bool:
    return prompt.gives_ideas or prompt.kind == Prompt.Kind.IDEAS


def _of_answers(steps: Sequence[Step]) -> list[Part]:
    found: dict[int, Part] = {}
    for step in steps:
        prompt = step.prompt
        if prompt is None or _is_about_ideas(prompt) or prompt.kind not in SHOWN:
            continue
        before = found.get(prompt.pk)
        found[prompt.pk] = Part(str(prompt.pk), prompt.text, (*(before.steps if before else ()), step))
    return list(found.values())


def reveal(discussion: Discussion, key: str, *, now: dt.datetime) -> bool:
    """Cannot be taken back. False when it was revealed already."""
    part = next((each for each in parts(discussion) if each.key == key), None)
    if part is None:
        raise ValidationError("That is not shown to others in this discussion.")
    with transaction.atomic(), pghistory.context(why="Revealed to those who take part"):
        hidden = Step.objects.filter(pk__in=[step.pk for step in part.steps], revealed_at=None)
        if not hidden.update(revealed_at=now):
            return False
    publish(discussion.channel, "revealed")
    return True
