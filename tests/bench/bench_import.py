#!/usr/bin/env python3
# ruff: noqa: T201, E402 - it reports to whoever runs it, and Django is set up before its models are imported
"""How long a file of 10,000 people and 50,000 relationships takes from upload to the map, and to take it back.

    python tests/bench/bench_import.py [--size L] [--rounds 3]

Brings everything up by itself in a folder that goes with it. Each step is a ratio to a baseline run beside it: the same
number of bare rows written by the same driver into a table without keys, indexes, policies or triggers. Beside the time
stands what the process itself computed, without the database: it says more where others use the machine.
"""

import argparse
import datetime as dt
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from config.embedded import EmbeddedServices

BUDGET_S = 15


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", choices=["S", "M", "L"], default="L")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="coalition-bench-") as folder,
        EmbeddedServices(Path(folder), command="bench") as services,
    ):
        environment = {
            **services.environment,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "EMBEDDED": "1",
            "DATA_DIR": folder,
            "SECRET_KEY": services.directory.secret_key(),
        }
        os.environ.update(environment)
        migrate = [sys.executable, "-m", "django", "migrate", "--no-input", "-v0"]
        subprocess.run(migrate, env={**os.environ, "DATABASE_URL": services.owner_url}, cwd=ROOT, check=True)
        import django

        django.setup()
        measure(options.size, options.rounds, services.owner_url)


def measure(size: str, rounds: int, owner_url: str) -> None:
    from django.db import connection

    from stakeholders.generation import generate

    generated = generate(size, seed=1, today=dt.date(2026, 11, 1))
    print(f"{len(generated.people):,} people, {len(generated.ties):,} relationships; load {os.getloadavg()[0]:.1f}\n")
    bare = median(timed(lambda: bare_rows(len(generated.people) + len(generated.ties))).wall for _ in range(rounds))
    print(f"{'the same number of bare rows':<36}{bare:>8.2f} s")
    for name, content in (("project.json", kumu_json(generated)), ("workbook.xlsx", kumu_workbook(generated))):
        runs = [one_import(name, content, owner_url) for _ in range(rounds)]
        print(f"\n{name}, {len(content) / 1e6:.1f} MB")
        for step in runs[0]:
            taken = median(run[step].wall for run in runs)
            computed = median(run[step].computed for run in runs)
            print(f"  {step:<34}{taken:>8.2f} s{taken / bare:>8.1f} x bare   computing {computed:.2f} s")
        both = median(run["dry run"].wall + run["commit"].wall for run in runs)
        print(f"  {'dry run + commit':<34}{both:>8.2f} s{both / bare:>8.1f} x bare   budget {BUDGET_S} s")
    connection.close()


class Taken(NamedTuple):
    """Seconds by the clock, and of this process alone."""

    wall: float
    computed: float


def timed(work: Callable[[], Any]) -> Taken:
    began, computed = time.perf_counter(), time.process_time()
    work()
    return Taken(time.perf_counter() - began, time.process_time() - computed)


def swept(owner_url: str) -> None:
    """What the database does by itself within a minute, lest the next import pays for the one that was undone."""
    import psycopg

    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")


def bare_rows(count: int) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bare (id bigint, name text, weight smallint) ON COMMIT DROP")
        cursor.executemany("INSERT INTO bare VALUES (%s, %s, %s)", [(n, f"Row {n}", n % 5) for n in range(count)])


def one_import(name: str, content: bytes, owner_url: str) -> dict[str, Taken]:
    """Seconds of each step of one import into a new workspace."""
    from django.db import connection

    from accounts.isolation import scope
    from accounts.models import User
    from accounts.workspaces import create_workspace
    from stakeholders.imports import batches
    from stakeholders.models import ImportBatch, Relationship, Stakeholder

    number = User.objects.count()
    leader = User.objects.create_user(f"leader{number}@bench.example", name="Leader")
    workspace = create_workspace(f"Bench {number}", leader=leader, slug=f"bench-{number}")
    taken = {}
    with scope(workspace=workspace.pk, user=leader.pk):
        batch = batches.receive(workspace, author=leader, files=[(name, content)])
    with scope(workspace=workspace.pk, user=leader.pk):
        taken["dry run"] = timed(lambda: batches.prepare(batch, report=lambda done, total: None))
    batch = within(workspace, leader, lambda: ImportBatch.objects.get(pk=batch.pk))
    assert batch.state == "previewed", batch.error

    def commit() -> None:
        with scope(workspace=workspace.pk, user=leader.pk):
            batches.start_applying(batch, batch.plan["fingerprint"])
            batches.apply(batch.pk, report=lambda done, total: None)

    taken["commit"] = timed(commit)
    with scope(workspace=workspace.pk, user=leader.pk):
        batch.refresh_from_db()
        assert batch.state == "applied", (batch.state, batch.error)
        assert Stakeholder.objects.count() == batch.plan["counts"]["people"]["create"]
        assert Relationship.objects.count() == batch.plan["counts"]["ties"]["create"]

    def undo() -> None:
        with scope(workspace=workspace.pk, user=leader.pk):
            batches.start_undoing(batch, anyway=False)
            batches.undo(batch.pk, actor=leader)

    taken["undo"] = timed(undo)
    with scope(workspace=workspace.pk, user=leader.pk):
        assert not Stakeholder.objects.exists()
    connection.close()
    swept(owner_url)
    return taken


def within(workspace: Any, leader: Any, read: Callable[[], Any]) -> Any:
    from accounts.isolation import scope

    with scope(workspace=workspace.pk, user=leader.pk):
        return read()


def rows_of(generated: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    people = [
        {
            "label": f"{someone.name} {number}",
            "type": str(last.get("segment", "")).replace("_", " ").capitalize(),
            "Department": someone.department,
            "Job title": someone.job_title,
            "E-mail": someone.email,
            "Influence": last.get("influence"),
            "Interest": last.get("interest"),
        }
        for number, someone in enumerate(generated.people)
        for last in [someone.assessments[-1] if someone.assessments else {}]
    ]
    ties = [
        {
            "from": people[tie.source]["label"],
            "to": people[tie.target]["label"],
            "direction": "directed",
            "type": tie.kind.replace("_", " "),
            "strength": tie.weight,
        }
        for tie in generated.ties
    ]
    return people, ties


def kumu_json(generated: Any) -> bytes:
    people, ties = rows_of(generated)
    elements = [{"_id": f"elem-{n}", "attributes": person} for n, person in enumerate(people)]
    keys = {person["label"]: element["_id"] for person, element in zip(people, elements, strict=True)}
    connections = [
        {
            "_id": f"conn-{n}",
            "from": keys[tie["from"]],
            "to": keys[tie["to"]],
            "direction": tie["direction"],
            "attributes": {"connection type": tie["type"], "strength": tie["strength"]},
        }
        for n, tie in enumerate(ties)
    ]
    return json.dumps({"elements": elements, "connections": connections, "loops": [], "maps": []}).encode()


def kumu_workbook(generated: Any) -> bytes:
    from openpyxl import Workbook

    people, ties = rows_of(generated)
    book = Workbook(write_only=True)
    for title, rows in (("Elements", people), ("Connections", ties)):
        sheet = book.create_sheet(title)
        sheet.append([key.capitalize() for key in rows[0]])
        for row in rows:
            sheet.append(list(row.values()))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


if __name__ == "__main__":
    main()
