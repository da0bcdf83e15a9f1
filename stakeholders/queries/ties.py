"""Somebody's ties in words, both directions, grouped by what they mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, Q, Value, When, Window
from django.db.models.functions import RowNumber

from stakeholders.models import Relationship, Stakeholder

SHOWN_OF_A_PERSON = ("name", "segment", "position", "current")
SHOWN_TIES = 20  # of a group; the others are shown when asked for
TIE_HEADINGS = {
    ("reports_to", "out"): "Reports to",
    ("reports_to", "in"): "Manages",
    ("influences", "out"): "Influences",
    ("influences", "in"): "Is influenced by",
    ("advises", "out"): "Advises",
    ("advises", "in"): "Is advised by",
    ("trusts", "out"): "Trusts",
    ("trusts", "in"): "Is trusted by",
    ("conflict", "out"): "Is in conflict with",
    ("conflict", "in"): "Is named in a conflict by",
    ("other", "out"): "Is tied to",
    ("other", "in"): "Is tied to by",
    ("influences", "both"): "Influences, and is influenced by",
    ("advises", "both"): "Advises, and is advised by",
    ("trusts", "both"): "Trusts, and is trusted by",
    ("conflict", "both"): "Is in conflict with",
    ("other", "both"): "Is tied to",
}
WEIGHTS = {None: "strength unknown", 1: "faint", 2: "weak", 3: "clear", 4: "strong", 5: "very strong"}


@dataclass(frozen=True)
class Tie:
    tie: Relationship
    other: Stakeholder
    weight: str
    segment: str | None
    position: int | None


@dataclass
class TieGroup:
    """Ties that mean the same, strongest first; `count` counts also those that are not among `ties`."""

    heading: str
    ties: list[Tie] = field(default_factory=list)
    count: int = 0

    @property
    def rest(self) -> int:
        return self.count - len(self.ties)


def ties(person: Stakeholder, *, every: bool = False) -> list[TieGroup]:
    """Ties by group, of each group the strongest, or every one. One query."""
    outward = Case(When(source=person, then=Value("out")), default=Value("in"))
    one_way = Q(direction=Relationship.Direction.DIRECTED) | Q(kind=Relationship.Kind.REPORTS_TO)
    name = Case(When(source=person, then=F("target__folded")), default=F("source__folded"))
    strongest: list[Any] = [F("weight").desc(nulls_last=True), name, "pk"]
    alike = [F("kind"), F("way")]
    found: Any = (
        Relationship.objects.filter(Q(source=person) | Q(target=person))
        .annotate(
            way=Case(When(one_way, then=outward), default=Value("both")),
            place=Window(RowNumber(), partition_by=alike, order_by=strongest),
            among=Window(Count("*"), partition_by=alike),
        )
        .select_related("source", "target")
        .only(
            "kind",
            "weight",
            "label",
            *(f"{end}__{field}" for end in ("source", "target") for field in SHOWN_OF_A_PERSON),
        )
        .order_by("place")
    )
    groups = {group: TieGroup(heading) for group, heading in TIE_HEADINGS.items()}
    for tie in found if every else found.filter(place__lte=SHOWN_TIES):
        group = groups[tie.kind, tie.way]
        group.ties.append(_tie(tie, person))
        group.count = tie.among
    return [group for group in groups.values() if group.ties]


def _tie(tie: Relationship, person: Stakeholder) -> Tie:
    other = tie.target if tie.source_id == person.pk else tie.source
    segment = other.segment if other.current_id else None
    return Tie(tie, other, WEIGHTS[tie.weight], segment, other.position)
