#!/usr/bin/env python3
# ruff: noqa: T201, E402 - it reports to whoever runs it, and Django is set up before its models are imported
"""How long a tick of the clock takes beside 1,000,000 plans: an idle one, and one that opens 100,000 check-ins and
writes their mails.

    python tests/bench/bench_ticking.py [--plans 1000000] [--due 100000] [--workspaces 20]

Brings everything up by itself in a folder that goes with it. Beside the time stands what the process itself computed,
without the database: it says more where others use the machine. Two more figures tell what the machine is like: as many
bare rows written by the same driver into a table without keys, indexes, policies or triggers.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

import psycopg

from config.embedded import EmbeddedServices

BUDGET_S = 10
IDLE = 20
# By the superuser as a replica: no triggers, no policies.
MAKE = """
SET session_replication_role = replica;
INSERT INTO accounts_user (id, password, email, name, is_active, date_joined)
    VALUES (1, '', 'leader@bench.example', 'Leader', true, now());
INSERT INTO accounts_workspace (id, name, slug, is_demo, created_at)
    SELECT md5(n::text)::uuid, 'Bench ' || n, 'bench-' || n, false, now() FROM generate_series(1, {workspaces}) AS n;
INSERT INTO accounts_membership (workspace_id, user_id, role, created_at)
    SELECT id, 1, 'leader', now() FROM accounts_workspace;
INSERT INTO stakeholders_stakeholder (
    id, workspace_id, kind, is_group, name, email, job_title, notes, tags, external_id, attributes, version, created_at,
    updated_at, owner_id
)
    SELECT n, md5((1 + n % {workspaces})::text)::uuid, 'internal', false, 'Person ' || n, '', '', '', '{{}}', '',
        '{{}}', 1, now(), now(), 1
    FROM generate_series(1, {plans}) AS n;
INSERT INTO checkins_checkinplan (
    workspace_id, stakeholder_id, unit, interval, by, weekday, starts_on, at, zone, channel, follows, paused_why,
    trouble, version, created_at, updated_at, next_for, next_due_at, opens_at
)
    SELECT workspace_id, id, 'weeks', 2 + id % 8, 'weekday', id % 5, current_date + 30, '09:30',
        (ARRAY['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Etc/UTC'])[1 + id % 4], 'meeting', '', '', '', 1,
        now(), now(), current_date + 40, now() + interval '40 days', now() + interval '33 days'
    FROM stakeholders_stakeholder;
ANALYZE;
"""
DUE = """
SET session_replication_role = replica;
UPDATE checkins_checkinplan
   SET next_for = current_date + 3, next_due_at = now() + interval '3 days', opens_at = now() - interval '1 minute'
 WHERE id IN (SELECT id FROM checkins_checkinplan ORDER BY workspace_id, id LIMIT {due});
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plans", type=int, default=1_000_000)
    parser.add_argument("--due", type=int, default=100_000)
    parser.add_argument("--workspaces", type=int, default=20)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="coalition-bench-") as folder,
        EmbeddedServices(Path(folder), command="bench") as services,
    ):
        os.environ.update(
            services.environment,
            DJANGO_SETTINGS_MODULE="config.settings",
            EMBEDDED="1",
            DATA_DIR=folder,
            SECRET_KEY=services.directory.secret_key(),
        )
        migrate = [sys.executable, "-m", "django", "migrate", "--no-input", "-v0"]
        subprocess.run(migrate, env={**os.environ, "DATABASE_URL": services.owner_url}, cwd=ROOT, check=True)
        superuser = services._url("postgres", services._passwords["superuser"])
        import django

        django.setup()
        with psycopg.connect(superuser, dbname="coalition", autocommit=True) as admin:
            took, _ = timed(lambda: admin.execute(MAKE.format(plans=options.plans, workspaces=options.workspaces)))
            print(f"{options.plans:,} plans in {options.workspaces} workspaces made in {took:.0f} s")
            measure(admin, options.due)


def measure(admin: psycopg.Connection, due: int) -> None:
    from django.db import connection

    from checkins import ticking

    ticking.tick()
    idle = [timed(ticking.tick)[0] * 1000 for _ in range(IDLE)]
    print(f"idle tick        p50 {median(idle):.1f} ms, p95 {quantiles(idle, n=20)[18]:.1f} ms")
    admin.execute(DUE.format(due=due))
    admin.execute("VACUUM ANALYZE checkins_checkinplan")
    bare, bare_computed = timed(lambda: write_bare(admin, due))
    opened = 0

    def tick_until_done() -> None:
        nonlocal opened
        while more := ticking.tick():
            opened += more

    took, computed = timed(tick_until_done)
    assert opened == due, f"{opened:,} opened of {due:,}"
    mails = admin.execute("SELECT count(*) FROM mail_message").fetchone()
    assert mails == (due,), f"{mails} mails"
    print(f"{due:,} due      {took:.1f} s, {computed:.1f} s computed here (budget {BUDGET_S} s)")
    print(f"as many bare rows {bare:.1f} s, {bare_computed:.1f} s computed here: a tick takes {took / bare:.0f}-fold")
    connection.close()


def write_bare(admin: psycopg.Connection, rows: int) -> None:
    """A check-in's and a mail's values, 200 rows a statement and a transaction."""
    admin.execute("CREATE TEMPORARY TABLE bare (a uuid, b bigint, c date, d timestamptz, e text, f text)")
    for start in range(0, rows, 200):
        admin.execute(
            "INSERT INTO bare SELECT gen_random_uuid(), n, current_date, now(), 'Europe/Berlin', 'Check-in with ' || n"
            " FROM unnest(%s::bigint[]) AS n",
            [list(range(start, start + 200))],
        )


def timed(work: Callable[[], object]) -> tuple[float, float]:
    began, computing = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - computing


if __name__ == "__main__":
    main()
