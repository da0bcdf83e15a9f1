"""What a successor may take over: ties and stakes of who was there before, unverified until somebody confirms each;
and what their leaving makes void."""

from __future__ import annotations

import datetime as dt

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from checkins.models import ChangeEvent, Inherited
from impact.models import StakeMeasure
from impact.returns.measures import choose_measure
from planning.models import Stake
from planning.stakes import add_stake, end_stake
from stakeholders.models import Relationship, Stakeholder
from stakeholders.relationships import add_relationship

Kind, State = ChangeEvent.Kind, Inherited.State


def pair_of(event: ChangeEvent) -> tuple[int, int] | None:
    """Who was there before, and who takes their place; None where nobody is named."""
    if event.stakeholder_id is None or event.other_id is None:
        return None
    if event.kind == Kind.LEFT:
        return event.stakeholder_id, event.other_id
    return (event.other_id, event.stakeholder_id) if event.kind == Kind.JOINED else None


def hand_on(event: ChangeEvent) -> int:
    """Lay before the team what the successor may take over; says how much. Nothing is on the map by it."""
    pair = pair_of(event)
    if pair is None:
        return 0
    before, after = pair
    ends = Q(source=before) | Q(target=before)
    # A tie between the two is no heritage.
    ties = Relationship.objects.filter(ends, workspace=event.workspace_id).exclude(source=after).exclude(target=after)
    stakes = Stake.objects.standing().filter(workspace=event.workspace_id, stakeholder=before)
    # What counts most first: what was given, who reports to whom, and the rest.
    made = [
        Inherited(workspace_id=event.workspace_id, event=event, successor_id=after, stake=stake)
        for stake in stakes.order_by("pk")
    ]
    made += [
        Inherited(workspace_id=event.workspace_id, event=event, successor_id=after, tie=tie)
        for tie in sorted(ties.order_by("kind", "pk"), key=lambda tie: tie.kind != Relationship.Kind.REPORTS_TO)
    ]
    Inherited.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def confirm(thing: Inherited, *, by: User, on: dt.date | None = None) -> Inherited:
    """The successor has it as well: it comes onto the map, and a stake of who was there before ends."""
    with transaction.atomic(), pghistory.context(why="Taken over by a successor"):
        stands = _undecided(thing)
        if stands is None:
            return thing
        # First: a line to another manager takes the one it replaces along, and what was said of that.
        decided = _decided(stands, State.CONFIRMED, by, on)
        if stands.stake is not None:
            _take_over_stake(stands.stake, stands.successor, by)
        elif stands.tie is not None:
            _take_over_tie(stands.tie, stands.successor, stands.event)
    return decided


def let_go(thing: Inherited, *, by: User, on: dt.date | None = None) -> Inherited:
    """The successor does not have it: nothing changes on the map."""
    with transaction.atomic():
        stands = _undecided(thing)
        return thing if stands is None else _decided(stands, State.LET_GO, by, on)


def _undecided(thing: Inherited) -> Inherited | None:
    """Locked; None where somebody decided already."""
    rows = Inherited.objects.unverified().select_for_update(of=("self",))
    return rows.select_related("successor", "tie__source", "tie__target", "stake__goal", "event").filter(
        pk=thing.pk
    ).first()  # fmt: skip


def _decided(stands: Inherited, state: str, by: User, on: dt.date | None) -> Inherited:
    stands.state, stands.decided_by, stands.decided_on = state, by, on or timezone.localdate()
    stands.save(update_fields=["state", "decided_by", "decided_on"])
    return stands


def _take_over_stake(stake: Stake, successor: Stakeholder, by: User) -> None:
    if stake.ended_on is not None:
        raise ValidationError("This stake has ended meanwhile: let it go, or note a new one.")
    taken = add_stake(
        successor,
        author=by,
        invests=stake.invests,
        what=stake.what,
        goal=stake.goal,
        expects=stake.expects,
        measure=stake.measure,
        horizon_on=stake.horizon_on,
    )
    proof = StakeMeasure.objects.filter(stake=stake).select_related("metric").first()
    if proof is not None and proof.metric.retired_on is None and not proof.metric.is_effort:
        choose_measure(taken, proof.metric, author=by)
    end_stake(stake)


def _take_over_tie(tie: Relationship, successor: Stakeholder, event: ChangeEvent) -> None:
    pair = pair_of(event)
    begins = pair is not None and tie.source_id == pair[0]
    source, target = (successor, tie.target) if begins else (tie.source, successor)
    add_relationship(source, target=target, kind=tie.kind, weight=tie.weight, label=tie.label, direction=tie.direction)
