"""Planning sessions of an archive (planning.sessions.packing) on their way into a workspace. A session comes back as a
whole or not at all; one that was running is paused there, and its links stay where they were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from accounts.models import User
from planning.models import (
    Ballot,
    BoardMove,
    BoardNote,
    Confidence,
    Estimate,
    Goal,
    PlanningSession,
    PokerRound,
    Proposal,
    Request,
    Seat,
    SessionStage,
)
from planning.sessions import packing
from planning.sessions.closing import SURE
from planning.sessions.poker import DECKS, deck_of
from planning.sessions.stages import PLANS
from stakeholders.held_about import Restoring, at, day_of, moment_of, point

Made = TypeVar("Made", bound=models.Model)
Found = TypeVar("Found")
ORDER: Final[tuple[type[models.Model], ...]] = (
    PlanningSession, SessionStage, Seat, Proposal, BoardNote, BoardMove, Ballot, PokerRound, Estimate, Confidence,
)  # fmt: skip
# Of a session that nobody has touched since it came back, and of its board.
UNTOUCHED: Final = 1


def untouched() -> models.QuerySet[PlanningSession]:
    return PlanningSession.objects.filter(version=UNTOUCHED, revision=UNTOUCHED)


class Sessions:
    """The sessions of one archive; `goals` and `requests` by their places, None where one was refused."""

    def __init__(self, restoring: Restoring, goals: Sequence[Goal | None], requests: Sequence[Request | None]) -> None:
        self.to, self.goals, self.requests = restoring, goals, requests
        self.made: list[PlanningSession | None] = []
        self.rows: dict[type[models.Model], list[Any]] = {model: [] for model in ORDER}

    def take(self, row: Mapping[str, Any]) -> None:
        """Raises ValidationError, KeyError, TypeError, ValueError, AttributeError and IndexError."""
        self.made.append(None)
        one = _Session(self, row)
        for model, made in one.rows.items():
            self.rows[model] += made
        self.made[-1] = one.session

    def write(self) -> list[tuple[str, list[Any]]]:
        """Once people, goals and requests are stored; gives what an import notes."""
        for model in ORDER:
            for row in self.rows[model]:
                point(row)
            model._default_manager.bulk_create(self.rows[model])
        return [(str(model._meta.model_name), self.rows[model]) for model in (PlanningSession, Seat)]


class _Session:
    def __init__(self, to: Sessions, row: Mapping[str, Any]) -> None:
        self.to, self.workspace = to, to.to.workspace
        self.rows: dict[type[models.Model], list[Any]] = {model: [] for model in ORDER}
        self.seen: set[Hashable] = set()
        self.session = self._session(row)
        for each in row["stages"]:
            self._stage(each)
        self.seats = [self._seat(each) for each in row["seats"]]
        self.proposals = [self._proposal(each) for each in row["proposals"]]
        self.notes = [self._note(each) for each in row["notes"]]
        for each in row["moves"]:
            self._move(each)
        for places in row["ballots"]:
            order = [str(at(self.proposals, place).pk) for place in dict.fromkeys(places)]
            self._add(Ballot(workspace=self.workspace, session=self.session, order=order))
        for each in row["rounds"]:
            self._round(each)
        for value, why in row["votes"]:
            if value not in SURE:
                raise ValidationError("How sure somebody is goes from 1 to 5.")
            self._add(Confidence(workspace=self.workspace, session=self.session, value=value, why=why))

    def _session(self, row: Mapping[str, Any]) -> PlanningSession:
        follows = row["follows"]
        made = PlanningSession(
            workspace=self.workspace,
            starts_on=day_of(row["starts_on"]),
            ends_on=day_of(row["ends_on"]),
            facilitator=self._user(row["facilitator"]),
            follows=None if follows is None else at(self.to.made, follows),
            revision=UNTOUCHED,
            **_of(row, packing.SESSION),
            **_moments(row, packing.SESSION_MOMENTS),
        )
        if made.ends_on < made.starts_on:
            raise ValidationError("A period ends after it starts.")
        if made.current_place is not None and made.current_place not in range(len(PLANS)):
            raise ValidationError("There is no such stage.")
        is_running = made.current_place is not None
        if is_running != (made.begun_at is not None and made.closed_at is None):
            raise ValidationError("A session stands at a stage from its beginning to its end.")
        return self._add(made)

    def _stage(self, row: Mapping[str, Any]) -> None:
        made = SessionStage(
            workspace=self.workspace,
            session=self.session,
            **_of(row, packing.STAGE),
            **_moments(row, packing.STAGE_MOMENTS),
        )
        self._once("place", made.place)
        self._once("kind", made.kind)
        if made.place == self.session.current_place and made.ended_at is not None and made.paused_at is None:
            made.paused_at = min(made.ended_at, timezone.now())
        self._add(made)

    def _seat(self, row: Mapping[str, Any]) -> Seat:
        whose = row["stakeholder"]
        user = self._user(row["user"])
        made = Seat(
            workspace=self.workspace,
            session=self.session,
            stakeholder=None if whose is None else self.to.to.people[whose],
            user=user,
            **_of(row, packing.SEAT),
            **_moments(row, packing.SEAT_MOMENTS),
        )
        if whose is not None:
            self._once("stakeholder", whose)
        if user is not None:
            self._once("user", user.pk)
        return self._add(made)

    def _proposal(self, row: Mapping[str, Any]) -> Proposal:
        place = row["goal"]
        goal = None if place is None else at(self.to.goals, place)
        if place is not None and goal is None:
            raise ValidationError("A goal it belongs to is missing.")
        made = Proposal(
            workspace=self.workspace,
            session=self.session,
            goal=goal,
            owner=self._user(row["owner"]),
            revision=UNTOUCHED,
            **_of(row, packing.PROPOSAL),
            **_moments(row, ("gone_at",)),
        )
        if made.size and made.size not in DECKS[PlanningSession.Deck(self.session.deck)]:
            raise ValidationError("A size is no card of the deck.")
        if made.decision == Proposal.Decision.OUT and not made.why:
            raise ValidationError("What is left out is left out for a reason.")
        return self._add(made)

    def _note(self, row: Mapping[str, Any]) -> BoardNote:
        place = row["request"]
        request = None if place is None else at(self.to.requests, place)
        if place is not None:
            if request is None:
                raise ValidationError("A request that lies on its board is missing.")
            self._once("request", place)
        made = BoardNote(
            workspace=self.workspace,
            session=self.session,
            request=request,
            proposal=_at(self.proposals, row["proposal"]),
            written_at=self.session.begun_at or self.session.created_at,
            revision=UNTOUCHED,
            **_of(row, packing.NOTE),
        )
        return self._add(made)

    def _move(self, row: Mapping[str, Any]) -> None:
        if (row["note"] is None) == (row["proposal"] is None):
            raise ValidationError("A move is of one note or of one proposal.")
        made = BoardMove(
            workspace=self.workspace,
            session=self.session,
            note=_at(self.notes, row["note"]),
            proposal=_at(self.proposals, row["proposal"]),
            seat=_at(self.seats, row["seat"]),
            user=self._user(row["user"]),
            source=_at(self.proposals, row["source"]),
            target=_at(self.proposals, row["target"]),
            **_of(row, packing.MOVE),
            **_moments(row, packing.MOVE_MOMENTS),
        )
        self._add(made)

    def _round(self, row: Mapping[str, Any]) -> None:
        made = PokerRound(
            workspace=self.workspace,
            session=self.session,
            proposal=at(self.proposals, row["proposal"]),
            number=row["number"],
            **_moments(row, packing.ROUND_MOMENTS),
        )
        self._once("round", row["proposal"], made.number)
        if made.ended_at is None:
            self._once("round at hand")
        self._add(made)
        for seat, value, chosen_at in row["estimates"]:
            self._once("card", row["proposal"], made.number, seat)
            if value not in deck_of(self.session):
                raise ValidationError("There is no such card in the deck.")
            if made.revealed_at is None:
                raise ValidationError("Cards that lie face down are in no file.")
            laid = Estimate(
                workspace=self.workspace,
                round=made,
                seat=at(self.seats, seat),
                value=value,
                chosen_at=moment_of(chosen_at),
            )
            self._add(laid)

    def _add(self, row: Made) -> Made:
        row.clean_fields(exclude=[field.name for field in row._meta.fields if field.is_relation])
        self.rows[type(row)].append(row)
        return row

    def _once(self, *key: Hashable) -> None:
        if key in self.seen:
            raise ValidationError("Something stands in it twice.")
        self.seen.add(key)

    def _user(self, email: Any) -> User | None:
        return self.to.to.users.get(email or "")


def _of(row: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: row[name] for name in names}


def _moments(row: Mapping[str, Any], names: Iterable[str]) -> dict[str, dt.datetime | None]:
    return {name: moment_of(row[name]) if row[name] else None for name in names}


def _at(rows: Sequence[Found], place: int | None) -> Found | None:
    return None if place is None else at(rows, place)
