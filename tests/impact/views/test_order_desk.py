"""Is it strategy or an order desk: a quarter's figures, for the team alone."""

import datetime as dt
import random
import uuid
from dataclasses import replace

import pytest
import time_machine

from accounts.isolation import enter
from impact.demo_desk import bring_earlier
from impact.initiatives import add_initiative
from impact.order_desk import Begun, Signs, Span, counted_elsewhere
from impact.periods import Every, last_day, starts
from impact.queries.desk_sums import Month, by_month
from impact.queries.order_desk import desk_of, signs_of, told
from impact.queries.works import MONTHS, Rows, months_before, quarters, rows
from planning.demo import plan_demo
from planning.goals import add_goal
from planning.intake.demo import ask_demo
from planning.intake.text import RequestText
from planning.models import Decision, Request
from planning.requests import bring, decide, estimate, set_desk
from stakeholders.demo.workspace import make_demo
from stakeholders.models import Stakeholder
from tests.impact.plain_desk import all_asked, read
from tests.impact.views.test_metrics import words_of

pytestmark = pytest.mark.django_db
URL = "/w/northwind/impact/order-desk/"
CALENDAR = f"{URL}calendar/"
TODAY = dt.datetime(2026, 6, 15, 9, tzinfo=dt.UTC)
D = dt.date


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def ask(workspace, leader):
    set_desk(workspace, owner=leader, days_a_quarter=60)

    def asked(problem="Pumps come back", *, name="Nora Quist", on=TODAY, state="accepted", goal=None, days=None):
        """Brought, sized and decided on at one moment."""
        with time_machine.travel(on, tick=False):
            request, _ = bring(workspace, key=uuid.uuid4(), name=name, text=RequestText(problem=problem))
            request = estimate(request, expected_version=1, goal=goal, days=days)
            if state:
                decide(request, author=leader, state=state, reason="So", expected_version=2)
        return Request.objects.get(pk=request.pk)

    return asked


@pytest.fixture
def goal(workspace):
    return add_goal(workspace, statement="Win more", starts_on=D(2026, 1, 1), ends_on=D(2026, 12, 31))


def test_nothing_yet_says_what_to_do(as_leader, workspace):
    page = words_of(as_leader.get(URL))
    assert "Nothing is asked and nothing is begun yet" in page
    assert "Order-desk index" not in page


def test_a_quarter_and_what_would_move_it(as_leader, as_member, as_executive, workspace, ask, goal):
    ask("Make a flyer please", days=6)
    ask(name="Bo", goal=goal, days=14)
    ask(name="Bo", state="declined", days=9)
    add_initiative(
        workspace, name="Fair", what="A stand.", goal=goal, starts_on=D(2026, 4, 1), ends_on=D(2026, 6, 30), days=20
    )
    add_initiative(workspace, name="Blog", what="Posts.", starts_on=D(2026, 4, 1))
    assert as_executive.get(URL).status_code == 403
    page = words_of(as_leader.get(URL))
    for said in (
        "15 % of the work of the quarter whose size is known",
        "6 days of 40 days serve no goal. One piece of work of unknown size is not in it."
        " By pieces instead of days: 50 %, 2 of 4: too few to say.",
        "40 days of 60 are given.",
        "For goals 34 days Ad hoc 6 days Left 20 days",
        "Make a flyer please Request · 6 days · serves no goal",
        "Blog Initiative · not sized · serves no goal",
        "1 of 3",
        "3 requests from 2 people; one brought half of them. Of the 20 days taken on for them, one brought half.",
        "The middle of 3 first decisions.",
    ):
        assert said in page, said
    assert "of the work of the quarter" in words_of(as_member.get(URL + "?quarter=never"))
    earlier = words_of(as_leader.get(URL + "?quarter=2026-Q1"))
    assert "No work of this quarter has a known size, so there is no index." in earlier
    assert as_leader.post(URL).status_code == 405


def test_without_days_of_a_quarter_what_is_given_is_told(as_leader, workspace, ask):
    ask(days=6)
    set_desk(workspace, owner=None, days_a_quarter=None)
    page = words_of(as_leader.get(URL))
    assert "6 days are given. How many a quarter has was not said." in page
    set_desk(workspace, owner=None, days_a_quarter=4)
    assert "6 days of 4 are given, 2 days more than there are." in words_of(as_leader.get(URL))


