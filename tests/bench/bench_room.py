#!/usr/bin/env python3
# ruff: noqa: T201 - it reports to whoever runs it
"""A room with many people in it: how long until an event is on every screen, and until every phone has fetched what
changed.

    python tests/bench/bench_room.py              200 people, a database and servers of its own, gone afterwards
    python tests/bench/bench_room.py --people 500 --rounds 30

Opens one stream for each of them in the live process, as their phones do, tells the room that its step changed, and
lets each fetch its part of the page with its own link. Budgets: docs of the project; nothing here fails by time.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

import redis  # noqa: E402

from config.embedded import EmbeddedServices  # noqa: E402
from tests.bench.bench_pages import fetch as fetch_page  # noqa: E402
from tests.bench.bench_pages import prepare, run, server, temporary_folder  # noqa: E402
from web import stream_address  # noqa: E402

EVENT_P95_MS = 300
# With its writer, which would close it when nobody held it.
Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]

MAKE = """
import datetime as dt, json
from django.core.signing import get_cookie_signer
from django.utils import timezone
from accounts import links
from accounts.access import VISIT_COOKIE
from accounts.isolation import scope
from accounts.models import PersonalLink, User
from accounts.workspaces import memberships_of
from discussions.models import Discussion, Guide, GuideVersion, Invitation, Prompt, Step
from discussions.room import stage
from stakeholders.models import Stakeholder
user = User.objects.get(email="leader@generated.example")
workspace = next(each.workspace for each in memberships_of(user.pk) if each.workspace.slug == "generated-s")
now = timezone.now()
with scope(workspace=workspace.pk, user=user.pk):
    guide = Guide.objects.create(workspace=workspace, name="Room", author=user)
    version = GuideVersion.objects.create(workspace=workspace, guide=guide, number=1, frozen_at=now)
    for place, mode in enumerate(["attributed", "anonymous"]):
        Prompt.objects.create(workspace=workspace, version=version, place=place, purpose="challenge", kind="text",
                              mode=mode, text="What stands in the way of it, as you see it?")
    held = Discussion.objects.create(workspace=workspace, version=version, title="Room", facilitator=user, held="live",
                                     sees="answers", opens_at=now, closes_at=now + dt.timedelta(hours=1))
    for prompt in version.prompts.order_by("place"):
        Step.objects.create(workspace=workspace, discussion=held, place=prompt.place, prompt=prompt)
    people = list(Stakeholder.objects.order_by("pk")[:PEOPLE])
    missing = PEOPLE - len(people)
    people += [Stakeholder.objects.create(workspace=workspace, name=f"Guest {n}") for n in range(missing)]
    cookies = []
    for person in people:
        invited = Invitation.objects.create(workspace=workspace, discussion=held, stakeholder=person)
        links.issue(workspace, purpose="discussion", subject=invited.pk, expires_at=now + dt.timedelta(hours=2))
        link = PersonalLink.objects.get(subject=invited.pk)
        signed = get_cookie_signer(salt=VISIT_COOKIE + str(invited.pk)).sign(link.token_hash)
        cookies.append([str(invited.pk), f"{VISIT_COOKIE}={signed}"])
    stage.start_room(held, now=now)
print(json.dumps({"channel": held.channel, "cookies": cookies}))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        services = stack.enter_context(EmbeddedServices(Path(stack.enter_context(temporary_folder())), command="bench"))
        environment = prepare(services, "S")
        made = json.loads(
            run(environment, "shell", "-v0", "-c", MAKE.replace("PEOPLE", str(options.people))).splitlines()[-1]
        )
        pages = stack.enter_context(server(environment))
        live = stack.enter_context(live_process(environment))
        print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; {len(made['cookies'])} people in the room")
        asyncio.run(measure(made, environment, pages, live, options.rounds))


@contextlib.contextmanager
def live_process(environment: dict[str, str]) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface=asgi", "--host=127.0.0.1", f"--port={port}", "--no-ws"]
    process = subprocess.Popen(
        [*command, "--log-level=error", "config.live:app"],
        env={"BASE_URL": "http://localhost", **environment},
        cwd=ROOT,
    )
    try:
        until = time.monotonic() + 30
        while True:
            # It listens to Redis, too.
            if fetch_page(port, "/healthz")[0] == 200:
                break
            if time.monotonic() > until:
                sys.exit("The live process did not come up.")
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(20)


async def measure(made: dict[str, object], environment: dict[str, str], pages: int, live: int, rounds: int) -> None:
    channel, cookies = str(made["channel"]), made["cookies"]
    streams = [await listen(live, channel, environment["SECRET_KEY"], str(subject)) for subject, _ in cookies]
    told = redis.Redis.from_url(stream_address.client_url(environment["REDIS_URL"]))
    name = stream_address.redis_channel(channel, environment["REDIS_URL"])

    async def hear() -> list[float]:
        heard = [asyncio.create_task(next_event(stream)) for stream in streams]
        await asyncio.sleep(0.05)
        begun = time.perf_counter()
        told.publish(name, json.dumps({"event": "step"}))
        return [(at - begun) * 1000 for at in await asyncio.gather(*heard)]

    await hear()
    arrived = [each for _ in range(rounds) for each in await hear()]
    say("event to a screen", arrived, f"budget p95 {EVENT_P95_MS} ms")
    for showing, what in ((1, "part of the page, same step"), (0, "part of the page, with a new box")):
        alone = [await fetch(pages, *cookies[n % len(cookies)], showing) for n in range(60)][10:]
        say(f"{what}, one after another", alone, "")
        for _ in range(2):
            begun = time.perf_counter()
            taken = await asyncio.gather(*[fetch(pages, *cookie, showing) for cookie in cookies])
            whole = (time.perf_counter() - begun) * 1000
            say(f"{what}, all at once", taken, f"all done after {whole:.0f} ms, {whole / len(cookies):.1f} ms each")


async def listen(port: int, channel: str, key: str, listener: str) -> Stream:
    token = stream_address.sign(channel, key=key, listener=listener)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /?stream={token} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    status = await reader.readline()
    if b"200" not in status:
        sys.exit(f"A stream was refused: {status!r}")
    while b"retry:" not in await reader.readline():
        pass
    return reader, writer


async def next_event(stream: Stream, name: bytes = b"step") -> float:
    # Not what a stream begins with: that one may have missed something.
    while b'"%s"' % name not in (line := await stream[0].readline()):
        if not line:
            sys.exit("A stream has ended.")
    return time.perf_counter()


async def fetch(port: int, subject: str, cookie: str, showing: int) -> float:
    return await fetch_part(port, f"/d/{subject}/room/?showing={showing}&keeps=0", cookie, "room-now")


async def fetch_part(port: int, path: str, cookie: str, target: str = "") -> float:
    """Milliseconds until the part of a page that a browser's htmx asks for is here; without a target, of a page."""
    begun = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    asks = f"HX-Request: true\r\nHX-Target: {target}\r\n" if target else ""
    head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nAccept-Encoding: gzip\r\n"
    writer.write(f"{head}{asks}Connection: close\r\n\r\n".encode())
    answer = await reader.read()
    if b" 200 " not in answer[:40]:
        sys.exit(f"The page answered {answer[:200]!r}")
    writer.close()
    return (time.perf_counter() - begun) * 1000


def say(what: str, milliseconds: list[float], note: str) -> None:
    cut = quantiles(milliseconds, n=100)
    print(f"  {what:48} p50 {cut[49]:7.1f} ms   p95 {cut[94]:7.1f} ms   {note}", flush=True)


if __name__ == "__main__":
    main()
