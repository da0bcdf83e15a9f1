"""Contacts and judgements can be pointed at by keys that cannot lead out of a workspace."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("stakeholders", "0024_created_rows_noted_together"),
    ]

    operations = [
        migrations.RunSQL(
            sql=f"ALTER TABLE stakeholders_{table} ADD CONSTRAINT {table}_in_workspace UNIQUE (workspace_id, id)",
            reverse_sql=f"ALTER TABLE stakeholders_{table} DROP CONSTRAINT {table}_in_workspace",
        )
        for table in ("touchpoint", "assessment")
    ]
