"""The clock: each occurrence once, all that was missed told by one, one broken row delays no other."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.isolation import scope
from accounts.models import Workspace
from checkins import briefs, check_ins, ticking
from checkins.models import CheckIn, CheckInPlan, NoticePreference, SchedulePulse, SegmentMark
from checkins.plans import begin
from checkins.recurrences import moved_off
from mail.models import Message
from stakeholders.assessments import record_assessment
from stakeholders.models import Stakeholder
from tests.checkins.conftest import database_now

pytestmark = pytest.mark.django_db


def test_what_is_due_is_opened_once_with_its_mail(workspace, leader, add_person, weekly):
    person = add_person("Marcus Hale", owner=leader)
    plan = weekly(person)
    assert ticking.tick() == 1
    assert ticking.tick() == 0
    check_in = CheckIn.objects.get()
    assert (check_in.plan_id, check_in.stakeholder_id, check_in.owner_id) == (plan.pk, person.pk, leader.pk)
    assert (check_in.state, check_in.origin, check_in.periods_missed) == ("due", "planned", 0)
    assert (check_in.for_on, check_in.due_on) == (plan.next_for, moved_off(plan.next_for))
    plan.refresh_from_db()
    assert (plan.opened_for, plan.next_for) == (check_in.for_on, check_in.for_on + dt.timedelta(weeks=1))
    mail = Message.objects.get(kind="check-in")
    assert (mail.recipient, mail.subject, mail.state) == (
        "ines@northwind.example",
        "Check-in with Marcus Hale",
        "waiting",
    )
    assert bytes(mail.mime) == b""
    assert abs((SchedulePulse.objects.get().ticked_at - database_now()).total_seconds()) < 60


def test_what_it_writes_is_what_is_written_again(workspace, member, add_person, weekly):
    """Two statements make these mails; one that was written is known by its key."""
    for name in ('Marcus "Duke" Hale\\', "Zoë {O'Brien}, Jr."):
        weekly(add_person(name, owner=member))
    ticking.tick()
    columns = ("pk", "key", "recipient", "subject", "message_id", "about", "due_at")
    written = list(Message.objects.order_by("pk").values_list(*columns))
    briefs.write_again(CheckIn.objects.all())
    assert Message.objects.count() == 2
    Message.objects.all().delete()
    briefs.write_again(CheckIn.objects.all())
    assert list(Message.objects.order_by("pk").values_list(*columns)) == written


def plans_of_claims(work) -> list[str]:
    """How the database goes about claims, with what is set for them."""
    found = []

    def look(execute, sql, params, many, context):
        if sql == ticking.CLAIM:
            with connection.connection.cursor() as cursor:
                found.append("\n".join(line for (line,) in cursor.execute(f"EXPLAIN {sql}", params)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        work()
    return found


@pytest.mark.parametrize(("set_for_claims", "is_sorted"), [(ticking.IN_ORDER, False), ("SELECT 1", True)])
def test_a_batch_is_read_in_order_however_few_the_database_expects(
    workspace, add_person, weekly, monkeypatch, set_for_claims, is_sorted
):
    """It takes many due for few; reading and sorting all of them for each batch takes the longer the more there are."""
    for number in range(3):
        weekly(add_person(f"Person {number}"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL random_page_cost = 1000")
    monkeypatch.setattr(ticking, "IN_ORDER", set_for_claims)
    claims = plans_of_claims(ticking.tick)
    assert ["Sort Key: plan.opens_at" in claim for claim in claims] == [is_sorted] * 2
    assert ["check_in_plan_opens" in claim for claim in claims] == [not is_sorted] * 2


def test_an_occurrence_that_is_there_is_not_opened_again(workspace, add_person, weekly):
    plan = weekly(add_person())
    ticking.tick()
    # As a backup would restore it: the plan does not know that it was opened.
    CheckInPlan.objects.filter(pk=plan.pk).update(
        next_for=plan.next_for, next_due_at=plan.next_due_at, opens_at=plan.opens_at, opened_for=None
    )
    assert ticking.tick() == 0
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize("application_is", [dt.timedelta(hours=-2), dt.timedelta(hours=2), dt.timedelta(days=400)])
def test_all_that_was_missed_is_told_by_one_and_the_applications_clock_decides_nothing(
    workspace, add_person, weekly, application_is
):
    plan = weekly(add_person(), behind=6)
    with time_machine.travel(dt.datetime.now(dt.UTC) + application_is):
        assert ticking.tick() == 1
    check_in = CheckIn.objects.get()
    assert (check_in.periods_missed, check_in.for_on) == (6, plan.next_for + dt.timedelta(weeks=6))


def test_what_nobody_told_is_missed_when_the_next_one_opens(workspace, add_person, weekly):
    plan = weekly(add_person())
    earlier = plan.next_for - dt.timedelta(weeks=1)
    due = plan.next_due_at - dt.timedelta(weeks=1)
    old = {"workspace": workspace, "stakeholder_id": plan.stakeholder_id, "plan": plan, "origin": "planned"}
    untold = CheckIn.objects.create(**old, for_on=earlier, due_on=earlier, due_at=due, zone="Etc/UTC")
    to_come = earlier - dt.timedelta(weeks=1)
    moved = CheckIn.objects.create(
        **old, for_on=to_come, due_on=plan.next_for, due_at=database_now() + dt.timedelta(hours=5), zone="Etc/UTC"
    )
    ticking.tick()
    states = dict(CheckIn.objects.values_list("pk", "state"))
    assert (states[untold.pk], states[moved.pk]) == ("missed", "due")
    assert len(states) == 3


def test_a_broken_row_delays_no_other(workspace, add_person, weekly):
    plans = [weekly(add_person(f"Person {number}")) for number in range(4)]
    # One that cannot be worked out, and one that the database refuses: it was missed for 700 years.
    CheckInPlan.objects.filter(pk=plans[0].pk).update(zone="Nowhere/Land")
    long_ago = plans[1].next_for - dt.timedelta(weeks=36_000)
    CheckInPlan.objects.filter(pk=plans[1].pk).update(next_for=long_ago, starts_on=long_ago)
    assert ticking.tick() == 2
    assert set(CheckIn.objects.values_list("plan", flat=True)) == {plans[2].pk, plans[3].pk}
    for broken, says in ((plans[0], "ZoneInfoNotFoundError"), (plans[1], "DataError")):
        broken.refresh_from_db()
        assert broken.trouble.startswith(says)
        assert 3590 < (broken.opens_at - database_now()).total_seconds() <= 3600
    assert ticking.tick() == 0


def test_very_many_are_turned_by_halves_around_what_breaks_and_call_for_help_once(
    workspace, add_person, weekly, monkeypatch
):
    monkeypatch.setattr(ticking, "AT_MOST", 4)
    monkeypatch.setattr(ticking, "LONG", 3)
    plans = [weekly(add_person(f"Person {number}")) for number in range(11)]
    long_ago = plans[6].next_for - dt.timedelta(weeks=36_000)
    last = plans[6].opens_at + dt.timedelta(hours=1)
    CheckInPlan.objects.filter(pk=plans[6].pk).update(next_for=long_ago, starts_on=long_ago, opens_at=last)
    called = []
    assert ticking.tick(call_help=lambda: called.append(CheckIn.objects.count())) == 10
    assert called == [4]
    assert set(CheckInPlan.objects.exclude(trouble="").values_list("pk", flat=True)) == {plans[6].pk}
    assert set(CheckIn.objects.values_list("plan", flat=True)) == {plan.pk for plan in plans} - {plans[6].pk}


def test_it_sees_to_every_workspace_and_a_command_does_all_that_the_beat_does(
    workspace, leader, stranger, add_person, weekly, capsys
):
    person = add_person()
    weekly(person)
    begin(workspace)
    NoticePreference.objects.create(workspace=workspace, user=leader, zone="Etc/UTC", invitations=True)
    check_ins.add_extra(
        person, due_on=timezone.localdate() + dt.timedelta(3), at=dt.time(9), zone="Etc/UTC", owner=leader, key=uuid4()
    )
    with scope(user=stranger.pk):
        foreign = Workspace.objects.get(slug="elsewhere")
    with scope(workspace=foreign.pk):
        weekly(Stakeholder.objects.create(workspace=foreign, name="Foreign Person"))
    with scope():
        call_command("tick")
    assert capsys.readouterr().out == "2 check-ins opened, 0 changes noticed, 1 mail beside briefs written.\n"
    assert CheckIn.objects.count() == 2


def test_whoever_comes_into_another_segment_follows_its_rule_from_the_next_tick_on(
    workspace, leader, add_person, weekly
):
    followed = add_person("Marcus Hale", segment="detractor")
    apart = add_person("Priya Raman", segment="detractor")
    begin(workspace, zone="Europe/Berlin")
    newcomer = add_person("Ada Moreno")
    ticking.tick()
    plan = CheckInPlan.objects.get(stakeholder=followed)
    CheckInPlan.objects.filter(stakeholder=apart).update(follows="")
    assert (plan.follows, plan.unit, plan.interval, plan.zone) == ("detractor", "weeks", 3, "Europe/Berlin")
    for person in (followed, apart, newcomer):
        record_assessment(person, author=leader, why="Won over", segment="influencer")
    assert SegmentMark.objects.count() == 3
    ticking.tick()
    plan.refresh_from_db()
    assert (plan.follows, plan.unit, plan.interval, plan.nth, plan.weekday) == ("influencer", "months", 1, 1, 1)
    assert CheckInPlan.objects.get(stakeholder=newcomer).follows == "influencer"
    assert CheckInPlan.objects.get(stakeholder=apart).follows == ""
    assert not SegmentMark.objects.exists()
    record_assessment(followed, author=leader, why="Nobody knows", segment="unknown")
    ticking.tick()
    plan.refresh_from_db()
    assert (plan.follows, plan.next_for, plan.opens_at) == ("unknown", None, None)
