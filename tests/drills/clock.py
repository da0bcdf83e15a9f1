#!/usr/bin/env python3
# ruff: noqa: T201 - it reports to whoever runs it
"""The clock under fire: check-ins that are due, two tickers and two senders that are killed again and again, and
PostgreSQL that is stopped in the middle of everything.

    python tests/drills/clock.py [--due 20000] [--kills 40] [--restarts 2]
    python tests/drills/clock.py --due 2000 --kills 0 --restarts 0 --naive      the control, which must fail

Every check-in is there exactly once, every mail left at least once and as the same bytes, and not more mails left twice
than senders were killed. Brings everything up by itself in a folder that goes with it.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from email import message_from_bytes
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from config.embedded import EmbeddedServices  # noqa: E402
from tests.bench.bench_ticking import DUE, MAKE  # noqa: E402

WORKER = Path(__file__).with_name("worker_of_clock.py")
TICKERS, SENDERS = [0, 1], [2, 3]
# Each brief is written as it leaves, which takes a sender tens of milliseconds.
PATIENCE_S = 60 * 60


class Drill:
    def __init__(self, services: EmbeddedServices, due: int, first: str, then: str) -> None:
        self.services, self.due = services, due
        self.kinds = [first, first, then, then]
        self.workers = [self._start(kind) for kind in self.kinds]
        self.killed = {"tick": 0, "naive": 0, "send": 0, "plain": 0}

    def _start(self, kind: str) -> subprocess.Popen[bytes]:
        with open(os.environ["DATA_DIR"] + "/workers.log", "ab") as log:
            return subprocess.Popen([sys.executable, WORKER, kind], stderr=log, stdout=subprocess.PIPE)

    def kill(self, numbers: list[int], *, after: float) -> None:
        """All of these, so long after the last of them is at work: none is killed while it starts."""
        for number in numbers:
            assert self.workers[number].stdout.readline() == b"up\n"
        time.sleep(after)
        for number in numbers:
            self.workers[number].kill()
            self.workers[number].wait()
            self.workers[number].stdout.close()
            self.killed[self.kinds[number]] += 1
            self.workers[number] = self._start(self.kinds[number])

    def stop_postgres(self) -> None:
        """As when the power goes: nothing is written, nobody is told."""
        postgres = self.services._postgres
        assert postgres is not None
        postgres.send_signal(signal.SIGQUIT)
        postgres.wait(30)
        reason = self.services.look_after(print)
        assert reason is None, reason

    def time_passes(self) -> None:
        """Mails of tomorrow leave now."""
        self._admin("UPDATE mail_message SET due_at = now() WHERE state = 'waiting' AND due_at > now()")

    def counts(self) -> tuple[int, int, int]:
        """Check-ins, mails that left, plans that are still due."""
        [row] = self._admin(
            "SELECT (SELECT count(*) FROM checkins_checkin), (SELECT count(*) FROM mail_message WHERE state = 'sent'),"
            " (SELECT count(*) FROM checkins_checkinplan WHERE opens_at <= now())"
        )
        return row

    def caught(self) -> dict[str, list[bytes]]:
        found = defaultdict(list)
        for (mime,) in self._admin("SELECT mime FROM mail_caughtmail"):
            found[str(message_from_bytes(bytes(mime))["Message-ID"])].append(bytes(mime))
        return found

    def _admin(self, statement: str) -> list[tuple]:
        url = self.services._url("postgres", self.services._passwords["superuser"])
        with psycopg.connect(url, dbname="coalition", autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def end(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.wait()
            worker.stdout.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--due", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--restarts", type=int, default=2)
    parser.add_argument("--naive", action="store_true", help="the control: tickers that read, then advance")
    parser.add_argument("--plain", action="store_true", help="mails of one line: a brief takes most of a mail's time")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="coalition-drill-") as folder,
        EmbeddedServices(Path(folder), command="drill") as services,
    ):
        os.environ.update(
            services.environment,
            DJANGO_SETTINGS_MODULE="config.settings",
            EMBEDDED="1",
            DATA_DIR=folder,
            SECRET_KEY=services.directory.secret_key(),
            LOG_LEVEL="ERROR",
        )
        migrate = [sys.executable, "-m", "django", "migrate", "--no-input", "-v0"]
        subprocess.run(migrate, env={**os.environ, "DATABASE_URL": services.owner_url}, cwd=ROOT, check=True)
        superuser = services._url("postgres", services._passwords["superuser"])
        with psycopg.connect(superuser, dbname="coalition", autocommit=True) as admin:
            admin.execute(MAKE.format(plans=options.due, workspaces=5))
            admin.execute(DUE.format(due=options.due))
        drill = Drill(services, options.due, "naive" if options.naive else "tick", "plain" if options.plain else "send")
        try:
            return fire(drill, options.kills, options.restarts)
        finally:
            drill.end()


def fire(drill: Drill, kills: int, restarts: int) -> int:
    chance, began = random.Random(7), time.monotonic()
    opening = 0
    # Both tickers at once, or the other would be through while one starts; then senders in turn, each in the middle.
    while opening + 2 <= kills // 2 and drill.counts()[2] > 0:
        drill.kill(TICKERS, after=chance.uniform(0.2, 0.6))
        opening += 2
        if opening == 4 and restarts:
            drill.stop_postgres()
    print(f"{opening} kills while {drill.counts()[0]:,} were opened", flush=True)
    stops = [opening + (kills - opening) * number // restarts for number in range(1, restarts)]
    for number in range(opening, kills):
        drill.time_passes()
        drill.kill([SENDERS[number % 2]], after=chance.uniform(0.5, 3))
        if number in stops:
            drill.stop_postgres()
    opened = sent = waiting = 0
    told = 0.0
    while time.monotonic() - began < PATIENCE_S:
        with contextlib.suppress(psycopg.OperationalError):
            drill.time_passes()
            opened, sent, waiting = drill.counts()
        if time.monotonic() - told > 20:
            told = time.monotonic()
            print(f"{opened:,} check-ins, {sent:,} mails left, {waiting:,} due after {told - began:.0f} s", flush=True)
        if waiting == 0 and (sent >= drill.due or drill.kinds[0] == "naive"):
            break
        time.sleep(1)
    caught = drill.caught()
    extras = sum(len(mimes) - 1 for mimes in caught.values())
    differing = sum(len(set(mimes)) > 1 for mimes in caught.values())
    print(
        f"{drill.due:,} due, killed {drill.killed}, {restarts} times PostgreSQL: {time.monotonic() - began:.0f} s,"
        f" {opened:,} check-ins, {len(caught):,} mails, {extras} of them once more, {differing} not the same bytes"
    )
    well = opened == drill.due and (drill.kinds[0] == "naive" or len(caught) == drill.due)
    well = well and extras <= drill.killed[drill.kinds[2]] + restarts * 2 and differing == 0
    print("As it should be." if well else "NOT as it should be.")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
