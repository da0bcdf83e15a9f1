"""What an executive opens: the few numbers that lead, exceptions first, and the goals they are there for."""

import datetime as dt
import re
from dataclasses import replace

import pytest
import time_machine
from django.utils.html import strip_tags

from impact.metrics import put_in_front
from impact.models import Audience, CoalitionQuarter, Initiative, IssuedReport, Observation, Report
from impact.reports.document import Item, Part, Section, plain
from impact.targets import set_target
from planning.models import Goal
from tests.impact.reports.documents import a_document
from tests.impact.rows import FLOW
from tests.impact.views.test_metrics import words_of

pytestmark = pytest.mark.django_db
URL = "/w/northwind/impact/"
TODAY = dt.datetime(2026, 6, 15, 9, tzinfo=dt.UTC)
ROUTINE = [10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 11]
YEAR = {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2026, 12, 31)}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def lead(add):
    def leading(**fields):
        metric = add(**fields)
        put_in_front(metric)
        return metric

    return leading


def cards(page) -> list[tuple[str, str]]:
    """(why it stands in front, its name), in order."""
    found = re.findall(
        r"metric-about\">(.*?)</p>\s*<h2 class=\"metric-name\"><a [^>]+><bdi>(.*?)</bdi>", page.content.decode()
    )
    return [(re.sub(r"<[^>]+>", "", about), name) for about, name in found]


def test_nothing_leads_yet(as_leader, as_executive, add) -> None:
    assert 'href="/w/northwind/impact/metrics/library/"' in as_leader.get(URL).text
    add(name="Win rate", values=[1])
    assert 'href="/w/northwind/impact/metrics/library/"' not in as_leader.get(URL).text
    assert "Which few numbers say whether it worked?" in words_of(as_leader.get(URL))
    seen = words_of(as_executive.get(URL))
    assert "The marketing team chooses the few numbers by which it wants to be judged." in seen
    assert "No goal of the business is stored for today." in seen


def test_exceptions_come_first(as_executive, lead, leader) -> None:
    lead(name="As it was", values=ROUTINE)
    lead(name="Better", values=[*ROUTINE, 30])
    lead(name="Stale", values=[*ROUTINE, 11]).observations.order_by("-starts_on").first().delete()
    failing = lead(name="Far off", values=ROUTINE)
    set_target(failing, 40, course="throughout", author=leader, **YEAR)
    behind = lead(name="Slow", values=[5] * 5, **FLOW)
    set_target(behind, 120, author=leader, **YEAR)
    lead(name="Worse", values=[*ROUTINE, 30], good="down")
    page = as_executive.get(URL)
    assert cards(page) == [
        ("Revenue contribution", "Worse"),
        ("Will miss its target", "Far off"),
        ("Will miss its target", "Slow"),
        ("Not up to date", "Stale"),
        ("Revenue contribution", "Better"),
        ("Revenue contribution", "As it was"),
    ]
    # On a phone what is no exception is folded under its word.
    drawn = [each.split("</li>")[0] for each in page.text.split('class="metric-name">')[1:]]
    folded = [strip_tags(each.split("</h2>")[0]) for each in drawn if 'class="folded"' in each]
    assert folded == ["Better", "As it was"]
    seen = words_of(page)
    assert "All two targets are off track. Worse got worse." in seen
    assert "As things are, Far off and Slow will miss their targets. Better got better" in seen
    assert "Target 120 by 31 Dec 2026: behind" in seen
    assert "one period missing" in seen or "1 period missing" in seen


