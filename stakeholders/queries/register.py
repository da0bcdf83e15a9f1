"""What the register reads: one page of rows, and what matters about all of them."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Expression, F, OrderBy, Q, QuerySet, Value
from django.db.models.functions import Lower, NullIf
from django.urls import reverse

from accounts.models import Workspace
from accounts.written import unless_written
from stakeholders.freshness import MATTERS, cadence_of, freshness
from stakeholders.models import Assessment, Engagement, Kind, Segment, Stakeholder, Touchpoint
from stakeholders.models.stakeholder import STALE_AFTER, StakeholderQuerySet
from stakeholders.queries.quiet import LATEST_CONTACT, gone_quiet
from stakeholders.scales import ago
from stakeholders.segments import Answers, contradictions
from web.remembered import Remembered

SEGMENT_ORDER = {segment: place for place, segment in enumerate(Segment.values)}
SORTS: dict[str, str] = {
    "name": "folded",
    "segment": "segment",
    "influence": "influence",
    "interest": "interest",
    "position": "position",
    "department": "department__name",
    "assessed": "assessed_on",
    "contact": "contacted_on",
    "owner": "owner__name",
}
DEFAULT_SORT = "name"
LEVELS = {**dict(Engagement.choices), Engagement.UNKNOWN.value: ""}
LATEST: Remembered[Totals] = Remembered(200)
# Of ten thousand people one takes 80 kB.
ORDERS: Remembered[array[int]] = Remembered(50)
ANYBODY = "9007199254740991"  # no slug of 60 characters that people choose holds it


@dataclass(frozen=True)
class Row:
    """A stakeholder as the table shows them: values alone, so that what was drawn of them can be remembered."""

    # The person's id for attributes: templates write numbers as people read them.
    key: str
    name: str
    job_title: str
    kind: str
    is_group: bool
    department: str
    owner: str
    owner_short: str
    href: str
    assess_href: str
    log_href: str
    edit_href: str
    segment: str
    influence: int | None
    interest: int | None
    position: int | None
    engagement: str
    desired: str
    has_gap: bool
    contradictions: tuple[str, ...]
    assessed_on: dt.date | None
    assessed: str
    is_stale: bool
    contacted_on: dt.date | None
    contacted: str
    is_quiet: bool


@dataclass(frozen=True)
class Links:
    """The addresses of a row's pages with ANYBODY for the person: resolving four for each row took half its time."""

    person: str
    assess: str
    log: str
    edit: str

    @classmethod
    def of(cls, slug: str) -> Links:
        names = ("person", "assess", "touchpoint-new", "edit")
        return cls(*(reverse(f"stakeholders:{name}", args=[slug, int(ANYBODY)]) for name in names))


@dataclass(frozen=True)
class Totals:
    """How many of a workspace's stakeholders …"""

    everybody: int
    customers: int
    unassessed: int
    gaps: int
    resistant: int
    stale: int
    # Of those with an influence of 4 or 5, out of touch for one and a half times as long as wanted.
    quiet: int = 0


def sorted_by(people: StakeholderQuerySet, sort: str) -> StakeholderQuerySet:
    """In the order of a column, `-column` descending; unknown values last either way; equals by name."""
    column = sort.lstrip("-") if sort.lstrip("-") in SORTS else DEFAULT_SORT
    descending = sort.startswith("-") and column == sort[1:]
    if column == "contact":
        people = people.annotate(contacted_on=LATEST_CONTACT)
    field = SORTS[column]
    key: Expression | F = F(field)
    if column in {"department", "owner"}:
        key = Lower(field)
    elif column == "segment":
        key = NullIf(field, Value(Segment.UNKNOWN))
    order = [OrderBy(key, descending=descending, nulls_last=True)]
    return people.order_by(*order, *([] if column == "name" else ["folded"]), "pk")


def in_order(workspace: Workspace, sort: str) -> Sequence[int] | QuerySet[Any, int]:
    """The ids of everybody in the order of a column. By contact, of whom each has their own to be looked for, sorted
    anew when somebody or a contact changed."""
    pks = sorted_by(Stakeholder.objects.filter(workspace=workspace), sort).values_list("pk", flat=True)
    if sort not in {"contact", "-contact"}:
        return pks
    return unless_written(ORDERS, workspace, (Stakeholder, Touchpoint), sort, make=lambda: array("q", pks))


@dataclass(frozen=True)
class Counted(Sequence[int]):
    """An ordered list of ids whose length is known already, for a paginator to slice."""

    pks: Sequence[int] | QuerySet[Any, int]
    length: int

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, place: Any) -> Any:
        return self.pks[place]


def rows(pks: Sequence[int], *, slug: str, today: dt.date) -> list[Row]:
    """The rows of one page, in the order of `pks`, in one query."""
    people = Stakeholder.objects.select_related("department", "owner", "current").annotate(contacted_on=LATEST_CONTACT)
    found = people.in_bulk(list(pks))
    links = Links.of(slug)
    return [_row(found[pk], vars(found[pk])["contacted_on"], links, today) for pk in pks if pk in found]


