"""People, what is judged of them and their ties say which transaction wrote them; people are found by folded name."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

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
    ("assessment", "INSERT", "777458cacee627edae8164a7f34592e8f4d2cf59", "add11"),
    ("assessment", "UPDATE", "baffcc8cc92732d13885810168fb70f0d690e703", "ddfb6"),
    ("assessment", "DELETE", "2918b8a677b65e550de0c3ebb2c123555ae0e65f", "fb7e1"),
    ("concern", "INSERT", "b41fb14f4641fe54428dc807c2dd37b6117ae7a3", "7b4ae"),
    ("concern", "UPDATE", "dff94c9c6f371ad42368634288f97139dc04b1dd", "68b50"),
    ("concern", "DELETE", "05b439df066f96e187d794cd5bfc3355676d2864", "f25f2"),
    ("department", "INSERT", "5a6947d7d65049ff6a71fd0ca5e1cf4ece96bd75", "13e0c"),
    ("department", "UPDATE", "a222687c92ed2cc45710a1b6f3023e9a88c8c7ea", "69f0b"),
    ("department", "DELETE", "fad778ce3ec2dc3f1492a2b7432eacfec674e52b", "650c3"),
    ("networkpin", "INSERT", "a15dde3d4787fafcd9e740fcf689063685fd757e", "b2326"),
    ("networkpin", "UPDATE", "cfbf63f8f97d1efbfdbb92992d28e4d1013cfcac", "23705"),
    ("networkpin", "DELETE", "fcf7441dac17271bec52693973b98467e85f6f59", "a5d39"),
    ("relationship", "INSERT", "da1c93fd9ad687231f5885d26ac016ba08d16c67", "466a7"),
    ("relationship", "UPDATE", "c62b4a6b5c3f312aa89ff9354d15d15eb2258a92", "d9a24"),
    ("relationship", "DELETE", "8fdb207eb610eb11011284db49f81e9a8d5813f2", "9cda9"),
    ("stakeholder", "INSERT", "996864cbfb4b2941eb1fb7b31114cb0fcd1b7320", "8f2ba"),
    ("stakeholder", "UPDATE", "a8b2e01654aaf4f4412b1da3f24a3e03350f7941", "237bc"),
    ("stakeholder", "DELETE", "9aa66bc9417fd24569234fe3ac6e2195bbae4e87", "138b0"),
    ("touchpoint", "INSERT", "c50f7839c1902edf6972750a795d87da675b0fd2", "a6512"),
    ("touchpoint", "UPDATE", "8a4b982d54fa1c30d676306e2089f9d7a921def8", "cf232"),
    ("touchpoint", "DELETE", "d9854a6f7ec9bc26c571972221318c759ec8049d", "99864"),
    ("networkreading", "INSERT", "afd2fc5b05cb90b8e9d12177806ea2d26a6242d2", "2b2b4"),
    ("networkreading", "UPDATE", "cc1931c520afd93a9a5b1d074071cbfb44e7e772", "a92c3"),
    ("networkreading", "DELETE", "f69160091cea1b297eadcfd321fd9655f4f7d2c2", "8c9f2"),
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
        table=f"stakeholders_{model}",
        when="AFTER",
    )
    return pgtrigger.migrations.AddTrigger(model_name=model, trigger=pgtrigger.compiler.Trigger(name=name, sql=sql))


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0009_written"),
        ("accounts", "0009_written"),
        ("stakeholders", "0021_judged_from_a_discussion"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = folding.folded(
        "stakeholders",
        [
            migrations.RemoveIndex(
                model_name="stakeholder",
                name="stakeholder_by_name",
            ),
            migrations.AddIndex(
                model_name="stakeholder",
                index=models.Index(fields=["workspace", "folded", "id"], name="stakeholder_by_name"),
            ),
            *(_mark(*row) for row in MARKS),
        ],
    )
