"""Sets of journeys in the archive of a workspace: whole again elsewhere, gone again, wrong ones left out."""

import json

import pytest

from impact.journeys import results
from impact.journeys.sets import take_back
from impact.models import Journey, JourneySet
from stakeholders import erasure
from stakeholders.imports import batches
from stakeholders.imports.preview import expand
from stakeholders.models import ImportBatch
from tests.impact.journeys.conftest import ABOUT
from tests.impact.journeys.test_sets import DEALS
from tests.impact.test_backup import written
from tests.impact.test_initiatives_backup import restored

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(stored, leader, add_person) -> JourneySet:
    """One that was taken back, and after it one that stands."""
    add_person("Bo Li")
    take_back(stored(DEALS), why="The wrong quarter", actor=leader)
    return stored("Deal,Path,Dates,Won\nAcme,Email > Event,2026-01-01 > 2026-01-09,yes\nBo Li AG,Email,2026-01-02,no\n")


def counts() -> list[int]:
    return [JourneySet.objects.count(), Journey.objects.count()]


def test_they_come_back_and_go_again(workspace, leader, kept):
    before, here = written(workspace), counts()
    assert here == [2, 2]
    batch = restored(leader, before)
    assert counts() == here
    then, now = (json.loads(packed)["project"]["impact"]["journeys"] for packed in (before, written(batch.workspace)))
    assert now == then
    gone, stands = JourneySet.objects.order_by("pk")
    assert (gone.taken_back_why, gone.taken_back_by, gone.journeys.count()) == ("The wrong quarter", leader, 0)
    assert results.read(gone.results).journeys == 4
    assert list(stands.journeys.values_list("deal", "days_before", "nulls")) == [
        ("Acme", [8.0, 0.0], 0.0), ("Bo Li AG", [0.0], 1.0),
    ]  # fmt: skip
    batches.start_undoing(ImportBatch.objects.get(), anyway=False)
    assert batches.undo(batch.pk, actor=leader) == []
    assert counts() == [0, 0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one.update(name=" "), "Give it a name, and say what a conversion is."),
        (lambda one: one.update(holds="people"), "This entry is not as a backup has it."),
        (lambda one: one.update(last_on="2025-01-01"), "It ends on the day it starts, or later."),
        (lambda one: one["journeys"][0].update(path=[]), "This entry is not as a backup has it."),
        (lambda one: one["journeys"][0].update(conversions="many"), "This entry is not as a backup has it."),
        (lambda one: one["journeys"][0].update(conversions=-1), "This entry is not as a backup has it."),
        (lambda one: one.pop("journeys"), "This entry is not as a backup has it."),
        (lambda one: one.update(rules_version=9, results={}), "This entry is not as a backup has it."),
    ],
)
def test_what_is_wrong_is_left_out_with_a_sentence(workspace, leader, kept, change, said):
    packed = json.loads(written(workspace))
    change(packed["project"]["impact"]["journeys"][1])
    batch = restored(leader, json.dumps(packed).encode())
    assert said in [part for row in expand(batch.reasons) for part in row]
    assert [one.is_taken_back for one in JourneySet.objects.all()] == [True]


def test_figures_that_were_changed_in_the_archive_are_worked_out_anew(workspace, leader, kept):
    packed = json.loads(written(workspace))
    packed["project"]["impact"]["journeys"][1]["results"]["sentence"] = "Email caused everything."
    restored(leader, json.dumps(packed).encode())
    assert JourneySet.objects.standing().get().says == kept.says


def test_deals_that_name_somebody_are_told_before_they_are_erased(kept, add_person):
    person = add_person("Kim Roe")
    assert erasure.holdings(person).mentions == []
    person.name = "Bo Li"
    assert erasure.holdings(person).mentions == [(None, ABOUT.name, "a deal of a set of journeys")]
