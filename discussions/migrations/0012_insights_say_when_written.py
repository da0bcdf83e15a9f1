"""Insights and what they rest on say when they were written: pages behind personal links need not ask for quotes."""

import pgtrigger.compiler
import pgtrigger.migrations

from web import folding


class Migration(folding.Migration):
    dependencies = [
        ("discussions", "0011_told_beginning"),
    ]

    operations = folding.folded(
        "discussions",
        [
            pgtrigger.migrations.AddTrigger(
                model_name="evidence",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="23ccfd72e121c9189ad7f7032e0686eb4c9a6ae0",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_written_insert_e3f1a",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="discussions_evidence",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="evidence",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="e563a1bce28a0176fe29bf32117dd6244e26e411",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_written_update_c7026",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="discussions_evidence",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="evidence",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="e94d6cc437dbf9bb84712e6f74c5b4b8b61d0355",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_written_delete_6ddc5",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="discussions_evidence",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="insight",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="78f8e827c37dd6ac26bd346d5ebe1dca998ed5f7",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_written_insert_0fc5f",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="discussions_insight",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="insight",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="4b380d20f835053f625870e7200e9a9791559552",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_written_update_21913",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="discussions_insight",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="insight",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                        hash="097ca14a037b293ab6e002aaf690f5f66803e035",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_written_delete_825ef",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="discussions_insight",
                        when="AFTER",
                    ),
                ),
            ),
        ],
    )
