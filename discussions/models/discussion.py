"""Discussions: a guide held with people about a goal, over days or live in a room."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from accounts.owned import Owned, within
from accounts.tracking import audited
from accounts.written import MARK_WRITTEN
from discussions.models.guide import GuideVersion, Prompt
from planning.models import Goal, Request


def three_days_and_one() -> list[int]:
    return [3, 1]


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    def open(self, at: dt.datetime) -> DiscussionQuerySet:
        return self.filter(opens_at__lte=at, closed_at=None).filter(
            models.Q(closes_at=None) | models.Q(closes_at__gt=at)
        )

    def opened(self, at: dt.datetime) -> DiscussionQuerySet:
        """Open, or over."""
        return self.filter(opens_at__lte=at)

    def draft(self) -> DiscussionQuerySet:
        return self.filter(opens_at=None)


@audited(exclude=("current_place", "revision", "updated_at"))
class Discussion(Owned):
    """Without a moment of opening it is a draft. It is over at its moment of closing, or when somebody closes it."""

    class Held(models.TextChoices):
        ASYNC = "async", "Over days, by personal link"
        LIVE = "live", "Live, in a room"

    class Sees(models.TextChoices):
        NOTHING = "nothing", "Nothing of each other"
        IDEAS = "ideas", "Each other's ideas"
        ANSWERS = "answers", "Each other's ideas and answers"

    class Reveal(models.TextChoices):
        AFTER_OWN = "after_own", "As soon as they have answered themselves"
        BY_FACILITATOR = "by_facilitator", "When the facilitator reveals them"
        AT_CLOSE = "at_close", "When the discussion has closed"

    title = models.CharField(max_length=200)
    version = within(GuideVersion, goes_with=False, related_name="discussions")
    goal = within(Goal, goes_with=False, null=True, blank=True)
    # What somebody brought to marketing that is shaped together here.
    request = within(Request, on_delete=models.SET_NULL, null=True, blank=True)
    facilitator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    held = models.CharField(max_length=5, choices=Held.choices, default=Held.ASYNC)
    sees = models.CharField(max_length=8, choices=Sees.choices, default=Sees.IDEAS)
    reveal = models.CharField(max_length=14, choices=Reveal.choices, default=Reveal.AFTER_OWN)
    opens_at = models.DateTimeField(null=True, blank=True)
    # When people were told it would begin, where a room was begun sooner.
    told_opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Live: the room, or the address of the call.
    where = models.CharField(max_length=300, blank=True)
    # So many days before it closes the silent ones are reminded.
    remind_before = ArrayField(models.PositiveSmallIntegerField(), default=three_days_and_one, blank=True)
    # Live: the step at which the room stands.
    current_place = models.PositiveSmallIntegerField(null=True, blank=True)
    # What was decided, told to everybody who took part.
    outcome = models.TextField(blank=True)
    outcome_told_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    called_by = "title"
    objects = DiscussionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        triggers = MARK_WRITTEN
        indexes = [
            models.Index(fields=["workspace", "-created_at", "-id"], name="discussion_recent"),
            models.Index(
                fields=["workspace", "request"],
                name="discussion_of_request",
                condition=models.Q(request__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="discussion_has_a_title"),
            models.CheckConstraint(
                condition=models.Q(closes_at=None)
                | models.Q(opens_at=None)
                | models.Q(closes_at__gt=models.F("opens_at")),
                name="discussion_closes_after_opening",
            ),
            models.CheckConstraint(condition=models.Q(held__in=["async", "live"]), name="discussion_held_known"),
            models.CheckConstraint(
                condition=models.Q(sees__in=["nothing", "ideas", "answers"]), name="discussion_sees_known"
            ),
            models.CheckConstraint(
                condition=models.Q(reveal__in=["after_own", "by_facilitator", "at_close"]),
                name="discussion_reveal_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_open(self, at: dt.datetime) -> bool:
        return self.opens_at is not None and self.opens_at <= at and not self.is_over(at)

    def is_over(self, at: dt.datetime) -> bool:
        return self.closed_at is not None or (self.closes_at is not None and self.closes_at <= at)

    @property
    def as_source(self) -> str:
        """What follows words of it that stand elsewhere; by it they are known to stand there already."""
        return f"\n(Said in the discussion “{self.title}”)"

    @property
    def channel(self) -> str:
        """Where its screens listen for changes; an event names what changed, never a value."""
        return f"discussion:{self.pk}"


class Step(Owned):
    """A place in the order of a discussion: a prompt, or in a room also a stage of a format. Over days all are open
    at once; in a room the facilitator starts one after the other."""

    class Setting(models.TextChoices):
        ALL = "all", "Everybody together"
        ALONE = "alone", "Alone, in silence"
        PAIRS = "pairs", "In pairs"
        FOURS = "fours", "In fours"

    discussion = within(Discussion, related_name="steps")
    place = models.PositiveSmallIntegerField()
    # A draft's step goes with a prompt that is taken out of the guide; once it has opened, none is.
    prompt = within(Prompt, null=True, blank=True)
    title = models.CharField(max_length=200, blank=True)
    says = models.TextField(blank=True, verbose_name="what everybody is asked to do")
    setting = models.CharField(max_length=5, choices=Setting.choices, default=Setting.ALL)
    minutes = models.PositiveSmallIntegerField(default=5)
    started_at = models.DateTimeField(null=True, blank=True)
    # When its time is up, moved by more time and by pauses; or when it was left, if that came first.
    ended_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    # From when on participants see what others answered here.
    revealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["place"]
        triggers = MARK_WRITTEN
        constraints = [
            models.UniqueConstraint(
                fields=["discussion", "place"], name="step_place_taken_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=models.Q(setting__in=["all", "alone", "pairs", "fours"]), name="step_setting_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(title="") | models.Q(prompt__isnull=False), name="step_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"Step {self.place}"
