"""How a session ends: how sure everybody is, what was decided, and a page of it to all who sat at the table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Final

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction

from planning.models import Confidence, PlanningSession, PokerRound, Proposal, Seat, SessionStage
from planning.sessions import board, seats
from planning.sessions.poker import days_in_words, days_of, size_in_words
from web.live import publish

SURE: Final = {1: "No", 2: "Hardly", 3: "Perhaps", 4: "Quite", 5: "Yes"}
# At three and below somebody sees what stands in the way.
DOUBTS: Final = 3
LONGEST: Final = 1_000


@dataclass(frozen=True)
class Room:
    """What fits: the days the proposals that are in would take, against the days there are. `unsized` ones have no
    number of days, and T-shirts say none."""

    days: int | None
    taken: Fraction
    unsized: int

    @property
    def left(self) -> Fraction | None:
        return None if self.days is None else self.days - self.taken

    @property
    def is_over(self) -> bool:
        return self.left is not None and self.left < 0

    @property
    def taken_says(self) -> str:
        return in_days(self.taken)

    @property
    def left_says(self) -> str:
        return "" if self.left is None else in_days(self.left)


@dataclass(frozen=True)
class Sureness:
    """`counts` of votes by value from 1 to 5; the middle vote and not the average."""

    counts: tuple[int, ...]
    middle: float | None
    doubts: tuple[str, ...]

    @property
    def votes(self) -> int:
        return sum(self.counts)

    @property
    def bars(self) -> list[tuple[str, int]]:
        """From the surest down."""
        return [(f"{value} · {word}", self.counts[value - 1]) for value, word in reversed(SURE.items())]


def in_days(number: Fraction) -> str:
    """A card says halves of a day and no less."""
    return f"{float(number):g}"


@dataclass(frozen=True)
class Kept:
    number: int
    title: str
    facts: tuple[str, ...]


def room_for(session: PlanningSession, proposals: Sequence[Proposal]) -> Room:
    kept = [each for each in proposals if each.decision == Proposal.Decision.IN]
    sizes = [days_of(each.size) for each in kept]
    known = [each for each in sizes if each is not None]
    return Room(session.days, sum(known, Fraction(0)), len(sizes) - len(known))


def vote(session: PlanningSession, seat: Seat, *, value: int, why: str = "") -> Confidence:
    """How sure one is; the last vote counts until all are shown. Raises ValidationError."""
    why = why.strip()
    if seat.is_observer:
        raise ValidationError("You look on in this session: those who plan say how sure they are.")
    if value not in SURE:
        raise ValidationError({"value": "Choose a number from 1 to 5."})
    if len(why) > LONGEST:
        raise ValidationError({"why": f"This may be {LONGEST:,} characters long at most; it is {len(why):,}."})
    with board.held(session):
        if SessionStage.objects.filter(session=session, kind="close", revealed_at__isnull=False).exists():
            raise ValidationError("The votes are shown: they stand as they are.")
        given, _is_new = Confidence.objects.update_or_create(
            session=session, seat=seat, defaults={"workspace_id": session.workspace_id, "value": value, "why": why}
        )
    publish(session.channel, "votes")
    return given


def vote_of(session: PlanningSession, seat: Seat) -> Confidence | None:
    return Confidence.objects.filter(session=session, seat=seat).first()


def sureness(session: PlanningSession) -> Sureness:
    """Of those at the table; what it says is for everybody once the votes are shown."""
    given = list(
        Confidence.objects.counted().filter(session=session).order_by("value", "pk").values_list("value", "why")
    )
    values = [value for value, _why in given]
    return Sureness(
        tuple(values.count(each) for each in SURE),
        float(median(values)) if values else None,
        tuple(why for value, why in given if why and value <= DOUBTS),
    )


def end(session: PlanningSession, *, outcome: str, now: dt.datetime) -> bool:
    """Nothing changes any more, and everybody is written what was decided. What has no decision yet is left out, with
    that as its reason. False when somebody has ended it already."""
    outcome = outcome.strip()
    with transaction.atomic(), pghistory.context(why="The session ended"):
        stands = PlanningSession.objects.select_for_update().get(pk=session.pk)
        if stands.closed_at is not None:
            return False
        if stands.current_place is None:
            raise ValidationError("This session has not begun yet.")
        undecided = Proposal.objects.filter(session=stands, gone_at=None, decision="")
        undecided.update(decision=Proposal.Decision.OUT, why="The session ended before it was decided on.")
        SessionStage.objects.filter(session=stands, kind__in=["ideas", "order", "close"], revealed_at=None).exclude(
            started_at=None
        ).update(revealed_at=now)
        PokerRound.objects.filter(session=stands, ended_at=None).update(ended_at=now)
        stands.closed_at, stands.current_place, stands.outcome = now, None, outcome
        stands.version += 1
        stands.save(update_fields=["closed_at", "current_place", "outcome", "version"])
        proposals = list(board.proposals_of(stands).select_related("goal", "owner"))
        seats.write_all(
            stands,
            "session_ended",
            about="ended",
            kept=kept(proposals),
            left=[each for each in proposals if each.decision == Proposal.Decision.OUT],
            days=room_in_words(room_for(stands, proposals)),
            sureness=sureness_in_words(sureness(stands)),
        )
    publish(session.channel, "stage")
    return True


def kept(proposals: Sequence[Proposal]) -> tuple[Kept, ...]:
    """What is in, in the order the room settled on, each with its goal, its size and its owner."""
    found = (each for each in proposals if each.decision == Proposal.Decision.IN)
    return tuple(Kept(number, each.title, facts_of(each)) for number, each in enumerate(found, 1))


def facts_of(proposal: Proposal) -> tuple[str, ...]:
    return (
        f"Goal: {proposal.goal.statement}" if proposal.goal else "No goal",
        f"Size: {size_in_words(proposal.size)}" if proposal.size else "Not sized",
        f"Owner: {proposal.owner}" if proposal.owner else "Nobody owns it yet",
    )


def room_in_words(room: Room) -> str:
    """What is in against the days there are; "" where neither says anything."""
    unsized = {0: "", 1: " One of them is not sized in days."}.get(
        room.unsized, f" {room.unsized} of them are not sized in days."
    )
    if room.days is None:
        return f"What is in takes {days_in_words(room.taken)}.{unsized}" if room.taken else ""
    there = f"{days_in_words(Fraction(room.days))} there {'is' if room.days == 1 else 'are'}"
    said = f"What is in takes {days_in_words(room.taken)} of the {there}."
    if room.left is not None and room.left < 0:
        said = f"{said[:-1]}: {days_in_words(-room.left)} too many."
    return said + unsized


def sureness_in_words(sure: Sureness) -> str:
    """The middle vote, and how many see something in the way; "" without votes."""
    if sure.middle is None:
        return ""
    many = f"{sure.votes} votes" if sure.votes != 1 else "1 vote"
    low = sum(sure.counts[:2])
    doubting = {0: "Nobody", 1: "One"}.get(low, str(low))
    middle = f"{sure.middle:g}" if sure.middle % 1 else f"{sure.middle:g} ({SURE[int(sure.middle)]})"
    return f"Will we do it? The middle of {many} is {middle} out of 5. {doubting} said 1 or 2."
