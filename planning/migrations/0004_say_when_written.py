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

# Model, operation, and the trigger's hash and id.
MARKS = [
    ("goal", "INSERT", "2b25eb9153ddc7736eab3dceb9c2d4e279ce0ff2", "7717d"),
    ("goal", "UPDATE", "ae961fc353c80fcb4c973a5d0f6e414066d17831", "960d1"),
    ("goal", "DELETE", "3c141c858fb3534ed1d10e2ae706fb4a8adbd6fc", "190d6"),
    ("stake", "INSERT", "6fa93f4773e29d8810055be38c7937b979edfeb3", "be080"),
    ("stake", "UPDATE", "8567835ae8fed3d9f1da34f0e6cdbfd61ae02817", "4106d"),
    ("stake", "DELETE", "8e421e1adf35437f7e844c379ac1fe1e8bc8cc01", "b85ae"),
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
        ("accounts", "0009_written"),
        ("planning", "0003_playbooks"),
    ]

    operations = folding.folded("planning", [_mark(*row) for row in MARKS])
