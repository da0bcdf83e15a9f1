"""Screens that follow a room: the live process beside the test's server, and phones that hear nothing but by it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings as configured
from playwright.sync_api import Page

from tests.config.test_live import free_port, wait_for

ROOT = Path(__file__).parents[2]


def is_up(address: str) -> bool:
    try:
        return urlopen(f"{address}healthz", timeout=2).status == 200
    except OSError:
        return False


@pytest.fixture
def live_streams(live_server, settings) -> Iterator[None]:
    """The live process beside the test's server, named to its pages."""
    port = free_port()
    settings.LIVE_URL = f"http://localhost:{port}/"
    policy = deepcopy(configured.CONTENT_SECURITY_POLICY)
    policy["DIRECTIVES"]["connect-src"] = [*policy["DIRECTIVES"]["connect-src"], f"http://localhost:{port}"]
    settings.CONTENT_SECURITY_POLICY = policy
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface=asgi", f"--port={port}", "--no-ws", "--log-level=error",
         "--workers-kill-timeout=2", "config.live:app"],
        cwd=ROOT,
        env={**os.environ, "SECRET_KEY": configured.SECRET_KEY, "BASE_URL": live_server.url},
    )  # fmt: skip
    try:
        wait_for(lambda: is_up(settings.LIVE_URL))
        yield
    finally:
        process.terminate()
        process.wait(20)


# Without a stream a page is polled every five seconds: here nothing comes but by the stream.
WITHOUT_POLLS = """
    const begin = window.setInterval;
    window.setInterval = (act, every, ...more) => (every === 5000 ? 0 : begin(act, every, ...more));
"""


def enter(open_page, door: str, *, reduced_motion: bool) -> Page:
    """Browsers are told apart by their options: each of them keeps the cookie of its own door."""
    page = open_page("about:blank", user=None, width=390, touch=True, reduced_motion=reduced_motion)
    page.add_init_script(WITHOUT_POLLS)
    page.goto(door)
    page.get_by_role("button").first.click()
    return page
