"""Which initiative came of which proposal of a planning session, behind row-level security."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from accounts.isolation import isolate
from web import folding

# (column, referenced table): what is known goes with either of them.
KEYS = [("initiative_id", "impact_initiative"), ("proposal_id", "planning_proposal")]


def within(column: str, to: str) -> migrations.RunSQL:
    name = f"impact_planned_{column.removesuffix('_id')}_same_workspace"
    return migrations.RunSQL(
        sql=[
            f"ALTER TABLE impact_planned ADD CONSTRAINT {name} FOREIGN KEY (workspace_id, {column})"
            f" REFERENCES {to} (workspace_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED",
            f"CREATE INDEX planned_{column}_by_workspace ON impact_planned (workspace_id, {column})",
        ],
        reverse_sql=[
            f"DROP INDEX planned_{column}_by_workspace",
            f"ALTER TABLE impact_planned DROP CONSTRAINT {name}",
        ],
    )


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0010_calendar_acts"),
        ("impact", "0015_order_desk"),
        ("planning", "0008_planning_sessions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Planned",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "initiative",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="impact.initiative",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="planning.proposal",
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
                "verbose_name": "initiative that was planned",
                "verbose_name_plural": "initiatives that were planned",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("initiative",), name="initiative_planned_once"),
                    models.UniqueConstraint(fields=("proposal",), name="proposal_taken_up_once"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planned",
            trigger=pgtrigger.compiler.Trigger(
                name="mark_written_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                    hash="bdee493d8fba5e2533dd41777b8896f828eb01a5",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_mark_written_insert_d0bee",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="impact_planned",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planned",
            trigger=pgtrigger.compiler.Trigger(
                name="mark_written_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                    hash="b2d10f2a104552192e1ab50d5dbf7eab8bb78be8",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_mark_written_update_0d5a0",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="impact_planned",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planned",
            trigger=pgtrigger.compiler.Trigger(
                name="mark_written_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                    hash="02f5324c018e95ce39442778b2d4f7f204eccf21",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_mark_written_delete_4e8cd",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="impact_planned",
                    when="AFTER",
                ),
            ),
        ),
        isolate("impact_planned"),
        *(within(column, to) for column, to in KEYS),
    ]
