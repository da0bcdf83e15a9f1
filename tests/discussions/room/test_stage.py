import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.isolation import scope
from discussions.models import Discussion, Invitation, Step
from discussions.room import stage
from tests.discussions.rooms import NOW, read
from web.countdown import clock_of

pytestmark = pytest.mark.django_db


def after(**time: float) -> dt.datetime:
    return NOW + dt.timedelta(**time)


def left(step: Step, at: dt.datetime) -> str:
    clock = clock_of(Step.objects.get(pk=step.pk), at)
    assert clock is not None
    return f"{clock.label}{' paused' if clock.is_paused else ''}"


def test_room_starts_once_at_its_first_step(live, steps, told):
    assert told(lambda: stage.start_room(live, now=NOW)) == [(f"discussion:{live.pk}", "step")]
    assert read(live).current_place == 0
    assert left(steps[0], NOW) == "5:00"
    assert told(lambda: stage.start_room(live, now=after(minutes=1))) == []
    assert left(steps[0], after(minutes=1)) == "4:00"


def test_starting_early_moves_the_beginning(live):
    early = after(minutes=-5)
    assert stage.start_room(live, now=early) is True
    assert read(live).opens_at == early


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"held": "async"}, "no room"),
        ({"opens_at": None, "closes_at": None}, "is a draft"),
        ({"closed_at": NOW}, "is over"),
    ],
)
def test_no_room_to_start(live, changed, says):
    Discussion.objects.filter(pk=live.pk).update(**changed)
    with pytest.raises(ValidationError, match=says):
        stage.start_room(read(live), now=NOW)
    assert read(live).current_place is None


def test_going_on_ends_the_time_of_what_is_left(live, steps, told):
    stage.start_room(live, now=NOW)
    assert told(lambda: stage.go(live, expected=0, to=steps[1].pk, now=after(minutes=2))) == [
        (f"discussion:{live.pk}", "step")
    ]
    assert read(live).current_place == 1
    assert Step.objects.get(pk=steps[0].pk).ended_at == after(minutes=2)
    assert left(steps[1], after(minutes=3)) == "4:00"


def test_two_presses_are_one_step(live, steps, told):
    stage.start_room(live, now=NOW)
    assert stage.go(live, expected=0, to=steps[1].pk, now=NOW) is True
    assert told(lambda: stage.go(live, expected=0, to=steps[1].pk, now=NOW)) == []
    assert stage.go(live, expected=0, to=steps[2].pk, now=NOW) is False
    assert read(live).current_place == 1
    assert Step.objects.get(pk=steps[2].pk).started_at is None


def test_nowhere_to_go(live, steps):
    stage.start_room(live, now=NOW)
    assert stage.go(live, expected=0, to=10**9, now=NOW) is False
    assert stage.go(live, expected=0, to=steps[0].pk, now=NOW) is False
    assert stage.go(live, expected=0, to=steps[1].pk, now=after(hours=2)) is False
    assert read(live).current_place == 0


def test_time_is_extended_from_its_end_or_from_now(live, steps):
    stage.start_room(live, now=NOW)
    assert stage.extend(live, steps[0].pk, now=after(minutes=1)) is True
    assert left(steps[0], after(minutes=1)) == "5:00"
    assert left(steps[0], after(minutes=7)) == "0:00"
    assert stage.extend(live, steps[0].pk, now=after(minutes=7)) is True
    assert left(steps[0], after(minutes=7)) == "1:00"
    assert stage.extend(live, steps[1].pk, now=NOW) is False


def test_pause_stops_the_clock_and_going_on_keeps_what_was_left(live, steps):
    stage.start_room(live, now=NOW)
    assert stage.pause(live, steps[0].pk, now=after(minutes=1)) is True
    assert stage.pause(live, steps[0].pk, now=after(minutes=2)) is False
    assert left(steps[0], after(minutes=20)) == "4:00 paused"
    assert stage.extend(live, steps[0].pk, now=after(minutes=20)) is True
    assert left(steps[0], after(minutes=20)) == "5:00 paused"
    assert stage.resume(live, steps[0].pk, now=after(minutes=21)) is True
    assert stage.resume(live, steps[0].pk, now=after(minutes=22)) is False
    assert left(steps[0], after(minutes=22)) == "4:00"


