"""A request typed as an order becomes a problem, is declined with a reason, and its author reads it: by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from planning.goals import add_goal
from planning.periods import quarter
from planning.requests import open_asking, set_desk
from tests.e2e.windows import overflow


@pytest.fixture
def address(inside, workspace, leader) -> str:
    with inside():
        set_desk(workspace, owner=leader, days_a_quarter=60)
        days = quarter(2026, 1)
        add_goal(workspace, statement="Keep dealers", starts_on=days.starts_on, ends_on=quarter(2099, 4).ends_on)
        return "/" + open_asking(workspace).split("/", 3)[3]


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).focus()
    page.keyboard.press("Enter")


def test_an_order_becomes_a_problem_and_is_declined_with_a_reason(open_page, axe, address) -> None:
    phone = open_page(address, user=None, width=390, touch=True, scheme="dark")
    press(phone, "Continue")
    phone.get_by_label("What is the problem?").focus()
    phone.keyboard.type("Dealers send back one pump in nine. Please make a flyer for them.")
    expect(phone.get_by_text("Names what is to be made")).to_be_visible()
    assert [*axe(phone), *overflow(phone)] == []
    press(phone, "Put this sentence under my ideas")
    expect(phone.get_by_label("What is the problem?")).to_have_value("Dealers send back one pump in nine.")
    expect(phone.get_by_label("Ideas I have")).to_have_value("Please make a flyer for them.")
    for label, words in {
        "Who outside the company notices it?": "Dealers in the north",
        "What should be different afterwards?": "Fewer pumps come back",
        "Your name": "Nora Quist",
    }.items():
        phone.get_by_label(label).focus()
        phone.keyboard.type(words)
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("It has arrived")
    assert [*axe(phone), *overflow(phone)] == []

    desk = open_page("/w/northwind/requests/")
    desk.get_by_role("link", name="Dealers send back one pump in nine.").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Dealers send back one pump in nine.")
    expect(desk.get_by_text("It came as an order")).to_have_count(0)
    desk.get_by_role("radio", name=re.compile("^Declined")).focus()
    desk.keyboard.press("Space")
    desk.get_by_label("Words to start from").focus()
    desk.keyboard.type("It serves no goal")
    reason = desk.get_by_label("Why?")
    expect(reason).to_have_value(re.compile("first of all to “Keep dealers”"))
    reason.focus()
    desk.keyboard.press("Control+End")
    desk.keyboard.type(" Talk to the plant about the box.")
    assert axe(desk) == []
    press(desk, "Decide")
    expect(desk.get_by_text("Nora Quist reads it behind their link.")).to_be_visible()

    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_have_text("It is not taken on")
    expect(phone.get_by_text("Talk to the plant about the box.")).to_be_visible()
    assert [*axe(phone), *overflow(phone)] == []
