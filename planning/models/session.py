"""Quarterly planning sessions: who sits at the table, what stands on the board, how it was ordered, sized and decided.

A note or a proposal is never deleted while its session lives: it is `gone_at` and can come back."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import User
from accounts.owned import Owned, within
from accounts.tracking import audited
from accounts.written import MARK_WRITTEN
from planning.models.goal import Goal
from planning.models.request import Request
from planning.periods import period_name
from stakeholders.models import Stakeholder


def of_the_team() -> models.ForeignKey[User | None, User | None]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )


class PlanningSessionQuerySet(models.QuerySet["PlanningSession"]):
    def closed(self) -> PlanningSessionQuerySet:
        return self.filter(closed_at__isnull=False)


@audited(exclude=("version", "revision"))
class PlanningSession(Owned):
    """Stakeholders and marketing plan one period together, stage by stage."""

    class Held(models.TextChoices):
        ROOM = "room", "In one room, or one call"
        DAYS = "days", "Over days"

    class Deck(models.TextChoices):
        FIBONACCI = "fibonacci", "Days: 0 ½ 1 2 3 5 8 13 20 40 100"
        SHIRTS = "shirts", "T-shirts: XS S M L XL"

    called_by = "title"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    # The period that is planned.
    starts_on = models.DateField()
    ends_on = models.DateField()
    held = models.CharField(max_length=4, choices=Held.choices, default=Held.ROOM)
    deck = models.CharField(max_length=9, choices=Deck.choices, default=Deck.FIBONACCI)
    # Days of work the team has in the period, as far as somebody said.
    days = models.PositiveSmallIntegerField(null=True, blank=True, verbose_name="days of work there are")
    facilitator = of_the_team()
    # The session before it, whose promises it opens with.
    follows = within("planning.PlanningSession", goes_with=False, null=True, blank=True)
    # Where it stands; null before it begins and after it ends.
    current_place = models.PositiveSmallIntegerField(null=True, blank=True)
    # Counts up with every change of the board.
    revision = models.PositiveIntegerField(default=0)
    # When everybody is asked to come; what stands in their letters.
    planned_at = models.DateTimeField(null=True, blank=True)
    where = models.CharField(max_length=300, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # What was decided, in a sentence or two, told to everybody.
    outcome = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PlanningSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-created_at", "pk"]
        triggers = MARK_WRITTEN
        indexes = [models.Index(fields=["workspace", "-starts_on"], name="planning_session_recent")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="planning_session_has_a_title"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="planning_session_ends_after_start"
            ),
            models.CheckConstraint(condition=models.Q(held__in=["room", "days"]), name="planning_session_held_known"),
            models.CheckConstraint(
                condition=models.Q(deck__in=["fibonacci", "shirts"]), name="planning_session_deck_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> str:
        return period_name(self.starts_on, self.ends_on)

    @property
    def channel(self) -> str:
        """Where its screens listen; an event names what changed, never a value."""
        return f"planning:{self.pk}"


class SessionStage(Owned):
    """One of the stages of a session: in a room it has minutes, over days it has days."""

    class Kind(models.TextChoices):
        GOALS = "goals", "Goals"
        QUESTIONS = "questions", "Questions and answers"
        IDEAS = "ideas", "Ideas"
        ORDER = "order", "Order"
        SIZE = "size", "Size"
        COMMIT = "commit", "Commit"
        CLOSE = "close", "Close"

    session = within(PlanningSession, related_name="stages")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=9, choices=Kind.choices)
    minutes = models.PositiveSmallIntegerField(default=10)
    started_at = models.DateTimeField(null=True, blank=True)
    # When its time is up, moved by more time and by pauses; or when it was left, if that came first.
    ended_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    # From when on everybody sees what was written, ordered or voted in it.
    revealed_at = models.DateTimeField(null=True, blank=True)
    # Over days: when everybody was written that it began.
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["place"]
        triggers = MARK_WRITTEN
        constraints = [
            models.UniqueConstraint(fields=["session", "place"], name="session_stage_place_taken_once"),
            models.UniqueConstraint(fields=["session", "kind"], name="session_stage_once_a_kind"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["goals", "questions", "ideas", "order", "size", "commit", "close"]),
                name="session_stage_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class SeatQuerySet(models.QuerySet["Seat"]):
    def taken(self) -> SeatQuerySet:
        return self.filter(gone_at=None)


@audited()
class Seat(Owned):
    """Somebody at the table of one session. Their personal link (`accounts.PersonalLink`) opens it by its id."""

    called_by = "name"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = within(PlanningSession, related_name="seats")
    name = models.CharField(max_length=300)
    stakeholder = within(Stakeholder, null=True, blank=True)
    # One of the team who sits down as well.
    user = of_the_team()
    # Looks on: neither orders nor estimates.
    is_observer = models.BooleanField(default=False)
    invited_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        triggers = MARK_WRITTEN
        constraints = [
            models.UniqueConstraint(fields=["session", "stakeholder"], name="seat_once_a_stakeholder"),
            models.UniqueConstraint(fields=["session", "user"], name="seat_once_a_user"),
            models.CheckConstraint(condition=~models.Q(name=""), name="seat_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Proposal(Owned):
    """What the room orders, sizes and decides on: notes that mean one thing, under one title."""

    class Decision(models.TextChoices):
        IN = "in", "In"
        OUT = "out", "Not in"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = within(PlanningSession, related_name="proposals")
    title = models.CharField(max_length=200)
    # Between its neighbours on the board, and in the order the room settles.
    place = models.FloatField()
    goal = within(Goal, goes_with=False, null=True, blank=True)
    # A value of the session's deck, as the room agreed on it, and why.
    size = models.CharField(max_length=4, blank=True)
    size_why = models.TextField(blank=True)
    owner = of_the_team()
    decision = models.CharField(max_length=3, choices=Decision.choices, blank=True)
    why = models.TextField(blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)
    # The session's revision when it changed last, and how often it has.
    revision = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["place", "pk"]
        triggers = MARK_WRITTEN
        indexes = [models.Index(fields=["session", "revision"], name="proposal_changed_since")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="proposal_has_a_title"),
            models.CheckConstraint(condition=models.Q(decision__in=["", "in", "out"]), name="proposal_decision_known"),
            models.CheckConstraint(
                condition=~models.Q(decision="out") | ~models.Q(why=""), name="proposal_left_out_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class BoardNote(Owned):
    """A note on the board. Its key comes from the screen that wrote it, so that the same note sent twice is one."""

    class Kind(models.TextChoices):
        QUESTION = "question", "Question"
        IDEA = "idea", "Idea"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = within(PlanningSession, related_name="notes")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.IDEA)
    text = models.CharField(max_length=500)
    answer = models.TextField(blank=True)
    # Whoever wrote it; nobody where it was carried here.
    seat = within(Seat, null=True, blank=True)
    # The request it stands for, deferred to this planning.
    request = within(Request, null=True, blank=True)
    proposal = within(Proposal, null=True, blank=True, related_name="notes")
    place = models.FloatField()
    written_at = models.DateTimeField(default=timezone.now)
    gone_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["place", "pk"]
        triggers = MARK_WRITTEN
        indexes = [models.Index(fields=["session", "revision"], name="board_note_changed_since")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="board_note_says_something"),
            models.CheckConstraint(condition=models.Q(kind__in=["question", "idea"]), name="board_note_kind_known"),
            models.UniqueConstraint(fields=["session", "request"], name="board_note_once_a_request"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class BoardMove(Owned):
    """A note or a proposal was moved. Kept, so that a move sent twice is done once, and undone by whoever did it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = within(PlanningSession, related_name="moves")
    note = within(BoardNote, null=True, blank=True)
    # The proposal that was moved in the order.
    proposal = within(Proposal, null=True, blank=True)
    seat = within(Seat, null=True, blank=True)
    user = of_the_team()
    # Of a note: from under which proposal, and to under which. Null: loose.
    source = within(Proposal, null=True, blank=True)
    target = within(Proposal, null=True, blank=True)
    source_place = models.FloatField()
    target_place = models.FloatField()
    undone_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["session", "at"], name="board_move_recent")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(note__isnull=True) ^ models.Q(proposal__isnull=True),
                name="board_move_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.note_id or self.proposal_id} to {self.target_place}"


