"""Saying what an initiative contributed to a metric, replacing that by what is known better or taking it back."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from impact.evidence import SHOWN, Grade
from impact.models import Contribution, Initiative, Metric
from impact.models.observation import HIGHEST
from impact.naming import plain
from impact.targets import FIRST

MOST_BYTES = 5 * 1024 * 1024
LONGEST_LINK = 1000
LONGEST_NAME = 255


@dataclass(frozen=True)
class Evidence:
    """What is claimed, and what it rests on. `amount` is in the unit of the metric, up or down, or None where nobody
    knows; a file has a name, and its content unless it is no longer here."""

    grade: Grade
    amount: float | None
    first_on: dt.date
    last_on: dt.date
    says: str
    link: str = ""
    filename: str = ""
    content: bytes | None = None


def add_contribution(initiative: Initiative, metric: Metric, found: Evidence, *, author: User) -> Contribution:
    """Raises ValidationError for what cannot be, or claims more than it shows."""
    check(metric, found)
    with transaction.atomic():
        return _store(initiative, metric, found, author=author)


def replace_contribution(standing: Contribution, found: Evidence, *, why: str, author: User) -> Contribution:
    """Put what is known better in the place of one, about the same metric. Raises ValidationError without a reason, or
    where somebody else replaced it first."""
    check(standing.metric, found)
    if not plain(why):
        raise ValidationError({"why": "Say why it is said otherwise now."})
    with transaction.atomic():
        ended = Contribution.objects.standing().filter(pk=standing.pk)
        if not ended.update(ended_at=timezone.now(), ended_why=plain(why), ended_by=author):
            raise ValidationError("Somebody else has replaced this already. Look at what stands now.")
        return _store(standing.initiative, standing.metric, found, author=author, replaces=standing)


def withdraw_contribution(standing: Contribution, *, why: str, author: User) -> None:
    """Say that it contributed nothing, or that nobody can say so; it is kept. Raises as `replace_contribution` does."""
    if not plain(why):
        raise ValidationError({"why": "Say why it holds no more."})
    ended = Contribution.objects.standing().filter(pk=standing.pk)
    if not ended.update(ended_at=timezone.now(), ended_why=plain(why), ended_by=author):
        raise ValidationError("Somebody else has replaced this already. Look at what stands now.")


def check(metric: Metric, found: Evidence) -> None:
    """Raises ValidationError in a sentence for what is no contribution to this metric."""
    if metric.is_effort:
        raise ValidationError({"metric": "What marketing puts in or puts out is no impact."})
    if not plain(found.says):
        raise ValidationError({"says": "Say what speaks for it."})
    if found.amount is not None and (not math.isfinite(found.amount) or abs(found.amount) > HIGHEST):
        raise ValidationError({"amount": "That is no number we can keep."})
    if metric.unit.most is not None and found.amount is not None and abs(found.amount) > metric.unit.most:
        raise ValidationError({"amount": "A share cannot move by more than 100 percentage points."})
    if found.first_on < FIRST:
        raise ValidationError({"first_on": f"The year {found.first_on.year} cannot be meant."})
    if found.last_on < found.first_on:
        raise ValidationError({"last_on": "It ends on the day it starts, or later."})
    if found.first_on > timezone.localdate():
        raise ValidationError({"first_on": "Nothing is contributed yet on days to come."})
    if found.link and not is_link(found.link):
        raise ValidationError({"link": "This is no address of the web. It begins with https:// or http://."})
    if found.content is not None and len(found.content) > MOST_BYTES:
        raise ValidationError({"file": f"A file may have {MOST_BYTES // 1024 // 1024} MB at most."})
    if len(found.filename) > LONGEST_NAME:
        raise ValidationError({"file": f"Its name may be {LONGEST_NAME} characters long at most."})
    if found.grade in SHOWN and not found.link and not found.filename:
        raise ValidationError({"link": "Show what it rests on: a link or a file. Without either it is asserted."})


def is_link(text: str) -> bool:
    """Whether a browser goes to a page of the web by it, and runs nothing."""
    if len(text) > LONGEST_LINK or re.search(r"[\s\x00-\x1f\x7f<>\"]", text):
        return False
    try:
        parts = urlsplit(text)
        # A host that cannot be read raises only when it is asked for.
        return re.match(r"https?://", text) is not None and bool(parts.hostname)
    except ValueError:
        return False


def _store(
    initiative: Initiative, metric: Metric, found: Evidence, *, author: User, replaces: Contribution | None = None
) -> Contribution:
    return Contribution.objects.create(
        workspace_id=initiative.workspace_id,
        initiative=initiative,
        metric=metric,
        grade=found.grade.value,
        amount=found.amount,
        first_on=found.first_on,
        last_on=found.last_on,
        says=plain(found.says),
        link=plain(found.link),
        filename=plain(found.filename),
        content=found.content,
        replaces=replaces,
        author=author,
    )
