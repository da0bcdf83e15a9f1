"""Which transactions wrote to a table of a workspace: whoever keeps what was made from it learns that it is old."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from typing import TypeVar

import pgtrigger
from django.db import connection, models

from accounts.models import Workspace
from web.remembered import Remembered

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

NAME = "mark_written"


def _mark(operation: str, rows: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"{NAME}_{operation.lower()}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=getattr(pgtrigger, operation),
        referencing=pgtrigger.Referencing(**{rows.removesuffix("_values"): rows}),  # type: ignore[no-untyped-call]
        # Those that everybody sees by now say nothing that this one does not; nobody waits to take them away.
        func=f"""
            INSERT INTO accounts_written (workspace_id, what, xact, at)
            SELECT DISTINCT workspace_id, TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now() FROM {rows}
            ON CONFLICT DO NOTHING;
            IF FOUND THEN
                DELETE FROM accounts_written WHERE id IN (
                    SELECT id FROM accounts_written
                    WHERE workspace_id IN (SELECT workspace_id FROM {rows}) AND what = TG_TABLE_NAME
                    AND xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
                    FOR UPDATE SKIP LOCKED
                );
            END IF;
            RETURN NULL;
        """,
    )


# For the Meta.triggers of every table that `revision` is asked about.
MARK_WRITTEN = [_mark("Insert", "new_values"), _mark("Update", "new_values"), _mark("Delete", "old_values")]


def revision(workspace: Workspace, *tables: type[models.Model]) -> str | None:
    """A few characters that differ when any row of the workspace in some tables was written, however it was.

    Each writing transaction leaves a row of its own, seen at once with what it wrote, and goes only where a later one
    stays: a set of them never comes back. None inside a transaction that wrote something: its own row does not tell
    two of its states apart. Raises LookupError for a table whose transactions are not marked.
    """
    for table in tables:
        if not any(trigger.name.startswith(NAME) for trigger in getattr(table._meta, "triggers", ())):
            raise LookupError(f"{table._meta.db_table} does not say when it was written")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CASE WHEN pg_current_xact_id_if_assigned() IS NULL THEN coalesce((SELECT string_agg(id::text, ','"
            " ORDER BY id) FROM accounts_written WHERE workspace_id = %s AND what = ANY(%s)), '') END",
            [workspace.pk, [table._meta.db_table for table in tables]],
        )
        found: str | None = cursor.fetchone()[0]
    return found


def unless_written(
    latest: Remembered[Value],
    workspace: Workspace,
    tables: tuple[type[models.Model], ...],
    *asked: Hashable,
    make: Callable[[], Value],
) -> Value:
    """What `make` says, or what it said last when `asked` the same, if the workspace's rows in `tables` stayed."""
    mark = revision(workspace, *tables)
    return make() if mark is None else latest.get((workspace.pk, *asked), mark, make)


def each_unless_written(
    latest: Remembered[Value],
    workspace: Workspace,
    tables: tuple[type[models.Model], ...],
    *asked: Hashable,
    wanted: Collection[Key],
    make: Callable[[Collection[Key]], Mapping[Key, Value]],
) -> dict[Key, Value]:
    """The same of each that is `wanted`: `make` is asked once, for those of which nothing was said since."""
    mark = revision(workspace, *tables)
    if mark is None:
        return dict(make(wanted))

    about: Hashable = (workspace.pk, *asked)

    def made(keys: Collection[tuple[Hashable, Key]]) -> dict[tuple[Hashable, Key], Value]:
        return {(about, key): value for key, value in make([key for _, key in keys]).items()}

    return {key: value for (_, key), value in latest.several([(about, key) for key in wanted], mark, made).items()}
