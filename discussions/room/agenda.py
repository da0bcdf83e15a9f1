"""The agenda of a room: its stages in order and how long each takes. What has been started is not changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from discussions.models import Discussion, Step
from discussions.room.formats import FORMATS
from web.live import publish

MOST_STAGES = 60
LONGEST = 240
# A meeting is no longer than this; what stays open for longer has promised its guide's minutes.
LONGEST_MEETING = dt.timedelta(hours=8)


def agenda_of(discussion: Discussion) -> list[Step]:
    return list(Step.objects.filter(discussion=discussion).select_related("prompt").order_by("place"))


def set_minutes(discussion: Discussion, minutes: Mapping[int, int]) -> None:
    """By key of the step. Raises ValidationError for what is no time for a stage."""
    if any(not 1 <= each <= LONGEST for each in minutes.values()):
        raise ValidationError(f"A stage takes 1 to {LONGEST} minutes.")

    def changed(steps: list[Step]) -> list[Step]:
        for step in steps:
            if step.started_at is None:
                step.minutes = minutes.get(step.pk, step.minutes)
        return steps

    _rewrite(discussion, changed)


def move(discussion: Discussion, step: int, *, by: int) -> None:
    """One place up (-1) or down (1), within what has not been started."""

    def moved(steps: list[Step]) -> list[Step]:
        at = _at(steps, step)
        other = at + by
        if 0 <= other < len(steps) and steps[at].started_at is None and steps[other].started_at is None:
            steps[at], steps[other] = steps[other], steps[at]
        return steps

    _rewrite(discussion, moved)


def add_stage(discussion: Discussion, *, title: str, says: str = "", setting: str, minutes: int) -> None:
    """A stage without a prompt, at the end: a welcome, a break, a talk in fours."""
    title = " ".join(title.split())
    if not title:
        raise ValidationError({"title": "Give the stage a title; everybody reads it."})
    stage = Step(
        workspace_id=discussion.workspace_id,
        discussion=discussion,
        title=title,
        says=says.strip(),
        setting=setting,
        minutes=minutes,
    )
    stage.clean_fields(exclude=["workspace", "discussion", "place"])
    if not 1 <= minutes <= LONGEST:
        raise ValidationError({"minutes": f"A stage takes 1 to {LONGEST} minutes."})
    _rewrite(discussion, lambda steps: [*steps, stage])


def remove_stage(discussion: Discussion, step: int) -> None:
    """Prompts of the guide stay: what people were invited to is asked."""

    def without(steps: list[Step]) -> list[Step]:
        gone = steps[_at(steps, step)]
        if gone.started_at is not None:
            raise ValidationError("This stage has been started; it stays.")
        if gone.prompt_id and sum(each.prompt_id == gone.prompt_id for each in steps) == 1:
            raise ValidationError("A prompt of the guide stays on the agenda. Leave it out by going past it.")
        return [each for each in steps if each.pk != step]

    _rewrite(discussion, without)


def apply_format(discussion: Discussion, step: int, key: str) -> None:
    """Put the stages of a format in the place of a prompt's one; another format takes the place of the first."""
    chosen = FORMATS.get(key)
    if chosen is None:
        raise ValidationError("There is no such format.")

    def formed(steps: list[Step]) -> list[Step]:
        taken = steps[_at(steps, step)]
        prompt = taken.prompt
        if prompt is None:
            raise ValidationError("A format is for a prompt.")
        held = [each for each in steps if each.prompt_id == taken.prompt_id]
        # Stages of an earlier format that ask nothing stand right before the one that asks.
        held += [each for each in _leading(steps, held[0]) if each not in held]
        if any(each.started_at for each in held):
            raise ValidationError("This prompt has been started; its stages stay as they are.")
        made = [
            Step(
                workspace_id=discussion.workspace_id,
                discussion=discussion,
                prompt=prompt if stage.asks else None,
                title=stage.title,
                says=stage.says.format(prompt=prompt.text),
                setting=stage.setting,
                minutes=stage.minutes,
            )
            for stage in chosen.stages
        ]
        first = min(steps.index(each) for each in held)
        rest = [each for each in steps if each not in held]
        before = sum(steps.index(each) < first for each in rest)
        return [*rest[:before], *made, *rest[before:]]

    _rewrite(discussion, formed)


