"""Initiatives in the archive of a workspace: whole again elsewhere, gone again when taken back, wrong ones left out."""
# ruff: noqa: E501 - a case a line

import datetime as dt
import json
from dataclasses import replace

import pytest

from accounts.isolation import enter
from accounts.workspaces import create_workspace
from impact.contributions import Evidence, add_contribution, replace_contribution
from impact.evidence import Grade
from impact.initiatives import add_initiative, decide, move_stage
from impact.metrics import add_metric
from impact.models import Contribution, Initiative, InitiativeMetric, Metric
from planning.goals import add_goal
from planning.models import Goal
from stakeholders.imports import batches
from stakeholders.imports.preview import expand
from stakeholders.models import ImportBatch
from tests.impact.rows import FIELDS
from tests.impact.test_backup import received, written

pytestmark = pytest.mark.django_db
D = dt.date
MODELS = (Initiative, InitiativeMetric, Contribution, Metric)


@pytest.fixture
def begun(workspace, leader, add_person) -> Initiative:
    add_person("Bo Li")
    metric = add_metric(workspace, author=leader, **FIELDS)
    year = {"starts_on": D(2026, 1, 1), "ends_on": D(2026, 12, 31)}
    goal = add_goal(workspace, statement="Win more", **year)
    add_goal(workspace, statement="Keep more", **year)
    trial = add_initiative(
        workspace, name="Trial", what="Shorter calls", goal=goal, owner=leader, metrics=[metric], cost=0.0,
        currency="EUR", is_experiment=True, hypothesis="As many decide", **year,
    )  # fmt: skip
    decide(trial, Initiative.Decision.STOP, expected_version=1, why="Fewer did", on=D(2026, 3, 1))
    move_stage(trial, Initiative.Stage.STOPPED, expected_version=2, why="Fewer did", on=D(2026, 3, 2))
    add_initiative(workspace, name="Bare", what="A podcast", starts_on=D(2026, 2, 1))
    found = Evidence(Grade.ASSERTED, None, D(2026, 1, 1), D(2026, 1, 31), "Sales says so")
    first = add_contribution(trial, metric, found, author=leader)
    drawn = replace(found, grade=Grade.EXPERIMENT, amount=-0.5, filename="lots.csv", content=b"who\n")
    replace_contribution(first, drawn, why="Lots were drawn", author=leader)
    return trial


def counts() -> list[int]:
    return [model.objects.count() for model in MODELS]


def restored(leader, packed: bytes) -> ImportBatch:
    empty = create_workspace("Second home", leader=leader, slug="second")
    enter(workspace=empty.pk, user=leader.pk)
    batch = received(empty, leader, packed)
    assert batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"]).state == "applied"
    return batch


def test_initiatives_come_back_and_go_again(workspace, leader, begun):
    before, here = written(workspace), counts()
    assert here == [2, 1, 2, 1]
    batch = restored(leader, before)
    assert counts() == here
    then, now = (
        json.loads(packed)["project"]["impact"]["initiatives"] for packed in (before, written(batch.workspace))
    )
    assert now == then
    trial = Initiative.objects.get(name="Trial")
    assert (trial.cost, trial.goal.statement, trial.goal.workspace, trial.version) == (
        0.0,
        "Win more",
        batch.workspace,
        1,
    )
    standing = Contribution.objects.standing().get()
    assert (standing.amount, standing.filename, standing.content, standing.replaces.amount) == (
        -0.5,
        "lots.csv",
        None,
        None,
    )
    batches.start_undoing(ImportBatch.objects.get(), anyway=False)
    assert batches.undo(batch.pk, actor=leader) == []
    assert (counts(), Goal.objects.count()) == ([0, 0, 0, 0], 0)


def test_one_on_which_somebody_works_since_stays_with_its_metric(workspace, leader, begun):
    batch = restored(leader, written(workspace))
    metric = Metric.objects.get()
    found = Evidence(Grade.ASSERTED, None, D(2026, 2, 1), D(2026, 2, 28), "Sales says so")
    add_contribution(Initiative.objects.get(name="Trial"), metric, found, author=leader)
    batches.start_undoing(ImportBatch.objects.get(), anyway=False)
    batches.undo(batch.pk, actor=leader)
    assert counts() == [1, 1, 3, 1]
    # The goal that it serves stays as well, and one that nothing serves goes.
    assert [goal.statement for goal in Goal.objects.all()] == ["Win more"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda row: row.update(name=""), "This field cannot be blank."),
        (lambda row: row.update(cost=-1), "What it costs is zero or more."),
        (lambda row: row.pop("ended_on"), "What ended did so on a day, and what was stopped for a reason."),
        (lambda row: row.pop("decided_why"), "An experiment is decided on for a reason, on a day."),
        (lambda row: row.update(metrics=["Nothing"]), "There is no metric called “Nothing” that it could move."),
        (lambda row: row.update(starts_on=7), "This entry is not as a backup has it."),
        (lambda row: row["contributions"][1].update(link="javascript:x"), "This is no address of the web. It begins with https:// or http://."),
        (lambda row: row["contributions"][1].update(amount="12"), "This entry is not as a backup has it."),
        (lambda row: row["contributions"][1].pop("filename"), "Show what it rests on: a link or a file. Without either it is asserted."),
        (lambda row: row["contributions"][0].pop("ended_why"), "What was replaced has a reason."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_left_out_with_a_sentence(workspace, leader, begun, change, said):
    packed = json.loads(written(workspace))
    change(packed["project"]["impact"]["initiatives"][0])
    batch = restored(leader, json.dumps(packed).encode())
    assert said in [part for row in expand(batch.reasons) for part in row]
