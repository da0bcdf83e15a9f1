"""The live process, run as it runs in production: a granian process of its own, real Redis, real connections."""

import base64
import http.client
import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
import redis
from django.db import transaction
from playwright.sync_api import Browser

from config.live import MAX_PER_ADDRESS, allowed_origins
from web import live, stream_address

ROOT = Path(__file__).parents[2]
KEY = "tests-only"

# Who comes so soon after the process has begun to listen to Redis is told to fetch again.
RIGHT_AFTER = 0.7


def free_port() -> int:
    """None of those that are given to whoever asks for just any port, as another test may before this one is used."""
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


@dataclass
class LiveProcess:
    port: int
    pages: str
    opened: list[http.client.HTTPConnection | http.client.HTTPResponse] = field(default_factory=list)

    def connect(self, channel: str, headers: dict[str, str] | None = None, token: str | None = None, age: int = 0):
        token = token or stream_address.sign(channel, key=KEY)
        return self.get(f"/?stream={token}&age={age}", {"Origin": self.pages} | (headers or {}))

    def get(self, path: str, headers: dict[str, str] | None = None, method: str = "GET"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, headers=headers or {})
        response = connection.getresponse()
        self.opened += [response, connection]
        return response

    def close(self) -> None:
        for one in self.opened:
            one.close()
        self.opened.clear()


@pytest.fixture
def process(live_process: LiveProcess) -> Iterator[LiveProcess]:
    yield live_process
    live_process.close()


@pytest.fixture(scope="module")
def live_process() -> Iterator[LiveProcess]:
    port, pages = free_port(), f"http://localhost:{free_port()}"
    granian = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", "--interface=asgi", f"--port={port}", "--no-ws"),
            *("--log-level=warning", "--workers-kill-timeout=2", "config.live:app"),
        ],
        cwd=ROOT,
        env={**os.environ, "SECRET_KEY": KEY, "BASE_URL": pages},
    )
    started = LiveProcess(port, pages)

    def healthy() -> bool:
        try:
            return started.get("/healthz").status == 200
        except OSError:
            return False
        finally:
            started.close()

    try:
        wait_for(healthy)
        time.sleep(RIGHT_AFTER)
        yield started
    finally:
        granian.terminate()
        assert granian.wait(20) == 0


def read_event(response: http.client.HTTPResponse) -> dict[str, str]:
    """The fields of the next event, comments aside."""
    fields: dict[str, str] = {}
    while True:
        line = response.readline().decode().rstrip("\n")
        if not line and fields:
            return fields
        name, _, value = line.partition(": ")
        if name:
            fields[name] = value


def test_event_reaches_those_who_listen_and_nobody_else(process: LiveProcess) -> None:
    mine, other = process.connect("w:one"), process.connect("w:two")
    assert (mine.status, mine.getheader("content-type")) == (200, "text/event-stream; charset=utf-8")
    assert mine.getheader("cache-control") == "no-store"
    assert mine.getheader("access-control-allow-origin") == process.pages
    for response in (mine, other):
        assert read_event(response).keys() == {"retry", "id"}
    live._send("w:one", "assessed")
    live._send("w:two", "renamed")
    assert json.loads(read_event(mine)["data"]) == {"event": "assessed"}
    assert json.loads(read_event(other)["data"]) == {"event": "renamed"}


def test_whoever_comes_back_is_told_to_fetch_again(process: LiveProcess) -> None:
    response = process.connect("w:back", {"Last-Event-ID": "17"})
    assert read_event(response).keys() == {"retry", "id"}
    assert json.loads(read_event(response)["data"]) == {"event": "refetch"}


def test_whoever_comes_late_is_told_to_fetch_what_changed_since(process: LiveProcess) -> None:
    live._send("w:late", "step")
    time.sleep(0.8)
    for age in (1_000, 10_000_000):
        late = process.connect("w:late", age=age)
        assert read_event(late).keys() == {"retry", "id"}
        assert json.loads(read_event(late)["data"]) == {"event": "refetch"}
    in_time = process.connect("w:late", age=50)
    assert read_event(in_time).keys() == {"retry", "id"}
    live._send("w:late", "answers")
    assert json.loads(read_event(in_time)["data"]) == {"event": "answers"}


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "ä.ö",
        "W10.abc",
        stream_address.sign("w:one", key="another key"),
        stream_address.sign("w:one", key=KEY, now=time.time() - stream_address.LIFETIME - 3601),
        stream_address.sign("w:one", key=KEY)[:-1] + "-",
    ],
)
def test_address_not_signed_by_us_or_expired_is_refused(process: LiveProcess, token: str) -> None:
    response = process.get(f"/?stream={quote(token)}", {"Origin": process.pages})
    assert response.status == 403
    assert response.getheader("access-control-allow-origin") == process.pages


