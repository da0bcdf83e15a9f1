"""What the organisation chart reads: the whole tree in one light query, names and titles for those in sight alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import FilteredRelation, Q

from accounts.models import Workspace
from accounts.written import unless_written
from stakeholders.models import Department, Kind, Relationship, Segment, Stakeholder
from stakeholders.models.stakeholder import StakeholderQuerySet
from stakeholders.organisation import Forest, grow
from web.remembered import Remembered

# Opened by itself: as many people as a screen or two can hold.
AT_FIRST = 40
# Opened on request: more would be a page that nobody reads and a browser that struggles.
AT_MOST = 600
OUTSIDE_SHOWN = 24
# Beside the company itself stand pairs that somebody noted by the way: the smallest wait for a click.
ROOTS_SHOWN = 12
FOUND_SHOWN = 12
# Of a workspace of ten thousand one takes some megabytes.
LATEST: Remembered[Forest] = Remembered(6)


@dataclass(frozen=True)
class Share:
    segment: str
    label: str
    count: int


@dataclass(frozen=True)
class Card:
    """One person of the chart: values alone, so that what was drawn of them can be remembered. `under` counts
    everybody below."""

    # The person's id for attributes: templates write numbers as people read them.
    key: str
    name: str
    job_title: str
    segment: str
    position: int | None
    under: int
    mix: tuple[Share, ...]
    is_open: bool
    is_sought: bool


@dataclass(frozen=True)
class Node:
    """A card and, when it is open, those below it."""

    card: Card
    is_dim: bool
    reports: tuple[Node, ...] = field(default=())


def insiders(workspace: Workspace) -> StakeholderQuerySet:
    """Whom the chart is about: customers are never in it, nor are partners."""
    return Stakeholder.objects.filter(workspace=workspace, kind=Kind.INTERNAL)


def forest(workspace: Workspace) -> Forest:
    """Everybody inside, grown anew when somebody or a line changed."""
    return unless_written(LATEST, workspace, (Stakeholder, Relationship), make=lambda: _grown(workspace))


def _grown(workspace: Workspace) -> Forest:
    """By id: sorting all names for the few in sight took longer than reading everything else."""
    lines = FilteredRelation("ties_out", condition=Q(ties_out__kind=Relationship.Kind.REPORTS_TO))
    members = insiders(workspace).annotate(line=lines).order_by("pk")
    return grow(list(members.values_list("pk", "segment", "department_id", "line__target_id")))


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

    Bigger trees come before smaller ones, colleagues by name. With `segments`, everybody of another one is dimmed.
    """
    people = _people(list(_in_sight(found, roots, opened)))
    by_name = {pk: place for place, pk in enumerate(people)}

    def node(pk: int) -> Node:
        person, segment = people[pk], found.segments[pk]
        is_open = pk in opened and pk in found.reports
        card = Card(
            key=str(pk),
            name=person.name,
            job_title=person.job_title,
            segment=segment,
            position=person.position,
            under=found.under(pk),
            mix=_shares(found.mix(pk)),
            is_open=is_open,
            is_sought=pk == sought,
        )
        return Node(card, bool(segments) and segment not in segments, below.pop(pk) if is_open else ())

    # From the deepest level up: a chain of a thousand managers must not exhaust the stack.
    below: dict[int, tuple[Node, ...]] = {}
    for pk in reversed(list(_in_sight(found, roots, opened))):
        if pk in opened and pk in found.reports:
            below[pk] = tuple(node(report) for report in sorted(found.reports[pk], key=by_name.__getitem__))
    return tuple(node(pk) for pk in sorted(roots, key=lambda pk: (-found.under(pk), by_name[pk])))


def _in_sight(found: Forest, roots: Sequence[int], opened: Collection[int]) -> Iterator[int]:
    level = list(roots)
    while level:
        yield from level
        level = [report for pk in level if pk in opened for report in found.reports.get(pk, ())]


def _people(pks: Sequence[int]) -> dict[int, Stakeholder]:
    """Those of these ids, by name."""
    return {person.pk: person for person in _by_name(Stakeholder.objects.filter(pk__in=pks))}


def _by_name(people: StakeholderQuerySet) -> StakeholderQuerySet:
    return people.only("name", "job_title", "segment", "position").order_by("folded", "pk")


def _shares(mix: Counter[str]) -> tuple[Share, ...]:
    return tuple(Share(str(each), each.label, mix[each]) for each in Segment if mix[each])


def in_order(pks: Sequence[int]) -> list[Stakeholder]:
    people = _people(pks)
    return [people[pk] for pk in pks]


def outside(found: Forest) -> list[Stakeholder]:
    """The first of those without any reporting line, by name."""
    return list(_by_name(Stakeholder.objects.filter(pk__in=found.outside))[:OUTSIDE_SHOWN])


def matching(workspace: Workspace, words: str) -> list[Stakeholder]:
    """Whom the words find inside, by name, one more than are shown."""
    return list(_by_name(insiders(workspace).matching(words))[: FOUND_SHOWN + 1])
