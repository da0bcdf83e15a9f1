"""Readings named people without a tie among those who carry influence: every network is measured once more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("stakeholders", "0022_say_when_written"),
    ]

    operations = [
        # A change that touches nobody: measured anew, and everybody stays where they are drawn.
        migrations.RunSQL(
            sql=[
                "ALTER TABLE stakeholders_networkreading NO FORCE ROW LEVEL SECURITY",
                "ALTER TABLE stakeholders_networkchange NO FORCE ROW LEVEL SECURITY",
                "INSERT INTO stakeholders_networkchange (workspace_id, people)"
                " SELECT workspace_id, '{}' FROM stakeholders_networkreading WHERE read_at IS NOT NULL",
                "ALTER TABLE stakeholders_networkchange FORCE ROW LEVEL SECURITY",
                "ALTER TABLE stakeholders_networkreading FORCE ROW LEVEL SECURITY",
            ],
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
