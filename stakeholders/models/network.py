"""What was worked out about the ties of a workspace, what changed since, and where people were put by hand."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from accounts.models import Workspace
from accounts.written import MARK_WRITTEN

# More people touched by one statement are an import: everything is drawn anew, and nobody needs a name.
NAMED_AT_MOST = 500


def _mark(name: str, operation: pgtrigger.Operation, people: str, rows: str) -> pgtrigger.Trigger:
    """A trigger that leaves a NetworkChange for the `people` of the changed rows, in the transaction of the change."""
    seen = {"old_values": "old", "new_values": "new"}
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(  # type: ignore[no-untyped-call]
            **{word: table for table, word in seen.items() if table in rows}
        ),
        func=f"""
            INSERT INTO stakeholders_networkchange (workspace_id, people, at)
            SELECT workspace_id, CASE WHEN count(*) <= {NAMED_AT_MOST} THEN array_agg(DISTINCT person) END, now()
            FROM (SELECT workspace_id, unnest(ARRAY[{people}]) AS person FROM {rows}) AS touched
            GROUP BY workspace_id;
            RETURN NULL;
        """,
    )


BOTH = "(SELECT * FROM old_values UNION ALL SELECT * FROM new_values) AS changed"
MARK_TIES = [
    _mark("mark_added", pgtrigger.Insert, "source_id, target_id", "new_values"),
    _mark("mark_changed", pgtrigger.Update, "source_id, target_id", BOTH),
    _mark("mark_removed", pgtrigger.Delete, "source_id, target_id", "old_values"),
]
# Somebody new, gone or in another department; what is judged of them changes nothing about the ties.
MARK_PEOPLE = [
    _mark("mark_person_added", pgtrigger.Insert, "id", "new_values"),
    _mark("mark_person_removed", pgtrigger.Delete, "id", "old_values"),
    # Row by row: transition tables and columns to watch cannot be had together.
    pgtrigger.Trigger(
        name="mark_person_moved",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("department_id"),  # type: ignore[no-untyped-call]
        condition=pgtrigger.Q(old__department_id__df=pgtrigger.F("new__department_id")),
        func="""
            INSERT INTO stakeholders_networkchange (workspace_id, people, at)
            VALUES (NEW.workspace_id, ARRAY[NEW.id], now());
            RETURN NULL;
        """,
    ),
]


class NetworkChange(models.Model):
    """A change of ties or people that the last reading has not seen. Written by the database, taken away by the reading
    that saw it: while there is one, the reading is out of date."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    # None when they are too many to name.
    people = ArrayField(models.BigIntegerField(), null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return "many people" if self.people is None else f"{len(self.people)} people"


class NetworkReading(models.Model):
    """Layout and measures of a workspace's network as they were last worked out in the background.

    `columns` holds lists of one length: id, x, y, and a list per measure. `findings` holds what is said of the whole.
    `introductions` holds who can take a message to whom as lists: carrier and receiver by place in the ids, weight.
    """

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(null=True)
    columns = models.JSONField(default=dict)
    findings = models.JSONField(default=dict)
    introductions = models.JSONField(default=dict)

    class Meta:
        triggers = MARK_WRITTEN

    def __str__(self) -> str:
        return f"read {self.read_at:%Y-%m-%d %H:%M}" if self.read_at else "not read yet"


class NetworkPin(models.Model):
    """Where somebody was put by hand; the layout leaves them there."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", db_index=False)
    stakeholder = models.OneToOneField(
        "stakeholders.Stakeholder", on_delete=models.CASCADE, related_name="pin", db_constraint=False
    )
    x = models.FloatField()
    y = models.FloatField()

    class Meta:
        ordering = ["pk"]
        triggers = MARK_WRITTEN
        constraints = [
            # Infinity and NaN compare, too: NaN is above every number.
            models.CheckConstraint(
                condition=models.Q(x__range=(-1e6, 1e6), y__range=(-1e6, 1e6)), name="pin_on_the_sheet"
            ),
        ]
        indexes = [models.Index(fields=["workspace", "stakeholder"], name="pin_by_person")]

    def __str__(self) -> str:
        return f"{self.x:.2f}, {self.y:.2f}"
