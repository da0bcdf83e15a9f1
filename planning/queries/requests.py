"""What the pages of requests show: the queue, the quarter's days, how long decisions take, and what is alike."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Aggregate, Count, DurationField, F, Min, Q, QuerySet, Sum
from django.utils import timezone

from accounts.models import Workspace
from accounts.written import unless_written
from planning.models import Decision, Request, RequestDesk
from planning.periods import Period, quarter
from web.remembered import Remembered

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
# Words that begin with the same so many letters are taken for one.
STEM: Final = 6
WORD = re.compile(r"[^\W\d_]{4,}")
# Words that say nothing of what something is about.
COMMON_WORDS: Final = """
about after again another because been before being between cannot could does done every from have into just like make
many more most much need only other over please should some such than that their them then there these they this very
want were what when where which while will with would your
"""
COMMON: Final = frozenset(word[:STEM] for word in COMMON_WORDS.split())


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
class Overview:
    """Of all requests of a workspace: how many by state, the quarter's days, and the days a first decision took in the
    middle of how many; None of too few."""

    counts: Mapping[str, int]
    quarter: Quarter
    took: float | None
    decided_lately: int


@dataclass(frozen=True)
class Alike:
    request: Request
    words: tuple[str, ...]


Words = tuple[tuple[UUID, frozenset[str]], ...]
LATEST: Remembered[Overview] = Remembered(50)
RECENT: Remembered[Words] = Remembered(20)
# What somebody said is never edited: the stems of a request are those of its id.
STEMS: Remembered[frozenset[str]] = Remembered(20_000)


class Median(Aggregate):
    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


class Shown(Sequence[Request]):
    """Those that wait, the oldest first; others with the last decision first. Pages are cut from their ids, so that
    only what is on one is read."""

    def __init__(self, requests: QuerySet[Request], show: str, length: int) -> None:
        self._requests, self._length = requests, length
        if show == WAITING:
            self._order = requests.filter(state=Request.State.NEW).order_by("received_at", "pk")
        elif show == "all":
            self._order = requests.order_by("-received_at", "pk")
        else:
            self._order = requests.filter(state=show).order_by("-decided_at", "pk")

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, place: Any) -> Any:
        ids = list(self._order.values_list("pk", flat=True)[place])
        found = self._requests.select_related("goal", "typed_by").in_bulk(ids)
        return [found[pk] for pk in ids if pk in found]


def overview(workspace: Workspace, desk: RequestDesk, now: dt.datetime) -> Overview:
    """Kept until a request is written, which every decision does."""
    today = timezone.localdate(now)

    def made() -> Overview:
        requests = Request.objects.filter(workspace=workspace)
        took, of_how_many = days_to_decide(workspace, now)
        return Overview(counts(requests), this_quarter(requests, desk, today), took, of_how_many)

    return unless_written(LATEST, workspace, (Request,), today, desk.days_a_quarter, make=made)


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
        Decision.objects.filter(
            workspace=workspace, request__received_at__gte=since - LATELY, request__decided_at__gte=since
        )
        .order_by()
        .values("request")
        .annotate(took=Min("at") - F("request__received_at"), first=Min("at"))
        .filter(first__gte=since)
    )
    found = first.aggregate(middle=Median(F("took"), output_field=DurationField()), many=Count("request"))
    took = found["middle"].total_seconds() / 86_400 if found["many"] >= FEWEST else None
    return took, found["many"]


def next_waiting(request: Request) -> Request | None:
    """The one that came after it, or else the oldest; so that whoever leaves one does not meet it at once again."""
    others = Request.objects.filter(workspace=request.workspace_id).waiting().exclude(pk=request.pk)
    ordered = others.order_by("received_at", "pk")
    return ordered.filter(received_at__gt=request.received_at).first() or ordered.first()


def decisions_on(request: Request) -> Sequence[Decision]:
    """The last one first."""
    return list(Decision.objects.filter(request=request).select_related("author", "goal").order_by("-at", "-pk"))


def was_shaped(decisions: Sequence[Decision]) -> bool:
    """Whether it was ever to be talked through together."""
    return any(each.state == Request.State.SHAPING for each in decisions)


def alike(request: Request) -> list[Alike]:
    """Others that say something alike, the most alike first, with the words they share. A suggestion: nothing is
    put together by itself."""
    workspace = request.workspace
    recent = unless_written(RECENT, workspace, (Request,), make=lambda: _recent(workspace))
    said = f"{request.problem} {request.outcome}"
    own = stems_of(said)
    # The first of each as it stands there.
    words = {word[:STEM]: word for word in reversed(WORD.findall(said.casefold()))}
    found: list[tuple[float, int, frozenset[str], UUID]] = []
    for place, (pk, theirs) in enumerate(recent):
        shared = own & theirs
        if shared and pk != request.pk and (likeness := len(shared) / (len(own) + len(theirs) - len(shared))) >= ALIKE:
            found.append((-likeness, place, shared, pk))
    found = sorted(found)[:SHOWN]
    rows = Request.objects.in_bulk([pk for *_, pk in found])
    return [
        Alike(rows[pk], tuple(sorted((words[stem] for stem in shared), key=lambda word: (-len(word), word))[:5]))
        for *_, shared, pk in found
        if pk in rows
    ]


def _recent(workspace: Workspace) -> Words:
    """The latest first."""
    latest = Request.objects.filter(workspace=workspace).order_by("-received_at", "pk")
    ids = list(latest.values_list("pk", flat=True)[:COMPARED])
    stems = STEMS.several(ids, "", _stems)
    return tuple((pk, stems[pk]) for pk in ids if pk in stems)


def _stems(ids: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    said = Request.objects.filter(pk__in=ids).order_by().values_list("pk", "problem", "outcome")
    return {pk: stems_of(f"{problem} {outcome}") for pk, problem, outcome in said}


def stems_of(said: str) -> frozenset[str]:
    """The beginnings of the words that say what it is about."""
    return frozenset(word[:STEM] for word in WORD.findall(said.casefold())) - COMMON
