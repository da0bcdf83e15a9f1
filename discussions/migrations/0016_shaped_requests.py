"""Which request a discussion shapes: the request goes, the discussion stays."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from web import folding

# Its key leads to a request of the same workspace.
SAME_WORKSPACE = migrations.RunSQL(
    sql=(
        "ALTER TABLE discussions_discussion ADD CONSTRAINT discussion_request_id_same_workspace"
        " FOREIGN KEY (workspace_id, request_id) REFERENCES planning_request (workspace_id, id)"
        " ON DELETE SET NULL (request_id) DEFERRABLE INITIALLY DEFERRED"
    ),
    reverse_sql="ALTER TABLE discussions_discussion DROP CONSTRAINT discussion_request_id_same_workspace",
)


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0010_calendar_acts"),
        ("discussions", "0015_links_by_hand"),
        ("planning", "0007_requests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
        migrations.AddField(
            model_name="discussion",
            name="request",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="planning.request",
            ),
        ),
        migrations.AddField(
            model_name="discussionevent",
            name="request",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="planning.request",
            ),
        ),
        migrations.AddIndex(
            model_name="discussion",
            index=models.Index(
                condition=models.Q(("request__isnull", False)),
                fields=["workspace", "request"],
                name="discussion_of_request",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="discussion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_discussionevent" ("closed_at", "closes_at", "created_at", "facilitator_id", "goal_id", "held", "id", "opens_at", "outcome", "outcome_told_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remind_before", "request_id", "reveal", "sees", "title", "told_opens_at", "version_id", "where", "workspace_id") SELECT new_values."closed_at", new_values."closes_at", new_values."created_at", new_values."facilitator_id", new_values."goal_id", new_values."held", new_values."id", new_values."opens_at", new_values."outcome", new_values."outcome_told_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."remind_before", new_values."request_id", new_values."reveal", new_values."sees", new_values."title", new_values."told_opens_at", new_values."version_id", new_values."where", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="0ea17f9b2d1b0b7f3feef66ea0a21cf1e5497c03",
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
                    condition='WHEN (OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."closes_at" IS DISTINCT FROM (NEW."closes_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."facilitator_id" IS DISTINCT FROM (NEW."facilitator_id") OR OLD."goal_id" IS DISTINCT FROM (NEW."goal_id") OR OLD."held" IS DISTINCT FROM (NEW."held") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."opens_at" IS DISTINCT FROM (NEW."opens_at") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."outcome_told_at" IS DISTINCT FROM (NEW."outcome_told_at") OR OLD."remind_before" IS DISTINCT FROM (NEW."remind_before") OR OLD."request_id" IS DISTINCT FROM (NEW."request_id") OR OLD."reveal" IS DISTINCT FROM (NEW."reveal") OR OLD."sees" IS DISTINCT FROM (NEW."sees") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."told_opens_at" IS DISTINCT FROM (NEW."told_opens_at") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id") OR OLD."where" IS DISTINCT FROM (NEW."where") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                    func='INSERT INTO "discussions_discussionevent" ("closed_at", "closes_at", "created_at", "facilitator_id", "goal_id", "held", "id", "opens_at", "outcome", "outcome_told_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remind_before", "request_id", "reveal", "sees", "title", "told_opens_at", "version_id", "where", "workspace_id") VALUES (NEW."closed_at", NEW."closes_at", NEW."created_at", NEW."facilitator_id", NEW."goal_id", NEW."held", NEW."id", NEW."opens_at", NEW."outcome", NEW."outcome_told_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."remind_before", NEW."request_id", NEW."reveal", NEW."sees", NEW."title", NEW."told_opens_at", NEW."version_id", NEW."where", NEW."workspace_id"); RETURN NULL;',
                    hash="f8932da6009f73631e5e38222ed93741141f8909",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "discussions_discussionevent" ("closed_at", "closes_at", "created_at", "facilitator_id", "goal_id", "held", "id", "opens_at", "outcome", "outcome_told_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remind_before", "request_id", "reveal", "sees", "title", "told_opens_at", "version_id", "where", "workspace_id") SELECT old_values."closed_at", old_values."closes_at", old_values."created_at", old_values."facilitator_id", old_values."goal_id", old_values."held", old_values."id", old_values."opens_at", old_values."outcome", old_values."outcome_told_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."remind_before", old_values."request_id", old_values."reveal", old_values."sees", old_values."title", old_values."told_opens_at", old_values."version_id", old_values."where", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="2457b8d28db6e4227741db9d62974911b610c1e1",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_79444",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="discussions_discussion",
                    when="AFTER",
                ),
            ),
        ),
        SAME_WORKSPACE,
    ]
