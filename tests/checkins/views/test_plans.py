"""A person's plan, the rules of segments, and days off."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.isolation import enter
from checkins import check_ins, plans
from checkins.forms.plan import day_in
from checkins.models import CheckIn, CheckInPlan, CheckInRule, Holiday

pytestmark = pytest.mark.django_db
URL = "/w/northwind/check-ins/"
SECTION = {"HX-Request": "true", "HX-Target": "checked-in"}
MONTHLY = {
    "unit": "months", "interval": "3", "by": "day", "day": "31", "at": "16:00", "zone": "Europe/Berlin",
    "channel": "call", "weekday": "1", "nth": "1",
}  # fmt: skip


@pytest.fixture
def marcus(workspace, leader, add_person):
    person = add_person("Marcus Hale", segment="detractor", owner=leader)
    plans.begin(workspace, zone="Etc/UTC")
    return person


def test_a_rule_is_changed_for_all_who_follow_it(workspace, as_member, marcus):
    rule = CheckInRule.objects.get(segment="detractor")
    url = f"{URL}rules/{rule.pk}/"
    assert "every 3 weeks on Thursday at 09:30" in as_member.get(f"{URL}rules/").content.decode()
    assert as_member.post(url, MONTHLY | {"version": "1", "is_on": "on", "interval": "61"}).status_code == 422
    assert as_member.post(url, MONTHLY | {"version": "1", "is_on": "on"}).status_code == 302
    enter(workspace=workspace.pk)
    plan = CheckInPlan.objects.get(stakeholder=marcus)
    assert (plan.unit, plan.interval, plan.day, plan.channel, plan.follows) == ("months", 3, 31, "call", "detractor")
    second = as_member.post(url, MONTHLY | {"version": "1", "channel": "mail"})
    assert (second.status_code, "Somebody else changed it" in second.content.decode()) == (409, True)
    assert as_member.post(url, MONTHLY | {"version": "2"}).status_code == 302
    plan.refresh_from_db()
    assert plan.next_for is None
    assert "Off." in as_member.get(f"{URL}rules/").content.decode()


def test_the_next_dates_as_one_types(as_member, marcus):
    shown = as_member.get(f"{URL}rules/dates/", MONTHLY | {"starts_on": "2026-01-01"})
    assert "So every 3 months on the last day at 16:00." in shown.content.decode()
    assert len(shown.context["dates"]) == 3
    for nonsense in ({}, MONTHLY | {"day": "0"}, MONTHLY | {"at": "25:00"}, MONTHLY | {"interval": "x"}):
        answer = as_member.get(f"{URL}rules/dates/", nonsense)
        assert (answer.status_code, answer.context["dates"]) == (200, [])


def test_a_pattern_of_their_own_and_the_rule_again(workspace, as_member, marcus):
    url = f"{URL}people/{marcus.pk}/pattern/"
    assert as_member.post(url, MONTHLY | {"follows": "own", "version": "1"}).status_code == 302
    section = as_member.get(f"{URL}people/{marcus.pk}/", headers=SECTION)
    assert "<strong>Every 3 months on the last day at 16:00</strong>" in section.content.decode()
    assert as_member.post(url, MONTHLY | {"follows": "rule", "version": "1"}).status_code == 409
    assert as_member.post(url, MONTHLY | {"follows": "rule", "version": "2"}).status_code == 302
    enter(workspace=workspace.pk)
    assert CheckInPlan.objects.get().follows == "detractor"


def test_somebody_without_a_segment_gets_a_pattern_by_hand(workspace, as_leader, add_person, marcus):
    iris = add_person("Iris Dahl")
    assert "no rule is about people without a segment" in as_leader.get(f"{URL}people/{iris.pk}/").content.decode()
    url = f"{URL}people/{iris.pk}/pattern/"
    assert [value for value, _label in as_leader.get(url).context["form"].fields["follows"].choices] == ["own"]
    assert as_leader.post(url, MONTHLY | {"follows": "own"}).status_code == 302
    enter(workspace=workspace.pk)
    assert CheckInPlan.objects.get(stakeholder=iris).day == 31
    for verb in ("pause", "owner"):
        assert as_leader.get(f"{URL}people/{add_person('New').pk}/{verb}/").status_code == 404


def test_paused_with_a_date_taken_up_again_and_handed_over(workspace, as_leader, member, executive, marcus):
    page, until = f"{URL}people/{marcus.pk}/", timezone.localdate() + dt.timedelta(days=90)
    assert as_leader.post(f"{page}pause/", {"until": "2001-01-01", "version": "1"}).status_code == 422
    form = {"until": until.isoformat(), "why": "Leave", "version": "1"}
    assert as_leader.post(f"{page}pause/", form).status_code == 302
    words = as_leader.get(page, headers=SECTION).content.decode()
    assert f"Paused until {until:%-d %B %Y}" in words
    enter(workspace=workspace.pk)
    assert CheckInPlan.objects.get().next_for >= until
    as_leader.post(f"{page}resume/", {"version": "2"})
    assert as_leader.post(f"{page}owner/", {"owner": executive.pk, "version": "3"}).status_code == 422
    assert as_leader.post(f"{page}owner/", {"owner": member.pk, "version": "3"}).status_code == 302
    plan = CheckInPlan.objects.get()
    assert (plan.paused_on, plan.owner, plan.version) == (None, member, 4)
    CheckInPlan.objects.update(trouble="No such time zone.")
    assert "The last one could not be opened: No such time zone." in as_leader.get(page).content.decode()


def test_days_off_say_what_they_move_and_what_stays(workspace, as_leader, leader, marcus):
    day = CheckInPlan.objects.get().next_for
    check_ins.add_extra(marcus, due_on=day, at=dt.time(9), zone="Etc/UTC", owner=leader, key=CheckIn().pk)
    url = f"{URL}holidays/new/"
    wrong = as_leader.post(f"{url}?list", {"lines": f"{day} Founders’ day\n31.2.2027 Never\nChristmas"})
    assert (wrong.status_code, Holiday.objects.count()) == (422, 0)
    assert "2 (“31.2.2027 Never”), 3 (“Christmas”)" in wrong.content.decode()
    assert (
        as_leader.post(f"{url}?list", {"lines": f"\n{day} Founders’ day\n25.12.2030, Christmas\n"}).status_code == 302
    )
    enter(workspace=workspace.pk)
    assert list(Holiday.objects.values_list("day", "name")) == [
        (day, "Founders’ day"),
        (dt.date(2030, 12, 25), "Christmas"),
    ]
    [first, _] = as_leader.get(f"{URL}rules/").context["days_off"]
    assert (first.moves, first.stay, first.to > day) == (1, 1, True)
    assert as_leader.post(url, {"day": day.isoformat(), "name": "Again"}).status_code == 302
    assert as_leader.post(f"{URL}holidays/{first.holiday.pk}/remove/").status_code == 302
    enter(workspace=workspace.pk)
    assert list(Holiday.objects.values_list("name", flat=True)) == ["Christmas"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("2026-12-25 Christmas Day", (dt.date(2026, 12, 25), "Christmas Day")),
        ("25.12.2026\tChristmas", (dt.date(2026, 12, 25), "Christmas")),
        ('2026-12-25,"Christmas"', (dt.date(2026, 12, 25), "Christmas")),
        ("2026-12-25", None),
        ("Christmas 2026-12-25", None),
        ("2026-02-30 Never", None),
    ],
)
def test_a_pasted_line(line, found):
    assert day_in(line) == found
