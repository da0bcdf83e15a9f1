"""How you measure me: what rewards service is pointed out where it is a goal, until somebody says why it stays."""

import datetime as dt

import pytest

from impact.better_measures import BETTER
from impact.library import LIBRARY
from impact.metrics import add_metric
from impact.models import Audience, AudienceMetric, KeptMeasure, Metric
from impact.targets import set_target
from planning.goals import add_goal, edit_goal
from planning.service_measures import RULES, found
from planning.stakes import add_stake
from stakeholders.models import Stakeholder
from tests.impact.rows import FIELDS, FLOW
from tests.impact.views.test_metrics import words_of

pytestmark = pytest.mark.django_db
URL = "/w/northwind/impact/order-desk/measures/"
YEAR = {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2026, 12, 31)}


@pytest.fixture
def goal(workspace):
    return add_goal(workspace, statement="Win more", measured_by="Tickets closed by the studio", **YEAR)


@pytest.fixture
def expected(workspace, leader, goal):
    ada = Stakeholder.objects.create(workspace=workspace, name="Ada")
    return add_stake(
        ada, author=leader, goal=goal, invests="time", what="Fridays", expects="Flyers in time", measure=""
    )


@pytest.fixture
def posts(workspace, leader) -> Metric:
    return add_metric(
        workspace, author=leader, **{**FIELDS, **FLOW, "name": "Blog posts published", "unit_kind": "count"}
    )


def test_nothing_that_rewards_service(as_leader, as_executive, workspace, posts):
    add_goal(workspace, statement="Win more", measured_by="Win rate", **YEAR)
    assert "No goal, metric or expected return rewards service." in words_of(as_leader.get(URL))
    assert as_executive.get(URL).status_code == 403
    assert as_leader.post(URL).status_code == 405


def test_a_goal_a_metric_and_an_expected_return_are_pointed_out(as_member, workspace, leader, goal, expected, posts):
    set_target(posts, value=12.0, why="More", course="even", author=leader, **YEAR)
    board = Audience.objects.create(workspace=workspace, name="The board", question="Is it worth it?")
    AudienceMetric.objects.create(workspace=workspace, audience=board, metric=posts, place=1)
    page = words_of(as_member.get(URL))
    assert "3 measures reward service instead of results." in page
    assert "“Tell me how you measure me, and I will tell you how I will behave.” Eliyahu M. Goldratt" in page
    for said in (
        "Win more Counts requests that were served Tickets closed by the studio",
        "What were the requests for? Measure whether that came about, and let the rest be declined."
        " Win rate, Customers lost",
        "Blog posts published has a target, leads for The board Counts things that were made",
        "Ada expects it of Win more Rewards being quick for colleagues Flyers in time",
    ):
        assert said in page, said


def test_what_is_kept_for_a_reason_stays_away_until_somebody_points_it_out_again(as_leader, as_member, leader, goal):
    keep = f"{URL}goals/{goal.pk}/keep/"
    bare = as_member.post(keep, {"why": " "})
    assert (bare.status_code, "Say why it stays: others will ask." in bare.text) == (422, True)
    for why in ("They are few, and we want them done.", "Twice"):
        assert as_member.post(keep, {"why": why}).status_code == 302
    kept = KeptMeasure.objects.get()
    assert (kept.rule, kept.why) == ("requests", "They are few, and we want them done.")
    page = words_of(as_leader.get(URL))
    assert "No goal, metric or expected return rewards service." in page
    assert "Win more Counts requests that were served They are few, and we want them done. Sam Ferris" in page
    # Another measure is another question.
    edit_goal(goal, expected_version=1, measured_by="Ten videos made", owners=[])
    assert "1 measure rewards service instead of results." in words_of(as_leader.get(URL))
    for _ in range(2):
        assert as_leader.post(f"{URL}{kept.pk}/again/").status_code == 302
    kept.refresh_from_db()
    assert (kept.ended_at is not None, kept.ended_by) == (True, leader)
    assert KeptMeasure.objects.standing().count() == 0


def test_pages_of_goals_and_metrics_fetch_it(as_leader, as_executive, goal, expected, posts, leader):
    page = as_leader.get(f"/w/northwind/goals/{goal.pk}/").text
    assert f'hx-get="{URL}goals/{goal.pk}/"' in page
    section = as_leader.get(f"{URL}goals/{goal.pk}/", headers={"HX-Request": "true", "HX-Target": "service-measure"})
    assert [part in section.text for part in ("<html", "Tickets closed by the studio", "Flyers in time")] == [
        False, True, True,
    ]  # fmt: skip
    metric = f"/w/northwind/impact/metrics/{posts.pk}/"
    assert [f"{URL}metrics/{posts.pk}/" in each.get(metric).text for each in (as_leader, as_executive)] == [True, False]
    # Nobody is judged by it yet.
    assert "Nothing of it rewards service" in as_leader.get(f"{URL}metrics/{posts.pk}/").text
    set_target(posts, value=12.0, why="More", course="even", author=leader, **YEAR)
    assert "Blog posts published" in words_of(as_leader.get(f"{URL}metrics/{posts.pk}/"))


def test_every_rule_has_something_better_and_the_library_rewards_no_service():
    assert BETTER.keys() == RULES.keys()
    assert [key for key, standard in LIBRARY.items() if found(standard.name, standard.words)] == ["assets-published"]
    offered = {key for better in BETTER.values() for key in better.keys}
    assert offered <= LIBRARY.keys() - {"assets-published"}


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_as_often_however_many_there_are(as_leader, workspace, leader, django_assert_num_queries, count):
    for number in range(count):
        goal = add_goal(workspace, statement=f"Goal {number}", measured_by="Tickets closed", **YEAR)
        ada = Stakeholder.objects.create(workspace=workspace, name=f"Ada {number}")
        add_stake(ada, author=leader, goal=goal, invests="time", what="Fridays", expects="Ten videos made", measure="")
        fields = {**FIELDS, **FLOW, "name": f"Posts published {number}", "unit_kind": "count"}
        set_target(
            add_metric(workspace, author=leader, **fields), value=2.0, why="More", course="even", author=leader, **YEAR
        )
        as_leader.post(f"{URL}stakes/{goal.pk}/keep/", {"why": "So"})
    as_leader.get(URL)
    with django_assert_num_queries(13):
        as_leader.get(URL)