class GivenQuerySet(models.QuerySet[Any]):
    def counted(self) -> GivenQuerySet:
        """Of those who sit at the table and take part, and of those nobody knows any more whose they were."""
        return self.filter(seat__gone_at=None).exclude(seat__is_observer=True)


class Ballot(Owned):
    """The order in which one seat would put the proposals, best first. Nobody sees whose it is."""

    session = within(PlanningSession, related_name="ballots")
    # Null where it came back from an archive, which does not say whose it was.
    seat = within(Seat, null=True, blank=True)
    # Ids of proposals.
    order = models.JSONField(default=list)
    given_at = models.DateTimeField(default=timezone.now)

    objects = GivenQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        triggers = MARK_WRITTEN
        constraints = [models.UniqueConstraint(fields=["session", "seat"], name="ballot_once_a_seat")]

    def __str__(self) -> str:
        return f"Order of {self.seat_id}"


class PokerRound(Owned):
    """A round of planning poker on one proposal. Values are hidden until it is revealed, and stand from then on."""

    session = within(PlanningSession, related_name="rounds")
    proposal = within(Proposal, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField(default=timezone.now)
    revealed_at = models.DateTimeField(null=True, blank=True)
    # When another round, another proposal or an agreed value ended it.
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["opened_at", "pk"]
        triggers = MARK_WRITTEN
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="poker_round_number_once"),
            models.UniqueConstraint(
                fields=["session"], condition=models.Q(ended_at=None), name="poker_round_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Round {self.number}"


class Estimate(Owned):
    """The card one seat laid down in a round."""

    round = within(PokerRound, related_name="estimates")
    seat = within(Seat)
    value = models.CharField(max_length=4)
    chosen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        triggers = MARK_WRITTEN
        constraints = [
            models.UniqueConstraint(fields=["round", "seat"], name="estimate_once_a_seat"),
            models.CheckConstraint(condition=~models.Q(value=""), name="estimate_is_a_card"),
        ]

    def __str__(self) -> str:
        return f"Card of {self.seat_id}"


class Confidence(Owned):
    """How sure one seat is that the plan will be done, from 1 to 5, and what would make them surer."""

    session = within(PlanningSession, related_name="confidences")
    # Null as in a ballot.
    seat = within(Seat, null=True, blank=True)
    value = models.PositiveSmallIntegerField()
    why = models.TextField(blank=True)
    given_at = models.DateTimeField(default=timezone.now)

    objects = GivenQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        triggers = MARK_WRITTEN
        verbose_name = "vote of confidence"
        verbose_name_plural = "votes of confidence"
        constraints = [
            models.UniqueConstraint(fields=["session", "seat"], name="confidence_once_a_seat"),
            models.CheckConstraint(condition=models.Q(value__range=(1, 5)), name="confidence_on_scale"),
        ]

    def __str__(self) -> str:
        return f"Confidence of {self.seat_id}"
