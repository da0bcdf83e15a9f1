"""Audiences and their reports: a draft that people write, and what was issued, which stays as it was."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.owned import Owned, within
from accounts.tracking import audited
from accounts.written import MARK_WRITTEN
from discussions.models import Commitment
from impact.models.initiative import Initiative
from impact.models.metric import Metric
from planning.models import Stake
from stakeholders.models import Stakeholder


@audited(exclude=("version", "updated_at"))
class Audience(Owned):
    """Who a report is for: persons, a role, or both; what they ask, and how often they want to hear."""

    called_by = "name"

    class Cadence(models.TextChoices):
        MONTH = "month", "Every month"
        QUARTER = "quarter", "Every quarter"
        YEAR = "year", "Every year"
        ASKED = "asked", "When they ask"

    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120, blank=True, verbose_name="who, by their role")
    question = models.CharField(max_length=300, verbose_name="the question they ask")
    cadence = models.CharField(max_length=7, choices=Cadence.choices, default=Cadence.QUARTER)
    # Who has to agree before anything is issued to them; nobody where it is empty.
    signs_off = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The built-in one it was made from; empty for one of their own.
    from_library = models.CharField(max_length=60, blank=True)
    retired_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "pk"]
        triggers = MARK_WRITTEN
        constraints = [
            models.UniqueConstraint("workspace", Lower("name"), name="audience_named_once"),
            models.CheckConstraint(condition=~models.Q(name="") & ~models.Q(question=""), name="audience_asks"),
            models.CheckConstraint(
                condition=models.Q(cadence__in=["month", "quarter", "year", "asked"]), name="audience_cadence_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@audited()
class AudiencePerson(Owned):
    audience = within(Audience, related_name="people")
    stakeholder = within(Stakeholder)

    class Meta:
        ordering = ["pk"]
        verbose_name = "person of an audience"
        verbose_name_plural = "people of audiences"
        constraints = [models.UniqueConstraint(fields=["audience", "stakeholder"], name="person_once_in_audience")]

    def __str__(self) -> str:
        return f"{self.stakeholder_id} of {self.audience_id}"


@audited()
class AudienceMetric(Owned):
    """A number that leads in what this audience reads, in its order, by the word and the size they use for it."""

    class Scale(models.IntegerChoices):
        AS_IT_IS = 1, "As it is"
        THOUSANDS = 1_000, "In thousands"
        MILLIONS = 1_000_000, "In millions"

    audience = within(Audience, related_name="metric_rows")
    metric = within(Metric)
    place = models.PositiveIntegerField()
    # Their word for it, and what it means to them; empty where ours will do.
    called = models.CharField(max_length=120, blank=True)
    means = models.TextField(blank=True)
    scale = models.IntegerField(choices=Scale.choices, default=Scale.AS_IT_IS)

    class Meta:
        ordering = ["place", "pk"]
        verbose_name = "metric of an audience"
        verbose_name_plural = "metrics of audiences"
        constraints = [
            models.UniqueConstraint(fields=["audience", "metric"], name="metric_once_in_audience"),
            models.CheckConstraint(condition=models.Q(scale__in=[1, 1_000, 1_000_000]), name="audience_scale_known"),
        ]

    def __str__(self) -> str:
        return f"{self.metric_id} for {self.audience_id}"


class ReportQuerySet(models.QuerySet["Report"]):
    def for_audiences(self) -> ReportQuerySet:
        return self.exclude(audience=None)

    def returns_on_stake(self) -> ReportQuerySet:
        """Made for one stakeholder, about what they invested."""
        return self.exclude(stakeholder=None)


@audited(exclude=("version", "updated_at", "dismissed", "issuing_since", "issuing_problem"))
class Report(Owned):
    """What people write: the answer to one audience's question, or to one stakeholder what became of their stakes.
    It may be written on after it was issued; then another edition is issued, and says why."""

    called_by = "title"

    audience = within(Audience, goes_with=False, null=True, blank=True, related_name="reports")
    stakeholder = within(Stakeholder, null=True, blank=True)
    title = models.CharField(max_length=200)
    # One or two sentences that answer their question, first of all.
    answer = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    # What this period is held against, like for like; both or neither.
    compared_from = models.DateField(null=True, blank=True)
    compared_to = models.DateField(null=True, blank=True)
    # Whoever signs off has agreed to this version of it.
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_version = models.PositiveIntegerField(null=True, blank=True)
    # Keys of suggested sentences that a person does not want to see again.
    dismissed = models.JSONField(default=list, blank=True)
    # While a long one is being issued, and why that came to nothing.
    issuing_since = models.DateTimeField(null=True, blank=True)
    issuing_problem = models.TextField(blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "-pk"]
        triggers = MARK_WRITTEN
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="report_has_a_title"),
            models.CheckConstraint(
                condition=models.Q(audience__isnull=False, stakeholder=None)
                | models.Q(audience=None, stakeholder__isnull=False),
                name="report_is_for_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="report_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(compared_from=None, compared_to=None)
                | models.Q(
                    compared_from__isnull=False,
                    compared_to__isnull=False,
                    compared_to__gte=models.F("compared_from"),
                    compared_from__lt=models.F("starts_on"),
                ),
                name="report_compared_with_earlier",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_by=None, signed_at=None, signed_version=None)
                | models.Q(signed_by__isnull=False, signed_at__isnull=False, signed_version__isnull=False),
                name="report_signed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_signed(self) -> bool:
        """By whoever has to, in the version that stands now."""
        return self.signed_version == self.version


@audited()
class ReportItem(Owned):
    """One piece of a report, in its part and place: a metric, an initiative, a stake or a commitment with the words
    beside it, or words alone. What it points to is drawn when the report is read, and frozen when it is issued."""

    class Part(models.TextChoices):
        CHANGED = "changed", "What changed"
        WHY = "why", "Why"
        NEXT = "next", "What we do next"
        ASK = "ask", "What we ask"

    report = within(Report, related_name="items")
    part = models.CharField(max_length=7, choices=Part.choices)
    place = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    # Of a stake in a letter to whoever put it in: what is said to them instead of the words stored of them.
    to_them = models.TextField(blank=True)
    metric = within(Metric, null=True, blank=True)
    initiative = within(Initiative, null=True, blank=True)
    stake = within(Stake, null=True, blank=True)
    commitment = within(Commitment, null=True, blank=True)

    class Meta:
        ordering = ["place", "pk"]
        verbose_name = "piece of a report"
        verbose_name_plural = "pieces of reports"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(part__in=["changed", "why", "next", "ask"]), name="report_part_known"
            ),
            # A stake may stand beside the metric that would prove it; nothing else stands with another.
            models.CheckConstraint(
                condition=models.Q(initiative=None, commitment=None)
                | models.Q(initiative=None, metric=None, stake=None)
                | models.Q(commitment=None, metric=None, stake=None),
                name="report_item_of_one_thing",
            ),
            models.CheckConstraint(
                condition=~models.Q(words="", metric=None, initiative=None, stake=None, commitment=None),
                name="report_item_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} of {self.report_id}"


class IssuedReportQuerySet(models.QuerySet["IssuedReport"]):
    def standing(self) -> IssuedReportQuerySet:
        """Not withdrawn; the latest edition comes first."""
        return self.filter(withdrawn_at=None)

    def for_audiences(self) -> IssuedReportQuerySet:
        """Without those to one stakeholder, which are between them and the team."""
        return self.filter(report__stakeholder=None)

    def light(self) -> IssuedReportQuerySet:
        """Without what is large."""
        return self.defer("document", "pdf")

    def marked(self) -> IssuedReportQuerySet:
        """`written_by`: the transaction that wrote the row as it is, another one whenever any of it was changed."""
        xmin = RawSQL("impact_issuedreport.xmin::text", (), output_field=models.TextField())
        return self.annotate(written_by=xmin)


class IssuedReport(Owned):
    """An edition of a report as it was issued: `document` holds everything it says (impact/reports/document.py), `pdf`
    is made of that alone. Neither is ever changed; a later edition takes its place, for a reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = within(Report, goes_with=True, related_name="editions")
    edition = models.PositiveIntegerField()
    why = models.TextField(blank=True, verbose_name="why there is another edition")
    document = models.JSONField()
    pdf = models.BinaryField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_why = models.TextField(blank=True)

    objects = IssuedReportQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["report", "edition"], name="report_edition_once"),
            models.CheckConstraint(
                condition=models.Q(edition=1) | ~models.Q(why=""), name="report_reissued_for_a_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | (models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~models.Q(withdrawn_why="")),
                name="report_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Edition {self.edition} of {self.report_id}"


class ReportShareQuerySet(models.QuerySet["ReportShare"]):
    def open(self) -> ReportShareQuerySet:
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class ReportShare(Owned):
    """Lets whoever has its link, and its passphrase where it has one, read one edition and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    issued = within(IssuedReport, related_name="shares")
    # Who it was made for: somebody the workspace knows, or a name.
    stakeholder = within(Stakeholder, null=True, blank=True)
    label = models.CharField(max_length=120, blank=True)
    passphrase_hash = models.CharField(max_length=200, blank=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ReportShareQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stakeholder__isnull=False) | ~models.Q(label=""), name="share_is_for_somebody"
            )
        ]

    def __str__(self) -> str:
        return self.label or str(self.stakeholder)


class ReportView(Owned):
    """That a shared report was opened, and when: nothing of who or where."""

    share = within(ReportShare, related_name="views")
    at = models.DateTimeField(default=timezone.now)
    with_pdf = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.share_id} at {self.at:%Y-%m-%d %H:%M}"


class ReportSendingQuerySet(models.QuerySet["ReportSending"]):
    def due(self) -> ReportSendingQuerySet:
        return self.filter(state=ReportSending.State.WAITING, due_at__lte=timezone.now())


class ReportSending(Owned):
    """An edition on its way to one person. Written to them when it is due, or stopped with the reason when any part of
    it cannot be drawn: half a report is never sent."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        WRITTEN = "written", "Written"
        STOPPED = "stopped", "Stopped"
        CALLED_OFF = "called_off", "Called off"

    issued = within(IssuedReport, related_name="sendings")
    stakeholder = within(Stakeholder)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    stopped_why = models.TextField(blank=True)
    share = within(ReportShare, null=True, blank=True)
    # Of the outbox, once it is written.
    message = models.UUIDField(null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ReportSendingQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["issued", "stakeholder"],
                condition=models.Q(state__in=["waiting", "written"]),
                name="report_sent_once_to_each",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "written", "stopped", "called_off"]),
                name="report_sending_state_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="stopped") | ~models.Q(stopped_why=""), name="report_stopped_for_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="report_sending_due"),
        ]

    def __str__(self) -> str:
        return f"{self.issued_id} to {self.stakeholder_id}"


class StakeMeasure(Owned):
    """The metric that would prove a stake's return: said by the team where the stake names its measure in words."""

    stake = models.OneToOneField(
        Stake, on_delete=models.CASCADE, related_name="proved_by", db_constraint=False, primary_key=True
    )
    metric = within(Metric, related_name="proves")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = "measure of a stake"
        verbose_name_plural = "measures of stakes"

    def __str__(self) -> str:
        return f"{self.stake_id} by {self.metric_id}"
