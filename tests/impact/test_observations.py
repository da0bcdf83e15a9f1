"""Numbers are stored once a period, corrected for a reason with the old one kept, and never changed in place."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from accounts.isolation import enter, scope
from accounts.models import Workspace
from accounts.workspaces import create_workspace
from impact.metrics import add_metric, edit_metric, retire_metric
from impact.models import Metric, Observation
from impact.observations import (
    AlreadyMeasured,
    Number,
    correct_observation,
    number,
    promoters,
    record_observation,
    share_of,
    withdraw_observation,
)
from impact.periods import DAY, Every, following, start_of
from tests.conftest import make_user
from tests.impact.rows import FIELDS, FLOW, PROMOTERS, SHARE

MARCH, APRIL = dt.date(2026, 3, 1), dt.date(2026, 4, 1)


@pytest.fixture
def metric(workspace, leader) -> Metric:
    return add_metric(workspace, author=leader, **FIELDS)


def sentence(raised: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(raised.value.messages)


def test_a_number_is_stored_with_what_it_is(metric, leader):
    found = record_observation(metric, number(12.5, n=40), starts_on=MARCH, author=leader, note=" From the CRM ")
    found.refresh_from_db()
    assert (found.value, found.n, found.ahead, found.behind) == (12.5, 40, None, None)
    assert (found.starts_on, found.note, found.author, found.definition_version) == (MARCH, "From the CRM", leader, 1)
    assert (found.ended_at, found.ended_why, found.corrects) == (None, "", None)


def test_what_is_counted_gives_its_value():
    assert share_of(41, 50) == Number(0.82, 50, 41)
    assert share_of(0, 3) == Number(0.0, 3, 0)
    assert promoters(60, 20, 20) == Number(40.0, 100, 60, 20)
    assert promoters(0, 0, 1) == Number(-100.0, 1, 0, 1)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: share_of(0, 0), "Of nobody there is no share: leave the period out."),
        (lambda: share_of(51, 50), "51 of 50 cannot be."),
        (lambda: share_of(-1, 50), "-1 of 50 cannot be."),
        (lambda: share_of(1, -50), "Of nobody there is no share: leave the period out."),
        (lambda: promoters(0, 0, 0), "Nobody answered: leave the period out."),
        (lambda: promoters(5, -1, 0), "A count of people is zero or more."),
    ],
)
def test_what_cannot_be_counted_is_refused_in_a_sentence(make, said):
    with pytest.raises(ValidationError) as raised:
        make()
    assert sentence(raised) == said


@pytest.mark.parametrize(
    ("fields", "found", "starts_on", "said"),
    [
        ({}, number(1), dt.date(2026, 3, 2), "No month begins on 2 March 2026."),
        ({"every": "week"}, number(1), dt.date(2026, 3, 1), "No week begins on 1 March 2026."),
        ({"every": "quarter"}, number(1), dt.date(2026, 3, 1), "No quarter begins on 1 March 2026."),
        ({}, number(1), dt.date(26, 3, 1), "The year 26 cannot be meant."),
        ({}, number(float("nan")), MARCH, "That is no number we can keep."),
        ({}, number(float("inf")), MARCH, "That is no number we can keep."),
        ({}, number(-1.1e15), MARCH, "That is no number we can keep."),
        ({}, number(1, n=0), MARCH, "It is counted from one to two billion."),
        ({}, number(1, n=-3), MARCH, "It is counted from one to two billion."),
        ({}, number(1, n=2_000_000_001), MARCH, "It is counted from one to two billion."),
        ({"unit_kind": "count"}, number(-1), MARCH, "It cannot be below zero."),
        ({"unit_kind": "share"}, number(1.01), MARCH, "A share cannot be above 100 %."),
        ({}, share_of(1, 2), MARCH, "That is not how this metric is counted."),
        (SHARE, number(0.5), MARCH, "That is not how this metric is counted."),
        (SHARE, Number(0.5, 4, 3, 1), MARCH, "That is not how this metric is counted."),
        (SHARE, share_of(1, 3_000_000_000), MARCH, "It is counted from one to two billion."),
        (PROMOTERS, number(40), MARCH, "That is not how this metric is counted."),
        (PROMOTERS, Number(40.0, 10, 6), MARCH, "That is not how this metric is counted."),
    ],
)
def test_what_cannot_be_a_number_of_the_metric_is_refused(workspace, leader, fields, found, starts_on, said):
    metric = add_metric(workspace, author=leader, **{**FIELDS, **fields})
    with pytest.raises(ValidationError) as raised:
        record_observation(metric, found, starts_on=starts_on, author=leader)
    assert sentence(raised) == said
    assert not Observation.objects.exists()


def test_nothing_is_measured_of_what_has_not_begun_and_so_far_of_what_runs(workspace, leader):
    metric = add_metric(workspace, author=leader, **{**FIELDS, **FLOW})
    running = start_of(timezone.localdate(), Every.MONTH)
    with pytest.raises(ValidationError) as raised:
        record_observation(metric, number(1), starts_on=following(running, Every.MONTH), author=leader)
    assert sentence(raised) == "Nothing is measured yet of a period that has not begun."
    assert record_observation(metric, number(1), starts_on=running, author=leader).starts_on == running


def test_what_is_retired_takes_no_number_and_what_stands_can_be_corrected(metric, leader):
    standing = record_observation(metric, number(1), starts_on=MARCH, author=leader)
    retire_metric(metric, on=dt.date(2026, 4, 30))
    with pytest.raises(ValidationError) as raised:
        record_observation(metric, number(1), starts_on=APRIL, author=leader)
    assert sentence(raised) == "“Win rate” is measured no more since 30 April 2026. Measure it again first."
    now = correct_observation(standing, number(2), why="Counted twice", author=leader)
    assert [row.value for row in Observation.objects.standing()] == [2]
    withdraw_observation(now, why="Of another country", author=leader)
    assert list(Observation.objects.order_by("pk").values_list("ended_by", flat=True)) == [leader.pk, leader.pk]


def test_a_period_is_measured_once(metric, leader):
    first = record_observation(metric, number(1), starts_on=MARCH, author=leader)
    with pytest.raises(AlreadyMeasured) as raised:
        record_observation(metric, number(2), starts_on=MARCH, author=leader)
    assert raised.value.standing == first
    assert list(Observation.objects.values_list("value", flat=True)) == [1.0]


def test_a_correction_keeps_the_old_number_and_its_reason(metric, leader, member):
    first = record_observation(metric, number(1), starts_on=MARCH, author=leader)
    second = correct_observation(first, number(2), why=" Counted twice ", author=member, note="CRM")
    first.refresh_from_db()
    assert (first.value, first.ended_why, first.ended_at is None, first.author) == (1.0, "Counted twice", False, leader)
    assert (second.value, second.corrects, second.ended_at, second.author) == (2.0, first, None, member)
    third = correct_observation(second, number(3), why="Once more", author=leader)
    assert list(Observation.objects.standing()) == [third]
    assert list(Observation.objects.order_by("pk").values_list("value", flat=True)) == [1.0, 2.0, 3.0]


def test_no_correction_without_a_reason_or_of_what_holds_no_more(metric, leader):
    first = record_observation(metric, number(1), starts_on=MARCH, author=leader)
    with pytest.raises(ValidationError) as raised:
        correct_observation(first, number(2), why="  ", author=leader)
    assert sentence(raised) == "Say what was wrong with it."
    with pytest.raises(ValidationError) as raised:
        correct_observation(first, share_of(1, 2), why="Other", author=leader)
    assert sentence(raised) == "That is not how this metric is counted."
    assert list(Observation.objects.standing()) == [first]
    correct_observation(first, number(2), why="Wrong", author=leader)
    for again in (
        lambda: correct_observation(first, number(3), why="Wrong", author=leader),
        lambda: withdraw_observation(first, why="Wrong", author=leader),
    ):
        with pytest.raises(ValidationError) as raised:
            again()
        assert sentence(raised) == "Somebody else has corrected this number already."
    assert list(Observation.objects.standing().values_list("value", flat=True)) == [2.0]


def test_what_is_taken_back_leaves_the_period_to_measure(metric, leader):
    first = record_observation(metric, number(1), starts_on=MARCH, author=leader)
    with pytest.raises(ValidationError):
        withdraw_observation(first, why="", author=leader)
    withdraw_observation(first, why="Of another country", author=leader)
    assert not Observation.objects.standing().exists()
    second = record_observation(metric, number(2), starts_on=MARCH, author=leader)
    assert (list(Observation.objects.standing()), second.corrects) == ([second], None)


def test_a_number_is_of_the_definition_that_holds_when_it_is_stored(metric, leader):
    stale = Metric.objects.get(pk=metric.pk)
    edit_metric(metric, expected_version=1, author=leader, words="Deals won over all deals.", why="As Sales counts")
    assert record_observation(stale, number(1), starts_on=MARCH, author=leader).definition_version == 2


def test_a_number_is_checked_by_the_unit_that_holds_when_it_is_stored(metric, leader):
    stale = Metric.objects.get(pk=metric.pk)
    edit_metric(metric, expected_version=1, author=leader, unit_kind="count")
    with pytest.raises(ValidationError) as raised:
        record_observation(stale, number(-1), starts_on=MARCH, author=leader)
    assert sentence(raised) == "It cannot be below zero."


def refused(*changes: str) -> list[bool]:
    """Of some statements, whether the database refuses the application's role each."""
    found = []
    for change in changes:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change)
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            found.append(False)
        except DatabaseError:
            found.append(True)
    return found


