"""What targets ask of each period, and how one takes the place of another."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.isolation import enter, scope
from accounts.workspaces import create_workspace
from impact.analysis.pacing import Period
from impact.metrics import add_metric
from impact.models import Metric, Target
from impact.targets import asked_of_each, counted_in, due_in, end_target, set_target, standing_on
from tests.conftest import make_user
from tests.impact.rows import FIELDS, FLOW, a_metric, a_target

D = dt.date
EVEN, THROUGHOUT, BY_THE_END = Target.Course.values
YEAR = D(2026, 1, 1), D(2026, 12, 31)
MONTHS = [D(2026, month, 1) for month in range(1, 13)]


def asked(metric: Metric, target: Target, days=MONTHS) -> list[float | None]:
    return [due_in(target, day, metric) for day in days]


def test_a_flow_is_split_over_its_months_and_each_must_bring_its_part():
    metric, target = a_metric(**FLOW), a_target(1200, *YEAR)
    assert asked(metric, target) == [100.0] * 12
    assert asked(metric, target, [D(2025, 12, 1), D(2027, 1, 1)]) == [None, None]
    assert asked_of_each(target, metric) == 100.0
    assert counted_in(target, metric) == Period(*YEAR)


@pytest.mark.parametrize(
    ("first", "last"),
    [(D(2026, 1, 2), D(2026, 3, 31)), (D(2026, 1, 1), D(2026, 3, 30)), (D(2026, 1, 15), D(2026, 3, 15))],
)
def test_a_flow_whose_target_covers_a_month_in_part_is_asked_of_no_month(first, last):
    metric, target = a_metric(**FLOW), a_target(300, first, last)
    assert asked(metric, target) == [None] * 12
    assert (asked_of_each(target, metric), counted_in(target, metric)) == (None, None)


def test_what_each_month_must_reach_is_asked_of_whole_months_alone():
    metric, target = a_metric(**FLOW), a_target(300, D(2026, 1, 15), D(2026, 4, 15), course=THROUGHOUT)
    assert asked(metric, target) == [None, 300.0, 300.0, *[None] * 9]
    assert asked_of_each(target, metric) == 300.0


def test_a_week_counts_to_the_quarter_in_which_it_begins():
    # The first quarter of 2026 begins on a Thursday: thirteen Mondays, from 5 January to 30 March.
    metric, target = a_metric(every="week", **FLOW), a_target(1300, D(2026, 1, 1), D(2026, 3, 31))
    assert counted_in(target, metric) == Period(D(2026, 1, 5), D(2026, 4, 5))
    days = [D(2025, 12, 29), D(2026, 1, 5), D(2026, 3, 30), D(2026, 4, 6)]
    assert asked(metric, target, days) == [None, 100.0, 100.0, None]
    assert asked_of_each(target, metric) == 100.0


def test_of_three_days_without_a_monday_no_week_is_asked_anything():
    metric, target = a_metric(every="week", **FLOW), a_target(10, D(2026, 1, 6), D(2026, 1, 8))
    assert (counted_in(target, metric), asked_of_each(target, metric)) == (None, None)
    assert asked(metric, target, [D(2026, 1, 5)]) == [None]


def test_quarters_of_a_leap_year():
    metric, target = a_metric(every="quarter", **FLOW), a_target(8, D(2024, 1, 1), D(2025, 12, 31))
    assert asked(metric, target, [D(2024, 1, 1), D(2025, 10, 1)]) == [1.0, 1.0]


def test_what_has_a_mean_is_not_split():
    metric = a_metric(nature="flow", together="mean")
    assert asked(metric, a_target(50, *YEAR)) == [50.0] * 12
    assert asked_of_each(a_target(50, *YEAR), metric) == 50.0


def test_by_the_end_asks_nothing_of_a_month_and_of_a_level_where_it_must_come_to():
    target = a_target(120, *YEAR, course=BY_THE_END)
    for metric, of_each in ((a_metric(**FLOW), None), (a_metric(), 120)):
        assert asked(metric, target) == [None] * 12
        assert asked_of_each(target, metric) == of_each


def test_a_level_goes_straight_from_where_it_stood():
    metric, target = a_metric(), a_target(20, D(2026, 1, 1), D(2026, 4, 10), baseline=10)
    # A hundred days: 31, 59 and 90 of them are gone at the ends of the months.
    assert asked(metric, target, MONTHS[:5]) == [13.1, 15.9, 19.0, 20.0, None]
    assert asked(metric, a_target(20, *YEAR)) == [20.0] * 12
    assert asked(metric, a_target(20, *YEAR, baseline=10, course=THROUGHOUT)) == [20.0] * 12
    assert asked_of_each(target, metric) == 20


def test_a_level_goes_down_straight_as_well_and_through_29_february():
    metric, target = a_metric(good="down"), a_target(0, D(2024, 1, 1), D(2024, 12, 31), baseline=366)
    assert asked(metric, target, [D(2024, 2, 1), D(2024, 12, 1)]) == [306.0, 0.0]


def test_a_level_that_starts_on_its_target_stays_there():
    assert asked(a_metric(), a_target(5, *YEAR, baseline=5)) == [5.0] * 12


@pytest.fixture
def metric(workspace, leader) -> Metric:
    return add_metric(workspace, author=leader, **FIELDS)


def test_a_target_is_stored_with_what_it_starts_from(metric, leader):
    target = set_target(metric, 25, starts_on=YEAR[0], ends_on=YEAR[1], author=leader, baseline=18, why=" Agreed ")
    target.refresh_from_db()
    assert (target.value, target.baseline, target.course, target.why) == (25.0, 18.0, EVEN, "Agreed")
    assert list(Target.objects.filter(standing_on(D(2026, 12, 31)))) == [target]
    assert not Target.objects.filter(standing_on(D(2027, 1, 1))).exists()


def test_another_target_takes_the_place_of_one_for_a_reason_and_it_is_kept(metric, leader):
    first = set_target(metric, 25, starts_on=YEAR[0], ends_on=YEAR[1], author=leader)
    later = set_target(metric, 40, starts_on=D(2027, 1, 1), ends_on=D(2027, 12, 31), author=leader)
    with pytest.raises(ValidationError) as raised:
        set_target(metric, 30, starts_on=D(2026, 12, 31), ends_on=D(2026, 12, 31), author=leader, why=" ")
    assert raised.value.messages == ["There is a target for these days already. Say why it is another one now."]
    second = set_target(metric, 30, starts_on=D(2026, 7, 1), ends_on=YEAR[1], author=leader, why="The board wants more")
    assert set(Target.objects.standing()) == {later, second}
    first.refresh_from_db()
    assert (first.value, first.ended_at is None) == (25.0, False)
    end_target(second)
    ended_at = Target.objects.get(pk=second.pk).ended_at
    end_target(second)
    assert (list(Target.objects.standing()), Target.objects.get(pk=second.pk).ended_at) == ([later], ended_at)


@pytest.mark.parametrize(
    ("fields", "asked", "said"),
    [
        ({}, {"value": float("nan")}, "That is no number we can keep."),
        ({}, {"value": 1e16}, "That is no number we can keep."),
        ({}, {"baseline": float("-inf")}, "That is no number we can keep."),
        ({"unit_kind": "count"}, {"value": -1}, "It cannot be below zero."),
        ({"unit_kind": "share"}, {"value": 1.2}, "A share cannot be above 100 %."),
        ({"unit_kind": "share"}, {"value": 0.5, "baseline": 50}, "A share cannot be above 100 %."),
        ({}, {"ends_on": D(2025, 12, 31)}, "A target ends on the day it starts, or later."),
        ({}, {"ends_on": D(9999, 12, 31)}, "The year 9999 cannot be meant."),
        ({}, {"starts_on": D(26, 1, 1)}, "The year 26 cannot be meant."),
        ({"good": "neither"}, {},
         "Say first whether more or less of it is better: without that nothing is a target."),
        ({}, {"baseline": 25}, "It stands there already. To keep it there, ask it of every period."),
        ({}, {"baseline": 25, "course": BY_THE_END},
         "It stands there already. To keep it there, ask it of every period."),
    ],
)  # fmt: skip
def test_what_is_no_target_is_refused_in_a_sentence(workspace, leader, fields, asked, said):
    metric = add_metric(workspace, author=leader, **{**FIELDS, **fields})
    with pytest.raises(ValidationError) as raised:
        set_target(metric, **{"value": 25, "starts_on": YEAR[0], "ends_on": YEAR[1], "author": leader, **asked})
    assert raised.value.messages == [said]
    assert not Target.objects.exists()


def test_what_stands_there_already_can_be_kept_there(metric, leader):
    kept = set_target(
        metric, 25, starts_on=YEAR[0], ends_on=YEAR[1], author=leader, baseline=25, course=Target.Course.THROUGHOUT
    )
    assert asked(metric, kept) == [25.0] * 12


def test_the_database_itself_changes_nothing_of_a_target_but_that_it_ended(metric, leader):
    target = set_target(metric, 25, starts_on=YEAR[0], ends_on=YEAR[1], author=leader)
    for change in ("value = 1", "starts_on = '2026-02-01'", "why = 'x'", "baseline = 3"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE impact_target SET {change} WHERE id = %s", [target.pk])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE impact_target SET ended_at = now() WHERE id = %s", [target.pk])


def test_no_target_is_set_for_a_metric_of_another_workspace(metric, leader):
    other = create_workspace("Second home", leader=leader, slug="second")
    enter(workspace=other.pk, user=leader.pk)
    with pytest.raises(Metric.DoesNotExist):
        set_target(metric, 25, starts_on=YEAR[0], ends_on=YEAR[1], author=leader)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.create(
            workspace=other, metric_id=metric.pk, value=1, starts_on=YEAR[0], ends_on=YEAR[1], author=leader
        )


def test_of_two_who_set_a_target_for_the_same_days_at_once_one_does(transactional_db):
    leader = make_user("ines@northwind.example", "Ines Rourke")
    workspace = create_workspace("Northwind Instruments", leader=leader, slug="northwind")
    with scope(workspace=workspace.pk, user=leader.pk):
        metric = add_metric(workspace, author=leader, **FIELDS)
    begin, raised = threading.Barrier(2), []

    def work(value: float) -> None:
        try:
            with scope(workspace=workspace.pk):
                begin.wait()
                set_target(metric, value, starts_on=YEAR[0], ends_on=YEAR[1], author=leader)
                raised.append(None)
        except ValidationError as error:
            raised.append(error.messages)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(value,)) for value in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    said = ["There is a target for these days already. Say why it is another one now."]
    assert sorted(raised, key=str) == sorted([None, said], key=str)
    with scope(workspace=workspace.pk):
        assert Target.objects.standing().count() == 1
