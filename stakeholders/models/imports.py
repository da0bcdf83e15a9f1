"""How people came in: uploaded files, what each import changed, and what an imported project holds besides."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from accounts.models import Workspace


class ImportBatch(models.Model):
    """One uploaded file: previewed first, then applied as a whole, and undone as a whole if it must be."""

    class State(models.TextChoices):
        READING = "reading", "Reading"
        PREVIEWED = "previewed", "Ready to check"
        APPLYING = "applying", "Importing"
        APPLIED = "applied", "Imported"
        UNDOING = "undoing", "Undoing"
        UNDONE = "undone", "Undone"
        FAILED = "failed", "Failed"
        DISCARDED = "discarded", "Discarded"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=255)
    format = models.CharField(max_length=20, blank=True)
    # The uploaded files in one zip, the plan of the dry run beside them; kept only until it is applied or discarded.
    content = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    # Column → field, and the leader's choices about duplicates and kinds.
    mapping = models.JSONField(default=dict, blank=True)
    # Counts, columns with samples and the fingerprint of what the dry run found: small, read with every page.
    plan = models.JSONField(default=dict, blank=True)
    # The lists behind the counts, and a reason per bad row: compressed JSON, read by the page that shows them.
    details = models.BinaryField(null=True)
    reasons = models.BinaryField(null=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[
                        "reading",
                        "previewed",
                        "applying",
                        "applied",
                        "undoing",
                        "undone",
                        "failed",
                        "discarded",
                    ]
                ),
                name="import_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.filename


class ImportChange(models.Model):
    """Rows that an import created alike, or one that it updated, with what stood there before: enough to undo it."""

    # The key (workspace, batch) holds and finds both; see the migration about isolation.
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.CASCADE, related_name="changes", db_constraint=False, db_index=False
    )
    model = models.CharField(max_length=20)
    object_ids = ArrayField(models.BigIntegerField())
    # NULL when the import created the rows.
    before = models.JSONField(null=True)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["workspace", "batch"], name="import_change_by_batch")]

    def __str__(self) -> str:
        return f"{self.model} {', '.join(map(str, self.object_ids[:10]))}"


class ImportedProject(models.Model):
    """What a project file holds besides elements and connections, so that exporting it again loses nothing."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="projects")
    format = models.CharField(max_length=20)
    document = models.JSONField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.format
