#!/usr/bin/env python3
# ruff: noqa: T201, E402 - it reports to whoever runs it, and Django is set up before its models are imported
"""How long a tick of the clock takes beside 1,000,000 plans: an idle one, and one that opens 100,000 check-ins and
writes their mails, in one process and with the second one that a tick calls; what pages take meanwhile; and how late
django-celery-beat is with a row for each of more and more people, until it does not send all of them in two minutes.

    python tests/bench/bench_ticking.py --beat                                              all of it, in some minutes
    python tests/bench/bench_ticking.py [--plans 1000000] [--due 100000] [--workspaces 100] [--together] [--alone]
        [--no-pages] [--beat [PYTHON]]

What is due is spread over all workspaces, a tenth of each; `--together` takes all people of the first ones: pages are
looked at in one of those.

Brings everything up by itself in a folder that goes with it. Beside each time stands what all processes of it computed:
it says more where others use the machine. Two more figures tell what the machine is like: as many bare rows written by
the same driver into a table without keys, indexes, policies or triggers. django-celery-beat is no dependency of this
project: PYTHON is one of another environment that has it; without one `pip` makes one in the folder.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

import psycopg

from config.embedded import EmbeddedServices
from tests.bench.bench_pages import fetch, run, server

BUDGET_S = 10
IDLE = 20
BEAT_ROWS = [1_000, 10_000, 100_000]
PAGES = ["stakeholders/", "check-ins/", "members/", "today/"]
SIGN_IN = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from accounts.models import User
user = User.objects.get(pk=1)
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
print(f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
"""
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
 WHERE id IN (SELECT id FROM checkins_checkinplan ORDER BY id LIMIT {due});
