"""Row-level security, keys that cannot lead out of a workspace, the one way to remove a person's audit rows, and what
the clock may know of all workspaces: which of them have something due, and numbers."""

from django.db import migrations

from accounts.isolation import append_only, isolate

AUDITED = ["checkinrule", "checkinplan", "checkin", "changeevent"]
TABLES = [*AUDITED, "holiday", "checkinreason", "segmentmark"]
EVENTS = [f"{table}event" for table in AUDITED]
POINTED_AT = ["checkinplan", "checkin", "changeevent"]
STAKEHOLDER = "stakeholders_stakeholder"
GOES, FORGETS = "CASCADE", "SET NULL"
# (table, column, referenced table, what becomes of the row when the referenced one goes)
KEYS = [
    ("checkinplan", "stakeholder_id", STAKEHOLDER, GOES),
    ("checkin", "stakeholder_id", STAKEHOLDER, GOES),
    ("checkin", "plan_id", "checkins_checkinplan", FORGETS),
    ("checkin", "touchpoint_id", "stakeholders_touchpoint", FORGETS),
    ("checkin", "assessment_id", "stakeholders_assessment", FORGETS),
    ("changeevent", "stakeholder_id", STAKEHOLDER, GOES),
    ("changeevent", "goal_id", "planning_goal", FORGETS),
    ("changeevent", "metric_id", "impact_metric", FORGETS),
    ("checkinreason", "check_in_id", "checkins_checkin", GOES),
    ("checkinreason", "event_id", "checkins_changeevent", GOES),
    ("segmentmark", "stakeholder_id", STAKEHOLDER, GOES),
]
# These keys begin an index already: a unique constraint, or an index of the model.
INDEXED = {("checkin", "stakeholder_id"), ("checkin", "plan_id")}
# Mostly empty.
SELDOM = {"touchpoint_id", "assessment_id", "goal_id", "metric_id"}
ABOUT_PEOPLE = ["checkinplanevent", "checkinevent", "changeeventevent"]
DELETE = "".join(
    f"""
    DELETE FROM checkins_{table} WHERE stakeholder_id = erased;
    GET DIAGNOSTICS counted = ROW_COUNT; removed := removed + counted;"""
    for table in ABOUT_PEOPLE
)
# Runs with the owner's rights, and the owner is behind row-level security too: only the current workspace's rows go.
ERASE = f"""
CREATE FUNCTION erase_checkins_events(erased bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    removed bigint := 0;
    counted bigint;
BEGIN{DELETE}
    RETURN removed;
END
$$
"""
# The clock's functions run as the owner, who is behind the wall too and gets over it nowhere else.
SEEN_BY_THE_CLOCK = ["checkins_checkinplan", "checkins_segmentmark"]
DISPATCHES = "current_setting('app.dispatch', true) = 'on'"
# Plans that wait to be opened, by the database's clock, and people who came into another segment.
DUE = """
CREATE FUNCTION workspaces_with_due_plans() RETURNS SETOF uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM set_config('app.dispatch', 'on', true);
    RETURN QUERY SELECT workspace FROM all_workspace_ids() AS workspace
        WHERE EXISTS (
            SELECT FROM checkins_checkinplan
            WHERE workspace_id = workspace AND opens_at <= statement_timestamp()
        )
        OR EXISTS (SELECT FROM checkins_segmentmark WHERE workspace_id = workspace);
    PERFORM set_config('app.dispatch', '', true);
END
$$
"""
# Numbers alone: how many seconds the plan that waits longest is late, and how many could not be opened.
HEALTH = """
CREATE FUNCTION plans_health(OUT oldest_overdue double precision, OUT in_trouble bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM set_config('app.dispatch', 'on', true);
    SELECT extract(epoch FROM statement_timestamp() - min(first.opens_at)) INTO oldest_overdue
        FROM all_workspace_ids() AS workspace
        CROSS JOIN LATERAL (
            SELECT opens_at FROM checkins_checkinplan
            WHERE workspace_id = workspace AND opens_at <= statement_timestamp()
            ORDER BY opens_at LIMIT 1
        ) AS first;
    SELECT count(*) INTO in_trouble FROM checkins_checkinplan WHERE trouble <> '';
    PERFORM set_config('app.dispatch', '', true);
END
$$
"""
# Whoever comes into a segment, or leaves one, follows another rule from the next tick on.
MARK = """
CREATE FUNCTION mark_segment_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO checkins_segmentmark (workspace_id, stakeholder_id) VALUES (NEW.workspace_id, NEW.id)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$
"""
MARKS = [
    "CREATE TRIGGER segment_changed AFTER UPDATE ON stakeholders_stakeholder FOR EACH ROW"
    " WHEN (OLD.segment IS DISTINCT FROM NEW.segment) EXECUTE FUNCTION mark_segment_changed()",
    "CREATE TRIGGER segment_known AFTER INSERT ON stakeholders_stakeholder FOR EACH ROW"
    " WHEN (NEW.segment <> 'unknown') EXECUTE FUNCTION mark_segment_changed()",
]


