"""Metrics in the archive of a workspace: whole again elsewhere, and what is hostile in it left out with a sentence."""

import datetime as dt
import json
from typing import NamedTuple

import pytest

from accounts.isolation import enter
from accounts.models import User, Workspace
from accounts.workspaces import create_workspace
from impact.happenings import annotate, rebase
from impact.metrics import IN_FRONT, add_metric, edit_metric, put_in_front, retire_metric
from impact.models import Annotation, Metric, MetricDefinition, Observation, Rebase, Target
from impact.observations import (
    correct_observation,
    number,
    promoters,
    record_observation,
    share_of,
    withdraw_observation,
)
from impact.targets import end_target, set_target
from stakeholders.exports.archive import document_of
from stakeholders.formats.document import Format
from stakeholders.formats.writing import write
from stakeholders.imports import batches
from stakeholders.imports.preview import expand
from stakeholders.models import ImportBatch, Stakeholder
from tests.conftest import make_leader, make_member, make_workspace
from tests.impact.rows import FIELDS, FLOW, PROMOTERS, SHARE

pytestmark = pytest.mark.django_db

D = dt.date
YEAR = D(2026, 1, 1), D(2026, 12, 31)
ALL = (Metric, MetricDefinition, Observation, Target, Rebase, Annotation)


class Home(NamedTuple):
    leader: User
    workspace: Workspace
    packed: bytes


@pytest.fixture(scope="module")
def home(rows_of_the_module) -> Home:
    """Of every sort of row at least one, and of what is over one as well."""
    leader = make_leader()
    workspace = make_workspace(leader)
    member = make_member(workspace)
    Stakeholder.objects.create(workspace=workspace, name="Bo Li")
    metric = add_metric(workspace, author=leader, **{**FIELDS, **FLOW, "unit_kind": "money", "currency": "EUR"})
    metric = edit_metric(metric, expected_version=1, author=member, words="Of all deals.", why="As Sales counts")
    metric = edit_metric(metric, expected_version=2, author=leader, owner=member)
    put_in_front(metric)
    rows = [
        record_observation(metric, number(month / 3, n=month), starts_on=D(2026, month, 1), author=leader)
        for month in (1, 2, 3, 4, 5)
    ]
    again = correct_observation(rows[1], number(7.25), why="Counted twice", author=member, note="By Finance")
    correct_observation(again, number(7.5), why="Not all of it", author=leader)
    withdraw_observation(rows[4], why="Of another country", author=leader)
    record_observation(metric, number(5), starts_on=D(2026, 5, 1), author=member)
    set_target(metric, 20, starts_on=YEAR[0], ends_on=YEAR[1], author=leader, baseline=10, why="Agreed")
    set_target(metric, 30, starts_on=YEAR[0], ends_on=YEAR[1], author=member, why="The board wants more")
    end_target(set_target(metric, 30, starts_on=D(2027, 1, 1), ends_on=D(2027, 1, 31), author=leader,
                          course=Target.Course.THROUGHOUT))  # fmt: skip
    rebase(metric, starts_on=D(2026, 3, 1), reason="Another price list", author=leader)
    annotate(workspace, "New definition of a deal", on=D(2026, 3, 2), author=leader, metric=metric)
    annotate(workspace, "Trade fair", on=D(2026, 2, 2), author=member)
    asked = add_metric(workspace, author=leader, **{**FIELDS, **SHARE, "name": "Satisfied"})
    record_observation(asked, share_of(41, 50), starts_on=D(2026, 1, 1), author=leader)
    put_in_front(asked)
    retire_metric(asked, on=D(2026, 6, 1), author=member)
    score = add_metric(workspace, author=leader, **{**FIELDS, **PROMOTERS, "name": "NPS", "from_library": "nps"})
    record_observation(score, promoters(60, 30, 11), starts_on=D(2026, 1, 1), author=leader)
    return Home(leader, workspace, written(workspace))


@pytest.fixture
def leader(home, db) -> User:
    return home.leader


@pytest.fixture
def packed(home, db) -> bytes:
    """The backup of this workspace, which is entered."""
    enter(workspace=home.workspace.pk, user=home.leader.pk)
    return home.packed


def written(workspace: Workspace) -> bytes:
    return write(document_of(workspace), Format.COALITION_JSON)


def elsewhere(leader, packed: bytes) -> ImportBatch:
    empty = create_workspace("Second home", leader=leader, slug="second")
    enter(workspace=empty.pk, user=leader.pk)
    return received(empty, leader, packed)


def received(workspace: Workspace, leader, packed: bytes) -> ImportBatch:
    batch = batches.receive(workspace, author=leader, files=[("a.json", packed)])
    batches.prepare(batch)
    batch.refresh_from_db()
    return batch


def counts() -> list[int]:
    return [model.objects.count() for model in ALL]


