"""When a personal link was made to be passed on by hand."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    dependencies = [
        ("discussions", "0014_commitments_stay_in_confidence"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="invitation",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="invitation",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="invitation",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="invitation",
            name="handed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="invitationevent",
            name="handed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_invitationevent" ("created_at", "discussion_id", "handed_at", "id", "invited_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "reminders", "segment", "stakeholder_id", "told_at", "withdrawn_at", "workspace_id") SELECT new_values."created_at", new_values."discussion_id", new_values."handed_at", new_values."id", new_values."invited_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."reminded_at", new_values."reminders", new_values."segment", new_values."stakeholder_id", new_values."told_at", new_values."withdrawn_at", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="ba1cf17c1a9eb54d8b6ad0f8f24060b023790541",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_69b74",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="discussions_invitation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."discussion_id" IS DISTINCT FROM (NEW."discussion_id") OR OLD."handed_at" IS DISTINCT FROM (NEW."handed_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."invited_at" IS DISTINCT FROM (NEW."invited_at") OR OLD."reminded_at" IS DISTINCT FROM (NEW."reminded_at") OR OLD."reminders" IS DISTINCT FROM (NEW."reminders") OR OLD."segment" IS DISTINCT FROM (NEW."segment") OR OLD."stakeholder_id" IS DISTINCT FROM (NEW."stakeholder_id") OR OLD."told_at" IS DISTINCT FROM (NEW."told_at") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                    func='INSERT INTO "discussions_invitationevent" ("created_at", "discussion_id", "handed_at", "id", "invited_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "reminders", "segment", "stakeholder_id", "told_at", "withdrawn_at", "workspace_id") VALUES (NEW."created_at", NEW."discussion_id", NEW."handed_at", NEW."id", NEW."invited_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reminded_at", NEW."reminders", NEW."segment", NEW."stakeholder_id", NEW."told_at", NEW."withdrawn_at", NEW."workspace_id"); RETURN NULL;',
                    hash="8adcb6ba2249d37d8e2b18b3c767d12bad3cc3a4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f5bac",
                    table="discussions_invitation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_invitationevent" ("created_at", "discussion_id", "handed_at", "id", "invited_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "reminders", "segment", "stakeholder_id", "told_at", "withdrawn_at", "workspace_id") SELECT old_values."created_at", old_values."discussion_id", old_values."handed_at", old_values."id", old_values."invited_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."reminded_at", old_values."reminders", old_values."segment", old_values."stakeholder_id", old_values."told_at", old_values."withdrawn_at", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="66625cdd50b063fba153d4128f160481ac82d07f",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fdbce",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="discussions_invitation",
                    when="AFTER",
                ),
            ),
        ),
    ]
