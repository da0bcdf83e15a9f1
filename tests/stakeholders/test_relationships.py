"""Ties, and reporting lines that never close a circle."""

from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError

from stakeholders.models import Relationship
from stakeholders.relationships import add_relationship, change_relationship, remove_relationship, reporting_cycle


def kinds():
    rows = Relationship.objects.order_by("kind", "source__name", "label")
    return list(rows.values_list("source__name", "kind", "target__name", "weight", "label"))


def test_a_tie_is_stored_once_and_takes_the_new_weight(add_person):
    ann, bo = add_person("Ann"), add_person("Bo")
    add_relationship(ann, target=bo, kind="trusts", weight=2)
    add_relationship(ann, target=bo, kind="trusts", weight=4)
    add_relationship(ann, target=bo, kind="trusts")
    add_relationship(ann, target=bo, kind="trusts", label="old friends")
    assert kinds() == [("Ann", "trusts", "Bo", 4, ""), ("Ann", "trusts", "Bo", None, "old friends")]


def test_a_second_manager_replaces_the_first(add_person):
    ann, bo, cy = add_person("Ann"), add_person("Bo"), add_person("Cy")
    add_relationship(ann, target=bo, kind="reports_to")
    add_relationship(ann, target=cy, kind="reports_to")
    assert kinds() == [("Ann", "reports_to", "Cy", None, "")]


@pytest.mark.parametrize("length", [2, 3, 5])
def test_a_circle_of_reporting_lines_is_refused_and_named(add_person, length):
    people = [add_person(f"P{number}") for number in range(length)]
    for below, above in pairwise(people):
        add_relationship(below, target=above, kind="reports_to")
    with pytest.raises(ValidationError) as caught:
        add_relationship(people[-1], target=people[0], kind="reports_to")
    last = length - 1
    chain = " → ".join([f"P{last}", *(f"P{number}" for number in range(length))])
    assert caught.value.messages == [
        f"That would close a circle of reporting lines: {chain}. Nobody can report to themselves, even indirectly."
    ]
    assert Relationship.objects.count() == length - 1


def test_nobody_is_tied_to_themselves(add_person):
    ann = add_person("Ann")
    with pytest.raises(ValidationError) as caught:
        add_relationship(ann, target=ann, kind="advises")
    assert caught.value.messages == ["Ann can have no relationship with themselves."]


def test_a_tie_across_workspaces_is_refused(add_person, foreign_stakeholder):
    with pytest.raises(ValidationError) as caught:
        add_relationship(add_person("Ann"), target=foreign_stakeholder, kind="advises")
    assert caught.value.messages == ["Both ends of a relationship belong to one workspace."]


def test_removing_a_tie(add_person):
    tie = add_relationship(add_person("Ann"), target=add_person("Bo"), kind="conflict")
    remove_relationship(tie)
    assert kinds() == []


@pytest.mark.parametrize(
    ("managers", "start", "cycle"),
    [
        ({}, 1, []),
        ({1: 2, 2: 3}, 1, []),
        ({1: 1}, 1, [1, 1]),
        ({1: 2, 2: 1}, 1, [1, 2, 1]),
        ({1: 2, 2: 3, 3: 2}, 1, [2, 3, 2]),
    ],
)
def test_reporting_cycle(managers, start, cycle):
    assert reporting_cycle(managers, start=start) == cycle


def test_a_tie_is_changed_in_kind_strength_words_and_way(add_person):
    ann, bo = add_person("Ann"), add_person("Bo")
    tie = add_relationship(ann, target=bo, kind="trusts", weight=2, direction="mutual")
    change_relationship(tie, kind="advises", weight=None, label="on budgets", turned=True)
    assert kinds() == [("Bo", "advises", "Ann", None, "on budgets")]
    assert Relationship.objects.get().direction == "mutual"


def test_what_is_said_already_is_not_said_twice(add_person):
    ann, bo = add_person("Ann"), add_person("Bo")
    add_relationship(ann, target=bo, kind="trusts")
    tie = add_relationship(ann, target=bo, kind="advises")
    with pytest.raises(ValidationError) as caught:
        change_relationship(tie, kind="trusts")
    assert caught.value.messages == [
        "That is stored already: Ann trusts Bo. Change that relationship, or say this one in other words."
    ]
    change_relationship(tie, kind="trusts", label="old friends")
    assert kinds() == [("Ann", "trusts", "Bo", None, ""), ("Ann", "trusts", "Bo", None, "old friends")]


def test_a_tie_that_becomes_a_reporting_line_replaces_the_line_before(add_person):
    ann, bo, cy = add_person("Ann"), add_person("Bo"), add_person("Cy")
    add_relationship(ann, target=cy, kind="reports_to")
    tie = add_relationship(ann, target=bo, kind="trusts", direction="mutual")
    change_relationship(tie, kind="reports_to")
    assert kinds() == [("Ann", "reports_to", "Bo", None, "")]
    assert Relationship.objects.get().direction == "directed"
    # The other way round it is no circle with itself; with somebody else's line it is.
    change_relationship(tie, kind="reports_to", turned=True)
    assert kinds() == [("Bo", "reports_to", "Ann", None, "")]
    other = add_relationship(ann, target=bo, kind="advises")
    with pytest.raises(ValidationError) as caught:
        change_relationship(other, kind="reports_to")
    assert caught.value.messages == [
        "That would close a circle of reporting lines: Ann → Bo → Ann. "
        "Nobody can report to themselves, even indirectly."
    ]
