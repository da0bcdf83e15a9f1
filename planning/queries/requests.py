"""What the pages of requests show: the queue, the quarter's days, how long decisions take, and what is alike."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from accounts.models import Workspace
from planning.models import Decision, Request, RequestDesk
from planning.periods import Period, quarter

WAITING: Final = ""
SHOWS: Final = {
    WAITING: "Waiting",
    "accepted": "Accepted",
    "shaping": "Shaped together",
    "deferred": "For the next planning",
    "declined": "Declined",
    "all": "All",
}
# How far back decisions are looked at for how long they took, and the fewest that say something.
LATELY, FEWEST = dt.timedelta(days=90), 3
# How many of those that wait are compared with one, and how alike they must be to be shown.
COMPARED, ALIKE, SHOWN = 2_000, 0.25, 4
WORD = re.compile(r"[^\W\d_]{4,}")
# Words that say nothing of what something is about.
COMMON = """
about after again because been before being between cannot could does done every from have into just like make many more
most much need only other over please should some such than that their them then there these they this very want were
what when where which while will with would your
"""


@dataclass(frozen=True)
class Quarter:
    """The days of a quarter: given to goals, given to what serves none, and what is left; None where nobody said how
    many there are. `unsized` accepted requests have no estimate."""

    period: Period
    days: int | None
    on_goals: int
    ad_hoc: int
    unsized: int

    @property
    def given(self) -> int:
        return self.on_goals + self.ad_hoc

    @property
    def left(self) -> int | None:
        return None if self.days is None else self.days - self.given


@dataclass(frozen=True)
class Alike:
    request: Request
    words: tuple[str, ...]


def shown(requests: QuerySet[Request], show: str) -> QuerySet[Request]:
    """Those that wait, the oldest first; others with the last decision first."""
    rows = requests.select_related("stakeholder", "goal", "typed_by")
    if show == WAITING:
        return rows.filter(state=Request.State.NEW).order_by("received_at", "pk")
    if show == "all":
        return rows.order_by("-received_at", "pk")
    return rows.filter(state=show).order_by("-decided_at", "pk")


def counts(requests: QuerySet[Request]) -> dict[str, int]:
    found = dict(requests.order_by().values_list("state").annotate(Count("pk")))
    return {
        WAITING: found.get("new", 0),
        **{key: found.get(key, 0) for key in list(SHOWS)[1:-1]},
        "all": sum(found.values()),
    }


def this_quarter(requests: QuerySet[Request], desk: RequestDesk, today: dt.date) -> Quarter:
    """Of what was accepted in it, or is shaped since."""
    period = quarter(today.year, (today.month - 1) // 3 + 1)
    begins = timezone.make_aware(dt.datetime.combine(period.starts_on, dt.time.min))
    taken = requests.filter(state__in=["accepted", "shaping"], decided_at__gte=begins)
    sums = taken.aggregate(
        on_goals=Sum("days", filter=Q(goal__isnull=False), default=0),
        ad_hoc=Sum("days", filter=Q(goal=None), default=0),
        unsized=Count("pk", filter=Q(days=None)),
    )
    return Quarter(period, desk.days_a_quarter, sums["on_goals"], sums["ad_hoc"], sums["unsized"])


def days_to_decide(workspace: Workspace, now: dt.datetime) -> tuple[float | None, int]:
    """The median of first decisions of the last 90 days, in days, and of how many; None of fewer than three."""
    since = now - LATELY
    first = (
        Decision.objects.filter(workspace=workspace, request__received_at__gte=since - LATELY)
        .order_by("request_id", "at", "pk")
        .distinct("request_id")
        .values_list("at", "request__received_at")
    )
    took = [(at - received).total_seconds() / 86_400 for at, received in first if at >= since]
    return (median(took) if len(took) >= FEWEST else None), len(took)


def decisions_on(request: Request) -> Sequence[Decision]:
    """The last one first."""
    return list(Decision.objects.filter(request=request).select_related("author", "goal").order_by("-at", "-pk"))


def was_shaped(decisions: Sequence[Decision]) -> bool:
    """Whether it was ever to be talked through together."""
    return any(each.state == Request.State.SHAPING for each in decisions)


def alike(request: Request) -> list[Alike]:
    """Others that say something alike, the most alike first, with the words they share. A suggestion: nothing is
    put together by itself."""
    own = words_of(request)
    others = (
        Request.objects.filter(workspace=request.workspace_id).exclude(pk=request.pk).order_by("-received_at", "pk")
    )
    found = []
    for other in others.only("problem", "outcome", "name", "state", "received_at")[:COMPARED]:
        theirs = words_of(other)
        shared = own & theirs
        likeness = len(shared) / len(own | theirs) if shared else 0.0
        if likeness >= ALIKE:
            found.append((likeness, Alike(other, tuple(sorted(shared, key=len, reverse=True)[:5]))))
    found.sort(key=lambda pair: -pair[0])
    return [each for _likeness, each in found[:SHOWN]]


def words_of(request: Request) -> set[str]:
    """The stems of what it is about."""
    said = f"{request.problem} {request.outcome}".casefold()
    return {word[:6] for word in WORD.findall(said)} - {word[:6] for word in COMMON.split()}
