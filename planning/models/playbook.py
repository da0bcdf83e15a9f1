"""A workspace's own words in the playbook of a segment."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Workspace
from accounts.tracking import audited
from accounts.written import MARK_WRITTEN
from stakeholders.models import Segment


@audited(exclude=("version", "updated_by", "updated_at"))
class Playbook(models.Model):
    """Where a part is empty the original text stands; see planning/playbooks/texts.py."""

    called_by = "segment"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", db_index=False)
    segment = models.CharField(max_length=16, choices=Segment.choices)
    approach = models.TextField(blank=True)
    say = models.TextField(blank=True)
    objections = models.TextField(blank=True)
    ask = models.TextField(blank=True)
    avoid = models.TextField(blank=True)
    proof = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        triggers = MARK_WRITTEN
        constraints = [
            models.UniqueConstraint(fields=["workspace", "segment"], name="one_playbook_a_segment"),
            models.CheckConstraint(
                condition=models.Q(
                    segment__in=["decision_maker", "champion", "influencer", "detractor", "participant", "unknown"]
                ),
                name="playbook_segment_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_segment_display())