def test_what_was_sized_or_aimed_otherwise_after_it_was_accepted_is_a_late_change(workspace, leader, ask, goal):
    first, second, third, fourth = (ask(f"Pump {number}", days=3) for number in range(4))
    later = TODAY + dt.timedelta(days=3)
    with time_machine.travel(later, tick=False):
        estimate(first, expected_version=3, days=8)
        # What had no goal is given one: no change of what was agreed.
        estimate(second, expected_version=3, goal=goal)
        decide(third, author=leader, state="deferred", reason="Later", expected_version=3)
        # Sized otherwise once it waits again: nothing was promised then.
        estimate(third, expected_version=4, days=9)
        estimate(fourth, expected_version=3, value=2)
    late = told(workspace, quarters(later.date())[0], today=later.date()).desk.changed_late
    assert (late.count, late.n) == (2, 4)
    assert {one.title for one in all_asked(workspace) if one.is_changed_late} == {"Pump 0", "Pump 2"}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_the_database_adds_up_is_what_each_request_says(workspace, leader, goal, seed):
    """Requests of two years that came, were decided on and changed by chance, some of them counted by initiatives."""
    dice = random.Random(seed)
    person = Stakeholder.objects.create(workspace=workspace, kind="internal", name="Nora Quist")
    came = [TODAY - dt.timedelta(minutes=dice.randrange(1_200_000)) for _ in range(150)]
    Request.objects.bulk_create(
        Request(
            workspace=workspace, problem=f"Pump {number}", received_at=at, stakeholder=dice.choice([None, person]),
            name=dice.choice(["Bo", "bo", "Ann", "Cy Özil"]), email=dice.choice(["", "", "B@x.example", "b@x.example"]),
            prescribed=dice.random() < 0.4, days=dice.choice([None, 0, 3, 7]), goal=dice.choice([None, goal]),
        )
        for number, at in enumerate(came)
    )  # fmt: skip
    asked, made = list(Request.objects.order_by("received_at", "pk")), []
    for turn in range(3):
        for one in dice.sample(asked, 110 - 40 * turn):
            at = (one.decided_at or one.received_at) + dt.timedelta(minutes=dice.choice([0, 900, 90_000]))
            state = dice.choice(["accepted", "accepted", "shaping", "declined", "deferred"])
            one.state, one.decided_at = state, at
            made.append(Decision(workspace=workspace, request=one, state=state, reason="So", author=leader, at=at))
        Request.objects.bulk_update(asked, ["state", "decided_at"])
        for one in dice.sample(asked, 40):
            one.days, one.goal = dice.choice([one.days, None, 5]), dice.choice([one.goal, None, goal])
        Request.objects.bulk_update(asked, ["days", "goal"])
    Decision.objects.bulk_create(made)
    begun = [
        Begun(
            number, f"Fair {number}", D(2026, 1 + number % 5, 10), D(2026, 8, 31) if number % 2 else None,
            days=dice.choice([None, 11]), came_of=frozenset(one.pk for one in dice.sample(asked, number)),
        )
        for number in range(8)
    ]  # fmt: skip
    today, plain = TODAY.date(), all_asked(workspace)
    months = by_month(workspace, months_before(today, MONTHS), elsewhere=counted_elsewhere(begun))
    for period in quarters(today):
        span = Span(period.starts_on, period.ends_on)
        found = Rows(rows(workspace, span, today).taken, begun)
        assert desk_of(workspace, found, months, span)[0] == read(plain, begun, span)
    for month in starts(months_before(today, MONTHS), today, Every.MONTH):
        span = Span(month, last_day(month, Every.MONTH))
        signs, meant = signs_of(months.get(month, Month()), begun, span), read(plain, begun, span)
        spread = meant.asked.n, meant.asked.people, meant.asked.herfindahl
        assert (signs.asked.n, signs.asked.people, signs.asked.herfindahl) == spread
        assert replace(signs, asked=None) == Signs(
            meant.index, meant.prescribed, meant.not_as_asked, meant.changed_late, None
        )


def test_the_course_of_months_is_judged_by_its_limits(workspace, ask, goal):
    for month in (1, 2, 3, 4, 5):
        for number in range(5):
            ask(on=TODAY.replace(month=month), days=2, goal=goal if number < month else None)
    ask(on=TODAY.replace(day=1), days=30)
    found = told(workspace, quarters(TODAY.date())[0], today=TODAY.date())
    trend = found.index.trend
    assert [point.value for point in trend.points] == [0.8, 0.6, 0.4, 0.2, 0.0]
    assert trend.stretches[0].is_trial
    assert trend.verdict.sentence.replace("\xa0", " ") == (
        "0 % is within what chance brings (up to 93 %, no lower limit)."
        " The limits are on trial: they rest on five values."
    )
    assert found.months[0] == (
        "May 2026",
        (
            ("Order-desk index", "0\xa0% of 10\xa0days"), ("Came as an order", "0 of 5"),
            ("Declined or reshaped", "0 of 5"), ("Changed after acceptance", "0 of 5"), ("Few who ask", "1 of 1"),
        ),
    )  # fmt: skip


