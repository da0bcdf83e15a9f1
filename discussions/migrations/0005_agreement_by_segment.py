"""Figures of a discussion by segment: what was worked out, what was published, and marks of what changed since."""

import django.db.models.deletion
from django.db import migrations, models

from accounts.isolation import isolate
from web import folding

TABLES = ["agreementchange", "agreementreading", "published"]
DISCUSSION = "discussions_discussion"
KEYS = [
    ("agreementreading", "discussion_id", DISCUSSION, "CASCADE"),
    ("published", "discussion_id", DISCUSSION, "CASCADE"),
    ("published", "prompt_id", "discussions_prompt", "NO ACTION"),
]
# Always a row of its own: one row that many people's votes would update makes them wait for each other. What goes with
# its discussion leaves no mark.
MARK = """
CREATE FUNCTION mark_agreement_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO discussions_agreementchange (workspace_id, discussion_id)
    SELECT DISTINCT workspace_id, discussion_id FROM changed
    WHERE EXISTS (SELECT FROM discussions_discussion WHERE id = changed.discussion_id);
    RETURN NULL;
END
$$
"""
MARKED = ["answer", "idea", "vote"]
OPERATIONS = {"insert": "NEW", "update": "NEW", "delete": "OLD"}


def same_workspace(table: str, column: str, referenced: str, becomes: str) -> migrations.RunSQL:
    name = f"{table}_{column}_same_workspace"
    return migrations.RunSQL(
        sql=[
            f"ALTER TABLE discussions_{table} ADD CONSTRAINT {name} FOREIGN KEY (workspace_id, {column})"
            f" REFERENCES {referenced} (workspace_id, id) ON DELETE {becomes} DEFERRABLE INITIALLY DEFERRED",
            f"CREATE INDEX {table}_{column}_by_workspace ON discussions_{table} (workspace_id, {column})",
        ],
        reverse_sql=[
            f"DROP INDEX {table}_{column}_by_workspace",
            f"ALTER TABLE discussions_{table} DROP CONSTRAINT {name}",
        ],
    )


def marked(table: str, operation: str) -> migrations.RunSQL:
    name = f"mark_{table}_{operation}"
    return migrations.RunSQL(
        sql=(
            f"CREATE TRIGGER {name} AFTER {operation.upper()} ON discussions_{table}"
            f" REFERENCING {OPERATIONS[operation]} TABLE AS changed"
            " FOR EACH STATEMENT EXECUTE FUNCTION mark_agreement_changed()"
        ),
        reverse_sql=f"DROP TRIGGER {name} ON discussions_{table}",
    )


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0008_personal_links"),
        ("discussions", "0004_steps_go_with_prompts"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgreementChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("discussion_id", models.BigIntegerField()),
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
                "indexes": [models.Index(fields=["workspace", "discussion_id"], name="agreement_change")],
            },
        ),
        migrations.CreateModel(
            name="AgreementReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("findings", models.JSONField(blank=True, default=dict)),
                ("groups", models.JSONField(blank=True, default=dict)),
                (
                    "discussion",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="discussions.discussion",
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
                "constraints": [models.UniqueConstraint(fields=("discussion",), name="one_reading_a_discussion")],
            },
        ),
        migrations.CreateModel(
            name="Published",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kept", models.JSONField(blank=True, default=dict)),
                (
                    "discussion",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="discussions.discussion",
                    ),
                ),
                (
                    "prompt",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="discussions.prompt",
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
                "verbose_name_plural": "published",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("discussion", "prompt"), name="published_once_a_prompt")
                ],
            },
        ),
        *(isolate(f"discussions_{table}") for table in TABLES),
        *(same_workspace(*key) for key in KEYS),
        migrations.RunSQL(sql=[MARK], reverse_sql="DROP FUNCTION mark_agreement_changed()"),
        *(marked(table, operation) for table in MARKED for operation in OPERATIONS),
    ]
