"""Today: what is shown, set aside, weighed; and how many questions it asks of the database."""

import datetime as dt
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from checkins.models import ChangeEvent, CheckIn, CheckInReason, RankingWeight, SetAside
from checkins.queries import today as reads
from checkins.today import choosing
from checkins.today.factors import DEFAULTS
from discussions.models import Commitment
from planning.models import Goal
from planning.stakes import add_stake
from stakeholders import erasure
from stakeholders.assessments import record_assessment
from stakeholders.concerns import raise_concern
from stakeholders.freshness import cadence_of, freshness
from stakeholders.models import Relationship
from stakeholders.touchpoints import log_touchpoint

URL = "/w/northwind/today/"
DAY = dt.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


def due(person, owner, on, **fields):
    at = dt.datetime.combine(on, dt.time(9, 30), tzinfo=dt.UTC)
    return CheckIn.objects.create(
        workspace=person.workspace, stakeholder=person, origin="change", for_on=on, due_on=on, due_at=at,
        zone="Etc/UTC", owner=owner, **fields,
    )  # fmt: skip


@pytest.fixture
def gordon(add_person, leader, workspace, today):
    """Decides on the budget in nine days, sceptical, no champion beside him."""
    person = add_person(
        "Gordon Pike", job_title="CFO", department="Finance", segment="decision_maker", influence=5, interest=4,
        position=-1, owner=leader,
    )  # fmt: skip
    goal = Goal.objects.create(
        workspace=workspace, statement="Mid-market", starts_on=today - 80 * DAY, ends_on=today + 9 * DAY, rank=1
    )
    add_stake(person, author=leader, invests="budget", what="€ 600 k", goal=goal)
    log_touchpoint(person, author=leader, kind="meeting", happened_on=today - 20 * DAY)
    return person


def talks(response):
    return [(talk.name, talk.worth.reason) for talk, _ in response.context["talks"]]


def test_the_week_begins_with_whoever_matters_most(as_member, gordon, add_person, leader, today):
    friend = add_person("Ada Park", segment="champion", influence=4, interest=4, position=2)
    log_touchpoint(friend, author=leader, kind="call", happened_on=today)
    quiet = add_person("Bo Lind", segment="influencer", influence=4, interest=4, position=1)
    Relationship.objects.create(workspace=quiet.workspace, source=friend, target=quiet, kind="trusts")
    log_touchpoint(quiet, author=leader, kind="call", happened_on=today - 90 * DAY)
    ours = add_person("Ines Rourke", email=leader.email, segment="decision_maker", influence=5, position=-2)
    page = as_member.get(URL)
    assert talks(page) == [
        ("Gordon Pike", "Decides on the budget in 9 days, sceptical, no champion beside them."),
        ("Bo Lind", "Moves others, not heard from for 3 months."),
    ]
    assert page.context["says"] == ("Two conversations are worth most this week.",)
    assert ours.name not in page.content.decode()
    assert talks(as_member.get(f"{URL}?whose=mine")) == []


def test_what_waits_stands_beside_it(as_leader, gordon, leader, workspace, today):
    late = due(gordon, leader, today - 3 * DAY)
    event = ChangeEvent.objects.create(workspace=workspace, kind="joined", key="joined:1", says="A new CEO joins")
    CheckInReason.objects.create(workspace=workspace, check_in=late, event=event, why="Reports to the new CEO.")
    record_assessment(gordon, author=leader, why="Then", assessed_on=today - 30 * DAY, position=-2)
    record_assessment(gordon, author=leader, why="Now", assessed_on=today, position=-1)
    promise = Commitment.objects.create(
        workspace=workspace, user=leader, what="Send it", due_on=today - DAY, state="confirmed"
    )
    page = as_leader.get(URL)
    week = page.context["week"]
    assert [(one.pk, one.name, one.on) for one in week.due] == [(late.pk, "Gordon Pike", today - 3 * DAY)]
    assert (week.overdue, week.open_soon, week.events_total, week.moved_total) == (1, 1, 1, 1)
    assert [(one.kind, one.says) for one in week.events] == [("Joined", "A new CEO joins")]
    assert [(one.name, one.says, one.tone) for one in week.moved] == [
        ("Gordon Pike", "Opposed → sceptical", "good-rise")
    ]
    assert [(one.pk, one.who, one.is_ours, one.is_overdue) for one in page.context["promised"]] == [
        (promise.pk, "Ines Rourke", True, True)
    ]
    [(talk, _)] = page.context["talks"]
    assert (talk.check_in, talk.why_now) == (late.pk, ("Reports to the new CEO.",))
    assert page.context["says"][1] == "One check-in is overdue, and one promise is due."


