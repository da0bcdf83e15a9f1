"""Journeys towards a conversion: the file that brings them, the set that is stored of it, and what its rules found."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import Workspace
from impact.models.observation import HIGHEST


class JourneyFile(models.Model):
    """A file of journeys. What stood in it is kept until it is stored or forgotten, and not longer."""

    class State(models.TextChoices):
        READING = "reading", "Reading"
        PREVIEWED = "previewed", "Ready to check"
        STORING = "storing", "Storing"
        STORED = "stored", "Stored"
        FAILED = "failed", "Failed"
        DISCARDED = "discarded", "Forgotten"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=255)
    format = models.CharField(max_length=20, blank=True)
    content = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    # What its columns mean, and what was typed about the journeys so far.
    choices = models.JSONField(default=dict, blank=True)
    # Counts, columns with samples, questions and the fingerprint of the dry run: small, read with every page.
    plan = models.JSONField(default=dict, blank=True)
    # The lists behind the counts: compressed JSON.
    details = models.BinaryField(null=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["workspace", "-created_at"], name="journey_file_recent")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["reading", "previewed", "storing", "stored", "failed", "discarded"]),
                name="journey_file_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.filename


class JourneySetQuerySet(models.QuerySet["JourneySet"]):
    def standing(self) -> JourneySetQuerySet:
        """Those that were not taken back."""
        return self.filter(taken_back_at=None)

    def listed(self) -> JourneySetQuerySet:
        """Without what only the page of one of them reads."""
        return self.defer("results")


class JourneySet(models.Model):
    """Journeys of one period towards one kind of conversion, with what every rule credited when they were stored.

    It is never changed, only taken back: its journeys are removed then, and its results stay."""

    class Holds(models.TextChoices):
        DEALS = "deals", "Deals"
        PATHS = "paths", "Paths"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", db_index=False)
    # None where it was restored from an archive. The key (workspace, file) holds it; see the migration.
    file = models.OneToOneField(
        JourneyFile, on_delete=models.PROTECT, null=True, blank=True, related_name="made", db_constraint=False
    )
    name = models.CharField(max_length=120)
    conversion = models.CharField(max_length=120, verbose_name="what a conversion is")
    currency = models.CharField(max_length=3, blank=True)
    first_on = models.DateField(verbose_name="from")
    last_on = models.DateField(verbose_name="to")
    holds = models.CharField(max_length=5, choices=Holds.choices)
    filename = models.CharField(max_length=255)
    rules_version = models.PositiveSmallIntegerField()
    results = models.JSONField()
    # What lists show of the results.
    says = models.TextField()
    conversions = models.FloatField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_why = models.TextField(blank=True, verbose_name="why it was taken back")
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = JourneySetQuerySet.as_manager()

    class Meta:
        ordering = ["-last_on", "-pk"]
        verbose_name = "set of journeys"
        verbose_name_plural = "sets of journeys"
        constraints = [
            models.UniqueConstraint(
                "workspace", Lower("name"), condition=models.Q(taken_back_at=None), name="journeyset_named_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(conversion=""), name="journey_set_says_what_it_is"
            ),
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")), name="journey_set_ends_after_start"
            ),
            models.CheckConstraint(condition=models.Q(holds__in=["deals", "paths"]), name="journey_set_holds_known"),
            models.CheckConstraint(
                condition=models.Q(conversions__gt=0, conversions__lte=HIGHEST), name="journey_set_has_conversions"
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_at=None, taken_back_why="", taken_back_by=None)
                | (models.Q(taken_back_at__isnull=False) & ~models.Q(taken_back_why="")),
                name="journey_set_taken_back_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_taken_back(self) -> bool:
        return self.taken_back_at is not None


class Journey(models.Model):
    """One path with what came of it, or one deal. Numbers that are not known of every journey of its set are None."""

    # The keys (workspace, journey_set) hold both; see the migration.
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    journey_set = models.ForeignKey(
        JourneySet, on_delete=models.CASCADE, related_name="journeys", db_constraint=False, db_index=False
    )
    path = ArrayField(models.TextField())
    # Of every touch, the days before the latest one.
    days_before = ArrayField(models.FloatField(), null=True, blank=True)
    conversions = models.FloatField()
    value = models.FloatField(null=True, blank=True)
    nulls = models.FloatField(null=True, blank=True)
    deal = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(conversions__gte=0, conversions__lte=HIGHEST), name="journey_conversions_counted"
            ),
            models.CheckConstraint(
                condition=models.Q(value=None) | models.Q(value__gte=0, value__lte=HIGHEST), name="journey_value_known"
            ),
            models.CheckConstraint(
                condition=models.Q(nulls=None) | models.Q(nulls__gte=0, nulls__lte=HIGHEST),
                name="journey_nulls_counted",
            ),
        ]

    def __str__(self) -> str:
        return self.deal or " > ".join(self.path)
