"""What Today reads: the conversations worth most this week, and what is due, changed, answered and promised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, OuterRef, Q, Subquery, Window

from accounts.models import User, Workspace
from accounts.written import unless_written
from checkins.models import ChangeEvent, CheckIn, CheckInReason
from checkins.today.factors import DEFAULTS
from checkins.today.ranking import AHEAD, DECISION, MOST, RETURN, WAITS, Conversation, Facts, ranked
from checkins.today.telling import changed
from discussions.models import Commitment, Discussion
from discussions.synthesis.following_up import may_name
from planning.models import Goal, Stake
from stakeholders.freshness import CADENCES
from stakeholders.investor_map.quadrants import HIGH, KEEP_INFORMED, KEEP_SATISFIED, MANAGE_CLOSELY, MONITOR
from stakeholders.models import Assessment, Concern, Department, Relationship, Segment, Stakeholder, Touchpoint
from stakeholders.queries.paths import our_team
from web.remembered import Remembered

SHOWN: Final = 6
WEEK: Final = dt.timedelta(days=7)
# Kept in the order of their worth, so that setting some aside asks nothing anew.
KEPT: Final = 50
WHYS: Final = 3
# All that a week is made of, beside who the team is, what was told to whom, and the day.
READ_FROM = (
    Stakeholder, Department, Assessment, Touchpoint, Concern, Relationship, Goal, Stake, CheckIn,
    CheckInReason, ChangeEvent,
)  # fmt: skip


@dataclass(frozen=True)
class Own:
    """What this workspace and this reader made of Today, and how far round the loop the workspace has come."""

    weights: Mapping[str, int]
    changed: frozenset[str]
    aside: tuple[int, ...]
    told: str
    people: bool
    judged: bool
    staked: bool
    asked: bool
    measured: bool
    planned: bool


@dataclass(frozen=True)
class Due:
    """A check-in that is open, and when it is due."""

    pk: UUID
    person: int
    name: str
    segment: str
    position: int | None
    on: dt.date
    channel: str
    is_prepared: bool
    owner: str


@dataclass(frozen=True)
class Moved:
    """From which position to which, in words; `tone` is that of a verdict."""

    pk: int
    name: str
    segment: str
    after: int | None
    says: str
    tone: str


@dataclass(frozen=True)
class Happened:
    pk: int
    kind: str
    says: str
    on: dt.date


@dataclass(frozen=True)
class Talk:
    """A conversation as its card shows it. `check_in` is the open one that is due first, None where none is open."""

    worth: Conversation
    name: str
    title: str
    department: str
    segment: str
    position: int | None
    check_in: UUID | None
    is_prepared: bool
    why_now: tuple[str, ...]


@dataclass(frozen=True)
class Week:
    """What is the same for everybody of the team until somebody writes: counts are of all, rows the first of them."""

    talks: tuple[Talk, ...]
    due: tuple[Due, ...]
    overdue: int
    open_soon: int
    events: tuple[Happened, ...]
    events_total: int
    moved: tuple[Moved, ...]
    moved_total: int


@dataclass(frozen=True)
class Answered:
    pk: int
    title: str
    fresh: int
    answered: int
    asked: int


@dataclass(frozen=True)
class Promised:
    """`who` is empty where the reader may not know."""

    pk: UUID
    who: str
    what: str
    due_on: dt.date
    is_ours: bool
    is_overdue: bool


LATEST: Remembered[Week] = Remembered(most=24)


def monday(today: dt.date) -> dt.date:
    return today - dt.timedelta(days=today.weekday())


# Said by hand: Django takes longer to put these together than the database to answer.
OWN: Final = """
SELECT ARRAY(SELECT factor FROM checkins_rankingweight WHERE workspace_id = %(workspace)s ORDER BY id),
    ARRAY(SELECT weight FROM checkins_rankingweight WHERE workspace_id = %(workspace)s ORDER BY id),
    ARRAY(
        SELECT stakeholder_id FROM checkins_setaside
        WHERE workspace_id = %(workspace)s AND user_id = %(user)s AND week_on = %(week_on)s ORDER BY created_at, id
    ),
    (SELECT concat_ws(' ', max(created_at), count(*)) FROM impact_reportshare WHERE workspace_id = %(workspace)s),
    EXISTS (SELECT FROM stakeholders_stakeholder WHERE workspace_id = %(workspace)s),
    EXISTS (SELECT FROM stakeholders_stakeholder WHERE workspace_id = %(workspace)s AND assessed_on IS NOT NULL),
    EXISTS (SELECT FROM planning_goal WHERE workspace_id = %(workspace)s)
        AND EXISTS (SELECT FROM planning_stake WHERE workspace_id = %(workspace)s),
    EXISTS (SELECT FROM discussions_discussion WHERE workspace_id = %(workspace)s),
    EXISTS (SELECT FROM impact_metric WHERE workspace_id = %(workspace)s),
    EXISTS (SELECT FROM checkins_checkinrule WHERE workspace_id = %(workspace)s)
