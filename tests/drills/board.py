#!/usr/bin/env python3
# ruff: noqa: T201 - it reports to whoever runs it
"""A planning board under many hands: browsers' worth of clients that move notes at random over HTTP, drop connections
before they hear the answer and send the same again, and now and then begin anew with an empty page.

    python tests/drills/board.py [--people 40] [--notes 500] [--moves 25]
    python tests/drills/board.py --deaf      the control, which must fail: clients that hear of their own moves alone

In the end every client shows one and the same board, which is the one that is stored, and nothing is lost. Says how
long a move and a look at what changed took. Brings everything up by itself in a folder that goes with it.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import re
import sys
import threading
import time
import uuid
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from config.embedded import EmbeddedServices  # noqa: E402
from tests.bench.bench_pages import prepare, run, server, temporary_folder  # noqa: E402

DROPS, BEGINS_ANEW = 0.2, 0.03

MAKE = """
import json, uuid
from django.core.signing import get_cookie_signer
from django.utils import timezone
from accounts.access import VISIT_COOKIE
from accounts.isolation import scope
from accounts.models import PersonalLink, User
from accounts.tokens import hashed
from accounts.workspaces import memberships_of
from planning.sessions import board, seats, stages
from planning.sessions.board import Mover
user = User.objects.get(email="leader@generated.example")
workspace = next(each.workspace for each in memberships_of(user.pk) if each.workspace.slug == "generated-s")
now = timezone.now()
with scope(workspace=workspace.pk, user=user.pk):
    session = stages.prepare(workspace, key=uuid.uuid4(), title="Drill", starts_on=now.date(), ends_on=now.date(),
                             facilitator=user)
    stages.begin(session, now=now)
    stages.go(session, expected=0, to=2, now=now)
    sitting = [seats.sit_down(session, key=uuid.uuid4(), name=f"Person {n}") for n in range(PEOPLE)]
    for n in range(NOTES):
        board.write(session, key=uuid.uuid4(), text=f"Note {n}", by=Mover(user=user))
    stages.reveal(session, kind="ideas", now=now)
    for note in board.notes_of(session)[:20]:
        board.gather(session, key=uuid.uuid4(), notes={note.pk: note.version}, by=Mover(user=user))
    cookies = []
    for seat in sitting:
        link = PersonalLink.objects.get(token_hash=hashed(seats.issue_link(seat)))
        signed = get_cookie_signer(salt=VISIT_COOKIE + str(seat.pk)).sign(link.token_hash)
        cookies.append([str(seat.pk), f"{VISIT_COOKIE}={signed}"])
made = {"session": str(session.pk), "channel": session.channel, "workspace": str(workspace.pk), "cookies": cookies}
print(json.dumps(made))
"""

LOOK = """
import json
from accounts.isolation import scope
from planning.models import BoardMove, PlanningSession
from planning.sessions import board
with scope(workspace="WORKSPACE"):
    session = PlanningSession.objects.get(pk="SESSION")
    told = board.changes(session, since=0, seat=None)
    moves = [str(pk) for pk in BoardMove.objects.filter(session=session).values_list("pk", flat=True)]
