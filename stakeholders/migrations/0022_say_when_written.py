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
            pgtrigger.migrations.AddTrigger(
                model_name="assessment",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="new_values"),
                        hash="777458cacee627edae8164a7f34592e8f4d2cf59",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_written_insert_add11",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="stakeholders_assessment",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="assessment",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="new_values"),
                        hash="baffcc8cc92732d13885810168fb70f0d690e703",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_written_update_ddfb6",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="stakeholders_assessment",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="assessment",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="old_values"),
                        hash="2918b8a677b65e550de0c3ebb2c123555ae0e65f",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_written_delete_fb7e1",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="stakeholders_assessment",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="concern",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="new_values"),
                        hash="b41fb14f4641fe54428dc807c2dd37b6117ae7a3",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_written_insert_7b4ae",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="stakeholders_concern",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="concern",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="new_values"),
                        hash="dff94c9c6f371ad42368634288f97139dc04b1dd",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_written_update_68b50",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="stakeholders_concern",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="concern",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="old_values"),
                        hash="05b439df066f96e187d794cd5bfc3355676d2864",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_written_delete_f25f2",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="stakeholders_concern",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="department",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="new_values"),
                        hash="5a6947d7d65049ff6a71fd0ca5e1cf4ece96bd75",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_written_insert_13e0c",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="stakeholders_department",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="department",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="new_values"),
                        hash="a222687c92ed2cc45710a1b6f3023e9a88c8c7ea",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_written_update_69f0b",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="stakeholders_department",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="department",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="old_values"),
                        hash="fad778ce3ec2dc3f1492a2b7432eacfec674e52b",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_written_delete_650c3",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="stakeholders_department",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="networkpin",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="new_values"),
                        hash="a15dde3d4787fafcd9e740fcf689063685fd757e",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_written_insert_b2326",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="stakeholders_networkpin",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="networkpin",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="new_values"),
                        hash="cfbf63f8f97d1efbfdbb92992d28e4d1013cfcac",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_written_update_23705",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="stakeholders_networkpin",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="networkpin",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="old_values"),
                        hash="fcf7441dac17271bec52693973b98467e85f6f59",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_written_delete_a5d39",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="stakeholders_networkpin",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="relationship",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="new_values"),
                        hash="da1c93fd9ad687231f5885d26ac016ba08d16c67",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_written_insert_466a7",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="stakeholders_relationship",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="relationship",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="new_values"),
                        hash="c62b4a6b5c3f312aa89ff9354d15d15eb2258a92",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_written_update_d9a24",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="stakeholders_relationship",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="relationship",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="old_values"),
                        hash="8fdb207eb610eb11011284db49f81e9a8d5813f2",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_written_delete_9cda9",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="stakeholders_relationship",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="stakeholder",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="new_values"),
                        hash="996864cbfb4b2941eb1fb7b31114cb0fcd1b7320",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_written_insert_8f2ba",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="stakeholders_stakeholder",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="stakeholder",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="new_values"),
                        hash="a8b2e01654aaf4f4412b1da3f24a3e03350f7941",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_written_update_237bc",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="stakeholders_stakeholder",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="stakeholder",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="old_values"),
                        hash="9aa66bc9417fd24569234fe3ac6e2195bbae4e87",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_written_delete_138b0",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="stakeholders_stakeholder",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="touchpoint",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="new_values"),
                        hash="c50f7839c1902edf6972750a795d87da675b0fd2",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_written_insert_a6512",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="stakeholders_touchpoint",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="touchpoint",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="new_values"),
                        hash="8a4b982d54fa1c30d676306e2089f9d7a921def8",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_written_update_cf232",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="stakeholders_touchpoint",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="touchpoint",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="old_values"),
                        hash="d9854a6f7ec9bc26c571972221318c759ec8049d",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_written_delete_99864",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="stakeholders_touchpoint",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="networkreading",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="new_values"),
                        hash="afd2fc5b05cb90b8e9d12177806ea2d26a6242d2",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_mark_written_insert_2b2b4",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="stakeholders_networkreading",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="networkreading",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="new_values"),
                        hash="cc1931c520afd93a9a5b1d074071cbfb44e7e772",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_mark_written_update_a92c3",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="stakeholders_networkreading",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="networkreading",
                trigger=pgtrigger.compiler.Trigger(
                    name="mark_written_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func=FUNC.format(rows="old_values"),
                        hash="f69160091cea1b297eadcfd321fd9655f4f7d2c2",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_mark_written_delete_8c9f2",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="stakeholders_networkreading",
                        when="AFTER",
                    ),
                ),
            ),
        ],
    )