def test_the_first_sentence_says_what_is_on_track(as_executive, lead, leader) -> None:
    """Safe, off, open, without a target; and a sum that keeps its pace though no month of it is sure."""

    def aims(name: str, value: float, values=ROUTINE, **fields):
        course = fields.pop("course", "throughout")
        metric = lead(name=name, values=values, **fields)
        set_target(metric, value, course=course, author=leader, **YEAR)
        return words_of(as_executive.get(URL))

    lead(name="Aimless", values=ROUTINE)
    assert "targets" not in words_of(as_executive.get(URL))
    assert "The one target is on track. Nothing got better or worse" in aims("Safe", 5)
    assert "All two targets are on track." in aims("Paced", 126, course="even", **FLOW)
    assert "Two of three targets are on track and one is off." in aims("Lost", 40)
    assert "Two of four targets are on track, one is off and one may or may not be met." in aims("Open", 10.5)
    assert "Two of five targets are on track, two are off and one may or may not be met." in aims(
        "Capped", 110, course="even", good="down", **FLOW
    )
    assert ("Over its target", "Capped") in cards(as_executive.get(URL))


def test_a_month_that_runs_is_not_drawn_as_a_fall(as_executive, lead, leader, workspace) -> None:
    metric = lead(name="Deals", values=ROUTINE, **FLOW)
    drawn = re.findall(r'<polyline[^>]*points="([^"]+)"', as_executive.get(URL).text)
    Observation.objects.create(
        workspace=workspace, metric=metric, author=leader, starts_on=dt.date(2026, 6, 1), definition_version=1, value=2,
        created_at=TODAY,
    )  # fmt: skip
    assert drawn
    assert re.findall(r'<polyline[^>]*points="([^"]+)"', as_executive.get(URL).text) == drawn


def test_too_little_is_known_is_said(as_executive, lead) -> None:
    lead(name="Young", values=[1, 2])
    lead(name="Never")
    seen = words_of(as_executive.get(URL))
    assert (
        "Nothing got better or worse by more than chance would bring. Of two of two too little is known to say." in seen
    )
    assert "Two of two have no target." in seen


def test_the_oldest_number_is_named(as_executive, lead) -> None:
    lead(name="Fresh", values=[1, 2])
    assert "15 June 2026 · oldest number here: Fresh, 15 days old" in words_of(as_executive.get(URL))


def test_goals_of_today_say_what_customers_get(as_executive, workspace) -> None:
    days = {"starts_on": dt.date(2026, 4, 1), "ends_on": dt.date(2026, 6, 30), "workspace": workspace}
    Goal.objects.create(statement="Win the mid-market", rank=1, measured_by="Win rate", customer_outcome="", **days)
    Goal.objects.create(statement="Keep who we have", rank=2, customer_outcome="Answers within a day", **days)
    Goal.objects.create(statement="Given up", rank=3, closed_on=dt.date(2026, 5, 1), **days)
    seen = words_of(as_executive.get(URL))
    for goal, said in (
        ("Win the mid-market", "Known by: Win rate No customer outcome said"),
        ("Keep who we have", "No measure said Customers get: Answers within a day"),
    ):
        assert f"{goal} Q2 2026 How it is known and worked on: {goal} {said}" in seen
    assert "Given up" not in seen


def test_a_metric_is_put_in_front_and_taken_away(as_member, add) -> None:
    metric = add(name="Win rate", values=[1])
    other = add(name="Other")
    assert "It stands on the overview." in words_of(as_member.post(f"{URL}metrics/{metric.pk}/lead/", follow=True))
    page = as_member.get(URL)
    assert cards(page) == [("Revenue contribution", "Win rate")]
    assert f"{1} more number" in words_of(page)
    at = f"{URL}metrics/{metric.pk}/lead-no-more/"
    refused = as_member.post(at, {"why": " "})
    assert (refused.status_code, "Say why it is shown no more" in words_of(refused)) == (422, True)
    assert cards(as_member.get(URL)) == [("Revenue contribution", "Win rate")]
    as_member.post(at, {"why": "Another one says more"})
    assert cards(as_member.get(URL)) == []
    assert other.leads_since is None