print(json.dumps({"told": told, "moves": moves}))
"""


class Client(threading.Thread):
    """A browser at the table: what it shows is what it was told."""

    def __init__(
        self, port: int, seat: str, cookie: str, seed: int, moves: int, *, is_deaf: bool, drops: float = DROPS
    ) -> None:
        super().__init__(daemon=True)
        self.drops = drops
        self.port, self.base, self.cookie, self.moves, self.is_deaf = port, f"/table/{seat}/", cookie, moves, is_deaf
        self.random = Random(seed)
        self.revision, self.notes, self.proposals = 0, {}, {}
        self.took: dict[str, list[float]] = {"move": [], "look": []}
        self.done: list[str] = []
        self.dropped = self.refused = 0
        self.problem = ""

    def run(self) -> None:
        try:
            self.open()
            for _ in range(self.moves):
                if not self.is_deaf:
                    self.look()
                if self.random.random() < BEGINS_ANEW:
                    self.open()
                self.move()
        except Exception as problem:
            self.problem = repr(problem)

    def open(self) -> None:
        status, cookies, body = self.send("GET", self.base)
        assert status == 200, status
        csrf = re.search(r"csrftoken=([^;]+)", cookies)
        if csrf:
            self.cookie = f"{self.cookie.partition('; csrftoken')[0]}; csrftoken={csrf[1]}"
        found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', body)
        assert found, "no form"
        self.csrf = found[1].decode()
        self.revision, self.notes, self.proposals = 0, {}, {}
        self.look()

    def look(self) -> None:
        begun = time.perf_counter()
        status, _cookies, body = self.send("GET", f"{self.base}board/?since={self.revision}")
        self.took["look"].append((time.perf_counter() - begun) * 1000)
        assert status == 200, status
        self.take(json.loads(body))

    def take(self, told: dict[str, Any]) -> None:
        self.revision = max(self.revision, told["revision"])
        self.notes |= {each["id"]: each for each in told["notes"]}
        self.proposals |= {each["id"]: each for each in told["proposals"]}

    def move(self) -> None:
        note = self.random.choice(sorted(self.notes))
        to = self.random.choice(["", *sorted(self.proposals)])
        fields = {
            "key": str(uuid.uuid4()),
            "to": to,
            "version": self.notes[note]["version"],
            "since": self.revision,
            "csrfmiddlewaretoken": self.csrf,
        }
        path = f"{self.base}notes/{note}/move/"
        while self.random.random() < self.drops:
            self.dropped += 1
            self.send("POST", path, fields, waits=False)
        begun = time.perf_counter()
        status, _cookies, body = self.send("POST", path, fields)
        self.took["move"].append((time.perf_counter() - begun) * 1000)
        if status == 409:
            self.refused += 1
        else:
            assert status == 200, status
            self.done.append(fields["key"])
        if not self.is_deaf:
            self.take(json.loads(body))

    def send(
        self, method: str, path: str, fields: dict[str, Any] | None = None, *, waits: bool = True
    ) -> tuple[int, str, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": self.cookie, "Host": "localhost", "Accept": "application/json"}
        if fields:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body=urlencode(fields or {}) or None, headers=headers)
        if not waits:
            connection.close()
            return 0, "", b""
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, "; ".join(response.headers.get_all("Set-Cookie") or []), body


def shown(notes: dict[str, dict[str, Any]]) -> dict[str, tuple[str, float, int]]:
    return {key: (each["under"], each["place"], each["version"]) for key, each in notes.items() if not each["gone"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=40)
    parser.add_argument("--notes", type=int, default=500)
    parser.add_argument("--moves", type=int, default=25)
    parser.add_argument("--deaf", action="store_true")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        services = stack.enter_context(EmbeddedServices(Path(stack.enter_context(temporary_folder())), command="drill"))
        environment = prepare(services, "S")
        make = MAKE.replace("PEOPLE", str(options.people)).replace("NOTES", str(options.notes))
        made = json.loads(run(environment, "shell", "-v0", "-c", make).splitlines()[-1])
        port = stack.enter_context(server(environment))
        clients = [
            Client(port, seat, cookie, number, options.moves, is_deaf=options.deaf)
            for number, (seat, cookie) in enumerate(made["cookies"])
        ]
        begun = time.perf_counter()
        for each in clients:
            each.start()
        for each in clients:
            each.join()
        took = time.perf_counter() - begun
        # What was sent and not waited for may still be under way.
        time.sleep(2)
        if not options.deaf:
            for each in clients:
                each.look()
        look = LOOK.replace("WORKSPACE", made["workspace"]).replace("SESSION", made["session"])
        stored = json.loads(run(environment, "shell", "-v0", "-c", look).splitlines()[-1])
    board = shown({each["id"]: each for each in stored["told"]["notes"]})
    same = sum(shown(each.notes) == board for each in clients)
    lost = sum(key not in stored["moves"] for each in clients for key in each.done)
    problems = [each.problem for each in clients if each.problem]
    done = sum(len(each.done) for each in clients)
    dropped, refused = sum(each.dropped for each in clients), sum(each.refused for each in clients)
    print(
        f"{options.people} clients, {options.notes} notes: {done:,} moves in {took:.0f} s, {dropped} answers dropped,"
    )
    print(f"{refused} refused because somebody was first; {len(board)} notes on the board, {lost} moves lost,")
    print(f"{same} of {len(clients)} clients show what is stored")
    for name in ("move", "look"):
        cut = quantiles([took for each in clients for took in each.took[name]], n=20)
        print(f"  a {name}: p50 {cut[9]:.0f} ms, p95 {cut[18]:.0f} ms")
    for problem in problems[:3]:
        print(f"  {problem}")
    held = not problems and not lost and same == len(clients) and len(board) == options.notes
    print("As it should be." if held else "NOT as it should be.")
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
