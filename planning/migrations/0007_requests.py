"""Requests, the decisions on them and who decides, behind row-level security."""

import uuid

import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from accounts.isolation import append_only, isolate
from web import folding

TABLES = ["request", "decision", "requestdesk"]
EVENTS = ["requestevent", "requestdeskevent"]
# (table, column, referenced table, what becomes of the row when the referenced one goes)
KEYS = [
    ("request", "stakeholder_id", "stakeholders_stakeholder (workspace_id, id)", "CASCADE"),
    ("request", "goal_id", "planning_goal (workspace_id, id)", "NO ACTION"),
    ("decision", "request_id", "planning_request (workspace_id, id)", "CASCADE"),
    ("decision", "goal_id", "planning_goal (workspace_id, id)", "NO ACTION"),
    # Whoever leaves the workspace speaks for its marketing no longer.
    ("requestdesk", "owner_id", "accounts_membership (workspace_id, user_id)", "SET NULL (owner_id)"),
]
ABOUT_PEOPLE = ["goalownerevent", "stakeevent", "goalpositionevent"]
DELETE = "".join(
    f"""
    DELETE FROM planning_{table} WHERE {whose};
    GET DIAGNOSTICS counted = ROW_COUNT; removed := removed + counted;"""
    for table, whose in [
        *((table, "stakeholder_id = erased") for table in ABOUT_PEOPLE),
        # Before it was known whose it is, too.
        ("requestevent", "pgh_obj_id IN (SELECT pgh_obj_id FROM planning_requestevent WHERE stakeholder_id = erased)"),
    ]
)
ERASE = f"""
CREATE OR REPLACE FUNCTION erase_planning_events(erased bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    removed bigint := 0;
    counted bigint;
BEGIN{DELETE}
    RETURN removed;
END
$$
"""
# A decision is superseded, never changed.
NEVER_CHANGED = (
    "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'coalition_app') THEN "
    "REVOKE UPDATE ON planning_decision FROM coalition_app; END IF; END $$;"
)


def same_workspace(table: str, column: str, referenced: str, becomes: str) -> migrations.RunSQL:
    name = f"{table}_{column}_same_workspace"
    return migrations.RunSQL(
        sql=(
            f"ALTER TABLE planning_{table} ADD CONSTRAINT {name} FOREIGN KEY (workspace_id, {column})"
            f" REFERENCES {referenced} ON DELETE {becomes} DEFERRABLE INITIALLY DEFERRED"
        ),
        reverse_sql=f"ALTER TABLE planning_{table} DROP CONSTRAINT {name}",
    )


