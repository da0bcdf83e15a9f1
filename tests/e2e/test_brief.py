"""The briefs on paper: one sheet of A4, however much is known."""

import datetime as dt
import re
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import Page, expect

from checkins.check_ins import add_extra
from planning.playbooks.editing import UNWRITTEN, edit_playbook
from planning.playbooks.texts import PARTS
from planning.stakes import add_stake
from stakeholders.concerns import raise_concern
from stakeholders.models import Stakeholder
from stakeholders.notes import add_note
from stakeholders.touchpoints import log_touchpoint

LONG = "What they said about it at some length, more than once, and with examples. " * 6


def sheets(page: Page) -> tuple[int, list[str]]:
    """How many pages the browser would print, and their size in points."""
    pdf = page.pdf(prefer_css_page_size=True).decode("latin-1")
    return len(re.findall(r"/Type ?/Page\b(?!s)", pdf)), sorted(set(re.findall(r"/MediaBox ?\[([^\]]*)\]", pdf)))


def test_everything_known_fits_on_one_sheet(open_page, inside, leader, workspace, add_person):
    with inside():
        person = add_person(
            "Marcus Hale", job_title="Head of Sales", department="Sales", segment="detractor", position=-2, why=LONG
        )
        plain = add_person("Wei Zhang")
        for number in range(4):
            add_stake(person, author=leader, invests="time", what=LONG, expects=LONG, measure=LONG)
            raise_concern(person, author=leader, said=LONG, response=LONG if number else "", cause="losing_control")
            add_note(person, author=leader, kind="quote", words=LONG)
        log_touchpoint(person, author=leader, kind="meeting", mood="bad", summary=LONG)
        many = "\n\n".join([f"{LONG}\n{LONG}"] * 8)
        edit_playbook(
            workspace, "detractor", editor=leader, expected_version=UNWRITTEN, **dict.fromkeys(PARTS, many[:3900])
        )
        assert Stakeholder.objects.count() == 2
    page = open_page(f"/w/northwind/playbook/for/{person.pk}/")
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    expect(page.locator("#way")).to_contain_text("No way leads there yet")
    assert sheets(page) == (1, ["0 0 594.95996 841.91998"])
    page.goto(f"/w/northwind/playbook/for/{plain.pk}/")
    assert sheets(page) == (1, ["0 0 594.95996 841.91998"])


def test_the_brief_of_a_check_in_fits_on_one_sheet(open_page, inside, leader, add_person):
    with inside():
        person = add_person(
            "Marcus Hale", job_title="Head of Sales", department="Sales", segment="detractor", position=-2, why=LONG
        )
        for number in range(4):
            add_stake(person, author=leader, invests="time", what=LONG, expects=LONG, measure=LONG)
            raise_concern(person, author=leader, said=LONG, response=LONG if number else "", cause="losing_control")
            add_note(person, author=leader, kind="quote", words=LONG)
        soon = timezone.localdate() + dt.timedelta(days=2)
        check_in = add_extra(person, due_on=soon, at=dt.time(9), zone="Etc/UTC", owner=leader, key=uuid4())
    page = open_page(f"/w/northwind/check-ins/{check_in.pk}/brief/")
    expect(page.get_by_role("heading", name="Two questions worth asking")).to_be_visible()
    assert sheets(page) == (1, ["0 0 594.95996 841.91998"])
