"""Where a planning session stands, as its screens draw it: the desk, the wall, and the phone of one at the table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from django.db.models import Count, Prefetch

from accounts.models import Workspace
from planning.models import BoardNote, Estimate, Goal, GoalOwner, PlanningSession, PokerRound, Proposal, Seat
from planning.models import SessionStage as Stage
from planning.queries.requests import WORD, stems_of
from planning.sessions import board, closing, ordering, poker, stages
from planning.sessions.stages import PLAN_OF, Plan
from stakeholders.models import Segment, Stakeholder
from stakeholders.models.stakeholder import StakeholderQuerySet
from web.countdown import Clock, clock_of
from web.presence import who_is_in

BEFORE, RUNNING, ENDED = "before", "running", "ended"
# Notes that are compared with each other, how much they must share to be suggested, and how many suggestions.
COMPARED, SHARED, ALIKE, OFFERED = 300, 2, 0.3, 4
# What screens fill in for a note that comes later.
NOBODY: Final = UUID(int=0)
BLANK_NOTE: Final = {
    "id": str(NOBODY),
    "text": "",
    "answer": "",
    "under": "",
    "place": 0.0,
    "version": 0,
    "mine": False,
    "carried": False,
}


@dataclass(frozen=True)
class Room:
    session: PlanningSession
    stages: Sequence[Stage]
    at: dt.datetime

    @property
    def phase(self) -> str:
        if self.session.closed_at is not None:
            return ENDED
        return BEFORE if self.session.current_place is None else RUNNING

    @property
    def stage(self) -> Stage | None:
        return next((each for each in self.stages if each.place == self.session.current_place), None)

    @property
    def kind(self) -> str:
        return self.stage.kind if self.stage else ""

    @property
    def plan(self) -> Plan | None:
        return PLAN_OF[Stage.Kind(self.stage.kind)] if self.stage else None

    @property
    def clock(self) -> Clock | None:
        return clock_of(self.stage, self.at) if self.stage and self.is_live else None

    @property
    def is_up(self) -> bool:
        """The time of the stage at hand is over."""
        clock = clock_of(self.stage, self.at) if self.stage else None
        return clock is not None and clock.is_up

    @property
    def is_live(self) -> bool:
        return self.session.held == PlanningSession.Held.ROOM

    @property
    def is_revealed(self) -> bool:
        """Of the stage at hand."""
        return self.stage is not None and self.stage.revealed_at is not None

    @property
    def hides(self) -> bool:
        return self.kind in stages.BLIND and not self.is_revealed

    @property
    def are_ideas_shown(self) -> bool:
        return Stage.Kind.IDEAS in stages.revealed(self.stages)

    @property
    def next(self) -> Stage | None:
        return self._beside(1)

    @property
    def previous(self) -> Stage | None:
        return self._beside(-1)

    def _beside(self, by: int) -> Stage | None:
        place = self.session.current_place
        return None if place is None else next((each for each in self.stages if each.place == place + by), None)

    @property
    def coming(self) -> list[Stage]:
        """Whose time may still be set: over days they have none."""
        is_set = self.is_live and self.phase != ENDED
        return [each for each in self.stages if each.started_at is None] if is_set else []

    @property
    def planned(self) -> int:
        return sum(each.minutes for each in self.stages)


def room_of(session: PlanningSession, at: dt.datetime) -> Room:
    return Room(session, stages.stages_of(session), at)


@dataclass(frozen=True)
class Listed:
    session: PlanningSession
    seats: int
    kept: int
    left: int


def listed(workspace: Workspace) -> list[Listed]:
    rows = PlanningSession.objects.filter(workspace=workspace).select_related("facilitator")
    found = list(rows)
    keys = [each.pk for each in found]
    sitting = dict(
        Seat.objects.taken().filter(session__in=keys).order_by().values_list("session").annotate(Count("pk"))
    )
    became: dict[tuple[UUID, str], int] = {
        (session, decision): many
        for session, decision, many in Proposal.objects.filter(session__in=keys, gone_at=None)
        .order_by()
        .values_list("session_id", "decision")
        .annotate(Count("pk"))
    }
    return [
        Listed(each, sitting.get(each.pk, 0), became.get((each.pk, "in"), 0), became.get((each.pk, "out"), 0))
        for each in found
    ]


# The table ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sitter:
    seat: Seat
    is_in: bool


def sitters(session: PlanningSession) -> list[Sitter]:
    rows = list(Seat.objects.taken().filter(session=session).select_related("stakeholder", "user"))
    present = who_is_in(session.channel, [each.pk for each in rows])
    return [Sitter(each, each.pk in present) for each in rows]


# What is worked on, by stage --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """Notes under one proposal, or loose."""

    proposal: Proposal | None
    notes: Sequence[dict[str, Any]]


def work_of(room: Room, seat: Seat | None) -> dict[str, Any]:
    """What stands on a screen at the stage at hand: for somebody at the table, or for the team's own screens."""
    made = _WORK.get(room.kind)
    return made(room, seat) if made else {}


