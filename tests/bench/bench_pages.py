#!/usr/bin/env python3
# ruff: noqa: T201 - it reports to whoever runs it
"""How long each page takes in a workspace of a size, as p50, p95 and a ratio to a bare page of the same server.

The bare page has fifty plain rows inside the workspace: session, membership, navigation, nothing of the domain. The
naked page has the rows alone: what the server and the template engine cost by themselves.

    python tests/bench/bench_pages.py --size L              brings everything up by itself, in a folder of its own
    python tests/bench/bench_pages.py --size L --data DIR   keeps that folder, so that a second run is quick

Prints a table and, with --json FILE, writes the numbers. Budgets: docs of the project; nothing here fails by time.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from config.embedded import EmbeddedServices  # noqa: E402

P95_MS, QUERIES, TIMES_BARE = 80, 12, 4
# What reads a whole network is allowed more; finding a way searches it.
LARGER = {"network": 150, "network, data": 150, "coverage": 150, "impact overview": 150, "warm path": 1000}
# Name, address below the workspace, and the htmx target when only a part of the page is asked for.
# {person} is somebody with many assessments, {manager} somebody with reports, {metric} one that leads.
PAGES = [
    ("register", "stakeholders/", ""),
    ("register, page 100", "stakeholders/?page=100", ""),
    ("register, sorted by last contact", "stakeholders/?sort=-contact", ""),
    ("register, search as you type", "stakeholders/?q=ann", "rows"),
    ("register, detractors with a gap", "stakeholders/?segment=detractor&gap=any", "rows"),
    ("register, add somebody", "stakeholders/new/", "panel"),
    ("person", "stakeholders/{person}/", ""),
    ("person, assess", "stakeholders/{person}/assess/", "panel"),
    ("find (palette)", "find/?q=ann", "find-results"),
    ("investor map", "map/", ""),
    ("investor map, data", "map/data.json", ""),
    ("engagement matrix", "map/engagement/", ""),
    ("engagement matrix, page 100", "map/engagement/?page=100", "rows"),
    ("engagement matrix, one row", "map/engagement/{person}/desired/", ""),
    ("organisation chart", "map/organisation/", ""),
    ("organisation chart, one branch", "map/organisation/{manager}/", "node-{manager}"),
    ("network", "network/", ""),
    ("network, data", "network/data.json", ""),
    ("network, somebody's card", "network/{manager}/", "network-person"),
    ("warm path", "network/paths/?to={manager}", ""),
    ("coverage", "coverage/", ""),
    ("today", "today/", ""),
    ("goals", "goals/", ""),
    ("alignment", "alignment/", ""),
    ("alignment, departments", "alignment/departments/", ""),
    ("alignment, one person", "alignment/stakeholders/{manager}/", ""),
    ("impact overview", "impact/", ""),
    ("metrics", "impact/metrics/", ""),
    ("metrics, search as you type", "impact/metrics/?q=rate", "metrics"),
    ("metric", "impact/metrics/{metric}/", ""),
    ("imports", "imports/", ""),
    ("export", "export/", ""),
    ("members", "members/", ""),
    ("audit trail", "audit/", ""),
]


@dataclass(frozen=True)
class Measured:
    name: str
    path: str
    status: int
    p50: float
    p95: float
    queries: int
    kilobytes: float
    times_bare: float

    @property
    def verdict(self) -> str:
        over = [
            text
            for text, is_over in (
                (f"p95 over {LARGER.get(self.name, P95_MS)} ms", self.p95 > LARGER.get(self.name, P95_MS)),
                (f"over {QUERIES} queries", self.queries > QUERIES),
                (f"over {TIMES_BARE}x bare", self.times_bare > TIMES_BARE and self.name not in LARGER),
            )
            if is_over
        ]
        return ", ".join(over) or "within"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", choices=["S", "M", "L"], default="L")
    parser.add_argument("--rounds", type=int, default=60, help="requests a page (60)")
    parser.add_argument("--data", type=Path, help="a folder to keep the database in; without it a temporary one")
    parser.add_argument("--json", type=Path, help="write the numbers here")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = options.data or Path(stack.enter_context(temporary_folder()))
        services = stack.enter_context(EmbeddedServices(folder, command="bench"))
        environment = prepare(services, options.size)
        port = stack.enter_context(server(environment))
        cookie, known = sign_in(environment, options.size)
        found = measure(port, cookie, known, f"/w/generated-{options.size.lower()}/", options.rounds)
    report(found, options.size, options.rounds)
    if options.json:
        options.json.write_text(json.dumps([{**asdict(each), "verdict": each.verdict} for each in found], indent=1))


@contextlib.contextmanager
def temporary_folder() -> Iterator[str]:
    folder = tempfile.mkdtemp(prefix="coalition-bench-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def prepare(services: EmbeddedServices, size: str) -> dict[str, str]:
    """Tables, static files and the workspace, unless an earlier run left them; fresh statistics in any case."""
    environment = {
        **os.environ,
        **services.environment,
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "PYTHONPATH": str(ROOT),
        "EMBEDDED": "1",
        "DATA_DIR": str(services.data_dir),
        "SECRET_KEY": services.directory.secret_key(),
    }
    run({**environment, "DATABASE_URL": services.owner_url}, "migrate", "--no-input", "-v0")
    run(environment, "collectstatic", "--no-input", "-v0")
    began = time.monotonic()
    made = run(environment, "generate", "--size", size, may_fail=True)
    print(made or f"Using the workspace of an earlier run ({time.monotonic() - began:.1f} s).", flush=True)
    statement = "from django.db import connection; connection.cursor().execute('ANALYZE')"
    run({**environment, "DATABASE_URL": services.owner_url}, "shell", "-v0", "-c", statement)
    return environment


def run(environment: dict[str, str], *arguments: str, may_fail: bool = False) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "django", *arguments], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode and not may_fail:
        sys.exit(f"{arguments[0]} failed:\n{done.stderr}")
    return done.stdout.strip()


@contextlib.contextmanager
def server(environment: dict[str, str]) -> Iterator[int]:
    """The web process as `manage.py up` starts it, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface=wsgi", "--host=127.0.0.1", f"--port={port}"]
    command += ["--workers=2", "--blocking-threads=2", "--log-level=error", "--no-ws", "config.wsgi:application"]
    with Path(environment["DATA_DIR"], "bench-server.log").open("w") as log:
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
    try:
        until = time.monotonic() + 60
        while fetch(port, "/bench/naked/")[0] != 200:
            if time.monotonic() > until or process.poll() is not None:
                sys.exit("The server did not come up.")
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(20)


