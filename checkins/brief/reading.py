"""What a brief is made of, read from all apps below; nothing of it is typed twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q

from checkins.brief.composing import Brief, compose
from checkins.brief.ground import Ground, Proof, lay
from checkins.brief.known import Aim, Change, Known, Objection, Promise, Put, Words
from checkins.models import ChangeEvent, CheckIn, CheckInPromise
from discussions.models import Commitment, Invitation
from impact.models import StakeMeasure
from impact.queries.reports import TOLD_OPENLY
from impact.queries.returns import stakes_of
from planning.models import Stake
from planning.playbooks.book import Book, book_of
from planning.playbooks.headline import headline
from planning.queries.playbook import facts_of, pressing
from stakeholders.models import Concern, Note, Stakeholder
from stakeholders.scales import POSITION

# Without a check-in before this one so many days count as "since".
LOOKED_BACK: Final = dt.timedelta(days=90)
MOST_HEARD, MOST_JUDGED, MOST_CHANGES, MOST_PROMISES = 4, 20, 8, 40


# What needs neither rights nor words of its own, in one statement: twenty of them take most of the time of a brief.
ABOUT: Final = """
SELECT last.held_on, last.next_step, last.next_step_by,
    (SELECT max(happened_on) FROM stakeholders_touchpoint
        WHERE workspace_id = %(workspace)s AND stakeholder_id = %(person)s),
    (SELECT max(share.created_at)::date FROM impact_reportshare AS share
        JOIN impact_issuedreport AS issued ON issued.id = share.issued_id AND issued.withdrawn_at IS NULL
        JOIN impact_report AS report ON report.id = issued.report_id AND report.stakeholder_id = share.stakeholder_id
        WHERE share.workspace_id = %(workspace)s AND share.stakeholder_id = %(person)s),
    ARRAY(SELECT goal_id FROM planning_goalowner WHERE workspace_id = %(workspace)s AND stakeholder_id = %(person)s),
    (SELECT coalesce(json_agg(json_build_array(words, noted_on, kind)), '[]') FROM (
        SELECT words, noted_on, kind FROM stakeholders_note
        WHERE workspace_id = %(workspace)s AND stakeholder_id = %(person)s AND kind <> 'judgement'
        ORDER BY noted_on DESC, id DESC LIMIT %(heard)s) AS note),
    (SELECT coalesce(json_agg(json_build_array(position, assessed_on)), '[]') FROM (
        SELECT position, assessed_on FROM stakeholders_assessment
        WHERE workspace_id = %(workspace)s AND stakeholder_id = %(person)s
        ORDER BY assessed_on DESC, id DESC LIMIT %(judged)s) AS judgement),
    (SELECT coalesce(json_agg(json_build_array(words, due_on)), '[]') FROM (
        SELECT words, due_on FROM stakeholders_followup
        WHERE workspace_id = %(workspace)s AND stakeholder_id = %(person)s AND done_on IS NULL
        ORDER BY due_on, id LIMIT %(promises)s) AS follow_up),
    ARRAY(SELECT why FROM checkins_checkinreason AS reason
        JOIN checkins_changeevent AS event ON event.id = reason.event_id AND event.dismissed_on IS NULL
        WHERE reason.workspace_id = %(workspace)s AND reason.check_in_id = %(check_in)s
        ORDER BY reason.created_at, reason.id LIMIT %(changes)s)
