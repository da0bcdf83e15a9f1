"""Goals put in order by keyboard and by mouse; a goal with two owners added in the side panel."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from planning.goals import add_goal
from tests.e2e.windows import still


@pytest.fixture
def three_goals(inside, workspace, add_person) -> None:
    year = timezone.localdate().year
    with inside():
        for name in ("Ann Ott", "Bo Li"):
            add_person(name)
        for statement in ("First", "Second", "Third"):
            add_goal(workspace, statement=statement, starts_on=dt.date(year, 1, 1), ends_on=dt.date(year, 12, 31))


def test_order_and_owners(open_page, three_goals) -> None:
    page = open_page("/w/northwind/goals/")
    names = page.locator(".goal-row h2")
    expect(names).to_have_text(["First", "Second", "Third"])
    down = page.get_by_role("button", name="Move down: First")
    down.focus()
    page.keyboard.press("Enter")
    expect(names).to_have_text(["Second", "First", "Third"])
    expect(page.get_by_role("status").filter(has_text="“First” is number 2 of 3.")).to_be_attached()
    # The same button goes on from where the goal is now.
    expect(page.get_by_role("button", name="Move down: First")).to_be_focused()
    page.keyboard.press("Enter")
    expect(names).to_have_text(["Second", "Third", "First"])
    # The answer puts the list in its place once more: what is gripped before is gone.
    expect(page.get_by_role("status").filter(has_text="“First” is number 3 of 3.")).to_be_attached()
    still(page)

    grip, top = page.locator("[data-grip]").nth(2).bounding_box(), page.locator(".goal-row").first.bounding_box()
    assert grip is not None
    assert top is not None
    x = grip["x"] + grip["width"] / 2
    page.mouse.move(x, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    page.mouse.move(x, top["y"] + 4, steps=12)
    page.mouse.up()
    expect(page.get_by_role("status").filter(has_text="“First” is number 1 of 3.")).to_be_attached()
    page.reload()
    expect(names).to_have_text(["First", "Second", "Third"])

    page.get_by_role("link", name="Add a goal").click()
    panel = page.locator("#panel")
    panel.get_by_label("Goal").fill("Fourth")
    for line, name in enumerate(("Ann", "Bo"), start=1):
        panel.get_by_label(f"Owner {line}").fill(name)
    panel.get_by_role("button", name="Add the goal").click()
    expect(names).to_have_text(["First", "Second", "Third", "Fourth"])
    expect(page.locator(".goal-row").last).to_contain_text("Ann Ott")
    expect(page.locator(".goal-row").last).to_contain_text("Bo Li")
