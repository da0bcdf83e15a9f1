"""Row-level security of files of observations, and keys that cannot lead out of a workspace."""

from django.db import migrations

from accounts.isolation import isolate

KEY = "impact_fromfile_file_same_workspace"


class Migration(migrations.Migration):
    dependencies = [
        ("impact", "0004_files"),
        ("accounts", "0002_isolation"),
    ]

    operations = [
        isolate("impact_observationfile"),
        isolate("impact_fromfile"),
        migrations.RunSQL(
            sql="ALTER TABLE impact_observationfile ADD CONSTRAINT observation_file_in_workspace"
            " UNIQUE (workspace_id, id)",
            reverse_sql="ALTER TABLE impact_observationfile DROP CONSTRAINT observation_file_in_workspace",
        ),
        migrations.RunSQL(
            sql=[
                f"ALTER TABLE impact_fromfile ADD CONSTRAINT {KEY} FOREIGN KEY (workspace_id, file_id)"
                " REFERENCES impact_observationfile (workspace_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED",
                "CREATE INDEX fromfile_by_file ON impact_fromfile (workspace_id, file_id)",
            ],
            reverse_sql=[
                "DROP INDEX fromfile_by_file",
                f"ALTER TABLE impact_fromfile DROP CONSTRAINT {KEY}",
            ],
        ),
    ]
