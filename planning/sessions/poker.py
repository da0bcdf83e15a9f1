"""Planning poker: everybody lays down a card, all are turned at once, and the room agrees on one with its reason. What
lies face down leaves the database in no answer and no event but as “has chosen”."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone

from planning.models import Estimate, PlanningSession, PokerRound, Proposal, Seat
from planning.sessions import board
from web.live import publish
from web.meanwhile import EditedMeanwhile

# No card of a number: cannot say, and let us take a break.
UNSURE, BREAK = "?", "☕"
DECKS: Final = {
    PlanningSession.Deck.FIBONACCI: ("0", "½", "1", "2", "3", "5", "8", "13", "20", "40", "100"),
    PlanningSession.Deck.SHIRTS: ("XS", "S", "M", "L", "XL"),
}
LOCKED: Final = "The cards have been turned. Another round takes new ones."


@dataclass(frozen=True)
class Turned:
    """A revealed round: who laid which card, in the order of the deck; who is out at both ends is asked why."""

    cards: tuple[tuple[str, tuple[str, ...]], ...]
    lowest: tuple[str, ...]
    highest: tuple[str, ...]
    is_agreed: bool


def deck_of(session: PlanningSession) -> tuple[str, ...]:
    return (*DECKS[PlanningSession.Deck(session.deck)], UNSURE, BREAK)


def days_of(size: str) -> Fraction | None:
    """How many days a card says; None of what is no number."""
    if size == "½":
        return Fraction(1, 2)
    return Fraction(size) if size.isdecimal() else None


def size_in_words(size: str) -> str:
    """ "5 days", "½ day", "1 day"; of T-shirts their letter."""
    days = days_of(size)
    return size if days is None else days_in_words(days)


def days_in_words(days: Fraction) -> str:
    """Cards come in halves, and so do their sums."""
    whole, half = divmod(days, 1)
    number = f"{whole if whole or not half else ''}{'½' if half else ''}"
    return f"{number} day" if days in (1, Fraction(1, 2)) else f"{number} days"


def open_round(session: PlanningSession, proposal: uuid.UUID) -> PokerRound:
    """The next round on a proposal; what was laid before stays as it was. Raises ValidationError."""
    with board.held(session):
        found = board.proposals_of(session).filter(pk=proposal).first()
        if found is None:
            raise ValidationError("This proposal is not on the board any more.")
        standing = round_of(session)
        if standing is not None and standing.proposal_id == found.pk and standing.revealed_at is None:
            return standing
        _end(session)
        last = PokerRound.objects.filter(proposal=found).aggregate(last=Max("number"))["last"] or 0
        made = PokerRound.objects.create(
            workspace_id=session.workspace_id, session=session, proposal=found, number=last + 1
        )
    publish(session.channel, "poker")
    return made


def choose(session: PlanningSession, seat: Seat, *, at: int, value: str) -> Estimate:
    """Lay down a card, or another one instead, as long as none is turned. Raises ValidationError."""
    if seat.is_observer:
        raise ValidationError("You look on in this session: those who do the work size it.")
    if value not in deck_of(session):
        raise ValidationError("There is no such card in this deck.")
    with board.held(session):
        standing = _at_hand(session, at)
        if standing.revealed_at is not None:
            raise ValidationError(LOCKED)
        laid, _is_new = Estimate.objects.update_or_create(
            round=standing,
            seat=seat,
            defaults={"workspace_id": session.workspace_id, "value": value, "chosen_at": timezone.now()},
        )
    publish(session.channel, "chosen")
    return laid


def turn(session: PlanningSession, *, at: int) -> bool:
    """All cards at once. False when they are turned already, or the room is at another round."""
    with board.held(session):
        standing = round_of(session)
        if standing is None or standing.pk != at or standing.revealed_at is not None:
            return False
        if not Estimate.objects.filter(round=standing).exists():
            raise ValidationError("Nobody has laid down a card yet.")
        PokerRound.objects.filter(pk=standing.pk).update(revealed_at=timezone.now())
    publish(session.channel, "poker")
    return True


def agree(session: PlanningSession, *, at: int, value: str, why: str, expected_version: int) -> Proposal:
    """The size the room settles on, after its cards were turned. Raises EditedMeanwhile and ValidationError."""
    if value not in DECKS[PlanningSession.Deck(session.deck)]:
        raise ValidationError({"value": "Choose a card of the deck."})
    with board.held(session):
        standing = _at_hand(session, at)
        if standing.revealed_at is None:
            raise ValidationError("Turn the cards first: a size is agreed on by all who laid one.")
        sized = Proposal.objects.get(pk=standing.proposal_id)
        if sized.version != expected_version:
            raise EditedMeanwhile(sized)
        if not turned(standing).is_agreed and not why.strip():
            raise ValidationError({"why": "The cards differ. Say in a sentence why it is this one."})
        agreed = board.set_size(session, sized.pk, size=value, why=why.strip())
        _end(session)
    publish(session.channel, "poker")
    return agreed


def round_of(session: PlanningSession) -> PokerRound | None:
    """The round at hand."""
    return PokerRound.objects.filter(session=session, ended_at=None).select_related("proposal").first()


def turned(standing: PokerRound) -> Turned:
    """Only of a round whose cards are turned. Raises ValueError before."""
    if standing.revealed_at is None:
        raise ValueError("The cards of this round lie face down.")
    laid = list(Estimate.objects.filter(round=standing).order_by("seat__name", "pk").values_list("value", "seat__name"))
    order = deck_of(standing.session)
    counted = Counter(value for value, _name in laid)
    numbers = [card for card in order if counted[card] and card not in (UNSURE, BREAK)]
    names = {card: tuple(name for value, name in laid if value == card) for card in order if counted[card]}
    is_agreed = len(names) == 1 and len(numbers) == 1
    apart = len(numbers) > 1
    return Turned(
        tuple(names.items()),
        names[numbers[0]] if apart else (),
        names[numbers[-1]] if apart else (),
        is_agreed,
    )


def _at_hand(session: PlanningSession, at: int) -> PokerRound:
    """The round whoever pressed saw. Raises ValidationError where the room is at another one."""
    standing = round_of(session)
    if standing is None or standing.pk != at:
        raise ValidationError("The room is sizing something else by now.")
    return standing


def _end(session: PlanningSession) -> None:
    PokerRound.objects.filter(session=session, ended_at=None).update(ended_at=timezone.now())
