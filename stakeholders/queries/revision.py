"""A few characters that differ when any row of a workspace does in some tables: then what was made from them is old."""

from __future__ import annotations

from django.db import connection, models

from accounts.models import Workspace


def revision(workspace: Workspace, *tables: type[models.Model]) -> str | None:
    """Asks the rows themselves, so that no way of writing can be forgotten: each carries the transaction that wrote it,
    the rows of a transaction are seen all at once, and any change makes those of one fewer or those of another more.
    None inside a transaction that wrote something: its own rows do not tell two of its states apart."""
    counted = ", ".join(
        f"(SELECT string_agg(written, ',' ORDER BY written) FROM (SELECT xmin::text || '.' || count(*) AS written"
        f" FROM {table._meta.db_table} WHERE workspace_id = %s GROUP BY xmin) AS by_transaction)"
        for table in tables
    )
    with connection.cursor() as cursor:
        # Tables are ours; the workspace travels as a parameter.
        cursor.execute(
            f"SELECT CASE WHEN pg_current_xact_id_if_assigned() IS NULL THEN md5(ROW({counted})::text) END",
            [workspace.pk] * len(tables),
        )
        found: str | None = cursor.fetchone()[0]
    return found
