"""Initiatives, the metrics they should move, and what they contributed: by which evidence, and how sure that is."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import Workspace
from accounts.tracking import audited
from accounts.written import MARK_WRITTEN
from impact.evidence import LABELS, SHOWN, Grade
from impact.models.metric import Metric
from impact.models.observation import HIGHEST
from planning.models import Goal


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    def under_way(self) -> InitiativeQuerySet:
        return self.filter(ended_on=None)

    def ended(self) -> InitiativeQuerySet:
        return self.exclude(ended_on=None)

    def undecided(self, on: dt.date) -> InitiativeQuerySet:
        """Experiments under way that were to be over by then, and of which nobody has decided what follows."""
        return self.under_way().filter(is_experiment=True, decision="", ends_on__lt=on)

    def without_evidence(self) -> InitiativeQuerySet:
        standing = Contribution.objects.standing().filter(initiative=models.OuterRef("pk"))
        return self.exclude(models.Exists(standing))

    def by_stage(self) -> InitiativeQuerySet:
        place = models.Case(
            *(models.When(stage=stage, then=number) for number, stage in enumerate(Initiative.Stage)),
            output_field=models.IntegerField(),
        )
        return self.alias(place=place).order_by("place", Lower("name"), "pk")


@audited(exclude=("version", "updated_at"))
class Initiative(models.Model):
    """Something marketing does so that metrics move. Without a goal it serves none, and that is said."""

    called_by = "name"

    class Stage(models.TextChoices):
        CREATION = "creation", "Creation"
        PRODUCTION = "production", "Production"
        DISTRIBUTION = "distribution", "Distribution"
        MEASUREMENT = "measurement", "Measurement"
        FINISHED = "finished", "Finished"
        STOPPED = "stopped", "Stopped"

    class Decision(models.TextChoices):
        KEEP = "keep", "Keep going"
        CHANGE = "change", "Change it"
        STOP = "stop", "Stop"

    OVER = (Stage.FINISHED, Stage.STOPPED)

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=120)
    what = models.TextField(verbose_name="what it is")
    # The key (workspace, goal) holds it; see the migration.
    goal = models.ForeignKey(
        Goal, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False, db_index=False
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.CREATION)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.TextField(blank=True, verbose_name="why it ended")
    # Unknown is not zero.
    days = models.PositiveSmallIntegerField(null=True, blank=True, verbose_name="days of work")
    cost = models.FloatField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, verbose_name="should end on")
    how_known = models.TextField(blank=True, verbose_name="how we would know")
    is_experiment = models.BooleanField(default=False, verbose_name="an experiment")
    hypothesis = models.TextField(blank=True)
    guard_rails = models.TextField(blank=True)
    decision = models.CharField(max_length=6, choices=Decision.choices, blank=True)
    decided_why = models.TextField(blank=True, verbose_name="why it was decided so")
    decided_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        triggers = MARK_WRITTEN
        constraints = [
            models.UniqueConstraint("workspace", Lower("name"), name="initiative_named_once"),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(what=""), name="initiative_says_what_it_is"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    stage__in=["creation", "production", "distribution", "measurement"], ended_on=None, ended_why=""
                )
                | models.Q(stage="finished", ended_on__isnull=False)
                | models.Q(models.Q(stage="stopped", ended_on__isnull=False) & ~models.Q(ended_why="")),
                name="initiative_ended_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(cost=None, currency="")
                | (models.Q(cost__isnull=False, cost__gte=0, cost__lte=HIGHEST) & ~models.Q(currency="")),
                name="initiative_cost_in_a_currency",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="initiative_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(is_experiment=False, decision="", hypothesis="", guard_rails="")
                | (models.Q(is_experiment=True) & ~models.Q(hypothesis="")),
                name="initiative_experiment_has_hypothesis",
            ),
            models.CheckConstraint(
                condition=models.Q(decision="", decided_why="", decided_on=None)
                | (
                    models.Q(decision__in=["keep", "change", "stop"], decided_on__isnull=False)
                    & ~models.Q(decided_why="")
                ),
                name="initiative_decided_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        return self.ended_on is not None


@audited()
class InitiativeMetric(models.Model):
    """A metric that an initiative should move; which way is better, the metric says."""

    # The keys (workspace, initiative) and (workspace, metric) hold all three; see the migration.
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="metric_rows", db_constraint=False, db_index=False
    )
    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = "metric of an initiative"
        verbose_name_plural = "metrics of initiatives"
        triggers = MARK_WRITTEN
        constraints = [models.UniqueConstraint(fields=["initiative", "metric"], name="initiative_moves_metric_once")]

    def __str__(self) -> str:
        return f"{self.initiative_id} moves {self.metric_id}"


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def standing(self) -> ContributionQuerySet:
        """Those that hold: neither replaced nor taken back."""
        return self.filter(ended_at=None)


class Contribution(models.Model):
    """What an initiative did to a metric in a period, and how sure that is. Another row replaces it, or it
    is taken back, for a reason."""

    # The keys (workspace, initiative) and (workspace, metric) hold all three; see the migration.
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="contributions", db_constraint=False, db_index=False
    )
    metric = models.ForeignKey(
        Metric, on_delete=models.CASCADE, related_name="contributions", db_constraint=False, db_index=False
    )
    grade = models.CharField(max_length=16, choices=[(grade.value, LABELS[grade]) for grade in Grade])
    # In the unit of the metric, up or down; unknown is not zero.
    amount = models.FloatField(null=True, blank=True)
    first_on = models.DateField()
    last_on = models.DateField()
    says = models.TextField(verbose_name="what is said for it")
    link = models.CharField(max_length=1000, blank=True)
    filename = models.CharField(max_length=255, blank=True)
    content = models.BinaryField(null=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="replaced_by", db_constraint=False
    )
    ended_at = models.DateTimeField(null=True, blank=True, verbose_name="replaced or taken back")
    ended_why = models.TextField(blank=True, verbose_name="why it was replaced or taken back")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["-last_on", "-pk"]
        triggers = MARK_WRITTEN
        constraints = [
            models.CheckConstraint(
                condition=models.Q(grade__in=[grade.value for grade in Grade]), name="contribution_grade_known"
            ),
            models.CheckConstraint(condition=~models.Q(says=""), name="contribution_says_something"),
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")), name="contribution_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(amount=None) | models.Q(amount__gte=-HIGHEST, amount__lte=HIGHEST),
                name="contribution_is_a_number",
            ),
            models.CheckConstraint(
                condition=models.Q(link="") | models.Q(link__regex=r"^https?://"), name="contribution_link_of_the_web"
            ),
            # What is measured can be looked at.
            models.CheckConstraint(
                condition=~models.Q(grade__in=[grade.value for grade in SHOWN])
                | ~models.Q(link="")
                | ~models.Q(filename=""),
                name="contribution_shows_what_it_rests_on",
            ),
            models.CheckConstraint(
                condition=models.Q(content=None) | ~models.Q(filename=""), name="contribution_file_has_a_name"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) ^ ~models.Q(ended_why=""), name="contribution_replaced_for_a_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_by=None) | models.Q(ended_at__isnull=False),
                name="contribution_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} → {self.metric_id}: {self.grade}"
