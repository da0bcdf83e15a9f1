"""Large imports write less: no index of the audit tables twice, and fresh statistics of no more than keys."""

from django.db import migrations

# Each is held by another that begins with the same column, or nothing searches by it: see `accounts.tracking`.
DOUBLE = [
    ("stakeholderevent", "department_id", "1c0651eb"),
    ("stakeholderevent", "owner_id", "d2374d95"),
    ("stakeholderevent", "pgh_obj_id", "645f5c4f"),
    ("stakeholderevent", "workspace_id", "85f2e30e"),
    ("relationshipevent", "pgh_obj_id", "dea72357"),
    ("relationshipevent", "workspace_id", "b8d65408"),
    ("assessmentevent", "author_id", "1e82820f"),
    ("assessmentevent", "pgh_obj_id", "13d8d291"),
    ("assessmentevent", "workspace_id", "ed3b5a02"),
    ("assessmentevent", "stakeholder_id", "a0265c6c"),
]

# What the planner asks when it checks keys and joins ties with people. The rest is counted when the server has time.
REFRESH = """
CREATE OR REPLACE FUNCTION refresh_stakeholder_statistics() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    ANALYZE stakeholders_stakeholder (id, workspace_id, department_id, current_id),
        stakeholders_assessment (id, workspace_id, stakeholder_id, assessed_on),
        stakeholders_relationship (id, workspace_id, source_id, target_id, kind),
        stakeholders_importchange (batch_id, model, object_id);
END
$$
"""
BEFORE = """
CREATE OR REPLACE FUNCTION refresh_stakeholder_statistics() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    ANALYZE stakeholders_stakeholder, stakeholders_assessment, stakeholders_relationship, stakeholders_touchpoint,
        stakeholders_stakeholderevent, stakeholders_assessmentevent, stakeholders_relationshipevent,
        stakeholders_importchange;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0019_kept_introductions")]

    operations = [
        migrations.RunSQL(sql=[REFRESH], reverse_sql=[BEFORE]),
        *(
            migrations.RunSQL(
                sql=f"DROP INDEX IF EXISTS stakeholders_{table}_{column}_{mark}",
                reverse_sql=f"CREATE INDEX stakeholders_{table}_{column}_{mark} ON stakeholders_{table} ({column})",
            )
            for table, column, mark in DOUBLE
        ),
    ]
