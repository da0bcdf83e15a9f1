"""The work of a workspace, as the pages about the order desk and the calendar read it: requests and initiatives."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db.models import F, Q, Window
from django.db.models.functions import Lag, Left, TruncDate
from django.utils import timezone

from accounts.models import Workspace
from accounts.written import unless_written
from impact.models import Initiative
from impact.order_desk import Asked, Begun
from impact.periods import DAY, Every, start_of
from planning.models import Decision, Request
from planning.periods import Period, quarter
from stakeholders.formats.document import shorten
from web.remembered import Remembered

MONTHS: Final = 24
QUARTERS: Final = 5
# So much of a problem stands for it.
TITLE: Final = 120
# All that is read, beside decisions: whoever decides writes to the request.
READ_FROM = (Request, Initiative)


@dataclass(frozen=True)
class Rows:
    """`people` are those who asked: their name, and which stakeholder they are, None where nobody knows."""

    asked: tuple[Asked, ...]
    begun: tuple[Begun, ...]
    people: dict[Hashable, tuple[str, int | None]]


def quarters(today: dt.date, *, ahead: int = 0) -> list[Period]:
    """This one and those before it, with some after it; the latest first."""
    this = today.year * 4 + (today.month - 1) // 3
    return [quarter(number // 4, number % 4 + 1) for number in range(this + ahead, this - QUARTERS, -1)]


def chosen(key: str, offered: list[Period], today: dt.date) -> Period:
    """What nobody offers counts as this quarter."""
    now = next(one for one in offered if one.starts_on <= today <= one.ends_on)
    return next((one for one in offered if one.key == key), now)


def months_before(today: dt.date, months: int) -> dt.date:
    """The first day of the month so many before this one."""
    start = start_of(today, Every.MONTH)
    for _ in range(months):
        start = start_of(start - DAY, Every.MONTH)
    return start


# The same for every quarter, and for the index as for the calendar.
LATEST: Remembered[Rows] = Remembered(most=4)


def rows(workspace: Workspace, today: dt.date) -> Rows:
    return unless_written(LATEST, workspace, READ_FROM, today, make=lambda: _rows(workspace, today))


def _rows(workspace: Workspace, today: dt.date) -> Rows:
    """Requests that came or were decided on in two years, initiatives that ran in them, and who asked: their name, and
    which stakeholder they are."""
    since = months_before(today, MONTHS)
    begins = timezone.make_aware(dt.datetime.combine(since, dt.time.min))
    recent = Q(received_at__gte=begins) | Q(decided_at__gte=begins)
    decided: dict[Any, list[tuple[dt.date, str]]] = defaultdict(list)
    decisions = Decision.objects.filter(workspace=workspace, at__gte=begins).order_by("at", "pk")
    for pk, on, state in decisions.values_list("request_id", TruncDate("at"), "state"):
        decided[pk].append((on, state))
    changed = _changed(workspace, begins)
    asked: list[Asked] = []
    people: dict[Hashable, tuple[str, int | None]] = {}
    held = Request.objects.filter(recent, workspace=workspace).order_by("received_at", "pk")
    columns = (
        "pk", Left("problem", 2 * TITLE), "stakeholder_id", "email", "name", TruncDate("received_at"), "prescribed",
        "goal_id", "days", "wanted_by",
    )  # fmt: skip
    for pk, problem, person, email, name, received_on, prescribed, goal, days, wanted_by in held.values_list(*columns):
        who: Hashable = person or email.casefold() or " ".join(name.casefold().split())
        people.setdefault(who, (name, person))
        asked.append(
            Asked(
                pk,
                shorten(problem, TITLE),
                who,
                name,
                received_on,
                prescribed,
                tuple(decided[pk]),
                goal,
                days,
                tuple(changed.get(pk, ())),
                wanted_by,
            )
        )
    return Rows(tuple(asked), begun_since(workspace, since), people)


def begun_since(workspace: Workspace, since: dt.date) -> tuple[Begun, ...]:
    running = Initiative.objects.filter(Q(ended_on=None) | Q(ended_on__gte=since), workspace=workspace)
    found = running.order_by("starts_on", "pk").values_list(
        "pk", "name", "starts_on", "ends_on", "ended_on", "stage", "goal_id", "days"
    )
    return tuple(
        Begun(pk, name, starts, ends, ended, stage == Initiative.Stage.STOPPED, goal, days)
        for pk, name, starts, ends, ended, stage, goal, days in found
    )


def _changed(workspace: Workspace, since: dt.datetime) -> dict[Any, list[dt.date]]:
    """Days on which a request that stood accepted was sized or aimed otherwise, as the database wrote it down."""
    before = {
        f"{name}_before": Window(Lag(name), partition_by=F("pgh_obj_id"), order_by=F("pgh_id").asc())
        for name in ("state", "days", "goal_id")
    }
    events = apps.get_model("planning", "RequestEvent")._default_manager.filter(
        workspace=workspace, pgh_created_at__gte=since
    )
    otherwise = (Q(days_before__isnull=False) & (Q(days=None) | ~Q(days=F("days_before")))) | (
        Q(goal_id_before__isnull=False) & (Q(goal_id=None) | ~Q(goal_id=F("goal_id_before")))
    )
    found = events.annotate(**before).filter(otherwise, state_before=Request.State.ACCEPTED).order_by("pgh_id")
    changed: dict[Any, list[dt.date]] = defaultdict(list)
    for pk, on in found.values_list("pgh_obj_id", TruncDate("pgh_created_at")):
        changed[pk].append(on)
    return changed
