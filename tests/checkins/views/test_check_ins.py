"""One check-in: logged, sent twice, logged by two at once, moved, left out, handed over, planned by hand."""

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.isolation import enter
from checkins import check_ins, plans
from checkins.check_ins import Outcome
from checkins.models import ChangeEvent, CheckIn, CheckInReason
from checkins.recurrences import moved_off
from discussions.models import Commitment
from planning.models import Stake
from stakeholders.models import Assessment, Concern, Touchpoint

pytestmark = pytest.mark.django_db
URL = "/w/northwind/check-ins/"
BLANK = {"position": "as_it_was", "cause": "unknown", "mood": "unknown", "version": "1"}


@pytest.fixture
def soon() -> dt.date:
    return moved_off(timezone.localdate() + dt.timedelta(days=3))


@pytest.fixture
def check_in(workspace, leader, add_person, soon) -> CheckIn:
    person = add_person("Marcus Hale", segment="detractor", position=-1)
    return check_ins.add_extra(person, due_on=soon, at=dt.time(10), zone="Etc/UTC", owner=leader, key=uuid4())


def test_two_words_are_enough_and_a_double_press_stores_once(workspace, as_member, check_in):
    page = f"{URL}{check_in.pk}/"
    form = BLANK | {"outcome": "Wants names"}
    for _press in range(2):
        answer = as_member.post(f"{page}log/", form)
        assert (answer.status_code, answer.headers["Location"]) == (302, page)
    enter(workspace=workspace.pk)
    check_in.refresh_from_db()
    assert (check_in.state, check_in.outcome, check_in.assessment) == ("held", "Wants names", None)
    assert Touchpoint.objects.get().summary == "Wants names"
    assert Assessment.objects.count() == 1


def test_the_day_of_one_that_is_overdue_is_in_sight(workspace, as_member, check_in):
    page = f"{URL}{check_in.pk}/log/"
    assert as_member.get(page).context["form"].more_is_said == set()
    enter(workspace=workspace.pk)
    was_due = timezone.now() - dt.timedelta(days=3)
    CheckIn.objects.filter(pk=check_in.pk).update(due_on=was_due.date(), due_at=was_due)
    assert as_member.get(page).context["form"].more_is_said == {"about"}


