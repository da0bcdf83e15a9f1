"""The one way to remove audit rows: all of one stakeholder, asked for by the erasure of that person."""

from django.db import migrations

# Runs with the owner's rights, and the owner is behind row-level security too: only the current workspace's rows go.
ERASE = """
CREATE FUNCTION erase_stakeholder_events(erased bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    removed bigint := 0;
    counted bigint;
BEGIN
    DELETE FROM stakeholders_stakeholderevent WHERE id = erased;
    GET DIAGNOSTICS counted = ROW_COUNT; removed := removed + counted;
    DELETE FROM stakeholders_assessmentevent WHERE stakeholder_id = erased;
    GET DIAGNOSTICS counted = ROW_COUNT; removed := removed + counted;
    DELETE FROM stakeholders_relationshipevent WHERE source_id = erased OR target_id = erased;
    GET DIAGNOSTICS counted = ROW_COUNT; removed := removed + counted;
    DELETE FROM stakeholders_touchpointevent WHERE stakeholder_id = erased;
    GET DIAGNOSTICS counted = ROW_COUNT; removed := removed + counted;
    RETURN removed;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0002_isolation")]

    operations = [
        migrations.RunSQL(sql=[ERASE], reverse_sql="DROP FUNCTION erase_stakeholder_events(bigint)"),
        # The audit rows of one person, found without reading the whole table.
        migrations.RunSQL(
            sql=(
                "CREATE INDEX assessment_audit_stakeholder ON stakeholders_assessmentevent (stakeholder_id);"
                "CREATE INDEX touchpoint_audit_stakeholder ON stakeholders_touchpointevent (stakeholder_id);"
            ),
            reverse_sql="DROP INDEX assessment_audit_stakeholder; DROP INDEX touchpoint_audit_stakeholder;",
        ),
    ]
