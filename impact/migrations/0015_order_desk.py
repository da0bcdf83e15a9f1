"""Days of work of initiatives, and measures that reward service and are kept as goals for a reason."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from accounts.isolation import isolate
from web import folding

# (column, referenced table): what is kept goes with what it is about.
KEYS = [("goal_id", "planning_goal"), ("stake_id", "planning_stake"), ("metric_id", "impact_metric")]


def within(column: str, to: str) -> migrations.RunSQL:
    name = f"impact_keptmeasure_{column.removesuffix('_id')}_same_workspace"
    return migrations.RunSQL(
        sql=[
            f"ALTER TABLE impact_keptmeasure ADD CONSTRAINT {name} FOREIGN KEY (workspace_id, {column})"
            f" REFERENCES {to} (workspace_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED",
            f"CREATE INDEX keptmeasure_{column}_by_workspace ON impact_keptmeasure (workspace_id, {column})",
        ],
        reverse_sql=[
            f"DROP INDEX keptmeasure_{column}_by_workspace",
            f"ALTER TABLE impact_keptmeasure DROP CONSTRAINT {name}",
        ],
    )


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0010_calendar_acts"),
        ("impact", "0014_words_to_them"),
        ("planning", "0007_requests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptMeasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(max_length=16)),
                ("why", models.TextField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "measure that is kept",
                "verbose_name_plural": "measures that are kept",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="initiative",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="initiative",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="initiative",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="initiative",
            name="days",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="days of work"),
        ),
        migrations.AddField(
            model_name="initiativeevent",
            name="days",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="days of work"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="initiative",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_initiativeevent" ("cost", "created_at", "currency", "days", "decided_on", "decided_why", "decision", "ended_on", "ended_why", "ends_on", "goal_id", "guard_rails", "how_known", "hypothesis", "id", "is_experiment", "name", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "starts_on", "what", "workspace_id") SELECT new_values."cost", new_values."created_at", new_values."currency", new_values."days", new_values."decided_on", new_values."decided_why", new_values."decision", new_values."ended_on", new_values."ended_why", new_values."ends_on", new_values."goal_id", new_values."guard_rails", new_values."how_known", new_values."hypothesis", new_values."id", new_values."is_experiment", new_values."name", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."stage", new_values."starts_on", new_values."what", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="a4d26381b819b1da6d8911c6bfa26a9178abd27f",
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
                    condition='WHEN (OLD."cost" IS DISTINCT FROM (NEW."cost") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."days" IS DISTINCT FROM (NEW."days") OR OLD."decided_on" IS DISTINCT FROM (NEW."decided_on") OR OLD."decided_why" IS DISTINCT FROM (NEW."decided_why") OR OLD."decision" IS DISTINCT FROM (NEW."decision") OR OLD."ended_on" IS DISTINCT FROM (NEW."ended_on") OR OLD."ended_why" IS DISTINCT FROM (NEW."ended_why") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."goal_id" IS DISTINCT FROM (NEW."goal_id") OR OLD."guard_rails" IS DISTINCT FROM (NEW."guard_rails") OR OLD."how_known" IS DISTINCT FROM (NEW."how_known") OR OLD."hypothesis" IS DISTINCT FROM (NEW."hypothesis") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_experiment" IS DISTINCT FROM (NEW."is_experiment") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."stage" IS DISTINCT FROM (NEW."stage") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."what" IS DISTINCT FROM (NEW."what") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                    func='INSERT INTO "impact_initiativeevent" ("cost", "created_at", "currency", "days", "decided_on", "decided_why", "decision", "ended_on", "ended_why", "ends_on", "goal_id", "guard_rails", "how_known", "hypothesis", "id", "is_experiment", "name", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "starts_on", "what", "workspace_id") VALUES (NEW."cost", NEW."created_at", NEW."currency", NEW."days", NEW."decided_on", NEW."decided_why", NEW."decision", NEW."ended_on", NEW."ended_why", NEW."ends_on", NEW."goal_id", NEW."guard_rails", NEW."how_known", NEW."hypothesis", NEW."id", NEW."is_experiment", NEW."name", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."stage", NEW."starts_on", NEW."what", NEW."workspace_id"); RETURN NULL;',
                    hash="230cfca9a17e03ef115cf1315fee51bc22441aa2",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_initiativeevent" ("cost", "created_at", "currency", "days", "decided_on", "decided_why", "decision", "ended_on", "ended_why", "ends_on", "goal_id", "guard_rails", "how_known", "hypothesis", "id", "is_experiment", "name", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "starts_on", "what", "workspace_id") SELECT old_values."cost", old_values."created_at", old_values."currency", old_values."days", old_values."decided_on", old_values."decided_why", old_values."decision", old_values."ended_on", old_values."ended_why", old_values."ends_on", old_values."goal_id", old_values."guard_rails", old_values."how_known", old_values."hypothesis", old_values."id", old_values."is_experiment", old_values."name", old_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."stage", old_values."starts_on", old_values."what", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="f97ad0d08c64758868f8ec02da89dcfe2bad7e11",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_85920",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="impact_initiative",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="keptmeasure",
            name="author",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="keptmeasure",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="keptmeasure",
            name="goal",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="planning.goal",
            ),
        ),
        migrations.AddField(
            model_name="keptmeasure",
            name="metric",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="impact.metric",
            ),
        ),
        migrations.AddField(
            model_name="keptmeasure",
            name="stake",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="planning.stake",
            ),
        ),
        migrations.AddField(
            model_name="keptmeasure",
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
            model_name="keptmeasure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("goal__isnull", False)),
                fields=("goal", "rule"),
                name="measure_of_goal_kept_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="keptmeasure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("stake__isnull", False)),
                fields=("stake", "rule"),
                name="measure_of_stake_kept_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="keptmeasure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("metric__isnull", False)),
                fields=("metric", "rule"),
                name="measure_of_metric_kept_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="keptmeasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("goal__isnull", False), ("metric", None), ("stake", None)),
                    models.Q(("goal", None), ("metric", None), ("stake__isnull", False)),
                    models.Q(("goal", None), ("metric__isnull", False), ("stake", None)),
                    _connector="OR",
                ),
                name="kept_measure_is_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="keptmeasure",
            constraint=models.CheckConstraint(
                condition=models.Q(("rule", ""), _negated=True), name="kept_measure_says_its_rule"
            ),
        ),
        migrations.AddConstraint(
            model_name="keptmeasure",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="measure_kept_for_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="keptmeasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by", None)), ("ended_at__isnull", False), _connector="OR"
                ),
                name="kept_measure_ended_by_somebody",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="keptmeasure",
            trigger=pgtrigger.compiler.Trigger(
                name="mark_written_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                    hash="6a77789d5dee14c79e3d8078facce18f37ccd935",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_mark_written_insert_88568",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="impact_keptmeasure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="keptmeasure",
            trigger=pgtrigger.compiler.Trigger(
                name="mark_written_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                    hash="e96d60a317e90ee8280e1f3919e40fa3a197b14f",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_mark_written_update_d7100",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="impact_keptmeasure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="keptmeasure",
            trigger=pgtrigger.compiler.Trigger(
                name="mark_written_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                    hash="619e33b8ce65894e8f34c8c98fe72627efb72f33",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_mark_written_delete_c294e",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="impact_keptmeasure",
                    when="AFTER",
                ),
            ),
        ),
        isolate("impact_keptmeasure"),
        *(within(column, to) for column, to in KEYS),
    ]