def test_the_database_itself_lets_nobody_change_what_was_measured(metric, leader):
    record_observation(metric, number(1), starts_on=MARCH, author=leader)
    table = "UPDATE impact_observation SET"
    assert (
        refused(
            f"{table} value = 2",
            f"{table} n = 2",
            f"{table} starts_on = '2026-04-01'",
            f"{table} note = 'x'",
            f"{table} author_id = author_id",
            f"{table} created_at = now()",
            f"{table} corrects_id = id",
            "UPDATE impact_metricdefinition SET words = 'x'",
        )
        == [True] * 8
    )
    assert refused(f"{table} ended_at = now()", f"{table} ended_why = 'x'") == [True, True]
    assert refused(f"{table} ended_at = now(), ended_why = 'Wrong'") == [False]


def test_the_database_itself_refuses_a_second_number_of_a_period_and_counts_that_do_not_fit(workspace, metric, leader):
    def stored(**fields):
        with transaction.atomic():
            Observation.objects.create(
                **{
                    "workspace": workspace, "metric": metric, "starts_on": MARCH, "value": 1.0, "author": leader,
                    "definition_version": 1, **fields,
                }
            )  # fmt: skip

    stored()
    for fields in (
        {},
        {"starts_on": APRIL, "value": 2e15},
        {"starts_on": APRIL, "value": float("nan")},
        {"starts_on": APRIL, "ahead": 3, "n": 2},
        {"starts_on": APRIL, "ahead": 1},
        {"starts_on": APRIL, "behind": 1, "n": 3},
        {"starts_on": APRIL, "n": 3, "ahead": 1, "behind": -1},
        {"starts_on": APRIL, "ahead": 0, "n": 0},
        {"starts_on": APRIL, "ahead": 2, "behind": 2, "n": 3},
        {"starts_on": APRIL, "ended_at": timezone.now()},
        {"starts_on": APRIL, "ended_why": "x"},
    ):
        with pytest.raises(IntegrityError):
            stored(**fields)
    assert Observation.objects.count() == 1


