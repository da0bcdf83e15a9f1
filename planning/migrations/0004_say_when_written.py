"""Goals and stakes say which transaction wrote them."""

import pgtrigger.compiler
import pgtrigger.migrations

from web import folding

FUNC = """
            INSERT INTO accounts_written (workspace_id, what, xact, at)
            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM {rows}
            ON CONFLICT DO NOTHING;
            IF FOUND THEN
                DELETE FROM accounts_written WHERE id IN (
                    SELECT id FROM accounts_written
                    WHERE workspace_id IN (SELECT workspace_id FROM {rows}) AND what = TG_TABLE_NAME
                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
                    FOR UPDATE SKIP LOCKED
                );
            END IF;
            RETURN NULL;
        """


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0009_written"),
        ("planning", "0003_playbooks"),
    ]

    operations = folding.folded(
        "planning",
        [
            pgtrigger.migrations.AddTrigger(
                model_name="goal",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="new_values"),
                        hash="2b25eb9153ddc7736eab3dceb9c2d4e279ce0ff2",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_written_insert_7717d",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="planning_goal",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="goal",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="new_values"),
                        hash="ae961fc353c80fcb4c973a5d0f6e414066d17831",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_written_update_960d1",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="planning_goal",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="goal",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="old_values"),
                        hash="3c141c858fb3534ed1d10e2ae706fb4a8adbd6fc",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_written_delete_190d6",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="planning_goal",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="stake",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="new_values"),
                        hash="6fa93f4773e29d8810055be38c7937b979edfeb3",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_written_insert_be080",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="planning_stake",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="stake",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="new_values"),
                        hash="8567835ae8fed3d9f1da34f0e6cdbfd61ae02817",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_written_update_4106d",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="planning_stake",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="stake",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="old_values"),
                        hash="8e421e1adf35437f7e844c379ac1fe1e8bc8cc01",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_written_delete_b85ae",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="planning_stake",
                        when="AFTER",
                    ),
                ),
            ),
        ],
    )
