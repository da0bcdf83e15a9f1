"""Issuing in a browser: a report is issued, a number of it corrected, and its page tells; a long one is issued while
whoever asked for it is elsewhere."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from impact import tasks
from impact.metrics import add_metric
from impact.models import IssuedReport, Metric, Observation, Report
from impact.observations import correct_observation, number
from impact.reports import progress
from impact.reports.audiences import Leading, add_audience
from impact.reports.issuing import AT_ONCE
from impact.reports.spans import Span
from impact.reports.writing import Piece, Text, begin_report, write
from tests.e2e.windows import overflow
from tests.impact.rows import FIELDS

D = dt.date
Q3 = Span(D(2026, 7, 1), D(2026, 9, 30))


@pytest.fixture
def metric(inside, workspace, leader) -> Metric:
    with inside():
        made = add_metric(workspace, author=leader, **FIELDS)
        for month in range(1, 10):
            Observation.objects.create(
                workspace=workspace, metric=made, author=leader, starts_on=D(2026, month, 1), value=month,
                definition_version=1, created_at=dt.datetime(2026, month + 1, 2, 8, tzinfo=dt.UTC),
            )  # fmt: skip
        return made


@pytest.fixture
def begun(inside, workspace, leader, metric):
    """`begun(pieces)`: a report to which nothing but its issue is wanting."""

    def made(*more: Piece) -> Report:
        with inside():
            audience = add_audience(workspace, name="CFO", question="What came back?", leads=[Leading(metric)])
            report = begin_report(
                workspace, author=leader, audience=audience, title="The third quarter", span=Q3, compared=None
            )
            text = Text(report.title, "More than it cost.", (Piece("new-1", "changed", metric=metric.pk), *more))
            return write(report, text, expected_version=1)

    return made


def test_what_was_corrected_since_stands_beside_what_was_issued(
    open_page, axe, inside, leader, begun, metric, troubles
) -> None:
    page = open_page(f"/w/northwind/impact/reports/{begun().pk}/preview/")
    page.get_by_role("link", name="Issue").click()
    page.locator("#panel").get_by_role("button", name="Issue it").click()
    page.wait_for_url("**/issued/**")
    expect(page.locator(".report-shown")).to_have_text("8")
    expect(page.get_by_role("heading", name="Changed since")).to_have_count(0)
    with inside():
        august = Observation.objects.get(metric=metric, starts_on=D(2026, 8, 1))
        correct_observation(august, number(5), why="Two deals were counted twice", author=leader)
    page.reload()
    told = page.get_by_role("region", name="Changed since")
    expect(told).to_contain_text("Since it was issued one number has changed. The edition stays as it is.")
    expect(told.get_by_role("listitem")).to_contain_text("Win rate, August 2026: 8")
    expect(told.get_by_role("listitem").locator(".num").last).to_have_text("5")
    expect(told).to_contain_text("Two deals were counted twice")
    expect(told).to_contain_text("by Ines Rourke")
    expect(page.locator(".report-shown")).to_have_text("8")
    assert [*axe(page), *overflow(page)] == []


def test_a_long_one_goes_on_while_one_is_elsewhere(open_page, axe, inside, workspace, leader, begun, troubles) -> None:
    report = begun(*(Piece(f"words-{place}", "next", f"Step {place}.") for place in range(AT_ONCE)))
    address = f"/w/northwind/impact/reports/{report.pk}/"
    page = open_page(f"{address}preview/")
    page.get_by_role("link", name="Issue").click()
    page.locator("#panel").get_by_role("button", name="Issue it").click()
    expect(page.get_by_text("This goes on without you: leave the page if you like")).to_be_visible()
    expect(page.get_by_label("The answer, in one or two sentences")).to_have_count(0)
    assert [*axe(page), *overflow(page)] == []
    page.get_by_role("main").get_by_role("link", name="Reports").click()
    page.wait_for_url("**/impact/reports/")
    # What the worker says of itself while nobody looks, and then what it does.
    progress.tell(report.pk, 2, 3)
    page.goto(address)
    expect(page.get_by_role("progressbar", name="Being issued")).to_have_attribute("value", "67")
    tasks.issue_report(
        workspace_id=str(workspace.pk), report_id=report.pk, actor_id=leader.pk, version=report.version, why=""
    )
    expect(page.get_by_label("The answer, in one or two sentences")).to_have_value("More than it cost.")
    with inside():
        edition = IssuedReport.objects.get()
    page.goto("/w/northwind/impact/reports/")
    page.get_by_role("link", name="The third quarter", exact=True).click()
    page.wait_for_url(f"**/issued/{edition.pk}/")
    expect(page.get_by_text("Step 11.")).to_be_visible()