def test_no_number_hangs_on_a_metric_of_another_workspace(workspace, metric, leader):
    other = create_workspace("Second home", leader=leader, slug="second")
    enter(workspace=other.pk, user=leader.pk)
    assert not Metric.objects.filter(pk=metric.pk).exists()
    with pytest.raises(Metric.DoesNotExist):
        record_observation(metric, number(1), starts_on=MARCH, author=leader)
    values = f"{metric.pk}, '2026-03-01', 1, 1, {leader.pk}, now(), '', ''"
    names = "metric_id, starts_on, value, definition_version, author_id, created_at, note, ended_why, workspace_id"
    insert = f"INSERT INTO impact_observation ({names}) VALUES ({values}, "
    # Neither as a row of the workspace that is shown, nor as one of the metric's own.
    assert refused(f"{insert} '{other.pk}')", f"{insert} '{workspace.pk}')") == [True, True]


@pytest.fixture
def shared(transactional_db) -> tuple[Workspace, Metric]:
    leader = make_user("ines@northwind.example", "Ines Rourke")
    workspace = create_workspace("Northwind Instruments", leader=leader, slug="northwind")
    with scope(workspace=workspace.pk, user=leader.pk):
        return workspace, add_metric(workspace, author=leader, **FIELDS)


def at_once(workspace: Workspace, *works) -> list[type[BaseException] | None]:
    """Each in a thread and a transaction of its own that start together; what each raised, in any order."""
    begin, raised = threading.Barrier(len(works)), []

    def run(work) -> None:
        problem = None
        try:
            with scope(workspace=workspace.pk):
                begin.wait()
                work()
        except BaseException as error:
            problem = type(error)
        finally:
            raised.append(problem)
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(raised, key=str)


def test_of_four_who_record_a_period_at_once_one_does_and_the_others_are_told(shared):
    workspace, metric = shared
    author = make_user("sam@northwind.example")
    raised = at_once(
        workspace,
        *(
            lambda value=value: record_observation(metric, number(value), starts_on=MARCH, author=author)
            for value in range(4)
        ),
    )
    assert raised == [AlreadyMeasured] * 3 + [None]
    with scope(workspace=workspace.pk):
        assert Observation.objects.count() == 1


def test_of_four_who_correct_a_number_at_once_one_does_and_the_others_are_told(shared):
    workspace, metric = shared
    author = make_user("sam@northwind.example")
    with scope(workspace=workspace.pk):
        first = record_observation(metric, number(9), starts_on=MARCH, author=author)
    raised = at_once(
        workspace,
        *(
            lambda value=value: correct_observation(first, number(value), why=f"By {value}", author=author)
            for value in range(3)
        ),
        lambda: withdraw_observation(first, why="Not ours", author=author),
    )
    assert sorted(raised, key=str) == [ValidationError] * 3 + [None]
    with scope(workspace=workspace.pk):
        assert Observation.objects.standing().count() <= 1
        assert Observation.objects.exclude(ended_at=None).count() == 1


def test_a_number_of_march_and_its_correction_do_not_wait_for_ever_for_each_other(shared):
    workspace, metric = shared
    author = make_user("sam@northwind.example")
    with scope(workspace=workspace.pk):
        first = record_observation(metric, number(9), starts_on=MARCH, author=author)
    raised = at_once(
        workspace,
        lambda: correct_observation(first, number(8), why="Wrong", author=author),
        lambda: record_observation(metric, number(7), starts_on=MARCH, author=author),
        lambda: record_observation(metric, number(7), starts_on=MARCH - DAY * 28, author=author),
    )
    assert raised == [AlreadyMeasured, None, None]