def _row(person: Stakeholder, contacted_on: dt.date | None, links: Links, today: dt.date) -> Row:
    now = person.current or Assessment()
    assessed_on = person.assessed_on
    cadence = cadence_of(person.cadence_days, person.influence, person.interest)
    pk = str(person.pk)
    return Row(
        key=pk,
        name=person.name,
        job_title=person.job_title,
        kind=person.kind,
        is_group=person.is_group,
        department=person.department.name if person.department else "",
        owner=str(person.owner) if person.owner else "",
        owner_short=person.owner.get_short_name() if person.owner else "",
        href=links.person.replace(ANYBODY, pk),
        assess_href=links.assess.replace(ANYBODY, pk),
        log_href=links.log.replace(ANYBODY, pk),
        edit_href=links.edit.replace(ANYBODY, pk),
        segment=now.segment,
        influence=now.influence,
        interest=now.interest,
        position=now.position,
        engagement=LEVELS[now.engagement_now],
        desired=LEVELS[now.engagement_desired],
        has_gap=now.has_gap,
        contradictions=contradictions_of(now),
        assessed_on=assessed_on,
        assessed=ago(assessed_on, today) if assessed_on else "",
        is_stale=assessed_on is not None and assessed_on < today - STALE_AFTER,
        contacted_on=contacted_on,
        contacted=ago(contacted_on, today) if contacted_on else "",
        is_quiet=freshness(contacted_on, cadence=cadence, today=today).is_quiet,
    )


def answers_of(assessment: Assessment) -> Answers:
    return Answers(
        approves=assessment.approves,
        holds_capital=assessment.holds_capital,
        executes=assessment.executes,
        advocates=assessment.advocates,
        resists=assessment.resists,
        resistance_cause=assessment.resistance_cause,
        voice=assessment.voice,
    )


def contradictions_of(assessment: Assessment) -> tuple[str, ...]:
    return contradictions(answers_of(assessment), segment=assessment.segment, position=assessment.position)


def totals_of(workspace: Workspace, *, today: dt.date) -> Totals:
    """Of everybody; counted anew when somebody changed."""
    everybody = Stakeholder.objects.filter(workspace=workspace)
    tables = (Stakeholder, Touchpoint)
    return unless_written(LATEST, workspace, tables, today, make=lambda: totals(everybody, today=today))


def totals(people: StakeholderQuerySet, *, today: dt.date) -> Totals:
    """Everything the sentence says, in one query."""
    unknown = Engagement.UNKNOWN
    gap = ~Q(engagement_now__in=[unknown, F("engagement_desired")]) & ~Q(engagement_desired=unknown)
    counted = people.aggregate(
        everybody=Count("pk"),
        customers=Count("pk", filter=Q(kind=Kind.CUSTOMER)),
        unassessed=Count("pk", filter=Q(current=None)),
        gaps=Count("pk", filter=gap),
        resistant=Count(
            "pk",
            filter=Q(
                engagement_now=Engagement.RESISTANT,
                engagement_desired__in=[Engagement.SUPPORTIVE, Engagement.LEADING],
            ),
        ),
        stale=Count("pk", filter=Q(assessed_on__lt=today - STALE_AFTER)),
        quiet=Count("pk", filter=Q(influence__gte=MATTERS) & gone_quiet(today)),
    )
    return Totals(**counted)


@dataclass(frozen=True)
class Part:
    """A piece of a sentence; with a query it links to whom it speaks of."""

    text: str
    query: str = ""
    is_strong: bool = False


def says(found: Totals) -> list[Part]:
    """What matters most about everybody in the register, as one sentence in linkable pieces. Empty when nobody is."""
    if not found.everybody:
        return []
    parts = [_assessed(found)]
    if found.resistant:
        people = "a resistant person" if found.resistant == 1 else "resistant people"
        gaps = "1 gap is" if found.resistant == 1 else f"{found.resistant:,} gaps are"
        parts += [Part("; "), Part(f"{gaps} {people} who should support", "gap=resistant")]
    elif found.gaps:
        gap = "1 person is" if found.gaps == 1 else f"{found.gaps:,} are"
        parts += [Part("; "), Part(f"{gap} not engaged as the strategy needs", "gap=any")]
    if found.stale:
        was = "1 judgement is" if found.stale == 1 else f"{found.stale:,} judgements are"
        parts += [Part("; "), Part(f"{was} older than {STALE_AFTER.days} days", "stale=1")]
    parts.append(Part("."))
    if found.quiet:
        have = "1 person who matters has" if found.quiet == 1 else f"{found.quiet:,} people who matter have"
        parts += [Part(" "), Part(f"{have} gone quiet", "quiet=matters"), Part(".")]
    return parts


def _assessed(found: Totals) -> Part:
    if not found.unassessed:
        who = "The one stakeholder is" if found.everybody == 1 else f"All {found.everybody:,} are"
        return Part(f"{who} assessed", is_strong=True)
    if found.unassessed == found.everybody:
        who = "The one stakeholder is" if found.everybody == 1 else f"None of the {found.everybody:,} is"
        return Part(f"{who} {'not ' if found.everybody == 1 else ''}assessed yet", "unassessed=1", is_strong=True)
    be = "is" if found.unassessed == 1 else "are"
    return Part(f"{found.unassessed:,} of {found.everybody:,} {be} not assessed yet", "unassessed=1", is_strong=True)
