"""Attribution by keys alone: an export previewed, a question answered, stored, looked behind, entered, taken back."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from impact.initiatives import add_initiative
from impact.metrics import add_metric
from tests.e2e.looks import violations
from tests.e2e.windows import overflow, still
from tests.impact.rows import FIELDS

EXPORT = (
    "Opportunity Name,Campaign,Touch date,Amount,Stage\n"
    "Acme,Search,03/01/2026,1200,Closed Won\nAcme,Email,05/02/2026,1200,Closed Won\n"
    "Blue,Search,04/01/2026,,Closed Lost\nCity,Email,06/01/2026,900,Closed Won\nCity,Fair,07/01/2026,950,Closed Won\n"
) + "".join(
    f"Deal {one},{channel},04/01/2026,10,Closed Won\n" for one in range(21) for channel in ("Search", f"Channel {one}")
)


@pytest.fixture
def fair(inside, workspace, leader) -> None:
    with inside():
        metric = add_metric(workspace, author=leader, **FIELDS)
        add_initiative(workspace, name="Fair", what="A stand", starts_on=dt.date(2026, 1, 1), metrics=[metric])


def reach(page: Page, target: Locator, *, most: int = 120) -> None:
    """By Tab, as somebody without a mouse does."""
    for _ in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {target}")


def press(page: Page, target: Locator) -> None:
    reach(page, target)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_an_export_becomes_a_set_by_keys_alone(open_page, fair, size) -> None:
    page = open_page("/w/northwind/impact/attribution/new/")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    reach(page, page.locator("#file"))
    page.set_input_files("#file", {"name": "touches.csv", "mimeType": "text/csv", "buffer": EXPORT.encode()})
    press(page, page.get_by_role("button", name="Check the file"))

    expect(page.get_by_text("One question has to be answered first.")).to_be_visible()
    answer = page.get_by_label("The day comes first")
    reach(page, page.locator("input[name=order]").first)
    page.keyboard.press("Space")
    expect(answer).to_be_checked()
    press(page, page.get_by_role("button", name="Check again").first)
    expect(page.locator(".says")).to_have_text(
        "23 deals in 45 touches on 23 paths through 23 channels, 22 of them won. 1 deal is left out, 2 lines in all."
    )
    expect(page.get_by_text("Its lines say that the deal is worth 900 and 950. Give it one value.")).to_be_visible()
    expect(page.locator("[name=first_on]")).to_have_value("2026-01-03")
    expect(page.locator("[name=last_on]")).to_have_value("2026-02-05")
    assert overflow(page) == []
    reach(page, page.locator("[name=currency]"))
    page.keyboard.type("EUR")
    press(page, page.get_by_role("button", name="Store the journeys"))

    expect(page.get_by_role("heading", level=1)).to_have_text("touches")
    # More channels than are drawn: low rows, and the others together.
    expect(page.locator(".attribution-others-have")).to_contain_text("The other 3 channels have together")
    assert (overflow(page), violations(page)) == ([], [])
    press(page, page.get_by_role("link", name=re.compile("of the conversions to Search, First touch")))
    expect(page.get_by_role("heading", level=1)).to_have_text("Search, First touch")
    expect(page.locator("#journeys tbody tr")).to_have_count(22)
    assert overflow(page) == []
    press(page, page.get_by_role("link", name="Enter as a contribution"))
    panel = page.locator("#panel")
    press(page, panel.get_by_role("link", name="Fair"))
    expect(page.get_by_role("radio", name="Attributed")).to_be_checked()

    page.goto(page.url.split("/initiatives/")[0] + "/attribution/")
    press(page, page.get_by_role("link", name="touches"))
    press(page, page.get_by_role("link", name="Take it back"))
    still(page)
    reach(page, panel.get_by_label("Why is it taken back?"))
    page.keyboard.type("The wrong quarter")
    press(page, panel.get_by_role("button", name="Take it back"))
    expect(page.get_by_text("This was taken back")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("of the conversions to"))).to_have_count(0)