def same_workspace(table: str, column: str, referenced: str, becomes: str) -> migrations.RunSQL:
    name = f"{table}_{column}_same_workspace"
    forgets = f" ({column})" if becomes == FORGETS else ""
    return migrations.RunSQL(
        sql=(
            f"ALTER TABLE checkins_{table} ADD CONSTRAINT {name} FOREIGN KEY (workspace_id, {column})"
            f" REFERENCES {referenced} (workspace_id, id) ON DELETE {becomes}{forgets} DEFERRABLE INITIALLY DEFERRED"
        ),
        reverse_sql=f"ALTER TABLE checkins_{table} DROP CONSTRAINT {name}",
    )


def index(name: str, table: str, columns: str, seldom: str = "") -> migrations.RunSQL:
    where = f" WHERE {seldom} IS NOT NULL" if seldom else ""
    return migrations.RunSQL(
        sql=f"CREATE INDEX {name} ON checkins_{table} ({columns}){where}", reverse_sql=f"DROP INDEX {name}"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("checkins", "0001_plans_and_check_ins"),
        ("accounts", "0008_personal_links"),
        ("impact", "0002_isolation"),
        ("planning", "0002_isolation"),
        ("stakeholders", "0025_contacts_in_their_workspace"),
    ]

    operations = [
        *(isolate(f"checkins_{table}") for table in [*TABLES, *EVENTS]),
        *(append_only(f"checkins_{table}") for table in EVENTS),
        *(
            migrations.RunSQL(
                sql=f"ALTER TABLE checkins_{table} ADD CONSTRAINT {table}_in_workspace UNIQUE (workspace_id, id)",
                reverse_sql=f"ALTER TABLE checkins_{table} DROP CONSTRAINT {table}_in_workspace",
            )
            for table in POINTED_AT
        ),
        *(same_workspace(*key) for key in KEYS),
        *(
            index(
                f"{table}_{column}_by_workspace",
                table,
                f"workspace_id, {column}",
                seldom=column if column in SELDOM else "",
            )
            for table, column, _referenced, _becomes in KEYS
            if (table, column) not in INDEXED
        ),
        *(index(f"{table}_stakeholder", table, "stakeholder_id") for table in ABOUT_PEOPLE),
        migrations.RunSQL(sql=[ERASE], reverse_sql="DROP FUNCTION erase_checkins_events(bigint)"),
        *(
            migrations.RunSQL(
                sql=f"CREATE POLICY owner_dispatches ON {table} FOR SELECT TO CURRENT_USER USING ({DISPATCHES})",
                reverse_sql=f"DROP POLICY owner_dispatches ON {table}",
            )
            for table in SEEN_BY_THE_CLOCK
        ),
        migrations.RunSQL(sql=[DUE], reverse_sql="DROP FUNCTION workspaces_with_due_plans()"),
        migrations.RunSQL(sql=[HEALTH], reverse_sql="DROP FUNCTION plans_health()"),
        migrations.RunSQL(
            sql=[MARK, *MARKS],
            reverse_sql=[
                "DROP TRIGGER segment_known ON stakeholders_stakeholder",
                "DROP TRIGGER segment_changed ON stakeholders_stakeholder",
                "DROP FUNCTION mark_segment_changed()",
            ],
        ),
    ]
