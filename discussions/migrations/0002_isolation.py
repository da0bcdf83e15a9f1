"""Row-level security, keys that cannot lead out of a workspace, and the one way to remove a person's audit rows."""

from django.db import migrations

from accounts.isolation import append_only, isolate

AUDITED = [
    "guide",
    "guideversion",
    "variant",
    "prompt",
    "wording",
    "discussion",
    "invitation",
    "shift",
    "insight",
    "commitment",
]
TABLES = [*AUDITED, "step", "answer", "idea", "response", "vote", "evidence"]
EVENTS = [f"{table}event" for table in AUDITED]
POINTED_AT = [
    "guide",
    "guideversion",
    "prompt",
    "discussion",
    "invitation",
    "answer",
    "idea",
    "response",
    "insight",
    "commitment",
]
OURS = "discussions_"
STAKEHOLDER = "stakeholders_stakeholder"
GOES, STAYS, FORGETS = "CASCADE", "NO ACTION", "SET NULL"
# (table, column, referenced table, what becomes of the row when the referenced one goes)
KEYS = [
    ("guideversion", "guide_id", "discussions_guide", GOES),
    ("variant", "version_id", "discussions_guideversion", GOES),
    ("prompt", "version_id", "discussions_guideversion", GOES),
    ("wording", "prompt_id", "discussions_prompt", GOES),
    ("discussion", "version_id", "discussions_guideversion", STAYS),
    ("discussion", "goal_id", "planning_goal", STAYS),
    ("step", "discussion_id", "discussions_discussion", GOES),
    ("step", "prompt_id", "discussions_prompt", STAYS),
    ("invitation", "discussion_id", "discussions_discussion", GOES),
    ("invitation", "stakeholder_id", STAKEHOLDER, GOES),
    ("answer", "discussion_id", "discussions_discussion", GOES),
    ("answer", "invitation_id", "discussions_invitation", GOES),
    ("answer", "prompt_id", "discussions_prompt", STAYS),
    ("answer", "moved_by_id", "discussions_idea", FORGETS),
    ("shift", "answer_id", "discussions_answer", GOES),
    ("idea", "discussion_id", "discussions_discussion", GOES),
    ("idea", "invitation_id", "discussions_invitation", GOES),
    ("idea", "prompt_id", "discussions_prompt", STAYS),
    ("idea", "answer_id", "discussions_answer", GOES),
    ("idea", "same_as_id", "discussions_idea", FORGETS),
    ("response", "discussion_id", "discussions_discussion", GOES),
    ("response", "invitation_id", "discussions_invitation", GOES),
    ("response", "idea_id", "discussions_idea", GOES),
    ("vote", "discussion_id", "discussions_discussion", GOES),
    ("vote", "invitation_id", "discussions_invitation", GOES),
    ("vote", "idea_id", "discussions_idea", GOES),
    ("insight", "discussion_id", "discussions_discussion", GOES),
    ("evidence", "insight_id", "discussions_insight", GOES),
    ("evidence", "answer_id", "discussions_answer", GOES),
    ("evidence", "idea_id", "discussions_idea", GOES),
    ("evidence", "response_id", "discussions_response", GOES),
    ("commitment", "discussion_id", "discussions_discussion", GOES),
    ("commitment", "answer_id", "discussions_answer", FORGETS),
    ("commitment", "stakeholder_id", STAKEHOLDER, GOES),
    ("commitment", "instead_id", "discussions_commitment", FORGETS),
]
# These keys begin an index already: a unique constraint, or an index of the model.
INDEXED = {("answer", "prompt_id")}
ABOUT_PEOPLE = ["invitationevent", "commitmentevent"]
DELETE = "".join(
    f"""
    DELETE FROM discussions_{table} WHERE stakeholder_id = erased;
    GET DIAGNOSTICS counted = ROW_COUNT; removed := removed + counted;"""
    for table in ABOUT_PEOPLE
)
# Runs with the owner's rights, and the owner is behind row-level security too: only the current workspace's rows go.
ERASE = f"""
CREATE FUNCTION erase_discussions_events(erased bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    removed bigint := 0;
    counted bigint;
BEGIN{DELETE}
    RETURN removed;
END
$$
"""
# An insight rests on something by the end of the transaction that draws it.
RESTS_ON_SOMETHING = """
CREATE FUNCTION insight_rests_on_something() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM discussions_insight WHERE id = NEW.id)
        AND NOT EXISTS (SELECT FROM discussions_evidence WHERE workspace_id = NEW.workspace_id AND insight_id = NEW.id)
    THEN
        RAISE EXCEPTION 'insight % has no evidence', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$
"""
RESTS_TRIGGER = """
CREATE CONSTRAINT TRIGGER insight_rests_on_something AFTER INSERT ON discussions_insight
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION insight_rests_on_something()
"""


def same_workspace(table: str, column: str, referenced: str, becomes: str) -> migrations.RunSQL:
    name = f"{table}_{column}_same_workspace"
    forgets = f" ({column})" if becomes == FORGETS else ""
    return migrations.RunSQL(
        sql=(
            f"ALTER TABLE {OURS}{table} ADD CONSTRAINT {name} FOREIGN KEY (workspace_id, {column})"
            f" REFERENCES {referenced} (workspace_id, id) ON DELETE {becomes}{forgets}"
            " DEFERRABLE INITIALLY DEFERRED"
        ),
        reverse_sql=f"ALTER TABLE {OURS}{table} DROP CONSTRAINT {name}",
    )


def index(name: str, table: str, columns: str) -> migrations.RunSQL:
    return migrations.RunSQL(sql=f"CREATE INDEX {name} ON {OURS}{table} ({columns})", reverse_sql=f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [
        ("discussions", "0001_guides_and_discussions"),
        ("accounts", "0008_personal_links"),
        ("planning", "0002_isolation"),
        ("stakeholders", "0009_keys_within_a_workspace"),
    ]

    operations = [
        *(isolate(f"{OURS}{table}") for table in [*TABLES, *EVENTS]),
        *(append_only(f"{OURS}{table}") for table in EVENTS),
        *(
            migrations.RunSQL(
                sql=f"ALTER TABLE {OURS}{table} ADD CONSTRAINT {table}_in_workspace UNIQUE (workspace_id, id)",
                reverse_sql=f"ALTER TABLE {OURS}{table} DROP CONSTRAINT {table}_in_workspace",
            )
            for table in POINTED_AT
        ),
        *(same_workspace(*key) for key in KEYS),
        *(
            index(f"{table}_{column}_by_workspace", table, f"workspace_id, {column}")
            for table, column, _referenced, _becomes in KEYS
            if (table, column) not in INDEXED
        ),
        *(index(f"{table}_stakeholder", table, "stakeholder_id") for table in ABOUT_PEOPLE),
        migrations.RunSQL(sql=[RESTS_ON_SOMETHING], reverse_sql="DROP FUNCTION insight_rests_on_something()"),
        migrations.RunSQL(
            sql=[RESTS_TRIGGER], reverse_sql="DROP TRIGGER insight_rests_on_something ON discussions_insight"
        ),
        migrations.RunSQL(sql=[ERASE], reverse_sql="DROP FUNCTION erase_discussions_events(bigint)"),
    ]
