"""Stakeholders and the departments they belong to."""

from __future__ import annotations

import datetime as dt

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone

from accounts.models import Workspace
from accounts.tracking import audited
from accounts.written import MARK_WRITTEN
from stakeholders.models.assessment import Engagement, Segment
from stakeholders.models.network import MARK_PEOPLE

STALE_AFTER = dt.timedelta(days=120)


class Department(models.Model):
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name", "pk"]
        triggers = MARK_WRITTEN
        constraints = [models.UniqueConstraint("workspace", Upper("name"), name="department_named_once")]

    def __str__(self) -> str:
        return self.name


class Kind(models.TextChoices):
    INTERNAL = "internal", "Internal"
    CUSTOMER = "customer", "Customer"
    PARTNER = "partner", "Partner"


class Folded(models.Func):
    """Text in lower case and without accents, as searches compare it."""

    function = "folded"
    arity = 1
    output_field = models.TextField()


class StakeholderQuerySet(models.QuerySet["Stakeholder"]):
    def placed(self) -> StakeholderQuerySet:
        return self.filter(influence__isnull=False, interest__isnull=False)

    def unplaced(self) -> StakeholderQuerySet:
        return self.filter(models.Q(influence=None) | models.Q(interest=None))

    def unassessed(self) -> StakeholderQuerySet:
        """Never judged at all; whoever is unplaced may have been judged in part."""
        return self.filter(current=None)

    def with_gap(self) -> StakeholderQuerySet:
        """Engagement now and desired are both known, and differ."""
        return (
            self.exclude(engagement_now=Engagement.UNKNOWN)
            .exclude(engagement_desired=Engagement.UNKNOWN)
            .exclude(engagement_now=models.F("engagement_desired"))
        )

    def stale(self, on: dt.date) -> StakeholderQuerySet:
        """Judged, but not for a long time."""
        return self.filter(assessed_on__lt=on - STALE_AFTER)

    def unowned(self) -> StakeholderQuerySet:
        return self.filter(owner=None)

    def matching(self, text: str) -> StakeholderQuerySet:
        """Every word of `text` is in the name, title, e-mail, tags or department; accents and case do not count."""
        people = self
        for word in text.split():
            folded = Folded(models.Value(word))
            departments = Department.objects.annotate(folded=Folded("name")).filter(folded__contains=folded)
            within = models.Q(department__in=departments.values("pk"))
            people = people.filter(models.Q(folded__contains=folded) | within)
        return people

    def customers(self) -> StakeholderQuerySet:
        return self.filter(kind=Kind.CUSTOMER)

    def internal(self) -> StakeholderQuerySet:
        return self.filter(kind=Kind.INTERNAL)


# What holds today, as lists and counts read it of thousands of people at once. Copied from `current` by the database
# whenever that changes, so that no verb can forget it; assessments themselves never change.
STANDING = ("segment", "influence", "interest", "position", "engagement_now", "engagement_desired", "assessed_on")
KEEP_STANDING = pgtrigger.Trigger(
    name="keep_standing",
    level=pgtrigger.Row,
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("current_id", "first_assessed_on", *STANDING),  # type: ignore[no-untyped-call]
    func=f"""
        SELECT {", ".join(STANDING)} INTO {", ".join(f"NEW.{name}" for name in STANDING)}
        FROM stakeholders_assessment WHERE id = NEW.current_id;
        NEW.first_assessed_on := (
            SELECT min(assessed_on) FROM stakeholders_assessment WHERE stakeholder_id = NEW.id
        );
        IF NEW.assessed_on IS NULL THEN
            NEW.segment := '{Segment.UNKNOWN}';
            NEW.engagement_now := '{Engagement.UNKNOWN}';
            NEW.engagement_desired := '{Engagement.UNKNOWN}';
        END IF;
        RETURN NEW;
    """,
)


@audited(exclude=("current", *STANDING, "first_assessed_on", "version", "updated_at", "folded"))
class Stakeholder(models.Model):
    """A person or group with a stake in marketing. Customers are stakeholders of their own kind."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.INTERNAL)
    is_group = models.BooleanField(default=False)
    name = models.CharField(max_length=300)
    email = models.EmailField(max_length=254, blank=True)
    job_title = models.CharField(max_length=300, blank=True)
    # The key (workspace, department) holds and finds it; see the migration about isolation.
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stakeholders",
        db_constraint=False,
        db_index=False,
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    notes = models.TextField(blank=True)
    # How often the team wants to be in touch; None: as often as their place on the map asks for.
    cadence_days = models.PositiveSmallIntegerField(null=True, blank=True)
    tags = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    external_id = models.CharField(max_length=300, blank=True)
    # Fields of an imported file that have no place of their own, kept as they came.
    attributes = models.JSONField(default=dict, blank=True)
    # The assessment that holds today; written by the verbs that append assessments.
    current = models.OneToOneField(
        "stakeholders.Assessment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    segment = models.CharField(
        max_length=16, choices=Segment.choices, default=Segment.UNKNOWN, db_default=Segment.UNKNOWN, editable=False
    )
    influence = models.SmallIntegerField(null=True, editable=False)
    interest = models.SmallIntegerField(null=True, editable=False)
    position = models.SmallIntegerField(null=True, editable=False)
    engagement_now = models.CharField(
        max_length=10, choices=Engagement.choices, default=Engagement.UNKNOWN, db_default=Engagement.UNKNOWN,
        editable=False,
    )  # fmt: skip
    engagement_desired = models.CharField(
        max_length=10, choices=Engagement.choices, default=Engagement.UNKNOWN, db_default=Engagement.UNKNOWN,
        editable=False,
    )  # fmt: skip
    assessed_on = models.DateField(null=True, editable=False)
    first_assessed_on = models.DateField(null=True, editable=False)
    # What a search looks through, kept by the database: name, title, e-mail and tags, a line each, in lower case and
    # without accents. It begins with the name, so it also puts people in the order of their names.
    folded = models.GeneratedField(
        expression=models.Func("name", "job_title", "email", "tags", function="stakeholder_folded"),
        output_field=models.TextField(),
        db_persist=True,
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = StakeholderQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        triggers = [KEEP_STANDING, *MARK_PEOPLE, *MARK_WRITTEN]
        indexes = [
            models.Index(fields=["workspace", "folded", "id"], name="stakeholder_by_name"),
            models.Index(fields=["workspace", "kind"], name="stakeholder_by_kind"),
            models.Index(fields=["workspace", "external_id"], name="stakeholder_by_external_id"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="kind_known"),
            models.CheckConstraint(condition=~models.Q(name=""), name="stakeholder_has_a_name"),
            models.CheckConstraint(condition=models.Q(cadence_days__range=(1, 730)), name="cadence_1_to_730"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        words = [word for word in self.name.split() if word[0].isalnum()] or self.name.split() or [""]
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()

    @property
    def is_customer(self) -> bool:
        return self.kind == Kind.CUSTOMER
