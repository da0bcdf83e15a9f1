"""Rules and plans: who follows what, pauses, holidays, and two people at one plan."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from checkins import plans
from checkins.models import CheckIn, CheckInPlan, CheckInRule, Holiday
from checkins.plans import Wish, begin, change_rule, own_pattern, wish_of
from checkins.recurrences import By, Recurrence, Unit
from mail.models import Message
from web.meanwhile import EditedMeanwhile

pytestmark = pytest.mark.django_db

D = dt.date
# A Monday.
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
FRIDAYS = Wish(Recurrence(Unit.WEEKS, 2, By.WEEKDAY, D(2026, 11, 23), weekday=4), dt.time(14), "Europe/Berlin", "call")


def test_the_beginning_gives_every_segment_a_rule_and_everybody_in_one_a_plan(workspace, add_person):
    people = [add_person(f"Person {number}", segment="decision_maker") for number in range(4)]
    add_person("Nobody knows")
    begin(workspace, zone="Europe/Berlin", now=NOW)
    begin(workspace, zone="Asia/Tokyo", now=NOW)
    assert list(CheckInRule.objects.values_list("segment", "unit", "interval", "nth", "weekday", "zone")) == [
        ("decision_maker", "weeks", 4, None, 1, "Europe/Berlin"),
        ("champion", "weeks", 6, None, 2, "Europe/Berlin"),
        ("influencer", "months", 1, 1, 1, "Europe/Berlin"),
        ("detractor", "weeks", 3, None, 3, "Europe/Berlin"),
        ("participant", "months", 3, 2, 2, "Europe/Berlin"),
    ]
    # Spread over the four weeks.
    first = D(2026, 11, 24)
    assert {plan.stakeholder_id: plan.next_for for plan in CheckInPlan.objects.all()} == {
        person.pk: first + dt.timedelta(weeks=person.pk % 4) for person in people
    }
    earliest = CheckInPlan.objects.order_by("next_for").first()
    assert earliest.next_due_at == dt.datetime(2026, 11, 24, 8, 30, tzinfo=dt.UTC)


def test_a_rule_takes_all_along_who_follow_it(workspace, add_person):
    follows, apart = add_person("Marcus Hale", segment="champion"), add_person("Ada Moreno", segment="champion")
    begin(workspace, zone="Europe/Berlin", now=NOW)
    own_pattern(apart, FRIDAYS, expected_version=1, now=NOW)
    rule = CheckInRule.objects.get(segment="champion")
    every_week = replace(wish_of(rule).recurrence, interval=1, weekday=0)
    changed = change_rule(rule, replace(wish_of(rule), recurrence=every_week), is_on=True, expected_version=1, now=NOW)
    assert changed.version == 2
    plan = CheckInPlan.objects.get(stakeholder=follows)
    assert (plan.follows, plan.interval, plan.weekday, plan.next_for) == ("champion", 1, 0, D(2026, 11, 30))
    plan = CheckInPlan.objects.get(stakeholder=apart)
    assert (plan.follows, plan.interval, plan.next_for) == ("", 2, D(2026, 11, 27))
    with pytest.raises(EditedMeanwhile):
        change_rule(rule, wish_of(rule), is_on=False, expected_version=1, now=NOW)
    change_rule(changed, wish_of(changed), is_on=False, expected_version=2, now=NOW)
    assert CheckInPlan.objects.get(stakeholder=follows).opens_at is None
    again = plans.follow_rule(CheckInPlan.objects.get(stakeholder=apart), expected_version=2, now=NOW)
    assert (again.follows, again.interval, again.opens_at) == ("champion", 1, None)


def test_the_same_choice_twice_is_one_and_another_one_is_told(workspace, add_person):
    person = add_person()
    first = own_pattern(person, FRIDAYS, expected_version=None, now=NOW)
    assert (first.version, first.next_for) == (2, D(2026, 11, 27))
    assert own_pattern(person, FRIDAYS, expected_version=1, now=NOW).version == 2
    with pytest.raises(EditedMeanwhile):
        own_pattern(person, replace(FRIDAYS, channel="mail"), expected_version=None, now=NOW)
    with pytest.raises(ValidationError):
        own_pattern(person, replace(FRIDAYS, zone="Nowhere/Land"), expected_version=2, now=NOW)


def test_a_pause_ends_on_its_day_or_when_somebody_says_so(workspace, add_person):
    plan = own_pattern(add_person(), FRIDAYS, expected_version=None, now=NOW)
    plan = plans.pause(plan, why="On leave", until=D(2026, 12, 25), expected_version=2, now=NOW)
    assert (plan.paused_on, plan.next_for) == (D(2026, 11, 23), D(2026, 12, 25))
    plan = plans.pause(plan, why="On leave", until=None, expected_version=3, now=NOW)
    assert (plan.next_for, plan.opens_at) == (None, None)
    plan = plans.resume(plan, expected_version=4, now=NOW)
    assert (plan.paused_on, plan.paused_why, plan.next_for) == (None, "", D(2026, 11, 27))
    with pytest.raises(ValidationError):
        plans.pause(plan, why="", until=D(2026, 11, 23), expected_version=5, now=NOW)


def test_what_was_opened_does_not_come_again(workspace, add_person):
    plan = own_pattern(add_person(), FRIDAYS, expected_version=None, now=NOW)
    CheckInPlan.objects.filter(pk=plan.pk).update(opened_for=D(2026, 11, 27))
    plan = plans.resume(plan, expected_version=2, now=NOW)
    assert plan.next_for == D(2026, 12, 11)


def test_a_holiday_moves_what_falls_on_it_and_lets_it_back(workspace, add_person):
    plan = own_pattern(add_person(), FRIDAYS, expected_version=None, now=NOW)
    assert plans.add_holidays(workspace, [(D(2026, 11, 27), "Bridge day"), (D(2026, 11, 30), "St Andrew")]) == 2
    plan.refresh_from_db()
    assert (plan.next_for, plan.next_due_at) == (D(2026, 11, 27), dt.datetime(2026, 12, 1, 13, tzinfo=dt.UTC))
    plans.remove_holiday(Holiday.objects.get(day=D(2026, 11, 27)))
    plan.refresh_from_db()
    assert plan.next_due_at == dt.datetime(2026, 11, 27, 13, tzinfo=dt.UTC)


def test_whoever_takes_over_has_the_open_ones_and_their_mail(workspace, leader, member, executive, add_person):
    plan = own_pattern(add_person(owner=leader), FRIDAYS, expected_version=None, now=NOW)
    due = dt.datetime(2126, 11, 27, 13, tzinfo=dt.UTC)
    CheckIn.objects.create(
        workspace=workspace, stakeholder_id=plan.stakeholder_id, plan=plan, origin="planned", for_on=due.date(),
        due_on=due.date(), due_at=due, zone="Europe/Berlin", owner=leader,
    )  # fmt: skip
    plans.change_owner(plan, member, expected_version=2)
    assert CheckIn.objects.get().owner == member
    mail = Message.objects.get()
    assert (mail.recipient, mail.due_at) == (member.email, dt.datetime(2126, 11, 26, 7, tzinfo=dt.UTC))
    with pytest.raises(ValidationError):
        plans.change_owner(plan, executive, expected_version=3)
