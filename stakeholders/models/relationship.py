"""Ties between stakeholders: directed, weighted where the weight is known."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from accounts.models import Workspace
from accounts.tracking import audited
from accounts.written import MARK_WRITTEN
from stakeholders.models.network import MARK_TIES
from stakeholders.models.stakeholder import Stakeholder


class RelationshipQuerySet(models.QuerySet["Relationship"]):
    def reporting(self) -> RelationshipQuerySet:
        return self.filter(kind=Relationship.Kind.REPORTS_TO)

    def saying(self, source: Stakeholder, kind: str, target: Stakeholder, label: str = "") -> RelationshipQuerySet:
        """The one that says this of these two, if it is stored."""
        return self.filter(source=source, kind=kind, target=target, label=label)


@audited()
class Relationship(models.Model):
    """`source` reports to, influences, advises, trusts or is in conflict with `target`."""

    class Kind(models.TextChoices):
        REPORTS_TO = "reports_to", "reports to"
        INFLUENCES = "influences", "influences"
        ADVISES = "advises", "advises"
        TRUSTS = "trusts", "trusts"
        CONFLICT = "conflict", "is in conflict with"
        # Imported ties whose type says none of the above keep their own words in `label`.
        OTHER = "other", "is tied to"

    class Direction(models.TextChoices):
        DIRECTED = "directed", "Directed"
        MUTUAL = "mutual", "Mutual"
        UNDIRECTED = "undirected", "Undirected"

    # The key (workspace, source) and (workspace, target) hold and find all three; see the migration about isolation.
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    source = models.ForeignKey(
        "stakeholders.Stakeholder",
        on_delete=models.CASCADE,
        related_name="ties_out",
        db_constraint=False,
        db_index=False,
    )
    target = models.ForeignKey(
        "stakeholders.Stakeholder",
        on_delete=models.CASCADE,
        related_name="ties_in",
        db_constraint=False,
        db_index=False,
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    direction = models.CharField(max_length=10, choices=Direction.choices, default=Direction.DIRECTED)
    weight = models.SmallIntegerField(null=True, blank=True)
    label = models.CharField(max_length=300, blank=True)
    external_id = models.CharField(max_length=300, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = RelationshipQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        triggers = [*MARK_TIES, *MARK_WRITTEN]
        indexes = [models.Index(fields=["workspace", "kind"], name="relationship_by_kind")]
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind", "label"], name="tie_stored_once"),
            models.UniqueConstraint(
                fields=["source"], condition=models.Q(kind="reports_to"), name="one_manager_per_person"
            ),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="no_tie_to_oneself"),
            models.CheckConstraint(condition=models.Q(weight__range=(1, 5)), name="weight_1_to_5"),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["reports_to", "influences", "advises", "trusts", "conflict", "other"],
                    direction__in=["directed", "mutual", "undirected"],
                ),
                name="tie_words_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.get_kind_display()} {self.target_id}"
