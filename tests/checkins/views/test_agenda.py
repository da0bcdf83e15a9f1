"""The agenda and the calendar: what is there, what plans will open, for whom, and at what cost."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.isolation import enter
from checkins import check_ins, plans
from checkins.models import CheckIn, CheckInPlan, CheckInRule
from checkins.plans import Wish, own_pattern
from checkins.queries import calendar
from checkins.queries.agenda import Agenda, Chosen, Entries
from checkins.recurrences import By, Recurrence, Unit
from stakeholders.models import Stakeholder

pytestmark = pytest.mark.django_db
URL = "/w/northwind/check-ins/"
# A Monday.
TODAY = dt.date(2026, 11, 23)
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def extra(person, day, *, owner=None, zone="Etc/UTC", channel="meeting") -> CheckIn:
    return check_ins.add_extra(person, due_on=day, at=dt.time(10), zone=zone, owner=owner, channel=channel, key=uuid4())


def weekly(person, *, interval=1, weekday=1, owner=None, now=NOON) -> CheckInPlan:
    recurrence = Recurrence(Unit.WEEKS, interval, By.WEEKDAY, TODAY, weekday=weekday)
    plan = own_pattern(person, Wish(recurrence, dt.time(9), "Etc/UTC", "call"), expected_version=None, now=now)
    CheckInPlan.objects.filter(pk=plan.pk).update(owner=owner)
    return plan


def test_it_begins_by_a_press_that_says_what_it_will_do(workspace, as_leader, as_executive, add_person):
    add_person("Marcus Hale", segment="detractor")
    assert "every 3 weeks on Thursday at 09:30" in as_leader.get(URL).content.decode()
    assert as_executive.post(f"{URL}begin/", {"zone": "Europe/Berlin"}).status_code == 403
    assert as_leader.post(f"{URL}begin/", {"zone": "Mars/Base"}).status_code == 422
    assert CheckInRule.objects.count() == 0
    assert as_leader.post(f"{URL}begin/", {"zone": "Europe/Berlin"}).status_code == 302
    enter(workspace=workspace.pk)
    assert set(CheckInRule.objects.values_list("zone", "is_on")) == {("Europe/Berlin", True)}
    assert CheckInPlan.objects.get().follows == "detractor"
    assert "Turn the rules on" not in as_leader.get(URL).content.decode()


def test_what_is_open_and_what_plans_will_open_by_day(workspace, leader, member, add_person):
    marcus = add_person("Marcus Hale", segment="detractor", owner=leader)
    priya = add_person("Priya Raman", segment="champion", owner=member)
    late = extra(marcus, TODAY - dt.timedelta(days=2), owner=leader)
    far = extra(priya, TODAY + dt.timedelta(days=60))
    weekly(marcus, weekday=1)
    weekly(priya, interval=2, weekday=5, owner=leader)
    plans.add_holidays(workspace, [(dt.date(2026, 12, 1), "Founders’ day")])
    agenda = Agenda(workspace.pk, Chosen(), today=TODAY, team={leader.pk: leader, member.pk: member})
    counted = agenda.counted()
    lines = list(Entries(agenda, counted.total))
    # The tick of Tuesday is opened when the plan was made; Saturdays come on Mondays, the day off on the day after.
    assert [(line.day.isoformat(), line.person.name, line.is_coming) for line in lines] == [
        ("2026-11-21", "Marcus Hale", False),
        ("2026-11-24", "Marcus Hale", True),
        ("2026-11-30", "Priya Raman", True),
        ("2026-12-02", "Marcus Hale", True),
        ("2026-12-08", "Marcus Hale", True),
        ("2026-12-14", "Priya Raman", True),
        ("2026-12-15", "Marcus Hale", True),
        ("2027-01-22", "Priya Raman", False),
    ]
    assert counted.parts == {"overdue": 1, "week": 1, "next": 5, "later": 1}
    assert (counted.coming, counted.total) == (6, 8)
    assert [(load.owner, load.overdue, load.four_weeks) for load in counted.loads] == [(leader.pk, 1, 7)]
    assert counted.free == [str(member)]
    assert [part.key for part in agenda.parts(lines, counted)] == ["overdue", "week", "next", "later"]
    assert {lines[0].key, lines[-1].key} == {str(late.pk), str(far.pk)}
    mine = Agenda(workspace.pk, Chosen(member.pk), today=TODAY, team={})
    assert mine.counted().total == 0
    champions = Agenda(workspace.pk, Chosen(segment="champion", channel="call"), today=TODAY, team={})
    assert [line.person.name for line in champions.lines(0, 9)] == ["Priya Raman", "Priya Raman"]


def test_a_month_holds_what_is_there_and_what_comes(workspace, leader, add_person):
    people = [add_person(f"Person {number}", segment="champion", owner=leader) for number in range(6)]
    for person in people:
        extra(person, dt.date(2026, 12, 10), owner=leader)
        weekly(person, interval=2, weekday=5)
    plans.add_holidays(workspace, [(dt.date(2026, 12, 25), "Christmas Day")])
    seen = calendar.month(workspace.pk, dt.date(2026, 12, 1), Chosen(leader.pk), today=TODAY)
    days = {day.on: day for week in seen.weeks for day in week}
    assert (min(days), max(days), len(days)) == (dt.date(2026, 11, 30), dt.date(2027, 1, 3), 35)
    tenth = days[dt.date(2026, 12, 10)]
    assert (len({each.name for each in tenth.check_ins}), tenth.more) == (4, 2)
    assert {on.isoformat(): day.coming for on, day in days.items() if day.coming} == {
        "2026-11-30": 6, "2026-12-14": 6, "2026-12-28": 6,
    }  # fmt: skip
    assert days[dt.date(2026, 12, 14)].coming_names == ["Person 0", "Person 1", "Person 2", "Person 3"]
    assert days[dt.date(2026, 12, 25)].closed == "Christmas Day"
    assert (seen.opened, seen.coming, seen.before, seen.after) == (6, 12, dt.date(2026, 11, 1), dt.date(2027, 1, 1))
    one = calendar.day_of(workspace.pk, "2026-12-10", Chosen(), most=5)
    assert one is not None
    assert (len(one.check_ins), one.more) == (5, 1)
    assert calendar.day_of(workspace.pk, "soon", Chosen()) is None
    assert calendar.month_of("2026-13", TODAY) == calendar.month_of("", TODAY) == dt.date(2026, 11, 1)


@pytest.mark.parametrize("path", ["", "calendar/", "rules/"])
def test_pages_cost_as_much_with_many(workspace, as_leader, leader, add_person, path):
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = as_leader.get(URL + path)
        assert answer.status_code == 200
        return len(asked)

    def grow(count: int) -> None:
        enter(workspace=workspace.pk, user=leader.pk)
        people = Stakeholder.objects.bulk_create(
            [Stakeholder(workspace=workspace, name=f"P{number}", segment="champion") for number in range(count)]
        )
        today = dt.date.today()
        CheckIn.objects.bulk_create(
            CheckIn(
                workspace=workspace, stakeholder=person, origin="extra", for_on=today, due_on=today,
                due_at=dt.datetime.now(dt.UTC), zone="Etc/UTC", owner=leader,
            )
            for person in people
        )  # fmt: skip
        plans.begin(workspace)

    grow(1)
    as_leader.get(URL + path)
    one = cost()
    grow(60)
    assert (cost(), one <= 14) == (one, True)


@time_machine.travel(NOON)
def test_a_page_of_many_and_filters_of_the_address(workspace, as_member, member, add_person):
    people = [add_person(f"Person {number:02}", segment="champion") for number in range(52)]
    for person in people:
        extra(person, TODAY + dt.timedelta(days=1), owner=member)
    second = as_member.get(URL, {"page": "2", "who": "mine", "segment": "champion"})
    assert [len(lines) for part in second.context["parts"] for _day, lines in part.days] == [2]
    none = as_member.get(URL, {"segment": "detractor"}, headers={"HX-Request": "true", "HX-Target": "agenda"})
    assert "None of these" in none.content.decode()
    assert "<html" not in none.content.decode()
    assert as_member.get(URL, {"segment": "x\x00", "channel": "x", "page": "99"}).context["counted"].total == 52
