"""An erasure finds a name in the texts of metrics; numbers are about nobody."""

import datetime as dt
from dataclasses import replace

import pytest

from impact.contributions import Evidence, add_contribution, replace_contribution
from impact.evidence import Grade
from impact.happenings import annotate, rebase
from impact.initiatives import add_initiative
from impact.metrics import add_metric, edit_metric
from impact.observations import correct_observation, number, record_observation
from impact.targets import set_target
from stakeholders import erasure
from tests.impact.rows import FIELDS

pytestmark = pytest.mark.django_db

D = dt.date
NAME = "Zephyrine Quillfeather"


def test_every_text_that_names_somebody_is_found(as_leader, workspace, leader, add_person):
    person = add_person(NAME)
    metric = add_metric(workspace, author=leader, **{**FIELDS, "source": f"From {NAME}'s table"})
    metric = edit_metric(metric, expected_version=1, author=leader, source="From the CRM", why="It is kept there now")
    first = record_observation(metric, number(1), starts_on=D(2026, 1, 1), author=leader)
    record_observation(metric, number(2), starts_on=D(2026, 2, 1), author=leader, note=f"Said by {NAME.upper()}")
    correct_observation(first, number(3), why=f"{NAME} had it wrong", author=leader)
    set_target(metric, 9, starts_on=D(2026, 1, 1), ends_on=D(2026, 12, 31), author=leader, why=f"{NAME} asked for it")
    rebase(metric, starts_on=D(2026, 2, 1), reason=f"{NAME} left", author=leader)
    annotate(workspace, f"{NAME} left", on=D(2026, 2, 1), author=leader)
    named = add_metric(workspace, author=leader, **{**FIELDS, "name": f"Calls of {NAME}"})
    held = erasure.holdings(person)
    assert held.more == []
    assert sorted(held.mentions) == [
        (None, f"Calls of {NAME}", "a metric"),
        (None, "Win rate", "a definition of a metric"),
        (None, "Win rate", "a number of a metric"),
        (None, "Win rate", "a rebase of a metric"),
        (None, "Win rate", "a target of a metric"),
        (None, f"{NAME} left", "a note on a metric"),
    ]  # fmt: skip
    page = as_leader.get(f"/w/northwind/stakeholders/{person.pk}/erase/").content.decode()
    assert f'<span dir="auto">{named.name}</span>, a metric' in page


def test_nothing_of_another_workspace_is_found(workspace, leader, add_person, foreign_stakeholder):
    person = add_person(NAME)
    add_metric(workspace, author=leader, **FIELDS)
    assert erasure.holdings(person).mentions == []


def test_texts_of_initiatives_are_found_too(workspace, leader, add_person):
    person = add_person(NAME)
    metric = add_metric(workspace, author=leader, **FIELDS)
    begun = {"what": "A stand", "starts_on": D(2026, 1, 1)}
    fair = add_initiative(workspace, **{**begun, "name": "Fair", "how_known": f"{NAME} would say so"})
    add_initiative(workspace, **{**begun, "name": "Other"})
    found = Evidence(Grade.ASSERTED, None, D(2026, 1, 1), D(2026, 1, 31), f"{NAME} says so")
    row = add_contribution(fair, metric, found, author=leader)
    replace_contribution(row, replace(found, says="Sales says so"), why="Said otherwise", author=leader)
    assert sorted(erasure.holdings(person).mentions) == [
        (None, "Fair", "a contribution of an initiative"),
        (None, "Fair", "an initiative"),
    ]  # fmt: skip
