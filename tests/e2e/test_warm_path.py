"""Finding the warmest way to somebody and planning it, once by mouse and once by keys alone."""

import pytest
from playwright.sync_api import Page, expect

from stakeholders.models import FollowUp
from stakeholders.relationships import add_relationship


@pytest.fixture
def company(inside, add_person, leader):
    with inside():
        priya = add_person("Priya Raman", segment="champion", position=2)
        ruth = add_person("Ruth Abelman", segment="influencer", position=1)
        gordon = add_person("Gordon Pike", segment="decision_maker", influence=5, interest=2, position=-1)
        add_relationship(priya, target=ruth, kind="advises", weight=4)
        add_relationship(ruth, target=gordon, kind="advises", weight=5)


def ask_by_mouse(page: Page) -> None:
    page.get_by_role("link", name="Gordon Pike").click()


def ask_by_keys(page: Page) -> None:
    field = page.get_by_label("Whom do you want to reach?")
    field.focus()
    page.keyboard.type("gordon")
    page.keyboard.press("Enter")


def plan_by_mouse(page: Page) -> None:
    page.get_by_role("link", name="Plan it").click()
    page.get_by_role("button", name="Store the follow-ups").click()


def plan_by_keys(page: Page) -> None:
    page.get_by_role("link", name="Plan it").focus()
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Store the follow-ups")
    expect(button).to_be_visible()
    # The panel takes the focus when it has opened: Tab goes on from there.
    expect(page.locator(":is(#panel, #panel *):focus")).to_have_count(1)
    for _ in range(20):
        if button.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("ask", "plan"), [(ask_by_mouse, plan_by_mouse), (ask_by_keys, plan_by_keys)], ids=["mouse", "keys"]
)
def test_the_warmest_way_is_found_and_planned(open_page, inside, leader, company, ask, plan) -> None:
    page = open_page("/w/northwind/network/paths/", user=leader)
    ask(page)
    expect(page.get_by_role("heading", name="The way to Gordon Pike")).to_be_visible()
    # A page without its scripts yet would open what is asked for as a page of its own.
    page.wait_for_load_state()
    way = page.get_by_role("region", name="The warmest way")
    expect(way.locator(".way-person a")).to_have_text(["Priya Raman", "Ruth Abelman", "Gordon Pike"])
    plan(page)
    expect(page.get_by_text("Planned 3 follow-ups on the way to Gordon Pike.")).to_be_visible()
    with inside():
        assert list(FollowUp.objects.values_list("words", flat=True)) == [
            "Ask Priya Raman to introduce us to Ruth Abelman, on the way to Gordon Pike",
            "Ask Ruth Abelman to introduce us to Gordon Pike",
            "Meet Gordon Pike, introduced by Ruth Abelman",
        ]