def test_all_that_was_said_goes_where_it_belongs(workspace, as_member, member, check_in, soon):
    today = timezone.localdate()
    said = {
        "outcome": "Will join if his team is named", "position": "1", "next_step": "Send the list",
        "next_step_by": soon.isoformat(), "concern": "Nobody asked me", "cause": "losing_control",
        "stake": "Two of his people", "invests": "people", "they_promise": "Names two people",
        "they_promise_by": soon.isoformat(), "we_promise": "Credit Sales in the report",
    }  # fmt: skip
    as_member.post(f"{URL}{check_in.pk}/log/", BLANK | said)
    enter(workspace=workspace.pk)
    judged = Assessment.objects.latest("pk")
    assert (judged.position, judged.source, judged.author) == (1, "conversation", member)
    assert judged.why == f"Will join if his team is named\n(Said in the check-in of {today:%-d %B %Y})"
    assert Concern.objects.values_list("said", "cause").get() == ("Nobody asked me", "losing_control")
    assert Stake.objects.values_list("what", "invests", "goal").get() == ("Two of his people", "people", None)
    assert set(Commitment.objects.values_list("what", "due_on", "stakeholder", "user")) == {
        ("Names two people", soon, check_in.stakeholder_id, None),
        ("Credit Sales in the report", None, None, member.pk),
    }  # fmt: skip
    page = as_member.get(f"{URL}{check_in.pk}/").content.decode()
    assert "Supportive" in page
    section = as_member.get(
        f"{URL}people/{check_in.stakeholder_id}/", headers={"HX-Request": "true", "HX-Target": "checked-in"}
    ).content.decode()
    assert ("Will join if his team is named" in section, "Send the list" in section) == (True, True)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"outcome": ""}, "outcome"),
        ({"stake": "Two people"}, "invests"),
        ({"invests": "people"}, "stake"),
        ({"we_promise_by": "2030-01-01"}, "we_promise"),
        ({"next_step_by": "2030-01-01"}, "next_step"),
        ({"held_on": "2090-01-01"}, "held_on"),
        ({"next_step": "Call", "next_step_by": "2001-01-01"}, "next_step_by"),
        ({"position": "9"}, "position"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(as_leader, check_in, wrong, field):
    answer = as_leader.post(f"{URL}{check_in.pk}/log/", BLANK | {"outcome": "Typed words", "concern": "Kept"} | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "Kept" in answer.content.decode()
    check_in.refresh_from_db()
    assert check_in.state == "due"


def test_the_second_of_two_is_told_and_loses_nothing(workspace, as_member, leader, check_in, soon):
    page = f"{URL}{check_in.pk}/"
    later = moved_off(soon + dt.timedelta(days=1))
    check_ins.move(check_in, to=later, expected_version=1)
    moved = as_member.post(f"{page}log/", BLANK | {"outcome": "Mine"})
    assert (moved.status_code, f"{later:%A %-d %B}" in moved.content.decode()) == (409, True)
    assert ('name="version" value="2"' in moved.content.decode(), "Mine" in moved.content.decode()) == (True, True)
    check_ins.hold(check_in, Outcome("Theirs"), author=leader, expected_version=2)
    held = as_member.post(f"{page}log/", BLANK | {"outcome": "Mine", "version": "2"})
    words = held.content.decode()
    assert (held.status_code, held.context["is_over"]) == (409, True)
    assert ("“Theirs”" in words, "Mine" in words, "Log it</span>" in words) == (True, True, False)
    enter(workspace=workspace.pk)
    assert Touchpoint.objects.get().summary == "Theirs"
    assert as_member.post(f"{page}skip/", {"why": "Ill", "version": "2"}).status_code == 409
    assert as_member.post(f"{page}move/", {"to": soon.isoformat(), "version": "1"}).status_code == 409


def test_a_day_off_is_told_and_can_be_meant(workspace, as_leader, check_in):
    holiday = moved_off(timezone.localdate() + dt.timedelta(days=9))
    enter(workspace=workspace.pk)
    plans.add_holidays(workspace, [(holiday, "Founders’ day")])
    url, form = f"{URL}{check_in.pk}/move/", {"to": holiday.isoformat(), "why": "Their wish", "version": "1"}
    asked = as_leader.post(url, form)
    assert (asked.status_code, asked.context["form"].asks) == (422, holiday.isoformat())
    assert "a holiday (Founders’ day)" in asked.content.decode()
    assert as_leader.post(url, form | {"sure": "2026-01-01"}).status_code == 422
    assert as_leader.post(url, form | {"sure": holiday.isoformat()}).status_code == 302
    check_in.refresh_from_db()
    assert (check_in.due_on, check_in.moved_times) == (holiday, 1)
    assert as_leader.post(url, {"to": "2001-01-02", "version": "2"}).status_code == 422


def test_left_out_for_a_reason_handed_over_and_prepared(workspace, as_leader, member, executive, check_in):
    page = f"{URL}{check_in.pk}/"
    assert as_leader.post(f"{page}hand-over/", {"owner": executive.pk, "version": "1"}).status_code == 422
    assert as_leader.post(f"{page}hand-over/", {"owner": member.pk, "version": "1"}).status_code == 302
    assert as_leader.post(f"{page}prepare/", {"version": "2"}).status_code == 302
    assert as_leader.post(f"{page}skip/", {"why": " ", "version": "3"}).status_code == 422
    assert as_leader.post(f"{page}skip/", {"why": "On leave", "version": "3"}).status_code == 302
    check_in.refresh_from_db()
    assert (check_in.owner, check_in.state, check_in.skipped_why) == (member, "skipped", "On leave")
    assert as_leader.get(f"{page}log/").context["is_over"]


def test_one_besides_the_plan_is_made_once(workspace, as_leader, leader, add_person, soon):
    person = add_person("Priya Raman")
    form = {
        "due_on": soon.isoformat(), "at": "16:15", "zone": "Europe/Berlin", "channel": "call", "owner": leader.pk,
        "key": str(uuid4()),
    }  # fmt: skip
    for _press in range(2):
        assert as_leader.post(f"{URL}people/{person.pk}/new/", form).status_code == 302
    made = CheckIn.objects.get()
    assert (made.origin, made.due_on, made.channel, str(made.pk)) == ("extra", soon, "call", form["key"])
    assert as_leader.post(f"{URL}new/", form | {"person": "Nobody"}).status_code == 422
    assert as_leader.post(f"{URL}new/", form | {"person": "Priya", "key": str(uuid4())}).status_code == 302
    past = as_leader.post(f"{URL}people/{person.pk}/new/", form | {"due_on": "2001-01-02", "key": str(uuid4())})
    assert (past.status_code, CheckIn.objects.count()) == (422, 2)


def test_the_page_says_why_and_is_for_the_team_alone(workspace, as_member, as_executive, as_stranger, check_in):
    enter(workspace=workspace.pk)
    event = ChangeEvent.objects.create(workspace=workspace, kind="joined", key="k", says="A new CFO came.")
    CheckInReason.objects.create(workspace=workspace, check_in=check_in, event=event, why="Reports to her now.")
    page = f"{URL}{check_in.pk}/"
    CheckIn.objects.update(zone="Asia/Tokyo")
    words = as_member.get(page).content.decode()
    assert f"{check_in.due_on:%A %-d %B} at 19:00</strong> (Asia/Tokyo)" in words
    assert ("Reports to her now." in words, "A new CFO came." in words) == (True, True)
    assert [as_executive.get(page).status_code, as_stranger.get(page).status_code] == [403, 404]
