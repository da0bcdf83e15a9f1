"""Row-level security: the second wall between workspaces, in the database itself.

Every policy compares a row with settings that live only inside the running transaction, so that "unset" shows
nothing and a pooled connection carries nothing over. The first wall is each app's `access.py`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, migrations, transaction

SETTINGS = ["app.workspace", "app.user", "app.invitation", "app.link"]
CURRENT_WORKSPACE = "NULLIF(current_setting('app.workspace', true), '')::uuid"
CURRENT_USER = "NULLIF(current_setting('app.user', true), '')::bigint"
CURRENT_INVITATION = "NULLIF(current_setting('app.invitation', true), '')"
CURRENT_LINK = "NULLIF(current_setting('app.link', true), '')"


def isolate(table: str, using: str = f"workspace_id = {CURRENT_WORKSPACE}") -> migrations.RunSQL:
    """The migration operation that puts `table` behind row-level security, its owner included."""
    return migrations.RunSQL(
        sql=(
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"
            f"CREATE POLICY workspace ON {table} USING ({using}) WITH CHECK ({using});"
        ),
        reverse_sql=(
            f"DROP POLICY workspace ON {table};"
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;"
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"
        ),
    )


def append_only(table: str) -> migrations.RunSQL:
    """The migration operation that leaves the application's role nothing but SELECT and INSERT on an audit table."""
    return migrations.RunSQL(
        # A list: a string would be split at its semicolons.
        sql=[
            "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'coalition_app') THEN "
            f"REVOKE UPDATE, DELETE ON {table} FROM coalition_app; END IF; END $$;"
        ],
        reverse_sql=migrations.RunSQL.noop,
    )


@contextmanager
def scope(
    *, workspace: UUID | None = None, user: int | None = None, invitation: str = "", link: str = ""
) -> Iterator[None]:
    """Open a transaction in which the database shows the rows of one workspace or user, one invitation or link.

    Scopes nest; leaving an inner one restores what held before, leaving the outermost ends the transaction.
    """
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _read() if nested else {}
        enter(workspace=workspace, user=user, invitation=invitation, link=link)
        yield
        if nested and not transaction.get_rollback():
            _write(before)


def enter(*, workspace: UUID | None = None, user: int | None = None, invitation: str = "", link: str = "") -> None:
    """Change what the running transaction shows, for the rest of it."""
    values = [str(workspace or ""), str(user or ""), invitation, link]
    _write(dict(zip(SETTINGS, values, strict=True)))


def all_workspaces() -> list[UUID]:
    """The ids of every workspace and nothing else of them, for work that visits each in a scope of its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT all_workspace_ids()")
        return [found for (found,) in cursor.fetchall()]


def _read() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(['current_setting(%s, true)'] * len(SETTINGS))}", SETTINGS)
        return {name: value or "" for name, value in zip(SETTINGS, cursor.fetchone(), strict=True)}


def _write(values: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(['set_config(%s, %s, true)'] * len(values))}",
            [part for pair in values.items() for part in pair],
        )
