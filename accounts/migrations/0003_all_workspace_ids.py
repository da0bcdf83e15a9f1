"""Scheduled work has to visit every workspace, and nobody may see them all: a function tells their ids alone."""

from django.db import migrations

# The function runs as the owner, who is behind the wall too and gets this one view over it.
SQL = [
    "CREATE POLICY owner_lists ON accounts_workspace FOR SELECT TO CURRENT_USER USING (true)",
    """
    CREATE FUNCTION all_workspace_ids() RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
    AS 'SELECT id FROM accounts_workspace ORDER BY id'
    """,
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_isolation")]

    operations = [
        migrations.RunSQL(
            sql=SQL,
            reverse_sql=["DROP FUNCTION all_workspace_ids()", "DROP POLICY owner_lists ON accounts_workspace"],
        ),
    ]
