"""Warm paths: whom to reach, the ways, and the chain as follow-ups."""

import datetime as dt
import re

import pytest
import time_machine

from stakeholders.models import FollowUp
from stakeholders.relationships import add_relationship

URL = "/w/northwind/network/paths/"
PANEL = {"headers": {"HX-Request": "true", "HX-Target": "panel"}}
TODAY = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def company(add_person):
    """Priya, a champion, advises Ruth; Ruth reports to Gordon. Mean is opposed and knows Gordon well."""
    people = {
        "Priya": add_person("Priya Raman", segment="champion", position=2),
        "Ruth": add_person("Ruth <Abel>", segment="influencer", position=0, department="Legal"),
        "Mean": add_person("Mean Man", segment="detractor", position=-2),
        "Gordon": add_person("Gordon Pike", segment="decision_maker", influence=5, interest=3, position=-1),
        "Alone": add_person("Al One", segment="decision_maker", influence=4, interest=3),
    }
    add_relationship(people["Priya"], target=people["Ruth"], kind="advises", weight=4)
    add_relationship(people["Ruth"], target=people["Gordon"], kind="reports_to", weight=5)
    add_relationship(people["Priya"], target=people["Mean"], kind="advises", weight=5)
    add_relationship(people["Mean"], target=people["Gordon"], kind="influences", weight=5)
    return people


