"""A quarter planned by three people, their facilitator and a wall: by mouse, by touch, and one of them by keyboard."""

import re
import uuid

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, Route, expect

from accounts import links
from planning.goals import add_goal
from planning.models import PlanningSession, Proposal
from planning.sessions import seats, stages
from tests.e2e.streams import enter


@pytest.fixture
def prepared(inside, workspace, leader) -> tuple[PlanningSession, list[str]]:
    """A session with a goal, and three doors to it."""
    today = timezone.localdate()
    with inside():
        period = {"starts_on": today.replace(day=1), "ends_on": today.replace(day=28)}
        add_goal(workspace, statement="One in four deals is won", **period)
        session = stages.prepare(
            workspace, key=uuid.uuid4(), title="Planning Q1", facilitator=leader, days=20, **period
        )
        doors = []
        for name in ("Ana Oz", "Bo Li", "Cem Ay"):
            seat = seats.sit_down(session, key=uuid.uuid4(), name=name)
            doors.append(links.address(seats.issue_link(seat)).partition("localhost:8000")[2])
    return session, doors


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """By keyboard: whatever has the focus is pressed."""
    target.focus()
    page.keyboard.press(key)


def note_by(page: Page, text: str) -> None:
    page.get_by_label("One idea").fill(text)
    page.get_by_label("One idea").press("Enter")


def yes(page: Page) -> None:
    page.locator("[data-confirm-yes]").click()


