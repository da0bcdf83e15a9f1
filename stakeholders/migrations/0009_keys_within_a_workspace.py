"""Indexes by workspace and key: removing a stakeholder looks up what hangs on them by both columns at once."""

from django.db import migrations

KEYS = [
    ("stakeholder", "department_id"),
    ("relationship", "source_id"),
    ("relationship", "target_id"),
    ("touchpoint", "stakeholder_id"),
]


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0008_audit_by_time_and_key")]

    # Without them the planner may take the index of the workspace alone, and read all of it for every row that goes.
    operations = [
        migrations.RunSQL(
            sql=f"CREATE INDEX {table}_{column}_by_workspace ON stakeholders_{table} (workspace_id, {column})",
            reverse_sql=f"DROP INDEX {table}_{column}_by_workspace",
        )
        for table, column in KEYS
    ]
