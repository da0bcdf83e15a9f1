"""What the engagement matrix reads: one page of rows, gaps first, and how many stand where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import itemgetter, or_
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When

from accounts.models import Workspace
from accounts.written import unless_written
from stakeholders import engagement
from stakeholders.engagement import HEIGHT, LEVELS, Cell, State, Summary
from stakeholders.models import Assessment, Engagement, Segment, Stakeholder
from stakeholders.models.stakeholder import StakeholderQuerySet
from web.remembered import Remembered

UNKNOWN = Engagement.UNKNOWN
LATEST: Remembered[Summary] = Remembered(100)
ORDER = {state: place for place, state in enumerate(State)}
COLUMNS = [(str(level), level.label) for level in LEVELS]


@dataclass(frozen=True)
class Mark:
    """One cell of a row: whether C is here, D is here, or the way between them passes."""

    level: str
    label: str
    is_now: bool
    is_desired: bool
    is_between: bool


@dataclass(frozen=True)
class Row:
    """Somebody in the matrix: values alone, so that what was drawn of them can be remembered."""

    # The person's id for attributes: templates write numbers as people read them.
    key: str
    name: str
    kind: str
    department: str
    segment: str
    position: int | None
    influence: int | None
    now: str
    desired: str
    state: State
    way: str
    move: str

    @property
    def marks(self) -> tuple[Mark, ...]:
        return marks(self.now, self.desired)

    @property
    def now_unknown(self) -> bool:
        return self.now == UNKNOWN


@dataclass(frozen=True)
class HeatCell:
    now: str
    desired: str
    count: int
    # 0 nobody … 4 the most, for the tint
    shade: int
    state: State


@dataclass(frozen=True)
class HeatRow:
    level: str
    label: str
    cells: tuple[HeatCell, ...]
    total: int


@dataclass(frozen=True)
class GapsFirst(Sequence[int]):
    """The ids of `people`, who are counted in `found`, for a paginator to slice: by state (gaps, further than needed,
    reached, unknown), then the widest gap, then influence, then name. Only those are sorted whom a page reaches."""

    people: StakeholderQuerySet
    found: Summary

    def __len__(self) -> int:
        return self.found.everybody

    def __getitem__(self, place: Any) -> Any:
        met, skipped, reached = 0, 0, list[Q]()
        for levels, count in self._ranks():
            if met + count <= place.start:
                skipped += count
            elif met < place.stop:
                reached.append(levels)
            met += count
        if not reached:
            return self.people.none()
        rank = Case(*(When(levels, then=Value(rank)) for rank, levels in enumerate(reached)))
        people = self.people.filter(reduce(or_, reached)).order_by(
            *([rank] if len(reached) > 1 else []), F("influence").desc(nulls_last=True), "folded", "pk"
        )
        return people.values_list("pk", flat=True)[place.start - skipped : place.stop - skipped]

    def _ranks(self) -> Iterator[tuple[Q, int]]:
        """Who stands equally far in the order, and how many they are."""
        ranked = sorted((_rank(*levels), levels) for levels in self.found.cells)
        for _, equals in groupby(ranked, key=itemgetter(0)):
            levels = [levels for _, levels in equals]
            wanted = (Q(engagement_now=now, engagement_desired=desired) for now, desired in levels)
            yield reduce(or_, wanted), sum(self.found.cells[each].people for each in levels)


def _rank(now: str, desired: str) -> tuple[int, int]:
    state = engagement.state(now, desired)
    return ORDER[state], 0 if state == State.UNKNOWN else HEIGHT[now] - HEIGHT[desired]


def summary_of(workspace: Workspace) -> Summary:
    """Of everybody; counted anew when somebody changed."""
    everybody = Stakeholder.objects.filter(workspace=workspace)
    return unless_written(LATEST, workspace, (Stakeholder,), make=lambda: summary(everybody))


def summary(people: StakeholderQuerySet) -> Summary:
    """Everybody by where they stand and where they are needed, in one query."""
    counted = (
        people.order_by()
        .values_list("engagement_now", "engagement_desired")
        .annotate(people=Count("pk"), deciders=Count("pk", filter=Q(segment=Segment.DECISION_MAKER)))
    )
    return Summary({(now, desired): Cell(people, deciders) for now, desired, people, deciders in counted})


def only(found: Summary, *, now: str, desired: str) -> Summary:
    """Those of them at one level, or needed at one; an empty word leaves all."""
    return Summary(
        {
            (at, needed): cell
            for (at, needed), cell in found.cells.items()
            if now in {"", at} and desired in {"", needed}
        }
    )


def heat(found: Summary) -> list[HeatRow]:
    """Current by desired, the unknown last of both."""
    levels = [*LEVELS, UNKNOWN]
    most = max((cell.people for cell in found.cells.values()), default=0)
    rows = []
    for now in levels:
        counts = {desired: found.cells.get((now, desired), Cell(0)).people for desired in levels}
        cells = tuple(
            HeatCell(str(now), str(desired), count, _shade(count, most), engagement.state(now, desired))
            for desired, count in counts.items()
        )
        rows.append(HeatRow(str(now), now.label, cells, sum(counts.values())))
    return rows


def _shade(count: int, most: int) -> int:
    return 0 if not count else 1 + (count * 3) // most


def rows(pks: Sequence[int]) -> list[Row]:
    """The rows of one page, in the order of `pks`. One query, however many there are."""
    different = (
        Assessment.objects.filter(stakeholder=OuterRef("pk"))
        .exclude(engagement_now__in=[UNKNOWN, OuterRef("engagement_now")])
        .order_by("-assessed_on", "-pk")
        .values("engagement_now")[:1]
    )
    people = Stakeholder.objects.select_related("department").annotate(before=Subquery(different))
    found: dict[int, Any] = people.in_bulk(list(pks))
    return [_row(found[pk], found[pk].before or UNKNOWN) for pk in pks if pk in found]


def row(person: Stakeholder) -> Row:
    return rows([person.pk])[0]


def _row(person: Stakeholder, before: str) -> Row:
    now, desired = person.engagement_now, person.engagement_desired
    return Row(
        key=str(person.pk),
        name=person.name,
        kind=person.kind,
        department=person.department.name if person.department else "",
        segment=person.segment,
        position=person.position,
        influence=person.influence,
        now=now,
        desired=desired,
        state=engagement.state(now, desired),
        way=engagement.way(now, desired),
        move=engagement.move(before, now),
    )


def marks(now: str, desired: str) -> tuple[Mark, ...]:
    """What each of the five columns shows."""
    passed = engagement.path(now, desired) if engagement.gap_size(now, desired) else []
    between = _span(passed)
    return tuple(Mark(level, label, level == now, level == desired, level in between) for level, label in COLUMNS)


def _span(passed: list[str]) -> list[str]:
    """Every column that a line from C to D crosses, the ends included."""
    if not passed:
        return []
    places = [LEVELS.index(Engagement(level)) for level in passed]
    return [str(level) for level in LEVELS[min(places) : max(places) + 1]]
