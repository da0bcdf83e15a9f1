"""Adding, changing and removing ties. A reports-to cycle is refused with a sentence that names it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Workspace
from stakeholders.models import Relationship, Stakeholder


def add_relationship(
    source: Stakeholder, *, target: Stakeholder, kind: str, weight: int | None = None, label: str = "", **fields: Any
) -> Relationship:
    """Store a tie. A second manager replaces the first; a tie stored before gets the new weight."""
    if source.pk == target.pk:
        raise ValidationError({"target": f"{source.name} can have no relationship with themselves."})
    if source.workspace_id != target.workspace_id:
        raise ValidationError({"target": "Both ends of a relationship belong to one workspace."})
    with transaction.atomic(), pghistory.context(why="Relationship added by hand"):
        if kind == Relationship.Kind.REPORTS_TO:
            _make_room_for_manager(source, target)
        tie, created = Relationship.objects.get_or_create(
            source=source,
            target=target,
            kind=kind,
            label=label,
            defaults={"workspace_id": source.workspace_id, "weight": weight, **fields},
        )
        if not created and weight is not None and tie.weight != weight:
            tie.weight = weight
            tie.save(update_fields=["weight"])
    return tie


def change_relationship(
    relationship: Relationship,
    *,
    kind: str,
    weight: int | None = None,
    label: str = "",
    turned: bool = False,
) -> Relationship:
    """Say something else of the same two people; `turned` lets the tie run the other way. A second manager replaces
    the first; what is said of them already is refused."""
    source, target = relationship.source, relationship.target
    if turned:
        source, target = target, source
    with transaction.atomic(), pghistory.context(why="Relationship changed by hand"):
        others = Relationship.objects.exclude(pk=relationship.pk)
        if others.saying(source, kind, target, label).exists():
            raise ValidationError(
                f"That is stored already: {source.name} {Relationship.Kind(kind).label} {target.name}. "
                "Change that relationship, or say this one in other words."
            )
        if kind == Relationship.Kind.REPORTS_TO:
            # It must not be in the way of its own other direction.
            _make_room_for_manager(source, target, besides=relationship)
            others.reporting().filter(source=source).delete()
            relationship.direction = Relationship.Direction.DIRECTED
        relationship.source, relationship.target = source, target
        relationship.kind, relationship.weight, relationship.label = kind, weight, label
        relationship.save(update_fields=["source", "target", "kind", "direction", "weight", "label"])
    return relationship


def _make_room_for_manager(source: Stakeholder, target: Stakeholder, *, besides: Relationship | None = None) -> None:
    """Refuse a line that would close a circle, and take the one away that it replaces."""
    # One writer at a time: two half-cycles stored at once would make a whole one.
    Workspace.objects.select_for_update().get(pk=source.workspace_id)
    lines = Relationship.objects.reporting().filter(workspace=source.workspace_id)
    if besides is not None:
        lines = lines.exclude(pk=besides.pk)
    managers = dict(lines.values_list("source_id", "target_id"))
    managers[source.pk] = target.pk
    cycle = reporting_cycle(managers, start=source.pk)
    if cycle:
        raise ValidationError({"target": cycle_sentence(cycle)})
    lines.filter(source=source).exclude(target=target).delete()


def remove_relationship(relationship: Relationship) -> None:
    with transaction.atomic(), pghistory.context(why="Relationship removed by hand"):
        relationship.delete()


def reporting_cycle(managers: Mapping[int, int], *, start: int) -> list[int]:
    """The people met again when walking up from `start`, in order and closed; empty when the walk ends at a top.

    `managers` maps a person to the person they report to.
    """
    path, seen = [start], {start}
    while (above := managers.get(path[-1])) is not None:
        if above in seen:
            return [*path[path.index(above) :], above]
        path.append(above)
        seen.add(above)
    return []


def names_in_line(line: list[int]) -> str:
    names = dict(Stakeholder.objects.filter(pk__in=line).values_list("pk", "name"))
    return " → ".join(names[pk] for pk in line)


def cycle_sentence(cycle: list[int]) -> str:
    chain = names_in_line(cycle)
    return f"That would close a circle of reporting lines: {chain}. Nobody can report to themselves, even indirectly."