def plain(discussion: Discussion, step: int) -> None:
    """One stage for a prompt again, without a format."""

    def unformed(steps: list[Step]) -> list[Step]:
        kept = steps[_at(steps, step)]
        held = [each for each in steps if kept.prompt_id and each.prompt_id == kept.prompt_id]
        held += [each for each in _leading(steps, held[0]) if each not in held] if held else []
        if not held or any(each.started_at for each in held):
            raise ValidationError("This prompt has been started; its stages stay as they are.")
        first = min(steps.index(each) for each in held)
        kept.title, kept.says, kept.setting, kept.minutes = "", "", Step.Setting.ALL, 5
        return [kept if each is steps[first] else each for each in steps if each is steps[first] or each not in held]

    _rewrite(discussion, unformed)


def _leading(steps: Sequence[Step], asks: Step) -> list[Step]:
    """The stages of a format that stand right before the one that asks, without a box of their own."""
    found: list[Step] = []
    for form in FORMATS.values():
        silent = [stage.title for stage in form.stages if not stage.asks]
        at = steps.index(asks)
        before = steps[max(at - len(silent), 0) : at]
        titles = [each.title for each in before if each.prompt_id is None]
        if silent and titles == silent and asks.title == form.stages[len(silent)].title:
            found += before
    return found


def _at(steps: Sequence[Step], key: int) -> int:
    found = next((place for place, each in enumerate(steps) if each.pk == key), None)
    if found is None:
        raise ValidationError("This stage is not on the agenda any more: somebody changed it.")
    return found


def _rewrite(discussion: Discussion, change: Callable[[list[Step]], list[Step]]) -> None:
    """Store the steps as `change` gives them, numbered from 0; the room stays at the step at which it stands."""
    with transaction.atomic():
        stands = Discussion.objects.select_for_update().get(pk=discussion.pk)
        before = agenda_of(stands)
        current = next((step.pk for step in before if step.place == stands.current_place), None)
        after = change(list(before))
        if len(after) > MOST_STAGES:
            raise ValidationError(f"An agenda has {MOST_STAGES} stages at most.")
        kept = {step.pk for step in after if step.pk}
        Step.objects.filter(discussion=stands).exclude(pk__in=kept).delete()
        for place, step in enumerate(after):
            step.place = place
        Step.objects.bulk_update([step for step in after if step.pk], ["place", "minutes", "title", "says", "setting"])
        Step.objects.bulk_create([step for step in after if not step.pk])
        if current is not None:
            Discussion.objects.filter(pk=stands.pk).update(
                current_place=next(step.place for step in after if step.pk == current)
            )
    publish(stands.channel, "step")


def promised(discussion: Discussion) -> int:
    """Minutes that everybody was asked for: from the beginning they were told to the end of the meeting, else the
    guide's."""
    opens, closes = discussion.told_opens_at or discussion.opens_at, discussion.closes_at
    if opens and closes and closes - opens <= LONGEST_MEETING:
        return round((closes - opens).total_seconds() / 60)
    return int(discussion.version.minutes)


def time_says(planned: int, promised_minutes: int) -> str:
    """ "26 minutes planned of 30 promised." Pure."""
    said = f"{planned} minute{'' if planned == 1 else 's'} planned"
    over = planned - promised_minutes
    said = f"{said}, {promised_minutes} promised"
    if over > 0:
        return f"{said}: {over} too many."
    return f"{said}: {-over} to spare." if over < 0 else f"{said}."