"""
TOGETHER = DUE.replace("ORDER BY id", "ORDER BY workspace_id, id")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plans", type=int, default=1_000_000)
    parser.add_argument("--due", type=int, default=100_000)
    parser.add_argument("--workspaces", type=int, default=100)
    parser.add_argument("--together", action="store_true", help="all people of the first workspaces are due")
    parser.add_argument("--alone", action="store_true", help="one process ticks, nobody is called")
    parser.add_argument("--no-pages", action="store_true", help="no pages beside the tick")
    parser.add_argument(
        "--beat", nargs="?", const="", metavar="PYTHON", help="one that has django-celery-beat, psycopg and redis"
    )
    parser.add_argument("--claimer", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.claimer:
        claim()
        return
    with (
        tempfile.TemporaryDirectory(prefix="coalition-bench-") as folder,
        EmbeddedServices(Path(folder), command="bench") as services,
    ):
        environment = {
            **os.environ,
            **services.environment,
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            "PYTHONPATH": str(ROOT),
            "EMBEDDED": "1",
            "DATA_DIR": folder,
            "SECRET_KEY": services.directory.secret_key(),
        }
        run({**environment, "DATABASE_URL": services.owner_url}, "migrate", "--no-input", "-v0")
        superuser = services._url("postgres", services._passwords["superuser"])
        os.environ.update(environment)
        import django

        django.setup()
        with psycopg.connect(superuser, dbname="coalition", autocommit=True) as admin:
            took, _ = timed(lambda: admin.execute(MAKE.format(plans=options.plans, workspaces=options.workspaces)))
            print(f"{options.plans:,} plans in {options.workspaces} workspaces made in {took:.0f} s", flush=True)
            make_due = (TOGETHER if options.together else DUE).format(due=options.due)
            bench = Bench(admin, services, environment, make_due, options.due)
            bench.idle()
            bench.bare()
            bench.tick("one process      ", claimers=1)
            if not options.alone:
                bench.tick("two processes    ", claimers=2)
            if not options.no_pages:
                bench.pages()
            if options.beat is None:
                print("django-celery-beat  left out: say --beat")
                return
            python = options.beat or made_for_beat(Path(folder) / "beat")
            for rows in BEAT_ROWS:
                admin.execute(f"CREATE DATABASE beat_{rows}")
                if not beside_beat(python, rows, superuser, environment["REDIS_URL"]):
                    return


def claim() -> None:
    """A worker that is up already, and ticks when it is told."""
    import django

    django.setup()
    from checkins import ticking

    ticking.tick()
    print("ready", flush=True)
    sys.stdin.readline()
    opened = 0
    computing = time.process_time()
    while more := ticking.tick():
        opened += more
    print(opened, time.process_time() - computing, flush=True)


class Bench:
    def __init__(
        self, admin: psycopg.Connection, services: EmbeddedServices, environment: dict, make_due: str, due: int
    ) -> None:
        self.admin, self.services, self.environment = admin, services, environment
        self.make_due, self.due = make_due, due

    def idle(self) -> None:
        from django.db import connection

        from checkins import ticking

        ticking.tick()
        took = [timed(ticking.tick)[0] * 1000 for _ in range(IDLE)]
        print(f"idle tick           p50 {median(took):.1f} ms, p95 {quantiles(took, n=20)[18]:.1f} ms", flush=True)
        connection.close()

    def bare(self) -> None:
        took, computed = timed(lambda: write_bare(self.admin, self.due))
        print(f"as many bare rows   {took:.1f} s, {computed:.1f} s computed here", flush=True)

    def tick(self, who: str, *, claimers: int, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Have all opened that is due; `meanwhile` is done again and again until it is."""
        command = [sys.executable, __file__, "--claimer"]
        workers = [
            subprocess.Popen(command, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(claimers)
        ]
        for worker in workers:
            assert said_by(worker) == "ready"
        self.admin.execute("SET session_replication_role = replica")
        self.admin.execute("TRUNCATE checkins_checkin, mail_message CASCADE")
        self.admin.execute(self.make_due)
        self.admin.execute("VACUUM ANALYZE checkins_checkinplan")
        self.admin.execute("CHECKPOINT")
        before, began = self.computed_by_postgres(), time.perf_counter()
        for worker in workers:
            worker.stdin.write("now\n")
            worker.stdin.flush()
        while any(worker.poll() is None for worker in workers):
            meanwhile()
            time.sleep(0.01)
        took = time.perf_counter() - began
        said = [said_by(worker).split() for worker in workers]
        opened, computed = sum(int(each[0]) for each in said), sum(float(each[1]) for each in said)
        postgres = self.computed_by_postgres() - before
        assert opened == self.due, f"{opened:,} opened of {self.due:,}"
        mails = self.admin.execute("SELECT count(*) FROM mail_message").fetchone()
        assert mails == (self.due,), f"{mails} mails"
        print(
            f"{who} {self.due:,} due in {took:.1f} s (budget {BUDGET_S} s): computed {computed:.1f} s by Python,"
            f" {postgres:.1f} s by PostgreSQL",
            flush=True,
        )

    def pages(self) -> None:
        """One page after the other, as one user asks for them: before, and while the clock is at their workspace."""
        run(self.environment, "collectstatic", "--no-input", "-v0")
        [(slug,)] = self.admin.execute("SELECT slug FROM accounts_workspace ORDER BY id LIMIT 1").fetchall()
        cookie = {"Cookie": run(self.environment, "shell", "-v0", "-c", SIGN_IN).splitlines()[-1]}
        with server(self.environment) as port:
            paths = [f"/w/{slug}/{page}" for page in PAGES]

            def look(into: dict[str, list[float]]) -> None:
                for path in paths:
                    status, took, _, _ = fetch(port, path, cookie)
                    assert status == 200, f"{path} answers {status}"
                    into[path].append(took)

            before: dict[str, list[float]] = {path: [] for path in paths}
            beside: dict[str, list[float]] = {path: [] for path in paths}
            for _ in range(5):
                look({path: [] for path in paths})
            for _ in range(60):
                look(before)
            self.tick("with pages beside", claimers=2, meanwhile=lambda: look(beside))
        for path in paths:
            quiet, busy = (quantiles(times[path], n=20)[18] for times in (before, beside))
            print(
                f"{path:<28} p50 {median(before[path]):.0f} ms, p95 {quiet:.0f} ms; beside a tick p50"
                f" {median(beside[path]):.0f} ms, p95 {busy:.0f} ms of {len(beside[path])}: {busy / quiet:.1f}-fold"
            )

    def computed_by_postgres(self) -> float:
        """Seconds of all its processes, those that ended too."""
        top = self.services._postgres.pid
        found = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                said = stat.read_text().rsplit(")", 1)[1].split()
                if int(stat.parent.name) == top:
                    found += sum(map(int, said[11:15]))
                elif int(said[1]) == top:
                    found += sum(map(int, said[11:13]))
        return found / os.sysconf("SC_CLK_TCK")


def said_by(worker: subprocess.Popen[str]) -> str:
    return worker.stdout.readline().strip()


def made_for_beat(folder: Path) -> str:
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = str(folder / "bin" / "python")
    pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "django-celery-beat", "psycopg[binary]", "celery[redis]", "packaging"], check=True)
    return python


def beside_beat(python: str, rows: int, database: str, redis: str) -> bool:
    """Whether it sent all of them in time."""
    url = urlsplit(database)._replace(path=f"/beat_{rows}").geturl()
    broker = redis.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)
    environment = {"PATH": os.environ["PATH"], "BENCH_DATABASE": url, "BENCH_REDIS": broker}
    command = [python, Path(__file__).with_name("beat_rows.py"), str(rows), "120"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    print(done.stdout or f"django-celery-beat {rows:,} rows failed:\n{done.stderr[-2000:]}", end="", flush=True)
    return f" {rows:,} sent " in done.stdout


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
