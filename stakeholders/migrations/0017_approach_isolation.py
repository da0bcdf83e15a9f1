"""Row-level security around notes, follow-ups and salience, and the one way to remove their audit rows of a person."""

from django.db import migrations

from accounts.isolation import append_only, isolate

TABLES = ["note", "followup", "saliencejudgement"]
EVENTS = [f"{table}event" for table in TABLES]
DELETE = "".join(
    f"""
    DELETE FROM stakeholders_{event} WHERE stakeholder_id = erased;
    GET DIAGNOSTICS counted = ROW_COUNT; removed := removed + counted;"""
    for event in EVENTS
)
# Runs with the owner's rights, and the owner is behind row-level security too: only the current workspace's rows go.
ERASE = f"""
CREATE FUNCTION erase_approach_events(erased bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    removed bigint := 0;
    counted bigint;
BEGIN{DELETE}
    RETURN removed;
END
$$
"""
# What was judged is superseded, never changed.
NEVER_CHANGED = (
    "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'coalition_app') THEN "
    "REVOKE UPDATE ON stakeholders_saliencejudgement FROM coalition_app; END IF; END $$;"
)


def same_workspace(table: str) -> migrations.RunSQL:
    name = f"{table}_stakeholder_id_same_workspace"
    return migrations.RunSQL(
        sql=(
            f"ALTER TABLE stakeholders_{table} ADD CONSTRAINT {name} FOREIGN KEY (workspace_id, stakeholder_id)"
            " REFERENCES stakeholders_stakeholder (workspace_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED"
        ),
        reverse_sql=f"ALTER TABLE stakeholders_{table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0016_approach")]

    operations = [
        *(isolate(f"stakeholders_{table}") for table in [*TABLES, *EVENTS]),
        *(append_only(f"stakeholders_{event}") for event in EVENTS),
        *(same_workspace(table) for table in TABLES),
        *(
            migrations.RunSQL(
                sql=f"CREATE INDEX {event}_stakeholder ON stakeholders_{event} (stakeholder_id)",
                reverse_sql=f"DROP INDEX {event}_stakeholder",
            )
            for event in EVENTS
        ),
        # A list: a string would be split at its semicolons.
        migrations.RunSQL(sql=[NEVER_CHANGED], reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(sql=[ERASE], reverse_sql="DROP FUNCTION erase_approach_events(bigint)"),
    ]