def _goals(room: Room, seat: Seat | None) -> dict[str, Any]:
    session = room.session
    return {"goals": goals_of(session), "promised": promised(session)}


def goals_of(session: PlanningSession) -> list[Goal]:
    """Those that are open in the period that is planned, in their order, with whom they belong to."""
    owners = GoalOwner.objects.select_related("stakeholder").order_by("pk")
    rows = Goal.objects.filter(workspace=session.workspace_id, closed_on=None)
    within = rows.filter(starts_on__lte=session.ends_on, ends_on__gte=session.starts_on)
    return list(within.prefetch_related(Prefetch("owner_rows", owners)).order_by("rank"))


def promised(session: PlanningSession) -> list[Proposal]:
    """What the session before this one took in."""
    if session.follows_id is None:
        return []
    kept = Proposal.objects.filter(session=session.follows_id, decision=Proposal.Decision.IN, gone_at=None)
    return list(kept.select_related("goal").order_by("place", "pk"))


def _questions(room: Room, seat: Seat | None) -> dict[str, Any]:
    told = board.changes(room.session, since=0, seat=seat)
    asked = [each for each in told["notes"] if each["kind"] == "question" and not each["gone"]]
    return {"questions": asked, "fresh": uuid4(), "blank_note": BLANK_NOTE}


def _ideas(room: Room, seat: Seat | None) -> dict[str, Any]:
    told = board.changes(room.session, since=0, seat=seat)
    ideas = [each for each in told["notes"] if each["kind"] == "idea" and not each["gone"]]
    under: dict[str, list[dict[str, Any]]] = {}
    for each in ideas:
        under.setdefault(each["under"], []).append(each)
    proposals = board.proposals_of(room.session)
    return {
        "board": told,
        "loose": under.get("", []),
        "columns": [Column(each, under.get(str(each.pk), [])) for each in proposals],
        "suggested": suggested(room.session) if room.are_ideas_shown and seat is None else [],
        "fresh": uuid4(),
        "blank_note": BLANK_NOTE,
        "blank_column": Column(Proposal(pk=NOBODY, title="", place=0.0, version=0), []),
    }


@dataclass(frozen=True)
class Alike:
    """Notes that may mean one thing, by the words they share, and the key of the proposal they would become."""

    notes: Sequence[BoardNote]
    words: tuple[str, ...]
    key: UUID


def suggested(session: PlanningSession) -> list[Alike]:
    """Among the notes that lie loose, the most alike first. Nothing is gathered by itself."""
    loose = list(board.notes_of(session).filter(kind=BoardNote.Kind.IDEA, proposal=None)[:COMPARED])
    stems = [stems_of(each.text) for each in loose]
    taken: set[int] = set()
    found: list[Alike] = []
    pairs = sorted(
        (
            (-len(stems[one] & stems[two]) / len(stems[one] | stems[two]), one, two)
            for one in range(len(loose))
            for two in range(one + 1, len(loose))
            if len(stems[one] & stems[two]) >= SHARED
        ),
    )
    for likeness, one, two in pairs:
        if -likeness < ALIKE or one in taken or two in taken:
            continue
        shared = stems[one] & stems[two]
        group = [at for at in range(len(loose)) if at not in taken and shared <= stems[at]]
        taken.update(group)
        words = tuple(sorted(_word_for(stem, loose[one].text) for stem in shared))
        found.append(Alike([loose[at] for at in group], words, uuid4()))
    return found[:OFFERED]


def _word_for(stem: str, text: str) -> str:
    return str(next(word for word in WORD.findall(text.casefold()) if word[:6] == stem))


