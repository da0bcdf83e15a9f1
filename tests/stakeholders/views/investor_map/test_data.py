"""What the map is drawn from: days gone by, what is compared, who moved, and what is left to the browser."""

import pytest
from django.test import Client
from django.utils import timezone

from stakeholders.assessments import record_assessment
from stakeholders.investor_map.columns import days
from stakeholders.models import Stakeholder
from stakeholders.queries.investor_map import history
from tests.stakeholders.views.investor_map.asking import HTMX, MAP, ago, url


def test_the_data_for_the_browser_come_with_the_page(as_leader: Client, marcus) -> None:
    record_assessment(marcus, author=None, why="Backs it", interest=4)
    people = as_leader.get(MAP).context["data"]["people"]
    assert people == {
        "departments": ["", "Sales"], "id": [marcus.pk], "name": ["Marcus Hale"], "title": ["Head of Sales"],
        "department": [1], "kind": [0], "group": [0], "quiet": [0], "segment": [3], "influence": [4], "interest": [4],
        "position": [-1], "was_segment": [3], "was_influence": [4], "was_interest": [2], "was_position": [-1],
    }  # fmt: skip


def test_a_past_date_shows_who_stood_where(as_leader: Client, marcus, add_person) -> None:
    record_assessment(marcus, author=None, why="Backs it", interest=5, position=1)
    add_person("Newcomer", influence=3, interest=3)
    response = as_leader.get(MAP, {"at": str(ago(100)), "since": "none"})
    assert [(mark.person.name, mark.person.place) for mark in response.context["marks"]] == [("Marcus Hale", (4, 2))]
    assert response.context["question"].on == ago(100)


def test_a_past_date_speaks_of_that_day_alone(as_leader: Client, marcus, add_person) -> None:
    record_assessment(marcus, author=None, why="Backs it", interest=5, position=1, segment="champion")
    add_person("Newcomer", segment="participant", influence=3, interest=3)
    add_person("Nora Quist")
    day = f"{ago(100).day} {ago(100):%B %Y}"
    response = as_leader.get(MAP, {"at": str(ago(100)), "who": marcus.pk})
    counts = {entry.value: entry.count for entry in response.context["legend"].segments if entry.count}
    assert counts == {"detractor": 1}
    assert (response.context["judged"].interest, len(response.context["steps"])) == (2, 1)
    html = response.content.decode()
    assert "Backs it" not in html
    assert f"As known on {day}" in html
    assert f"The same as a table, on {day}" in html
    assert 'aria-label="Influence over interest, 1 person"' in html
    # What is true of today alone is there for the slider to come back to, and hidden.
    assert 'id="map-unplaced" data-map-now hidden' in html
    assert 'aria-label="Not on the map yet" data-map-now hidden' in html
    assert f'data-left-out="1">1 placed · {day} · Confidential</p>' in html


def test_the_comparison_goes_along_with_the_date(as_leader: Client, marcus) -> None:
    question = as_leader.get(MAP, {"at": str(ago(100)), "since": "30"}).context["question"]
    assert (question.since, question.span) == (ago(130), 30)
    assert [span.value for span in question.spans if span.chosen] == ["30"]
    fixed = as_leader.get(MAP, {"at": str(ago(100)), "since": str(ago(150))}).context["question"]
    assert (fixed.since, fixed.span) == (ago(150), None)
    assert [span.value for span in fixed.spans if span.chosen] == [str(ago(150))]


def test_movers_since_a_date(as_leader: Client, marcus) -> None:
    record_assessment(marcus, author=None, why="Backs it", interest=4)
    since = f"{ago(90).day} {ago(90):%B %Y}"
    response = as_leader.get(MAP)
    assert response.context["story"].text == (f"Since {since} Marcus Hale went from interest 2 to 4.")
    assert len([mark for mark in response.context["marks"] if mark.trail]) == 1
    unmoved = as_leader.get(MAP, {"since": "none"})
    assert [mark.trail for mark in unmoved.context["marks"]] == [None]


@pytest.mark.parametrize("value", ["2026-13-01", "yesterday", "<b>", "2026-02-30"])
def test_a_date_that_means_nothing_is_left_out_and_said(as_leader: Client, marcus, value: str) -> None:
    response = as_leader.get(MAP, {"at": value})
    assert response.context["question"].on is None
    assert response.context["question"].problems == [
        f"The date “{value}” was left out: dates are written like {timezone.localdate()}."
    ]
    assert "<b>”" not in response.content.decode()


def test_a_date_to_come_is_today(as_leader: Client, marcus) -> None:
    assert as_leader.get(MAP, {"at": "2999-01-01"}).context["question"].on is None


def test_many_are_left_to_the_browser(as_leader: Client, add_person, monkeypatch) -> None:
    monkeypatch.setattr("stakeholders.queries.investor_map.DRAWN_BY_SERVER", 1)
    for number in range(2):
        add_person(f"P{number}", segment="decision_maker", influence=3, interest=3, position=-1)
    response = as_leader.get(MAP)
    assert response.context["marks"] == []
    assert response.context["data"] is None
    assert response.context["story"].texts[0] == "P0 and P1 decide and are against."
    assert {entry.count for entry in response.context["legend"].segments} == {None}
    assert [person.name for person in response.context["listed"]] == ["P0", "P1"]


