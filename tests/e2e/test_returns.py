"""Return on stake in a browser: a measure is chosen, a letter written and issued, its link read on a phone."""

import datetime as dt
import re

from django.utils import timezone
from playwright.sync_api import expect

from impact.metrics import add_metric
from impact.models import Observation
from planning.models import Stake
from planning.stakes import add_stake
from tests.e2e.windows import overflow
from tests.impact.rows import FIELDS, SHARE


def test_from_a_stake_to_its_return_on_a_phone(open_page, axe, inside, workspace, leader, add_person) -> None:
    with inside():
        tomas = add_person("Tomás Vidal", segment="detractor", position=-2, why="He fights every euro")
        stake = add_stake(
            tomas, author=leader, invests="budget", what="€40,000 for the trial.", expects="More deals",
            measure="Our win rate",
        )  # fmt: skip
        Stake.objects.filter(pk=stake.pk).update(created_at=timezone.make_aware(dt.datetime(2026, 3, 3, 9)))
        metric = add_metric(workspace, author=leader, **{**FIELDS, **SHARE, "name": "Win rate"})
        for month in range(1, 10):
            Observation.objects.create(
                workspace=workspace, metric=metric, author=leader, starts_on=dt.date(2026, month, 1), value=0.2,
                ahead=10, n=50, definition_version=1, created_at=dt.datetime(2026, month + 1, 2, 8, tzinfo=dt.UTC),
            )  # fmt: skip
    page = open_page("/w/northwind/impact/returns/")
    expect(page.locator(".says")).to_contain_text(
        "One person has put something in, and was never told what became of it."
    )
    page.get_by_role("link", name="Tomás Vidal", exact=True).click()
    page.get_by_role("button", name=re.compile("^Take it ?: Win rate for")).click()
    expect(page.get_by_text("it is 20\u00a0% (September 2026) now: within what chance brings.")).to_be_visible()
    assert [*axe(page), *overflow(page)] == []

    page.get_by_role("link", name="Write to them").click()
    panel = page.locator("#panel")
    panel.get_by_label("Numbers from").fill("2026-07-01")
    panel.locator("[name=ends_on]").fill("2026-09-30")
    panel.get_by_role("button", name="Begin to write").click()
    page.get_by_label("The answer, in one or two sentences").fill("It did not move yet. We tell you in January.")
    page.get_by_role("button", name="Store and preview").click()
    expect(page.get_by_text("In March 2026 you put in budget: €40,000 for the trial.")).to_be_visible()
    page.get_by_role("link", name="Issue").click()
    panel.get_by_role("button", name="Issue it").click()
    page.wait_for_url("**/issued/**")

    page.locator("#shares").get_by_role("link", name="Make a link").click()
    panel.get_by_role("button", name="Make the link").click()
    path = re.sub(r"^https?://[^/]+", "", panel.get_by_label("The link").input_value())
    phone = open_page(path, user=None, width=390, touch=True, scheme="dark")
    phone.get_by_role("button", name="Continue").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("What came back to you")
    expect(phone.get_by_text("In March 2026 you put in budget: €40,000 for the trial.")).to_be_visible()
    expect(phone.get_by_text("fights every euro")).to_have_count(0)
    assert [*axe(phone), *overflow(phone)] == []

    page.goto("/w/northwind/impact/returns/")
    expect(page.locator(".says")).to_contain_text("each was told what became of it")
