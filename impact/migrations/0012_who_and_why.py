"""By whom a number or a contribution was ended, what was taken off the overview, and which way was better."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from web import folding

# What was ended says by whom, and that alone is added to it.
ENDED_BY = (
    "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'coalition_app') THEN "
    "GRANT UPDATE (ended_by_id) ON impact_observation, impact_contribution TO coalition_app; "
    "END IF; END $$;"
)


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0009_written"),
        ("impact", "0011_report_erasure"),
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
            model_name="contribution",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="metric",
            name="off_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="taken off the overview"),
        ),
        migrations.AddField(
            model_name="metric",
            name="off_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="taken off the overview by",
            ),
        ),
        migrations.AddField(
            model_name="metric",
            name="off_why",
            field=models.TextField(blank=True, verbose_name="why it was taken off the overview"),
        ),
        migrations.AddField(
            model_name="metricdefinition",
            name="good",
            field=models.CharField(
                blank=True,
                choices=[("up", "More is better"), ("down", "Less is better"), ("neither", "Neither way is better")],
                max_length=7,
                verbose_name="better",
            ),
        ),
        migrations.AddField(
            model_name="metricevent",
            name="off_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="taken off the overview"),
        ),
        migrations.AddField(
            model_name="metricevent",
            name="off_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="taken off the overview by",
            ),
        ),
        migrations.AddField(
            model_name="metricevent",
            name="off_why",
            field=models.TextField(blank=True, verbose_name="why it was taken off the overview"),
        ),
        migrations.AddField(
            model_name="observation",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="contribution",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="replaced or taken back"),
        ),
        migrations.AlterField(
            model_name="contribution",
            name="ended_why",
            field=models.TextField(blank=True, verbose_name="why it was replaced or taken back"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="metric",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_metricevent" ("created_at", "currency", "definition_version", "every", "formula", "from_library", "good", "id", "leads_since", "level", "measured", "name", "nature", "off_at", "off_by_id", "off_why", "outcome", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_on", "rules", "source", "together", "unit_kind", "words", "workspace_id") SELECT new_values."created_at", new_values."currency", new_values."definition_version", new_values."every", new_values."formula", new_values."from_library", new_values."good", new_values."id", new_values."leads_since", new_values."level", new_values."measured", new_values."name", new_values."nature", new_values."off_at", new_values."off_by_id", new_values."off_why", new_values."outcome", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."retired_on", new_values."rules", new_values."source", new_values."together", new_values."unit_kind", new_values."words", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="15f4760eff6a11612288a61641131fa380e8499d",
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
                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."definition_version" IS DISTINCT FROM (NEW."definition_version") OR OLD."every" IS DISTINCT FROM (NEW."every") OR OLD."formula" IS DISTINCT FROM (NEW."formula") OR OLD."from_library" IS DISTINCT FROM (NEW."from_library") OR OLD."good" IS DISTINCT FROM (NEW."good") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."leads_since" IS DISTINCT FROM (NEW."leads_since") OR OLD."level" IS DISTINCT FROM (NEW."level") OR OLD."measured" IS DISTINCT FROM (NEW."measured") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."nature" IS DISTINCT FROM (NEW."nature") OR OLD."off_at" IS DISTINCT FROM (NEW."off_at") OR OLD."off_by_id" IS DISTINCT FROM (NEW."off_by_id") OR OLD."off_why" IS DISTINCT FROM (NEW."off_why") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."retired_on" IS DISTINCT FROM (NEW."retired_on") OR OLD."rules" IS DISTINCT FROM (NEW."rules") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."together" IS DISTINCT FROM (NEW."together") OR OLD."unit_kind" IS DISTINCT FROM (NEW."unit_kind") OR OLD."words" IS DISTINCT FROM (NEW."words") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                    func='INSERT INTO "impact_metricevent" ("created_at", "currency", "definition_version", "every", "formula", "from_library", "good", "id", "leads_since", "level", "measured", "name", "nature", "off_at", "off_by_id", "off_why", "outcome", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_on", "rules", "source", "together", "unit_kind", "words", "workspace_id") VALUES (NEW."created_at", NEW."currency", NEW."definition_version", NEW."every", NEW."formula", NEW."from_library", NEW."good", NEW."id", NEW."leads_since", NEW."level", NEW."measured", NEW."name", NEW."nature", NEW."off_at", NEW."off_by_id", NEW."off_why", NEW."outcome", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."retired_on", NEW."rules", NEW."source", NEW."together", NEW."unit_kind", NEW."words", NEW."workspace_id"); RETURN NULL;',
                    hash="40ee5642bba98ae0825d26cced068c050a8ef16a",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_metricevent" ("created_at", "currency", "definition_version", "every", "formula", "from_library", "good", "id", "leads_since", "level", "measured", "name", "nature", "off_at", "off_by_id", "off_why", "outcome", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_on", "rules", "source", "together", "unit_kind", "words", "workspace_id") SELECT old_values."created_at", old_values."currency", old_values."definition_version", old_values."every", old_values."formula", old_values."from_library", old_values."good", old_values."id", old_values."leads_since", old_values."level", old_values."measured", old_values."name", old_values."nature", old_values."off_at", old_values."off_by_id", old_values."off_why", old_values."outcome", old_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."retired_on", old_values."rules", old_values."source", old_values."together", old_values."unit_kind", old_values."words", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="61398b799e093882a6be4ea3754f7b825a24ea69",
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
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_by", None), ("ended_at__isnull", False), _connector="OR"),
                name="contribution_ended_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="metric",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("off_at", None), ("off_by", None), ("off_why", "")),
                    models.Q(
                        ("leads_since", None), ("off_at__isnull", False), models.Q(("off_why", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="metric_off_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_by", None), ("ended_at__isnull", False), _connector="OR"),
                name="observation_ended_by_somebody",
            ),
        ),
        # A list: a string would be split at its semicolons.
        migrations.RunSQL(sql=[ENDED_BY], reverse_sql=migrations.RunSQL.noop),
    ]
