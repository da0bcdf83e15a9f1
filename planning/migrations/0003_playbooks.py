"""A workspace's own words in the playbooks, behind row-level security, and their audit table."""

import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from accounts.isolation import append_only, isolate
from web import folding


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0007_reasons_stay_behind_the_wall"),
        ("planning", "0002_isolation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = folding.folded(
        "planning",
        [
            migrations.CreateModel(
                name="Playbook",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "segment",
                        models.CharField(
                            choices=[
                                ("decision_maker", "Decision maker"),
                                ("champion", "Champion"),
                                ("influencer", "Influencer"),
                                ("detractor", "Detractor"),
                                ("participant", "Participant"),
                                ("unknown", "No segment yet"),
                            ],
                            max_length=16,
                        ),
                    ),
                    ("approach", models.TextField(blank=True)),
                    ("say", models.TextField(blank=True)),
                    ("objections", models.TextField(blank=True)),
                    ("ask", models.TextField(blank=True)),
                    ("avoid", models.TextField(blank=True)),
                    ("proof", models.TextField(blank=True)),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "updated_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "workspace",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="accounts.workspace",
                        ),
                    ),
                ],
                options={
                    "ordering": ["pk"],
                },
            ),
            migrations.CreateModel(
                name="PlaybookEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    (
                        "segment",
                        models.CharField(
                            choices=[
                                ("decision_maker", "Decision maker"),
                                ("champion", "Champion"),
                                ("influencer", "Influencer"),
                                ("detractor", "Detractor"),
                                ("participant", "Participant"),
                                ("unknown", "No segment yet"),
                            ],
                            max_length=16,
                        ),
                    ),
                    ("approach", models.TextField(blank=True)),
                    ("say", models.TextField(blank=True)),
                    ("objections", models.TextField(blank=True)),
                    ("ask", models.TextField(blank=True)),
                    ("avoid", models.TextField(blank=True)),
                    ("proof", models.TextField(blank=True)),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="planning.playbook",
                        ),
                    ),
                    (
                        "workspace",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="accounts.workspace",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.AddConstraint(
                model_name="playbook",
                constraint=models.UniqueConstraint(fields=("workspace", "segment"), name="one_playbook_a_segment"),
            ),
            migrations.AddConstraint(
                model_name="playbook",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        (
                            "segment__in",
                            ["decision_maker", "champion", "influencer", "detractor", "participant", "unknown"],
                        )
                    ),
                    name="playbook_segment_known",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="playbook",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_playbookevent" ("approach", "ask", "avoid", "id", "objections", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proof", "say", "segment", "workspace_id") SELECT new_values."approach", new_values."ask", new_values."avoid", new_values."id", new_values."objections", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."proof", new_values."say", new_values."segment", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="038280f2afcb0dfcd1a1ce00b52685d661037269",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_e641f",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="planning_playbook",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="playbook",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."approach" IS DISTINCT FROM (NEW."approach") OR OLD."ask" IS DISTINCT FROM (NEW."ask") OR OLD."avoid" IS DISTINCT FROM (NEW."avoid") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."objections" IS DISTINCT FROM (NEW."objections") OR OLD."proof" IS DISTINCT FROM (NEW."proof") OR OLD."say" IS DISTINCT FROM (NEW."say") OR OLD."segment" IS DISTINCT FROM (NEW."segment") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                        func='INSERT INTO "planning_playbookevent" ("approach", "ask", "avoid", "id", "objections", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proof", "say", "segment", "workspace_id") VALUES (NEW."approach", NEW."ask", NEW."avoid", NEW."id", NEW."objections", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."proof", NEW."say", NEW."segment", NEW."workspace_id"); RETURN NULL;',
                        hash="9320f237c064775f31111789a3b305dd3285bb68",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_de7e9",
                        table="planning_playbook",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="playbook",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_playbookevent" ("approach", "ask", "avoid", "id", "objections", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proof", "say", "segment", "workspace_id") SELECT old_values."approach", old_values."ask", old_values."avoid", old_values."id", old_values."objections", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."proof", old_values."say", old_values."segment", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="84bcc675229eda0d88eab9937505ba76ab397a6b",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_ad6dd",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="planning_playbook",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="playbookevent",
                index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="playbook_audit_recent"),
            ),
            migrations.AddIndex(
                model_name="playbookevent",
                index=models.Index(fields=["pgh_obj"], name="playbook_audit_object"),
            ),
            isolate("planning_playbook"),
            isolate("planning_playbookevent"),
            append_only("planning_playbookevent"),
        ],
    )