def test_other_sites_pages_are_refused(process: LiveProcess) -> None:
    response = process.connect("w:one", {"Origin": "https://elsewhere.example"})
    assert (response.status, response.getheader("access-control-allow-origin")) == (403, None)


def test_only_get(process: LiveProcess) -> None:
    assert process.get("/", method="POST").status == 405


def test_one_address_opens_so_many_streams_and_no_more(process: LiveProcess) -> None:
    held = [process.connect("w:many") for _ in range(MAX_PER_ADDRESS)]
    assert {response.status for response in held} == {200}
    refused = process.connect("w:many")
    assert (refused.status, refused.getheader("retry-after")) == (503, "60")
    process.close()
    wait_for(lambda: process.connect("w:many").status == 200)


def test_each_listener_of_a_full_room_has_an_address(process: LiveProcess) -> None:
    tokens = [stream_address.sign("w:room", key=KEY, listener=f"invitation {n}") for n in range(MAX_PER_ADDRESS + 1)]
    assert len(set(tokens)) == MAX_PER_ADDRESS + 1
    assert {process.connect("w:room", token=token).status for token in tokens} == {200}
    read = stream_address.read(tokens[0], key=KEY)
    assert (read.channel, "invitation" in base64.urlsafe_b64decode(f"{tokens[0].partition('.')[0]}==").decode()) == (
        "w:room",
        False,
    )


def test_redis_restarting_its_connections_loses_nobody(process: LiveProcess) -> None:
    response = process.connect("w:gap")
    read_event(response)
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        assert client.client_kill_filter(_type="pubsub", skipme=True) >= 1
    assert json.loads(read_event(response)["data"]) == {"event": "refetch"}
    live._send("w:gap", "assessed")
    assert json.loads(read_event(response)["data"]) == {"event": "assessed"}
    time.sleep(RIGHT_AFTER)


def test_publish_waits_for_the_commit(process: LiveProcess, transactional_db: None) -> None:
    response = process.connect("w:commit")
    read_event(response)
    with transaction.atomic():
        live.publish("w:commit", "second")
        live._send("w:commit", "first")
    assert [json.loads(read_event(response)["data"])["event"] for _ in range(2)] == ["first", "second"]


def test_publish_survives_a_missing_redis(settings, caplog: pytest.LogCaptureFixture, transactional_db: None) -> None:
    settings.REDIS_URL = "unix:///nonexistent/redis.sock?db=0"
    live.publish("w:one", "assessed")
    assert [record.getMessage() for record in caplog.records] == ["live event not sent: ConnectionError"]


@pytest.mark.parametrize("channel", ["", "Upper", "a b", "a*", "a" * 121, "ä", ":a"])
def test_channel_names_are_plain(channel: str) -> None:
    with pytest.raises(ValueError, match="is no channel name"):
        live.stream_url(channel)
    with pytest.raises(ValueError, match="is no channel name"):
        live.publish(channel, "assessed")


def test_stream_address(settings) -> None:
    settings.LIVE_URL = "https://coalition.example/live/"
    address = urlsplit(live.stream_url("w:one"))
    assert (address.netloc, address.path) == ("coalition.example", "/live/")
    stream = stream_address.read(address.query.removeprefix("stream="), key=settings.SECRET_KEY)
    assert stream.channel == "w:one"
    assert 12 * 3600 < stream.expires - time.time() <= 13 * 3600


