"""Reasons of changes stand in the audit rows alone, behind the wall of their workspace.

django-pghistory's statement triggers also write them to a table of its own, which belongs to no workspace.
"""

from django.db import migrations

ANSWER_ONLY = """
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS pghistory_context.id%TYPE AS $$
    SELECT NULLIF(current_setting('pghistory.context_id', true), '')::uuid
$$ LANGUAGE sql STABLE
"""
CLOSE = (
    "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'coalition_app') THEN "
    "REVOKE ALL ON pghistory_context FROM coalition_app; END IF; END $$;"
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_audit_by_time_and_key"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.RunSQL(sql=[ANSWER_ONLY, "DELETE FROM pghistory_context", CLOSE], reverse_sql=migrations.RunSQL.noop)
    ]
