"""Concerns of people, behind the same wall, and erased with them."""

import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from accounts.isolation import append_only, isolate
from web import folding

EVENTS = ["note", "followup", "saliencejudgement"]


def erase(*, with_concerns: bool) -> str:
    """The one way to remove these audit rows of a person; only rows of the current workspace go."""
    deletes = "".join(
        f"""
    DELETE FROM stakeholders_{event}event WHERE stakeholder_id = erased;
    GET DIAGNOSTICS counted = ROW_COUNT; removed := removed + counted;"""
        for event in [*EVENTS, *(["concern"] if with_concerns else [])]
    )
    return f"""
CREATE OR REPLACE FUNCTION erase_approach_events(erased bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    removed bigint := 0;
    counted bigint;
BEGIN{deletes}
    RETURN removed;
END
$$
"""


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0007_reasons_stay_behind_the_wall"),
        ("stakeholders", "0017_approach_isolation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = folding.folded(
        "stakeholders",
        [
            migrations.CreateModel(
                name="Concern",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "cause",
                        models.CharField(
                            choices=[
                                ("nothing_in_it", "Nothing in it for them"),
                                ("losing_control", "Fear of losing control"),
                                ("bad_experience", "Bad past experience"),
                                ("competing_priority", "A competing priority"),
                                ("unclear_value", "Unclear value"),
                                ("unknown", "Cause not known"),
                            ],
                            default="unknown",
                            max_length=18,
                        ),
                    ),
                    ("said", models.TextField()),
                    ("raised_on", models.DateField(default=django.utils.timezone.localdate)),
                    ("response", models.TextField(blank=True)),
                    ("responded_on", models.DateField(blank=True, null=True)),
                    ("settled_on", models.DateField(blank=True, null=True)),
                    (
                        "author",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "stakeholder",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="%(class)s_rows",
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
                    "ordering": ["-raised_on", "-pk"],
                },
            ),
            migrations.CreateModel(
                name="ConcernEvent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("pgh_context_id", models.UUIDField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "cause",
                        models.CharField(
                            choices=[
                                ("nothing_in_it", "Nothing in it for them"),
                                ("losing_control", "Fear of losing control"),
                                ("bad_experience", "Bad past experience"),
                                ("competing_priority", "A competing priority"),
                                ("unclear_value", "Unclear value"),
                                ("unknown", "Cause not known"),
                            ],
                            default="unknown",
                            max_length=18,
                        ),
                    ),
                    ("said", models.TextField()),
                    ("raised_on", models.DateField(default=django.utils.timezone.localdate)),
                    ("response", models.TextField(blank=True)),
                    ("responded_on", models.DateField(blank=True, null=True)),
                    ("settled_on", models.DateField(blank=True, null=True)),
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
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="events",
                            to="stakeholders.concern",
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
            migrations.AddIndex(
                model_name="concern",
                index=models.Index(fields=["workspace", "stakeholder"], name="concern_by_person"),
            ),
            migrations.AddIndex(
                model_name="concern",
                index=models.Index(
                    condition=models.Q(("settled_on", None)), fields=["workspace", "raised_on"], name="concern_standing"
                ),
            ),
            migrations.AddConstraint(
                model_name="concern",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        (
                            "cause__in",
                            [
                                "nothing_in_it",
                                "losing_control",
                                "bad_experience",
                                "competing_priority",
                                "unclear_value",
                                "unknown",
                            ],
                        )
                    ),
                    name="concern_cause_known",
                ),
            ),
            migrations.AddConstraint(
                model_name="concern",
                constraint=models.CheckConstraint(
                    condition=models.Q(("said", ""), _negated=True), name="concern_says_something"
                ),
            ),
            migrations.AddConstraint(
                model_name="concern",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("responded_on", None), ("response", "")),
                        models.Q(
                            models.Q(("response", ""), _negated=True), models.Q(("responded_on", None), _negated=True)
                        ),
                        _connector="OR",
                    ),
                    name="response_has_its_day",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="concern",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_concernevent" ("author_id", "cause", "created_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_on", "responded_on", "response", "said", "settled_on", "stakeholder_id", "workspace_id") SELECT new_values."author_id", new_values."cause", new_values."created_at", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."raised_on", new_values."responded_on", new_values."response", new_values."said", new_values."settled_on", new_values."stakeholder_id", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="83461b92a22e4fd398382ba2a55bbaf91acbb645",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_b2d89",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="stakeholders_concern",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="concern",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "stakeholders_concernevent" ("author_id", "cause", "created_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_on", "responded_on", "response", "said", "settled_on", "stakeholder_id", "workspace_id") VALUES (NEW."author_id", NEW."cause", NEW."created_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."raised_on", NEW."responded_on", NEW."response", NEW."said", NEW."settled_on", NEW."stakeholder_id", NEW."workspace_id"); RETURN NULL;',
                        hash="1cf77494178497e3731f04ce6dc4eeca0527f26f",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_47471",
                        table="stakeholders_concern",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="concern",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_concernevent" ("author_id", "cause", "created_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_on", "responded_on", "response", "said", "settled_on", "stakeholder_id", "workspace_id") SELECT old_values."author_id", old_values."cause", old_values."created_at", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."raised_on", old_values."responded_on", old_values."response", old_values."said", old_values."settled_on", old_values."stakeholder_id", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="4646b9d38b9c456bac572946b95fa0ed99b541f1",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_33eb1",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="stakeholders_concern",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="concernevent",
                index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="concern_audit_recent"),
            ),
            migrations.AddIndex(
                model_name="concernevent",
                index=models.Index(fields=["pgh_obj"], name="concern_audit_object"),
            ),
            *(isolate(table) for table in ["stakeholders_concern", "stakeholders_concernevent"]),
            append_only("stakeholders_concernevent"),
            migrations.RunSQL(
                sql="ALTER TABLE stakeholders_concern ADD CONSTRAINT concern_stakeholder_id_same_workspace"
                " FOREIGN KEY (workspace_id, stakeholder_id) REFERENCES stakeholders_stakeholder (workspace_id, id)"
                " ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED",
                reverse_sql="ALTER TABLE stakeholders_concern DROP CONSTRAINT concern_stakeholder_id_same_workspace",
            ),
            migrations.RunSQL(
                sql="CREATE INDEX concernevent_stakeholder ON stakeholders_concernevent (stakeholder_id)",
                reverse_sql="DROP INDEX concernevent_stakeholder",
            ),
            migrations.RunSQL(sql=[erase(with_concerns=True)], reverse_sql=[erase(with_concerns=False)]),
        ],
    )
