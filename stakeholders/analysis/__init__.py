"""Network analysis on plain data: who carries influence, who holds whom together, and the way to somebody.

Nothing here knows Django or a database; every module takes a `Network` and gives numbers by person's index."""