def test_what_was_taken_off_is_told_for_a_while(as_member, member, as_executive, lead) -> None:
    metric = lead(name="Churn", values=ROUTINE)
    with time_machine.travel(dt.datetime(2026, 6, 3, 9, tzinfo=dt.UTC), tick=False):
        as_member.post(f"{URL}metrics/{metric.pk}/lead-no-more/", {"why": "Counted by Finance now"})
    told = f"Taken off lately Churn on 3 Jun 2026, by {member} Counted by Finance now"
    assert told in words_of(as_executive.get(URL))
    with time_machine.travel(dt.datetime(2026, 9, 2, 9, tzinfo=dt.UTC), tick=False):
        assert "Taken off lately" not in words_of(as_executive.get(URL))
    # Shown again it is no longer gone.
    as_member.post(f"{URL}metrics/{metric.pk}/lead/")
    assert "Taken off lately" not in words_of(as_executive.get(URL))
    as_member.post(f"{URL}metrics/{metric.pk}/retire/")
    assert f"by {member} It is measured no more." in words_of(as_executive.get(URL))


def test_how_many_more_there_are_and_how_many_are_stale_is_said(as_executive, add, lead) -> None:
    add(name="Fresh", values=[1, 2])
    add(name="Old", values=[1, 2]).observations.order_by("-starts_on").first().delete()
    add(name="Never")
    add(name="Spend", level="input")
    lead(name="Leads", values=[1])
    assert "3 more numbers, 2 of them not up to date" in words_of(as_executive.get(URL))


def test_seven_are_enough_and_effort_is_none(as_member, lead, add) -> None:
    for number in range(7):
        lead(name=f"M{number}")
    eighth, spend = add(name="M7"), add(name="Spend", level="input")
    assert "Take one away first: nobody looks at more." in words_of(
        as_member.post(f"{URL}metrics/{eighth.pk}/lead/", follow=True)
    )
    assert "is no impact, so it cannot stand on the overview" in words_of(
        as_member.post(f"{URL}metrics/{spend.pk}/lead/", follow=True)
    )


@pytest.mark.parametrize("many", [1, 7])
def test_queries_do_not_grow_with_numbers(as_executive, lead, many, django_assert_num_queries) -> None:
    for number in range(many):
        lead(name=f"M{number}", values=[1, 2, 3])
    as_executive.get(URL)
    with django_assert_num_queries(19):
        as_executive.get(URL)


def test_how_sure_it_is_has_one_word_on_card_page_and_overview(as_executive, lead) -> None:
    metric = lead(name="Worse", values=[*ROUTINE, 30], good="down")
    seen = words_of(as_executive.get(URL))
    assert "Worse got worse." in seen
    assert "How sure is this? Got better, got worse, changed By more than chance brings." in seen
    assert cards(as_executive.get(URL)) == [("Revenue contribution", "Worse")]
    for page in (URL + "metrics/", f"{URL}metrics/{metric.pk}/"):
        assert "Got worse" in words_of(as_executive.get(page))
    assert "worse, by more than chance" in words_of(as_executive.get(f"{URL}metrics/{metric.pk}/"))


def test_every_number_is_held_against_the_days_that_are_chosen(as_executive, lead) -> None:
    lead(name="Deals", values=[*range(1, 25)], **FLOW)
    page = as_executive.get(URL)
    # January to March 2026 against January to March 2025.
    assert "Q1 2026: 63. Up by 133.3 % on Q1 2025 (27)." in words_of(page)
    held = words_of(as_executive.get(URL, {"days": "month", "against": "before"}))
    assert "May 2026: 24. Up by 4.3 % on April 2026 (23)." in held
    assert page.text.count('class="chip"') == 6
    hostile = as_executive.get(URL, {"days": "<script>", "against": "nothing"})
    assert "Q1 2026: 63" in words_of(hostile)


def test_what_cannot_be_held_against_anything_is_said(as_executive, lead) -> None:
    lead(name="Young", values=[5], **FLOW)
    seen = words_of(as_executive.get(URL, {"days": "this_year"}))
    assert "1 Jan 2026 – 15 Jun 2026: Not known. May 2025 is not known, so there is nothing to hold it against." in seen


