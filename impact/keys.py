"""Keys of rows that are stored together and refer to one another."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, models


def number_rows(rows: Sequence[models.Model]) -> None:
    """Their keys beforehand, in their order: one refers to another that is stored with it."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [rows[0]._meta.db_table, len(rows)],
        )
        keys = sorted(key for (key,) in cursor.fetchall())
    for row, key in zip(rows, keys, strict=True):
        row.pk = key
