"""Every page in a browser, light and dark, wide and narrow: it answers, the console is silent, nothing runs over the
edge, and axe finds nothing. Pages are collected from the addresses of the product: a new one is here by itself."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.e2e.stories import tell_story
from tests.test_routes import KEYED_BY_PK, ROUTES, routes

# Answers that are no page: a file, or data.
FILES = {
    "stakeholders:import-sample": "text/csv; charset=utf-8",
    "stakeholders:import-reasons": "text/csv; charset=utf-8",
    "stakeholders:map-data": "application/json",
}
PAGES = sorted(
    name for name in routes() if ":" in name and "GET" in ROUTES[name].methods and name not in {*FILES, "demo-sign-in"}
)
# The same page in other states; {…} are keys of the story.
STATES = {
    "register, filtered": "stakeholders/?segment=detractor&sort=-influence",
    "register, nobody matches": "stakeholders/?q=zzzz",
    "a person who is not assessed": "stakeholders/{unjudged}/",
    "assess, quick": "stakeholders/{stakeholder}/assess/?quick=1&influence=4&interest=4",
    "find": "find/?q=a",
    "map with a person": "map/?who={stakeholder}",
    "map, filtered to nobody": "map/?q=zzzz",
    "presentation": "map/?present=1",
    "map of the past": "map/?at=2025-12-01",
    "import applied": "imports/{applied}/",
    "import failed": "imports/{failed}/",
    "import, what is left out": "imports/{import}/?show=left_out",
    "import, what changes": "imports/{import}/?show=update",
    "audit, filtered": "audit/?q=Marcus",
}
# What somebody sees who is not signed in, or outside of any workspace.
OUTSIDE = {
    "front door": ("/", False),
    "sign in": ("/accounts/login/", False),
    "sign up": ("/accounts/signup/", False),
    "forgotten password": ("/accounts/password/reset/", False),
    "sign in by code": ("/accounts/login/code/", False),
    "invitation": ("/invitations/{token}/", False),
    "new workspace": ("/workspaces/new/", True),
    "e-mail addresses": ("/accounts/email/", True),
    "password": ("/accounts/password/change/", True),
    "two factors": ("/accounts/2fa/", True),
    "sign out": ("/accounts/logout/", True),
    "styleguide": ("/styleguide/", True),
}
EMPTY = ["stakeholders/", "map/", "map/?present=1", "map/engagement/", "map/organisation/", "imports/", "export/"]
# Dark and light differ by colours alone, so the other rules are asked once.
COLOURS = ("color-contrast", "link-in-text-block")


@pytest.fixture
def story(inside, workspace, leader, member, add_person) -> dict[str, object]:
    with inside():
        return tell_story(add_person, workspace, leader, member)


@pytest.fixture
def look(open_page, axe) -> Callable[..., list[str]]:
    """`look(address)`: what is wrong with a page in any of its four looks."""

    def looked(address: str, *, status: int = 200, **options) -> list[str]:
        page = open_page("about:blank", **options)
        found = []
        for width, height in ((1440, 900), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme="light")
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == status, f"{address} answered {answer.status}"
            settle(page)
            found += [f"{width} px: {trouble}" for trouble in (*overflow(page), *axe(page))]
            turn_dark(page)
            found += [f"{width} px, dark: {trouble}" for trouble in axe(page, *COLOURS)]
        return found

    return looked


def turn_dark(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    # Colours pass over in 120 ms; half-way they are neither theme's.
    page.evaluate("document.getAnimations().forEach((one) => { if (one instanceof CSSTransition) one.finish(); })")


def settle(page: Page) -> None:
    if page.locator("[data-map]").count():
        page.wait_for_selector("[data-map].is-live")


def overflow(page: Page) -> list[str]:
    """The elements that stand over the right edge of the document, if it can be scrolled sideways."""
    return page.evaluate(
        """() => {
            const wide = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= wide) return [];
            const stands = (element) => element.getBoundingClientRect().right > wide + 1;
            const over = [...document.querySelectorAll("body *")].filter(stands);
            return over.slice(-3).map((e) => `over the edge: ${e.outerHTML.slice(0, 160)}`).concat("scrolls sideways");
        }"""
    )


def address_of(name: str, story: dict[str, object]) -> str:
    kwargs: dict[str, object] = {"slug": "northwind"}
    if ROUTES[name].key in KEYED_BY_PK:
        kwargs["pk"] = story[ROUTES[name].key]
    return reverse(name, kwargs=kwargs)


@pytest.mark.parametrize("name", PAGES)
def test_page(look, story, name: str) -> None:
    assert look(address_of(name, story)) == []


@pytest.mark.parametrize("state", STATES)
def test_page_in_another_state(look, story, state: str) -> None:
    assert look("/w/northwind/" + STATES[state].format(**story)) == []


@pytest.mark.parametrize("path", EMPTY)
def test_page_of_an_empty_workspace(look, workspace, path: str) -> None:
    assert look(f"/w/northwind/{path}") == []


@pytest.mark.parametrize("place", OUTSIDE)
def test_page_outside_of_a_workspace(look, story, place: str, leader) -> None:
    path, signed_in = OUTSIDE[place]
    assert look(path.format(**story), user=leader if signed_in else None) == []


def test_what_an_executive_sees(look, workspace, executive, troubles) -> None:
    troubles.expect("403")
    assert look("/w/northwind/", user=executive) == []
    assert look("/w/northwind/map/", user=executive, status=403) == []


def test_page_that_is_not_there(look, workspace, troubles) -> None:
    troubles.expect("404")
    assert look("/w/nowhere/map/", status=404) == []


def test_files(open_page, story) -> None:
    page = open_page("about:blank")
    for name, kind in FILES.items():
        answer = page.request.get(address_of(name, story))
        assert (answer.status, answer.headers["content-type"]) == (200, kind), name


@pytest.mark.parametrize("width", [1440, 390])
def test_palette(open_page, story, axe, width: int) -> None:
    page = open_page("/w/northwind/stakeholders/", width=width)
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Find anyone or any page")
    expect(field).to_be_focused()
    page.keyboard.type("ar")
    options = page.locator("#palette").get_by_role("option")
    expect(options.filter(has_text="Marcus Hale")).to_be_visible()
    names = options.all_inner_texts()
    at = next(number for number, name in enumerate(names) if "Marcus Hale" in name)
    assert axe(page) + overflow(page) == []
    turn_dark(page)
    assert axe(page, *COLOURS) == []
    for _step in range(at + 1):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(page.locator('#palette [aria-selected="true"]')).to_contain_text("Marcus Hale")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.press("Control+k")
    page.keyboard.type("Marcus Hale")
    expect(page.locator('#palette [aria-selected="true"]')).to_contain_text("Marcus Hale")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/w/northwind/stakeholders/{story['stakeholder']}/$"))


@pytest.mark.parametrize("width", [1440, 390])
def test_panel(open_page, story, axe, width: int) -> None:
    page = open_page("/w/northwind/stakeholders/", width=width)
    opener = page.get_by_role("link", name="Add a stakeholder")
    opener.focus()
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading", name="Add a stakeholder")).to_be_visible()
    expect(panel.get_by_label("Name", exact=False).first).to_be_focused()
    assert axe(page) + overflow(page) == []
    turn_dark(page)
    assert axe(page, *COLOURS) == []
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(opener).to_be_focused()