@pytest.fixture
def asked(workspace, leader):
    def made(*words, name="CFO", on=TODAY, **fields):
        audience, _ = Audience.objects.get_or_create(workspace=workspace, name=name, question="Is it worth it?")
        report = Report.objects.create(
            workspace=workspace, audience=audience, title=f"For {name}", author=leader,
            starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 3, 31),
        )  # fmt: skip
        items = tuple(Item("words", "", each) for each in words)
        changed = Section(Part.CHANGED, (Item("words", "", "No ask"),))
        document = replace(a_document(), sections=(changed, Section(Part.ASK, items)))
        return IssuedReport.objects.create(
            workspace=workspace, report=report, edition=1, document=plain(document), pdf=b"%PDF", issued_by=leader,
            issued_at=on, **fields,
        )  # fmt: skip

    return made


def test_what_is_asked_stands_with_the_report_that_asks_it(as_executive, asked, lead, leader) -> None:
    assert "What we ask" not in words_of(as_executive.get(URL))
    lead(name="Win rate")
    assert "What we ask Nothing is asked of anybody at present. How it was" in words_of(as_executive.get(URL))
    asked("An old ask", on=TODAY - dt.timedelta(days=60))
    issued = asked("Decide on the second pilot by July.", "Name one owner of the data.")
    asked("Another ask", name="Sales")
    asked("Long ago", name="Board", on=TODAY - dt.timedelta(days=200))
    asked("Taken back", name="Ops", withdrawn_at=TODAY, withdrawn_by=leader, withdrawn_why="Wrong")
    page = as_executive.get(URL)
    seen = words_of(page)
    assert "Decide on the second pilot by July. Of CFO, in For CFO Name one owner of the data." in seen
    assert f"/impact/reports/issued/{issued.pk}/" in page.text
    assert "Another ask Of Sales" in seen
    for gone in ("An old ask", "No ask", "Long ago", "Taken back"):
        assert gone not in seen


def test_goals_say_what_marketing_does_for_them(as_executive, workspace) -> None:
    days = {"starts_on": dt.date(2026, 4, 1), "ends_on": dt.date(2026, 6, 30), "workspace": workspace}
    goal = Goal.objects.create(statement="Win the mid-market", rank=1, **days)
    Goal.objects.create(statement="Keep who we have", rank=2, **days)
    for name, over in (("Pilot", None), ("Webinars", dt.date(2026, 5, 1))):
        Initiative.objects.create(
            workspace=workspace, name=name, what="It.", goal=goal, starts_on=dt.date(2026, 4, 1),
            stage="finished" if over else "creation", ended_on=over,
        )  # fmt: skip
    seen = words_of(as_executive.get(URL))
    assert "Marketing works on it by: Pilot" in seen
    assert "Webinars" not in seen
    assert seen.count("Nothing that marketing does serves it yet") == 1


def test_how_the_coalition_moved_is_told_without_anybody(as_executive, workspace) -> None:
    assert "Who carries it" not in words_of(as_executive.get(URL))
    CoalitionQuarter.objects.create(workspace=workspace, starts_on=dt.date(2026, 1, 1), people=32, before=4, after=5)
    told = "about five in ten support the strategy; before it about four in ten did."
    assert told in words_of(as_executive.get(URL))


def test_weeks_are_held_against_the_year_before(as_executive, lead, workspace, leader) -> None:
    metric = lead(name="Visits", every="week", **FLOW)
    start = dt.date(2024, 12, 30)
    while start < TODAY.date():
        Observation.objects.create(
            workspace=workspace, metric=metric, author=leader, starts_on=start, definition_version=1,
            value=start.isocalendar().year - 2000, created_at=TODAY,
        )  # fmt: skip
        start += dt.timedelta(days=7)
    assert "Up by 4 % on Q1 2025 (325)." in words_of(as_executive.get(URL))


def test_of_what_is_equally_urgent_customers_lead(as_executive, lead) -> None:
    lead(name="Win rate", values=ROUTINE)
    lead(name="Loyalty", values=ROUTINE, outcome="customer_retention")
    assert [name for _, name in cards(as_executive.get(URL))] == ["Loyalty", "Win rate"]
