"""Every page in a browser, light and dark, wide and narrow: it answers, the console is silent, nothing runs over the
edge, and axe finds nothing. Pages are collected from the addresses of the product: a new one is here by itself.

A page is loaded wide and then made narrow, the next one loaded narrow and made wide. axe sees it in one of the four
looks, its neighbours in the others, so that what all pages share is seen in all; ALL_LOOKS=1 shows axe every page in
every look, and is set before a release."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django import DjangoDbBlocker

from accounts.isolation import scope
from accounts.models import Role, User
from accounts.workspaces import create_workspace
from tests.conftest import make_leader, person_adder
from tests.database_plugin import rows_outlast_tests
from tests.e2e.conftest import joined
from tests.e2e.looks import ALL_LOOKS
from tests.e2e.stories import tell_story
from tests.e2e.windows import NARROW, WIDE, overflow, resize
from tests.routes import IN_A_SESSION, IN_WORKSPACE, KEYED_BY_PK, ROUTES

# Answers that are no page: a file, or data.
FILES = {
    "stakeholders:import-sample": "text/csv; charset=utf-8",
    "stakeholders:import-reasons": "text/csv; charset=utf-8",
    "stakeholders:map-data": "application/json",
    "stakeholders:network-data": "application/json",
    "discussions:calendar": "text/calendar; charset=utf-8",
    "impact:issued-pdf": "application/pdf",
    "impact:contribution-file": "application/octet-stream",
    "impact:attribution-figures": "text/csv; charset=utf-8",
    "impact:journeys-problems": "text/csv; charset=utf-8",
    "impact:journeys-sample": "text/csv; charset=utf-8",
    "impact:file-problems": "text/csv; charset=utf-8",
    "impact:file-sample": "text/csv; charset=utf-8",
    "discussions:synthesis-table": "text/csv; charset=utf-8",
    "discussions:synthesis-pdf": "application/pdf",
    "discussions:synthesis-markdown": "text/markdown; charset=utf-8",
    "planning:session-board": "application/json",
}
PAGES = sorted(name for name in IN_WORKSPACE - FILES.keys() if "GET" in ROUTES[name].methods)
# One story and one browser serve a part of the product; what is not named here is about one person.
PARTS = {
    "bulk": "register", "find": "register", "new": "register", "register": "register",
    "map": "map", "map-move": "map", "map-moves": "map",
    "network": "network", "network-person": "network", "tie-edit": "network", "tie-new": "network",
    "chart": "map", "chart-branch": "map", "matrix": "map", "matrix-desired": "map",
    "exports": "imports", "import": "imports", "import-new": "imports", "imports": "imports",
}  # fmt: skip
# What is too little for a story of its own is seen with another part.
WITH = {"mail": "accounts", "today": "checkins"}
# The same pages in other states; {…} are keys of the story.
STATES = {
    "register": ["stakeholders/?segment=detractor&sort=-influence", "stakeholders/?q=zzzz", "find/?q=a"],
    "person": ["stakeholders/{unjudged}/", "stakeholders/{stakeholder}/assess/?quick=1&influence=4&interest=4"],
    "map": ["map/?who={stakeholder}", "map/?q=zzzz", "map/?present=1", "map/?at=2025-12-01"],
    "imports": [
        "imports/{applied}/", "imports/{failed}/", "imports/{import}/?show=left_out", "imports/{import}/?show=update",
    ],
    "network": ["network/?who={stakeholder}", "network/?colour=department"],
    "accounts": ["audit/?q=Marcus"],
    "planning": [
        "requests/?show=declined", "requests/?show=accepted", "requests/{declined_request}/",
        "sessions/{ended-session}/",
        "goals/?show=coming", "goals/?show=all", "alignment/stakeholders/{unjudged}/", "playbook/?segment=unknown",
        "playbook/for/{unjudged}/",
    ],
    "discussions": [
        "discuss/guides/{guide}/?for=detractor", "discuss/guides/{guide}/preview/?for=unknown",
        "discuss/{live}/room/", "discuss/{live}/room/wall/",
    ],
    "checkins": [
        "check-ins/?who=mine&segment=champion", "check-ins/{held_check_in}/", "check-ins/{skipped_check_in}/",
        "check-ins/{held_check_in}/log/", "check-ins/holidays/new/?list", "check-ins/people/{unjudged}/",
        "check-ins/calendar/?month=2027-02", "check-ins/changes/?show=all", "check-ins/changes/what-if/{goal}/?to=2",
    ],
    "impact": [
        "impact/explore/?metric={score}&metric={metric}&in_one=1", "impact/metrics/?q=zzzz",
        "impact/metrics/{score}/", "impact/metrics/{unmeasured}/",
        "impact/metrics/{score}/observe/", "impact/metrics/{metric}/observe/?on=2026-01-01",
        "impact/metrics/new/?from=nps", "impact/initiatives/{bare_initiative}/",
        "impact/files/{stored_file}/", "impact/files/{unread_file}/",
        "impact/attribution/{journey-set}/behind/?channel=Email&model=time_decay",
        "impact/attribution/{journey-set}/behind/?channel=Email&model=markov_with_nulls",
        "impact/attribution/?show=taken_back", "impact/attribution/{taken_back_set}/",
        "impact/audiences/new/?from=cfo", "impact/audiences/?show=retired",
        "impact/returns/{investor}/", "impact/reports/{to_one}/", "impact/reports/{to_one}/preview/",
        "impact/attribution/files/{unread_journeys}/", "impact/attribution/files/{asked_journeys}/",
    ],
}  # fmt: skip
# What somebody sees who is not signed in.
OUTSIDE = [
    "/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/login/code/",
    "/invitations/{token}/", "/inbox/",
]  # fmt: skip
# What somebody sees who is, outside of any workspace.
OWN = [
    "/workspaces/new/", "/accounts/email/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/logout/",
    "/styleguide/",
]  # fmt: skip
EMPTY = [
    "stakeholders/", "map/", "map/?present=1", "map/engagement/", "map/organisation/", "network/", "imports/",
    "export/", "goals/", "alignment/", "alignment/departments/", "discuss/", "discuss/guides/",
    "discuss/commitments/", "impact/", "impact/metrics/", "impact/files/", "impact/initiatives/",
    "impact/tokens/", "impact/attribution/", "impact/explore/", "impact/reports/", "impact/audiences/",
    "impact/reports/new/", "impact/returns/", "check-ins/", "today/", "check-ins/changes/", "check-ins/calendar/",
    "requests/", "sessions/",
]  # fmt: skip
Window = tuple[int, int]
LOOKS = [[(WIDE, "light")], [(NARROW, "dark")], [(WIDE, "dark")], [(NARROW, "light")]]
if ALL_LOOKS:
    LOOKS = [[look for looks in LOOKS for look in looks]]
# A page is loaded in the window that the one before was left in, which has not to be drawn again.
WINDOWS = [(WIDE, NARROW), (NARROW, WIDE)]


@dataclass(frozen=True)
class Told:
    """A workspace with one of everything, and another that is as new; the leader is of both."""

    leader: User
    executive_of_the_empty: User
    story: dict[str, object]


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker: DjangoDbBlocker) -> Iterator[Told]:
    """Told once: pages are only looked at."""
    with django_db_blocker.unblock(), rows_outlast_tests(__name__):
        leader = make_leader()
        workspace = create_workspace("Northwind Instruments", leader=leader, slug="northwind")
        member = joined(workspace, leader, "sam@northwind.example", "Sam Ferris", Role.MEMBER)
        with scope(workspace=workspace.pk, user=leader.pk):
            story = tell_story(person_adder(workspace, leader), workspace, leader, member)
        empty = create_workspace("Empty Instruments", leader=leader, slug="empty")
        executive = joined(empty, leader, "aiko@northwind.example", "Aiko Tanabe", Role.EXECUTIVE)
        yield Told(leader, executive, story)


@pytest.fixture
def leader(told: Told) -> User:
    return told.leader


@pytest.fixture
def story(told: Told) -> dict[str, object]:
    return told.story


@pytest.fixture
def tour(open_page, leader, axe) -> Callable[..., list[str]]:
    """`tour([address, …])`: what is wrong with these pages, seen one after another in one browser."""

    def seen(addresses: list[str], *, user: User | None = leader, status: int = 200) -> list[str]:
        page = open_page("about:blank", user=user)
        return [
            f"{address}: {trouble}"
            for address, looks, windows in zip(addresses, cycle(LOOKS), cycle(WINDOWS), strict=False)
            for trouble in troubles_of(page, address, looks, windows, axe, status)
        ]

    return seen


def troubles_of(
    page: Page, address: str, looks: list[tuple[Window, str]], windows: tuple[Window, Window], axe, status: int
) -> list[str]:
    page.set_viewport_size({"width": windows[0][0], "height": windows[0][1]})
    page.emulate_media(color_scheme=looks[0][1])
    answer = page.goto(address)
    assert answer is not None
    if answer.status != status:
        return [f"answered {answer.status}"]
    found = []
    for size in windows:
        resize(page, size)
        found += [f"{size[0]} px: {trouble}" for trouble in overflow(page)]
        for scheme in (scheme for seen, scheme in looks if seen == size):
            page.emulate_media(color_scheme=scheme)
            found += [f"{size[0]} px, {scheme}: {trouble}" for trouble in axe(page, all_rows=False)]
    return found


def part_of(name: str) -> str:
    app, _, page = name.partition(":")
    return PARTS.get(page, "person") if app == "stakeholders" else WITH.get(app, app)


def address_of(name: str, story: dict[str, object]) -> str:
    kwargs: dict[str, object] = {"slug": "northwind"}
    if (key := ROUTES[name].key) in IN_A_SESSION:
        kwargs |= {"pk": story["session"], IN_A_SESSION[key]: story[key]}
    if ROUTES[name].key in KEYED_BY_PK:
        kwargs["pk"] = story[ROUTES[name].key]
    elif ROUTES[name].key == "shift":
        kwargs |= {"pk": story["discussion"], "answer": story["answer"]}
    elif ROUTES[name].key == "idea":
        kwargs |= {"pk": story["discussion"], "idea": story["idea"]}
    elif ROUTES[name].key == "segment":
        kwargs["segment"] = "champion"
    elif ROUTES[name].key == "built-in":
        kwargs["key"] = "week"
    return reverse(name, kwargs=kwargs)


@pytest.mark.parametrize("part", sorted({*map(part_of, PAGES)}))
def test_pages(tour, story, part: str) -> None:
    pages = [address_of(name, story) for name in PAGES if part_of(name) == part]
    assert tour(pages + ["/w/northwind/" + state.format(**story) for state in STATES.get(part, [])]) == []


def test_pages_of_an_empty_workspace(tour) -> None:
    assert tour([f"/w/empty/{path}" for path in EMPTY]) == []


def test_pages_outside_of_a_workspace(tour, story) -> None:
    assert tour([path.format(**story) for path in OUTSIDE], user=None) == []
    assert tour(OWN) == []


def test_pages_that_are_refused(tour, told, troubles) -> None:
    troubles.expect("403")
    troubles.expect("404")
    assert tour(["/w/empty/"], user=told.executive_of_the_empty) == []
    assert tour(["/w/empty/map/"], user=told.executive_of_the_empty, status=403) == []
    assert tour(["/w/nowhere/map/"], status=404) == []


def test_files(open_page, story) -> None:
    page = open_page("about:blank")
    for name, kind in FILES.items():
        answer = page.request.get(address_of(name, story))
        assert (answer.status, answer.headers["content-type"]) == (200, kind), name


def test_palette(open_page, story, axe) -> None:
    page = open_page("/w/northwind/stakeholders/")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Find anyone or any page")).to_be_focused()
    # All at once: an answer to the first letter alone would be replaced while one steps through it.
    page.get_by_role("combobox", name="Find anyone or any page").fill("ar")
    expect(page.locator("[data-palette-status]")).to_have_text(re.compile(r"^\d+ found$"))
    options = page.locator("#palette").get_by_role("option")
    expect(options.filter(has_text="Marcus Hale")).to_be_visible()
    assert troubles_of_what_is_open(page, axe) == []
    names = options.all_inner_texts()
    at = next(number for number, name in enumerate(names) if "Marcus Hale" in name)
    for _step in range(at + 1):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(page.locator('#palette [aria-selected="true"]')).to_contain_text("Marcus Hale")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.press("Control+k")
    # Faster than the answer: Enter goes where the words lead, not where the last answer did.
    page.keyboard.type("Marcus Hale")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/w/northwind/stakeholders/{story['stakeholder']}/$"))


def test_panel(open_page, story, axe) -> None:
    page = open_page("/w/northwind/stakeholders/")
    opener = page.get_by_role("link", name="Add a stakeholder")
    opener.focus()
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading", name="Add a stakeholder")).to_be_visible()
    expect(panel.get_by_label("Name", exact=False).first).to_be_focused()
    assert troubles_of_what_is_open(page, axe) == []
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(opener).to_be_focused()


def troubles_of_what_is_open(page: Page, axe) -> list[str]:
    found = [*axe(page), *overflow(page)]
    page.emulate_media(color_scheme="dark")
    resize(page, NARROW)
    return [*found, *axe(page), *overflow(page)]