FROM (VALUES (1)) AS one LEFT JOIN LATERAL (
    SELECT held_on, next_step, next_step_by FROM checkins_checkin
    WHERE workspace_id = %(workspace)s AND stakeholder_id = %(person)s AND state = 'held'
        AND id IS DISTINCT FROM %(check_in)s::uuid
    ORDER BY held_on DESC, due_at DESC LIMIT 1
) AS last ON true
"""


class About(NamedTuple):
    """One row of ABOUT: of their last check-in (`since` is the day it was held), then of them; the latest first, what
    is to be done by its day."""

    since: dt.date | None
    next_step: str | None
    next_step_by: dt.date | None
    met_on: dt.date | None
    told_on: dt.date | None
    owned: list[int]
    notes: list[tuple[str, str, str]]
    judged: list[tuple[int | None, str]]
    follow_ups: list[tuple[str, str]]
    whys: list[str]


def brief_of(person: Stakeholder, *, check_in: CheckIn | None, today: dt.date, ground: Ground | None = None) -> Brief:
    """`ground` is that of the workspace today, where whoever writes has it already."""
    return compose(known_about(person, check_in=check_in, ground=ground or lay(person.workspace, today)))


def known_about(person: Stakeholder, *, check_in: CheckIn | None, ground: Ground) -> Known:
    """In six queries, however much is known. What was said in confidence is not read: a brief is for everybody of the
    team."""
    about = _about(person, check_in)
    after = about.since or ground.today - LOOKED_BACK
    stakes = stakes_of(person)
    concerns = list(Concern.objects.filter(stakeholder=person))
    standing = pressing([one for one in concerns if one.settled_on is None])
    book = book_of(person.segment, ground.own_words(person.segment))
    return Known(
        name=person.name,
        who=", ".join(filter(None, [person.job_title, person.department.name if person.department else ""])),
        headline=headline(facts_of(person, standing, stakes)),
        today=ground.today,
        segment=person.segment,
        position=person.position,
        assessed_on=person.assessed_on,
        since=about.since,
        met_on=about.met_on,
        told_on=about.told_on,
        next_step=about.next_step or "",
        next_step_by=about.next_step_by,
        advice=_points(book, "approach"),
        avoid=_points(book, "avoid"),
        heard=_heard(about.notes, {one.said for one in concerns}),
        puts=_puts(stakes, ground),
        objections=tuple(_objection(one) for one in concerns),
        promises=(*_promises(person, after), *_follow_ups(about.follow_ups)),
        aims=_aims(frozenset([*about.owned, *(one.goal_id for one in stakes)]), ground),
        changes=_changes(person, check_in, about.judged, after),
        reasons=tuple(about.whys),
    )


def _about(person: Stakeholder, check_in: CheckIn | None) -> About:
    with connection.cursor() as cursor:
        cursor.execute(
            ABOUT,
            {
                "workspace": person.workspace_id,
                "person": person.pk,
                "check_in": check_in.pk if check_in else None,
                "heard": MOST_HEARD,
                "judged": MOST_JUDGED,
                "promises": MOST_PROMISES,
                "changes": MOST_CHANGES,
            },
        )
        return About(*cursor.fetchone())


def _points(book: Book, name: str) -> tuple[str, ...]:
    return next(part.points for part in book.parts if part.name == name)


def _heard(notes: Sequence[Sequence[str]], objected: Container[str]) -> tuple[Words, ...]:
    """Their words first, then facts; what we made of them is no way to approach anybody, and what they object to is
    said there."""
    found = [
        Words(words, dt.date.fromisoformat(on), kind == Note.Kind.QUOTE)
        for words, on, kind in notes
        if words not in objected
    ]
    return tuple(sorted(found, key=lambda one: not one.is_quote))


def _puts(stakes: Sequence[Stake], ground: Ground) -> tuple[Put, ...]:
    if not stakes:
        return ()
    metrics = {
        one.stake_id: one.metric for one in StakeMeasure.objects.filter(stake__in=stakes).select_related("metric")
    }
    proofs = ground.proofs(list(metrics.values()))
    current = frozenset(goal.pk for goal in ground.goals)
    return tuple(
        _put(one, proofs[metrics[one.pk].pk] if one.pk in metrics else None, current, ground.today) for one in stakes
    )


def _put(stake: Stake, proof: Proof | None, current: Container[int | None], today: dt.date) -> Put:
    course = proof.course(stake, today) if proof else None
    verdict = course.verdict if course else None
    return Put(
        invests=stake.get_invests_display(),
        what=stake.what,
        expects=stake.expects,
        measure=stake.measure,
        by=stake.horizon_on,
        goal=stake.goal.statement if stake.goal else "",
        serves_today=stake.goal_id in current,
        metric=proof.reading.metric.name if proof else "",
        course=course.sentence if course else "",
        word=verdict.word if verdict else "",
        tone=verdict.tone if verdict else "plain",
        moved=tuple(proof.contributed(stake, today)) if proof else (),
    )


def _objection(one: Concern) -> Objection:
    return Objection(one.said, one.cause, one.raised_on, one.response, one.responded_on, one.settled_on)


def _promises(person: Stakeholder, after: dt.date) -> tuple[Promise, ...]:
    """Theirs, and those of the team made in a check-in with them or in a discussion they were in: open, or settled
    since."""
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
    return tuple(
        Promise(
            one.what,
            one.user_id is not None,
            one.due_on,
            kept.get(state(one.state)),
            one.settled_on,
            one.happened,
        )
        for one in rows.order_by(F("due_on").asc(nulls_last=True), "pk")[:MOST_PROMISES]
    )


def _follow_ups(rows: Sequence[Sequence[str]]) -> tuple[Promise, ...]:
    return tuple(Promise(words, is_ours=True, due_on=dt.date.fromisoformat(by)) for words, by in rows)


def _aims(theirs: Container[int | None], ground: Ground) -> tuple[Aim, ...]:
    """Today's goals in their order. What serves a goal is told of those they have a part in, or of the first where they
    have a part in none."""
    wanted = {goal.pk for goal in ground.goals if goal.pk in theirs} or {goal.pk for goal in ground.goals[:1]}
    return tuple(
        Aim(
            place,
            goal.statement,
            goal.pk in theirs,
            ground.told.get(goal.pk, ()) if goal.pk in wanted else (),
            ground.under_way.get(goal.pk, ()) if goal.pk in wanted else (),
        )
        for place, goal in enumerate(ground.goals, start=1)
    )


def _changes(
    person: Stakeholder,
    check_in: CheckIn | None,
    judged: Sequence[tuple[int | None, str]],
    after: dt.date,
) -> tuple[Change, ...]:
    """How their position moved, and changes about them that are no reason of this check-in; the latest first."""
    moves = [
        Change(on, f"Position: {_position(before)} → {_position(now)}")
        for (now, said_on), (before, _) in pairwise(judged)
        if now != before and (on := dt.date.fromisoformat(said_on)) >= after
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
