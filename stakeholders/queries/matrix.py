"""What the engagement matrix reads: one page of rows, gaps first, and how many stand where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable

from stakeholders import engagement
from stakeholders.engagement import HEIGHT, LEVELS, Cell, State, Summary
from stakeholders.models import Assessment, Engagement, Segment, Stakeholder
from stakeholders.models.stakeholder import StakeholderQuerySet

UNKNOWN = Engagement.UNKNOWN
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
    person: Stakeholder
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


def narrowed(people: StakeholderQuerySet, *, now: str, desired: str) -> StakeholderQuerySet:
    """Those at one level, or needed at one; a word that is no level narrows nothing."""
    for field, level in (("engagement_now", now), ("engagement_desired", desired)):
        if level == UNKNOWN:
            people = people.filter(**{field: UNKNOWN})
        elif level in LEVELS:
            people = people.filter(**{field: level})
    return people


def gaps_first(people: StakeholderQuerySet) -> StakeholderQuerySet:
    """By state (gaps, further than needed, reached, unknown), then the widest gap, then influence, then name."""
    now, desired = _height("engagement_now"), _height("engagement_desired")
    known = people.annotate(gap=desired - now)
    group = Case(
        When(gap=None, then=ORDER[State.UNKNOWN]),
        When(gap__gt=0, then=ORDER[State.GAP]),
        When(engagement_now=F("engagement_desired"), then=ORDER[State.REACHED]),
        default=ORDER[State.FURTHER],
        output_field=IntegerField(),
    )
    return known.annotate(group=group).order_by(
        "group", F("gap").desc(nulls_last=True), F("influence").desc(nulls_last=True), "folded", "pk"
    )


def _height(field: str) -> Combinable:
    levels = [When(**{field: level}, then=Value(height)) for level, height in HEIGHT.items()]
    return Case(*levels, default=None, output_field=IntegerField())


def summary(people: StakeholderQuerySet) -> Summary:
    """Everybody by where they stand and where they are needed, in one query."""
    counted = (
        people.order_by()
        .values_list("engagement_now", "engagement_desired")
        .annotate(people=Count("pk"), deciders=Count("pk", filter=Q(segment=Segment.DECISION_MAKER)))
    )
    return Summary({(now, desired): Cell(people, deciders) for now, desired, people, deciders in counted})


def matching(found: Summary, *, now: str, desired: str) -> int:
    """How many of them `narrowed` leaves."""
    return sum(cell.people for (at, needed), cell in found.cells.items() if now in {"", at} and desired in {"", needed})


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
        person=person,
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