def test_metrics_come_back_whole_and_go_again(leader, packed):
    before, here = packed, counts()
    assert here == [3, 4, 10, 3, 1, 2]
    batch = elsewhere(leader, before)
    assert counts() == [0] * 6
    assert [row for row in expand(batch.reasons) if row[3]] == []
    assert batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"]).state == "applied"
    assert counts() == here
    # By others' hands, for none but the leader is a member there.
    after = written(batch.workspace).decode().replace("sam@northwind.example", "ines@northwind.example")
    then = json.loads(before.decode().replace("sam@northwind.example", "ines@northwind.example"))["project"]["impact"]
    now = json.loads(after)["project"]["impact"]
    assert now["annotations"] == then["annotations"]
    assert now["metrics"][1:] == then["metrics"][1:]
    assert {**then["metrics"][0], "owner": None} == {**now["metrics"][0], "owner": None}
    restored = Metric.objects.get(name="Win rate")
    standing = restored.observations.standing().order_by("starts_on")
    assert [(row.value, row.definition_version) for row in standing] == [
        (1 / 3, 2), (7.5, 2), (1.0, 2), (4 / 3, 2), (5.0, 2),
    ]  # fmt: skip
    chain = standing[1]
    assert (chain.corrects.value, chain.corrects.corrects.value) == (7.25, 2 / 3)
    assert (restored.version, restored.definition_version, restored.workspace) == (1, 2, batch.workspace)
    batches.start_undoing(ImportBatch.objects.get(), anyway=False)
    assert batches.undo(batch.pk, actor=leader) == []
    assert counts() == [0] * 6


@pytest.mark.parametrize(
    "work",
    [
        lambda metric, leader: record_observation(metric, number(1), starts_on=D(2026, 6, 1), author=leader),
        lambda metric, leader: withdraw_observation(metric.observations.standing()[0], why="Wrong", author=leader),
        lambda metric, leader: end_target(metric.targets.standing().get()),
        lambda metric, leader: annotate(metric.workspace, "Since", on=D(2026, 6, 1), author=leader, metric=metric),
        lambda metric, leader: edit_metric(metric, expected_version=1, author=leader, name="Wins"),
    ],
)
def test_a_restored_metric_that_somebody_works_on_since_stays(leader, packed, work):
    batch = elsewhere(leader, packed)
    batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"])
    work(Metric.objects.get(name="Win rate"), leader)
    batches.start_undoing(ImportBatch.objects.get(), anyway=False)
    batches.undo(batch.pk, actor=leader)
    metric = Metric.objects.get()
    assert (metric.from_library, metric.definitions.count(), Rebase.objects.count()) == ("", 2, 1)


def hostile(packed, change) -> bytes:
    document = json.loads(packed)
    change(document["project"]["impact"])
    return json.dumps(document).encode()


def told(leader, packed, change) -> list[tuple[str, str]]:
    """What is left out, after all the rest was stored."""
    batch = elsewhere(leader, hostile(packed, change))
    reasons = [(row[0], row[2]) for row in expand(batch.reasons)]
    assert batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"]).state == "applied"
    return [reason for reason in reasons if reason[0].startswith(("Metric", "Note"))]


NOT_SO = "This entry is not as a backup has it."


