"""Initiatives, the metrics they should move, and what they contributed by which evidence."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from accounts.isolation import append_only, isolate
from web import folding

# What was said for a contribution is replaced, never changed: of it alone, that another one holds now.
NEVER_CHANGED = (
    "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'coalition_app') THEN "
    "REVOKE UPDATE ON impact_contribution, impact_initiativemetric FROM coalition_app; "
    "GRANT UPDATE (ended_at, ended_why) ON impact_contribution TO coalition_app; "
    "END IF; END $$;"
)
# (table, column, referenced table, what becomes of the row when the referenced one goes)
KEYS = [
    ("initiative", "goal_id", "planning_goal", "NO ACTION"),
    ("initiativemetric", "initiative_id", "impact_initiative", "CASCADE"),
    ("initiativemetric", "metric_id", "impact_metric", "CASCADE"),
    ("contribution", "initiative_id", "impact_initiative", "CASCADE"),
    ("contribution", "metric_id", "impact_metric", "CASCADE"),
]


def within(table: str, column: str, to: str, on_delete: str) -> migrations.RunSQL:
    name = f"impact_{table}_{column.removesuffix('_id')}_same_workspace"
    return migrations.RunSQL(
        sql=[
            f"ALTER TABLE impact_{table} ADD CONSTRAINT {name} FOREIGN KEY (workspace_id, {column})"
            f" REFERENCES {to} (workspace_id, id) ON DELETE {on_delete} DEFERRABLE INITIALLY DEFERRED",
            f"CREATE INDEX {table}_{column}_by_workspace ON impact_{table} (workspace_id, {column})",
        ],
        reverse_sql=[
            f"DROP INDEX {table}_{column}_by_workspace",
            f"ALTER TABLE impact_{table} DROP CONSTRAINT {name}",
        ],
    )


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0009_written"),
        ("impact", "0007_tokens"),
        ("planning", "0004_say_when_written"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *folding.folded(
            "impact",
            [
                migrations.CreateModel(
                    name="Initiative",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("what", models.TextField(verbose_name="what it is")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("creation", "Creation"),
                                    ("production", "Production"),
                                    ("distribution", "Distribution"),
                                    ("measurement", "Measurement"),
                                    ("finished", "Finished"),
                                    ("stopped", "Stopped"),
                                ],
                                default="creation",
                                max_length=12,
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("ended_why", models.TextField(blank=True, verbose_name="why it ended")),
                        ("cost", models.FloatField(blank=True, null=True)),
                        ("currency", models.CharField(blank=True, max_length=3)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="should end on")),
                        ("how_known", models.TextField(blank=True, verbose_name="how we would know")),
                        ("is_experiment", models.BooleanField(default=False, verbose_name="an experiment")),
                        ("hypothesis", models.TextField(blank=True)),
                        ("guard_rails", models.TextField(blank=True)),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                choices=[("keep", "Keep going"), ("change", "Change it"), ("stop", "Stop")],
                                max_length=6,
                            ),
                        ),
                        ("decided_why", models.TextField(blank=True, verbose_name="why it was decided so")),
                        ("decided_on", models.DateField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "goal",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="planning.goal",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "workspace",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.workspace",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Contribution",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "grade",
                            models.CharField(
                                choices=[
                                    ("asserted", "Asserted"),
                                    ("self_reported", "Self-reported"),
                                    ("attributed", "Attributed"),
                                    ("modelled", "Modelled"),
                                    ("quasi_experiment", "Quasi-experiment"),
                                    ("experiment", "Experiment"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("amount", models.FloatField(blank=True, null=True)),
                        ("first_on", models.DateField()),
                        ("last_on", models.DateField()),
                        ("says", models.TextField(verbose_name="what is said for it")),
                        ("link", models.CharField(blank=True, max_length=1000)),
                        ("filename", models.CharField(blank=True, max_length=255)),
                        ("content", models.BinaryField(null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="replaced")),
                        ("ended_why", models.TextField(blank=True, verbose_name="why it was replaced")),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "metric",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contributions",
                                to="impact.metric",
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="replaced_by",
                                to="impact.contribution",
                            ),
                        ),
                        (
                            "workspace",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.workspace",
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contributions",
                                to="impact.initiative",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-last_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="InitiativeEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=120)),
                        ("what", models.TextField(verbose_name="what it is")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("creation", "Creation"),
                                    ("production", "Production"),
                                    ("distribution", "Distribution"),
                                    ("measurement", "Measurement"),
                                    ("finished", "Finished"),
                                    ("stopped", "Stopped"),
                                ],
                                default="creation",
                                max_length=12,
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("ended_why", models.TextField(blank=True, verbose_name="why it ended")),
                        ("cost", models.FloatField(blank=True, null=True)),
                        ("currency", models.CharField(blank=True, max_length=3)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="should end on")),
                        ("how_known", models.TextField(blank=True, verbose_name="how we would know")),
                        ("is_experiment", models.BooleanField(default=False, verbose_name="an experiment")),
                        ("hypothesis", models.TextField(blank=True)),
                        ("guard_rails", models.TextField(blank=True)),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                choices=[("keep", "Keep going"), ("change", "Change it"), ("stop", "Stop")],
                                max_length=6,
                            ),
                        ),
                        ("decided_why", models.TextField(blank=True, verbose_name="why it was decided so")),
                        ("decided_on", models.DateField(blank=True, null=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "goal",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="planning.goal",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="impact.initiative",
                            ),
                        ),
                        (
                            "workspace",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.workspace",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="InitiativeMetric",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "initiative",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="metric_rows",
                                to="impact.initiative",
                            ),
                        ),
                        (
                            "metric",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="impact.metric",
                            ),
                        ),
                        (
                            "workspace",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.workspace",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "metric of an initiative",
                        "verbose_name_plural": "metrics of initiatives",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="InitiativeMetricEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "initiative",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="impact.initiative",
                            ),
                        ),
                        (
                            "metric",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="impact.metric",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="impact.initiativemetric",
                            ),
                        ),
                        (
                            "workspace",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.workspace",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.AddConstraint(
                    model_name="initiative",
                    constraint=models.UniqueConstraint(
                        models.F("workspace"),
                        django.db.models.functions.text.Lower("name"),
                        name="initiative_named_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="initiative",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("what", ""), _negated=True)
                        ),
                        name="initiative_says_what_it_is",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="initiative",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_on", None),
                                ("ended_why", ""),
                                ("stage__in", ["creation", "production", "distribution", "measurement"]),
                            ),
                            models.Q(("ended_on__isnull", False), ("stage", "finished")),
                            models.Q(
                                ("ended_on__isnull", False),
                                ("stage", "stopped"),
                                models.Q(("ended_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="initiative_ended_on_a_day",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="initiative",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cost", None), ("currency", "")),
                            models.Q(
                                ("cost__gte", 0),
                                ("cost__isnull", False),
                                ("cost__lte", 1000000000000000.0),
                                models.Q(("currency", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="initiative_cost_in_a_currency",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="initiative",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="initiative_ends_after_start",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="initiative",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decision", ""), ("guard_rails", ""), ("hypothesis", ""), ("is_experiment", False)
                            ),
                            models.Q(("is_experiment", True), models.Q(("hypothesis", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="initiative_experiment_has_hypothesis",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="initiative",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_on", None), ("decided_why", ""), ("decision", "")),
                            models.Q(
                                ("decided_on__isnull", False),
                                ("decision__in", ["keep", "change", "stop"]),
                                models.Q(("decided_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="initiative_decided_for_a_reason",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="initiative",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="0398ab60fe7c239e9d601b4f52acc174e0d0ec56",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_mark_written_insert_09b4b",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="impact_initiative",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="initiative",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="1bd07b07b624abaf0cd111e6f2f5a834b9a06fa3",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_mark_written_update_6f364",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="impact_initiative",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="initiative",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="ee42f5dc9383e0e73eb641a67a6309dc2d15a2e0",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_mark_written_delete_797ec",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="impact_initiative",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="initiative",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_initiativeevent" ("cost", "created_at", "currency", "decided_on", "decided_why", "decision", "ended_on", "ended_why", "ends_on", "goal_id", "guard_rails", "how_known", "hypothesis", "id", "is_experiment", "name", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "starts_on", "what", "workspace_id") SELECT new_values."cost", new_values."created_at", new_values."currency", new_values."decided_on", new_values."decided_why", new_values."decision", new_values."ended_on", new_values."ended_why", new_values."ends_on", new_values."goal_id", new_values."guard_rails", new_values."how_known", new_values."hypothesis", new_values."id", new_values."is_experiment", new_values."name", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."stage", new_values."starts_on", new_values."what", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="63cc559f8edb417c2d0a106c35f9d0a3e0dc7577",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_3cdb8",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="impact_initiative",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="initiative",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."cost" IS DISTINCT FROM (NEW."cost") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."decided_on" IS DISTINCT FROM (NEW."decided_on") OR OLD."decided_why" IS DISTINCT FROM (NEW."decided_why") OR OLD."decision" IS DISTINCT FROM (NEW."decision") OR OLD."ended_on" IS DISTINCT FROM (NEW."ended_on") OR OLD."ended_why" IS DISTINCT FROM (NEW."ended_why") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."goal_id" IS DISTINCT FROM (NEW."goal_id") OR OLD."guard_rails" IS DISTINCT FROM (NEW."guard_rails") OR OLD."how_known" IS DISTINCT FROM (NEW."how_known") OR OLD."hypothesis" IS DISTINCT FROM (NEW."hypothesis") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_experiment" IS DISTINCT FROM (NEW."is_experiment") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."stage" IS DISTINCT FROM (NEW."stage") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."what" IS DISTINCT FROM (NEW."what") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                            func='INSERT INTO "impact_initiativeevent" ("cost", "created_at", "currency", "decided_on", "decided_why", "decision", "ended_on", "ended_why", "ends_on", "goal_id", "guard_rails", "how_known", "hypothesis", "id", "is_experiment", "name", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "starts_on", "what", "workspace_id") VALUES (NEW."cost", NEW."created_at", NEW."currency", NEW."decided_on", NEW."decided_why", NEW."decision", NEW."ended_on", NEW."ended_why", NEW."ends_on", NEW."goal_id", NEW."guard_rails", NEW."how_known", NEW."hypothesis", NEW."id", NEW."is_experiment", NEW."name", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."stage", NEW."starts_on", NEW."what", NEW."workspace_id"); RETURN NULL;',
                            hash="fd02c5d79992590d8ab25adefea0d060dfeccbb0",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_82380",
                            table="impact_initiative",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="initiative",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_initiativeevent" ("cost", "created_at", "currency", "decided_on", "decided_why", "decision", "ended_on", "ended_why", "ends_on", "goal_id", "guard_rails", "how_known", "hypothesis", "id", "is_experiment", "name", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "starts_on", "what", "workspace_id") SELECT old_values."cost", old_values."created_at", old_values."currency", old_values."decided_on", old_values."decided_why", old_values."decision", old_values."ended_on", old_values."ended_why", old_values."ends_on", old_values."goal_id", old_values."guard_rails", old_values."how_known", old_values."hypothesis", old_values."id", old_values."is_experiment", old_values."name", old_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."stage", old_values."starts_on", old_values."what", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="bf0c71c7a15db0f59de11f994973c057f0cd20dc",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_85920",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="impact_initiative",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contribution",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "grade__in",
                                [
                                    "asserted",
                                    "self_reported",
                                    "attributed",
                                    "modelled",
                                    "quasi_experiment",
                                    "experiment",
                                ],
                            )
                        ),
                        name="contribution_grade_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contribution",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("says", ""), _negated=True), name="contribution_says_something"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contribution",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))), name="contribution_ends_after_start"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contribution",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("amount", None),
                            models.Q(("amount__gte", -1000000000000000.0), ("amount__lte", 1000000000000000.0)),
                            _connector="OR",
                        ),
                        name="contribution_is_a_number",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contribution",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("link", ""), ("link__regex", "^https?://"), _connector="OR"),
                        name="contribution_link_of_the_web",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contribution",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("grade__in", ["attributed", "modelled", "quasi_experiment", "experiment"]),
                                _negated=True,
                            ),
                            models.Q(("link", ""), _negated=True),
                            models.Q(("filename", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="contribution_shows_what_it_rests_on",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contribution",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("content", None), models.Q(("filename", ""), _negated=True), _connector="OR"
                        ),
                        name="contribution_file_has_a_name",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contribution",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None), models.Q(("ended_why", ""), _negated=True), _connector="XOR"
                        ),
                        name="contribution_replaced_for_a_reason",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contribution",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="0b67449f561d6ec5d24155da8cdceb7645b9c64b",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_mark_written_insert_aef6c",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="impact_contribution",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contribution",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="3b6dcb9afa0549e6fe3463d2349f087e780b4850",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_mark_written_update_6d7bc",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="impact_contribution",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="contribution",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="f589ab23ab6d093d51f66da075d9178000d8ff6e",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_mark_written_delete_814b6",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="impact_contribution",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="initiativeevent",
                    index=models.Index(
                        fields=["workspace", "-pgh_created_at", "-pgh_id"], name="initiative_audit_recent"
                    ),
                ),
                migrations.AddIndex(
                    model_name="initiativeevent",
                    index=models.Index(fields=["pgh_obj"], name="initiative_audit_object"),
                ),
                migrations.AddConstraint(
                    model_name="initiativemetric",
                    constraint=models.UniqueConstraint(
                        fields=("initiative", "metric"), name="initiative_moves_metric_once"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="initiativemetric",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="f8ad942e25d0698b2f906f1ec954a0a493dabfc1",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_mark_written_insert_ac189",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="impact_initiativemetric",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="initiativemetric",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="fd91c279527d0d1a7e900907b6082b3e80f5fe7c",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_mark_written_update_320c5",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="impact_initiativemetric",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="initiativemetric",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="c43a44b835f92710ec1ae2eb79c5f31b8a1d6611",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_mark_written_delete_956ad",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="impact_initiativemetric",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="initiativemetric",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_initiativemetricevent" ("id", "initiative_id", "metric_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "workspace_id") SELECT new_values."id", new_values."initiative_id", new_values."metric_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="977f7a2b325610b60fb42b00920483ff8bd532f5",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c10b0",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="impact_initiativemetric",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="initiativemetric",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "impact_initiativemetricevent" ("id", "initiative_id", "metric_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "workspace_id") VALUES (NEW."id", NEW."initiative_id", NEW."metric_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."workspace_id"); RETURN NULL;',
                            hash="ea5ddad7ce641c5ae9cd5c4797eb33096cd8390b",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_b0796",
                            table="impact_initiativemetric",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="initiativemetric",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_initiativemetricevent" ("id", "initiative_id", "metric_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "workspace_id") SELECT old_values."id", old_values."initiative_id", old_values."metric_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="41b9cf017f13ca96666791d4c935bfeac910845c",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_765fd",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="impact_initiativemetric",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="initiativemetricevent",
                    index=models.Index(
                        fields=["workspace", "-pgh_created_at", "-pgh_id"], name="initiativemetric_audit_recent"
                    ),
                ),
                migrations.AddIndex(
                    model_name="initiativemetricevent",
                    index=models.Index(fields=["pgh_obj"], name="initiativemetric_audit_object"),
                ),
            ],
        ),
        *(isolate(f"impact_{table}") for table in ["initiative", "initiativeevent", "initiativemetric"]),
        isolate("impact_initiativemetricevent"),
        isolate("impact_contribution"),
        append_only("impact_initiativeevent"),
        append_only("impact_initiativemetricevent"),
        migrations.RunSQL(
            sql="ALTER TABLE impact_initiative ADD CONSTRAINT initiative_in_workspace UNIQUE (workspace_id, id)",
            reverse_sql="ALTER TABLE impact_initiative DROP CONSTRAINT initiative_in_workspace",
        ),
        *(within(*key) for key in KEYS),
        migrations.RunSQL(
            sql="ALTER TABLE impact_contribution ADD CONSTRAINT contribution_file_is_small"
            " CHECK (octet_length(content) <= 5 * 1024 * 1024)",
            reverse_sql="ALTER TABLE impact_contribution DROP CONSTRAINT contribution_file_is_small",
        ),
        # A list: a string would be split at its semicolons.
        migrations.RunSQL(sql=[NEVER_CHANGED], reverse_sql=migrations.RunSQL.noop),
    ]
