"""A check-in moved to another day of the calendar: by keys and by mouse, and asked about when nobody works then."""

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from checkins.check_ins import add_extra
from checkins.models import CheckIn
from tests.e2e.windows import still


@pytest.fixture
def wednesday(inside, workspace, leader, add_person) -> dt.date:
    """The second one of the next month but one, on which Marcus Hale is due."""
    first = (timezone.localdate().replace(day=1) + dt.timedelta(days=70)).replace(day=1)
    day = first + dt.timedelta(days=(2 - first.weekday()) % 7 + 7)
    with inside():
        person = add_person("Marcus Hale", segment="detractor", position=-1)
        add_extra(person, due_on=day, at=dt.time(10), zone="Etc/UTC", owner=leader, key=uuid4())
    return day


def test_moved_by_keys_and_by_mouse(open_page, inside, troubles, wednesday) -> None:
    page = open_page(f"/w/northwind/check-ins/calendar/?month={wednesday:%Y-%m}")

    def cell(days: int):
        return page.locator(f'[data-day="{wednesday + dt.timedelta(days=days)}"]')

    says = page.locator("[data-cal-says]")
    grip = page.locator(".cal-grip")
    grip.focus()
    page.keyboard.press("Enter")
    expect(says).to_have_text(
        f"Marcus Hale picked up from {wednesday:%A} {wednesday.day} {wednesday:%B}. "
        "Arrow keys move, Enter puts down, Escape puts back."
    )
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(says).to_have_text(f"Marcus Hale is back on {wednesday:%A} {wednesday.day} {wednesday:%B}.")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(cell(1).get_by_role("link", name="Marcus Hale", exact=True)).to_be_visible()
    still(page)

    troubles.expect("422")
    item, saturday = cell(1).locator("[data-cal-item]").bounding_box(), cell(3).bounding_box()
    page.mouse.move(item["x"] + 40, item["y"] + 10)
    page.mouse.down()
    page.mouse.move(saturday["x"] + 20, saturday["y"] + 60, steps=6)
    page.mouse.up()
    page.get_by_role("button", name="It is meant: move it there").click()
    expect(cell(3).get_by_role("link", name="Marcus Hale", exact=True)).to_be_visible()
    with inside():
        moved = CheckIn.objects.get()
        assert (moved.due_on, moved.moved_times) == (wednesday + dt.timedelta(days=3), 2)