def text(response) -> str:
    plain = re.sub(r"</?bdi>", "", response.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", plain))


def names(response) -> list[list[str]]:
    """The people of each way, in order."""
    ways = response.content.decode().split('<ol class="way-steps"')[1:]
    return [re.findall(r'/stakeholders/\d+/" dir="auto">(.*?)</a>', way.partition("</ol>")[0]) for way in ways]


def test_the_warmest_way_avoids_whoever_is_opposed(as_member, company) -> None:
    response = as_member.get(f"{URL}?to={company['Gordon'].pk}")
    assert names(response) == [["Priya Raman", "Ruth &lt;Abel&gt;", "Gordon Pike"]]
    page = text(response)
    # 4/5 × advocate 1.0, then 5/5 × neutral 0.7.
    assert "warmth 56 of 100" in page
    assert "advises, strong" in page
    assert "reports to, very strong" in page


def test_an_opposed_carrier_is_used_when_there_is_no_other_way_and_said(as_leader, company) -> None:
    company["Ruth"].delete()
    page = text(as_leader.get(f"{URL}?to={company['Gordon'].pk}"))
    assert "Somebody on every way is opposed." in page
    assert "Mean Man is opposed, and there is no other way." in page


def test_where_no_way_leads_it_says_so_and_what_to_do(as_leader, company) -> None:
    page = text(as_leader.get(f"{URL}?to={company['Alone'].pk}"))
    assert "Nobody leads to Al One." in page
    assert "Nobody in the register is known to have their ear." in page
    add_relationship(company["Alone"], target=company["Gordon"], kind="influences")
    add_relationship(company["Gordon"], target=company["Alone"], kind="conflict")
    page = text(as_leader.get(f"{URL}?to={company['Alone'].pk}"))
    assert "Nobody in the register is known to have their ear. They move Gordon Pike: ask there who moves them." in page


def test_our_side_includes_team_members_by_their_address(as_leader, company, leader, add_person) -> None:
    ines = add_person("Ines Rourke", email=leader.email.upper())
    add_relationship(ines, target=company["Alone"], kind="trusts", direction="mutual")
    assert names(as_leader.get(f"{URL}?to={company['Alone'].pk}")) == [["Ines Rourke", "Al One"]]


def test_it_suggests_whom_to_reach_and_takes_a_typed_name(as_leader, company) -> None:
    page = as_leader.get(URL).content.decode()
    assert re.findall(r'<span dir="auto">(.*?)</span>', page) == ["Gordon Pike", "Al One", "Ruth &lt;Abel&gt;"]
    assert as_leader.get(URL, {"person": "gordon"}).headers["Location"] == f"{URL}?to={company['Gordon'].pk}"
    assert "Nobody here is called “Zed”." in text(as_leader.get(URL, {"person": "Zed"}))


@time_machine.travel(TODAY)
def test_a_chain_becomes_follow_ups_that_can_be_changed_first(as_leader, company) -> None:
    chain = ",".join(str(company[name].pk) for name in ("Priya", "Ruth", "Gordon"))
    address = f"{URL}{company['Gordon'].pk}/plan/?chain={chain}"
    page = as_leader.get(address, **PANEL).content.decode()
    assert re.findall(r'value="((?:Ask|Meet).*?)"', page) == [
        "Ask Priya Raman to introduce us to Ruth &lt;Abel&gt;, on the way to Gordon Pike",
        "Ask Ruth &lt;Abel&gt; to introduce us to Gordon Pike",
        "Meet Gordon Pike, introduced by Ruth &lt;Abel&gt;",
    ]
    priya, ruth, gordon = (company[name].pk for name in ("Priya", "Ruth", "Gordon"))
    sent = {
        "key": re.search(r'name="key" value="(.*?)"', page)[1],
        f"{priya}-words": "Lunch with Priya",
        f"{priya}-due_on": "2026-03-09",
        f"{ruth}-words": "",
        f"{ruth}-due_on": "2026-03-16",
        f"{gordon}-words": "Meet Gordon",
        f"{gordon}-due_on": "2026-03-23",
    }
    for _ in range(2):  # a double click stores once
        assert as_leader.post(address, sent, **PANEL).status_code == 200
    assert list(FollowUp.objects.values_list("stakeholder__name", "words", "due_on")) == [
        ("Priya Raman", "Lunch with Priya", dt.date(2026, 3, 9)),
        ("Gordon Pike", "Meet Gordon", dt.date(2026, 3, 23)),
    ]


@time_machine.travel(TODAY, tick=False)
def test_what_is_wrong_is_said_and_what_was_typed_stays(as_leader, company) -> None:
    priya, gordon = company["Priya"].pk, company["Gordon"].pk
    address = f"{URL}{gordon}/plan/?chain={priya},{gordon}"
    past = {f"{priya}-words": "Lunch", f"{priya}-due_on": "2026-03-01", f"{gordon}-words": ""}
    refused = as_leader.post(address, past, **PANEL)
    assert refused.status_code == 422
    assert "A follow-up lies ahead; this date has passed." in text(refused)
    assert 'value="Lunch"' in refused.content.decode()
    empty = as_leader.post(address, {}, **PANEL)
    assert "Every line is empty: say what to do with at least one of them." in text(empty)
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize("chain", ["", "1", "x,y", "9" * 30 + ",1"])
def test_a_chain_that_is_none_leads_back_to_the_ways(as_leader, company, chain: str) -> None:
    gordon = company["Gordon"].pk
    response = as_leader.get(f"{URL}{gordon}/plan/?chain={chain}")
    assert response.headers["Location"] == f"{URL}?to={gordon}"


def test_somebody_of_another_workspace_is_in_no_chain(as_leader, company, foreign_stakeholder) -> None:
    gordon = company["Gordon"].pk
    response = as_leader.get(f"{URL}{gordon}/plan/?chain={foreign_stakeholder.pk},{gordon}")
    assert response.headers["Location"] == f"{URL}?to={gordon}"
    assert as_leader.get(f"{URL}?to={foreign_stakeholder.pk}").status_code == 404
    assert as_leader.get(f"{URL}{foreign_stakeholder.pk}/plan/").status_code == 404


def test_executives_and_strangers_stay_out(as_executive, as_stranger, company) -> None:
    for address in (URL, f"{URL}?to={company['Gordon'].pk}", f"{URL}{company['Gordon'].pk}/plan/"):
        assert as_executive.get(address).status_code == 403
        assert as_stranger.get(address).status_code == 404
