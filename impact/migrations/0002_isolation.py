"""Row-level security, keys that cannot lead out of a workspace, and what the application may never change."""

from django.db import migrations

from accounts.isolation import append_only, isolate

AUDITED = ["metric", "target", "rebase", "annotation"]
TABLES = [*AUDITED, "metricdefinition", "observation"]
OF_A_METRIC = ["metricdefinition", "observation", "target", "rebase", "annotation"]
# What was measured or meant is superseded, never changed: of an observation and a target it alone, that it ended.
NEVER_CHANGED = (
    "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'coalition_app') THEN "
    "REVOKE UPDATE ON impact_metricdefinition, impact_observation, impact_target, impact_rebase FROM coalition_app; "
    "GRANT UPDATE (ended_at, ended_why) ON impact_observation TO coalition_app; "
    "GRANT UPDATE (ended_at) ON impact_target TO coalition_app; "
    "END IF; END $$;"
)


def of_a_metric(table: str) -> migrations.RunSQL:
    name = f"impact_{table}_metric_same_workspace"
    return migrations.RunSQL(
        sql=[
            f"ALTER TABLE impact_{table} ADD CONSTRAINT {name} FOREIGN KEY (workspace_id, metric_id)"
            " REFERENCES impact_metric (workspace_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED",
            f"CREATE INDEX {table}_metric_by_workspace ON impact_{table} (workspace_id, metric_id)",
        ],
        reverse_sql=[
            f"DROP INDEX {table}_metric_by_workspace",
            f"ALTER TABLE impact_{table} DROP CONSTRAINT {name}",
        ],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("impact", "0001_metrics"),
        ("accounts", "0002_isolation"),
    ]

    operations = [
        *(isolate(f"impact_{table}") for table in [*TABLES, *(f"{table}event" for table in AUDITED)]),
        *(append_only(f"impact_{table}event") for table in AUDITED),
        migrations.RunSQL(
            sql="ALTER TABLE impact_metric ADD CONSTRAINT metric_in_workspace UNIQUE (workspace_id, id)",
            reverse_sql="ALTER TABLE impact_metric DROP CONSTRAINT metric_in_workspace",
        ),
        *(of_a_metric(table) for table in OF_A_METRIC),
        # A list: a string would be split at its semicolons.
        migrations.RunSQL(sql=[NEVER_CHANGED], reverse_sql=migrations.RunSQL.noop),
    ]
