"""Impact as a leader and an executive use it: a metric by keys alone, a signal, and what an executive reads."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from impact.metrics import add_metric, put_in_front
from impact.models import Metric, Observation
from impact.observations import number, record_observation
from impact.periods import DAY, Every, start_of
from tests.impact.rows import FIELDS

URL = "/w/northwind/impact/"


@pytest.fixture
def measured(inside, workspace, leader) -> Metric:
    """Twelve months of routine, up to the month before the last one."""
    with inside():
        metric = add_metric(workspace, author=leader, **FIELDS)
        start = start_of(start_of(dt.date.today(), Every.MONTH) - DAY, Every.MONTH)
        for place in range(12):
            start = start_of(start - DAY, Every.MONTH)
            record_observation(metric, number(40 + place % 2), starts_on=start, author=leader)
    return metric


def typed(page: Page, label: str, text: str) -> None:
    page.locator("#panel").get_by_label(label, exact=False).first.fill(text)


def test_a_metric_from_the_library_by_keys_alone(open_page, inside) -> None:
    page = open_page(f"{URL}metrics/")
    page.get_by_role("link", name="Choose from the library").focus()
    page.keyboard.press("Enter")
    chosen = page.locator("#panel").get_by_role("link", name="Net Promoter Score")
    chosen.focus()
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    expect(panel.get_by_label("Name")).to_have_value("Net Promoter Score")
    # What is counted has its unit by itself.
    expect(panel.locator("[name=unit_kind]")).to_be_hidden()
    panel.get_by_role("button", name="Add the metric").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Net Promoter Score")
    page.get_by_role("link", name="Add the first number").focus()
    page.keyboard.press("Enter")
    for label, many in (("Promoters", "50"), ("Passives", "30"), ("Detractors", "20")):
        panel.get_by_label(label).fill(many)
    page.keyboard.press("Enter")
    expect(page.locator(".metric-picture .metric-number")).to_have_text("30 points")
    expect(page.locator(".metric-facts")).to_contain_text(re.compile(r"Very likely\s*1\d.points to 4\d.points"))
    with inside():
        assert Observation.objects.get().n == 100


def test_a_number_that_falls_is_a_concern_and_is_corrected(open_page, measured, troubles) -> None:
    troubles.expect("422")
    page = open_page(f"{URL}metrics/{measured.pk}/")
    expect(page.locator(".says")).to_contain_text("No sign of change.")
    page.get_by_role("link", name="Add a number").click()
    typed(page, "Number", "0,125")
    page.locator("#panel").get_by_role("button", name="Store the number").click()
    expect(page.locator("#panel")).to_contain_text("Write 0.125 with a point")
    typed(page, "Number", "12,5")
    page.locator("#panel").get_by_role("button", name="Store the number").click()
    # So far from all others that somebody has to say it is right.
    page.locator("#panel").get_by_role("button", name="Yes, store it").click()
    expect(page.locator(".says")).to_contain_text("Got worse.")
    expect(page.locator(".xmr-wide .is-concern")).to_have_count(1)
    page.locator("tbody tr").first.get_by_role("link", name="Correct").click()
    typed(page, "Number", "41")
    typed(page, "What was wrong", "A region was missing.")
    page.locator("#panel").get_by_role("button", name="Store the correction").dblclick()
    expect(page.locator(".says")).to_contain_text("No sign of change.")
    expect(page.get_by_text("A region was missing.")).to_be_visible()
    assert page.locator("#panel .field-problem").count() == 0


def test_an_executive_reads_on_a_phone_what_needs_them(open_page, inside, measured, leader, executive) -> None:
    with inside():
        put_in_front(measured)
        last = start_of(start_of(dt.date.today(), Every.MONTH) - DAY, Every.MONTH)
        record_observation(measured, number(12.5), starts_on=last, author=leader)
    read = open_page("/", user=executive, width=390, scheme="dark")
    expect(read).to_have_url(re.compile(f"{URL}$"))
    expect(read.locator(".metric-card.is-exception")).to_contain_text("Got worse")
    expect(read.locator(".says")).to_contain_text("Win rate got worse.")
    read.get_by_role("link", name="Win rate").click()
    expect(read.locator(".xmr-narrow")).to_be_visible()
    expect(read.get_by_role("link", name="Correct")).to_have_count(0)
