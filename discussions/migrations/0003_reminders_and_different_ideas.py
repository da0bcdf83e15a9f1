"""When silent people are reminded, where a live discussion is held, who was told what became of it, and pairs of ideas
that somebody found to be different."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import discussions.models.discussion
from accounts.isolation import isolate
from web import folding

TABLE = "discussions_differentideas"
KEYS = {"discussion_id": "discussions_discussion", "one_id": "discussions_idea", "other_id": "discussions_idea"}


def same_workspace(column: str, referenced: str) -> migrations.RunSQL:
    name = f"differentideas_{column}_same_workspace"
    return migrations.RunSQL(
        sql=[
            f"ALTER TABLE {TABLE} ADD CONSTRAINT {name} FOREIGN KEY (workspace_id, {column})"
            f" REFERENCES {referenced} (workspace_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED",
            f"CREATE INDEX differentideas_{column}_by_workspace ON {TABLE} (workspace_id, {column})",
        ],
        reverse_sql=[
            f"DROP INDEX differentideas_{column}_by_workspace",
            f"ALTER TABLE {TABLE} DROP CONSTRAINT {name}",
        ],
    )


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0008_personal_links"),
        ("discussions", "0002_isolation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DifferentIdeas",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "verbose_name_plural": "different ideas",
                "ordering": ["pk"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="discussion",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="discussion",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="discussion",
            name="delete_delete",
        ),
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
            model_name="discussion",
            name="remind_before",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(),
                blank=True,
                default=discussions.models.discussion.three_days_and_one,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="discussion",
            name="where",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="discussionevent",
            name="remind_before",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(),
                blank=True,
                default=discussions.models.discussion.three_days_and_one,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="discussionevent",
            name="where",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="invitation",
            name="told_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="invitationevent",
            name="told_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="discussion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_discussionevent" ("closed_at", "closes_at", "created_at", "facilitator_id", "goal_id", "held", "id", "opens_at", "outcome", "outcome_told_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remind_before", "reveal", "sees", "title", "version_id", "where", "workspace_id") SELECT new_values."closed_at", new_values."closes_at", new_values."created_at", new_values."facilitator_id", new_values."goal_id", new_values."held", new_values."id", new_values."opens_at", new_values."outcome", new_values."outcome_told_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."remind_before", new_values."reveal", new_values."sees", new_values."title", new_values."version_id", new_values."where", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="670908da4d35ac7c5b57a9bac59a98a16a64d60a",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8ae62",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="discussions_discussion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="discussion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."closes_at" IS DISTINCT FROM (NEW."closes_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."facilitator_id" IS DISTINCT FROM (NEW."facilitator_id") OR OLD."goal_id" IS DISTINCT FROM (NEW."goal_id") OR OLD."held" IS DISTINCT FROM (NEW."held") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."opens_at" IS DISTINCT FROM (NEW."opens_at") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."outcome_told_at" IS DISTINCT FROM (NEW."outcome_told_at") OR OLD."remind_before" IS DISTINCT FROM (NEW."remind_before") OR OLD."reveal" IS DISTINCT FROM (NEW."reveal") OR OLD."sees" IS DISTINCT FROM (NEW."sees") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id") OR OLD."where" IS DISTINCT FROM (NEW."where") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                    func='INSERT INTO "discussions_discussionevent" ("closed_at", "closes_at", "created_at", "facilitator_id", "goal_id", "held", "id", "opens_at", "outcome", "outcome_told_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remind_before", "reveal", "sees", "title", "version_id", "where", "workspace_id") VALUES (NEW."closed_at", NEW."closes_at", NEW."created_at", NEW."facilitator_id", NEW."goal_id", NEW."held", NEW."id", NEW."opens_at", NEW."outcome", NEW."outcome_told_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."remind_before", NEW."reveal", NEW."sees", NEW."title", NEW."version_id", NEW."where", NEW."workspace_id"); RETURN NULL;',
                    hash="e397574946cd44e83cfd9c93ef159c56651bc1a7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f55ab",
                    table="discussions_discussion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="discussion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_discussionevent" ("closed_at", "closes_at", "created_at", "facilitator_id", "goal_id", "held", "id", "opens_at", "outcome", "outcome_told_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remind_before", "reveal", "sees", "title", "version_id", "where", "workspace_id") SELECT old_values."closed_at", old_values."closes_at", old_values."created_at", old_values."facilitator_id", old_values."goal_id", old_values."held", old_values."id", old_values."opens_at", old_values."outcome", old_values."outcome_told_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."remind_before", old_values."reveal", old_values."sees", old_values."title", old_values."version_id", old_values."where", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="903901a17e6a5b4dc03c546b80457d382a26f95e",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_79444",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="discussions_discussion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_invitationevent" ("created_at", "discussion_id", "id", "invited_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "reminders", "segment", "stakeholder_id", "told_at", "withdrawn_at", "workspace_id") SELECT new_values."created_at", new_values."discussion_id", new_values."id", new_values."invited_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."reminded_at", new_values."reminders", new_values."segment", new_values."stakeholder_id", new_values."told_at", new_values."withdrawn_at", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="511ba25aedd56d3b437d8b4defe75bfb0dd300e4",
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
                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."discussion_id" IS DISTINCT FROM (NEW."discussion_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."invited_at" IS DISTINCT FROM (NEW."invited_at") OR OLD."reminded_at" IS DISTINCT FROM (NEW."reminded_at") OR OLD."reminders" IS DISTINCT FROM (NEW."reminders") OR OLD."segment" IS DISTINCT FROM (NEW."segment") OR OLD."stakeholder_id" IS DISTINCT FROM (NEW."stakeholder_id") OR OLD."told_at" IS DISTINCT FROM (NEW."told_at") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                    func='INSERT INTO "discussions_invitationevent" ("created_at", "discussion_id", "id", "invited_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "reminders", "segment", "stakeholder_id", "told_at", "withdrawn_at", "workspace_id") VALUES (NEW."created_at", NEW."discussion_id", NEW."id", NEW."invited_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reminded_at", NEW."reminders", NEW."segment", NEW."stakeholder_id", NEW."told_at", NEW."withdrawn_at", NEW."workspace_id"); RETURN NULL;',
                    hash="d9a249e67c61e376a63c21df15ac2fbb44564d27",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_invitationevent" ("created_at", "discussion_id", "id", "invited_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "reminders", "segment", "stakeholder_id", "told_at", "withdrawn_at", "workspace_id") SELECT old_values."created_at", old_values."discussion_id", old_values."id", old_values."invited_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."reminded_at", old_values."reminders", old_values."segment", old_values."stakeholder_id", old_values."told_at", old_values."withdrawn_at", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="3ba7ddf81ad26ebb9afc8a03014f87943f0b5331",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fdbce",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="discussions_invitation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="differentideas",
            name="decided_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="differentideas",
            name="discussion",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="discussions.discussion",
            ),
        ),
        migrations.AddField(
            model_name="differentideas",
            name="one",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="discussions.idea",
            ),
        ),
        migrations.AddField(
            model_name="differentideas",
            name="other",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="discussions.idea",
            ),
        ),
        migrations.AddField(
            model_name="differentideas",
            name="workspace",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.workspace",
            ),
        ),
        migrations.AddConstraint(
            model_name="differentideas",
            constraint=models.UniqueConstraint(fields=("one", "other"), name="ideas_told_apart_once"),
        ),
        migrations.AddConstraint(
            model_name="differentideas",
            constraint=models.CheckConstraint(
                condition=models.Q(("one__lt", models.F("other"))), name="ideas_told_apart_in_order"
            ),
        ),
        isolate(TABLE),
        *(same_workspace(column, referenced) for column, referenced in KEYS.items()),
    ]
