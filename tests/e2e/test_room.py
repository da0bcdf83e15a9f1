"""A facilitator and two phones in one room: a step reaches both at once, and nobody loses what they are writing."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts import links
from discussions.models import Answer, Discussion, Guide, GuideVersion, Invitation, Prompt, Step
from tests.e2e.streams import enter


@pytest.fixture
def held(inside, workspace, leader, add_person) -> tuple[Discussion, list[str]]:
    """A live discussion of two prompts, and the doors of two people invited."""
    now = timezone.now()
    with inside():
        guide = Guide.objects.create(workspace=workspace, name="Leads", author=leader)
        version = GuideVersion.objects.create(workspace=workspace, guide=guide, number=1, frozen_at=now)
        discussion = Discussion.objects.create(
            workspace=workspace, title="Better leads", version=version, facilitator=leader, held="live",
            sees="answers", opens_at=now, closes_at=now + dt.timedelta(hours=1),
        )  # fmt: skip
        for place, text in enumerate(["What would make it a good year?", "What stands in the way?"]):
            prompt = Prompt.objects.create(
                workspace=workspace, version=version, place=place, purpose="challenge", kind="text", mode="attributed",
                text=text,
            )  # fmt: skip
            Step.objects.create(workspace=workspace, discussion=discussion, place=place, prompt=prompt)
        doors = []
        for name in ("Ann Ott", "Bo Li"):
            invited = Invitation.objects.create(
                workspace=workspace, discussion=discussion, stakeholder=add_person(name)
            )
            token = links.issue(
                workspace, purpose="discussion", subject=invited.pk, expires_at=now + dt.timedelta(hours=1)
            )
            doors.append(f"/l/{token}/")
    return discussion, doors


def test_a_press_is_not_lost_when_the_board_is_drawn_again_meanwhile(live_streams, open_page, held) -> None:
    discussion, _ = held
    desk = open_page(f"/w/northwind/discuss/{discussion.pk}/room/")
    start = desk.get_by_role("button", name="Start the room")
    start.hover()
    with desk.expect_response(re.compile("/room/$")):
        desk.mouse.down()
        desk.evaluate("htmx.trigger('#board', 'live')")
    # The answer is there, and whatever is done with it is done in the next frame.
    desk.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))")
    desk.mouse.up()
    expect(desk.get_by_role("heading", name="What would make it a good year?")).to_be_visible()


def test_room_on_three_screens(live_streams, open_page, held, inside, axe, troubles) -> None:
    # A press goes before a fetch of the board that is on its way.
    troubles.expect("htmx:sendAbort")
    troubles.expect("htmx:afterRequest")
    discussion, doors = held
    ann, bo = (enter(open_page, door, reduced_motion=still) for door, still in zip(doors, (True, False), strict=True))
    for phone in (ann, bo):
        expect(phone.get_by_text("You are in.")).to_be_visible()
    desk = open_page(f"/w/northwind/discuss/{discussion.pk}/room/")
    expect(desk.get_by_text("2 of 2 invited are in the room.")).to_be_visible()
    desk.get_by_role("button", name="Start the room").click()
    first = "What would make it a good year?"
    for phone in (ann, bo):
        expect(phone.get_by_role("heading", name=first)).to_be_visible()
    # The space bar pauses, whichever button the mouse has pressed before.
    desk.get_by_role("button", name="One minute").click()
    expect(desk.locator("[data-clock-left]")).to_have_text(re.compile("^6:00|^5:[345]"))
    desk.keyboard.press("Space")
    expect(desk.locator(".clock-note")).to_have_text("paused")
    desk.keyboard.press("Space")
    expect(desk.locator(".clock-note")).to_be_hidden()
    box = ann.locator("textarea")
    box.press_sequentially("Fewer mee")
    bo.locator("textarea").fill("More time")
    bo.get_by_role("button", name="Store").click()
    expect(bo.get_by_text("Your answer is stored.")).to_be_visible()
    expect(desk.get_by_text("1 of 2 in the room has answered")).to_be_visible()

    desk.keyboard.press("ArrowRight")
    expect(bo.get_by_role("heading", name="What stands in the way?")).to_be_visible()
    expect(ann.get_by_text("The room has moved on.")).to_be_visible()
    expect(box).to_be_focused()
    box.press_sequentially("tings")
    expect(box).to_have_value("Fewer meetings")
    ann.get_by_role("button", name="Store").click()
    expect(ann.get_by_role("heading", name="What stands in the way?")).to_be_visible()
    with inside():
        assert set(Answer.objects.given().values_list("text", flat=True)) == {"Fewer meetings", "More time"}

    # Back at the first step what was written is shown to both, once the facilitator has said yes.
    desk.get_by_role("button", name="Back").click()
    expect(desk.get_by_role("heading", name=first)).to_be_visible()
    desk.keyboard.press("r")
    desk.get_by_role("dialog").get_by_role("button", name="Reveal").click()
    expect(ann.get_by_text("More time")).to_be_visible()
    expect(bo.get_by_text("Fewer meetings")).to_be_visible()
    wall = open_page(f"/w/northwind/discuss/{discussion.pk}/room/wall/")
    expect(wall.get_by_text("Fewer meetings")).to_be_visible()
    expect(desk.get_by_role("dialog")).to_be_hidden()
    assert [axe(page) for page in (desk, wall, ann)] == [[], [], []]


def test_whoever_comes_long_before_is_led_in_when_the_room_begins(live_streams, open_page, held, inside) -> None:
    discussion, doors = held
    opens = timezone.now() + dt.timedelta(hours=3)
    with inside():
        Discussion.objects.filter(pk=discussion.pk).update(opens_at=opens, closes_at=opens + dt.timedelta(hours=1))
    ann = enter(open_page, doors[0], reduced_motion=True)
    expect(ann.get_by_text("Leave this page open and it goes there by itself")).to_be_visible()
    desk = open_page(f"/w/northwind/discuss/{discussion.pk}/room/")
    desk.get_by_role("button", name="Start the room").click()
    expect(ann.get_by_role("heading", name="What would make it a good year?")).to_be_visible()
