"""Exploring in a browser: drawn by Plotly from our own server, in the colours of the theme, and quiet."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from impact.metrics import add_metric
from impact.observations import number, record_observation
from impact.periods import DAY, Every, start_of
from tests.impact.rows import FIELDS

URL = "/w/northwind/impact/explore/"
LINK = '<a href="https://evil.example/">here</a>'


@pytest.fixture
def measured(inside, workspace, leader) -> None:
    with inside():
        for name in ("Win rate", f"Trust {LINK}"):
            metric = add_metric(workspace, author=leader, **{**FIELDS, "name": name})
            start = start_of(dt.date.today(), Every.MONTH)
            for place in range(24):
                start = start_of(start - DAY, Every.MONTH)
                record_observation(metric, number(40 + place % 2), starts_on=start, author=leader)


def lines(page: Page) -> int:
    return page.locator(".explore-plot .scatterlayer .trace").count()


def test_pictures_are_drawn_here_and_nothing_leaves(open_page, measured, axe, troubles) -> None:
    page = open_page("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(URL)
    expect(page.locator(".js-plotly-plot")).to_have_count(2)
    # The drawing that stood there before is gone.
    expect(page.locator(".explore-plot > .xmr")).to_have_count(0)
    assert lines(page) == 8
    page.locator(".js-plotly-plot").first.hover()
    expect(page.locator(".modebar-btn").first).to_be_visible()
    assert page.locator('.modebar-btn[data-title*="Plotly"], .modebar-btn[data-title*="hare"]').count() == 0
    assert page.locator(".js-plotly-plot a[href]:not(.modebar-btn)").count() == 0
    axe(page)
    # What is chosen is drawn at once, and stands in the address.
    page.get_by_text("Beside the year before").click()
    expect(page.get_by_text("A year before").first).to_be_visible()
    page.get_by_text("All in one picture").click()
    expect(page.locator(".js-plotly-plot")).to_have_count(1)
    expect(page.locator(".js-plotly-plot")).to_contain_text("Trust ‹a href")
    assert "in_one=1" in page.url
    hosts = {urlsplit(address).netloc for address in asked if not address.startswith(("blob:", "data:"))}
    assert hosts == {urlsplit(page.url).netloc}


def test_the_colours_follow_the_theme(open_page, measured) -> None:
    page = open_page(URL, width=390)
    marker = page.locator(".js-plotly-plot .scatterlayer .point").first
    expect(marker).to_be_attached()
    light = marker.evaluate("each => getComputedStyle(each).fill")
    page.emulate_media(color_scheme="dark")
    expect(marker).not_to_have_css("fill", light)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
