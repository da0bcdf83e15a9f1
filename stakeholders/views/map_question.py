"""What a request asks of the investor map: who, on which date, compared with which, with or without names."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Case, Value, When
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from accounts.access import WorkspaceRequest
from accounts.written import unless_written
from stakeholders import access
from stakeholders.filters import StakeholderFilter
from stakeholders.investor_map.people import SEGMENTS, Person, Standing, anonymised, ranked_moves
from stakeholders.investor_map.story import UNASSESSED, UNPLACED, Facts, Part, Story, day, tell
from stakeholders.models import Assessment, Department, Kind, Segment, Stakeholder
from stakeholders.models.stakeholder import StakeholderQuerySet
from stakeholders.queries import investor_map as queries
from web.remembered import Remembered
from web.shapes import LABELS, segment_key

NO_COMPARISON = "none"
COMPARED_DAYS = 90
SPANS = ((30, "a month before"), (90, "three months before"), (182, "half a year before"), (365, "a year before"))
TRAY = 12
LATEST: Remembered[queries.Summary] = Remembered(100)
TRAYS: Remembered[list[Person]] = Remembered(50)
# Filters that the register has and the map has not: whom they find is on no map.
OFF_THE_MAP = (UNASSESSED, UNPLACED)


@dataclass(frozen=True)
class Span:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class LegendEntry:
    value: str
    label: str
    # Of those drawn; None where the browser draws, and counts.
    count: int | None

    @property
    def position(self) -> int | None:
        return None if self.value == Segment.UNKNOWN else 2


@dataclass(frozen=True)
class Legend:
    segments: list[LegendEntry]
    # None: too many people to look through, so every ring is explained.
    kinds: frozenset[str] | None
    since: dt.date | None

    @property
    def customers(self) -> bool:
        return self.kinds is None or Kind.CUSTOMER in self.kinds

    @property
    def partners(self) -> bool:
        return self.kinds is None or Kind.PARTNER in self.kinds


@dataclass(frozen=True)
class Said:
    """A piece of a sentence, with the address of whom it speaks of."""

    text: str
    href: str = ""
    who: int | None = None


def date_of(request: WorkspaceRequest, name: str) -> dt.date | None:
    """A date of the address; None when it is not given or none."""
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None


def past_date(request: WorkspaceRequest, today: dt.date) -> dt.date | None:
    """The day that the address asks for; None for today."""
    asked = date_of(request, "at")
    return None if asked is None or asked >= today else asked


class MapQuestion:
    """`on` is None for today's map. Dates that mean nothing are left out and named in `problems`."""

    def __init__(self, request: WorkspaceRequest) -> None:
        self.request = request
        self.workspace = request.workspace
        self.today = timezone.localdate()
        self.problems: list[str] = []
        self.filter = StakeholderFilter.of(request)
        self.hides_names = request.GET.get("present") == "1" or request.GET.get("names") == "0"
        self.on = past_date(request, self.today)
        self._doubt("at", "The date")
        self.date = self.on or self.today
        # The comparison in days before the date shown, and the date; None where it is one fixed date.
        self.span: int | None = None
        self.since = self._since()

    def _doubt(self, name: str, label: str) -> None:
        value = self.request.GET.get(name, "")
        if value and date_of(self.request, name) is None:
            self.problems.append(f"{label} “{value[:40]}” was left out: dates are written like {self.today}.")

    def _since(self) -> dt.date | None:
        value = self.request.GET.get("since", "")
        if value == NO_COMPARISON:
            return None
        if value in {str(days) for days, _ in SPANS}:
            self.span = int(value)
        elif (fixed := date_of(self.request, "since")) is not None:
            return fixed if fixed < self.date else None
        else:
            self._doubt("since", "The comparison with")
            self.span = COMPARED_DAYS
        return self.date - dt.timedelta(days=self.span)

    # Who ----------------------------------------------------------------------------------------------------------

    @property
    def people(self) -> StakeholderQuerySet:
        return self.filter.qs  # type: ignore[no-any-return]

    @cached_property
    def summary(self) -> queries.Summary:
        if self.filter.is_active:
            return self._summarised()
        # Of everybody: the page asks again after every step, and they seldom change.
        tables = (Stakeholder, Assessment)
        return unless_written(LATEST, self.workspace, tables, self.on, self.since, make=self._summarised)

    def _summarised(self) -> queries.Summary:
        return queries.summarise(
            self._of_all_segments(),
            self.workspace.pk,
            segments=self.filter.chosen("segment"),
            on=self.on,
            since=self.since,
            narrowed=any(self.filter.chosen(name) for name in self.filter.filters if name != "segment"),
        )

    def _of_all_segments(self) -> StakeholderQuerySet:
        people = self.people
        if self.filter.chosen("segment"):
            people = access.stakeholders(self.request)
            for name, value in self.filter.form.cleaned_data.items():
                if name != "segment":
                    people = self.filter.filters[name].filter(people, value)
        return people

    @cached_property
    def everybody(self) -> list[Person]:
        """All who are drawn, as judged; the names are theirs."""
        return queries.placed_people(self.people, today=self.today, on=self.on, since=self.since)

    @cached_property
    def aliases(self) -> dict[int, Person]:
        return anonymised(self.everybody)

    @property
    def drawn(self) -> list[Person]:
        return self.shown(self.everybody)

    def shown(self, people: list[Person]) -> list[Person]:
        """The people as this request may name them."""
        if not self.hides_names:
            return people
        aliases = anonymised(people, self.aliases)
        return [aliases[person.id] for person in people]

    @property
    def draws_here(self) -> bool:
        """Whether the server draws the picture into the page; more people are drawn by the browser."""
        return self.summary.is_small

    # What matters -------------------------------------------------------------------------------------------------

    @cached_property
    def facts(self) -> Facts:
        facts = replace(self.summary.facts, movers=tuple(self._movers()))
        return self._without_names(facts) if self.hides_names else facts

    def _movers(self) -> list[Person]:
        """Those who moved, who matters most first; of many people only the first."""
        if self.since is None:
            return []
        if self.summary.is_small or self.hides_names:
            return ranked_moves(self.everybody)
        return [self._noted[pk] for pk in self.summary.movers]

    @property
    def movers(self) -> list[Person]:
        """The first of those who moved; whoever was moved just now stands above them."""
        ranked = list(self.facts.movers)
        first = self._noted.get(self.just) if self.just else None
        if first is not None and first.move is not None:
            ranked = [first, *(person for person in ranked if person.id != first.id)]
        return ranked[: queries.MOVERS]

    @property
    def more_movers(self) -> int:
        return max(0, self.facts.moved - queries.MOVERS)

    @cached_property
    def just(self) -> int | None:
        """Whom the browser has just moved, and waits to see among those who moved."""
        asked = self.request.GET.get("just", "")
        return int(asked) if asked.isdecimal() and self.on is None and not self.hides_names else None

    @cached_property
    def _noted(self) -> dict[int, Person]:
        """Whom the page names although it does not draw them itself."""
        ids = {*self.summary.movers, *self.summary.listed, *([self.just] if self.just else [])}
        people = access.stakeholders(self.request).filter(pk__in=ids)
        found = queries.placed_people(people, today=self.today, on=self.on, since=self.since)
        return {person.id: person for person in found}

    @cached_property
    def standing_today(self) -> Facts:
        """Who has a place today, whatever day is shown."""
        return self.summary.facts if self.on is None else queries.standing_today(self.people)

    @cached_property
    def tray(self) -> list[Person]:
        """Those without a place, whom to place first: people before groups, decision makers before others, by name."""
        if self.filter.is_active:
            return self._unplaced()
        return unless_written(TRAYS, self.workspace, (Stakeholder, Department), make=self._unplaced)

    def _unplaced(self) -> list[Person]:
        decides = Case(When(segment=Segment.DECISION_MAKER, then=Value(0)), default=Value(1))
        found = self.people.unplaced().select_related("department").order_by("is_group", decides, "folded", "pk")
        return [
            Person(
                id=person.pk,
                name=person.name,
                now=Standing(person.segment, person.influence, person.interest, person.position),
                job_title=person.job_title,
                department=person.department.name if person.department else "",
                kind=person.kind,
                is_group=person.is_group,
                assessed_on=person.assessed_on,
            )
            for person in found[:TRAY]
        ]

    @property
    def listed(self) -> list[Person]:
        """The first rows of the table."""
        if self.draws_here or self.hides_names:
            return self.drawn[: queries.LISTED]
        return [self._noted[pk] for pk in self.summary.listed]

    def _without_names(self, facts: Facts) -> Facts:
        return replace(facts, movers=tuple(self.aliases[person.id] for person in facts.movers), against=())

    @property
    def story(self) -> Story:
        return tell(self.facts, since=self.since, on=self.on)

    @property
    def says(self) -> list[list[Said]]:
        """The sentences in pieces that lead to whom they speak of."""
        return [[self._said(part) for part in sentence] for sentence in self.story.sentences]

    def _said(self, part: Part) -> Said:
        # Filters choose people as they are judged today: they do not find those a past sentence speaks of.
        if self.hides_names or (self.on is not None and part.who is None):
            return Said(part.text)
        if part.who is not None:
            return Said(part.text, f"?{self._asking(who=[str(part.who)])}", part.who)
        if not part.filters:
            return Said(part.text)
        asked: dict[str, list[str]] = {}
        for name, value in part.filters:
            asked.setdefault(name, []).append(value)
        if part.filters in OFF_THE_MAP:
            register = reverse("stakeholders:register", args=[self.workspace.slug])
            return Said(part.text, f"{register}?{self._asking(at=[], since=[], who=[], **asked)}")
        return Said(part.text, f"?{self._asking(who=[], **asked)}")

    def _asking(self, **changed: list[str]) -> str:
        data: QueryDict = self.request.GET.copy()
        for name in ("page", "just", *changed):
            data.pop(name, None)
        for name, values in changed.items():
            if values:
                data.setlist(name, values)
        return data.urlencode()

    # Dates --------------------------------------------------------------------------------------------------------

    @property
    def first(self) -> dt.date | None:
        return self.summary.first

    @property
    def spans(self) -> list[Span]:
        """What the map may be compared with; a fixed date when the address names one."""
        spans = [Span(str(days), label, days == self.span) for days, label in SPANS]
        if self.since is not None and self.span is None:
            spans.append(Span(str(self.since), day(self.since), True))
        return [*spans, Span(NO_COMPARISON, "nothing", self.since is None)]

    @property
    def today_href(self) -> str:
        data = self.request.GET.copy()
        data.pop("at", None)
        return f"?{data.urlencode()}"

    @property
    def filter_values(self) -> list[tuple[str, str]]:
        """The filters as they are, for forms that must carry them along."""
        names = self.filter.filters
        return [(name, value) for name in names for value in self.request.GET.getlist(name) if "\x00" not in value]

    @property
    def legend(self) -> Legend:
        """All segments, since a replay may meet any; how many of each are drawn on the date shown."""
        counts = Counter(person.now.segment for person in self.everybody) if self.draws_here else None
        return Legend(
            segments=[
                LegendEntry(segment, LABELS[segment_key(segment)], None if counts is None else counts[segment])
                for segment in SEGMENTS
            ],
            kinds=frozenset(person.kind for person in self.everybody) if self.draws_here else None,
            since=self.since,
        )

    @property
    def query(self) -> str:
        """The address's query string without what only the page itself understands."""
        data = self.request.GET.copy()
        # A search is a name more often than not.
        for name in ("page", "who", "just", "present", *(["q"] if self.hides_names else [])):
            data.pop(name, None)
        return data.urlencode()