SIGN_IN = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db.models import Count
from accounts.isolation import scope
from accounts.models import User
from accounts.workspaces import memberships_of
from impact.models import Metric
from stakeholders.models import Relationship, Stakeholder
from stakeholders.network import reading
user = User.objects.get(email="leader@generated.example")
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
workspace = next(each.workspace for each in memberships_of(user.pk) if each.workspace.slug == "generated-SIZE")
with scope(workspace=workspace.pk):
    stale = reading.out_of_date(workspace)
if stale:
    reading.read_network(workspace)
with scope(workspace=workspace.pk):
    person = Stakeholder.objects.order_by("-version", "pk").first().pk
    busy = Relationship.objects.reporting().order_by().values("target").annotate(n=Count("pk")).order_by("n", "target")
    manager = busy.last()["target"]
    metric = Metric.objects.filter(workspace=workspace).leading().first().pk
print(f"{settings.SESSION_COOKIE_NAME}={session.session_key} {person} {manager} {metric}")
"""


def sign_in(environment: dict[str, str], size: str) -> tuple[str, dict[str, str]]:
    """A session cookie of the workspace's leader, and ids for the pages about one person."""
    said = run(environment, "shell", "-v0", "-c", SIGN_IN.replace("SIZE", size.lower()))
    cookie, person, manager, metric = said.splitlines()[-1].split()
    return cookie, {"person": person, "manager": manager, "metric": metric}


def fetch(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[int, float, bytes, str]:
    """Status, milliseconds, body and number of queries of one request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.connect()
        began = time.perf_counter()
        connection.request("GET", path, headers={"Accept-Encoding": "identity", **(headers or {})})
        response = connection.getresponse()
        body = response.read()
        return response.status, (time.perf_counter() - began) * 1000, body, response.headers.get("X-Queries", "0")
    except OSError:
        return 0, 0, b"", "0"
    finally:
        connection.close()


def measure(port: int, cookie: str, known: dict[str, str], start: str, rounds: int) -> list[Measured]:
    naked = quantiles(times(port, "/bench/naked/", {}, rounds), n=100)
    bare = quantiles(times(port, f"{start}bench/bare/", {"Cookie": cookie}, rounds), n=100)
    middle = bare[49]
    found = [
        Measured("naked page of 50 rows", "", 200, naked[49], naked[94], 0, 0, naked[49] / middle),
        Measured("bare page of 50 rows", "", 200, middle, bare[94], 0, 0, 1),
    ]
    for name, path, target in PAGES:
        address = start + path.format(**known)
        headers = {"Cookie": cookie}
        if target:
            headers |= {"HX-Request": "true", "HX-Target": target.format(**known)}
        status, _, body, queries = fetch(port, address, headers)
        if status != 200 or len(body) < 200:
            print(f"  skipped {name}: answers {status} with {len(body)} bytes", flush=True)
            continue
        taken = quantiles(times(port, address, headers, rounds), n=100)
        kilobytes = len(body) / 1024
        ratio = taken[49] / middle
        found.append(Measured(name, path, status, taken[49], taken[94], int(queries), kilobytes, ratio))
    return found


def times(port: int, path: str, headers: dict[str, str], rounds: int) -> list[float]:
    for _ in range(8):  # both workers and their threads get warm
        fetch(port, path, headers)
    return [fetch(port, path, headers)[1] for _ in range(rounds)]


def report(found: list[Measured], size: str, rounds: int) -> None:
    print(
        f"\nSize {size}, {rounds} requests a page, one at a time, warm. Load of the machine: {os.getloadavg()[0]:.1f}\n"
    )
    print(f"{'page':<36}{'p50 ms':>9}{'p95 ms':>9}{'queries':>9}{'kB':>8}{'x bare':>8}  budget")
    for each in found:
        print(
            f"{each.name:<36}{each.p50:>9.1f}{each.p95:>9.1f}{each.queries:>9}{each.kilobytes:>8.0f}"
            f"{each.times_bare:>8.1f}  {each.verdict if each.queries else ''}"
        )


if __name__ == "__main__":
    main()
