"""A real browser on a real server: system Chromium where there is one, any error in its console fails the test."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.signals import request_finished, request_started
from django.http import HttpRequest, HttpResponseBase
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from accounts.isolation import scope
from accounts.models import Membership, Role, User, Workspace
from tests.conftest import make_user, sign_in_as
from tests.e2e.looks import AXE, SCRIPT, violations
from tests.e2e.streams import live_streams  # noqa: F401 - a fixture of all that follow a room

# Machines that run tests are busy; what is waited for comes at once or never.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)
HEIGHTS = {1440: 900, 390: 844}
LONGEST = ("tests/e2e/", "tests/config/test_up.py", "tests/test_routes.py", "tests/impact/views/test_kept_pages.py")


@pytest.fixture
def inside(workspace: Workspace, leader: User) -> Callable[[], Any]:
    """`with inside():` shows and stores rows of the workspace: a browser's test has no transaction around it."""

    @contextmanager
    def entered() -> Iterator[None]:
        with scope(workspace=workspace.pk, user=leader.pk):
            yield

    return entered


def joined(workspace: Workspace, leader: User, email: str, name: str, role: Role) -> User:
    user = make_user(email, name)
    with scope(workspace=workspace.pk, user=leader.pk):
        Membership.objects.create(workspace=workspace, user=user, role=role)
    return user


@pytest.fixture
def member(workspace: Workspace, leader: User) -> User:
    return joined(workspace, leader, "sam@northwind.example", "Sam Ferris", Role.MEMBER)


@pytest.fixture
def executive(workspace: Workspace, leader: User) -> User:
    return joined(workspace, leader, "aiko@northwind.example", "Aiko Tanabe", Role.EXECUTIVE)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests first of all: no worker is left with one of them when the others are done. As long as there are
    others, one worker has all pages: one browser has fetched their files, one process knows their inks."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


class Troubles(list[str]):
    """What went wrong in the browser; a test may say that it provokes some of it."""

    expected: tuple[str, ...] = ()

    def expect(self, part: str) -> None:
        self.expected += (part,)

    @property
    def unexpected(self) -> list[str]:
        return [trouble for trouble in self if not any(part in trouble for part in self.expected)]


@pytest.fixture
def troubles() -> Iterator[Troubles]:
    found = Troubles()
    yield found
    assert found.unexpected == [], "\n".join(found.unexpected)


@pytest.fixture(scope="session")
def beside_pages() -> Iterator[None]:
    """What the live server answers that is no page. Browsers ask once for a script: where files are as young as a
    clone, they would ask again with every page. There is no live process: an empty answer tells them not to ask again.
    axe comes from here too: a browser reads half a megabyte of script once, and not with each page that it is run in.
    """
    serve, call = StaticFilesHandler.serve, StaticFilesHandler.__call__

    def kept(self: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
        response = serve(self, request)
        response.headers["Cache-Control"] = "max-age=3600"
        return response

    def beside(self: StaticFilesHandler, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/live/":
            start_response("204 No Content", [])
            return []
        if environ["PATH_INFO"] == AXE:
            start_response("200 OK", [("Content-Type", "text/javascript"), ("Cache-Control", "max-age=3600")])
            return [SCRIPT]
        return call(self, environ, start_response)

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(StaticFilesHandler, "serve", kept)
        monkeypatch.setattr(StaticFilesHandler, "__call__", beside)
        yield


@pytest.fixture(scope="session")
def used_contexts(
    django_db_setup, chromium: Browser, beside_pages, live_server
) -> Iterator[dict[tuple[object, ...], BrowserContext]]:
    """Browsers that tests use one after another: a new one has all scripts, styles and fonts to fetch again.
    Closed before the server, whose threads would else keep the database from being dropped."""
    contexts: dict[tuple[object, ...], BrowserContext] = {}
    yield contexts
    for context in contexts.values():
        context.close()


class Requests:
    """Counts what the server is answering: a page that is closed leaves requests behind, and their rows locked."""

    def __init__(self) -> None:
        self.running: set[int] = set()
        request_started.connect(self._started)
        request_finished.connect(self._finished)

    def _started(self, **_kwargs: object) -> None:
        self.running.add(threading.get_ident())

    def _finished(self, **_kwargs: object) -> None:
        self.running.discard(threading.get_ident())

    def wait_until_answered(self) -> None:
        until = time.monotonic() + 10
        while self.running and time.monotonic() < until:
            time.sleep(0.01)


@pytest.fixture(scope="session")
def requests() -> Requests:
    return Requests()


@pytest.fixture
def open_page(
    chromium: Browser, used_contexts, live_server, requests: Requests, leader: User, troubles: Troubles
) -> Iterator[Callable[..., Page]]:
    """`open_page("/w/northwind/map/", width=390, scheme="dark", touch=True)`: signed in as the leader by default."""
    pages: list[Page] = []

    def opened(
        path: str,
        *,
        user: User | None = leader,
        width: int = 1440,
        scheme: str = "light",
        touch: bool = False,
        javascript: bool = True,
        reduced_motion: bool = True,
    ) -> Page:
        options = {
            "has_touch": touch,
            "java_script_enabled": javascript,
            "reduced_motion": "reduce" if reduced_motion else "no-preference",
        }
        key = tuple(options.values())
        if key not in used_contexts:
            used_contexts[key] = chromium.new_context(base_url=live_server.url, accept_downloads=True, **options)
            used_contexts[key].set_default_timeout(PATIENCE)
        context = used_contexts[key]
        context.clear_cookies()
        if user is not None:
            session = sign_in_as(user).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 900)})
        page.emulate_media(color_scheme=scheme)
        page.on("console", lambda message: _heard(message, troubles))
        page.on("pageerror", lambda error: troubles.append(f"uncaught: {error}\n{error.stack}"))
        page.goto(path)
        return page

    yield opened
    for page in pages:
        if page.url.startswith(live_server.url):
            page.evaluate("localStorage.clear()")
        page.close()
    requests.wait_until_answered()


def _heard(message: ConsoleMessage, troubles: Troubles) -> None:
    # Violations of the Content-Security-Policy arrive as errors too.
    if message.type == "error":
        troubles.append(f"{message.text} ({message.location.get('url', '')})")


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """`axe(page)`: every violation with the elements that show it; an empty list when there is none."""
    return violations
