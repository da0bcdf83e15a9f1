"""Metrics: what is measured, what it means in words and by formula, and how one number of it is read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import Workspace
from accounts.tracking import audited
from accounts.written import MARK_WRITTEN
from impact.units import Kind, Unit


class MetricQuerySet(models.QuerySet["Metric"]):
    def kept(self) -> MetricQuerySet:
        """Those that are still measured."""
        return self.filter(retired_on=None)

    def of_impact(self) -> MetricQuerySet:
        """Those that may sit on a page about impact: what marketing put in or put out is none."""
        return self.exclude(level__in=Metric.EFFORT)

    def leading(self) -> MetricQuerySet:
        """Those on the overview, in the order in which they came there."""
        return self.kept().exclude(leads_since=None).order_by("leads_since", "pk")

    def in_reading_order(self) -> MetricQuerySet:
        """Customers first, for they are the most critical; effort last, for it is no impact."""
        outcomes = [*Metric.CUSTOMER, *(each for each in Metric.Outcome if each not in Metric.CUSTOMER)]
        place = models.Case(
            models.When(level__in=Metric.EFFORT, then=len(outcomes)),
            *(models.When(outcome=outcome, then=number) for number, outcome in enumerate(outcomes)),
            output_field=models.IntegerField(),
        )
        return self.alias(place=place).order_by("place", Lower("name"), "pk")


@audited(exclude=("version", "updated_at"))
class Metric(models.Model):
    """One measure, as it is defined today; what it meant before is in its definitions."""

    called_by = "name"

    class Outcome(models.TextChoices):
        BUSINESS_GROWTH = "business_growth", "Business growth"
        REVENUE = "revenue", "Revenue contribution"
        EFFICIENCY = "efficiency", "Efficiency"
        CUSTOMER_SATISFACTION = "customer_satisfaction", "Customer satisfaction"
        CUSTOMER_RETENTION = "customer_retention", "Customer retention"
        CUSTOMER_ADVOCACY = "customer_advocacy", "Customer advocacy"
        EMPLOYEE = "employee", "Employees"

    # The stages of AMEC's Integrated Evaluation Framework.
    class Level(models.TextChoices):
        INPUT = "input", "Input"
        OUTPUT = "output", "Output"
        OUT_TAKE = "out_take", "Out-take"
        OUTCOME = "outcome", "Outcome"
        IMPACT = "impact", "Impact"

    class Measured(models.TextChoices):
        VALUE = "value", "One number a period"
        SHARE = "share", "So many of so many"
        PROMOTERS = "promoters", "Answers from 0 to 10 (Net Promoter Score)"

    class Every(models.TextChoices):
        WEEK = "week", "Week"
        MONTH = "month", "Month"
        QUARTER = "quarter", "Quarter"

    class Nature(models.TextChoices):
        FLOW = "flow", "Adds up over time"
        LEVEL = "level", "Stands at a moment"

    class Together(models.TextChoices):
        SUM = "sum", "added up"
        MEAN = "mean", "their mean"
        LAST = "last", "the last one"
        POOLED = "pooled", "all answers together"

    class Good(models.TextChoices):
        UP = "up", "More is better"
        DOWN = "down", "Less is better"
        NEITHER = "neither", "Neither way is better"

    class Rules(models.TextChoices):
        NHS = "nhs", "NHS, Making Data Count"
        WHEELER = "wheeler", "Wheeler"

    CUSTOMER = (Outcome.CUSTOMER_SATISFACTION, Outcome.CUSTOMER_RETENTION, Outcome.CUSTOMER_ADVOCACY)
    EFFORT = (Level.INPUT, Level.OUTPUT)
    # Of a copy for readers who say thousands or millions; nothing of it is stored.
    told_in = 1

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=120)
    words = models.TextField(verbose_name="definition in words")
    formula = models.TextField(blank=True)
    outcome = models.CharField(max_length=21, choices=Outcome.choices)
    level = models.CharField(max_length=8, choices=Level.choices)
    measured = models.CharField(max_length=9, choices=Measured.choices, default=Measured.VALUE)
    every = models.CharField(max_length=7, choices=Every.choices, default=Every.MONTH, verbose_name="one number a")
    nature = models.CharField(max_length=5, choices=Nature.choices, verbose_name="flow or level")
    together = models.CharField(max_length=6, choices=Together.choices, verbose_name="several periods together")
    unit_kind = models.CharField(max_length=6, choices=[(kind.value, kind.value) for kind in Kind], verbose_name="unit")
    currency = models.CharField(max_length=3, blank=True)
    good = models.CharField(max_length=7, choices=Good.choices, verbose_name="better")
    rules = models.CharField(max_length=7, choices=Rules.choices, default=Rules.NHS, verbose_name="rules for signals")
    source = models.TextField(blank=True, verbose_name="where the numbers come from")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The entry of the library it was made from; empty for one of their own.
    from_library = models.CharField(max_length=60, blank=True)
    definition_version = models.PositiveIntegerField(default=1)
    leads_since = models.DateTimeField(null=True, blank=True, verbose_name="on the overview since")
    # Taken from the overview: what is no longer shown is told for a while.
    off_at = models.DateTimeField(null=True, blank=True, verbose_name="taken off the overview")
    off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="taken off the overview by",
    )
    off_why = models.TextField(blank=True, verbose_name="why it was taken off the overview")
    retired_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = MetricQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        triggers = MARK_WRITTEN
        constraints = [
            models.UniqueConstraint("workspace", Lower("name"), name="metric_named_once"),
            models.CheckConstraint(condition=~models.Q(name="") & ~models.Q(words=""), name="metric_says_what_it_is"),
            models.CheckConstraint(
                condition=models.Q(unit_kind="money") ^ models.Q(currency=""), name="metric_currency_of_money_alone"
            ),
            models.CheckConstraint(
                condition=models.Q(measured="value", unit_kind__in=[kind.value for kind in Kind])
                | models.Q(measured="share", unit_kind="share", nature="level", together="pooled")
                | models.Q(measured="promoters", unit_kind="points", nature="level", together="pooled"),
                name="metric_unit_fits_what_is_measured",
            ),
            # What marketing put in or put out says nothing about its impact.
            models.CheckConstraint(
                condition=models.Q(leads_since=None) | ~models.Q(level__in=["input", "output"]),
                name="metric_effort_leads_nowhere",
            ),
            models.CheckConstraint(
                condition=models.Q(off_at=None, off_by=None, off_why="")
                | models.Q(models.Q(off_at__isnull=False, leads_since=None) & ~models.Q(off_why="")),
                name="metric_off_for_a_reason",
            ),
            # What stands at a moment cannot be added up; what is not counted cannot be pooled.
            models.CheckConstraint(
                condition=~models.Q(nature="level", together="sum") & ~models.Q(measured="value", together="pooled"),
                name="metric_put_together_sensibly",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def unit(self) -> Unit:
        return Unit(Kind(self.unit_kind), self.currency, self.told_in)

    @property
    def is_effort(self) -> bool:
        """What marketing put in or put out: it cannot sit on a page about impact."""
        return self.level in self.EFFORT

    @property
    def is_of_customers(self) -> bool:
        return self.outcome in self.CUSTOMER


class MetricDefinition(models.Model):
    """What a metric meant from a day on, and why that changed. Appended, never changed."""

    # The keys (workspace, metric) hold both; see the migration about isolation.
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    metric = models.ForeignKey(
        Metric, on_delete=models.CASCADE, related_name="definitions", db_constraint=False, db_index=False
    )
    number = models.PositiveIntegerField()
    words = models.TextField()
    formula = models.TextField(blank=True)
    source = models.TextField(blank=True)
    # Empty where it was not kept: definitions of before it was.
    good = models.CharField(max_length=7, choices=Metric.Good.choices, blank=True, verbose_name="better")
    why = models.TextField(blank=True, verbose_name="why it changed")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["metric", "-number"]
        triggers = MARK_WRITTEN
        constraints = [
            models.UniqueConstraint(fields=["metric", "number"], name="definition_numbered_once"),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(why=""), name="definition_changed_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"Definition {self.number}"
