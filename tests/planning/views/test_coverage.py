"""The coverage page: every kind of gap with its people and what mends it."""

import datetime as dt
import re

import pytest
import time_machine

from accounts.isolation import scope
from planning.models import Stake
from planning.queries.coverage import gaps
from stakeholders.concerns import answer_concern, raise_concern
from stakeholders.network.reading import read_network
from stakeholders.relationships import add_relationship

URL = "/w/northwind/coverage/"
TODAY = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)
LONG_AGO = dt.date(2026, 1, 1)


def sentences(workspace) -> dict[str, str]:
    return {gap.key: gap.sentence for gap in gaps(workspace, today=TODAY.date())[0]}


@pytest.fixture
def company(add_person, workspace):
    """Priya is our champion in Product; Sales and Finance have nobody who speaks for us."""
    with time_machine.travel(TODAY, tick=False):
        people = {
            "Priya": add_person("Priya", segment="champion", department="Product", influence=4, position=2),
            "Beth": add_person("Beth", segment="influencer", department="Sales", influence=4, position=1),
            "Marcus": add_person("Marcus", segment="detractor", department="Sales", influence=4, position=-2),
            "Ines": add_person("Ines", segment="decision_maker", department="Finance", influence=5, position=-1),
            "Rosa": add_person("Rosa", segment="participant", department="Product", influence=2, assessed_on=LONG_AGO),
        }
    add_relationship(people["Priya"], target=people["Beth"], kind="advises", weight=4)
    add_relationship(people["Marcus"], target=people["Ines"], kind="influences", weight=4)
    add_relationship(people["Rosa"], target=people["Priya"], kind="advises", weight=5)
    read_network(workspace)
    return people


@time_machine.travel(TODAY, tick=False)
def test_every_gap_is_said(workspace, company, leader) -> None:
    raise_concern(company["Marcus"], author=leader, said="It is all brochures.")
    Stake.objects.create(
        workspace=workspace, stakeholder=company["Beth"], invests="time", what="An hour a week", author=leader
    )
    assert sentences(workspace) == {
        "concerns": "Marcus raised a concern that nobody has answered.",
        "paths": "No warm path leads to Ines, who decides.",
        "champions": "Two of three departments have no champion: Finance and Sales.",
        "threads": "All that Sales knows of us goes through Beth.",
        "overlooked": "Rosa carries influence on the network and is missing from the upper half of the map.",
        "stakes": "What Beth invests serves no open goal.",
        "stale": "One judgement is older than 120 days.",
    }


@time_machine.travel(TODAY, tick=False)
def test_what_is_mended_is_said_no_more(workspace, company, leader) -> None:
    concern = raise_concern(company["Marcus"], author=leader, said="It is all brochures.")
    answer_concern(concern, response="See the pipeline it brought.")
    add_relationship(company["Beth"], target=company["Ines"], kind="advises", weight=2)
    add_relationship(company["Priya"], target=company["Marcus"], kind="advises", weight=2)
    assert set(sentences(workspace)) == {"champions", "overlooked", "stale"}


@time_machine.travel(TODAY, tick=False)
def test_we_do_not_overlook_ourselves(workspace, company, leader) -> None:
    type(company["Rosa"]).objects.filter(pk=company["Rosa"].pk).update(email=leader.email.upper())
    assert "overlooked" not in sentences(workspace)


def test_of_whom_nobody_has_looked_at_nothing_is_said(as_leader, workspace, leader, add_person) -> None:
    person = add_person("Only One")
    assert sentences(workspace) == {"unassessed": "Nobody has been assessed yet."}
    page = as_leader.get(URL).content.decode()
    assert f'hx-get="/w/northwind/stakeholders/{person.pk}/assess/"' in page
    assert "Nothing is open" not in page
    add_person("Ana", segment="champion", email=leader.email)
    assert sentences(workspace) == {"unassessed": "Only One has not been assessed yet."}


@pytest.mark.parametrize("many", [1, 3])
def test_people_without_a_tie_are_not_overlooked(workspace, add_person, many) -> None:
    for number in range(many):
        add_person(f"P{number}", influence=1)
    read_network(workspace)
    assert "overlooked" not in sentences(workspace)


@time_machine.travel(TODAY, tick=False)
def test_the_page_names_people_and_what_mends_it(as_member, company) -> None:
    page = as_member.get(URL).content.decode()
    assert "Five gaps to mend" in page
    assert re.findall(r"<h2 id=\"gap-\w+\">(.*?)</h2>", page)[0] == "No warm path leads to Ines, who decides."
    assert f'hx-get="/w/northwind/stakeholders/{company["Ines"].pk}/ties/new/"' in page
    assert 'aria-current="page">Coverage' in page


def test_nobody_yet(as_leader) -> None:
    page = as_leader.get(URL).content.decode()
    assert "Nobody is in the register yet" in page
    assert "Nobody to cover yet" in page


def test_it_is_for_the_team_alone(as_executive, as_stranger, workspace) -> None:
    assert as_executive.get(URL).status_code == 403
    assert as_stranger.get(URL).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_queries_do_not_grow_with_people(as_leader, workspace, add_person, many, django_assert_num_queries) -> None:
    for number in range(many):
        add_person(f"D{number}", segment="decision_maker", department=f"Dept {number}")
    read_network(workspace)
    as_leader.get(URL)
    with django_assert_num_queries(17):
        as_leader.get(URL)


def test_gaps_are_found_anew_when_something_has_changed(transactional_db, workspace, leader, add_person) -> None:
    def found() -> tuple[list, int]:
        with scope(workspace=workspace.pk, user=leader.pk):
            return gaps(workspace, today=TODAY.date())

    with scope(workspace=workspace.pk, user=leader.pk):
        add_person("Dana Wu", department="Sales", segment="influencer", assessed_on=TODAY.date())
    first = found()
    assert found() is first
    with scope(workspace=workspace.pk, user=leader.pk):
        add_person("Gil Amar", department="Sales", segment="decision_maker", assessed_on=TODAY.date())
    assert ([gap.key for gap in first[0]], first[1]) == (["champions"], 1)
    assert ([gap.key for gap in found()[0]], found()[1]) == (["paths", "champions"], 2)
