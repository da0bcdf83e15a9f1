"""What all rows of the database are, in short: two equal answers mean that nothing was written between them."""

import hashlib
import json

from django.db import connection

READABLE = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND has_table_privilege(oid, 'SELECT')
"""
# Within a transaction only: what earlier ones wrote is in it until the server counts it elsewhere, when it has time.
WRITTEN = "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables ORDER BY 1"


def rows() -> dict[str, str]:
    """A hash of the rows of every table that may be read."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(READABLE)
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            found[table] = hashlib.sha256(json.dumps(cursor.fetchall()).encode()).hexdigest()
    return found


def written() -> list[tuple[str, int, int, int]]:
    """How many rows this transaction wrote so far in any table, readable or not."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return cursor.fetchall()