def test_leaving_a_paused_step_ends_its_pause(live, steps):
    stage.start_room(live, now=NOW)
    stage.pause(live, steps[0].pk, now=after(minutes=1))
    stage.go(live, expected=0, to=steps[1].pk, now=after(minutes=3))
    left_behind = Step.objects.get(pk=steps[0].pk)
    assert (left_behind.paused_at, left_behind.ended_at) == (None, after(minutes=1))


def test_a_second_that_has_begun_counts(live, steps):
    stage.start_room(live, now=NOW)
    assert left(steps[0], after(seconds=0.4)) == "5:00"
    assert left(steps[0], after(minutes=4, seconds=59.6)) == "0:01"


def test_reveal_is_done_once_and_stays(live, steps, told):
    stage.start_room(live, now=NOW)
    assert told(lambda: stage.reveal(live, steps[0].pk, now=NOW)) == [(f"discussion:{live.pk}", "revealed")]
    assert told(lambda: stage.reveal(live, steps[0].pk, now=after(minutes=1))) == []
    assert Step.objects.get(pk=steps[0].pk).revealed_at == NOW
    assert list(live.steps.exclude(revealed_at=None).values_list("place", flat=True)) == [0]


@pytest.mark.parametrize(
    ("sees", "place", "says"),
    [
        ("nothing", 3, "nothing they write is shown"),
        ("ideas", 0, "only ideas are shown"),
        ("answers", 1, "Nobody has been asked this yet"),
    ],
)
def test_what_people_were_told_is_not_broken(live, steps, sees, place, says):
    Discussion.objects.filter(pk=live.pk).update(sees=sees)
    stage.start_room(read(live), now=NOW)
    with pytest.raises(ValidationError, match=says):
        stage.reveal(read(live), steps[place].pk, now=NOW)
    assert live.steps.exclude(revealed_at=None).count() == 0


def test_room_ends_and_goes_on_where_it_stopped(live, steps, invite):
    spoke = invite("Ann")
    invite("Bo")
    Invitation.objects.filter(pk=spoke.pk).update(started_at=NOW)
    stage.start_room(live, now=NOW)
    stage.go(live, expected=0, to=steps[1].pk, now=NOW)
    assert stage.end_room(live, expected=0, now=NOW) is False
    assert stage.end_room(live, expected=1, now=after(minutes=1)) is True
    assert read(live).current_place is None
    assert Step.objects.get(pk=steps[1].pk).ended_at == after(minutes=1)
    assert list(Invitation.objects.order_by("created_at").values_list("finished_at", flat=True)) == [
        after(minutes=1),
        None,
    ]
    stage.start_room(live, now=after(minutes=2))
    assert read(live).current_place == 2


@pytest.mark.django_db(transaction=True)
def test_two_facilitators_press_next_at_once(discussion, workspace, leader):
    moved: list[bool] = []
    with scope(workspace=workspace.pk, user=leader.pk):
        Discussion.objects.filter(pk=discussion.pk).update(
            held="live", sees="answers", opens_at=NOW, closes_at=after(hours=1), current_place=0
        )
        live = read(discussion)
        steps = list(live.steps.order_by("place"))
    ready = threading.Barrier(4)

    def press() -> None:
        try:
            with scope(workspace=workspace.pk, user=leader.pk):
                ready.wait(10)
                moved.append(stage.go(live, expected=0, to=steps[1].pk, now=NOW))
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _ in range(4)]
    for each in presses:
        each.start()
    for each in presses:
        each.join(20)
    with scope(workspace=workspace.pk, user=leader.pk):
        assert sorted(moved) == [False, False, False, True]
        assert read(live).current_place == 1
