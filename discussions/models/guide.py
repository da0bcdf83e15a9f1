"""Guides: one core with a variant per segment, and prompts whose wording may differ by segment."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from accounts.owned import Owned, within
from accounts.tracking import audited
from accounts.written import MARK_WRITTEN
from discussions.models.segments import SEGMENTS
from stakeholders.models import Segment
from web.words import in_short


class GuideQuerySet(models.QuerySet["Guide"]):
    def in_use(self) -> GuideQuerySet:
        return self.filter(archived_at=None)


@audited()
class Guide(Owned):
    """What a discussion may be held by. Its words are in its versions; the newest one is the guide as it stands."""

    name = models.CharField(max_length=200)
    # Which of the built-in guides it was taken from, if any.
    taken_from = models.CharField(max_length=40, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)

    called_by = "name"
    objects = GuideQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["workspace", "name"], name="guide_by_name")]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="guide_has_a_name")]

    def __str__(self) -> str:
        return self.name


@audited(exclude=("revision", "updated_at"))
class GuideVersion(Owned):
    """The core of a guide. Frozen by the first discussion that opens with it: editing then makes the next version."""

    guide = within(Guide, related_name="versions")
    number = models.PositiveIntegerField()
    problem = models.TextField(blank=True, verbose_name="shared problem, in one sentence")
    outcome = models.TextField(blank=True, verbose_name="business outcome it leads to")
    minutes = models.PositiveSmallIntegerField(default=5, verbose_name="minutes promised")
    frozen_at = models.DateTimeField(null=True, blank=True)
    # Optimistic lock of the editor.
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        triggers = MARK_WRITTEN
        constraints = [
            models.UniqueConstraint(fields=["guide", "number"], name="guide_version_numbered_once"),
            models.CheckConstraint(condition=models.Q(minutes__range=(1, 120)), name="guide_minutes_within_120"),
        ]

    def __str__(self) -> str:
        return f"{self.guide_id}, version {self.number}"

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None


@audited()
class Variant(Owned):
    """How one segment is greeted and thanked. `unknown` is for whoever has no segment yet."""

    version = within(GuideVersion, related_name="variants")
    segment = models.CharField(max_length=16, choices=Segment.choices)
    opening = models.TextField(blank=True)
    close = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        triggers = MARK_WRITTEN
        constraints = [
            models.UniqueConstraint(fields=["version", "segment"], name="one_variant_a_segment"),
            models.CheckConstraint(condition=models.Q(segment__in=SEGMENTS), name="variant_segment_known"),
        ]

    def __str__(self) -> str:
        return str(self.get_segment_display())


@audited()
class Prompt(Owned):
    """One question or task of a guide, the same for everybody it is asked of, in words that may differ by segment."""

    class Purpose(models.TextChoices):
        SUCCESS = "success", "Success"
        CHALLENGE = "challenge", "Challenge"
        PAST = "past", "Past experience"
        MOTIVATION = "motivation", "Motivation"
        ROADBLOCK = "roadblock", "Roadblock"
        SHIFT = "shift", "Shift"
        IDEA = "idea", "Idea"
        COMMITMENT = "commitment", "Commitment"

    class Kind(models.TextChoices):
        TEXT = "text", "Open text"
        SCALE = "scale", "Scale 0-10"
        CHOICE = "choice", "Choice"
        ORDER = "order", "Put in order"
        IDEAS = "ideas", "Others' ideas"
        COMMITMENT = "commitment", "Commitment"

    class Mode(models.TextChoices):
        ATTRIBUTED = "attributed", "With your name"
        CONFIDENTIAL = "confidential", "Your name for the facilitator only"
        ANONYMOUS = "anonymous", "Without your name"

    version = within(GuideVersion, related_name="prompts")
    place = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    mode = models.CharField(max_length=12, choices=Mode.choices)
    text = models.TextField()
    help = models.TextField(blank=True)
    required = models.BooleanField(default=False)
    # Of a choice, or of what is put in order.
    options = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    many = models.BooleanField(default=False, verbose_name="more than one may be chosen")
    # Ends of a scale.
    low = models.CharField(max_length=80, blank=True)
    high = models.CharField(max_length=80, blank=True)
    # A scale asked once more after others' ideas were seen: what moved between is a shift.
    asked_again = models.BooleanField(default=False)
    # Whom it is asked of; empty means everybody.
    asked_of = ArrayField(models.CharField(max_length=16, choices=Segment.choices), default=list, blank=True)

    class Meta:
        ordering = ["place"]
        triggers = MARK_WRITTEN
        constraints = [
            models.UniqueConstraint(
                fields=["version", "place"], name="prompt_place_taken_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="prompt_asks_something"),
            models.CheckConstraint(
                condition=models.Q(
                    purpose__in=[
                        "success",
                        "challenge",
                        "past",
                        "motivation",
                        "roadblock",
                        "shift",
                        "idea",
                        "commitment",
                    ]
                ),
                name="prompt_purpose_known",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["text", "scale", "choice", "order", "ideas", "commitment"]),
                name="prompt_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(mode__in=["attributed", "confidential", "anonymous"]), name="prompt_mode_known"
            ),
            # Nobody can be reminded of what nobody promised.
            models.CheckConstraint(
                condition=~models.Q(kind="commitment", mode="anonymous"), name="commitment_is_somebodys"
            ),
            models.CheckConstraint(
                condition=models.Q(asked_again=False) | models.Q(kind="scale"), name="only_a_scale_is_asked_again"
            ),
        ]

    def __str__(self) -> str:
        return in_short(self.text)

    @property
    def gives_ideas(self) -> bool:
        """Whether what is written here is an idea that others may see, vote on and build on."""
        return self.kind == self.Kind.TEXT and self.purpose == self.Purpose.IDEA


@audited()
class Wording(Owned):
    """A prompt in the words of one segment's variant; without one the prompt's own text stands."""

    prompt = within(Prompt, related_name="wordings")
    segment = models.CharField(max_length=16, choices=Segment.choices)
    text = models.TextField()

    class Meta:
        ordering = ["pk"]
        triggers = MARK_WRITTEN
        constraints = [
            models.UniqueConstraint(fields=["prompt", "segment"], name="prompt_worded_once_a_segment"),
            models.CheckConstraint(condition=models.Q(segment__in=SEGMENTS), name="wording_segment_known"),
            models.CheckConstraint(condition=~models.Q(text=""), name="wording_says_something"),
        ]

    def __str__(self) -> str:
        return in_short(self.text)
