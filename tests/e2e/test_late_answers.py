"""Answers that come late: what was asked for meanwhile is neither lost nor undone, and nothing unwanted is shown."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from stakeholders.models import Stakeholder

MAP = "/w/northwind/map/"


class Held:
    """The first answer that is held back until it is let go; what is asked after it is answered at once."""

    def __init__(self, page: Page, address: re.Pattern[str]) -> None:
        self.routes: list[Route] = []
        self.page, self.address = page, address
        page.route(address, self._hold, times=1)

    def _hold(self, route: Route) -> None:
        self.routes.append(route)

    def wait_for(self, act: Callable[[], None]) -> None:
        with self.page.expect_request(self.address):
            act()

    def let_go(self) -> None:
        with self.page.expect_response(self.address):
            self.routes.pop().continue_()


@pytest.fixture
def people(inside, add_person) -> dict[str, Stakeholder]:
    long_ago = timezone.localdate() - dt.timedelta(days=200)
    judged = {"segment": "champion", "influence": 4, "interest": 2, "assessed_on": long_ago}
    with inside():
        return {"Marcus": add_person("Marcus", **judged), "Aiko": add_person("Aiko", influence=5, interest=4)}


# A press in the very moment in which the answer to the one before arrives.
PRESSED_AS_IT_ARRIVES = """() => document.addEventListener(
    "htmx:beforeOnLoad", () => document.querySelector("[name=segment][value=participant]").click(), { once: true },
)"""


def test_what_is_chosen_as_an_answer_arrives_stays_chosen(open_page, people) -> None:
    page = open_page("/w/northwind/stakeholders/")
    page.evaluate(PRESSED_AS_IT_ARRIVES)
    page.locator("label.chip", has_text="Champion").click()
    expect(page).to_have_url(re.compile("segment=champion&segment=participant"))
    for name in ("Champion", "Participant"):
        expect(page.get_by_role("checkbox", name=name, exact=True)).to_be_checked()
    expect(page.locator("#rows tbody tr")).to_have_count(1)


def test_a_suggestion_stays_under_the_finger_that_takes_it(open_page, people) -> None:
    page = open_page(f"/w/northwind/stakeholders/{people['Marcus'].pk}/assess/")
    page.get_by_role("group", name="approve major initiatives").get_by_role("radio", name="Yes").check()
    page.get_by_role("button", name="Take this suggestion").wait_for()
    held = Held(page, re.compile("segment-suggestion"))
    held.wait_for(page.get_by_role("group", name="work on execution").get_by_role("radio", name="Yes").check)
    page.get_by_role("button", name="Take this suggestion").hover()
    page.mouse.down()
    held.let_go()
    page.wait_for_timeout(100)
    page.mouse.up()
    expect(page.get_by_role("radio", name="Decision maker")).to_be_checked()


def test_the_words_beside_the_map_are_of_the_day_it_was_left_at(open_page, people) -> None:
    page = open_page(f"{MAP}?who={people['Marcus'].pk}")
    page.wait_for_selector("[data-map].is-live")
    told = page.locator(".map-table tbody tr")
    expect(told).to_have_count(2)
    slider = page.get_by_role("slider", name="Date shown")
    held = Held(page, re.compile(r"/map/\?.*at="))
    held.wait_for(lambda: slider.press("PageDown"))
    slider.press("PageUp")
    expect(page).not_to_have_url(re.compile("at="))
    held.let_go()
    expect(page.locator("[data-map-split]")).not_to_have_class(re.compile("is-behind"))
    expect(told).to_have_count(2)
    expect(page.locator(".map-card")).not_to_contain_text("As known on")


def test_a_card_that_was_left_before_it_came_stays_away(open_page, people) -> None:
    page = open_page(MAP)
    page.wait_for_selector("[data-map].is-live")
    marcus, aiko = (page.locator(f'.map-mark[data-id="{people[name].pk}"]') for name in ("Marcus", "Aiko"))
    held = Held(page, re.compile(rf"/map/{people['Marcus'].pk}/moves/"))
    held.wait_for(lambda: marcus.press("Space"))
    aiko.press("Space")
    held.let_go()
    card = page.locator(".map-card")
    expect(card.get_by_role("heading", name="Aiko")).to_be_focused()

    dialog, title = page.get_by_role("dialog"), page.locator("[data-map-move-title]")
    held = Held(page, re.compile(rf"/map/{people['Marcus'].pk}/move/"))
    for key in ("Enter", "ArrowUp"):
        marcus.press(key)
    held.wait_for(lambda: page.keyboard.press("Enter"))
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    for key in ("Enter", "ArrowLeft"):
        aiko.press(key)
    page.keyboard.press("Enter")
    held.let_go()
    expect(title).to_have_text("Aiko: influence 5, interest 3")
    expect(dialog.get_by_label("Why did this move?")).to_be_focused()
    expect(dialog.locator("form")).to_have_attribute("action", f"{MAP}{people['Aiko'].pk}/move/")
