#!/usr/bin/env python3
# ruff: noqa: T201 - it reports to whoever runs it
"""A planning board that many watch: how long a move takes, until it is on every screen, and what it costs when all of
them fetch what changed, or draw the whole board anew.

    python tests/bench/bench_board.py                200 people, 300 notes; everything of its own, gone afterwards
    python tests/bench/bench_board.py --cost-only    processor time a request, for a machine that others use as well

Budgets: docs of the project; nothing here fails by time.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from config.embedded import EmbeddedServices  # noqa: E402
from tests.bench.bench_pages import prepare, run, server, temporary_folder  # noqa: E402
from tests.bench.bench_room import EVENT_P95_MS, fetch_part, listen, live_process, next_event, say  # noqa: E402
from tests.drills.board import MAKE, Client  # noqa: E402

# In one process, as the web process does it; a processor's time, not the clock's, and without the database's.
COST = """
import json, time, uuid
from django.test import Client
made = json.loads('''MADE''')
def browser(cookie):
    return Client(HTTP_COOKIE=cookie, HTTP_HOST="localhost")
tables = [(browser(cookie), f"/table/{seat}/") for seat, cookie in made["cookies"][:40]]
revision = tables[0][0].get(tables[0][1] + "board/?since=0").json()["revision"]
part = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "work"}
asked = {
    "what changed since the last revision": ("board/?since=%d" % (revision - 1), {}),
    "nothing new": ("board/?since=%d" % revision, {}),
    "the whole board as data": ("board/?since=0", {}),
    "the board drawn anew": ("", part),
    "the page": ("", {}),
}
took = {name: [] for name in asked}
size, queries = {}, {}
for _ in range(3):
    for client, table in tables:
        for name, (path, more) in asked.items():
            begun = time.process_time()
            answer = client.get(table + path, **more)
            took[name].append((time.process_time() - begun) * 1000)
            assert answer.status_code == 200, answer.status_code
            size[name], queries[name] = len(answer.content), answer.headers["X-Queries"]
print(json.dumps([[name, sorted(each), size[name], queries[name]] for name, each in took.items()]))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--notes", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--cost-only", action="store_true")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        services = stack.enter_context(EmbeddedServices(Path(stack.enter_context(temporary_folder())), command="bench"))
        environment = prepare(services, "S")
        make = MAKE.replace("PEOPLE", str(options.people)).replace("NOTES", str(options.notes))
        made = json.loads(run(environment, "shell", "-v0", "-c", make).splitlines()[-1])
        print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", end="; ")
        print(f"{options.notes} notes, {len(made['cookies'])} people watch")
        cost = run(environment, "shell", "-v0", "-c", COST.replace("MADE", json.dumps(made)))
        print("  processor time of the web process, a request of each")
        for name, took, size, queries in json.loads(cost.splitlines()[-1]):
            middle, late = took[len(took) // 2], took[len(took) * 95 // 100]
            print(f"    {name:40} p50 {middle:6.1f} ms   p95 {late:6.1f} ms   {size / 1024:6.1f} kB, {queries} queries")
        if options.cost_only:
            return
        pages = stack.enter_context(server(environment))
        live = stack.enter_context(live_process(environment))
        asyncio.run(measure(made, environment["SECRET_KEY"], pages, live, options.rounds))


async def measure(made: dict[str, Any], key: str, pages: int, live: int, rounds: int) -> None:
    cookies = made["cookies"]
    streams = [await listen(live, made["channel"], key, seat) for seat, _cookie in cookies]
    mover = Client(pages, *cookies[0], seed=1, moves=0, is_deaf=False, drops=0)
    await asyncio.to_thread(mover.open)
    heard: list[float] = []
    drawn: list[float] = []

    async def watch(number: int, begun: float) -> None:
        """A phone: hears that something changed, and asks for what."""
        seat, cookie = cookies[number]
        heard.append((await next_event(streams[number], b"board") - begun) * 1000)
        await fetch_part(pages, f"/table/{seat}/board/?since={mover.revision}", cookie)
        drawn.append((time.perf_counter() - begun) * 1000)

    for round_ in range(rounds + 2):
        if round_ == 2:
            for each in (heard, drawn, mover.took["move"]):
                each.clear()
        begun = time.perf_counter()
        watching = [asyncio.create_task(watch(number, begun)) for number in range(len(cookies))]
        await asyncio.sleep(0)
        await asyncio.gather(asyncio.to_thread(mover.move), *watching)
        await asyncio.sleep(0.3)
    say("a move, answered", mover.took["move"], "")
    say("on its way to a screen, from the press", heard, f"budget p95 {EVENT_P95_MS} ms")
    say("drawn on a screen, from the press", drawn, "all of them ask at once")
    for path, target, what in (("", "work", "the board drawn anew"), ("", "", "the page")):
        for _ in range(2):
            begun = time.perf_counter()
            asked = [fetch_part(pages, f"/table/{seat}/{path}", cookie, target) for seat, cookie in cookies]
            taken = await asyncio.gather(*asked)
            whole = (time.perf_counter() - begun) * 1000
            say(f"{what}, all at once", taken, f"all done after {whole:.0f} ms, {whole / len(cookies):.1f} ms each")


if __name__ == "__main__":
    main()