def index(name: str, table: str, columns: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        sql=f"CREATE INDEX {name} ON planning_{table} ({columns})", reverse_sql=f"DROP INDEX {name}"
    )


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0009_written"),
        ("planning", "0006_say_when_playbooks_are_written"),
        ("stakeholders", "0026_ties_in_their_workspace"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *folding.folded(
            "planning",
            [
                migrations.CreateModel(
                    name="Request",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("name", models.CharField(max_length=300)),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        ("problem", models.TextField()),
                        ("for_whom", models.TextField(blank=True)),
                        ("outcome", models.TextField(blank=True)),
                        ("why_then", models.TextField(blank=True, verbose_name="why by then")),
                        ("otherwise", models.TextField(blank=True, verbose_name="what happens if nothing is done")),
                        ("ideas", models.TextField(blank=True)),
                        ("wanted_by", models.DateField(blank=True, null=True)),
                        ("found", models.JSONField(blank=True, default=list)),
                        ("prescribed", models.BooleanField(default=False, verbose_name="came as a prescription")),
                        ("days", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="days of work")),
                        ("value", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("new", "Waits for a decision"),
                                    ("accepted", "Accepted"),
                                    ("shaping", "Shaped together"),
                                    ("deferred", "For the next planning"),
                                    ("declined", "Declined"),
                                ],
                                default="new",
                                max_length=8,
                            ),
                        ),
                        ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "goal",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="planning.goal",
                            ),
                        ),
                        (
                            "stakeholder",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="stakeholders.stakeholder",
                            ),
                        ),
                        (
                            "typed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        "ordering": ["received_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("accepted", "Accepted"),
                                    ("shaping", "Shaped together"),
                                    ("deferred", "For the next planning"),
                                    ("declined", "Declined"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                                related_name="+",
                                to="planning.goal",
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
                        (
                            "request",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="decisions",
                                to="planning.request",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "decision on a request",
                        "verbose_name_plural": "decisions on requests",
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="RequestDesk",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("days_a_quarter", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                ),
                migrations.CreateModel(
                    name="RequestDeskEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("days_a_quarter", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
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
                                to="planning.requestdesk",
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
                    name="RequestEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                        ("name", models.CharField(max_length=300)),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        ("problem", models.TextField()),
                        ("for_whom", models.TextField(blank=True)),
                        ("outcome", models.TextField(blank=True)),
                        ("why_then", models.TextField(blank=True, verbose_name="why by then")),
                        ("otherwise", models.TextField(blank=True, verbose_name="what happens if nothing is done")),
                        ("ideas", models.TextField(blank=True)),
                        ("wanted_by", models.DateField(blank=True, null=True)),
                        ("found", models.JSONField(blank=True, default=list)),
                        ("prescribed", models.BooleanField(default=False, verbose_name="came as a prescription")),
                        ("days", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="days of work")),
                        ("value", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("new", "Waits for a decision"),
                                    ("accepted", "Accepted"),
                                    ("shaping", "Shaped together"),
                                    ("deferred", "For the next planning"),
                                    ("declined", "Declined"),
                                ],
                                default="new",
                                max_length=8,
                            ),
                        ),
                        ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
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
                                to="planning.request",
                            ),
                        ),
                        (
                            "stakeholder",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="stakeholders.stakeholder",
                            ),
                        ),
                        (
                            "typed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                    model_name="request",
                    index=models.Index(fields=["workspace", "state", "received_at", "id"], name="request_by_state"),
                ),
                migrations.AddConstraint(
                    model_name="request",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("problem", ""), _negated=True), name="request_says_a_problem"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="request",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="request_is_somebodys"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="request",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["new", "accepted", "shaping", "deferred", "declined"])),
                        name="request_state_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="request",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("value", None), ("value__range", (1, 5)), _connector="OR"),
                        name="request_value_on_scale",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="request",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("state", "new")),
                            models.Q(models.Q(("state", "new"), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="request_decided_once_it_is",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="request",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="dc964213490feeb095cba8a9687011759eabeb60",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_mark_written_insert_65a03",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_request",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="request",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM new_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM new_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="21ed12b0ec663e64b6cc5ec312bfd69e1ed1229d",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_mark_written_update_16b05",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_request",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="request",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_written_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            INSERT INTO accounts_written (workspace_id, what, xact, at)\n            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM old_values\n            ON CONFLICT DO NOTHING;\n            IF FOUND THEN\n                DELETE FROM accounts_written WHERE id IN (\n                    SELECT id FROM accounts_written\n                    WHERE workspace_id IN (SELECT workspace_id FROM old_values) AND what = TG_TABLE_NAME\n                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\n                    FOR UPDATE SKIP LOCKED\n                );\n            END IF;\n            RETURN NULL;\n        ",
                            hash="6927a97c7ef2205809e3e2fbc9c3579e41281a7f",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_mark_written_delete_0c469",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="planning_request",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="request",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_requestevent" ("days", "decided_at", "email", "for_whom", "found", "goal_id", "id", "ideas", "name", "otherwise", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prescribed", "problem", "received_at", "stakeholder_id", "state", "typed_by_id", "value", "wanted_by", "why_then", "workspace_id") SELECT new_values."days", new_values."decided_at", new_values."email", new_values."for_whom", new_values."found", new_values."goal_id", new_values."id", new_values."ideas", new_values."name", new_values."otherwise", new_values."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."prescribed", new_values."problem", new_values."received_at", new_values."stakeholder_id", new_values."state", new_values."typed_by_id", new_values."value", new_values."wanted_by", new_values."why_then", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="398b320aa3ce8a06c39dc566d364bf314722cc38",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_409e2",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_request",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="request",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."days" IS DISTINCT FROM (NEW."days") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."for_whom" IS DISTINCT FROM (NEW."for_whom") OR OLD."found" IS DISTINCT FROM (NEW."found") OR OLD."goal_id" IS DISTINCT FROM (NEW."goal_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."ideas" IS DISTINCT FROM (NEW."ideas") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."otherwise" IS DISTINCT FROM (NEW."otherwise") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."prescribed" IS DISTINCT FROM (NEW."prescribed") OR OLD."problem" IS DISTINCT FROM (NEW."problem") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."stakeholder_id" IS DISTINCT FROM (NEW."stakeholder_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."typed_by_id" IS DISTINCT FROM (NEW."typed_by_id") OR OLD."value" IS DISTINCT FROM (NEW."value") OR OLD."wanted_by" IS DISTINCT FROM (NEW."wanted_by") OR OLD."why_then" IS DISTINCT FROM (NEW."why_then") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                            func='INSERT INTO "planning_requestevent" ("days", "decided_at", "email", "for_whom", "found", "goal_id", "id", "ideas", "name", "otherwise", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prescribed", "problem", "received_at", "stakeholder_id", "state", "typed_by_id", "value", "wanted_by", "why_then", "workspace_id") VALUES (NEW."days", NEW."decided_at", NEW."email", NEW."for_whom", NEW."found", NEW."goal_id", NEW."id", NEW."ideas", NEW."name", NEW."otherwise", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."prescribed", NEW."problem", NEW."received_at", NEW."stakeholder_id", NEW."state", NEW."typed_by_id", NEW."value", NEW."wanted_by", NEW."why_then", NEW."workspace_id"); RETURN NULL;',
                            hash="0a4427f29cb5559944a3ed7ecbbc8a2cc33c2c41",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f1c75",
                            table="planning_request",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="request",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_requestevent" ("days", "decided_at", "email", "for_whom", "found", "goal_id", "id", "ideas", "name", "otherwise", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prescribed", "problem", "received_at", "stakeholder_id", "state", "typed_by_id", "value", "wanted_by", "why_then", "workspace_id") SELECT old_values."days", old_values."decided_at", old_values."email", old_values."for_whom", old_values."found", old_values."goal_id", old_values."id", old_values."ideas", old_values."name", old_values."otherwise", old_values."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."prescribed", old_values."problem", old_values."received_at", old_values."stakeholder_id", old_values."state", old_values."typed_by_id", old_values."value", old_values."wanted_by", old_values."why_then", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="eefa00e15961787b33ede39397ea2ade112358e2",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_6af8b",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="planning_request",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="decision",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="decision_has_a_reason"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="decision",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["accepted", "shaping", "deferred", "declined"])),
                        name="decision_state_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="requestdesk",
                    constraint=models.UniqueConstraint(fields=("workspace",), name="one_request_desk_a_workspace"),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="requestdesk",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_requestdeskevent" ("days_a_quarter", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "workspace_id") SELECT new_values."days_a_quarter", new_values."id", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="fdc55836942a5b32b93cfd434653a022d5ee0e94",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_4ef7a",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="planning_requestdesk",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="requestdesk",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."days_a_quarter" IS DISTINCT FROM (NEW."days_a_quarter") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                            func='INSERT INTO "planning_requestdeskevent" ("days_a_quarter", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "workspace_id") VALUES (NEW."days_a_quarter", NEW."id", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."workspace_id"); RETURN NULL;',
                            hash="1f52e7f1b8ac50a7dc95cb552d178c2ca7724ab4",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_36921",
                            table="planning_requestdesk",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="requestdesk",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "planning_requestdeskevent" ("days_a_quarter", "id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "workspace_id") SELECT old_values."days_a_quarter", old_values."id", old_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="398339df5cd1bd51af9b2f7a12983294c4960155",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_a8c5a",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="planning_requestdesk",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="requestdeskevent",
                    index=models.Index(
                        fields=["workspace", "-pgh_created_at", "-pgh_id"], name="requestdesk_audit_recent"
                    ),
                ),
                migrations.AddIndex(
                    model_name="requestdeskevent",
                    index=models.Index(fields=["pgh_obj"], name="requestdesk_audit_object"),
                ),
                migrations.AddIndex(
                    model_name="requestevent",
                    index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="request_audit_recent"),
                ),
                migrations.AddIndex(
                    model_name="requestevent",
                    index=models.Index(fields=["pgh_obj"], name="request_audit_object"),
                ),
            ],
        ),
        *(isolate(f"planning_{table}") for table in [*TABLES, *EVENTS]),
        *(append_only(f"planning_{table}") for table in EVENTS),
        migrations.RunSQL(
            sql="ALTER TABLE planning_request ADD CONSTRAINT request_in_workspace UNIQUE (workspace_id, id)",
            reverse_sql="ALTER TABLE planning_request DROP CONSTRAINT request_in_workspace",
        ),
        *(same_workspace(*key) for key in KEYS),
        *(
            index(f"{table}_{column}_by_workspace", table, f"workspace_id, {column}")
            for table, column, _referenced, _becomes in KEYS
            if table != "requestdesk"
        ),
        index("requestevent_stakeholder", "requestevent", "stakeholder_id"),
        migrations.RunSQL(sql=[NEVER_CHANGED], reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(sql=[ERASE], reverse_sql=migrations.RunSQL.noop),
    ]