def test_stream_address_is_the_same_within_the_hour() -> None:
    hour = 500_000 * 3600
    first = stream_address.sign("w:one", key=KEY, now=hour)
    assert stream_address.sign("w:one", key=KEY, now=hour + 3599) == first
    assert stream_address.sign("w:one", key=KEY, now=hour + 3600) != first


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("unix:///tmp/x/redis.sock?db=3", "coalition:live:3:w:one"),
        ("redis+socket:///tmp/x/redis.sock?virtual_host=3", "coalition:live:3:w:one"),
        ("redis://:secret@redis:6379/2", "coalition:live:2:w:one"),
        ("redis://redis:6379", "coalition:live:0:w:one"),
    ],
)
def test_redis_channel_is_apart_for_each_database_number(url: str, name: str) -> None:
    assert stream_address.redis_channel("w:one", url) == name


def test_celerys_socket_address_is_understood() -> None:
    assert stream_address.client_url("redis+socket:///x.sock?virtual_host=3") == "unix:///x.sock?db=3"


def test_allowed_origins() -> None:
    assert allowed_origins("https://coalition.example/") == {"https://coalition.example"}
    assert allowed_origins("http://localhost:8000") == {
        "http://localhost:8000",
        "http://127.0.0.1:8000",
        "http://[::1]:8000",
    }


PAGE = """<!doctype html><title>live</title>
<div id="a" data-live="{address}"></div>
<div id="b" data-live="{address}" data-live-refresh=".row"><p class="row"></p><p class="row"></p></div>
<div id="choosy" data-live="{address}" data-live-on="step" data-live-pause="600"></div>
<div id="refused" data-live="{refused}"></div>
<script type="module" src="/static/js/live.js"></script>"""


LISTENING = """
    window.heard = [];
    document.addEventListener("live", (event) => window.heard.push(event.target.id || event.target.className));
    window.streams = [];
    window.EventSource = class extends EventSource {
        constructor(address) { super(address); window.streams.push(this); }
    };
"""


def test_page_hears_events_polls_without_a_stream_and_lets_go(
    process: LiveProcess, chromium: Browser, tmp_path: Path
) -> None:
    base = f"http://127.0.0.1:{process.port}/?stream="
    (tmp_path / "static").symlink_to(ROOT / "static")
    page_text = PAGE.format(address=base + stream_address.sign("w:page", key=KEY), refused=base + "refused")
    (tmp_path / "index.html").write_text(page_text)

    class Quiet(SimpleHTTPRequestHandler):
        def __init__(self, *arguments) -> None:
            super().__init__(*arguments, directory=str(tmp_path))

        def log_message(self, *arguments) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", urlsplit(process.pages).port or 0), Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        context = chromium.new_context()
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.add_init_script(LISTENING)
        with page.expect_response(lambda answer: "?stream=" in answer.url and answer.ok):
            page.goto(process.pages)
        # A stream that was slow to open asks, as it opens, for what went by unheard.
        page.wait_for_function("streams.some((stream) => stream.readyState === EventSource.OPEN)")
        page.evaluate("heard.length = 0")
        live._send("w:page", "assessed")
        page.wait_for_function("heard.filter((name) => name !== 'refused').length === 3")
        assert page.evaluate("heard.filter((name) => name !== 'refused')") == ["a", "row", "row"]
        # The refused stream polls; the open one does not.
        page.wait_for_function("heard.includes('refused')")
        assert page.evaluate("heard.filter((name) => name !== 'refused').length") == 3
        # An element that left the page hears nothing; one that came later does.
        page.evaluate("""() => {
            const element = document.getElementById('a');
            const later = Object.assign(document.createElement('div'), {id: 'later'});
            later.dataset.live = element.dataset.live;
            element.replaceWith(later);
            document.getElementById('b').remove();
            heard.length = 0;
        }""")
        live._send("w:page", "assessed")
        page.wait_for_function("heard.includes('later')")
        assert page.evaluate("heard.filter((name) => name !== 'refused')") == ["later"]
        # One that names events hears only those; of many within its pause the first, and then the others as one.
        page.evaluate("heard.length = 0")
        for _ in range(4):
            live._send("w:page", "step")
        page.wait_for_function("heard.filter((name) => name === 'choosy').length === 2")
        page.wait_for_timeout(800)
        assert page.evaluate("heard.filter((name) => name === 'choosy').length") == 2
        page.evaluate("for (const element of document.querySelectorAll('[data-live]')) element.remove()")
        page.wait_for_function("streams.every((stream) => stream.readyState === EventSource.CLOSED)")
        context.close()
    finally:
        server.shutdown()
        server.server_close()
