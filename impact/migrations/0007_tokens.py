"""Tokens of systems that send numbers, found by their hash before their workspace is known, and keys of requests."""

import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from accounts.isolation import CURRENT_LINK, CURRENT_WORKSPACE, append_only, isolate
from web import folding

KEY = "impact_idempotencykey_token_same_workspace"
# Of a token nothing changes but that it was used or ends; what was answered never does.
NEVER_CHANGED = (
    "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'coalition_app') THEN "
    "REVOKE UPDATE ON impact_apitoken, impact_idempotencykey FROM coalition_app; "
    "GRANT UPDATE (last_used_at, revoked_at) ON impact_apitoken TO coalition_app; "
    "END IF; END $$;"
)


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0009_written"),
        ("impact", "0006_overview"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *folding.folded(
            "impact",
            [
                migrations.CreateModel(
                    name="ApiToken",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("token_hash", models.CharField(max_length=64, unique=True)),
                        ("ends_in", models.CharField(max_length=4, verbose_name="ends in")),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("last_used_at", models.DateTimeField(blank=True, null=True)),
                        ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                        ("expires_on", models.DateField(blank=True, null=True, verbose_name="works until")),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        "verbose_name": "API token",
                        "verbose_name_plural": "API tokens",
                        "ordering": ["-created_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ApiTokenEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=120)),
                        ("ends_in", models.CharField(max_length=4, verbose_name="ends in")),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                        ("expires_on", models.DateField(blank=True, null=True, verbose_name="works until")),
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
                                to="impact.apitoken",
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
                    name="IdempotencyKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=200)),
                        ("fingerprint", models.CharField(max_length=64)),
                        ("status", models.PositiveSmallIntegerField()),
                        ("response", models.JSONField()),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "token",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="impact.apitoken",
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
                migrations.AddIndex(
                    model_name="apitoken",
                    index=models.Index(fields=["workspace", "-created_at"], name="api_token_recent"),
                ),
                migrations.AddConstraint(
                    model_name="apitoken",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="api_token_has_a_name"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="apitoken",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_apitokenevent" ("author_id", "created_at", "ends_in", "expires_on", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "workspace_id") SELECT new_values."author_id", new_values."created_at", new_values."ends_in", new_values."expires_on", new_values."id", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."revoked_at", new_values."workspace_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="52f2148c62e3d64fe140abb920b5242924cb664f",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_fc72c",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="impact_apitoken",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="apitoken",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."ends_in" IS DISTINCT FROM (NEW."ends_in") OR OLD."expires_on" IS DISTINCT FROM (NEW."expires_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at") OR OLD."workspace_id" IS DISTINCT FROM (NEW."workspace_id"))',
                            func='INSERT INTO "impact_apitokenevent" ("author_id", "created_at", "ends_in", "expires_on", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "workspace_id") VALUES (NEW."author_id", NEW."created_at", NEW."ends_in", NEW."expires_on", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."revoked_at", NEW."workspace_id"); RETURN NULL;',
                            hash="2694ed257a342193f237f3a016c7eb3c497c8469",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_8573c",
                            table="impact_apitoken",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="apitoken",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_apitokenevent" ("author_id", "created_at", "ends_in", "expires_on", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "workspace_id") SELECT old_values."author_id", old_values."created_at", old_values."ends_in", old_values."expires_on", old_values."id", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."revoked_at", old_values."workspace_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="abc94d739995c5b99984277de3131a8442a3b4d6",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_64d4d",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="impact_apitoken",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="apitokenevent",
                    index=models.Index(
                        fields=["workspace", "-pgh_created_at", "-pgh_id"], name="apitoken_audit_recent"
                    ),
                ),
                migrations.AddIndex(
                    model_name="apitokenevent",
                    index=models.Index(fields=["pgh_obj"], name="apitoken_audit_object"),
                ),
                migrations.AddConstraint(
                    model_name="idempotencykey",
                    constraint=models.UniqueConstraint(
                        fields=("workspace", "token", "key"), name="idempotency_key_once"
                    ),
                ),
            ],
        ),
        isolate("impact_apitoken", f"workspace_id = {CURRENT_WORKSPACE} OR token_hash = {CURRENT_LINK}"),
        isolate("impact_apitokenevent"),
        isolate("impact_idempotencykey"),
        append_only("impact_apitokenevent"),
        migrations.RunSQL(
            sql="ALTER TABLE impact_apitoken ADD CONSTRAINT api_token_in_workspace UNIQUE (workspace_id, id)",
            reverse_sql="ALTER TABLE impact_apitoken DROP CONSTRAINT api_token_in_workspace",
        ),
        migrations.RunSQL(
            sql=[
                f"ALTER TABLE impact_idempotencykey ADD CONSTRAINT {KEY} FOREIGN KEY (workspace_id, token_id)"
                " REFERENCES impact_apitoken (workspace_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED",
                "CREATE INDEX idempotency_key_by_age ON impact_idempotencykey (workspace_id, created_at)",
            ],
            reverse_sql=[
                "DROP INDEX idempotency_key_by_age",
                f"ALTER TABLE impact_idempotencykey DROP CONSTRAINT {KEY}",
            ],
        ),
        # A list: a string would be split at its semicolons.
        migrations.RunSQL(sql=[NEVER_CHANGED], reverse_sql=migrations.RunSQL.noop),
    ]