def test_who_asks_under_one_address_is_one_person(workspace, leader):
    for name, email in (("Nora", "n@x.example"), ("N. Quist", "N@X.example"), ("Nora", "")):
        bring(workspace, key=uuid.uuid4(), name=name, email=email, text=RequestText(problem="Pumps come back"))
    found = told(workspace, quarters(TODAY.date())[0], today=TODAY.date())
    assert [(one.name, one.many) for one in found.top] == [("Nora", 2), ("Nora", 1)]


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_as_often_however_many_there_are(as_leader, workspace, ask, django_assert_num_queries, count):
    for number in range(count):
        ask(f"Pump {number}", name=f"Nora {number}", days=3)
        add_initiative(workspace, name=f"Fair {number}", what="A stand.", starts_on=D(2026, 4, 1), days=2)
    as_leader.get(URL)
    with django_assert_num_queries(18):
        as_leader.get(URL)


def test_the_demo_has_a_year_of_requests_once(northwind_asked):
    assert Request.objects.count() > 100
    assert {*Decision.objects.values_list("state", flat=True)} == {"accepted", "shaping", "deferred", "declined"}
    assert not bring_earlier(northwind_asked, today=TODAY.date())
    found = told(northwind_asked, quarters(TODAY.date())[0], today=TODAY.date())
    assert (found.desk.index.unsized, len([part for part in found.parts if part.trend])) == (0, 4)


@pytest.fixture
def northwind_asked(db):
    today = TODAY.date()
    workspace, _ = make_demo(today=today)
    assert plan_demo(workspace, today=today)
    assert ask_demo(workspace, today=today)
    assert bring_earlier(workspace, today=today)
    enter(workspace=workspace.pk)
    return workspace


def test_the_calendar_shows_work_by_the_goal_it_serves(as_leader, as_member, as_executive, workspace, ask, goal):
    assert "Nothing is planned for this quarter" in words_of(as_leader.get(CALENDAR + "?quarter=2025-Q3"))
    add_goal(workspace, statement="Keep dealers", starts_on=D(2026, 4, 1), ends_on=D(2026, 6, 30))
    ask("Make a flyer please", days=6)
    add_initiative(
        workspace, name="Fair", what="A stand.", goal=goal, starts_on=D(2026, 4, 1), ends_on=D(2026, 6, 30), days=20
    )
    add_initiative(workspace, name="Blog", what="Posts.", goal=goal, starts_on=D(2026, 1, 1))
    assert as_executive.get(CALENDAR).status_code == 403
    assert as_leader.post(CALENDAR).status_code == 405
    response = as_member.get(CALENDAR)
    page = words_of(response)
    for said in (
        "3 pieces of work: 1 serves no goal. Of 2 goals 1 has no work.",
        "26 days of 60 are given.",
        "Win more 20 days in this quarter, and 1 of unknown size",
        "Fair Initiative · 1 Apr to 30 Jun · 20 days",
        "Blog Initiative · from 1 Jan, no end set · not sized",
        "Keep dealers No work yet serves it in this quarter.",
        "Ad hoc: serves no goal 6 days in this quarter",
        "Make a flyer please Request · 15 Jun to 22 Jun · 6 days",
    ):
        assert said in page, said
    assert [response.text.count(part) for part in ('class="work-bar', 'class="work-bar is-ad-hoc is-request')] == [3, 1]
    # The next quarter is planned in this one.
    assert "Q3 2026" in words_of(as_leader.get(CALENDAR + "?quarter=2026-Q3"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_calendar_asks_as_often_however_many_there_are(
    as_leader, workspace, ask, goal, django_assert_num_queries, count
):
    for number in range(count):
        ask(f"Pump {number}", name=f"Nora {number}", days=3, goal=goal)
        add_initiative(workspace, name=f"Fair {number}", what="A stand.", starts_on=D(2026, 4, 1), days=2)
    as_leader.get(CALENDAR)
    with django_assert_num_queries(15):
        as_leader.get(CALENDAR)
