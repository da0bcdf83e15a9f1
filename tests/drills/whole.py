#!/usr/bin/env python3
# ruff: noqa: T201 - it reports to whoever runs it
"""All processes of the product under fire, as production runs them: web, a worker of two, beat, a mail server.

    python tests/drills/whole.py redis [--times 5]     Redis is emptied and killed while check-ins are due
    python tests/drills/whole.py smtp [--away 120]     the mail server hangs up after DATA, puts off, refuses, is away
    python tests/drills/whole.py health                beat, worker, mail server stand still, a row breaks: red, green

`--control` with each makes what it is there to find, and must fail: nobody starts Redis again; each mail is tried once;
nothing stands still. Brings everything up by itself in a folder that goes with it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import redis

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from config.embedded import EmbeddedServices  # noqa: E402
from tests.bench.bench_pages import fetch, run, server  # noqa: E402
from tests.bench.bench_ticking import MAKE, SIGN_IN  # noqa: E402
from tests.mail.mail_server import mail_server  # noqa: E402

PEOPLE = 1_000
TICK, THREE_TICKS = 10, 30
# What a busy machine may take besides.
SLACK = 10
CELERY = [sys.executable, "-m", "celery", "-A", "config"]
PROCESSES = {
    "worker": [*CELERY, "worker", "-c", "2", "-l", "error", "--without-mingle", "--without-gossip"],
    "beat": [*CELERY, "beat", "-l", "error", "--pidfile=", "--schedule={folder}/beat"],
}
# Every occurrence that is due, with a date that moves with each round.
DUE = """
UPDATE checkins_checkinplan SET next_for = current_date + 3 + {round} * 7, next_due_at = now() + interval '3 days',
    opens_at = now() - interval '1 second'
 WHERE id % {rounds} = {round}
"""
MAILS = """
INSERT INTO mail_message (id, workspace_id, key, kind, recipient, subject, message_id, mime, asked_for, state, due_at,
    attempts, refusals, last_error, created_at)
SELECT md5('mail' || n)::uuid, (SELECT id FROM accounts_workspace LIMIT 1), 'drill:' || n, 'invitation',
    'p' || n || '@partner.example', 'For ' || n, '<' || n || '@drill>',
    convert_to(format(E'Message-ID: <%s@drill>\\r\\nSubject: For %s\\r\\n\\r\\nHello\\r\\n', n, n), 'UTF8'), true,
    'waiting', now(), 0, 0, '', now()
  FROM generate_series(1, {mails}) AS n
