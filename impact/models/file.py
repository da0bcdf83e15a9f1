"""Files of observations: previewed first, then stored as a whole, and taken back as a whole if they must be."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Workspace
from impact.models.observation import Observation


class ObservationFile(models.Model):
    """One file. What stood in it is kept until it is stored or forgotten, and not longer."""

    class State(models.TextChoices):
        READING = "reading", "Reading"
        PREVIEWED = "previewed", "Ready to check"
        APPLYING = "applying", "Storing"
        APPLIED = "applied", "Stored"
        UNDOING = "undoing", "Taking back"
        UNDONE = "undone", "Taken back"
        FAILED = "failed", "Failed"
        DISCARDED = "discarded", "Forgotten"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=255)
    format = models.CharField(max_length=20, blank=True)
    content = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    # What its columns mean, and what was decided about numbers that differ.
    choices = models.JSONField(default=dict, blank=True)
    # Counts, columns with samples, questions and the fingerprint of the dry run: small, read with every page.
    plan = models.JSONField(default=dict, blank=True)
    # The lists behind the counts, and a sentence for each line that brings nothing: compressed JSON.
    details = models.BinaryField(null=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["workspace", "-created_at"], name="observation_file_recent")]
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
                name="observation_file_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.filename


class FromFile(models.Model):
    """An observation that a file stored: what undoing it takes back."""

    # The keys (workspace, file) hold both; see the migration about isolation.
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    file = models.ForeignKey(
        ObservationFile, on_delete=models.CASCADE, related_name="stored", db_constraint=False, db_index=False
    )
    observation = models.OneToOneField(
        Observation, on_delete=models.CASCADE, primary_key=True, related_name="from_file"
    )

    class Meta:
        ordering = ["observation"]

    def __str__(self) -> str:
        return f"{self.observation_id} from {self.file_id}"
