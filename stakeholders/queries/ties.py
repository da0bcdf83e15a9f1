"""Somebody's ties in words, both directions, grouped by what they mean."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Case, F, Q, When

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
    tie: Relationship
    other: Stakeholder
    weight: str
    segment: str | None
    position: int | None


@dataclass
class TieGroup:
    """Ties that mean the same, strongest first; `rest` counts those that are not among `ties`."""

    heading: str
    ties: list[Tie] = field(default_factory=list)
    rest: int = 0

    @property
    def count(self) -> int:
        return len(self.ties) + self.rest


def ties(person: Stakeholder, *, every: bool = False) -> list[TieGroup]:
    """Ties by group, of each group the strongest, or every one."""
    names = Case(When(source=person, then=F("target__folded")), default=F("source__folded"))
    # Hundreds of ties are cheap as numbers and dear as objects: those that are shown are fetched.
    known = (
        Relationship.objects.filter(Q(source=person) | Q(target=person))
        .order_by(F("weight").desc(nulls_last=True), names, "pk")
        .values_list("pk", "kind", "direction", "source_id")
    )
    keys: dict[tuple[str, str], list[int]] = {group: [] for group in TIE_HEADINGS}
    for pk, kind, direction, source in known:
        one_way = direction == Relationship.Direction.DIRECTED or kind == Relationship.Kind.REPORTS_TO
        way = ("out" if source == person.pk else "in") if one_way else "both"
        keys[kind, way].append(pk)
    shown = {group: found if every else found[:SHOWN_TIES] for group, found in keys.items() if found}
    stored = Relationship.objects.select_related("source", "target").in_bulk(
        [pk for some in shown.values() for pk in some]
    )
    return [
        TieGroup(
            TIE_HEADINGS[group],
            # One that was removed since is not there any more.
            [_tie(stored[pk], person) for pk in some if pk in stored],
            rest=len(keys[group]) - len(some),
        )
        for group, some in shown.items()
    ]


def _tie(tie: Relationship, person: Stakeholder) -> Tie:
    other = tie.target if tie.source_id == person.pk else tie.source
    segment = other.segment if other.current_id else None
    return Tie(tie, other, WEIGHTS[tie.weight], segment, other.position)
