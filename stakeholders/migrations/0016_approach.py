"""Notes, follow-ups and salience of people, and how often the team wants to be in touch with each."""

import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0007_reasons_stay_behind_the_wall"),
        ("stakeholders", "0015_network_readings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = folding.folded(
        "stakeholders",
        [
            migrations.CreateModel(
                name="FollowUp",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("words", models.CharField(max_length=500)),
                    ("due_on", models.DateField()),
                    ("done_on", models.DateField(blank=True, null=True)),
                ],
                options={
                    "ordering": ["due_on", "pk"],
                },
            ),
            migrations.CreateModel(
                name="FollowUpEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("words", models.CharField(max_length=500)),
                    ("due_on", models.DateField()),
                    ("done_on", models.DateField(blank=True, null=True)),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Note",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "kind",
                        models.CharField(
                            choices=[("fact", "Fact"), ("quote", "Quote"), ("judgement", "Judgement")], max_length=9
                        ),
                    ),
                    ("words", models.TextField()),
                    ("noted_on", models.DateField(default=django.utils.timezone.localdate)),
                ],
                options={
                    "ordering": ["-noted_on", "-pk"],
                },
            ),
            migrations.CreateModel(
                name="NoteEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "kind",
                        models.CharField(
                            choices=[("fact", "Fact"), ("quote", "Quote"), ("judgement", "Judgement")], max_length=9
                        ),
                    ),
                    ("words", models.TextField()),
                    ("noted_on", models.DateField(default=django.utils.timezone.localdate)),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="SalienceJudgement",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("judged_on", models.DateField(default=django.utils.timezone.localdate)),
                    ("power", models.BooleanField(null=True)),
                    ("legitimacy", models.BooleanField(null=True)),
                    ("urgency", models.BooleanField(null=True)),
                    ("why", models.TextField(blank=True)),
                ],
                options={
                    "ordering": ["-judged_on", "-pk"],
                },
            ),
            migrations.CreateModel(
                name="SalienceJudgementEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("judged_on", models.DateField(default=django.utils.timezone.localdate)),
                    ("power", models.BooleanField(null=True)),
                    ("legitimacy", models.BooleanField(null=True)),
                    ("urgency", models.BooleanField(null=True)),
                    ("why", models.TextField(blank=True)),
                ],
                options={
                    "abstract": False,
                },
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name="stakeholder",
                name="insert_insert",
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name="stakeholder",
                name="delete_delete",
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name="stakeholder",
                name="update_update",
            ),
            migrations.AddField(
                model_name="stakeholder",
                name="cadence_days",
                field=models.PositiveSmallIntegerField(blank=True, null=True),
            ),
            migrations.AddField(
                model_name="stakeholderevent",
                name="cadence_days",
                field=models.PositiveSmallIntegerField(blank=True, null=True),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="stakeholder",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_stakeholderevent" ("attributes", "cadence_days", "created_at", "department_id", "email", "external_id", "id", "is_group", "job_title", "kind", "name", "notes", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tags", "workspace_id") SELECT new_values."attributes", new_values."cadence_days", new_values."created_at", new_values."department_id", new_values."email", new_values."external_id", new_values."id", new_values."is_group", new_values."job_title", new_values."kind", new_values."name", new_values."notes", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."tags", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="cba78a82df66dd82dd4401943d26dd6fb468817c",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_45203",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="stakeholders_stakeholder",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="stakeholder",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."attributes" IS DISTINCT FROM (NEW."attributes") OR OLD."cadence_days" IS DISTINCT FROM (NEW."cadence_days") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."external_id" IS DISTINCT FROM (NEW."external_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_group" IS DISTINCT FROM (NEW."is_group") OR OLD."job_title" IS DISTINCT FROM (NEW."job_title") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."notes" IS DISTINCT FROM (NEW."notes") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."tags" IS DISTINCT FROM (NEW."tags") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                        func='INSERT INTO "stakeholders_stakeholderevent" ("attributes", "cadence_days", "created_at", "department_id", "email", "external_id", "id", "is_group", "job_title", "kind", "name", "notes", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tags", "workspace_id") VALUES (NEW."attributes", NEW."cadence_days", NEW."created_at", NEW."department_id", NEW."email", NEW."external_id", NEW."id", NEW."is_group", NEW."job_title", NEW."kind", NEW."name", NEW."notes", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."tags", NEW."workspace_id"); RETURN NULL;',
                        hash="2f780f7f3fb35e7868bf984f340b54b1f1b90dd5",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_d57d5",
                        table="stakeholders_stakeholder",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="stakeholder",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_stakeholderevent" ("attributes", "cadence_days", "created_at", "department_id", "email", "external_id", "id", "is_group", "job_title", "kind", "name", "notes", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tags", "workspace_id") SELECT old_values."attributes", old_values."cadence_days", old_values."created_at", old_values."department_id", old_values."email", old_values."external_id", old_values."id", old_values."is_group", old_values."job_title", old_values."kind", old_values."name", old_values."notes", old_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."tags", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="fbd11fd5b061c347042a3fa6c09d3323da335891",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_40282",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="stakeholders_stakeholder",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="stakeholder",
                constraint=models.CheckConstraint(
                    condition=models.Q(("cadence_days__range", (1, 730))), name="cadence_1_to_730"
                ),
            ),
            migrations.AddField(
                model_name="followup",
                name="author",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            migrations.AddField(
                model_name="followup",
                name="stakeholder",
                field=models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="%(class)s_rows",
                    to="stakeholders.stakeholder",
                ),
            ),
            migrations.AddField(
                model_name="followup",
                name="workspace",
                field=models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="accounts.workspace",
                ),
            ),
            migrations.AddField(
                model_name="followupevent",
                name="author",
                field=models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    related_query_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            migrations.AddField(
                model_name="followupevent",
                name="pgh_obj",
                field=models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="events",
                    to="stakeholders.followup",
                ),
            ),
            migrations.AddField(
                model_name="followupevent",
                name="stakeholder",
                field=models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    related_query_name="+",
                    to="stakeholders.stakeholder",
                ),
            ),
            migrations.AddField(
                model_name="followupevent",
                name="workspace",
                field=models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    related_query_name="+",
                    to="accounts.workspace",
                ),
            ),
            migrations.AddField(
                model_name="note",
                name="author",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            migrations.AddField(
                model_name="note",
                name="stakeholder",
                field=models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="%(class)s_rows",
                    to="stakeholders.stakeholder",
                ),
            ),
            migrations.AddField(
                model_name="note",
                name="workspace",
                field=models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="accounts.workspace",
                ),
            ),
            migrations.AddField(
                model_name="noteevent",
                name="author",
                field=models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    related_query_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            migrations.AddField(
                model_name="noteevent",
                name="pgh_obj",
                field=models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="events",
                    to="stakeholders.note",
                ),
            ),
            migrations.AddField(
                model_name="noteevent",
                name="stakeholder",
                field=models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    related_query_name="+",
                    to="stakeholders.stakeholder",
                ),
            ),
            migrations.AddField(
                model_name="noteevent",
                name="workspace",
                field=models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    related_query_name="+",
                    to="accounts.workspace",
                ),
            ),
            migrations.AddField(
                model_name="saliencejudgement",
                name="author",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            migrations.AddField(
                model_name="saliencejudgement",
                name="stakeholder",
                field=models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="%(class)s_rows",
                    to="stakeholders.stakeholder",
                ),
            ),
            migrations.AddField(
                model_name="saliencejudgement",
                name="workspace",
                field=models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="accounts.workspace",
                ),
            ),
            migrations.AddField(
                model_name="saliencejudgementevent",
                name="author",
                field=models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    related_query_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            migrations.AddField(
                model_name="saliencejudgementevent",
                name="pgh_obj",
                field=models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="events",
                    to="stakeholders.saliencejudgement",
                ),
            ),
            migrations.AddField(
                model_name="saliencejudgementevent",
                name="stakeholder",
                field=models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    related_query_name="+",
                    to="stakeholders.stakeholder",
                ),
            ),
            migrations.AddField(
                model_name="saliencejudgementevent",
                name="workspace",
                field=models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    related_query_name="+",
                    to="accounts.workspace",
                ),
            ),
            migrations.AddIndex(
                model_name="followup",
                index=models.Index(fields=["workspace", "stakeholder"], name="follow_up_by_person"),
            ),
            migrations.AddIndex(
                model_name="followup",
                index=models.Index(
                    condition=models.Q(("done_on", None)), fields=["workspace", "due_on"], name="follow_up_open"
                ),
            ),
            migrations.AddConstraint(
                model_name="followup",
                constraint=models.CheckConstraint(
                    condition=models.Q(("words", ""), _negated=True), name="follow_up_says_what"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="followup",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_followupevent" ("author_id", "created_at", "done_on", "due_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stakeholder_id", "words", "workspace_id") SELECT new_values."author_id", new_values."created_at", new_values."done_on", new_values."due_on", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."stakeholder_id", new_values."words", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="dd3a75f6a77174f53aa3f3111af77b6326dfebaf",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_780cf",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="stakeholders_followup",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="followup",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "stakeholders_followupevent" ("author_id", "created_at", "done_on", "due_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stakeholder_id", "words", "workspace_id") VALUES (NEW."author_id", NEW."created_at", NEW."done_on", NEW."due_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."stakeholder_id", NEW."words", NEW."workspace_id"); RETURN NULL;',
                        hash="5e2403f76edb0c5efbf9bcfb9a575a7d5626e8dc",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_260eb",
                        table="stakeholders_followup",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="followup",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_followupevent" ("author_id", "created_at", "done_on", "due_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stakeholder_id", "words", "workspace_id") SELECT old_values."author_id", old_values."created_at", old_values."done_on", old_values."due_on", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."stakeholder_id", old_values."words", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="b5f5f263ca40ee1721e670aefc90b87844a24e9e",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_97212",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="stakeholders_followup",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="followupevent",
                index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="followup_audit_recent"),
            ),
            migrations.AddIndex(
                model_name="followupevent",
                index=models.Index(fields=["pgh_obj"], name="followup_audit_object"),
            ),
            migrations.AddIndex(
                model_name="note",
                index=models.Index(fields=["workspace", "stakeholder", "-noted_on"], name="note_recent"),
            ),
            migrations.AddConstraint(
                model_name="note",
                constraint=models.CheckConstraint(
                    condition=models.Q(("kind__in", ["fact", "quote", "judgement"])), name="note_kind_known"
                ),
            ),
            migrations.AddConstraint(
                model_name="note",
                constraint=models.CheckConstraint(
                    condition=models.Q(("words", ""), _negated=True), name="note_says_something"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="note",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_noteevent" ("author_id", "created_at", "id", "kind", "noted_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stakeholder_id", "words", "workspace_id") SELECT new_values."author_id", new_values."created_at", new_values."id", new_values."kind", new_values."noted_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."stakeholder_id", new_values."words", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="3d330907c365ba87a019067cda2b9468f5ad196d",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_1bd6f",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="stakeholders_note",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="note",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "stakeholders_noteevent" ("author_id", "created_at", "id", "kind", "noted_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stakeholder_id", "words", "workspace_id") VALUES (NEW."author_id", NEW."created_at", NEW."id", NEW."kind", NEW."noted_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."stakeholder_id", NEW."words", NEW."workspace_id"); RETURN NULL;',
                        hash="3cd201805264ed296e8edaa855d3f81679a1f8c7",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_42fc1",
                        table="stakeholders_note",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="note",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_noteevent" ("author_id", "created_at", "id", "kind", "noted_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stakeholder_id", "words", "workspace_id") SELECT old_values."author_id", old_values."created_at", old_values."id", old_values."kind", old_values."noted_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."stakeholder_id", old_values."words", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="899670bf46bbfec21793df249ca97ba58b7810f9",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_eb12e",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="stakeholders_note",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="noteevent",
                index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="note_audit_recent"),
            ),
            migrations.AddIndex(
                model_name="noteevent",
                index=models.Index(fields=["pgh_obj"], name="note_audit_object"),
            ),
            migrations.AddIndex(
                model_name="saliencejudgement",
                index=models.Index(fields=["workspace", "stakeholder", "-judged_on"], name="salience_recent"),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="saliencejudgement",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_saliencejudgementevent" ("author_id", "created_at", "id", "judged_on", "legitimacy", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "power", "stakeholder_id", "urgency", "why", "workspace_id") SELECT new_values."author_id", new_values."created_at", new_values."id", new_values."judged_on", new_values."legitimacy", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."power", new_values."stakeholder_id", new_values."urgency", new_values."why", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="b8a1ab71e22b099eca5f8ba21f24dcd6c575d40b",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_2de8c",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="stakeholders_saliencejudgement",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="saliencejudgement",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "stakeholders_saliencejudgementevent" ("author_id", "created_at", "id", "judged_on", "legitimacy", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "power", "stakeholder_id", "urgency", "why", "workspace_id") VALUES (NEW."author_id", NEW."created_at", NEW."id", NEW."judged_on", NEW."legitimacy", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."power", NEW."stakeholder_id", NEW."urgency", NEW."why", NEW."workspace_id"); RETURN NULL;',
                        hash="80f35f9a66186f92837d29bb0c844782c0d6a835",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_4f81f",
                        table="stakeholders_saliencejudgement",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="saliencejudgement",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_saliencejudgementevent" ("author_id", "created_at", "id", "judged_on", "legitimacy", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "power", "stakeholder_id", "urgency", "why", "workspace_id") SELECT old_values."author_id", old_values."created_at", old_values."id", old_values."judged_on", old_values."legitimacy", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."power", old_values."stakeholder_id", old_values."urgency", old_values."why", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="cdc8cd7a334de9f22fa72953ceabb9ca9039fb16",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_83c31",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="stakeholders_saliencejudgement",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="saliencejudgementevent",
                index=models.Index(
                    fields=["workspace", "-pgh_created_at", "-pgh_id"], name="saliencejudgement_audit_recent"
                ),
            ),
            migrations.AddIndex(
                model_name="saliencejudgementevent",
                index=models.Index(fields=["pgh_obj"], name="saliencejudgement_audit_object"),
            ),
        ],
    )
