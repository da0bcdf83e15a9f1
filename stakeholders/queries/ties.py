"""Somebody's ties in words, both directions, grouped by what they mean."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Case, F, Q, When

from stakeholders.formats.document import shorten
from stakeholders.models import Relationship, Stakeholder

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
    """A tie as one of its two ends sees it. `key` and `other` are its id and the other's, as text: templates write
    numbers as people read them."""

    key: str
    other: str
    name: str
    segment: str | None
    position: int | None
    strength: int | None
    label: str

    @property
    def weight(self) -> str:
        return WEIGHTS[self.strength]

    @property
    def short(self) -> str:
        return shorten(self.name)


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
    """Ties by group, of each group the strongest, or every one. Hundreds are cheap as values and dear as objects."""
    name = Case(When(source=person, then=F("target__folded")), default=F("source__folded"))
    known = (
        Relationship.objects.filter(Q(source=person) | Q(target=person))
        .order_by(F("weight").desc(nulls_last=True), name, "pk")
        .values_list("pk", "kind", "direction", "weight", "label", "source_id", *_of_end("source"), *_of_end("target"))
    )
    groups = {group: TieGroup(heading) for group, heading in TIE_HEADINGS.items()}
    for pk, kind, direction, weight, label, source, *ends in known:
        outward = source == person.pk
        one_way = direction == Relationship.Direction.DIRECTED or kind == Relationship.Kind.REPORTS_TO
        group = groups[kind, ("out" if outward else "in") if one_way else "both"]
        group.count += 1
        if every or len(group.ties) < SHOWN_TIES:
            other, called, segment, position, judged = ends[len(ends) // 2 :] if outward else ends[: len(ends) // 2]
            group.ties.append(Tie(str(pk), str(other), called, segment if judged else None, position, weight, label))
    return [group for group in groups.values() if group.ties]


def _of_end(end: str) -> list[str]:
    return [f"{end}__{field}" for field in ("pk", "name", "segment", "position", "current_id")]
