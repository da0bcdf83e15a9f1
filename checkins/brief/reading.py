"""What a brief is made of, read from all apps below; nothing of it is typed twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q

from checkins.brief.composing import Brief, compose
from checkins.brief.known import Aim, Change, Known, Objection, Promise, Put, Words
from checkins.models import ChangeEvent, CheckIn, CheckInPromise, CheckInReason
from discussions.models import Commitment, Invitation
from impact.evidence import ORDER, Grade
from impact.models import Contribution, Initiative
from impact.queries.initiatives import told
from impact.queries.reports import TOLD_OPENLY
from impact.queries.returns import Return, returns_of, told_on
from planning.models import Goal, GoalOwner, Stake
from planning.playbooks.book import Book, book_of
from planning.playbooks.editing import playbook_of
from planning.playbooks.headline import headline
from planning.playbooks.texts import PARTS
from planning.queries.playbook import facts_of, pressing
from stakeholders.models import Assessment, Concern, FollowUp, Note, Stakeholder, Touchpoint
from stakeholders.scales import POSITION

# Without a check-in before this one so many days count as "since".
LOOKED_BACK: Final = dt.timedelta(days=90)
MOST_HEARD, MOST_JUDGED, MOST_CHANGES, MOST_PROMISES = 4, 20, 8, 40
MOVED_BY = 2


def brief_of(person: Stakeholder, *, check_in: CheckIn | None, today: dt.date) -> Brief:
    return compose(known_about(person, check_in=check_in, today=today))


def known_about(person: Stakeholder, *, check_in: CheckIn | None, today: dt.date) -> Known:
    """In about twenty queries, however much is known. What was said in confidence is not read: a brief is for everybody
    of the team."""
    last = _last(person, check_in)
    since = last.held_on if last else None
    after = since or today - LOOKED_BACK
    aims, current = _aims(person, today)
    returns = returns_of(person, workspace=person.workspace, today=today)
    concerns = list(Concern.objects.filter(stakeholder=person))
    standing = pressing([one for one in concerns if one.settled_on is None])
    book = book_of(person.segment, _own_words(person))
    told_at = told_on(person)
    return Known(
        name=person.name,
        who=", ".join(filter(None, [person.job_title, person.department.name if person.department else ""])),
        headline=headline(facts_of(person, standing, [one.stake for one in returns])),
        today=today,
        segment=person.segment,
        position=person.position,
        assessed_on=person.assessed_on,
        since=since,
        met_on=_met_on(person),
        told_on=told_at.date() if told_at else None,
        next_step=last.next_step if last else "",
        next_step_by=last.next_step_by if last else None,
        advice=_points(book, "approach"),
        avoid=_points(book, "avoid"),
        heard=_heard(person),
        puts=tuple(_put(one, current) for one in returns),
        objections=tuple(_objection(one) for one in concerns),
        promises=_promises(person, after),
        aims=aims,
        changes=_changes(person, check_in, after),
        reasons=_reasons(check_in),
    )


def _last(person: Stakeholder, check_in: CheckIn | None) -> CheckIn | None:
    held = CheckIn.objects.filter(workspace=person.workspace_id, stakeholder=person, state=CheckIn.State.HELD)
    if check_in is not None:
        held = held.exclude(pk=check_in.pk)
    return held.defer("brief").order_by("-held_on", "-due_at").first()


def _met_on(person: Stakeholder) -> dt.date | None:
    days = Touchpoint.objects.filter(stakeholder=person).order_by("-happened_on")
    return days.values_list("happened_on", flat=True).first()


def _own_words(person: Stakeholder) -> dict[str, str]:
    own = playbook_of(person.workspace, person.segment)
    return {name: getattr(own, name) for name in PARTS}


def _points(book: Book, name: str) -> tuple[str, ...]:
    return next(part.points for part in book.parts if part.name == name)


def _heard(person: Stakeholder) -> tuple[Words, ...]:
    """Their words first, then facts; what we made of them is no way to approach anybody."""
    notes = Note.objects.filter(stakeholder=person).exclude(kind=Note.Kind.JUDGEMENT)
    rows = list(notes.order_by("-noted_on", "-pk")[:MOST_HEARD])
    found = [Words(one.words, one.noted_on, one.kind == Note.Kind.QUOTE) for one in rows]
    return tuple(sorted(found, key=lambda one: not one.is_quote))


def _put(one: Return, current: frozenset[int]) -> Put:
    stake, course = one.stake, one.course
    verdict = course.verdict if course else None
    return Put(
        invests=stake.get_invests_display(),
        what=stake.what,
        expects=stake.expects,
        measure=stake.measure,
        by=stake.horizon_on,
        goal=stake.goal.statement if stake.goal else "",
        serves_today=stake.goal_id in current,
        metric=one.measure.metric.name if one.measure else "",
        course=course.sentence if course else "",
        word=verdict.word if verdict else "",
        tone=verdict.tone if verdict else "plain",
        moved=tuple(one.contributed[:MOVED_BY]),
    )


def _objection(one: Concern) -> Objection:
    return Objection(one.said, one.cause, one.raised_on, one.response, one.responded_on, one.settled_on)


def _promises(person: Stakeholder, after: dt.date) -> tuple[Promise, ...]:
    """Theirs, and those of the team made in a check-in with them or in a discussion they were in: open, or settled
    since. Follow-ups are ours."""
    with_them = CheckInPromise.objects.filter(commitment=OuterRef("pk"), check_in__stakeholder=person)
    among = Invitation.objects.standing().filter(discussion=OuterRef("discussion"), stakeholder=person)
    state = Commitment.State
    rows = (
        Commitment.objects.filter(TOLD_OPENLY, workspace=person.workspace_id)
        .filter(Q(stakeholder=person) | Q(user__isnull=False) & (Exists(with_them) | Exists(among)))
        .filter(
            Q(state__in=[state.PROPOSED, state.CONFIRMED])
            | Q(state__in=[state.KEPT, state.BROKEN], settled_on__gte=after)
        )
    )
    kept = {state.KEPT: True, state.BROKEN: False}
    found = [
        Promise(
            one.what,
            one.user_id is not None,
            one.due_on,
            kept.get(state(one.state)),
            one.settled_on,
            one.happened,
        )
        for one in rows.order_by(F("due_on").asc(nulls_last=True), "pk")[:MOST_PROMISES]
    ]
    open_ones = FollowUp.objects.open().filter(stakeholder=person)
    return (*found, *(Promise(one.words, is_ours=True, due_on=one.due_on) for one in open_ones[:MOST_PROMISES]))


def _aims(person: Stakeholder, today: dt.date) -> tuple[tuple[Aim, ...], frozenset[int]]:
    """Today's goals in their order, and their keys. What serves a goal is read of those they have a part in, or of the
    first where they have a part in none."""
    owns = GoalOwner.objects.filter(goal=OuterRef("pk"), stakeholder=person)
    invests = Stake.objects.standing().filter(goal=OuterRef("pk"), stakeholder=person)
    goals: list[Any] = list(
        Goal.objects.current(today)
        .filter(workspace=person.workspace_id)
        .annotate(is_theirs=Exists(owns) | Exists(invests))
        .order_by("rank", "pk")
    )
    wanted = [goal.pk for goal in goals if goal.is_theirs] or [goal.pk for goal in goals[:1]]
    served, under_way = _served(person, wanted)
    aims = tuple(
        Aim(
            place,
            goal.statement,
            goal.is_theirs,
            tuple(told(one) for one in served.get(goal.pk, ())),
            tuple(under_way.get(goal.pk, ())),
        )
        for place, goal in enumerate(goals, start=1)
    )
    return aims, frozenset(goal.pk for goal in goals)


def _served(
    person: Stakeholder, goals: Sequence[int]
) -> tuple[dict[int | None, list[Contribution]], dict[int | None, list[str]]]:
    if not goals:
        return {}, {}
    rows = Contribution.objects.standing().filter(workspace=person.workspace_id, initiative__goal__in=goals)
    by_goal: dict[int | None, list[Contribution]] = {}
    for one in rows.select_related("initiative", "metric").defer("content").order_by("-last_on", "-pk"):
        by_goal.setdefault(one.initiative.goal_id, []).append(one)
    # Sorting keeps the latest of one grade in front.
    best = {
        goal: sorted(found, key=lambda one: -ORDER.index(Grade(one.grade)))[:MOVED_BY]
        for goal, found in by_goal.items()
    }
    moving: dict[int | None, list[str]] = {}
    under_way = Initiative.objects.under_way().filter(workspace=person.workspace_id, goal__in=goals)
    for goal, name in under_way.order_by("-starts_on", "pk").values_list("goal", "name"):
        moving.setdefault(goal, []).append(name)
    return best, moving


def _changes(person: Stakeholder, check_in: CheckIn | None, after: dt.date) -> tuple[Change, ...]:
    """How their position moved, and changes about them that are no reason of this check-in; the latest first."""
    judged = Assessment.objects.filter(workspace=person.workspace_id, stakeholder=person)
    rows = judged.order_by("-assessed_on", "-pk").values_list("position", "assessed_on")[:MOST_JUDGED]
    moves = [
        Change(on, f"Position: {_position(before)} → {_position(now)}")
        for (now, on), (before, _) in pairwise(rows)
        if now != before and on >= after
    ]
    events = ChangeEvent.objects.standing().filter(
        workspace=person.workspace_id, stakeholder=person, happened_on__gte=after
    )
    if check_in is not None:
        events = events.exclude(reasons__check_in=check_in)
    told_of = [Change(one.happened_on, one.says) for one in events[:MOST_CHANGES]]
    return tuple(sorted([*moves, *told_of], key=lambda one: one.on, reverse=True)[:MOST_CHANGES])


def _position(position: int | None) -> str:
    return "not known" if position is None else POSITION[position].lower()


def _reasons(check_in: CheckIn | None) -> tuple[str, ...]:
    if check_in is None:
        return ()
    rows = CheckInReason.objects.filter(check_in=check_in, event__dismissed_on=None)
    return tuple(rows.values_list("why", flat=True)[:MOST_CHANGES])
