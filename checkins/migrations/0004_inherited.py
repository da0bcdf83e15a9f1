"""What a successor may take over, and up to when rows were looked at for changes."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from accounts.isolation import isolate
from web import folding

STAKEHOLDER = "stakeholders_stakeholder"
GOES, FORGETS = "CASCADE", "SET NULL"
# (table, column, referenced table, what becomes of the row when the referenced one goes)
KEYS = [
    ("inherited", "event_id", "checkins_changeevent", GOES),
    ("inherited", "successor_id", STAKEHOLDER, GOES),
    ("inherited", "tie_id", "stakeholders_relationship", GOES),
    ("inherited", "stake_id", "planning_stake", GOES),
    ("changeevent", "other_id", STAKEHOLDER, FORGETS),
]


def same_workspace(table: str, column: str, referenced: str, becomes: str) -> migrations.RunSQL:
    name = f"{table}_{column}_same_workspace"
    forgets = f" ({column})" if becomes == FORGETS else ""
    return migrations.RunSQL(
        sql=(
            f"ALTER TABLE checkins_{table} ADD CONSTRAINT {name} FOREIGN KEY (workspace_id, {column})"
            f" REFERENCES {referenced} (workspace_id, id) ON DELETE {becomes}{forgets} DEFERRABLE INITIALLY DEFERRED"
        ),
        reverse_sql=f"ALTER TABLE checkins_{table} DROP CONSTRAINT {name}",
    )


def index(table: str, column: str) -> migrations.RunSQL:
    name = f"{table}_{column}_by_workspace"
    return migrations.RunSQL(
        sql=f"CREATE INDEX {name} ON checkins_{table} (workspace_id, {column}) WHERE {column} IS NOT NULL",
        reverse_sql=f"DROP INDEX {name}",
    )


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0009_written"),
        ("checkins", "0003_fewer_indexes"),
        ("planning", "0005_stakes_in_their_workspace"),
        ("stakeholders", "0026_ties_in_their_workspace"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *folding.folded(
            "checkins",
            [
                migrations.CreateModel(
                    name="ChangeWatch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("begun_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("swept_to", models.DateTimeField()),
                        ("dated_on", models.DateField(null=True)),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Inherited",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("unverified", "Unverified"),
                                    ("confirmed", "Confirmed"),
                                    ("let_go", "Let go"),
                                ],
                                default="unverified",
                                max_length=10,
                            ),
                        ),
                        ("decided_on", models.DateField(null=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "verbose_name": "inherited thing",
                        "ordering": ["pk"],
                    },
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="changeevent",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="changeevent",
                    name="update_update",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="changeevent",
                    name="delete_delete",
                ),
                migrations.AddField(
                    model_name="changeevent",
                    name="other",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="stakeholders.stakeholder",
                    ),
                ),
                migrations.AddField(
                    model_name="changeeventevent",
                    name="other",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="stakeholders.stakeholder",
                    ),
                ),
                migrations.AlterField(
                    model_name="changeevent",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("joined", "Joined"),
                            ("left", "Left"),
                            ("promoted", "Another role"),
                            ("reports_elsewhere", "Reports to somebody else"),
                            ("goal_added", "New goal"),
                            ("goal_dropped", "Goal dropped"),
                            ("goal_reordered", "Goals in another order"),
                            ("goal_owner", "Goal changed hands"),
                            ("champion_lost", "Champion lost"),
                            ("position_dropped", "Turned against it"),
                            ("silence", "Not heard from"),
                            ("target_missed", "Target missed"),
                            ("target_beaten", "Target beaten"),
                            ("budget_near", "Budget is near"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                migrations.AlterField(
                    model_name="changeeventevent",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("joined", "Joined"),
                            ("left", "Left"),
                            ("promoted", "Another role"),
                            ("reports_elsewhere", "Reports to somebody else"),
                            ("goal_added", "New goal"),
                            ("goal_dropped", "Goal dropped"),
                            ("goal_reordered", "Goals in another order"),
                            ("goal_owner", "Goal changed hands"),
                            ("champion_lost", "Champion lost"),
                            ("position_dropped", "Turned against it"),
                            ("silence", "Not heard from"),
                            ("target_missed", "Target missed"),
                            ("target_beaten", "Target beaten"),
                            ("budget_near", "Budget is near"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="changeevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "checkins_changeeventevent" ("author_id", "dismissed_on", "dismissed_why", "goal_id", "happened_on", "id", "key", "kind", "metric_id", "noticed_at", "other_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "says", "stakeholder_id", "workspace_id") SELECT new_values."author_id", new_values."dismissed_on", new_values."dismissed_why", new_values."goal_id", new_values."happened_on", new_values."id", new_values."key", new_values."kind", new_values."metric_id", new_values."noticed_at", new_values."other_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."says", new_values."stakeholder_id", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="28348dc892733c38a7ef1aa9248bfdab33d1e0f7",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0a374",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="checkins_changeevent",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="changeevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "checkins_changeeventevent" ("author_id", "dismissed_on", "dismissed_why", "goal_id", "happened_on", "id", "key", "kind", "metric_id", "noticed_at", "other_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "says", "stakeholder_id", "workspace_id") VALUES (NEW."author_id", NEW."dismissed_on", NEW."dismissed_why", NEW."goal_id", NEW."happened_on", NEW."id", NEW."key", NEW."kind", NEW."metric_id", NEW."noticed_at", NEW."other_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."says", NEW."stakeholder_id", NEW."workspace_id"); RETURN NULL;',
                            hash="808baa4a8656e49dfb12b213311e4a8f032748f4",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a6705",
                            table="checkins_changeevent",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="changeevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "checkins_changeeventevent" ("author_id", "dismissed_on", "dismissed_why", "goal_id", "happened_on", "id", "key", "kind", "metric_id", "noticed_at", "other_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "says", "stakeholder_id", "workspace_id") SELECT old_values."author_id", old_values."dismissed_on", old_values."dismissed_why", old_values."goal_id", old_values."happened_on", old_values."id", old_values."key", old_values."kind", old_values."metric_id", old_values."noticed_at", old_values."other_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."says", old_values."stakeholder_id", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="e9ee4973b1821c6e1980acfcc7b5daa52de174e6",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_56965",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="checkins_changeevent",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddField(
                    model_name="changewatch",
                    name="workspace",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.workspace",
                    ),
                ),
                migrations.AddField(
                    model_name="inherited",
                    name="decided_by",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="inherited",
                    name="event",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inherited",
                        to="checkins.changeevent",
                    ),
                ),
                migrations.AddField(
                    model_name="inherited",
                    name="stake",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="planning.stake",
                    ),
                ),
                migrations.AddField(
                    model_name="inherited",
                    name="successor",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="stakeholders.stakeholder",
                    ),
                ),
                migrations.AddField(
                    model_name="inherited",
                    name="tie",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="stakeholders.relationship",
                    ),
                ),
                migrations.AddField(
                    model_name="inherited",
                    name="workspace",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.workspace",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="changewatch",
                    constraint=models.UniqueConstraint(fields=("workspace",), name="change_watch_one"),
                ),
                migrations.AddConstraint(
                    model_name="inherited",
                    constraint=models.UniqueConstraint(
                        fields=("workspace", "successor", "tie"), name="inherited_tie_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="inherited",
                    constraint=models.UniqueConstraint(
                        fields=("workspace", "successor", "stake"), name="inherited_stake_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="inherited",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stake__isnull", False), ("tie", None)),
                            models.Q(("stake", None), ("tie__isnull", False)),
                            _connector="OR",
                        ),
                        name="inherited_one_thing",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="inherited",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_on", None), ("state", "unverified")),
                            models.Q(("decided_on__isnull", False), ("state__in", ["confirmed", "let_go"])),
                            _connector="OR",
                        ),
                        name="inherited_decided_on_a_day",
                    ),
                ),
            ],
        ),
        isolate("checkins_changewatch"),
        isolate("checkins_inherited"),
        *(same_workspace(*key) for key in KEYS),
        *(index(table, column) for table, column, _referenced, _becomes in KEYS),
    ]
