"""What the organisation chart reads: the whole tree in two light queries, names and titles for those in sight alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from accounts.models import Workspace
from stakeholders.models import Department, Kind, Relationship, Segment, Stakeholder
from stakeholders.models.stakeholder import StakeholderQuerySet
from stakeholders.organisation import Forest, Member, grow

# Opened by itself: as many people as a screen or two can hold.
AT_FIRST = 40
# Opened on request: more would be a page that nobody reads and a browser that struggles.
AT_MOST = 600
OUTSIDE_SHOWN = 24
# Beside the company itself stand pairs that somebody noted by the way: the smallest wait for a click.
ROOTS_SHOWN = 12
FOUND_SHOWN = 12


@dataclass(frozen=True)
class Share:
    segment: str
    label: str
    count: int


@dataclass(frozen=True)
class Node:
    """One person of the chart. `reports` are filled when they are in sight; `under` counts everybody below."""

    person: Stakeholder
    segment: str
    position: int | None
    under: int
    mix: tuple[Share, ...]
    is_open: bool
    is_dim: bool
    is_sought: bool
    reports: tuple[Node, ...] = field(default=())

    @property
    def key(self) -> str:
        """The person's id for attributes: templates write numbers as people read them."""
        return str(self.person.pk)


def insiders(workspace: Workspace) -> StakeholderQuerySet:
    """Whom the chart is about: customers are never in it, nor are partners."""
    return Stakeholder.objects.filter(workspace=workspace, kind=Kind.INTERNAL)


def forest(workspace: Workspace) -> Forest:
    members = insiders(workspace).order_by("folded", "pk").values_list("pk", "segment", "department_id")
    lines = Relationship.objects.reporting().filter(workspace=workspace).order_by()
    return grow(map(Member._make, members), lines.values_list("source_id", "target_id"))


def departments(workspace: Workspace) -> dict[int, str]:
    return dict(Department.objects.filter(workspace=workspace).values_list("pk", "name"))


def nodes(
    found: Forest,
    roots: Sequence[int],
    *,
    opened: Collection[int],
    segments: Collection[str] = (),
    sought: int | None = None,
) -> tuple[Node, ...]:
    """The trees below `roots` as far as they are opened; one query for everybody in sight.

    With `segments`, everybody of another one is dimmed.
    """
    people = _people(list(_in_sight(found, roots, opened)))

    def node(pk: int) -> Node:
        segment = found.members[pk].segment
        is_open = pk in opened and pk in found.reports
        return Node(
            person=people[pk],
            segment=segment,
            position=people[pk].position,
            under=found.under(pk),
            mix=_shares(found.mix(pk)),
            is_open=is_open,
            is_dim=bool(segments) and segment not in segments,
            is_sought=pk == sought,
            reports=below.pop(pk) if is_open else (),
        )

    # From the deepest level up: a chain of a thousand managers must not exhaust the stack.
    below: dict[int, tuple[Node, ...]] = {}
    for pk in reversed(list(_in_sight(found, roots, opened))):
        if pk in opened and pk in found.reports:
            below[pk] = tuple(node(report) for report in found.reports[pk])
    return tuple(node(pk) for pk in roots)


def _in_sight(found: Forest, roots: Sequence[int], opened: Collection[int]) -> Iterator[int]:
    level = list(roots)
    while level:
        yield from level
        level = [report for pk in level if pk in opened for report in found.reports.get(pk, ())]


def _people(pks: Sequence[int]) -> dict[int, Stakeholder]:
    return Stakeholder.objects.select_related("department").in_bulk(list(pks))


def _shares(mix: Counter[str]) -> tuple[Share, ...]:
    return tuple(Share(str(each), each.label, mix[each]) for each in Segment if mix[each])


def in_order(pks: Sequence[int]) -> list[Stakeholder]:
    people = _people(pks)
    return [people[pk] for pk in pks]


def outside(found: Forest) -> list[Stakeholder]:
    """The first of those without any reporting line, by name."""
    return in_order(list(found.outside[:OUTSIDE_SHOWN]))


def matching(workspace: Workspace, words: str) -> list[Stakeholder]:
    """Whom the words find inside, by name, one more than are shown."""
    people = insiders(workspace).matching(words).select_related("department")
    return list(people.order_by("folded", "pk")[: FOUND_SHOWN + 1])