"""


# Minutes go by between tries: whoever drills does not wait for them.
SOON = "UPDATE mail_message SET due_at = now() WHERE state = 'waiting' AND due_at > now()"


class FaultError(Exception):
    """Something is not as it should be."""


class Whole:
    """The product's processes beside services of their own."""

    def __init__(self, services: EmbeddedServices, environment: dict[str, str], port: int) -> None:
        self.services, self.environment, self.port = services, environment, port
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.cookie: dict[str, str] = {}

    def start(self, name: str) -> None:
        folder = self.environment["DATA_DIR"]
        command = [part.format(folder=folder) for part in PROCESSES[name]]
        with open(f"{folder}/{name}.log", "ab") as log:
            self.running[name] = subprocess.Popen(
                command, env=self.environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )

    def tell(self, name: str, what: signal.Signals) -> None:
        """A process and all that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.running[name].pid, what)
        if what == signal.SIGKILL:
            self.running.pop(name).wait()

    def end(self) -> None:
        for name in list(self.running):
            self.tell(name, signal.SIGKILL)

    def admin(self, statement: str) -> list[tuple]:
        url = self.services._url("postgres", self.services._passwords["superuser"])
        with psycopg.connect(url, dbname="coalition", autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def count(self, of: str) -> int:
        [(found,)] = self.admin(f"SELECT count(*) FROM {of}")
        return found

    def page(self) -> int:
        return fetch(self.port, "/w/bench-1/members/", self.cookie)[0]

    def health(self) -> tuple[int, dict]:
        status, _, body, _ = fetch(self.port, "/healthz/schedule")
        return status, json.loads(body)

    def says(self, wanted: int) -> bool:
        """All processes of the web: those that answer are taken in turn or by chance."""
        return all(self.health()[0] == wanted for _ in range(8))

    def until(self, what: Callable[[], bool], patience: float, says: str) -> float:
        began = time.monotonic()
        while not what():
            if time.monotonic() - began > patience:
                raise FaultError(f"{says} not within {patience:.0f} s; {self.health()}")
            time.sleep(0.2)
        return time.monotonic() - began


# Drills ---------------------------------------------------------------------------------------------------------------


def redis_dies(whole: Whole, options: argparse.Namespace) -> str:
    """Nothing is lost, each time the next tick comes within ten seconds of Redis being back, and pages stay up."""
    pages, ended = [], threading.Event()

    def look() -> None:
        while not ended.wait(0.2):
            pages.append(whole.page())

    looking = threading.Thread(target=look)
    looking.start()
    took = []
    try:
        for number in range(options.times):
            whole.admin(DUE.format(round=number, rounds=options.times))
            server = whole.services._redis
            with contextlib.suppress(redis.ConnectionError):
                redis.Redis.from_url(whole.services.redis_url).flushall()
            server.kill()
            server.wait()
            time.sleep(1)
            if not options.control:
                reason = whole.services.look_after(print)
                if reason is not None:
                    raise FaultError(reason)
            [(back,)] = whole.admin("SELECT now()")
            ticked = f"checkins_schedulepulse WHERE ticked_at > '{back}'"
            took.append(whole.until(lambda of=ticked: whole.count(of) == 1, TICK + SLACK, "Ticked again"))
            due = "checkins_checkinplan WHERE opens_at <= now()"
            whole.until(lambda of=due: whole.count(of) == 0, 60, "Opened what is due")
    finally:
        ended.set()
        looking.join()
    opened, plans = whole.count("checkins_checkin"), whole.count("(SELECT DISTINCT plan_id FROM checkins_checkin) AS p")
    if (opened, plans) != (PEOPLE, PEOPLE):
        raise FaultError(f"{opened} check-ins of {plans} plans, not {PEOPLE} of as many")
    if set(pages) != {200}:
        raise FaultError(f"Pages answered {Counter(pages)}")
    return (
        f"killed {options.times} times: ticked again after {', '.join(f'{each:.1f}' for each in took)} s, {opened} of"
        f" {PEOPLE} check-ins once each, {len(pages)} pages of which each came"
    )


def mail_server_fails(whole: Whole, options: argparse.Namespace) -> str:
    """Every mail leaves at least once but one that is refused for good; again only where the answer to DATA was lost,
    and then as the same bytes."""
    mails, heard = 60, Counter()

    def answer(verb: str, line: str) -> str | None:
        heard[verb] += 1
        if verb == "END" and heard[verb] in (5, 20, 35):
            # Taken, and the line breaks before it is said.
            return ""
        if verb == "RCPT" and "p7@" in line:
            return "550 nobody here"
        if verb == "RCPT" and heard[verb] % 10 == 0:
            return "451 later"
        return None

    whole.admin(MAILS.format(mails=mails))
    taken: list[tuple[str, str, bytes]] = []
    port = int(whole.environment["EMAIL_URL"].rpartition(":")[2])
    if options.control:
        whole.tell("worker", signal.SIGKILL)
    with mail_server(answer, port) as first:
        if options.control:
            once(whole, port)
        else:
            whole.until(
                lambda: whole.admin(SOON) == [] and len(first.taken) >= mails // 2, 180, "Half of the mails left"
            )
        taken += first.taken
    began = time.monotonic()
    time.sleep(options.away)
    with mail_server(answer, port) as second:
        settled = "mail_message WHERE kind = 'invitation' AND state NOT IN ('sent', 'bounced')"
        if not options.control:
            whole.until(lambda: whole.admin(SOON) == [] and whole.count(settled) == 0, 180, "All mails left")
        taken += second.taken
    by_mail = defaultdict(list)
    for _, recipient, mime in taken:
        by_mail[recipient].append(mime)
    extras = sum(len(each) - 1 for each in by_mail.values())
    missing = {f"p{n}@partner.example" for n in range(1, mails + 1)} - set(by_mail) - {"p7@partner.example"}
    bounced = whole.count("mail_message WHERE state = 'bounced'")
    if missing or extras > 3 or any(len(set(each)) > 1 for each in by_mail.values()) or bounced != 1:
        raise FaultError(f"{len(missing)} mails missing, {extras} once more, {bounced} bounced")
    return (
        f"{mails} mails, away for {time.monotonic() - began:.0f} s: {len(by_mail)} arrived, {extras} of them once more"
        f" and the same, {bounced} bounced"
    )


def once(whole: Whole, port: int) -> None:
    """The control's sender: one try for each mail, and no row that says how it went."""
    import smtplib

    for recipient, mime in whole.admin("SELECT recipient, mime FROM mail_message WHERE kind = 'invitation'"):
        with contextlib.suppress(smtplib.SMTPException, OSError), smtplib.SMTP("127.0.0.1", port, timeout=2) as server:
            server.sendmail("us@drill.example", [recipient], bytes(mime))