def test_movers_are_the_same_whoever_draws(as_leader: Client, add_person, monkeypatch) -> None:
    for number, (influence, interest) in enumerate(((4, 1), (4, 2), (4, 5), (4, 3), (1, 3), (2, 1))):
        person = add_person(f"P{number}", segment="champion", influence=4, interest=3, position=0, assessed_on=ago(300))
        record_assessment(person, author=None, why="", influence=influence, interest=interest, position=number % 2)
    here = as_leader.get(MAP).context["facts"]
    monkeypatch.setattr("stakeholders.queries.investor_map.DRAWN_BY_SERVER", 1)
    assert as_leader.get(MAP).context["facts"] == here
    assert [person.name for person in here.movers] == ["P5", "P4", "P2", "P1", "P0", "P3"]
    assert here.moved == 6


@pytest.mark.parametrize("drawn_by_server", [150, 1])
def test_more_movers_than_the_card_shows(as_leader: Client, add_person, monkeypatch, drawn_by_server: int) -> None:
    monkeypatch.setattr("stakeholders.queries.investor_map.DRAWN_BY_SERVER", drawn_by_server)
    people = []
    for number in range(8):
        person = add_person(f"P{number}", segment="champion", influence=5 if number else 1, interest=1,
                            assessed_on=ago(200))  # fmt: skip
        record_assessment(person, author=None, why="", interest=3)
        people.append(person)
    response = as_leader.get(MAP)
    assert [person.name for person in response.context["question"].movers] == [f"P{number}" for number in range(1, 7)]
    assert '<a href="/w/northwind/map/moved/">and 2 more</a>' in response.content.decode()
    # Whoever was moved a moment ago is the first to be looked for.
    just = as_leader.get(MAP, {"just": people[0].pk}, HTTP_HX_TARGET="map-words", **HTMX)
    assert [person.name for person in just.context["question"].movers] == ["P0", "P1", "P2", "P3", "P4", "P5"]
    assert "just now" in just.content.decode()
    everybody = as_leader.get(url("map-moved"))
    assert [person.name for person in everybody.context["page"]] == [*(f"P{number}" for number in range(1, 8)), "P0"]
    assert "8 people moved between" in everybody.content.decode()


def test_nobody_moved(as_leader: Client, marcus) -> None:
    assert "Nobody moved" in as_leader.get(url("map-moved")).content.decode()
    assert "Nothing is compared" in as_leader.get(url("map-moved"), {"since": "none"}).content.decode()


def test_only_those_with_most_influence_are_drawn_and_that_is_said(as_leader: Client, add_person, monkeypatch) -> None:
    monkeypatch.setattr("stakeholders.queries.investor_map.DRAWN", 2)
    for number in range(1, 5):
        add_person(f"P{number}", segment="champion", influence=number, interest=3)
    response = as_leader.get(url("map-data"))
    assert response.json()["people"]["name"] == ["P4", "P3"]
    assert "with most influence of 4" in as_leader.get(MAP).content.decode()


def test_data_of_a_presentation_name_nobody(as_leader: Client, marcus) -> None:
    for extra in ({}, {"history": "1"}):
        answer = as_leader.get(url("map-data"), {"present": "1", **extra})
        assert "Marcus" not in answer.content.decode()
        assert answer.json()["people"]["name"] == ["Detractor 1"]
        assert answer.json()["people"]["id"] == [1]


def test_history_holds_every_change_and_those_placed_no_more(as_leader: Client, marcus, add_person) -> None:
    record_assessment(marcus, author=None, why="No news", assessed_on=ago(150))
    record_assessment(marcus, author=None, why="Backs it", interest=4, assessed_on=ago(10))
    gone = add_person("Gone Person", segment="champion", influence=2, interest=2, assessed_on=ago(300))
    record_assessment(gone, author=None, why="Who knows", influence=None)
    data = as_leader.get(url("map-data"), {"history": "1"}).json()
    assert data["people"]["name"] == ["Marcus Hale", "Gone Person"]
    columns = (data["history"][key] for key in ("id", "day", "influence", "interest"))
    assert sorted(zip(*columns, strict=True), key=lambda row: row[:2]) == sorted(
        [
            (marcus.pk, days(ago(200)), 4, 2),
            (marcus.pk, days(ago(10)), 4, 4),
            (gone.pk, days(ago(300)), 2, 2),
            (gone.pk, days(timezone.localdate()), None, 2),
        ],
        key=lambda row: row[:2],
    )


def test_a_long_history_is_fetched_day_by_day(as_leader: Client, marcus, workspace) -> None:
    record_assessment(marcus, author=None, why="Backs it", interest=4)
    people = Stakeholder.objects.filter(workspace=workspace)
    assert history(people, today=timezone.localdate(), since=None, limit=1).entries is None
    assert len(history(people, today=timezone.localdate(), since=None, limit=2).entries) == 2
