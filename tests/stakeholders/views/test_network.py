"""The network page: its states, its data, a person's card, and pins."""

import gzip
import json
import re

import pytest
from django.core.cache import cache

from stakeholders import tasks
from stakeholders.models import NetworkPin
from stakeholders.network import reading
from stakeholders.relationships import add_relationship

URL = "/w/northwind/network/"


@pytest.fixture
def company(add_person):
    people = {
        "Ana": add_person("Ana <Ruiz>", segment="champion", department="Sales", position=2),
        "Bo": add_person("Bo Lund", segment="decision_maker", department="Finance", position=-1),
        "Halden": add_person("Halden Water", kind="customer", is_group=True),
    }
    add_relationship(people["Ana"], target=people["Bo"], kind="influences", weight=4, label="weekly lunch")
    add_relationship(people["Bo"], target=people["Ana"], kind="conflict")
    return people


@pytest.fixture
def read(workspace, company) -> None:
    reading.read_network(workspace)


def says(response) -> str:
    found = re.search(r'id="network-says">(.*?)</p>', response.content.decode(), re.S)
    return re.sub(r"<[^>]+>", "", found[1]).strip()


@pytest.mark.usefixtures("read")
def test_the_page_speaks_first(as_member) -> None:
    response = as_member.get(URL)
    assert says(response) == "Ana &lt;Ruiz&gt; carries most influence. 1 person has no tie yet."
    assert "data-network-stale" not in response.content.decode()
    # A name that turns round what follows it turns round itself alone.
    assert "<bdi>Ana &lt;Ruiz&gt;</bdi></a>" in response.content.decode()


def test_without_a_reading_it_asks_for_one_once_and_shows_how_far_it_is(
    as_leader, workspace, company, monkeypatch
) -> None:
    asked = []
    monkeypatch.setattr(tasks.read_network, "delay_on_commit", lambda **arguments: asked.append(arguments))
    page = as_leader.get(URL).content.decode()
    assert "Reading the network" in page
    assert "Waiting for a free hand" in page
    reading.reporter(workspace)(55, "Measuring")
    assert (
        "Measuring" in as_leader.get(URL, headers={"HX-Request": "true", "HX-Target": "network-state"}).content.decode()
    )
    assert asked == [{"workspace_id": str(workspace.pk)}]


def test_the_task_reads_and_forgets_how_far_it_was(workspace, company) -> None:
    assert reading.ask_once(workspace)
    assert not reading.ask_once(workspace)
    tasks.read_network(workspace_id=str(workspace.pk))
    assert reading.progress(workspace) is None
    assert not reading.out_of_date(workspace)


@pytest.mark.usefixtures("read")
def test_the_data_holds_everybody_and_every_tie_as_columns(as_leader, company) -> None:
    data = json.loads(as_leader.get(URL + "data.json").content)
    people, ties = data["people"], data["ties"]
    ana, bo, halden = (company[name].pk for name in ("Ana", "Bo", "Halden"))
    assert people["id"] == [ana, bo, halden]
    assert people["name"] == ["Ana <Ruiz>", "Bo Lund", "Halden Water"]
    assert (people["kind"], people["group"], people["position"]) == ([0, 0, 1], [0, 0, 1], [2, -1, None])
    assert [data["departments"][index] if index >= 0 else "" for index in people["department"]] == [
        "Sales",
        "Finance",
        "",
    ]
    assert people["influences"] == [1, 0, 0]
    assert (ties["from"], ties["to"], ties["weight"]) == ([0, 1], [1, 0], [4, 0])
    assert (ties["kind"], ties["label"]) == ([1, 4], {"0": "weekly lunch"})


def test_before_a_reading_nobody_has_a_place(as_leader, company) -> None:
    people = json.loads(as_leader.get(URL + "data.json").content)["people"]
    assert people["x"] == [None, None, None]
    assert "pagerank" not in people


@pytest.mark.usefixtures("read")
def test_the_card_of_somebody(as_leader, company) -> None:
    response = as_leader.get(
        f"{URL}{company['Ana'].pk}/", headers={"HX-Request": "true", "HX-Target": "network-person"}
    )
    page = response.content.decode()
    assert "<!doctype" not in page
    assert "Ana &lt;Ruiz&gt;" in page
    assert "weekly lunch" in page
    assert re.findall(r'scope="rowgroup">(.*?) <span', page) == ["Influences", "Is named in a conflict by"]
    assert "Ana &lt;Ruiz&gt;" in as_leader.get(f"{URL}?who={company['Ana'].pk}").content.decode()


def test_people_are_pinned_and_let_go(as_member, company) -> None:
    address = f"{URL}{company['Bo'].pk}/pin/"
    assert as_member.post(address, {"x": "1.5", "y": "-2"}, headers={"Accept": "application/json"}).json() == {
        "pinned": True
    }
    assert as_member.post(address, {"x": "2.5", "y": "-2"}).status_code == 302
    assert list(NetworkPin.objects.values_list("stakeholder_id", "x", "y")) == [(company["Bo"].pk, 2.5, -2.0)]
    refused = as_member.post(address, {"x": "nan", "y": "0"})
    assert (refused.status_code, refused.content.decode()) == (422, "That is no place on the drawing.")
    as_member.post(address, {"release": "1"})
    assert not NetworkPin.objects.exists()


def test_strangers_and_executives_see_nothing_of_it(as_stranger, as_executive, company) -> None:
    pk = company["Ana"].pk
    for address in (URL, URL + "data.json", f"{URL}{pk}/"):
        assert as_stranger.get(address).status_code == 404
        assert as_executive.get(address).status_code == 403
    assert as_stranger.post(f"{URL}{pk}/pin/", {"x": 0, "y": 0}).status_code == 404
    assert not NetworkPin.objects.exists()


@pytest.mark.parametrize("many", [1, 3])
def test_queries_do_not_grow_with_people(
    as_leader, workspace, add_person, many: int, django_assert_num_queries
) -> None:
    people = [add_person(f"P{number}", department="Sales") for number in range(many + 1)]
    for person in people[1:]:
        add_relationship(people[0], target=person, kind="advises")
    reading.read_network(workspace)
    cache.clear()
    as_leader.get(URL)
    with django_assert_num_queries(14):
        as_leader.get(f"{URL}")


@pytest.mark.usefixtures("read")
def test_the_data_travels_compressed(as_leader) -> None:
    plain = as_leader.get(URL + "data.json").content
    sent = as_leader.get(URL + "data.json", headers={"Accept-Encoding": "gzip"})
    assert sent.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(sent.content) == plain