"""


def own(workspace: Workspace, user: User, today: dt.date) -> Own:
    """In one query."""
    with connection.cursor() as cursor:
        cursor.execute(OWN, {"workspace": workspace.pk, "user": user.pk, "week_on": monday(today)})
        factors, weights, aside, told, *round_the_loop = cursor.fetchone()
    chosen = dict(zip(factors, weights, strict=True))
    return Own(
        {**DEFAULTS, **chosen},
        frozenset(key for key, weight in chosen.items() if weight != DEFAULTS[key]),
        tuple(aside),
        told,
        *round_the_loop,
    )


def week(workspace: Workspace, mine: Own, *, today: dt.date, owner: User | None) -> Week:
    """Found anew when something of it was written, or another day begins."""
    wanted = KEPT * (1 + len(mine.aside) // (KEPT - MOST))
    asked = (tuple(mine.weights.items()), mine.told, today, owner and owner.pk, wanted)
    return unless_written(
        LATEST, workspace, READ_FROM, *asked, make=lambda: _week(workspace, mine, today, owner, wanted)
    )


def shown(found: Week, aside: Iterable[int]) -> tuple[list[Talk], list[Talk]]:
    """The most valuable ones, and those that were set aside."""
    away = set(aside)
    kept = [talk for talk in found.talks if talk.worth.pk not in away]
    return kept[:MOST], [talk for talk in found.talks if talk.worth.pk in away]


def _week(workspace: Workspace, mine: Own, today: dt.date, owner: User | None, most: int) -> Week:
    facts, called = _facts(workspace, today, owner)
    worth = ranked(facts, mine.weights, most=most)
    due, overdue, open_soon = _due(workspace, today, owner)
    events, events_total = _events(workspace, today)
    moved, moved_total = _moved(workspace, today, owner)
    return Week(
        tuple(_talks(worth, facts, called)),
        tuple(due),
        overdue,
        open_soon,
        events,
        events_total,
        moved,
        moved_total,
    )


# The ranking ---------------------------------------------------------------------------------------------------------

# As freshness.cadence_of has it.
CADENCE: Final = f"""coalesce(s.cadence_days, CASE
    WHEN s.influence IS NULL OR s.interest IS NULL THEN NULL
    WHEN s.influence >= {HIGH} AND s.interest >= {HIGH} THEN {CADENCES[MANAGE_CLOSELY]}
    WHEN s.influence >= {HIGH} THEN {CADENCES[KEEP_SATISFIED]}
    WHEN s.interest >= {HIGH} THEN {CADENCES[KEEP_INFORMED]}
    ELSE {CADENCES[MONITOR]} END)"""
FACTS: Final = f"""
WITH champion AS (
    SELECT id, department_id FROM stakeholders_stakeholder WHERE workspace_id = %(workspace)s AND segment = 'champion'
), beside AS (
    SELECT tie.target_id AS id FROM stakeholders_relationship tie JOIN champion ON champion.id = tie.source_id
    WHERE tie.workspace_id = %(workspace)s AND tie.kind <> 'conflict'
    UNION
    SELECT tie.source_id FROM stakeholders_relationship tie JOIN champion ON champion.id = tie.target_id
    WHERE tie.workspace_id = %(workspace)s AND tie.kind <> 'conflict'
), contact AS (
    SELECT stakeholder_id, max(happened_on) AS last FROM stakeholders_touchpoint
    WHERE workspace_id = %(workspace)s GROUP BY 1
), objection AS (
    SELECT stakeholder_id, count(*) AS many FROM stakeholders_concern
    WHERE workspace_id = %(workspace)s AND responded_on IS NULL AND settled_on IS NULL GROUP BY 1
), told AS (
    SELECT share.stakeholder_id, max(share.created_at)::date AS last
    FROM impact_reportshare share
    JOIN impact_issuedreport issued ON issued.id = share.issued_id AND issued.withdrawn_at IS NULL
    JOIN impact_report report ON report.id = issued.report_id AND report.stakeholder_id = share.stakeholder_id
    WHERE share.workspace_id = %(workspace)s GROUP BY 1
), stake AS (
    SELECT stakeholder_id, min(planning_stake.created_at)::date AS first,
        min(horizon_on) FILTER (WHERE abs(horizon_on - %(today)s::date) <= {RETURN}) AS back,
        min(goal.ends_on) FILTER (
            WHERE invests = 'budget' AND closed_on IS NULL
            AND goal.ends_on BETWEEN %(today)s AND %(today)s::date + {DECISION}
        ) AS budget
    FROM planning_stake LEFT JOIN planning_goal goal ON goal.id = goal_id
    WHERE planning_stake.workspace_id = %(workspace)s AND ended_on IS NULL GROUP BY 1
), due AS (
    SELECT DISTINCT ON (stakeholder_id) stakeholder_id, id, state,
        -- Whoever plans one by hand, or prepares for one, has not made it more urgent by that.
        CASE WHEN origin <> 'extra' OR due_on < %(today)s::date THEN due_on END AS first
    FROM checkins_checkin
    WHERE workspace_id = %(workspace)s AND state IN ('due', 'prepared') ORDER BY stakeholder_id, due_at, id
), called AS (
    SELECT c.stakeholder_id, count(DISTINCT event.id) AS many,
        (array_agg(reason.why ORDER BY reason.created_at, reason.id))[:{WHYS}] AS whys
    FROM checkins_checkinreason reason
    JOIN checkins_checkin c ON c.id = reason.check_in_id AND c.state IN ('due', 'prepared')
    JOIN checkins_changeevent event ON event.id = reason.event_id AND event.dismissed_on IS NULL
    WHERE reason.workspace_id = %(workspace)s GROUP BY 1
)
SELECT s.id, s.name, s.segment, s.position, s.influence, s.interest, s.cadence_days,
    greatest(0, %(today)s::date - contact.last), due.first - %(today)s::date, coalesce(called.many, 0),
    stake.budget - %(today)s::date,
    CASE WHEN told.last >= stake.back THEN NULL ELSE stake.back - %(today)s::date END, coalesce(objection.many, 0),
    s.id IN (SELECT id FROM beside) OR coalesce(s.department_id IN (SELECT department_id FROM champion), false),
    %(today)s::date - coalesce(told.last, stake.first), s.job_title, coalesce(department.name, ''), due.id, due.state,
    called.whys
