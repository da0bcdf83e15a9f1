"""Whether a commitment that took the place of an answer in confidence is in confidence, too."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    dependencies = [
        ("discussions", "0013_votes_by_voice"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="commitment",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="commitment",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="commitment",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="commitment",
            name="in_confidence",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="commitmentevent",
            name="in_confidence",
            field=models.BooleanField(default=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="commitment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_commitmentevent" ("answer_id", "confidence", "created_at", "discussion_id", "due_on", "happened", "id", "in_confidence", "instead_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_on", "settled_on", "stakeholder_id", "state", "user_id", "what", "workspace_id") SELECT new_values."answer_id", new_values."confidence", new_values."created_at", new_values."discussion_id", new_values."due_on", new_values."happened", new_values."id", new_values."in_confidence", new_values."instead_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."reminded_on", new_values."settled_on", new_values."stakeholder_id", new_values."state", new_values."user_id", new_values."what", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="675125e75881966b9d81d48190cb141c6cf3fccc",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e3869",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="discussions_commitment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="commitment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."answer_id" IS DISTINCT FROM (NEW."answer_id") OR OLD."confidence" IS DISTINCT FROM (NEW."confidence") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."discussion_id" IS DISTINCT FROM (NEW."discussion_id") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."happened" IS DISTINCT FROM (NEW."happened") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."in_confidence" IS DISTINCT FROM (NEW."in_confidence") OR OLD."instead_id" IS DISTINCT FROM (NEW."instead_id") OR OLD."reminded_on" IS DISTINCT FROM (NEW."reminded_on") OR OLD."settled_on" IS DISTINCT FROM (NEW."settled_on") OR OLD."stakeholder_id" IS DISTINCT FROM (NEW."stakeholder_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."what" IS DISTINCT FROM (NEW."what") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                    func='INSERT INTO "discussions_commitmentevent" ("answer_id", "confidence", "created_at", "discussion_id", "due_on", "happened", "id", "in_confidence", "instead_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_on", "settled_on", "stakeholder_id", "state", "user_id", "what", "workspace_id") VALUES (NEW."answer_id", NEW."confidence", NEW."created_at", NEW."discussion_id", NEW."due_on", NEW."happened", NEW."id", NEW."in_confidence", NEW."instead_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reminded_on", NEW."settled_on", NEW."stakeholder_id", NEW."state", NEW."user_id", NEW."what", NEW."workspace_id"); RETURN NULL;',
                    hash="025059235893422a6392b5dd5c7aaa2ae6e8e4c1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_19538",
                    table="discussions_commitment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="commitment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_commitmentevent" ("answer_id", "confidence", "created_at", "discussion_id", "due_on", "happened", "id", "in_confidence", "instead_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_on", "settled_on", "stakeholder_id", "state", "user_id", "what", "workspace_id") SELECT old_values."answer_id", old_values."confidence", old_values."created_at", old_values."discussion_id", old_values."due_on", old_values."happened", old_values."id", old_values."in_confidence", old_values."instead_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."reminded_on", old_values."settled_on", old_values."stakeholder_id", old_values."state", old_values."user_id", old_values."what", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="c80d2e24e9f3637a5ea558a7b722634090cf8597",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9de44",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="discussions_commitment",
                    when="AFTER",
                ),
            ),
        ),
    ]
