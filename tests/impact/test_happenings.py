"""Notes on days, and rebases: none without a reason."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.isolation import enter
from accounts.workspaces import create_workspace
from impact.happenings import annotate, rebase, take_annotation_back, take_rebase_back
from impact.metrics import add_metric
from impact.models import Annotation, Metric, Rebase
from impact.observations import number, record_observation, withdraw_observation
from tests.impact.rows import FIELDS

D = dt.date


@pytest.fixture
def metric(workspace, leader) -> Metric:
    """Measured from January to April 2026."""
    made = add_metric(workspace, author=leader, **FIELDS)
    for month in range(1, 5):
        record_observation(made, number(month), starts_on=D(2026, month, 1), author=leader)
    return made


def sentences(raised: pytest.ExceptionInfo[ValidationError]) -> dict:
    return raised.value.message_dict


def test_a_rebase_begins_with_the_period_that_its_day_is_in(metric, leader):
    found = rebase(metric, starts_on=D(2026, 3, 17), reason=" Another price list ", author=leader)
    found.refresh_from_db()
    assert (found.starts_on, found.reason, found.author) == (D(2026, 3, 1), "Another price list", leader)


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_no_rebase_without_a_reason(metric, leader, reason):
    with pytest.raises(ValidationError) as raised:
        rebase(metric, starts_on=D(2026, 3, 1), reason=reason, author=leader)
    assert sentences(raised) == {
        "reason": ["Say what made it another process: limits are never moved without a reason."]
    }
    assert not Rebase.objects.exists()


def test_the_database_itself_refuses_a_rebase_without_a_reason_or_a_change_of_one(metric, leader):
    with pytest.raises(DatabaseError), transaction.atomic():
        Rebase.objects.create(
            workspace_id=metric.workspace_id, metric=metric, starts_on=D(2026, 3, 1), reason="", author=leader
        )
    found = rebase(metric, starts_on=D(2026, 3, 1), reason="Another price list", author=leader)
    for change in ("reason = 'x'", "starts_on = '2026-02-01'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE impact_rebase SET {change} WHERE id = %s", [found.pk])


@pytest.mark.parametrize("day", [D(2025, 12, 1), D(2026, 1, 31), D(2026, 5, 1), D(2030, 1, 1)])
def test_there_must_be_numbers_on_either_side(metric, leader, day):
    with pytest.raises(ValidationError) as raised:
        rebase(metric, starts_on=day, reason="Another price list", author=leader)
    assert sentences(raised) == {"starts_on": ["There must be numbers before that day and from it on."]}


def test_numbers_that_were_taken_back_are_none(metric, leader):
    withdraw_observation(metric.observations.get(starts_on=D(2026, 1, 1)), why="Wrong", author=leader)
    with pytest.raises(ValidationError):
        rebase(metric, starts_on=D(2026, 2, 1), reason="Another price list", author=leader)


def test_it_is_judged_anew_once_from_a_day_and_that_can_be_taken_back(metric, leader):
    found = rebase(metric, starts_on=D(2026, 3, 1), reason="Another price list", author=leader)
    with pytest.raises(ValidationError) as raised:
        rebase(metric, starts_on=D(2026, 3, 31), reason="Other words", author=leader)
    assert sentences(raised) == {"starts_on": ["It is judged anew from that day already."]}
    assert Rebase.objects.get().reason == "Another price list"
    take_rebase_back(found)
    take_rebase_back(found)
    assert not Rebase.objects.exists()


def test_a_note_stands_beside_one_metric_or_all(workspace, metric, leader):
    one = annotate(workspace, " New definition of a deal ", on=D(2026, 2, 3), author=leader, metric=metric)
    everywhere = annotate(workspace, "Trade fair", on=D(2026, 1, 3), author=leader)
    assert [(each.says, each.metric) for each in Annotation.objects.all()] == [
        ("Trade fair", None), ("New definition of a deal", metric),
    ]  # fmt: skip
    take_annotation_back(one)
    assert list(Annotation.objects.all()) == [everywhere]


@pytest.mark.parametrize(
    ("says", "said"),
    [("", "Say what happened."), (" \n ", "Say what happened."), ("x" * 301, "Say it in at most 300 characters.")],
)
def test_a_note_says_something_and_not_too_much(workspace, leader, says, said):
    with pytest.raises(ValidationError) as raised:
        annotate(workspace, says, on=D(2026, 1, 3), author=leader)
    assert sentences(raised) == {"says": [said]}
    assert len(annotate(workspace, f" {'x' * 300} ", on=D(2026, 1, 3), author=leader).says) == 300


def test_neither_hangs_on_a_metric_of_another_workspace(metric, leader):
    other = create_workspace("Second home", leader=leader, slug="second")
    enter(workspace=other.pk, user=leader.pk)
    with pytest.raises(ValidationError):
        rebase(metric, starts_on=D(2026, 3, 1), reason="Another price list", author=leader)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError), transaction.atomic():
        annotate(other, "Trade fair", on=D(2026, 1, 3), author=leader, metric=metric)


def test_a_note_turns_nothing_around_it(workspace, leader):
    found = annotate(workspace, "Sold \u202eto\u202c \u2067all\u2069", on=D(2026, 3, 2), author=leader)
    assert Annotation.objects.get(pk=found.pk).says == "Sold to all"
