"""Changes as their pages show them: the list, and one with whom it touches, what it opened and what it leaves void."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import User, Workspace
from checkins.events.inheriting import pair_of
from checkins.events.kinds import KINDS, KindOfChange, of_group
from checkins.models import ChangeEvent, CheckIn, CheckInReason, Inherited
from checkins.models.change import ChangeEventQuerySet
from checkins.models.inherited import InheritedQuerySet
from discussions.models import Commitment
from planning.models import Goal, Stake
from stakeholders.models import Relationship, Stakeholder

NEW, ANSWERED, DISMISSED, ALL = "new", "answered", "dismissed", "all"
SHOWS = {NEW: "New", ANSWERED: "Answered", DISMISSED: "Dismissed", ALL: "All"}
NAMED = 3


@dataclass(frozen=True)
class EventRow:
    event: ChangeEvent
    known: KindOfChange
    state: str
    # The first people it touches, and how many there are.
    people: tuple[Stakeholder, ...]
    total: int
    is_open: int

    @property
    def more(self) -> int:
        return self.total - len(self.people)

    @property
    def says(self) -> str:
        """What became of it, in words."""
        if self.state == DISMISSED:
            return f"Dismissed: {self.event.dismissed_why}"
        if not self.total:
            return "Touches nobody whom we know to have a part in it."
        if self.is_open:
            held = self.total - self.is_open
            waits = f"{self.is_open} check-in{'' if self.is_open == 1 else 's'} open"
            return f"{waits}, {held} done" if held else waits
        return "All check-ins are done" if self.total > 1 else "The check-in is done"


def with_state(events: ChangeEventQuerySet) -> QuerySet[Any]:
    """`waits`: a check-in it called for is open, or something inherited is to be decided."""
    reasons = CheckInReason.objects.filter(event=OuterRef("pk"), check_in__state__in=CheckIn.OPEN)
    things = Inherited.objects.unverified().filter(event=OuterRef("pk"))
    return events.annotate(waits=Exists(reasons) | Exists(things))


def narrowed(events: QuerySet[Any], show: str, group: str) -> QuerySet[Any]:
    if group:
        events = events.filter(kind__in=of_group(group))
    if show == NEW:
        return events.filter(dismissed_on=None, waits=True)
    if show == ANSWERED:
        return events.filter(dismissed_on=None, waits=False)
    return events.exclude(dismissed_on=None) if show == DISMISSED else events


def counts(events: QuerySet[Any], group: str) -> dict[str, int]:
    found: dict[str, int] = narrowed(events, ALL, group).aggregate(
        **{
            NEW: Count("pk", filter=Q(dismissed_on=None, waits=True)),
            ANSWERED: Count("pk", filter=Q(dismissed_on=None, waits=False)),
            DISMISSED: Count("pk", filter=Q(dismissed_on__isnull=False)),
            ALL: Count("pk"),
        }
    )
    return found


def for_list(events: QuerySet[Any]) -> QuerySet[Any]:
    reasons = CheckInReason.objects.select_related("check_in__stakeholder").order_by("pk")
    return events.select_related("stakeholder", "goal", "author").prefetch_related(Prefetch("reasons", reasons))


def rows(events: Iterable[ChangeEvent]) -> list[EventRow]:
    return [_row(event) for event in events]


def _row(event: Any) -> EventRow:
    reasons = event.reasons.all()
    state = DISMISSED if event.dismissed_on else NEW if event.waits else ANSWERED
    return EventRow(
        event,
        KINDS[event.kind],
        state,
        tuple(reason.check_in.stakeholder for reason in reasons[:NAMED]),
        len(reasons),
        sum(reason.check_in.is_open for reason in reasons),
    )


# One of them ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Heir:
    """One thing that a successor may have, told from their side."""

    thing: Inherited
    says: str
    note: str


@dataclass(frozen=True)
class Void:
    """What the change leaves without somebody or something it rested on, to be renewed or let go by hand."""

    commitments: tuple[Commitment, ...]
    stakes: tuple[Stake, ...]
    goals: tuple[Goal, ...]

    def __bool__(self) -> bool:
        return bool(self.commitments or self.stakes or self.goals)


def touched_by(event: ChangeEvent) -> list[CheckInReason]:
    """Open ones first, then by name."""
    found = event.reasons.select_related("check_in__stakeholder__department", "check_in__owner").order_by(
        "check_in__stakeholder__folded", "pk"
    )
    return sorted(found, key=lambda reason: not reason.check_in.is_open)


def heirs(event: ChangeEvent) -> list[Heir]:
    return _heirs(Inherited.objects.filter(event=event))


def heirs_of(person: Stakeholder) -> list[Heir]:
    """What they may take over and nobody has decided on."""
    return _heirs(Inherited.objects.filter(workspace=person.workspace_id, successor=person))


def _heirs(things: InheritedQuerySet) -> list[Heir]:
    rows = things.unverified().select_related("event", "successor", "tie__source", "tie__target", "stake__goal")
    return [_heir(thing) for thing in rows.order_by("pk")]


def _heir(thing: Inherited) -> Heir:
    if thing.stake is not None:
        goal = f"For “{thing.stake.goal.statement}”" if thing.stake.goal else "For marketing as a whole"
        expects = f"; expects {thing.stake.expects}" if thing.stake.expects else ""
        return Heir(thing, str(thing.stake), f"{goal}{expects}")
    assert thing.tie is not None
    tie, name = thing.tie, thing.successor.name
    words = tie.label or Relationship.Kind(tie.kind).label
    pair = pair_of(thing.event)
    said = f"{name} {words} {tie.target}" if pair and tie.source_id == pair[0] else f"{tie.source} {words} {name}"
    return Heir(thing, said, f"Strength {tie.weight} of 5" if tie.weight else "")


def void_by(workspace: Workspace, event: ChangeEvent, reader: User) -> Void:
    """Of who left: what they promised, gave and own. Of a goal that was dropped: what was put into it."""
    pair = pair_of(event)
    gone = pair[0] if pair else event.stakeholder_id if event.kind == ChangeEvent.Kind.LEFT else None
    if gone is not None:
        promised = Commitment.objects.open().named_to(reader).filter(workspace=workspace, stakeholder=gone)
        # What a successor may still take over is laid out for them.
        waits = Inherited.objects.unverified().filter(event=event, stake=OuterRef("pk"))
        stakes = Stake.objects.standing().filter(~Exists(waits), workspace=workspace, stakeholder=gone)
        stakes = stakes.select_related("goal").order_by("pk")
        goals = Goal.objects.open().filter(workspace=workspace, owner_rows__stakeholder=gone)
        return Void(tuple(promised), tuple(stakes), tuple(goals))
    if event.kind == ChangeEvent.Kind.GOAL_DROPPED and event.goal_id is not None:
        put_in = Stake.objects.standing().filter(workspace=workspace, goal=event.goal_id)
        return Void((), tuple(put_in.select_related("stakeholder").order_by("pk")), ())
    return Void((), (), ())


def closed_by_dismissing(event: ChangeEvent) -> list[CheckIn]:
    """The open check-ins that nothing else calls for."""
    others = CheckInReason.objects.filter(check_in=OuterRef("pk"), event__dismissed_on=None).exclude(event=event)
    called = CheckIn.objects.open().filter(
        ~Exists(others), workspace=event.workspace_id, origin=CheckIn.Origin.CHANGE, reasons__event=event
    )
    return list(called.select_related("stakeholder").order_by("stakeholder__folded", "pk"))
