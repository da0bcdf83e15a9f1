import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from discussions.models import Discussion, Step
from discussions.room import agenda, stage
from tests.discussions.rooms import NOW, read

pytestmark = pytest.mark.django_db


def places(live) -> list[tuple[int, str, str | None, int]]:
    return [
        (step.place, step.title, step.prompt and step.prompt.purpose, step.minutes) for step in agenda.agenda_of(live)
    ]


PLAIN = [
    (0, "", "success", 5),
    (1, "", "roadblock", 5),
    (2, "", "shift", 5),
    (3, "", "idea", 5),
    (4, "", "idea", 5),
    (5, "", "commitment", 5),
]


@pytest.mark.parametrize(
    ("planned", "promised", "says"),
    [
        (26, 30, "26 minutes planned, 30 promised: 4 to spare."),
        (30, 30, "30 minutes planned, 30 promised."),
        (41, 30, "41 minutes planned, 30 promised: 11 too many."),
        (1, 5, "1 minute planned, 5 promised: 4 to spare."),
    ],
)
def test_time_in_words(planned, promised, says):
    assert agenda.time_says(planned, promised) == says


def test_promised_is_the_meeting_else_the_guide(live):
    assert agenda.promised(live) == 60
    live.closes_at = NOW + dt.timedelta(days=7)
    assert agenda.promised(live) == 5


def test_a_room_begun_before_its_time_keeps_what_it_promised(live):
    told, early = live.opens_at, live.opens_at - dt.timedelta(minutes=12, seconds=7)
    stage.start_room(live, now=early)
    live.refresh_from_db()
    assert (live.opens_at, live.told_opens_at) == (early, told)
    assert agenda.promised(live) == 60


def test_minutes_and_order(live, steps):
    agenda.set_minutes(live, {steps[0].pk: 2})
    agenda.move(live, steps[1].pk, by=-1)
    agenda.move(live, steps[5].pk, by=1)
    assert places(live) == [(0, "", "roadblock", 5), (1, "", "success", 2), *PLAIN[2:]]


@pytest.mark.parametrize("minutes", [0, 241])
def test_no_time_at_all_is_refused(live, steps, minutes):
    with pytest.raises(ValidationError, match="1 to 240 minutes"):
        agenda.set_minutes(live, {steps[0].pk: minutes})
    assert places(live) == PLAIN


def test_format_takes_the_place_of_its_prompt_and_another_one_the_place_of_the_first(live, steps):
    agenda.apply_format(live, steps[3].pk, "triz")
    assert [row[:2] for row in places(live)][3:6] == [
        (3, "The worst result"),
        (4, "What resembles it"),
        (5, "What stops it"),
    ]
    asks = Step.objects.get(discussion=live, title="What stops it")
    assert Step.objects.get(discussion=live, title="The worst result").says.startswith(
        "“What could we try together?” – now"
    )
    agenda.apply_format(live, asks.pk, "1-2-4-all")
    assert places(live) == [
        *PLAIN[:3],
        (3, "Alone", "idea", 1),
        (4, "In pairs", "idea", 2),
        (5, "In fours", "idea", 4),
        (6, "Everybody", "idea", 5),
        (7, "", "idea", 5),
        (8, "", "commitment", 5),
    ]
    agenda.plain(live, Step.objects.get(discussion=live, title="In fours").pk)
    assert places(live) == PLAIN


def test_stage_without_a_prompt_comes_and_goes_a_prompt_stays(live, steps):
    agenda.add_stage(live, title="  A  break ", says="", setting="all", minutes=10)
    assert places(live)[-1] == (6, "A break", None, 10)
    agenda.remove_stage(live, Step.objects.get(discussion=live, title="A break").pk)
    with pytest.raises(ValidationError, match="stays on the agenda"):
        agenda.remove_stage(live, steps[0].pk)
    with pytest.raises(ValidationError, match="Give the stage a title"):
        agenda.add_stage(live, title=" ", setting="all", minutes=5)
    assert places(live) == PLAIN


def test_room_stays_where_it_is_while_what_comes_before_grows(live, steps):
    Discussion.objects.filter(pk=live.pk).update(current_place=5)
    Step.objects.filter(pk=steps[5].pk).update(started_at=NOW)
    agenda.apply_format(live, steps[0].pk, "1-2-4-all")
    assert read(live).current_place == 8
    assert Step.objects.get(pk=steps[5].pk).place == 8


def test_started_stage_is_not_changed(live, steps):
    Step.objects.filter(pk=steps[0].pk).update(started_at=NOW)
    agenda.set_minutes(live, {steps[0].pk: 9})
    agenda.move(live, steps[1].pk, by=-1)
    with pytest.raises(ValidationError, match="has been started"):
        agenda.apply_format(live, steps[0].pk, "triz")
    assert places(live) == PLAIN
