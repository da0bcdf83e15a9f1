"""What a request asks of the investor map: who, on which date, compared with which, with or without names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils import timezone
from django.utils.dateparse import parse_date

from accounts.access import WorkspaceRequest
from stakeholders import access
from stakeholders.filters import StakeholderFilter
from stakeholders.investor_map.people import SEGMENTS, Person, anonymised
from stakeholders.investor_map.story import Facts, Story, day, facts_of, tell
from stakeholders.models import Kind, Segment
from stakeholders.models.stakeholder import StakeholderQuerySet
from stakeholders.queries import investor_map as queries
from web.shapes import LABELS, segment_key

NO_COMPARISON = "none"
COMPARED_DAYS = 90
SPANS = ((30, "a month before"), (90, "three months before"), (182, "half a year before"), (365, "a year before"))


@dataclass(frozen=True)
class Span:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class LegendEntry:
    value: str
    label: str
    count: int | None

    @property
    def position(self) -> int | None:
        return None if self.value == Segment.UNKNOWN else 2


@dataclass(frozen=True)
class Legend:
    segments: list[LegendEntry]
    # None: too many people to look through, so every ring is explained.
    kinds: frozenset[str] | None

    @property
    def customers(self) -> bool:
        return self.kinds is None or Kind.CUSTOMER in self.kinds

    @property
    def partners(self) -> bool:
        return self.kinds is None or Kind.PARTNER in self.kinds


class MapQuestion:
    """`on` is None for today's map. Dates that mean nothing are left out and named in `problems`."""

    def __init__(self, request: WorkspaceRequest) -> None:
        self.request = request
        self.workspace = request.workspace
        self.today = timezone.localdate()
        self.problems: list[str] = []
        self.filter = StakeholderFilter.of(request)
        self.hides_names = request.GET.get("present") == "1" or request.GET.get("names") == "0"
        asked = self._date("at", "The date")
        self.on = None if asked is None or asked >= self.today else asked
        self.date = self.on or self.today
        self.since = self._since()

    def _date(self, name: str, label: str) -> dt.date | None:
        value = self.request.GET.get(name, "")
        try:
            date = parse_date(value)
        except ValueError:
            date = None
        if value and date is None:
            self.problems.append(f"{label} “{value[:40]}” was left out: dates are written like {self.today}.")
        return date

    def _since(self) -> dt.date | None:
        if self.request.GET.get("since") == NO_COMPARISON:
            return None
        asked = self._date("since", "The comparison with") or self.date - dt.timedelta(days=COMPARED_DAYS)
        return asked if asked < self.date else None

    # Who ----------------------------------------------------------------------------------------------------------

    @property
    def people(self) -> StakeholderQuerySet:
        return self.filter.qs  # type: ignore[no-any-return]

    @cached_property
    def summary(self) -> queries.Summary:
        """Counted over all segments, so that each segment says how many it would show."""
        return queries.summarise(
            self._of_all_segments(),
            self.workspace.pk,
            segments=self.filter.chosen("segment"),
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
        limit = queries.DRAWN if self.on is None else None
        return queries.placed_people(self.people, on=self.on, since=self.since, limit=limit)

    @cached_property
    def aliases(self) -> dict[int, Person]:
        return anonymised(self.everybody)

    @property
    def drawn(self) -> list[Person]:
        return self.shown(self.everybody[: queries.DRAWN])

    def shown(self, people: list[Person]) -> list[Person]:
        """The people as this request may name them."""
        if not self.hides_names:
            return people
        aliases = anonymised(people, self.aliases)
        return [aliases[person.id] for person in people]

    @property
    def draws_here(self) -> bool:
        """Whether the server draws the picture into the page; more people are drawn by the browser."""
        placed = self.summary.facts.placed if self.on is None else len(self.everybody)
        return placed <= queries.DRAWN_BY_SERVER

    # What matters -------------------------------------------------------------------------------------------------

    @cached_property
    def facts(self) -> Facts:
        if self.on is not None:
            everywhere = queries.champion_departments(self.workspace.pk, self.on)
            facts = facts_of(self.everybody, everywhere)
        else:
            facts = replace(self.summary.facts, movers=tuple(self._movers()))
        return self._without_names(facts) if self.hides_names else facts

    def _movers(self) -> list[Person]:
        if self.since is None:
            return []
        if self.summary.is_small or self.hides_names:
            return list(facts_of(self.everybody).movers)
        return [self._noted[pk] for pk in self.summary.movers]

    @cached_property
    def _noted(self) -> dict[int, Person]:
        """Whom the page names although it does not draw them itself."""
        ids = {*self.summary.movers, *self.summary.listed}
        found = queries.placed_people(access.stakeholders(self.request).filter(pk__in=ids), on=None, since=self.since)
        return {person.id: person for person in found}

    @property
    def listed(self) -> list[Person]:
        """The first rows of the table."""
        if self.on is not None or self.draws_here or self.hides_names:
            return self.drawn[: queries.LISTED]
        return [self._noted[pk] for pk in self.summary.listed]

    def _without_names(self, facts: Facts) -> Facts:
        return replace(facts, movers=tuple(self.aliases[person.id] for person in facts.movers), against=())

    @property
    def story(self) -> Story:
        return tell(self.facts, since=self.since, on=self.on)

    # Dates --------------------------------------------------------------------------------------------------------

    @property
    def first(self) -> dt.date | None:
        return self.summary.first

    @property
    def spans(self) -> list[Span]:
        """What the map may be compared with."""
        dates = {str(self.date - dt.timedelta(days=days)): label for days, label in SPANS}
        chosen = str(self.since) if self.since else NO_COMPARISON
        if chosen not in dates and self.since is not None:
            dates[chosen] = day(self.since)
        dates[NO_COMPARISON] = "nothing"
        return [Span(value, label, value == chosen) for value, label in dates.items()]

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
        counts = self.summary.counts
        kinds = frozenset(person.kind for person in self.everybody) if self.draws_here else None
        return Legend(
            segments=[
                LegendEntry(segment, LABELS[segment_key(segment)], counts[segment])
                for segment in SEGMENTS
                if segment in counts
            ],
            kinds=kinds,
        )

    @property
    def query(self) -> str:
        """The address's query string without what only the page itself understands."""
        data = self.request.GET.copy()
        # A search is a name more often than not.
        for name in ("page", "who", "present", *(["q"] if self.hides_names else [])):
            data.pop(name, None)
        return data.urlencode()
