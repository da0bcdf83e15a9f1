"""What a facilitator does in a room: start it, go on, give time, reveal, end it. Each is done once, however many press
at the same time, and every screen is told that something changed, never what."""

from __future__ import annotations

import datetime as dt

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from discussions.models import Discussion, Invitation, Prompt, Step
from discussions.reveal import is_ever_shown
from discussions.synthesis import agreement
from web.live import publish

NOT_LIVE = "This discussion is held over days; it has no room."
OVER = "This discussion is over. Open it again by moving its dates, then go on in the room."
NOTHING_IS_SHOWN = "People were told that nothing they write is shown to others. It stays so."
ONLY_IDEAS = "People were told that only ideas are shown to others, not answers to this prompt. It stays so."


def start_room(discussion: Discussion, *, now: dt.datetime) -> bool:
    """At its first step, or where it stopped. One that is planned for later today begins now. False when somebody
    else has started it already."""
    if discussion.held != Discussion.Held.LIVE:
        raise ValidationError(NOT_LIVE)
    with transaction.atomic(), pghistory.context(why="The room was started"):
        stands = Discussion.objects.select_for_update().get(pk=discussion.pk)
        if stands.current_place is not None:
            return False
        if stands.opens_at is None:
            raise ValidationError("This discussion is a draft. Open it first, so that people get their links.")
        if stands.is_over(now):
            raise ValidationError(OVER)
        steps = list(stands.steps.order_by("place"))
        if not steps:
            raise ValidationError("The agenda is empty.")
        if stands.opens_at > now:
            Discussion.objects.filter(pk=stands.pk).update(opens_at=now, told_opens_at=stands.opens_at, updated_at=now)
        first = next((step for step in steps if step.started_at is None), steps[-1])
        Discussion.objects.filter(pk=stands.pk).update(current_place=first.place)
        _begin(first, now)
    publish(stands.channel, "step")
    return True


def go(discussion: Discussion, *, expected: int, to: int, now: dt.datetime) -> bool:
    """From the place at which whoever pressed saw the room to the step of a key. False when the room had moved on
    meanwhile, or is not open."""
    with transaction.atomic():
        step = Step.objects.filter(discussion=discussion, pk=to).first()
        if step is None or step.place == expected or not discussion.is_open(now):
            return False
        standing = Discussion.objects.filter(pk=discussion.pk, current_place=expected)
        if not standing.update(current_place=step.place):
            return False
        _leave(discussion, expected, now)
        _begin(step, now)
    publish(discussion.channel, "step")
    return True


def end_room(discussion: Discussion, *, expected: int, now: dt.datetime) -> bool:
    """Nobody is led any further; until the discussion closes people change their answers by their own link."""
    with transaction.atomic():
        standing = Discussion.objects.filter(pk=discussion.pk, current_place=expected)
        if not standing.update(current_place=None):
            return False
        _leave(discussion, expected, now)
        # Whoever said something has said it: their link thanks them, and lets them change it.
        spoke = Invitation.objects.answered().filter(discussion=discussion, finished_at=None)
        spoke.update(finished_at=now, last_place=0)
    publish(discussion.channel, "step")
    return True


def extend(discussion: Discussion, step: int, *, now: dt.datetime, minutes: int = 1) -> bool:
    """More time from when it would have been up, or from now if it is up already. Only for the step at hand."""
    with transaction.atomic():
        found = _at_hand(discussion, step)
        if found is None or found.ended_at is None:
            return False
        base = found.ended_at if found.paused_at else max(found.ended_at, now)
        Step.objects.filter(pk=found.pk).update(ended_at=base + dt.timedelta(minutes=minutes))
    publish(discussion.channel, "step")
    return True


def pause(discussion: Discussion, step: int, *, now: dt.datetime) -> bool:
    with transaction.atomic():
        found = _at_hand(discussion, step)
        if found is None:
            return False
        stopped = Step.objects.filter(pk=found.pk, paused_at=None, ended_at__gt=now).update(paused_at=now)
    if stopped:
        publish(discussion.channel, "step")
    return bool(stopped)


def resume(discussion: Discussion, step: int, *, now: dt.datetime) -> bool:
    with transaction.atomic():
        found = _at_hand(discussion, step)
        if found is None or found.paused_at is None or found.ended_at is None:
            return False
        Step.objects.filter(pk=found.pk).update(ended_at=found.ended_at + (now - found.paused_at), paused_at=None)
    publish(discussion.channel, "step")
    return True


def why_not_revealed(discussion: Discussion, prompt: Prompt | None) -> str:
    """The sentence that says why what was written under a prompt is never shown to others; empty where it may be."""
    if prompt is None:
        return "There is nothing to reveal at this stage."
    if discussion.sees == Discussion.Sees.NOTHING:
        return NOTHING_IS_SHOWN
    return "" if is_ever_shown(discussion, prompt) else ONLY_IDEAS


def reveal(discussion: Discussion, step: int, *, now: dt.datetime) -> bool:
    """Show everybody what was written under the prompt of a step. It cannot be taken back. False when it is revealed
    already; what people were told is never shown raises ValidationError."""
    found = Step.objects.filter(discussion=discussion, pk=step).select_related("prompt").first()
    if found is None:
        raise ValidationError("This stage is not on the agenda any more: somebody changed it.")
    if because := why_not_revealed(discussion, found.prompt):
        raise ValidationError(because)
    if found.started_at is None:
        raise ValidationError("Nobody has been asked this yet.")
    # Stages of one format share the prompt, and with it what was written.
    hidden = Step.objects.filter(discussion=discussion, prompt=found.prompt_id, revealed_at=None)
    if not hidden.update(revealed_at=now):
        return False
    # What everybody is about to see stands in the figures; what comes later moves them by five.
    agreement.read(discussion, now=now)
    publish(discussion.channel, "revealed")
    return True


def _at_hand(discussion: Discussion, step: int) -> Step | None:
    at = Discussion.objects.filter(pk=discussion.pk).values("current_place")[:1]
    return Step.objects.select_for_update().filter(discussion=discussion, pk=step, place=at).first()


def _begin(step: Step, now: dt.datetime) -> None:
    """Coming back to a step gives it its time anew."""
    Step.objects.filter(pk=step.pk).update(
        started_at=now, ended_at=now + dt.timedelta(minutes=step.minutes), paused_at=None
    )


def _leave(discussion: Discussion, place: int, now: dt.datetime) -> None:
    left = Step.objects.filter(discussion=discussion, place=place)
    left.filter(paused_at__isnull=False).update(ended_at=F("paused_at"), paused_at=None)
    left.filter(ended_at__gt=now).update(ended_at=now)
