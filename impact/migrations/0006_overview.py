"""Metrics that lead: the few on the overview."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0009_written"),
        ("impact", "0005_files_isolation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="metric",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="metric",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="metric",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="metric",
            name="leads_since",
            field=models.DateTimeField(blank=True, null=True, verbose_name="on the overview since"),
        ),
        migrations.AddField(
            model_name="metricevent",
            name="leads_since",
            field=models.DateTimeField(blank=True, null=True, verbose_name="on the overview since"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="metric",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_metricevent" ("created_at", "currency", "definition_version", "every", "formula", "from_library", "good", "id", "leads_since", "level", "measured", "name", "nature", "outcome", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_on", "rules", "source", "together", "unit_kind", "words", "workspace_id") SELECT new_values."created_at", new_values."currency", new_values."definition_version", new_values."every", new_values."formula", new_values."from_library", new_values."good", new_values."id", new_values."leads_since", new_values."level", new_values."measured", new_values."name", new_values."nature", new_values."outcome", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."retired_on", new_values."rules", new_values."source", new_values."together", new_values."unit_kind", new_values."words", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="b363d4afd2bcaa5d13162c5f20758459fe8d0815",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5f199",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="impact_metric",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="metric",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."definition_version" IS DISTINCT FROM (NEW."definition_version") OR OLD."every" IS DISTINCT FROM (NEW."every") OR OLD."formula" IS DISTINCT FROM (NEW."formula") OR OLD."from_library" IS DISTINCT FROM (NEW."from_library") OR OLD."good" IS DISTINCT FROM (NEW."good") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."leads_since" IS DISTINCT FROM (NEW."leads_since") OR OLD."level" IS DISTINCT FROM (NEW."level") OR OLD."measured" IS DISTINCT FROM (NEW."measured") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."nature" IS DISTINCT FROM (NEW."nature") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."retired_on" IS DISTINCT FROM (NEW."retired_on") OR OLD."rules" IS DISTINCT FROM (NEW."rules") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."together" IS DISTINCT FROM (NEW."together") OR OLD."unit_kind" IS DISTINCT FROM (NEW."unit_kind") OR OLD."words" IS DISTINCT FROM (NEW."words") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                    func='INSERT INTO "impact_metricevent" ("created_at", "currency", "definition_version", "every", "formula", "from_library", "good", "id", "leads_since", "level", "measured", "name", "nature", "outcome", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_on", "rules", "source", "together", "unit_kind", "words", "workspace_id") VALUES (NEW."created_at", NEW."currency", NEW."definition_version", NEW."every", NEW."formula", NEW."from_library", NEW."good", NEW."id", NEW."leads_since", NEW."level", NEW."measured", NEW."name", NEW."nature", NEW."outcome", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."retired_on", NEW."rules", NEW."source", NEW."together", NEW."unit_kind", NEW."words", NEW."workspace_id"); RETURN NULL;',
                    hash="a9eaf4863499c4fa1deb0c6e0fbe3b803dfdc6b5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_59934",
                    table="impact_metric",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="metric",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_metricevent" ("created_at", "currency", "definition_version", "every", "formula", "from_library", "good", "id", "leads_since", "level", "measured", "name", "nature", "outcome", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_on", "rules", "source", "together", "unit_kind", "words", "workspace_id") SELECT old_values."created_at", old_values."currency", old_values."definition_version", old_values."every", old_values."formula", old_values."from_library", old_values."good", old_values."id", old_values."leads_since", old_values."level", old_values."measured", old_values."name", old_values."nature", old_values."outcome", old_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."retired_on", old_values."rules", old_values."source", old_values."together", old_values."unit_kind", old_values."words", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="e3c79395408467e8c922a0a58c3b678588fec31a",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0d151",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="impact_metric",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="metric",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("leads_since", None), models.Q(("level__in", ["input", "output"]), _negated=True), _connector="OR"
                ),
                name="metric_effort_leads_nowhere",
            ),
        ),
    ]
