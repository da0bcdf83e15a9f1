"""Stakes can be pointed at by keys that cannot lead out of a workspace."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0004_say_when_written"),
    ]

    operations = [
        migrations.RunSQL(
            sql="ALTER TABLE planning_stake ADD CONSTRAINT stake_in_workspace UNIQUE (workspace_id, id)",
            reverse_sql="ALTER TABLE planning_stake DROP CONSTRAINT stake_in_workspace",
        ),
    ]