def health_turns(whole: Whole, options: argparse.Namespace) -> str:
    """Red within three ticks of whatever stands still, and green when it goes on."""
    whole.until(lambda: not whole.health()[1].get("starting") and whole.says(200), 60, "Green at first")
    port = int(whole.environment["EMAIL_URL"].rpartition(":")[2])
    took = []
    nobody = "UPDATE checkins_checkinplan SET {} WHERE id = (SELECT min(id) FROM checkins_checkinplan)"
    due = "next_for = current_date + 3, next_due_at = now() + interval '3 days', opens_at = now(), "
    stops: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "beat": (lambda: whole.tell("beat", signal.SIGSTOP), lambda: whole.tell("beat", signal.SIGCONT)),
        "worker": (lambda: whole.tell("worker", signal.SIGSTOP), lambda: whole.tell("worker", signal.SIGCONT)),
        "a row": (
            lambda: whole.admin(nobody.format(due + "zone = 'Nowhere/Land'")),
            lambda: whole.admin(nobody.format(due + "zone = 'Etc/UTC'")),
        ),
        "mail server": (lambda: whole.admin(MAILS.format(mails=1)), lambda: None),
    }
    for name, (stop, go_on) in stops.items():
        if not options.control:
            stop()
        # What stands still is later than three ticks only after them; a mail server that is away says so itself.
        patience = THREE_TICKS if name == "mail server" else THREE_TICKS + SLACK
        red = whole.until(lambda: whole.says(503), patience, f"Red after {name} stood still")
        go_on()
        if name == "mail server":
            with mail_server(port=port):
                whole.admin("UPDATE mail_message SET due_at = now() WHERE state = 'waiting'")
                green = whole.until(lambda: whole.says(200), 120, f"Green again after {name}")
        else:
            green = whole.until(lambda: whole.says(200), 60, f"Green again after {name}")
        took.append(f"{name}: red after {red:.0f} s, green {green:.0f} s after it went on")
    return "; ".join(took)


DRILLS = {"redis": redis_dies, "smtp": mail_server_fails, "health": health_turns}


@contextlib.contextmanager
def whole_product() -> Iterator[Whole]:
    with (
        tempfile.TemporaryDirectory(prefix="coalition-drill-") as folder,
        EmbeddedServices(Path(folder), command="drill") as services,
    ):
        with mail_server() as probe:
            mail_port = probe.port
        environment = {
            **os.environ,
            **services.environment,
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            "PYTHONPATH": str(ROOT),
            "EMBEDDED": "1",
            "DATA_DIR": folder,
            "SECRET_KEY": services.directory.secret_key(),
            "LOG_LEVEL": "ERROR",
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        }
        run({**environment, "DATABASE_URL": services.owner_url}, "migrate", "--no-input", "-v0")
        run(environment, "collectstatic", "--no-input", "-v0")
        with server(environment) as port:
            whole = Whole(services, environment, port)
            whole.admin(MAKE.format(plans=PEOPLE, workspaces=1))
            # Nobody has an address: these drills bring mails of their own.
            whole.admin("UPDATE stakeholders_stakeholder SET owner_id = NULL")
            whole.cookie = {"Cookie": run(environment, "shell", "-v0", "-c", SIGN_IN).splitlines()[-1]}
            try:
                whole.start("worker")
                whole.start("beat")
                whole.until(lambda: whole.count("checkins_schedulepulse") == 1, 60, "Ticked for the first time")
                yield whole
            finally:
                whole.end()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("drill", choices=DRILLS)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--away", type=float, default=120)
    parser.add_argument("--control", action="store_true")
    options = parser.parse_args()
    began = time.monotonic()
    with whole_product() as whole:
        try:
            print(f"{options.drill}: {DRILLS[options.drill](whole, options)}. {time.monotonic() - began:.0f} s")
        except FaultError as fault:
            print(f"{options.drill}: NOT as it should be. {fault}")
            return 1
    print("As it should be.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
