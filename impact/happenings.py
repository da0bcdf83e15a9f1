"""What is known of a metric's course: notes on days, and where it became another process."""

from __future__ import annotations

import datetime as dt

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User, Workspace
from impact.models import Annotation, Metric, Observation, Rebase
from impact.naming import plain
from impact.periods import Every, start_of

# Of a note, in characters: it stands beside a chart.
LONGEST = 300


def annotate(workspace: Workspace, says: str, *, on: dt.date, author: User, metric: Metric | None = None) -> Annotation:
    """Note what happened on a day, beside one metric or, without one, beside all of them."""
    says = plain(says)
    if not says:
        raise ValidationError({"says": "Say what happened."})
    if len(says) > LONGEST:
        raise ValidationError({"says": f"Say it in at most {LONGEST} characters."})
    if on > timezone.localdate():
        raise ValidationError({"on": "A note tells what has happened: choose a day up to today."})
    with transaction.atomic(), pghistory.context(why="Noted"):
        return Annotation.objects.create(workspace=workspace, metric=metric, on=on, says=says, author=author)


def rebase(metric: Metric, *, starts_on: dt.date, reason: str, author: User) -> Rebase:
    """Judge the metric anew from a period on. Raises ValidationError without a reason, or where there is nothing to
    judge before or after."""
    reason = plain(reason)
    if not reason:
        raise ValidationError({"reason": "Say what made it another process: limits are never moved without a reason."})
    starts_on = start_of(starts_on, Every(metric.every))
    standing = Observation.objects.standing().filter(metric=metric)
    if not standing.filter(starts_on__lt=starts_on).exists() or not standing.filter(starts_on__gte=starts_on).exists():
        raise ValidationError({"starts_on": "There must be numbers before that day and from it on."})
    with transaction.atomic(), pghistory.context(why="Rebased"):
        found, made = Rebase.objects.get_or_create(
            workspace_id=metric.workspace_id,
            metric=metric,
            starts_on=starts_on,
            defaults={"reason": reason, "author": author},
        )
        if not made:
            raise ValidationError({"starts_on": "It is judged anew from that day already."})
        return found


def take_rebase_back(found: Rebase) -> None:
    with transaction.atomic(), pghistory.context(why="Rebase taken back"):
        Rebase.objects.filter(pk=found.pk).delete()


def take_annotation_back(found: Annotation) -> None:
    with transaction.atomic(), pghistory.context(why="Note taken back"):
        Annotation.objects.filter(pk=found.pk).delete()
