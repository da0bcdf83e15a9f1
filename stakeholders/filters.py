"""The filters of the register, the map and the engagement matrix: one meaning, one look, all of it in the URL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django_filters.filters import CharFilter, ChoiceFilter, MultipleChoiceFilter
from django_filters.filterset import FilterSet

from accounts.access import WorkspaceRequest
from accounts.models import Membership
from stakeholders import access
from stakeholders.freshness import MATTERS
from stakeholders.models import Department, Engagement, FollowUp, Kind, Segment, Touchpoint
from stakeholders.models.stakeholder import StakeholderQuerySet
from stakeholders.queries.quiet import gone_quiet
from web.shapes import POSITIONS

NONE = "none"
POSITION_CHOICES = [*((str(step), POSITIONS[step]) for step in (2, 1, 0, -1, -2)), ("unknown", POSITIONS[None])]
KIND_CHOICES = [(Kind.INTERNAL, "Internal"), (Kind.CUSTOMER, "Customers"), (Kind.PARTNER, "Partners")]
KIND_ICONS = {Kind.INTERNAL: "building-2", Kind.CUSTOMER: "store", Kind.PARTNER: "handshake"}
GAP_CHOICES = [
    ("any", "Engagement is not as desired"),
    ("resistant", "Resistant, and should support"),
    ("none", "Engagement is as desired"),
    ("unknown", "Engagement not known"),
]
FLAG_LABELS = {
    "unassessed": "Not assessed yet",
    "unplaced": "Influence or interest unknown",
    "stale": "Not assessed for 120 days",
    "unowned": "No owner",
    "due": "Follow-up due",
    "quiet": "Gone quiet",
}
# Somebody may have gone quiet whoever they are; it hurts where they have influence.
QUIET_CHOICES = [("1", FLAG_LABELS["quiet"]), ("matters", "Gone quiet, of influence 4 or 5")]
SEARCHED = 200
MEANINGLESS = "its value means nothing here."
REASONS = {
    "max_length": f"it is longer than {SEARCHED} characters.",
    "null_characters_not_allowed": "a null character can be neither stored nor found.",
}


@dataclass(frozen=True)
class Option:
    """One value a filter may take, as a checkbox or radio button draws it."""

    name: str
    value: str
    label: str
    checked: bool
    icon: str = ""

    @property
    def id(self) -> str:
        return f"filter-{self.name}-{self.value}"


@dataclass(frozen=True)
class ActiveFilter:
    """A filter that narrows the list now, and the address without it."""

    label: str
    value: str
    href: str
    segment: str = ""


def _flag(name: str) -> ChoiceFilter:
    label = FLAG_LABELS[name]
    return ChoiceFilter(label=label, choices=[("1", label)], method=f"filter_{name}")  # type: ignore[no-untyped-call]


def _choices(name: str, label: str, choices: Sequence[tuple[str, str]] = ()) -> MultipleChoiceFilter:
    return MultipleChoiceFilter(label=label, choices=choices, method=f"filter_{name}")  # type: ignore[no-untyped-call]


class FilterForm(forms.Form):
    """Says in a sentence which part of an address means nothing here; the rest of it still filters."""

    @property
    def problems(self) -> list[str]:
        return [
            f"The filter “{self.fields[name].label}” was left out: {REASONS.get(errors[0].code or '', MEANINGLESS)}"
            for name, errors in self.errors.as_data().items()
        ]


class StakeholderFilter(FilterSet):
    """`StakeholderFilter.of(request)`: the workspace's stakeholders narrowed by the request's query string.

    `.qs` is the narrowed queryset; a value that means nothing is left out and named in `.problems`.
    """

    q = CharFilter(label="Search", max_length=SEARCHED, method="filter_q")  # type: ignore[no-untyped-call]
    segment = _choices("segment", "Segment", Segment.choices)
    department = _choices("department", "Department")
    kind = _choices("kind", "Kind", KIND_CHOICES)
    position = _choices("position", "Position", POSITION_CHOICES)
    gap = ChoiceFilter(label="Engagement", choices=GAP_CHOICES, method="filter_gap")  # type: ignore[no-untyped-call]
    owner = _choices("owner", "Owner")
    unassessed = _flag("unassessed")
    unplaced = _flag("unplaced")
    stale = _flag("stale")
    unowned = _flag("unowned")
    due = _flag("due")
    quiet = _choices("quiet", FLAG_LABELS["quiet"], QUIET_CHOICES)

    class Meta:
        form = FilterForm

    def __init__(
        self, data: Any, queryset: StakeholderQuerySet, *, request: WorkspaceRequest, today: dt.date | None = None
    ) -> None:
        super().__init__(data=data, queryset=queryset, request=request)  # type: ignore[no-untyped-call]
        self.today = today or timezone.localdate()
        self.departments = list(Department.objects.filter(workspace=request.workspace))
        self.filters["department"].extra["choices"] = [
            *((str(department.pk), department.name) for department in self.departments),
            (NONE, "No department"),
        ]
        team = Membership.objects.filter(workspace=request.workspace).team().select_related("user")
        self.filters["owner"].extra["choices"] = sorted(
            ((str(member.user_id), str(member.user)) for member in team), key=lambda choice: choice[1].casefold()
        )

    @classmethod
    def of(cls, request: WorkspaceRequest, queryset: StakeholderQuerySet | None = None) -> StakeholderFilter:
        return cls(request.GET, access.stakeholders(request) if queryset is None else queryset, request=request)

    # What each filter means ------------------------------------------------------------------------------------------

    def filter_q(self, people: StakeholderQuerySet, name: str, value: str) -> StakeholderQuerySet:
        return people.matching(value)

    def filter_segment(self, people: StakeholderQuerySet, name: str, value: list[str]) -> StakeholderQuerySet:
        return people.filter(segment__in=value)

    def filter_department(self, people: StakeholderQuerySet, name: str, value: list[str]) -> StakeholderQuerySet:
        without = Q(department=None) if NONE in value else Q()
        return people.filter(Q(department__in=[pk for pk in value if pk != NONE]) | without)

    def filter_kind(self, people: StakeholderQuerySet, name: str, value: list[str]) -> StakeholderQuerySet:
        return people.filter(kind__in=value)

    def filter_position(self, people: StakeholderQuerySet, name: str, value: list[str]) -> StakeholderQuerySet:
        unknown = Q(position=None) if "unknown" in value else Q()
        return people.filter(Q(position__in=[int(step) for step in value if step != "unknown"]) | unknown)

    def filter_gap(self, people: StakeholderQuerySet, name: str, value: str) -> StakeholderQuerySet:
        if value == "any":
            return people.with_gap()
        if value == "resistant":
            return people.filter(
                engagement_now=Engagement.RESISTANT,
                engagement_desired__in=[Engagement.SUPPORTIVE, Engagement.LEADING],
            )
        unknown = Q(engagement_now=Engagement.UNKNOWN) | Q(engagement_desired=Engagement.UNKNOWN)
        if value == "unknown":
            return people.filter(unknown)
        return people.exclude(unknown).exclude(pk__in=people.with_gap().values("pk"))

    def filter_owner(self, people: StakeholderQuerySet, name: str, value: list[str]) -> StakeholderQuerySet:
        # "No owner" beside chosen owners widens the list: both mean "whose is it".
        nobody = Q(owner=None) if self.data.get("unowned") == "1" else Q()
        return people.filter(Q(owner__in=value) | nobody)

    def filter_unowned(self, people: StakeholderQuerySet, name: str, value: str) -> StakeholderQuerySet:
        return people if self.form.cleaned_data.get("owner") else people.unowned()

    def filter_unassessed(self, people: StakeholderQuerySet, name: str, value: str) -> StakeholderQuerySet:
        return people.unassessed()

    def filter_unplaced(self, people: StakeholderQuerySet, name: str, value: str) -> StakeholderQuerySet:
        return people.unplaced()

    def filter_stale(self, people: StakeholderQuerySet, name: str, value: str) -> StakeholderQuerySet:
        return people.stale(self.today)

    def filter_due(self, people: StakeholderQuerySet, name: str, value: str) -> StakeholderQuerySet:
        sequels, planned = (model.objects.due(self.today) for model in (Touchpoint, FollowUp))
        return people.filter(
            Q(pk__in=sequels.order_by().values("stakeholder")) | Q(pk__in=planned.order_by().values("stakeholder"))
        )

    def filter_quiet(self, people: StakeholderQuerySet, name: str, value: list[str]) -> StakeholderQuerySet:
        everybody = Q() if "1" in value else Q(influence__gte=MATTERS)
        return people.filter(everybody & gone_quiet(self.today))

    # What the page draws ---------------------------------------------------------------------------------------------

    @property
    def problems(self) -> list[str]:
        return self.form.problems  # type: ignore[no-any-return]

    @property
    def search(self) -> str:
        """The search as typed, less what no page can hold."""
        return str(self.data.get("q", ""))[:SEARCHED].replace("\x00", "")

    def chosen(self, name: str) -> list[str]:
        """The values of one filter that mean something."""
        self.form.is_valid()  # an invalid form still holds what was valid
        value = self.form.cleaned_data.get(name)
        if not value:
            return []
        return [str(item) for item in value] if isinstance(value, list) else [str(value)]

    def options(self, name: str) -> tuple[Option, ...]:
        chosen = set(self.chosen(name))
        icons = KIND_ICONS if name == "kind" else {}
        return tuple(
            Option(name, str(value), str(label), str(value) in chosen, icons.get(value, ""))
            for value, label in self.filters[name].extra["choices"]
        )

    @cached_property
    def segment_options(self) -> tuple[Option, ...]:
        return self.options("segment")

    @cached_property
    def department_options(self) -> tuple[Option, ...]:
        return self.options("department")

    @cached_property
    def kind_options(self) -> tuple[Option, ...]:
        return self.options("kind")

    @cached_property
    def position_options(self) -> tuple[Option, ...]:
        return self.options("position")

    @cached_property
    def gap_options(self) -> tuple[Option, ...]:
        return self.options("gap")

    @cached_property
    def owner_options(self) -> tuple[Option, ...]:
        return (*self.options("owner"), *self.options("unowned"))

    @cached_property
    def flag_options(self) -> tuple[Option, ...]:
        names = ("unassessed", "unplaced", "stale", "due", "quiet")
        return tuple(option for name in names for option in self.options(name))

    @cached_property
    def active(self) -> list[ActiveFilter]:
        """What narrows the list now, in the order of the form; each with the address that removes it alone."""
        found = []
        if self.chosen("q"):
            found.append(ActiveFilter("Search", f"“{self.search}”", self.href_without("q")))
        for name in self.filters:
            if name == "q":
                continue
            for option in self.options(name):
                if option.checked:
                    label = "" if name in FLAG_LABELS else str(self.filters[name].label)
                    shape = option.value if name == "segment" else ""
                    found.append(ActiveFilter(label, option.label, self.href_without(name, option.value), shape))
        return found

    @property
    def is_active(self) -> bool:
        return bool(self.active)

    def href_without(self, name: str, value: str | None = None) -> str:
        """This address less one value of a filter (or all of its values), back on the first page."""
        query = self.request.GET.copy()
        query.pop("page", None)
        left = [item for item in query.getlist(name) if value is not None and item != value]
        query.setlist(name, left) if left else query.pop(name, None)
        return f"?{query.urlencode()}"

    @cached_property
    def clear_href(self) -> str:
        """This address without any filter; sorting and what other controls chose stay."""
        query = self.request.GET.copy()
        for name in (*self.filters, "page"):
            query.pop(name, None)
        return f"?{query.urlencode()}"

    @cached_property
    def kept(self) -> list[tuple[str, str]]:
        """What the address says besides the filters (sorting, a date): the form carries it along."""
        return [
            (key, value.replace("\x00", ""))
            for key, values in self.request.GET.lists()
            if key not in self.filters and key != "page"
            for value in values
        ]
