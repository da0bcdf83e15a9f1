"""Answering on a phone: by touch and by keyboard, kept while it is typed, and others' ideas with one tap each."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect

from accounts.links import issue
from discussions.answering.answers import give_answer
from discussions.answering.typed import Typed
from discussions.models import Answer, Discussion, Guide, GuideVersion, Invitation, Prompt, Step, Variant, Vote
from tests.discussions.rows import rows
from tests.e2e.windows import overflow

PROMPTS = [
    ("success", "text", "attributed", "What would make this year a good one for your team?", {"required": True}),
    ("shift", "scale", "confidential", "How ready are you to try it?", {"low": "not at all", "high": "today"}),
    ("challenge", "order", "attributed", "What costs you most?", {"options": ["Waiting", "Asking twice", "Meetings"]}),
    ("idea", "text", "attributed", "What could we try together?", {}),
    ("idea", "ideas", "anonymous", "What do you make of what others wrote?", {}),
]
IDEAS = ["A page a month on what we stopped doing", "ملخص قصير كل أسبوع", "Ein" + "wort" * 60]


@pytest.fixture
def address(inside, workspace, leader, add_person) -> str:
    with inside():
        now, mine = timezone.now(), {"workspace": workspace}
        guide = Guide.objects.create(**mine, name="Better leads", author=leader)
        version = GuideVersion.objects.create(**mine, guide=guide, number=1, problem="Half of our leads are dropped.")
        Variant.objects.create(**mine, version=version, segment="unknown", opening="Thank you for five minutes.")
        held = Discussion.objects.create(
            **mine, title="Better leads", version=version, facilitator=leader, opens_at=now - dt.timedelta(days=1)
        )
        for place, (purpose, kind, mode, text, more) in enumerate(PROMPTS):
            prompt = Prompt.objects.create(
                **mine, version=version, place=place, purpose=purpose, kind=kind, mode=mode, text=text, **more
            )
            Step.objects.create(**mine, discussion=held, place=place, prompt=prompt)
        people = [add_person(name) for name in ("Anna", "Ben", "Cleo", "Dora")]
        anna, *others = [Invitation.objects.create(**mine, discussion=held, stakeholder=person) for person in people]
        for invitation, text in zip(others, IDEAS, strict=True):
            give_answer(invitation, Prompt.objects.get(place=3), Typed(ideas=(text, "", "")))
        token = issue(workspace, purpose="discussion", subject=anna.pk, expires_at=now + dt.timedelta(days=1))
        return f"/l/{token}/"


def go_on(target: Locator) -> None:
    """To the next page, which keeps what is typed once its script is there."""
    with target.page.expect_navigation():
        target.tap()


def test_five_minutes_on_a_phone(open_page, axe, address, inside, troubles) -> None:
    with inside():
        before = rows()
    page = open_page(address, user=None, width=390, touch=True, scheme="dark")
    expect(page.get_by_role("heading", name="Northwind Instruments")).to_be_visible()
    with inside():
        assert rows() == before
    assert [*axe(page), *overflow(page)] == []
    go_on(page.get_by_role("button", name="Continue"))
    expect(page.get_by_role("heading", name="Better leads")).to_be_visible()
    assert [*axe(page), *overflow(page)] == []
    go_on(page.get_by_role("link", name="Begin"))
    box = page.get_by_role("textbox")
    box.fill("Nobody has to ask twice")
    expect(page.locator("[data-kept]")).to_have_text("Kept, not sent yet")
    with inside():
        assert Answer.objects.filter(is_draft=True).values_list("text", flat=True).get() == "Nobody has to ask twice"
    # A connection that is away loses nothing and is tried again.
    troubles.expect("ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    box.fill("Nobody has to ask twice, ever")
    expect(page.locator("[data-kept]")).to_have_text(re.compile("Not stored yet: no connection"))
    page.get_by_role("button", name="Store and go on").tap()
    expect(page.locator("[data-kept]")).to_have_text(re.compile("Not sent: no connection"))
    expect(box).to_have_value("Nobody has to ask twice, ever")
    page.context.set_offline(False)
    expect(page.locator("[data-kept]")).to_have_text("Kept, not sent yet")
    assert [*axe(page), *overflow(page)] == []
    go_on(page.get_by_role("button", name="Store and go on"))
    # By keyboard: arrows choose a point.
    page.get_by_role("radio", name="0: not at all").focus()
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Why a 7, and not lower?")).to_be_visible()
    assert [*axe(page), *overflow(page)] == []
    go_on(page.get_by_role("button", name="Store and go on"))
    page.get_by_role("button", name="Move down: Waiting").press("Enter")
    expect(page.locator("[data-order-says]")).to_have_text("Waiting: now 2 of 3.")
    expect(page.get_by_role("button", name="Move down: Waiting")).to_be_focused()
    assert [*axe(page), *overflow(page)] == []
    go_on(page.get_by_role("button", name="Store and go on"))
    page.get_by_label("Your idea").fill("Ask sales first")
    go_on(page.get_by_role("button", name="Store and go on"))
    for place in (1, 2, 3):
        expect(page.get_by_text(f"{place} of 3")).to_be_visible()
        assert overflow(page) == []
        page.get_by_role("button", name="Agree", exact=True).tap()
    expect(page.get_by_text("Thank you for looking at all of them.")).to_be_visible()
    assert axe(page) == []
    go_on(page.get_by_role("button", name="Store and finish"))
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert [*axe(page), *overflow(page)] == []
    with inside():
        assert list(Answer.objects.get(prompt__kind="order").chosen) == [1, 0, 2]
        assert Answer.objects.get(prompt__kind="scale").number == 7
        assert [vote.value for vote in Vote.objects.filter(place__lt=3)] == [1, 1, 1]
