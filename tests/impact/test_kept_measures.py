"""Measures that are kept: in the archive, found when somebody is named in them, gone with what they are about."""

import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError

from accounts.isolation import enter
from accounts.workspaces import create_workspace
from impact import kept_measures_backup
from impact.held import _naming
from impact.kept_measures import LONGEST, keep, point_out_again
from impact.metrics import add_metric
from impact.models import KeptMeasure
from planning.goals import add_goal
from planning.stakes import add_stake
from stakeholders.imports import batches
from tests.impact.rows import FIELDS
from tests.impact.test_backup import received, written

pytestmark = pytest.mark.django_db
YEAR = {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2026, 12, 31)}


@pytest.fixture
def about(workspace, leader, add_person):
    person, goal = add_person("Bo Li"), add_goal(workspace, statement="Win more", **YEAR)
    stake = add_stake(person, author=leader, goal=goal, invests="time", what="Fridays", expects="Ten videos")
    return goal, stake, add_metric(workspace, author=leader, **FIELDS)


def test_they_come_back_from_the_archive(workspace, leader, about):
    for subject in about:
        keep(subject, ["assets", "requests"], why="Bo Li wants it so", author=leader)
    point_out_again(KeptMeasure.objects.filter(goal=about[0], rule="assets").get(), author=leader)
    before = written(workspace)
    empty = create_workspace("Second home", leader=leader, slug="second")
    enter(workspace=empty.pk, user=leader.pk)
    batch = received(empty, leader, before)
    assert batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"]).state == "applied"
    assert (KeptMeasure.objects.count(), KeptMeasure.objects.standing().count()) == (6, 5)
    then, now = (
        sorted(json.loads(packed)["project"]["impact"]["kept_measures"], key=json.dumps)
        for packed in (before, written(empty))
    )
    assert now == then


@pytest.mark.parametrize("change", [{"rule": "colour"}, {"why": " "}, {"why": "x" * (LONGEST + 1)}])
def test_what_is_wrong_in_a_backup_is_refused(workspace, leader, about, change):
    keep(about[2], ["assets"], why="So", author=leader)
    row = kept_measures_backup.pack(workspace, {})[0] | change
    restored = kept_measures_backup.Restored(type("To", (), {"workspace": workspace, "users": {}, "author": leader}))
    with pytest.raises(ValidationError):
        restored.kept(row)


def test_somebody_named_in_a_reason_is_found_and_it_goes_with_what_it_is_about(workspace, leader, about):
    keep(about[1], ["assets"], why="Bo Li wants it so", author=leader)
    assert (None, "assets", "a measure that is kept") in list(_naming(workspace.pk, "Bo Li"))
    about[1].delete()
    assert KeptMeasure.objects.count() == 0
