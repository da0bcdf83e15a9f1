"""The work of a workspace, as the pages about the order desk and the calendar read it: requests and initiatives."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, Exists, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Left, Lower, TruncDate
from django.utils import timezone

from accounts.models import Workspace
from accounts.written import unless_written
from impact.models import Initiative, Planned
from impact.order_desk import Begun, Span, Taken
from impact.periods import DAY, Every, start_of
from planning.intake.text import headline
from planning.models import Decision, Request
from planning.periods import Period, quarter
from web.remembered import Remembered

MONTHS: Final = 24
QUARTERS: Final = 5
# So much of a problem stands for it.
TITLE: Final = 120
NOBODYS: Final[frozenset[Hashable]] = frozenset()
# All that is read, beside decisions and notes of the board: whoever decides writes to the request, and who plans writes
# an initiative.
READ_FROM = (Request, Initiative)


# Who asks: the stakeholder, else the address, else the name.
CALLED: Final = Case(
    When(stakeholder__isnull=False, then=Value("")),
    When(email="", then=Lower("name")),
    default=Lower("email"),
    output_field=TextField(),
)


@dataclass(frozen=True)
class Rows:
    """What was taken on in a period, and initiatives of two years."""

    taken: tuple[Taken, ...]
    begun: tuple[Begun, ...]


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


# The same for the index as for the calendar.
LATEST: Remembered[Rows] = Remembered(most=8)


def rows(workspace: Workspace, span: Span, today: dt.date) -> Rows:
    def made() -> Rows:
        return Rows(_taken(workspace, span), begun_since(workspace, months_before(today, MONTHS)))

    return unless_written(LATEST, workspace, READ_FROM, span, today, make=made)


def moment(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _taken(workspace: Workspace, span: Span) -> tuple[Taken, ...]:
    """Accepted or shaped since a day of the period. As ordered is what named a thing to be made, and was never to be
    talked through."""
    shaped = Decision.objects.filter(workspace=workspace, request=OuterRef("pk"), state=Request.State.SHAPING)
    held = Request.objects.filter(
        workspace=workspace,
        state__in=[Request.State.ACCEPTED, Request.State.SHAPING],
        decided_at__gte=moment(span.first),
        decided_at__lt=moment(span.last + DAY),
    ).annotate(called=CALLED, as_ordered=Case(When(Q(prescribed=True) & ~Exists(shaped), then=True), default=False))
    found = held.order_by("received_at", "pk").values_list(
        "pk", Left("problem", 2 * TITLE), "stakeholder_id", "called", TruncDate("decided_at"), "goal_id", "days",
        "wanted_by", "as_ordered",
    )  # fmt: skip
    return tuple(
        Taken(pk, headline(problem, TITLE), person or called, taken_on, goal, days, wanted_by, as_ordered)
        for pk, problem, person, called, taken_on, goal, days, wanted_by, as_ordered in found
    )


def begun_since(workspace: Workspace, since: dt.date) -> tuple[Begun, ...]:
    running = Initiative.objects.filter(Q(ended_on=None) | Q(ended_on__gte=since), workspace=workspace)
    found = running.order_by("starts_on", "pk").values_list(
        "pk", "name", "starts_on", "ends_on", "ended_on", "stage", "goal_id", "days"
    )
    came_of = _came_of(workspace)
    return tuple(
        Begun(pk, name, starts, ends, ended, stage == Initiative.Stage.STOPPED, goal, days, came_of.get(pk, NOBODYS))
        for pk, name, starts, ends, ended, stage, goal, days in found
    )


def _came_of(workspace: Workspace) -> dict[int, frozenset[Hashable]]:
    """By initiative, the requests that lay on the board as the proposal it was planned as."""
    requests: dict[int, set[Hashable]] = defaultdict(set)
    carried = Q(proposal__notes__gone_at=None, proposal__notes__request__isnull=False)
    planned = Planned.objects.filter(carried, workspace=workspace).order_by()
    for initiative, request in planned.values_list("initiative", "proposal__notes__request"):
        requests[initiative].add(request)
    return {initiative: frozenset(keys) for initiative, keys in requests.items()}
