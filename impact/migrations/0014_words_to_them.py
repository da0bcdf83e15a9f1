"""What a letter says to whoever put something in, instead of the words stored of them."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    dependencies = [
        ("impact", "0013_coalition"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="reportitem",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="reportitem",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="reportitem",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="reportitem",
            name="to_them",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="reportitemevent",
            name="to_them",
            field=models.TextField(blank=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportitem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_reportitemevent" ("commitment_id", "id", "initiative_id", "metric_id", "part", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "report_id", "stake_id", "to_them", "words", "workspace_id") SELECT new_values."commitment_id", new_values."id", new_values."initiative_id", new_values."metric_id", new_values."part", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."place", new_values."report_id", new_values."stake_id", new_values."to_them", new_values."words", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c8b9511ff2145d615fea1241c103384947d4edd8",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_88769",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="impact_reportitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "impact_reportitemevent" ("commitment_id", "id", "initiative_id", "metric_id", "part", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "report_id", "stake_id", "to_them", "words", "workspace_id") VALUES (NEW."commitment_id", NEW."id", NEW."initiative_id", NEW."metric_id", NEW."part", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."report_id", NEW."stake_id", NEW."to_them", NEW."words", NEW."workspace_id"); RETURN NULL;',
                    hash="72157f4be1e61148666290e251786f8da5ae782e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_be63a",
                    table="impact_reportitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportitem",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_reportitemevent" ("commitment_id", "id", "initiative_id", "metric_id", "part", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "report_id", "stake_id", "to_them", "words", "workspace_id") SELECT old_values."commitment_id", old_values."id", old_values."initiative_id", old_values."metric_id", old_values."part", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."place", old_values."report_id", old_values."stake_id", old_values."to_them", old_values."words", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="e06d478093d973fff84c6a0ecc61fa723092065a",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_554ac",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="impact_reportitem",
                    when="AFTER",
                ),
            ),
        ),
    ]
