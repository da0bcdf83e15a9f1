"""A whole discussion in a browser: a guide, people, answers on a phone, an insight, the map, and the way back."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.links import issue
from discussions.answering.answers import give_answer
from discussions.answering.typed import Typed
from discussions.models import Commitment, Discussion, Invitation, Prompt, Response
from stakeholders.models import Stakeholder

STORY = "Fewer leads, better ones"


@pytest.fixture
def people(inside, add_person) -> list[Stakeholder]:
    with inside():
        return [
            add_person("Marcus Hale", segment="detractor", influence=4, interest=3, position=-1),
            add_person("Priya Raman", segment="champion", influence=3, interest=5, position=2),
        ]


def answer_all(page: Page) -> None:
    """Whatever is asked, until there is nothing more: points go up once others' ideas were seen."""
    onward = page.get_by_role("button", name=re.compile("^(Store and go on|Go on|Store and finish)$"))
    for number in range(1, 20):
        page.wait_for_url(f"**/{number}/")
        asked = page.locator("fieldset.prompt")
        answer_one(page, str(asked.first.get_attribute("data-kind")) if asked.count() else "ideas")
        is_last = page.get_by_role("button", name="Store and finish").is_visible()
        onward.tap()
        if is_last:
            expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
            return
    raise AssertionError("It never ends")


def answer_one(page: Page, kind: str) -> None:
    if kind in {"text", "idea"}:
        page.get_by_role("textbox").first.fill("One list a week, and who it is from")
    elif kind in {"scale", "again"}:
        page.locator(f'input[type=radio][value="{3 if kind == "scale" else 8}"]').check(force=True)
    elif kind == "commitment":
        page.get_by_label("I will").fill("Bring two customers to the table")
        page.get_by_role("textbox", name="By when?").fill((dt.date.today() + dt.timedelta(days=14)).isoformat())
    elif kind == "choice":
        page.locator("label.pick").first.tap()
    elif kind == "order":
        page.get_by_role("button", name="It is right like this").tap()
    elif kind == "ideas":
        page.locator("details.reply summary").tap()
        page.locator(".reply-form").get_by_label("In your words").fill("With a reason beside each name")
        page.get_by_role("button", name="Store the reply").tap()
        expect(page.get_by_text("Your reply is stored.")).to_be_visible()
        page.get_by_role("button", name="Agree", exact=True).tap()
        expect(page.get_by_text("There is no other idea right now.")).to_be_visible()


def test_from_the_guide_to_the_map_and_back(open_page, inside, workspace, people) -> None:
    marcus, priya = people
    desk = open_page("/w/northwind/discuss/guides/built-in/not-lost/")
    desk.get_by_role("button", name="Start from it").first.click()
    desk.wait_for_url("**/guides/*/")
    desk.goto("/w/northwind/discuss/new/")
    desk.get_by_label("Title").fill(STORY)
    desk.locator("[name=guide]").select_option(index=1)
    desk.get_by_role("button", name="Prepare it").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text(STORY)
    here = desk.url
    desk.goto(f"{here}invite/")
    for person in people:
        desk.get_by_role("checkbox", name=f"Select {person.name}").check()
    desk.get_by_role("button", name="Invite them").click()
    desk.wait_for_url(here)
    desk.get_by_role("link", name="Open it").click()
    desk.locator("[name=closes_at]").fill(f"{timezone.now() + dt.timedelta(days=7):%Y-%m-%dT18:00}")
    desk.get_by_role("button", name="Open it").last.click()
    expect(desk.get_by_text("Open until")).to_be_visible()
    with inside():
        discussion = Discussion.objects.get()
        asked = {each.stakeholder_id: each for each in Invitation.objects.select_related("discussion")}
        soon = timezone.now() + dt.timedelta(days=7)
        for prompt in Prompt.objects.filter(kind="text", purpose="idea"):
            give_answer(asked[priya.pk], prompt, Typed(ideas=("Sales names ten accounts a month", "", "")))
        token = issue(workspace, purpose="discussion", subject=asked[marcus.pk].pk, expires_at=soon)
    phone = open_page(f"/l/{token}/", user=None, width=390, touch=True)
    phone.get_by_role("button", name="Continue").tap()
    phone.get_by_role("link", name="Begin").tap()
    answer_all(phone)
    with inside():
        assert Commitment.objects.get().stakeholder == marcus
        assert Response.objects.values_list("kind", "text").get() == ("build", "With a reason beside each name")
    desk.goto(f"{here}coding/")
    desk.get_by_label("What was learnt, in one sentence").fill("Both want names, not numbers")
    desk.get_by_role("button", name="Draw it from these words").click()
    expect(desk.locator(".insight-words").get_by_text("Both want names, not numbers")).to_be_visible()
    desk.goto(f"{here}shifts/")
    expect(desk.get_by_text("3 → 8")).to_be_visible()
    desk.get_by_label("A draft: move their position").select_option(label="Supportive")
    desk.get_by_role("button", name="Put it on the map").click()
    expect(desk.get_by_role("heading", name="Decided")).to_be_visible()
    with inside():
        marcus.refresh_from_db()
        assert (marcus.position, marcus.current.source) == (1, "discussion")
        Discussion.objects.filter(pk=discussion.pk).update(closed_at=timezone.now())
    desk.goto(f"{here}outcome/")
    desk.locator("[name=outcome]").fill("From January Sales names ten accounts a month.")
    desk.get_by_role("button", name="Tell everybody who answered").click()
    expect(desk.get_by_text("Told on")).to_be_visible()
    phone.goto(f"/d/{asked[marcus.pk].pk}/")
    expect(phone.get_by_text("From January Sales names ten accounts a month.")).to_be_visible()
    desk.goto(f"{here}synthesis/")
    expect(desk.get_by_text("Both want names, not numbers").first).to_be_visible()