def _order(room: Room, seat: Seat | None) -> dict[str, Any]:
    proposals = list(board.proposals_of(room.session))
    context: dict[str, Any] = {"proposals": proposals, "given": ordering.given(room.session), "least": ordering.LEAST}
    if room.is_revealed:
        read = ordering.read(room.session)
        by_key = {str(each.pk): each for each in proposals}
        context |= {
            "reading": read,
            "placed": [(each, by_key[each.item]) for each in read.placed],
            "winner": by_key.get(read.compared.winner or ""),
            "cycle": [by_key[each] for each in read.compared.cycle],
        }
    elif seat is not None:
        own = ordering.order_of(room.session, seat)
        first = [each for key in own for each in proposals if str(each.pk) == key]
        context |= {"few": ordering.are_few(room.session), "own": bool(own)}
        context |= {"ballot": [*first, *(each for each in proposals if each not in first)]}
    return context


def _size(room: Room, seat: Seat | None) -> dict[str, Any]:
    session = room.session
    standing = poker.round_of(session)
    context: dict[str, Any] = {
        "proposals": list(board.proposals_of(session)),
        "deck": poker.deck_of(session),
        "sizes": poker.DECKS[PlanningSession.Deck(session.deck)],
        "round": standing,
    }
    if standing is not None:
        laid = Estimate.objects.filter(round=standing)
        context |= {
            "chosen": laid.count(),
            "turned": poker.turned(standing) if standing.revealed_at else None,
            "mine": laid.filter(seat=seat).values_list("value", flat=True).first() if seat else None,
            "earlier": _earlier(standing),
        }
    return context


def _earlier(standing: PokerRound) -> list[tuple[PokerRound, poker.Turned]]:
    """Rounds on the same proposal that were turned before this one."""
    rows = PokerRound.objects.filter(proposal=standing.proposal_id, number__lt=standing.number)
    return [(each, poker.turned(each)) for each in rows.exclude(revealed_at=None).select_related("session")]


def _commit(room: Room, seat: Seat | None) -> dict[str, Any]:
    proposals = list(board.proposals_of(room.session).select_related("goal", "owner"))
    return {"proposals": proposals, "room_for": closing.room_for(room.session, proposals)}


def _close(room: Room, seat: Seat | None) -> dict[str, Any]:
    own = closing.vote_of(room.session, seat) if seat else None
    sure = closing.sureness(room.session)
    return {
        **_commit(room, seat),
        "own": own,
        "least": ordering.LEAST,
        "few": seat is not None and not room.is_revealed and ordering.are_few(room.session),
        "votes": sure.votes,
        "sure": sure if room.is_revealed else None,
        "scale": closing.SURE,
    }


_WORK = {
    "goals": _goals,
    "questions": _questions,
    "ideas": _ideas,
    "order": _order,
    "size": _size,
    "commit": _commit,
    "close": _close,
}


def summary(session: PlanningSession) -> dict[str, Any]:
    """What an ended session came to."""
    proposals = list(board.proposals_of(session).select_related("goal", "owner"))
    return {
        "kept": [each for each in proposals if each.decision == Proposal.Decision.IN],
        "left_out": [each for each in proposals if each.decision == Proposal.Decision.OUT],
        "room_for": closing.room_for(session, proposals),
        "sure": closing.sureness(session),
        "scale": closing.SURE,
    }


def known_people(session: PlanningSession) -> StakeholderQuerySet:
    """Whom the team may recognise at the table: those without a seat."""
    seated = Seat.objects.filter(session=session, stakeholder__isnull=False).values("stakeholder")
    return Stakeholder.objects.filter(workspace=session.workspace_id).exclude(pk__in=seated).order_by("name", "pk")


def owners_without_seat(session: PlanningSession) -> list[Stakeholder]:
    """Who owns a goal of the period that is planned, and was not invited yet."""
    goals = [each.pk for each in goals_of(session)]
    return list(known_people(session).filter(pk__in=GoalOwner.objects.filter(goal__in=goals).values("stakeholder")))


def orders_by_segment(room: Room) -> dict[str, Any]:
    """For the team alone. Nothing before the orders are shown."""
    if Stage.Kind.ORDER not in stages.revealed(room.stages):
        return {"reading": None}
    read = ordering.read(room.session)
    titles = {str(each.pk): each.title for each in board.proposals_of(room.session)}
    return {
        "reading": read,
        "titles": titles,
        "segments": [(Segment(segment), [titles[each] for each in order]) for segment, order in read.segments.items()],
        "parted": [
            (titles[each.item], Segment(each.wanted_by), Segment(each.not_by), each.gap) for each in read.parted[:5]
        ],
        "least": ordering.LEAST,
    }
