"""What leaders are told when the clock of check-ins or their mails stand still: a sentence, since when, what to do."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import structlog
from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from checkins import health
from checkins.health import UNWELL_AFTER, Health
from checkins.models import CheckInPlan
from web.remembered import Remembered

log = structlog.stdlib.get_logger("checkins.unwell")

WORKSPACES: Final = 1_000


@dataclass(frozen=True)
class Trouble:
    """`since` is empty where nothing tells. `todo` is for whoever runs the installation, or for the leader."""

    key: str
    says: str
    since: dt.datetime | None
    todo: str


def troubles(health: Health, *, plans: int, now: dt.datetime) -> tuple[Trouble, ...]:
    """The worst first; what follows from it is not told beside it. Pure. `plans` could not be opened and are of the
    workspace that asks: those of others are none of its business."""
    found = []
    if not health.is_starting:
        if health.last_tick is None or health.last_tick > UNWELL_AFTER:
            found.append(_stands(health.last_tick, now))
        elif health.oldest_overdue > UNWELL_AFTER:
            found.append(_behind(health.oldest_overdue, now))
        if health.oldest_mail > UNWELL_AFTER:
            found.append(_mails_wait(health.oldest_mail, now))
    if plans:
        found.append(_not_opened(plans))
    return tuple(found)


def _stands(last_tick: float | None, now: dt.datetime) -> Trouble:
    return Trouble(
        "stands",
        "The clock of check-ins stands still: none is opened, and no brief is written.",
        None if last_tick is None else _before(now, last_tick),
        "Whoever runs this installation looks whether beat and worker run, and reads their logs. Where no beat can run,"
        " cron calls “python manage.py tick” every minute. What was missed is opened once when it goes on.",
    )


def _behind(overdue: float, now: dt.datetime) -> Trouble:
    return Trouble(
        "behind",
        "The clock of check-ins is behind: some that are due are not opened yet.",
        _before(now, overdue),
        "After an outage, wait: it catches up by itself. If it does not within ten minutes, whoever runs this"
        " installation looks for “tick_broken” in the log of the worker.",
    )


def _mails_wait(oldest: float, now: dt.datetime) -> Trouble:
    return Trouble(
        "mails",
        "Mails do not leave: briefs and lists come late.",
        _before(now, oldest),
        "Test the mail settings. If the mail server answers, the worker does not send: whoever runs this installation"
        " looks whether it runs. Nothing is lost: the mails leave when it goes on.",
    )


def _not_opened(plans: int) -> Trouble:
    return Trouble(
        "plans",
        f"{plans} plan{'s' if plans > 1 else ''} of check-ins cannot be opened.",
        None,
        "Choose the pattern of these people anew. Each is tried again every hour; all others go on.",
    )


def _before(now: dt.datetime, seconds: float) -> dt.datetime:
    return now - dt.timedelta(seconds=seconds)


def look(workspace: UUID) -> tuple[Trouble, ...]:
    """As the database says it now; nothing where it cannot be asked, since the page will say so itself."""
    try:
        with transaction.atomic():
            found = health.read()
            plans = CheckInPlan.objects.filter(workspace=workspace).troubled().count()
    except DatabaseError:
        log.warning("health_not_read", exc_info=True)
        return ()
    return troubles(found, plans=plans, now=timezone.now())


_looked: Final[Remembered[tuple[Trouble, ...]]] = Remembered(WORKSPACES)


def looked(workspace: UUID) -> tuple[Trouble, ...]:
    """The same, as it was at most SCHEDULE_LOOKED_AT_EVERY seconds ago. Kept by each process for itself, so that it
    needs no Redis, and a page that is well asks nothing."""
    every = settings.SCHEDULE_LOOKED_AT_EVERY
    return _looked.get(workspace, time.monotonic() // every, lambda: look(workspace)) if every else ()