@pytest.mark.parametrize(
    ("path", "change", "said"),
    [
        (("observations", 0), {"value": "3"}, "That is no number we can keep."),
        (("observations", 0), {"value": True}, "That is no number we can keep."),
        (("observations", 0), {"value": 1e300}, "That is no number we can keep."),
        (("observations", 0), {"value": 10**400}, "That is no number we can keep."),
        (("observations", 0), {"on": "2026-01-02"}, "No period of it begins on 2 January 2026."),
        (("observations", 0), {"on": "2190-01-01"}, "No period of it begins on 1 January 2190."),
        (("observations", 0), {"on": "9999-01-01"}, "The year 9999 cannot be meant."),
        (("observations", 0), {"on": "soon"}, NOT_SO),
        (("observations", 0), {"on": "2026-03-01"}, None),
        (("observations", 0), {"n": -1}, "It is counted from one to two billion."),
        (("observations", 0), {"n": 1.5}, NOT_SO),
        (("observations", 0), {"ahead": 1, "n": 3}, "That is not how this metric is counted."),
        (("observations", 0), {"definition": 3}, "It is of a definition that nobody wrote."),
        (("observations", 0), {"ended_at": "2026-01-01T00:00:00Z"}, "What was corrected or taken back has a reason."),
        (("observations", 0), {"ended_why": "x"}, "What was corrected or taken back has a reason."),
        (("observations", 0), {"at": "0001-01-01T00:00:00+14:00"}, "The year 1 cannot be meant."),
        (("observations", 0), {"at": "2026-01-01"}, NOT_SO),
        (("observations", 5), {"corrects": 0}, "The number that it corrects is another one's."),
        (("observations", 5), {"corrects": 6}, "The number that it corrects is another one's."),
        (("observations", 5), {"corrects": -1}, "The number that it corrects is another one's."),
        (("observations", 6), {"corrects": 1}, "The number that it corrects is another one's."),
        (("targets", 0), {"value": None}, "That is no number we can keep."),
        (("targets", 0), {"ends_on": "2025-01-01"}, "A target ends on the day it starts, or later."),
        (("targets", 0), {"ended_at": None}, None),
        (("targets", 0), {"course": "zigzag"}, "Value 'zigzag' is not a valid choice."),
        (("rebases", 0), {"reason": "  "}, "Limits are never moved without a reason."),
        (("rebases", 0), {"reason": None}, "This field cannot be null."),
        (("rebases", 0), {"starts_on": "2026-03-09"}, NOT_SO),
        (("annotations", 0), {"says": "x" * 301},
         "Ensure this value has at most 300 characters (it has 301)."),
    ],
)  # fmt: skip
def test_what_a_backup_holds_wrong_is_left_out_with_a_sentence(leader, packed, path, change, said):
    name, place = path
    where = f"Metric 1, {name.removesuffix('s')} {place + 1}"
    expected = {
        # What stands already stays; the later one is left out.
        ("observations", "2026-03-01"): ("Metric 1, observation 3", "There is another number of this period."),
        ("targets", None): ("Metric 1, target 2", "Another target stands for these days."),
    }.get((name, change.get("on")), (where, said)) if said is None else (where, said)  # fmt: skip
    found = told(leader, packed, lambda held: held["metrics"][0][name][place].update(change))
    assert found == [expected]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "This field cannot be blank."),
        ({"name": " satisfied "}, None),
        ({"name": 5}, NOT_SO),
        ({"unit_kind": "number"}, "Money needs a currency, and nothing else has one."),
        ({"measured": "share"}, "What people answer stands at a moment, and all answers are counted together."),
        ({"nature": "level"}, "What stands at a moment cannot be added up."),
        ({"level": "success"}, "Value 'success' is not a valid choice."),
        ({"definitions": []}, "Nobody says what it means."),
        ({"definitions": [{"number": 2}]}, NOT_SO),
        ({"definitions": None}, NOT_SO),
        ({"created_at": None}, NOT_SO),
    ],
)
def test_a_metric_comes_back_with_what_it_means_or_not_at_all(leader, packed, change, said):
    found = told(leader, packed, lambda held: held["metrics"][0].update(change))
    if said is None:
        assert found == [("Metric 2", "There is a metric called “Satisfied” already; it stays.")]
    else:
        assert found == [("Metric 1", said)]
    assert Metric.objects.count() == 2


@pytest.mark.parametrize("part", [None, [], "x", {"metrics": {}}, {"metrics": [7, None, "x"], "annotations": 3}])
def test_what_is_no_part_of_a_backup_restores_nothing_of_it(leader, packed, part):
    document = json.loads(packed)
    document["project"]["impact"] = part
    batch = elsewhere(leader, json.dumps(document).encode())
    assert batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"]).state == "applied"
    assert counts() == [0] * 6


def test_a_number_whose_wrong_forerunner_is_left_out_stands_for_itself(leader, packed):
    def spoil(held):
        held["metrics"][0]["observations"][1]["value"] = "x"

    assert told(leader, packed, spoil) == [("Metric 1, observation 2", "That is no number we can keep.")]
    row = Observation.objects.get(starts_on=D(2026, 2, 1), value=7.25)
    assert (row.corrects, row.corrected_by.value) == (None, 7.5)


def test_what_is_counted_is_what_its_counts_say(leader, packed):
    told(leader, packed, lambda held: held["metrics"][1]["observations"][0].update({"value": 0.99}))
    assert Observation.objects.get(ahead=41).value == 0.82


@pytest.mark.parametrize("change", [{"level": "input"}, {"retired_on": "2026-06-01"}])
def test_what_cannot_stand_on_the_overview_is_restored_beside_it(leader, packed, change):
    assert told(leader, packed, lambda held: held["metrics"][0].update(change)) == []
    assert Metric.objects.get(name="Win rate").leads_since is None


def test_no_more_stand_on_the_overview_than_anybody_looks_at(leader, packed):
    def crowd(held):
        first = held["metrics"][0]
        held["metrics"] += [{**first, "name": f"Win rate {number}"} for number in range(9)]

    assert told(leader, packed, crowd) == []
    assert (Metric.objects.all().leading().count(), Metric.objects.count()) == (IN_FRONT, 12)


def test_a_metric_that_is_here_already_stays_as_it_is(leader, packed):
    empty = create_workspace("Second home", leader=leader, slug="second")
    enter(workspace=empty.pk, user=leader.pk)
    own = add_metric(empty, author=leader, **{**FIELDS, "name": "WIN RATE"})
    batch = received(empty, leader, packed)
    assert [row[2] for row in expand(batch.reasons) if row[0] == "Metric 1"] == [
        "There is a metric called “Win rate” already; it stays."
    ]
    batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"])
    assert sorted(Metric.objects.values_list("name", flat=True)) == ["NPS", "Satisfied", "WIN RATE"]
    batches.start_undoing(ImportBatch.objects.get(), anyway=False)
    batches.undo(batch.pk, actor=leader)
    assert list(Metric.objects.all()) == [own]