FROM stakeholders_stakeholder s
LEFT JOIN stakeholders_department department ON department.id = s.department_id
LEFT JOIN contact ON contact.stakeholder_id = s.id
LEFT JOIN objection ON objection.stakeholder_id = s.id
LEFT JOIN told ON told.stakeholder_id = s.id
LEFT JOIN stake ON stake.stakeholder_id = s.id
LEFT JOIN due ON due.stakeholder_id = s.id
LEFT JOIN called ON called.stakeholder_id = s.id
WHERE s.workspace_id = %(workspace)s AND s.id <> ALL (%(team)s)
    AND (%(owner)s::bigint IS NULL OR s.owner_id = %(owner)s)
    AND (
        due.first <= %(today)s::date + {AHEAD} OR called.many > 0 OR objection.many > 0
        OR coalesce(stake.back, stake.budget) IS NOT NULL
        OR s.position < 0
        OR (s.position IS NULL OR contact.last IS NULL)
            AND (s.influence >= 4 OR s.segment = '{Segment.DECISION_MAKER}')
        OR 2 * (%(today)s::date - contact.last) > 3 * {CADENCE}
        OR %(today)s::date - coalesce(told.last, stake.first) >= {WAITS}
    )
"""


class Called(NamedTuple):
    """What goes onto the card beside the facts: who they are, the check-in with them that is open and due first, and
    why changes call for one."""

    title: str
    department: str
    check_in: UUID | None
    state: str | None
    whys: list[str] | None


def _facts(workspace: Workspace, today: dt.date, owner: User | None) -> tuple[list[Facts], dict[int, Called]]:
    """Whoever may be worth a conversation. Ourselves are nobody to be won."""
    team = list(our_team(workspace).values_list("pk", flat=True))
    mine = owner.pk if owner else None
    with connection.cursor() as cursor:
        cursor.execute(FACTS, {"workspace": workspace.pk, "today": today, "owner": mine, "team": team})
        rows = cursor.fetchall()
    beside = len(Called._fields)
    return [Facts(*row[:-beside]) for row in rows], {row[0]: Called(*row[-beside:]) for row in rows}


def _talks(worth: Sequence[Conversation], facts: Iterable[Facts], called: Mapping[int, Called]) -> Iterable[Talk]:
    people = {one.pk: one for one in facts}
    for one in worth:
        person, opened = people[one.pk], called[one.pk]
        yield Talk(
            one,
            person.name,
            opened.title,
            opened.department,
            person.segment,
            person.position,
            opened.check_in,
            opened.state == CheckIn.State.PREPARED,
            tuple(opened.whys or ()) if opened.check_in else (),
        )


# Beside it -----------------------------------------------------------------------------------------------------------


# Few columns of many: what a row is made of takes longer than to find it.
OF_DUE: Final = (
    "due_on", "channel", "state", "stakeholder__name", "stakeholder__segment", "stakeholder__position", "owner__name",
    "owner__email",
)  # fmt: skip
OF_EVENTS: Final = ("kind", "says", "happened_on")
OF_PROMISED: Final = (
    "what", "due_on", "in_confidence", "stakeholder__name", "user__name", "user__email", "discussion__facilitator",
    "answer__prompt__mode",
)  # fmt: skip


def _due(workspace: Workspace, today: dt.date, owner: User | None) -> tuple[list[Due], int, int]:
    """The first that are due within a week, how many are overdue, and how many there are of both."""
    rows = CheckIn.objects.due(today + WEEK).filter(workspace=workspace)
    if owner is not None:
        rows = rows.filter(Q(owner=owner) | Q(owner=None, stakeholder__owner=owner))
    # Chosen and counted apart: of thousands nobody is looked up but the six who are shown.
    first = rows.order_by("due_at", "pk").values("pk")[:SHOWN]
    counted = rows.order_by().values("workspace").annotate(many=Count("pk")).values("many")
    told = CheckIn.objects.filter(pk__in=first).select_related("stakeholder", "owner").only(*OF_DUE)
    told = told.annotate(total=Subquery(counted), late=Subquery(counted.filter(due_on__lt=today)))
    found: list[Any] = list(told.order_by("due_at", "pk"))
    listed = [
        Due(
            one.pk,
            one.stakeholder_id,
            one.stakeholder.name,
            one.stakeholder.segment,
            one.stakeholder.position,
            one.due_on,
            one.get_channel_display(),
            one.state == CheckIn.State.PREPARED,
            one.owner.get_short_name() if one.owner else "",
        )
        for one in found
    ]
    return (listed, found[0].late or 0, found[0].total) if found else ([], 0, 0)


def _events(workspace: Workspace, today: dt.date) -> tuple[tuple[Happened, ...], int]:
    rows = ChangeEvent.objects.standing().filter(workspace=workspace, noticed_at__date__gt=today - WEEK)
    found: list[Any] = list(
        rows.annotate(total=Window(Count("pk"))).only(*OF_EVENTS).order_by("-noticed_at", "-pk")[:SHOWN]
    )
    listed = tuple(Happened(one.pk, one.get_kind_display(), one.says, one.happened_on) for one in found)
    return listed, found[0].total if found else 0


def _moved(workspace: Workspace, today: dt.date, owner: User | None) -> tuple[tuple[Moved, ...], int]:
    """Whose position is another one than a week ago; who was first judged since has not moved."""
    before = Assessment.objects.filter(
        workspace=workspace, stakeholder=OuterRef("pk"), assessed_on__lte=today - WEEK
    ).order_by("-assessed_on", "-pk")
    people = Stakeholder.objects.filter(
        workspace=workspace, assessed_on__gt=today - WEEK, first_assessed_on__lte=today - WEEK
    )
    if owner is not None:
        people = people.filter(owner=owner)
    rows = (
        people.only("name", "segment", "position")
        .annotate(before=Subquery(before.values("position")[:1]))
        .exclude(before=F("position"))
        .exclude(before=None, position=None)
        .annotate(total=Window(Count("pk")))
        .order_by(F("influence").desc(nulls_last=True), "folded", "pk")
    )
    found: list[Any] = list(rows[:SHOWN])
    listed = tuple(
        Moved(one.pk, one.name, one.segment, one.position, *changed(one.before, one.position)) for one in found
    )
    return listed, found[0].total if found else 0


def answered(workspace: Workspace, *, today: dt.date) -> list[Answered]:
    """Discussions in which somebody began to answer within the week. Numbers alone: who answered what is said where a
    discussion's mode allows it."""
    standing = Q(invitations__withdrawn_at=None)
    began = Q(invitations__started_at__date__gt=today - WEEK)
    rows = (
        Discussion.objects.filter(workspace=workspace)
        .annotate(
            asked=Count("invitations", filter=standing),
            answered=Count("invitations", filter=standing & Q(invitations__started_at__isnull=False)),
            fresh=Count("invitations", filter=standing & began),
        )
        .filter(fresh__gt=0)
        .order_by("-fresh", "-pk")
        .values_list("pk", "title", "fresh", "answered", "asked")
    )
    return [Answered(*row) for row in rows[:SHOWN]]


def promised(workspace: Workspace, reader: User, *, today: dt.date) -> tuple[list[Promised], int]:
    """Commitments of both sides that are due within the week or overdue, and how many there are."""
    rows = (
        Commitment.objects.open()
        .filter(workspace=workspace, due_on__lte=today + WEEK)
        .select_related("stakeholder", "user", "discussion", "answer__prompt")
        .only(*OF_PROMISED)
        .annotate(total=Window(Count("pk")))
        .order_by("due_on", "created_at", "pk")
    )
    found: list[Any] = list(rows[:SHOWN])
    listed = [
        Promised(
            one.pk,
            str(one.stakeholder.name if one.stakeholder else one.user) if may_name(one, reader) else "",
            one.what,
            one.due_on,
            one.user_id is not None,
            one.due_on < today,
        )
        for one in found
    ]
    return listed, found[0].total if found else 0
