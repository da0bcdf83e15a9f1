"""A session over days goes from stage to stage by itself, shows what was blind, and waits where somebody paused it."""

import datetime as dt

import pytest

from mail.models import Message
from planning.models import SessionStage
from planning.sessions import over_days, seats, stages
from stakeholders.models import Stakeholder
from tests.planning.sessions import story

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
NOW = story.START


@pytest.mark.parametrize(
    ("kind", "ended_at", "paused_at", "up"),
    [
        ("goals", NOW, None, True),
        ("goals", NOW + DAY, None, False),
        ("goals", NOW, NOW - DAY, False),
        ("goals", None, None, False),
        ("close", NOW - DAY, None, False),
    ],
)
def test_when_a_stage_is_up(kind, ended_at, paused_at, up):
    assert over_days.is_up(kind, ended_at=ended_at, paused_at=paused_at, now=NOW) is up


def test_it_goes_through_all_stages_by_itself(workspace, leader, add_person):
    session = story.prepared(workspace, leader, held="days")
    seats.invite(session, [add_person("Ada", email="ada@northwind.example")])
    ada = seats.Seat.objects.get()
    Message.objects.all().delete()
    assert over_days.go_on(workspace, now=NOW) == 0  # nobody has begun it
    stages.begin(session, now=NOW)
    story.write(session, ada, "Call the dealers")
    visited, now = [], NOW
    for _ in range(20):
        over_days.go_on(workspace, now=now)
        stands = story.as_it_stands(session)
        visited.append(stands.current_place)
        if stands.current_place == 3 and not story.ordering.given(session):
            story.order(session, ada, ["Call the dealers"])
        now += DAY
    # As many days as each stage has; the last one is ended by a person.
    assert visited == [0, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5, *[6] * 8]
    shown = SessionStage.objects.exclude(revealed_at=None).order_by("place")
    assert [(stage.kind, stage.revealed_at - NOW) for stage in shown] == [("ideas", 6 * DAY), ("order", 8 * DAY)]
    subjects = [message.subject.split("? ")[0] for message in Message.objects.order_by("created_at", "pk")]
    assert subjects == [plan.asks.removesuffix("?").split("? ")[0] for plan in stages.PLANS]


def test_who_pauses_holds_it_and_who_goes_back_writes_nobody_again(workspace, leader, add_person):
    session = story.prepared(workspace, leader, held="days")
    seats.invite(session, [Stakeholder.objects.get(pk=add_person("Ada", email="ada@northwind.example").pk)])
    stages.begin(session, now=NOW)
    assert stages.pause(session, expected=0, now=NOW + DAY / 2)
    assert over_days.go_on(workspace, now=NOW + 9 * DAY) == 0
    assert stages.resume(session, expected=0, now=NOW + 9 * DAY)
    assert over_days.go_on(workspace, now=NOW + 9 * DAY) == 1
    assert (story.as_it_stands(session).current_place, Message.objects.filter(kind="stage_began").count()) == (0, 1)
    assert over_days.go_on(workspace, now=NOW + 9.5 * DAY) == 1
    assert stages.go(session, expected=1, to=0, now=NOW + 10 * DAY)
    assert over_days.go_on(workspace, now=NOW + 10 * DAY) == 0
    assert Message.objects.filter(kind="stage_began").count() == 2


def test_sessions_in_a_room_are_left_alone(session, workspace):
    assert over_days.go_on(workspace, now=NOW + 9 * DAY) == 0
    assert story.as_it_stands(session).current_place == 0