def test_not_this_week_is_for_one_reader_until_monday_and_teaches_nothing(as_leader, as_member, gordon, leader, today):
    before = as_leader.get(URL).context["talks"][0][0].worth
    said = as_leader.post(f"{URL}aside/{gordon.pk}/", follow=True)
    as_leader.post(f"{URL}aside/{gordon.pk}/")
    monday = today - today.weekday() * DAY
    assert (
        f"is set aside for you until {monday + 7 * DAY:%A %-d %B}. The ranking learns nothing" in said.content.decode()
    )
    assert talks(said) == []
    assert [talk.name for talk in said.context["aside"]] == ["Gordon Pike"]
    assert [name for name, _ in talks(as_member.get(URL))] == ["Gordon Pike"]
    assert [row.week_on for row in SetAside.objects.all()] == [monday]
    # The week is over.
    SetAside.objects.update(week_on=monday - 7 * DAY)
    assert as_leader.get(URL).context["talks"][0][0].worth == before
    as_leader.post(f"{URL}aside/{gordon.pk}/")
    as_leader.post(f"{URL}aside/{gordon.pk}/back/")
    assert [name for name, _ in talks(as_leader.get(URL))] == ["Gordon Pike"]


def test_a_workspace_weighs_its_own_way_and_goes_back(as_leader, as_member, gordon):
    assert as_leader.post(f"{URL}counts/", {**DEFAULTS, "decides": 0}).status_code == 302
    assert talks(as_member.get(URL)) == [("Gordon Pike", "Decides, sceptical, no champion beside them.")]
    assert [(row.factor, row.weight) for row in RankingWeight.objects.all()] == [("decides", 0)]
    for bad in ({**DEFAULTS, "decides": 6}, {}, dict.fromkeys(DEFAULTS, 0)):
        assert as_leader.post(f"{URL}counts/", bad).status_code == 422
    assert RankingWeight.objects.count() == 1
    as_leader.post(f"{URL}counts/default/")
    assert not RankingWeight.objects.exists()
    assert as_leader.get(f"{URL}counts/").context["form"].initial == {}
    assert as_member.get(f"{URL}counts/").status_code == 403


def test_a_new_workspace_is_told_where_to_begin(as_leader, add_person):
    page = as_leader.get(URL)
    assert (page.context["step"].key, page.context["says"][0]) == ("people", "Nobody is on the map yet.")
    add_person("Ada Park")
    assert as_leader.get(URL).context["step"].key == "judged"


def test_sign_in_leads_here_and_executives_elsewhere(as_leader, as_executive):
    assert [each.get("/").url for each in (as_leader, as_executive)] == [URL, "/w/northwind/impact/"]
    assert as_executive.get(URL).status_code == 403


def test_who_is_quiet_is_found_as_their_cadence_has_it(add_person, leader, workspace, today):
    """The database leaves out whoever the rule of freshness leaves out, to the day."""
    expected = set()
    for influence, interest, cadence_days in product((None, 2, 5), (None, 2, 5), (None, 9)):
        cadence = cadence_of(cadence_days, influence, interest)
        for days in (cadence * 3 // 2, cadence * 3 // 2 + 1) if cadence else (700,):
            person = add_person(
                f"{days}", segment="participant", position=1, influence=influence, interest=interest,
                cadence_days=cadence_days,
            )  # fmt: skip
            log_touchpoint(person, author=leader, kind="call", happened_on=today - days * DAY)
            if freshness(today - days * DAY, cadence=cadence, today=today).is_quiet:
                expected.add(person.pk)
    week = reads.week(workspace, reads.own(workspace, leader, today), today=today, owner=None)
    assert {talk.worth.pk for talk in week.talks} == expected
    assert len(expected) == 13


def test_an_erased_person_is_set_aside_by_nobody(gordon, leader, workspace, today):
    choosing.set_aside(gordon, user=leader, week_on=today - today.weekday() * DAY)
    erasure.erase(gordon, actor=leader, typed_name="Gordon Pike")
    assert not SetAside.objects.exists()


@pytest.mark.parametrize("many", [1, 9])
def test_it_asks_no_more_of_many(as_leader, gordon, add_person, leader, today, many):
    for number in range(many):
        person = add_person(f"Person {number}", segment="detractor", influence=4, interest=4, position=-2)
        raise_concern(person, author=leader, said="No")
        due(person, leader, today + DAY)
    with CaptureQueriesContext(connection) as asked:
        assert len(as_leader.get(URL).context["talks"]) == min(7, 1 + many)
    # Beside what says whose rows are shown.
    assert len([each for each in asked if "set_config" not in each["sql"] and "POINT" not in each["sql"]]) == 11


def test_preparing_makes_nobody_more_urgent(as_leader, gordon):
    page = "/w/northwind/today/"
    before = as_leader.get(page).context["talks"][0][0]
    as_leader.post(f"/w/northwind/check-ins/prepare/{gordon.pk}/")
    after = as_leader.get(page).context["talks"][0][0]
    assert (before.is_prepared, after.is_prepared, after.worth) == (False, True, before.worth)
