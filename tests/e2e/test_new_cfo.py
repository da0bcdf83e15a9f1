"""A new CFO arrives: the change, what she takes over, the brief, what she said, the map, and what came back to her. On
a phone in the dark, which is where briefs are read."""

import datetime as dt
import re

from django.utils import timezone
from playwright.sync_api import expect

from checkins.models import CheckIn
from impact.metrics import add_metric
from impact.models import Observation
from impact.returns.measures import choose_measure
from planning.models import Stake
from planning.stakes import add_stake
from stakeholders.models import Stakeholder
from stakeholders.relationships import add_relationship
from tests.e2e.windows import overflow
from tests.impact.rows import FIELDS, SHARE


def test_a_new_cfo_from_her_arrival_to_what_came_back_to_her(
    open_page, axe, inside, workspace, leader, add_person
) -> None:
    before = timezone.localdate() - dt.timedelta(days=30)
    with inside():
        viktor = add_person("Viktor Lindqvist", segment="champion", influence=5, interest=4, position=2)
        ines = add_person(
            "Isabel Duarte",
            job_title="Chief Financial Officer",
            segment="decision_maker",
            position=-1,
            assessed_on=before,
        )
        gordon = add_person("Gordon Pike", segment="decision_maker", influence=5, interest=3, position=-1)
        add_relationship(viktor, target=gordon, kind="influences", weight=4)
        stake = add_stake(viktor, author=leader, invests="budget", what="€40,000 for the trial", expects="More deals")
        Stake.objects.filter(pk=stake.pk).update(created_at=timezone.now() - dt.timedelta(days=200))
        metric = add_metric(workspace, author=leader, **{**FIELDS, **SHARE, "name": "Win rate"})
        for month in range(1, 10):
            Observation.objects.create(
                workspace=workspace, metric=metric, author=leader, starts_on=dt.date(2026, month, 1), value=0.2,
                ahead=10, n=50, definition_version=1, created_at=dt.datetime(2026, month + 1, 2, 8, tzinfo=dt.UTC),
            )  # fmt: skip
    page = open_page("/w/northwind/check-ins/changes/", width=390, scheme="dark")
    panel, press = page.locator("#panel"), page.keyboard.press
    troubles = []

    page.get_by_role("link", name="Enter a change").first.focus()
    press("Enter")
    panel.get_by_label("What happened").select_option(label="Left")
    panel.get_by_label("Who it is about").fill("Viktor Lindqvist")
    panel.get_by_label("Who takes their place").fill("Isabel Duarte")
    press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Viktor Lindqvist left.")
    expect(page.locator(".touched")).to_contain_text("Gordon Pike")
    troubles += [*axe(page), *overflow(page)]
    page.get_by_role("button", name=re.compile("^Confirm.*40,000")).click()
    expect(page.get_by_text("Isabel Duarte has it on the map now.")).to_be_visible()

    page.goto("/w/northwind/today/")
    page.get_by_role("button", name=re.compile("^Prepare ?: Isabel Duarte")).focus()
    press("Enter")
    expect(page.get_by_role("heading", name="Two questions worth asking")).to_be_visible()
    expect(page.locator(".sheet")).to_contain_text("€40,000 for the trial")
    troubles += [*axe(page), *overflow(page)]
    page.get_by_role("link", name="The check-in").click()
    page.get_by_role("link", name="Log it").focus()
    press("Enter")
    panel.get_by_label("What came of it?").fill("She keeps the trial if deals close faster")
    panel.get_by_role("radio", name="As it was").focus()
    for _ in range(2):
        press("ArrowRight")
    expect(panel.get_by_role("radio", name="Supportive")).to_be_checked()
    panel.get_by_label("Next step").fill("Show her September")
    troubles += [*axe(page), *overflow(page)]
    press("Enter")
    expect(page.locator(".says")).to_contain_text("Held on")
    with inside():
        ines.refresh_from_db()
        held = CheckIn.objects.get(stakeholder=ines)
        assert (ines.position, held.assessment_id, held.state) == (1, ines.current_id, "held")
        assert Stakeholder.objects.get(pk=gordon.pk).position == -1
        taken = Stake.objects.standing().get(stakeholder=ines)
        choose_measure(taken, metric, author=leader)
    page.goto("/w/northwind/today/")
    moved = page.get_by_role("region", name="Moved on the map")
    expect(moved).to_contain_text("Isabel Duarte")
    page.goto(f"/w/northwind/impact/returns/{ines.pk}/")
    page.get_by_role("link", name="Write to them").click()
    panel.get_by_role("button", name="Begin to write").click()
    # How it is written on and issued, tests of reports tell.
    expect(page.get_by_text("€40,000 for the trial").first).to_be_visible()
    assert [*troubles, *axe(page), *overflow(page)] == []
