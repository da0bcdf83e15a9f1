"""Preparing a discussion from a guide, changing it, and opening it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User, Workspace
from discussions.guides.versions import freeze
from discussions.models import Discussion, GuideVersion, Step
from web.meanwhile import EditedMeanwhile

EDITABLE = (
    "title",
    "version",
    "goal",
    "facilitator",
    "held",
    "sees",
    "reveal",
    "where",
    "remind_before",
)
# What is said once, when it is prepared.
PREPARED = (*EDITABLE, "request")
# Whoever answered was told these above the box; they hold for what was said under them.
PROMISED = ("version", "facilitator", "held", "sees", "reveal")
LABELS = {
    "version": "guide",
    "facilitator": "facilitator",
    "held": "way it is held",
    "sees": "rule on what people see of each other",
    "reveal": "moment from which they see it",
}
SEES_MEANS = {
    Discussion.Sees.NOTHING: "Everybody answers for themselves. Nobody reads what another one wrote.",
    Discussion.Sees.IDEAS: "Ideas are passed on, to vote on and to build on. Answers to all other prompts are not.",
    Discussion.Sees.ANSWERS: "Ideas and answers are passed on. Choose it when people should learn from each other.",
}
REVEAL_MEANS = {
    Discussion.Reveal.AFTER_OWN: "They write first, uninfluenced; then they see what others wrote. Best over days.",
    Discussion.Reveal.BY_FACILITATOR: "Nothing is seen before you show it, prompt by prompt. You set the pace.",
    Discussion.Reveal.AT_CLOSE: "Nothing is seen while it is open. Best when early voices would sway the later ones.",
}
HELD_MEANS = {
    Discussion.Held.ASYNC: "Everybody gets a personal link by mail and answers when it suits them.",
    Discussion.Held.LIVE: "Everybody is in one room or call at one time and answers on their own phone, step by step.",
}


def prepare(workspace: Workspace, *, version: GuideVersion, title: str, facilitator: User, **fields: Any) -> Discussion:
    """Store a draft, with a step for each prompt of the guide."""
    _known(fields, PREPARED)
    discussion = Discussion(workspace=workspace, version=version, title=title, facilitator=facilitator, **fields)
    with transaction.atomic(), pghistory.context(why="Prepared"):
        _check(discussion)
        discussion.save(force_insert=True)
        _make_steps(discussion)
    return discussion


def edit(discussion: Discussion, *, expected_revision: int, now: dt.datetime, **fields: Any) -> Discussion:
    """Store changed fields. Raises EditedMeanwhile when the revision is not the one the form was opened with, and
    ValidationError when something changes that people were promised."""
    _known(fields, EDITABLE)
    with transaction.atomic(), pghistory.context(why="Edited by hand"):
        stands = Discussion.objects.select_for_update().get(pk=discussion.pk)
        if stands.revision != expected_revision:
            raise EditedMeanwhile(stands)
        changed = {name for name, value in fields.items() if getattr(stands, name) != value}
        if stands.opens_at is not None:
            _keep_promises(changed)
        for name in changed:
            setattr(stands, name, fields[name])
        _check(stands)
        stands.revision += 1
        stands.updated_at = now
        stands.save(update_fields=[*changed, "revision", "updated_at"])
        if "version" in changed:
            stands.steps.all().delete()
        if stands.opens_at is None:
            _make_steps(stands)
    return stands


def open_discussion(
    discussion: Discussion, *, closes_at: dt.datetime, opens_at: dt.datetime | None = None, now: dt.datetime
) -> Discussion:
    """Open it now, or at a moment to come; its version of the guide is frozen from here on. What is open stays so."""
    with transaction.atomic(), pghistory.context(why="Opened"):
        stands = Discussion.objects.select_for_update().get(pk=discussion.pk)
        if stands.opens_at is not None:
            return stands
        stands.opens_at, stands.closes_at = max(opens_at or now, now), closes_at
        if closes_at <= now:
            raise ValidationError({"closes_at": "This moment is over already. Choose one to come."})
        _check(stands)
        _make_steps(stands)
        if not stands.steps.exists():
            raise ValidationError("The guide has no prompt yet. Write the first one, then open the discussion.")
        stands.revision += 1
        stands.updated_at = now
        stands.save(update_fields=["opens_at", "closes_at", "revision", "updated_at"])
        freeze(stands.version, at=now)
    return stands


def _known(fields: dict[str, Any], editable: Iterable[str]) -> None:
    unknown = set(fields) - set(editable)
    if unknown:
        raise TypeError(f"Not editable: {', '.join(sorted(unknown))}")


def _keep_promises(changed: set[str]) -> None:
    broken = [LABELS[name] for name in PROMISED if name in changed]
    if broken:
        raise ValidationError(
            f"The {broken[0]} stays as it is: people were told of it when the discussion opened."
            " Prepare another discussion instead."
        )


def _check(discussion: Discussion) -> None:
    discussion.title = " ".join(discussion.title.split())
    if not discussion.title:
        raise ValidationError({"title": "Give it a title; people read it in the invitation."})
    opens, closes = discussion.opens_at, discussion.closes_at
    if opens is not None and closes is not None and closes <= opens:
        raise ValidationError({"closes_at": "Choose a moment after the beginning."})
    discussion.remind_before = sorted(set(discussion.remind_before), reverse=True)
    discussion.clean_fields(exclude=["workspace"])


def _make_steps(discussion: Discussion) -> None:
    """A step for each prompt, in the guide's order. An order made by hand for a room stays: prompts that have no step
    in it yet come after those that have."""
    if not discussion.steps.exclude(prompt__isnull=False, title="", says="").exists():
        discussion.steps.all().delete()
    held = list(discussion.steps.values_list("place", "prompt"))
    have = {prompt for _, prompt in held}
    first = max((place for place, _ in held), default=-1) + 1
    missing = [prompt for prompt in discussion.version.prompts.order_by("place") if prompt.pk not in have]
    Step.objects.bulk_create(
        Step(workspace_id=discussion.workspace_id, discussion=discussion, place=place, prompt=prompt)
        for place, prompt in enumerate(missing, first)
    )
