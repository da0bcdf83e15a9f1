"""Playbooks say which transaction wrote them."""

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

# Model, operation, and the trigger's hash and id.
MARKS = [
    ("playbook", "INSERT", "ca4df936c857f08042080541a4f9cfef857cd758", "f24ac"),
    ("playbook", "UPDATE", "679b268a3db959075ad6004221ea526a0d5d9af4", "f41cb"),
    ("playbook", "DELETE", "f807c63218cfac8b8780276aaae4d6ae2aa1ee25", "68d26"),
]


def _mark(model: str, operation: str, digest: str, key: str) -> pgtrigger.migrations.AddTrigger:
    seen = "old" if operation == "DELETE" else "new"
    name = f"mark_written_{operation.lower()}"
    sql = pgtrigger.compiler.UpsertTriggerSql(
        func=FUNC.format(rows=f"{seen}_values"),
        hash=digest,
        level="STATEMENT",
        operation=operation,
        pgid=f"pgtrigger_{name}_{key}",
        referencing=f"REFERENCING {seen.upper()} TABLE AS {seen}_values ",
        table=f"planning_{model}",
        when="AFTER",
    )
    return pgtrigger.migrations.AddTrigger(model_name=model, trigger=pgtrigger.compiler.Trigger(name=name, sql=sql))


class Migration(folding.Migration):
    dependencies = [
        ("planning", "0005_stakes_in_their_workspace"),
    ]

    operations = folding.folded("planning", [_mark(*row) for row in MARKS])
