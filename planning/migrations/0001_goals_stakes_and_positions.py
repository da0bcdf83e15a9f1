"""Goals with their owners, stakes in them, positions on them, and the audit tables of all four."""

import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    initial = True

    dependencies = [
        ("accounts", "0007_reasons_stay_behind_the_wall"),
        ("stakeholders", "0014_first_assessed_on"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = folding.folded(
        "planning",
        [
            migrations.CreateModel(
                name="Goal",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("statement", models.CharField(max_length=300)),
                    ("starts_on", models.DateField()),
                    ("ends_on", models.DateField()),
                    ("measured_by", models.TextField(blank=True)),
                    ("customer_outcome", models.TextField(blank=True)),
                    ("rank", models.PositiveIntegerField(verbose_name="place in the order")),
                    ("closed_on", models.DateField(blank=True, null=True)),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "ordering": ["rank", "pk"],
                },
            ),
            migrations.CreateModel(
                name="GoalEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("statement", models.CharField(max_length=300)),
                    ("starts_on", models.DateField()),
                    ("ends_on", models.DateField()),
                    ("measured_by", models.TextField(blank=True)),
                    ("customer_outcome", models.TextField(blank=True)),
                    ("rank", models.PositiveIntegerField(verbose_name="place in the order")),
                    ("closed_on", models.DateField(blank=True, null=True)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="planning.goal",
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
            migrations.CreateModel(
                name="GoalOwner",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "goal",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="owner_rows",
                            to="planning.goal",
                        ),
                    ),
                    (
                        "stakeholder",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="stakeholders.stakeholder",
                        ),
                    ),
                    (
                        "workspace",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="accounts.workspace",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "owner of a goal",
                    "verbose_name_plural": "owners of goals",
                    "ordering": ["pk"],
                },
            ),
            migrations.CreateModel(
                name="GoalOwnerEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    (
                        "goal",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="planning.goal",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="planning.goalowner",
                        ),
                    ),
                    (
                        "stakeholder",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="stakeholders.stakeholder",
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
            migrations.CreateModel(
                name="GoalPosition",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("position", models.SmallIntegerField()),
                    ("why", models.TextField()),
                    ("said_on", models.DateField()),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "author",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "goal",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="positions",
                            to="planning.goal",
                        ),
                    ),
                    (
                        "stakeholder",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="stakeholders.stakeholder",
                        ),
                    ),
                    (
                        "workspace",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="accounts.workspace",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "position on a goal",
                    "verbose_name_plural": "positions on goals",
                    "ordering": ["-said_on", "-pk"],
                },
            ),
            migrations.CreateModel(
                name="GoalPositionEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("position", models.SmallIntegerField()),
                    ("why", models.TextField()),
                    ("said_on", models.DateField()),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "author",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "goal",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="planning.goal",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="planning.goalposition",
                        ),
                    ),
                    (
                        "stakeholder",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="stakeholders.stakeholder",
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
            migrations.CreateModel(
                name="Stake",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "invests",
                        models.CharField(
                            choices=[
                                ("budget", "Budget"),
                                ("political_capital", "Political capital"),
                                ("people", "People"),
                                ("insight", "Insight"),
                                ("access", "Access"),
                                ("time", "Time"),
                            ],
                            max_length=17,
                        ),
                    ),
                    ("what", models.TextField(verbose_name="what exactly")),
                    ("expects", models.TextField(blank=True, verbose_name="return they expect")),
                    ("measure", models.TextField(blank=True, verbose_name="measure that would prove it")),
                    ("horizon_on", models.DateField(blank=True, null=True, verbose_name="expected by")),
                    ("ended_on", models.DateField(blank=True, null=True)),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "author",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "goal",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="stakes",
                            to="planning.goal",
                        ),
                    ),
                    (
                        "stakeholder",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="stakeholders.stakeholder",
                        ),
                    ),
                    (
                        "workspace",
                        models.ForeignKey(
                            db_constraint=False,
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
                name="StakeEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    (
                        "invests",
                        models.CharField(
                            choices=[
                                ("budget", "Budget"),
                                ("political_capital", "Political capital"),
                                ("people", "People"),
                                ("insight", "Insight"),
                                ("access", "Access"),
                                ("time", "Time"),
                            ],
                            max_length=17,
                        ),
                    ),
                    ("what", models.TextField(verbose_name="what exactly")),
                    ("expects", models.TextField(blank=True, verbose_name="return they expect")),
                    ("measure", models.TextField(blank=True, verbose_name="measure that would prove it")),
                    ("horizon_on", models.DateField(blank=True, null=True, verbose_name="expected by")),
                    ("ended_on", models.DateField(blank=True, null=True)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "author",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "goal",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="planning.goal",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="planning.stake",
                        ),
                    ),
                    (
                        "stakeholder",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="stakeholders.stakeholder",
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
                model_name="goal",
                constraint=models.UniqueConstraint(
                    deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                    fields=("workspace", "rank"),
                    name="goal_place_taken_once",
                ),
            ),
            migrations.AddConstraint(
                model_name="goal",
                constraint=models.CheckConstraint(
                    condition=models.Q(("statement", ""), _negated=True), name="goal_says_something"
                ),
            ),
            migrations.AddConstraint(
                model_name="goal",
                constraint=models.CheckConstraint(
                    condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="goal_ends_after_start"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="goal",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_goalevent" ("closed_on", "created_at", "customer_outcome", "ends_on", "id", "measured_by", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "starts_on", "statement", "workspace_id") SELECT new_values."closed_on", new_values."created_at", new_values."customer_outcome", new_values."ends_on", new_values."id", new_values."measured_by", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."rank", new_values."starts_on", new_values."statement", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="ba503c1448aa1adaf98f5be355b925bdf13eba1d",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_fbaaa",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="planning_goal",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="goal",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."closed_on" IS DISTINCT FROM (NEW."closed_on") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."customer_outcome" IS DISTINCT FROM (NEW."customer_outcome") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."measured_by" IS DISTINCT FROM (NEW."measured_by") OR OLD."rank" IS DISTINCT FROM (NEW."rank") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."statement" IS DISTINCT FROM (NEW."statement") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                        func='INSERT INTO "planning_goalevent" ("closed_on", "created_at", "customer_outcome", "ends_on", "id", "measured_by", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "starts_on", "statement", "workspace_id") VALUES (NEW."closed_on", NEW."created_at", NEW."customer_outcome", NEW."ends_on", NEW."id", NEW."measured_by", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rank", NEW."starts_on", NEW."statement", NEW."workspace_id"); RETURN NULL;',
                        hash="787aef3b872ef66bd2e71626452b46bd4acd5b48",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_126c5",
                        table="planning_goal",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="goal",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_goalevent" ("closed_on", "created_at", "customer_outcome", "ends_on", "id", "measured_by", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "starts_on", "statement", "workspace_id") SELECT old_values."closed_on", old_values."created_at", old_values."customer_outcome", old_values."ends_on", old_values."id", old_values."measured_by", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."rank", old_values."starts_on", old_values."statement", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="85a7535e69477dddea053d9e8ca6be9753a53c66",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_5e4d0",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="planning_goal",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="goalevent",
                index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="goal_audit_recent"),
            ),
            migrations.AddIndex(
                model_name="goalevent",
                index=models.Index(fields=["pgh_obj"], name="goal_audit_object"),
            ),
            migrations.AddConstraint(
                model_name="goalowner",
                constraint=models.UniqueConstraint(fields=("goal", "stakeholder"), name="goal_owned_once_by_each"),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="goalowner",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_goalownerevent" ("goal_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stakeholder_id", "workspace_id") SELECT new_values."goal_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."stakeholder_id", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="66d0bd39d960d979b94dce085c71b12d9f19171d",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_e6b1a",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="planning_goalowner",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="goalowner",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "planning_goalownerevent" ("goal_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stakeholder_id", "workspace_id") VALUES (NEW."goal_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."stakeholder_id", NEW."workspace_id"); RETURN NULL;',
                        hash="e43197c5dabdb0c2983476abbfee4ede3d9547dc",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_0b7ef",
                        table="planning_goalowner",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="goalowner",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_goalownerevent" ("goal_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stakeholder_id", "workspace_id") SELECT old_values."goal_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."stakeholder_id", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="5cbc193b8eef1cee64dba51150d623c866ed44f2",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_92371",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="planning_goalowner",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="goalownerevent",
                index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="goalowner_audit_recent"),
            ),
            migrations.AddIndex(
                model_name="goalownerevent",
                index=models.Index(fields=["pgh_obj"], name="goalowner_audit_object"),
            ),
            migrations.AddIndex(
                model_name="goalposition",
                index=models.Index(
                    fields=["workspace", "goal", "stakeholder", "-said_on", "-id"], name="goal_position_at_a_date"
                ),
            ),
            migrations.AddConstraint(
                model_name="goalposition",
                constraint=models.CheckConstraint(
                    condition=models.Q(("position__range", (-2, 2))), name="goal_position_within_2"
                ),
            ),
            migrations.AddConstraint(
                model_name="goalposition",
                constraint=models.CheckConstraint(
                    condition=models.Q(("why", ""), _negated=True), name="goal_position_has_a_reason"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="goalposition",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_goalpositionevent" ("author_id", "created_at", "goal_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "said_on", "stakeholder_id", "why", "workspace_id") SELECT new_values."author_id", new_values."created_at", new_values."goal_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."position", new_values."said_on", new_values."stakeholder_id", new_values."why", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="e30472046e96479501c5449496fbcf1c7bc8f155",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_f0305",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="planning_goalposition",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="goalposition",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "planning_goalpositionevent" ("author_id", "created_at", "goal_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "said_on", "stakeholder_id", "why", "workspace_id") VALUES (NEW."author_id", NEW."created_at", NEW."goal_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."said_on", NEW."stakeholder_id", NEW."why", NEW."workspace_id"); RETURN NULL;',
                        hash="3c2fea5e2bef306ceda7aafa138baeced81cbb75",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_92afe",
                        table="planning_goalposition",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="goalposition",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_goalpositionevent" ("author_id", "created_at", "goal_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "said_on", "stakeholder_id", "why", "workspace_id") SELECT old_values."author_id", old_values."created_at", old_values."goal_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."position", old_values."said_on", old_values."stakeholder_id", old_values."why", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="2e3ccacb78314499046be7406006a231a39ae17c",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_2b20e",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="planning_goalposition",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="goalpositionevent",
                index=models.Index(
                    fields=["workspace", "-pgh_created_at", "-pgh_id"], name="goalposition_audit_recent"
                ),
            ),
            migrations.AddIndex(
                model_name="goalpositionevent",
                index=models.Index(fields=["pgh_obj"], name="goalposition_audit_object"),
            ),
            migrations.AddConstraint(
                model_name="stake",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("invests__in", ["budget", "political_capital", "people", "insight", "access", "time"])
                    ),
                    name="stake_invests_known",
                ),
            ),
            migrations.AddConstraint(
                model_name="stake",
                constraint=models.CheckConstraint(
                    condition=models.Q(("what", ""), _negated=True), name="stake_says_what"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="stake",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_stakeevent" ("author_id", "created_at", "ended_on", "expects", "goal_id", "horizon_on", "id", "invests", "measure", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stakeholder_id", "what", "workspace_id") SELECT new_values."author_id", new_values."created_at", new_values."ended_on", new_values."expects", new_values."goal_id", new_values."horizon_on", new_values."id", new_values."invests", new_values."measure", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."stakeholder_id", new_values."what", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="bf026750628ca29449fb17f0e063f008fdafab63",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_bde33",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="planning_stake",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="stake",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."ended_on" IS DISTINCT FROM (NEW."ended_on") OR OLD."expects" IS DISTINCT FROM (NEW."expects") OR OLD."goal_id" IS DISTINCT FROM (NEW."goal_id") OR OLD."horizon_on" IS DISTINCT FROM (NEW."horizon_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."invests" IS DISTINCT FROM (NEW."invests") OR OLD."measure" IS DISTINCT FROM (NEW."measure") OR OLD."stakeholder_id" IS DISTINCT FROM (NEW."stakeholder_id") OR OLD."what" IS DISTINCT FROM (NEW."what") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                        func='INSERT INTO "planning_stakeevent" ("author_id", "created_at", "ended_on", "expects", "goal_id", "horizon_on", "id", "invests", "measure", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stakeholder_id", "what", "workspace_id") VALUES (NEW."author_id", NEW."created_at", NEW."ended_on", NEW."expects", NEW."goal_id", NEW."horizon_on", NEW."id", NEW."invests", NEW."measure", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."stakeholder_id", NEW."what", NEW."workspace_id"); RETURN NULL;',
                        hash="6b60895504a84fe44a0da72091a7cc27b4c4b528",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_9dc37",
                        table="planning_stake",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="stake",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_stakeevent" ("author_id", "created_at", "ended_on", "expects", "goal_id", "horizon_on", "id", "invests", "measure", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stakeholder_id", "what", "workspace_id") SELECT old_values."author_id", old_values."created_at", old_values."ended_on", old_values."expects", old_values."goal_id", old_values."horizon_on", old_values."id", old_values."invests", old_values."measure", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."stakeholder_id", old_values."what", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="b6c322af318f5c9796a01cb14f79664a0df7cb8b",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_8bbe0",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="planning_stake",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="stakeevent",
                index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="stake_audit_recent"),
            ),
            migrations.AddIndex(
                model_name="stakeevent",
                index=models.Index(fields=["pgh_obj"], name="stake_audit_object"),
            ),
        ],
    )
