"""Row-level security, keys that cannot lead out of a workspace, and the one way to remove a person's audit rows."""

from django.db import migrations

from accounts.isolation import append_only, isolate

TABLES = ["goal", "goalowner", "stake", "goalposition"]
EVENTS = [f"{table}event" for table in TABLES]
# (table, column, referenced table, whether the row goes when the referenced one goes)
KEYS = [
    ("goalowner", "goal_id", "planning_goal", True),
    ("goalowner", "stakeholder_id", "stakeholders_stakeholder", True),
    ("stake", "goal_id", "planning_goal", False),
    ("stake", "stakeholder_id", "stakeholders_stakeholder", True),
    ("goalposition", "goal_id", "planning_goal", True),
    ("goalposition", "stakeholder_id", "stakeholders_stakeholder", True),
]
ABOUT_PEOPLE = ["goalownerevent", "stakeevent", "goalpositionevent"]
DELETE = "".join(
    f"""
    DELETE FROM planning_{table} WHERE stakeholder_id = erased;
    GET DIAGNOSTICS counted = ROW_COUNT; removed := removed + counted;"""
    for table in ABOUT_PEOPLE
)
# Runs with the owner's rights, and the owner is behind row-level security too: only the current workspace's rows go.
ERASE = f"""
CREATE FUNCTION erase_planning_events(erased bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    removed bigint := 0;
    counted bigint;
BEGIN{DELETE}
    RETURN removed;
END
$$
"""
# What was said of somebody's position is superseded, never changed.
NEVER_CHANGED = (
    "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'coalition_app') THEN "
    "REVOKE UPDATE ON planning_goalposition FROM coalition_app; END IF; END $$;"
)


def same_workspace(table: str, column: str, referenced: str, cascades: bool) -> migrations.RunSQL:
    name = f"{table}_{column}_same_workspace"
    return migrations.RunSQL(
        sql=(
            f"ALTER TABLE planning_{table} ADD CONSTRAINT {name} FOREIGN KEY (workspace_id, {column})"
            f" REFERENCES {referenced} (workspace_id, id){' ON DELETE CASCADE' if cascades else ''}"
            " DEFERRABLE INITIALLY DEFERRED"
        ),
        reverse_sql=f"ALTER TABLE planning_{table} DROP CONSTRAINT {name}",
    )


def index(name: str, table: str, columns: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        sql=f"CREATE INDEX {name} ON planning_{table} ({columns})", reverse_sql=f"DROP INDEX {name}"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0001_goals_stakes_and_positions"),
        ("accounts", "0002_isolation"),
        ("stakeholders", "0002_isolation"),
    ]

    operations = [
        *(isolate(f"planning_{table}") for table in [*TABLES, *EVENTS]),
        *(append_only(f"planning_{table}") for table in EVENTS),
        migrations.RunSQL(
            sql="ALTER TABLE planning_goal ADD CONSTRAINT goal_in_workspace UNIQUE (workspace_id, id)",
            reverse_sql="ALTER TABLE planning_goal DROP CONSTRAINT goal_in_workspace",
        ),
        *(same_workspace(*key) for key in KEYS),
        # What hangs on a goal or a person, found by both columns at once; positions on a goal have an index already.
        *(
            index(f"{table}_{column}_by_workspace", table, f"workspace_id, {column}")
            for table, column, _referenced, _cascades in KEYS
            if (table, column) != ("goalposition", "goal_id")
        ),
        # The audit rows of one person, or of one goal, found without reading the whole table.
        *(index(f"{table}_stakeholder", table, "stakeholder_id") for table in ABOUT_PEOPLE),
        index("goalownerevent_goal", "goalownerevent", "goal_id"),
        # A list: a string would be split at its semicolons.
        migrations.RunSQL(sql=[NEVER_CHANGED], reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(sql=[ERASE], reverse_sql="DROP FUNCTION erase_planning_events(bigint)"),
    ]