def test_three_people_plan_a_quarter(live_streams, open_page, prepared, inside, axe, troubles) -> None:
    # A press goes before a fetch of the desk that is on its way.
    troubles.expect("htmx:sendAbort")
    troubles.expect("htmx:afterRequest")
    troubles.expect("ERR_INTERNET_DISCONNECTED")
    session, doors = prepared
    desk = open_page(f"/w/northwind/sessions/{session.pk}/")
    ana = enter(open_page, doors[0], reduced_motion=True)
    bo = enter(open_page, doors[1], reduced_motion=False)
    cem = open_page("about:blank", user=None, reduced_motion=False, scheme="dark")
    cem.goto(doors[2])
    cem.get_by_role("button").first.click()
    people = (ana, bo, cem)
    wall = open_page(f"/w/northwind/sessions/{session.pk}/wall/", scheme="dark")
    desk.reload()
    desk.keyboard.press("ArrowRight")
    for page in (*people, wall):
        expect(page.get_by_text("One in four deals is won")).to_be_visible()
    looks = [axe(desk), axe(ana)]

    desk.get_by_role("button", name="Go to: Ideas").click()
    expect(ana.get_by_label("One idea")).to_be_visible()
    for page, text in ((ana, "Dealers try the pump"), (bo, "A trial for dealers"), (cem, "A letter")):
        note_by(page, text)
        expect(page.locator("[data-note-text]")).to_have_text(text)
    expect(desk.locator("[data-board-count]")).to_have_text("3")
    for page in (desk, wall):
        expect(page.get_by_text("A letter")).to_have_count(0)
    desk.keyboard.press("r")
    yes(desk)
    for page in (*people, desk, wall):
        expect(page.locator("[data-board] li[data-note]")).to_have_count(3)
    looks += [axe(page) for page in (desk, ana, wall)]

    # Cem gathers by keyboard alone, Bo by dragging is left to the mouse of the desk.
    note = cem.locator("li[data-note]", has_text="Dealers try the pump")
    press(cem, note.get_by_role("button", name="Move"))
    looks.append(axe(cem))
    press(cem, cem.get_by_role("dialog").get_by_role("button", name="A proposal of its own"))
    column = desk.locator("[data-columns] > [data-column]")
    expect(column.locator("[data-note]")).to_have_count(1)
    expect(cem.locator("[data-columns] li[data-note]").get_by_role("button", name="Move")).to_be_focused()
    desk.locator("li[data-note]", has_text="A trial for dealers").drag_to(column)
    for page in (*people, wall):
        expect(page.locator("[data-columns] li[data-note]")).to_have_count(2)
    ana.locator("li[data-note]", has_text="A letter").get_by_role("button", name="Move").click()
    ana.get_by_role("dialog").get_by_role("button", name="Dealers try the pump").click()
    expect(wall.locator("[data-columns] li[data-note]")).to_have_count(3)
    ana.get_by_role("button", name="Undo my last move").click()
    expect(wall.locator("[data-columns] li[data-note]")).to_have_count(2)

    # What is written without a connection is kept, and goes when there is one; so is what is written while an answer
    # is slow: one note goes after the other.
    held: list[Route] = []
    bo.context.set_offline(True)
    note_by(bo, "A visit")
    expect(bo.get_by_text("Not sent yet")).to_be_visible()
    bo.route(re.compile("/notes/$"), lambda route: held.append(route), times=1)
    bo.context.set_offline(False)
    for text in ("A fair", "A call"):
        note_by(bo, text)
    expect(bo.get_by_text("Not sent yet")).to_be_visible()
    (slow,) = held
    slow.continue_()
    expect(desk.locator("[data-column=''] [data-note-text]")).to_have_text(["A letter", "A visit", "A fair", "A call"])
    expect(bo.get_by_text("Not sent yet")).to_be_hidden()

    desk.get_by_role("button", name="On to: order").click()
    for page in people:
        expect(page.get_by_role("button", name="Hand in my order")).to_be_visible()
    press(cem, cem.get_by_role("button", name="Up: A letter"))
    expect(cem.locator(".rank-words").first).to_have_text("A letter")
    looks.append(axe(cem))
    for page in people:
        page.get_by_role("button", name="Hand in my order").click()
        expect(page.get_by_text("Your order is in.").first).to_be_visible()
    expect(desk.get_by_text("3 of 3 orders are in.")).to_be_visible()
    desk.get_by_role("button", name="Show all").click()
    yes(desk)
    expect(ana.get_by_text("Fewer than 5 ordered")).to_be_visible()
    press(cem, cem.get_by_role("button", name="Down: Dealers try the pump"))
    for page in (*people, desk, wall):
        expect(page.locator("[data-settled] .rank-words").first).to_have_text("A letter")
    looks += [axe(desk), axe(bo)]

    desk.get_by_role("button", name="On to: size").click()
    desk.get_by_role("button", name=re.compile("Size it.*A letter")).click()
    for page, card in ((ana, "3"), (bo, "8"), (cem, "20")):
        press(page, page.get_by_role("button", name=card, exact=True))
        expect(page.get_by_text(f"You laid {card}.")).to_be_visible()
    expect(desk.get_by_text("3 of 3 have laid a card.")).to_be_visible()
    looks += [axe(ana), axe(desk)]
    desk.get_by_role("button", name="Turn all cards").click()
    for page in people:
        expect(page.get_by_text("Ana Oz and Cem Ay say why")).to_be_visible()
    desk.get_by_label("8", exact=True).check(force=True)
    desk.get_by_label("Why").fill("The plant writes half of it.")
    desk.get_by_role("button", name="Agree on it").click()
    expect(ana.get_by_text("The plant writes half of it.")).to_be_visible()

    desk.get_by_role("button", name="On to: commit").click()
    desk.get_by_role("link", name=re.compile("Decide.*A letter")).click()
    desk.get_by_label("Which goal does it serve?").select_option(label="One in four deals is won")
    desk.get_by_label("In", exact=True).check()
    desk.get_by_role("button", name="Store it").click()
    expect(desk.get_by_text("8 of 20 days are taken; 12 are left.")).to_be_visible()
    looks.append(axe(desk))
    desk.get_by_role("button", name="On to: close").click()
    for page, value in ((ana, "4"), (bo, "2"), (cem, "5")):
        page.get_by_label(re.compile(f"^{value}")).check(force=True)
        page.get_by_role("button", name="Vote", exact=True).click()
        expect(page.get_by_text("Your vote is in").first).to_be_visible()
    looks.append(axe(ana))
    desk.get_by_role("button", name="Show all").click()
    yes(desk)
    expect(wall.get_by_text("The middle vote is 4 of 5, of 3.")).to_be_visible()
    desk.get_by_role("link", name="End the session", exact=True).click()
    desk.get_by_label("What was decided, in a sentence or two").fill("We write, and say why not the rest.")
    desk.get_by_role("button", name="End it").click()
    for page in (*people, desk):
        expect(page.get_by_text("We write, and say why not the rest.")).to_be_visible()
    looks += [axe(desk), axe(ana)]
    assert looks == [[]] * len(looks)
    with inside():
        stored = {each.title: (each.decision, each.size) for each in Proposal.objects.filter(gone_at=None)}
    assert stored == {
        "A letter": ("in", "8"),
        "Dealers try the pump": ("out", ""),
        **dict.fromkeys(("A visit", "A fair", "A call"), ("out", "")),
    }
