"""Ties can be pointed at by keys that cannot lead out of a workspace."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("stakeholders", "0025_contacts_in_their_workspace"),
    ]

    operations = [
        migrations.RunSQL(
            sql="ALTER TABLE stakeholders_relationship ADD CONSTRAINT relationship_in_workspace"
            " UNIQUE (workspace_id, id)",
            reverse_sql="ALTER TABLE stakeholders_relationship DROP CONSTRAINT relationship_in_workspace",
        ),
    ]
