"""What a metric is: what it means changes for a reason, and what its numbers are changes no more."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from pghistory.models import Events

from accounts.isolation import enter, scope
from accounts.workspaces import create_workspace
from impact.metrics import add_metric, edit_metric, measure_again, put_in_front, retire_metric, take_from_front
from impact.models import Metric, MetricDefinition
from impact.observations import number, record_observation, withdraw_observation
from tests.conftest import make_user
from tests.impact.rows import FIELDS, FLOW, PROMOTERS, SHARE
from web.meanwhile import EditedMeanwhile

MARCH = dt.date(2026, 3, 1)


@pytest.fixture
def metric(workspace, leader) -> Metric:
    return add_metric(workspace, author=leader, **FIELDS)


def definitions(metric: Metric) -> list[tuple]:
    return list(metric.definitions.order_by("number").values_list("number", "words", "why"))


def test_a_new_metric_has_its_first_definition(workspace, leader):
    metric = add_metric(
        workspace, author=leader, **{**FIELDS, "name": " Win rate ", "formula": "won / decided", "source": "CRM"}
    )
    metric.refresh_from_db()
    assert (metric.name, metric.version, metric.definition_version, metric.retired_on) == ("Win rate", 1, 1, None)
    only = metric.definitions.get()
    assert (only.number, only.words, only.formula, only.source, only.why, only.author) == (
        1, "Deals won over deals decided.", "won / decided", "CRM", "", leader,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["Win rate", "WIN RATE", "  win rate "])
def test_a_name_is_taken_once_however_it_is_written(workspace, leader, metric, name):
    with pytest.raises(ValidationError) as raised:
        add_metric(workspace, author=leader, **{**FIELDS, "name": name})
    assert raised.value.message_dict == {"name": [f"There is a metric called “{name.strip()}” already."]}
    other = add_metric(workspace, author=leader, **{**FIELDS, "name": "Loss rate"})
    with pytest.raises(ValidationError):
        edit_metric(other, expected_version=1, author=leader, name=name)
    with pytest.raises(IntegrityError), transaction.atomic():
        Metric.objects.filter(pk=other.pk).update(name="wIN rATE")
    assert edit_metric(metric, expected_version=1, author=leader, name="win rate").name == "win rate"


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "   "},
        {"words": "  "},
        {"name": "x" * 121},
        {"unit_kind": "money"},
        {"currency": "EUR"},
        {"unit_kind": "apples"},
        {"measured": "share"},
        {**SHARE, "together": "mean"},
        {**SHARE, "nature": "flow"},
        {**PROMOTERS, "unit_kind": "number"},
        {"together": "sum"},
        {"together": "pooled"},
        {"outcome": "fame"},
        {"level": "success"},
        {"every": "day"},
        {"good": "sideways"},
    ],
)
def test_what_makes_no_sense_is_no_metric(workspace, leader, fields):
    with pytest.raises(ValidationError):
        add_metric(workspace, author=leader, **{**FIELDS, **fields})
    assert not Metric.objects.exists()
    assert not MetricDefinition.objects.exists()


def test_what_it_means_changes_for_a_reason_and_stays_told(metric, leader):
    with pytest.raises(ValidationError) as raised:
        edit_metric(metric, expected_version=1, author=leader, words="Deals won over all deals.", why="  ")
    assert raised.value.message_dict == {"why": ["Say why it means something else from now on."]}
    changed = edit_metric(
        metric, expected_version=1, author=leader, words="Deals won over all deals.", why=" As Sales counts "
    )
    assert (changed.definition_version, changed.version) == (2, 2)
    assert definitions(metric) == [
        (1, "Deals won over deals decided.", ""), (2, "Deals won over all deals.", "As Sales counts"),
    ]  # fmt: skip
    same = edit_metric(metric, expected_version=2, author=leader, words=" Deals won over all deals. ", name="Wins")
    assert (same.name, same.definition_version) == ("Wins", 2)


def test_how_it_is_read_changes_without_another_definition(metric, leader, member):
    changed = edit_metric(
        metric, expected_version=1, author=leader, outcome="efficiency", rules="wheeler", level="impact", owner=member
    )
    changed.refresh_from_db()
    assert (changed.outcome, changed.rules, changed.level, changed.owner) == ("efficiency", "wheeler", "impact", member)
    assert (changed.definition_version, len(definitions(metric))) == (1, 1)


@pytest.mark.parametrize(
    "change", [{"every": "week"}, {"unit_kind": "count"}, FLOW, {"unit_kind": "money", "currency": "EUR"}, SHARE]
)
def test_what_its_numbers_are_changes_only_before_the_first(metric, leader, change):
    edit_metric(metric, expected_version=1, author=leader, **change)
    back = {name: FIELDS.get(name, "") for name in change}
    edit_metric(metric, expected_version=2, author=leader, **back)
    row = record_observation(metric, number(1), starts_on=MARCH, author=leader)
    # Neither when it was taken back: it can still be read.
    withdraw_observation(row, why="Wrong", author=leader)
    with pytest.raises(ValidationError) as raised:
        edit_metric(metric, expected_version=3, author=leader, **change)
    assert raised.value.messages == [
        "Its numbers are kept in this unit and for these periods. Retire it and add another metric instead."
    ]
    assert Metric.objects.get(pk=metric.pk).version == 3


def test_another_way_to_be_better_is_another_definition_and_needs_a_reason(metric, leader):
    with pytest.raises(ValidationError) as raised:
        edit_metric(metric, expected_version=1, author=leader, good="down")
    assert raised.value.message_dict == {
        "why": ["Say why another way is better from now on: the same numbers are then judged otherwise."]
    }
    edit_metric(metric, expected_version=1, author=leader, good="down", why="It counts complaints")
    kept = metric.definitions.order_by("number").values_list("number", "good", "why")
    assert list(kept) == [(1, "up", ""), (2, "down", "It counts complaints")]


def test_what_led_and_is_led_no_more_says_by_whom_and_why(metric, leader):
    def told() -> tuple[object, ...]:
        now = Metric.objects.get(pk=metric.pk)
        return now.leads_since is None, now.off_at is None, now.off_by, now.off_why

    with pytest.raises(ValidationError):
        take_from_front(metric, why=" ", author=leader)
    take_from_front(metric, why="It never led", author=leader)
    assert told() == (True, True, None, "")
    put_in_front(metric)
    take_from_front(metric, why=" Nobody looks ", author=leader)
    assert told() == (True, False, leader, "Nobody looks")
    put_in_front(metric)
    assert told() == (False, True, None, "")
    edit_metric(metric, expected_version=4, author=leader, level="input")
    assert told() == (True, False, leader, "It counts as an input or output now, and those are no impact.")


def test_two_who_edit_at_once_lose_nothing(metric, leader):
    edit_metric(metric, expected_version=1, author=leader, name="Wins")
    with pytest.raises(EditedMeanwhile) as raised:
        edit_metric(metric, expected_version=1, author=leader, name="Victories")
    assert raised.value.now.name == "Wins"
    assert Metric.objects.get(pk=metric.pk).name == "Wins"


def test_what_no_form_offers_is_a_mistake_of_ours(metric, leader):
    with pytest.raises(TypeError, match="Not editable: retired_on, version"):
        edit_metric(metric, expected_version=1, author=leader, version=9, retired_on=MARCH)


def test_retiring_keeps_everything_and_once_more_changes_nothing(metric, leader):
    record_observation(metric, number(1), starts_on=MARCH, author=leader)
    retire_metric(metric, on=dt.date(2026, 4, 1))
    retire_metric(metric, on=dt.date(2026, 5, 1))
    now = Metric.objects.get(pk=metric.pk)
    assert (now.retired_on, now.version, now.observations.count()) == (dt.date(2026, 4, 1), 2, 1)
    assert list(Metric.objects.kept()) == []
    measure_again(metric)
    measure_again(metric)
    assert (list(Metric.objects.kept()), Metric.objects.get(pk=metric.pk).version) == ([metric], 3)


def test_what_marketing_put_in_or_put_out_is_no_impact(workspace, leader):
    of_level = {
        level: add_metric(workspace, author=leader, **{**FIELDS, "name": level, "level": level})
        for level in Metric.Level.values
    }
    assert set(Metric.objects.of_impact()) == {of_level["out_take"], of_level["outcome"], of_level["impact"]}
    assert [level for level, metric in of_level.items() if metric.is_effort] == ["input", "output"]


def test_customers_come_first_and_effort_last(workspace, leader):
    for name, outcome, level in (
        ("Spend", "customer_satisfaction", "input"),
        ("Pipeline", "revenue", "outcome"),
        ("Churn", "customer_retention", "outcome"),
        ("answers", "customer_satisfaction", "outcome"),
        ("Brand", "customer_satisfaction", "outcome"),
    ):
        add_metric(workspace, author=leader, **{**FIELDS, "name": name, "outcome": outcome, "level": level})
    names = list(Metric.objects.all().in_reading_order().values_list("name", flat=True))
    assert names == ["answers", "Brand", "Churn", "Pipeline", "Spend"]
    customers = [metric.name for metric in Metric.objects.all().in_reading_order() if metric.is_of_customers]
    assert customers == ["answers", "Brand", "Churn", "Spend"]


def test_every_change_is_in_the_trail(metric, leader):
    edit_metric(metric, expected_version=1, author=leader, name="Wins")
    retire_metric(metric)
    labels = [(each.pgh_label, each.pgh_context["why"]) for each in Events.objects.tracks(metric).order_by("pgh_id")]
    assert labels == [("insert", "Added by hand"), ("update", "Edited by hand"), ("update", "Retired")]


def test_nobody_reads_or_writes_metrics_of_another_workspace(workspace, metric, leader):
    other = create_workspace("Second home", leader=leader, slug="second")
    enter(workspace=other.pk, user=leader.pk)
    assert (Metric.objects.count(), MetricDefinition.objects.count()) == (0, 0)
    with pytest.raises(DatabaseError), transaction.atomic():
        Metric.objects.create(workspace=workspace, **FIELDS)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError), transaction.atomic():
        MetricDefinition.objects.create(
            workspace=other, metric_id=metric.pk, number=2, words="x", why="y", author=leader
        )
    # The same name is free elsewhere.
    assert add_metric(other, author=leader, **FIELDS).name == "Win rate"


def test_of_two_who_take_a_name_at_once_one_does_and_the_other_is_told(transactional_db):
    leader = make_user("ines@northwind.example", "Ines Rourke")
    workspace = create_workspace("Northwind Instruments", leader=leader, slug="northwind")
    begin, raised = threading.Barrier(2), []

    def work(name: str) -> None:
        try:
            with scope(workspace=workspace.pk, user=leader.pk):
                begin.wait()
                add_metric(workspace, author=leader, **{**FIELDS, "name": name})
            raised.append(None)
        except ValidationError as error:
            raised.append(list(error.message_dict))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("Win rate", "WIN RATE")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(raised, key=str) == [None, ["name"]]
    with scope(workspace=workspace.pk, user=leader.pk):
        assert (Metric.objects.count(), MetricDefinition.objects.count()) == (1, 1)
