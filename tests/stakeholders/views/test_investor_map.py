import datetime as dt
import json
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from stakeholders.assessments import record_assessment
from stakeholders.investor_map.columns import days
from stakeholders.models import Assessment, Confidence
from stakeholders.touchpoints import log_touchpoint

MAP = "/w/northwind/map/"
HTMX = {"HTTP_HX_REQUEST": "true"}
# Twelve of the page's own; the other four are the savepoint that stands in for its transaction and the test's scope.
QUERIES = 16


def ago(number: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=number)


@pytest.fixture
def marcus(add_person):
    return add_person(
        "Marcus Hale", department="Sales", job_title="Head of Sales", segment="detractor", influence=4, interest=2,
        position=-1, assessed_on=ago(200), why="Order desk, he said.",
    )  # fmt: skip


def url(name: str, *args) -> str:
    return reverse(f"stakeholders:{name}", args=["northwind", *args])


# The page ------------------------------------------------------------------------------------------------------------


def test_everybody_who_is_placed_is_drawn_as_a_link(as_member: Client, marcus, add_person) -> None:
    add_person("Nora Quist")
    response = as_member.get(MAP)
    assert [mark.person.spoken for mark in response.context["marks"]] == [
        "Marcus Hale, detractor, sceptical, influence 4, interest 2, keep satisfied"
    ]
    html = response.content.decode()
    assert f'href="/w/northwind/stakeholders/{marcus.pk}/" data-id="{marcus.pk}"' in html
    assert '<a href="/w/northwind/stakeholders/?unassessed=1">1 not assessed yet</a>' in html
    assert response.context["story"].text == "One of two people is not assessed yet."


def test_the_data_for_the_browser_come_with_the_page(as_leader: Client, marcus) -> None:
    record_assessment(marcus, author=None, why="Backs it", interest=4)
    people = as_leader.get(MAP).context["data"]["people"]
    assert people == {
        "departments": ["", "Sales"], "id": [marcus.pk], "name": ["Marcus Hale"], "title": ["Head of Sales"],
        "department": [1], "kind": [0], "group": [0], "quiet": [0], "segment": [3], "influence": [4], "interest": [4],
        "position": [-1], "was_segment": [3], "was_influence": [4], "was_interest": [2], "was_position": [-1],
    }  # fmt: skip


def test_who_has_gone_quiet_is_marked_today_and_without_a_name_not_at_all(as_leader: Client, marcus, leader) -> None:
    day = timezone.localdate() - dt.timedelta(days=91)
    log_touchpoint(marcus, author=leader, kind="call", happened_on=day)
    response = as_leader.get(MAP)
    assert response.context["data"]["people"]["quiet"] == [91]
    html = response.content.decode()
    assert html.count("quiet for 91 days") == 2  # in the table, and said of the mark
    assert "gone quiet for 91 days" in response.context["marks"][0].person.spoken
    assert as_leader.get(f"{MAP}?at={day}").context["data"]["people"]["quiet"] == [0]
    assert "quiet for" not in as_leader.get(f"{MAP}?present=1").content.decode()
    assert [person.id for person in as_leader.get(f"{MAP}?quiet=1").context["listed"]] == [marcus.pk]
    log_touchpoint(marcus, author=leader, kind="call")
    assert as_leader.get(MAP).context["data"]["people"]["quiet"] == [0]


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_one_person_as_for_three(
    as_leader: Client, add_person, count: int, django_assert_num_queries
) -> None:
    for number in range(count):
        add_person(f"P{number}", department="Sales", segment="champion", influence=3, interest=3)
        add_person(f"U{number}")
    as_leader.get(MAP)
    with django_assert_num_queries(QUERIES):
        as_leader.get(MAP)


def test_nobody_yet(as_leader: Client, workspace) -> None:
    response = as_leader.get(MAP)
    assert response.context["story"].text == "Nobody is on this map."
    assert "Nobody is on the map yet" in response.content.decode()
    assert response.context["data"]["people"]["id"] == []


def test_after_an_import_the_empty_grid_and_whom_to_place(as_leader: Client, add_person) -> None:
    add_person("Acme", is_group=True)
    add_person("Nora Quist")
    half = add_person("Zoe Half", segment="decision_maker", influence=4)
    add_person("Ann Early")
    response = as_leader.get(MAP)
    html = response.content.decode()
    assert "data-map-svg" in html
    assert "Manage closely" in html
    tray = response.context["tray"]
    assert [(person.name, person.missing) for person in tray] == [
        ("Zoe Half", "interest unknown"),
        ("Ann Early", "not assessed yet"),
        ("Nora Quist", "not assessed yet"),
        ("Acme", "not assessed yet"),
    ]
    assert f'href="/w/northwind/map/{half.pk}/move/" data-map-place="{half.pk}"' in html
    assert response.context["tray_data"]["influence"] == [4, None, None, None]
    assert "3 not assessed yet, 1 with influence or interest unknown." in html


def test_never_assessed_and_not_placed_are_told_apart(as_leader: Client, marcus, add_person) -> None:
    add_person("Half", segment="champion", interest=3)
    add_person("Nora Quist")
    response = as_leader.get(MAP)
    assert response.context["story"].text == (
        "One of three people is not assessed yet; one is not placed: influence or interest unknown."
    )
    html = response.content.decode()
    assert '?unassessed=1">1 not assessed yet</a>' in html
    assert '?unplaced=1">1 not placed: influence or interest unknown</a>' in html


def test_a_full_tray_says_how_many_more(as_leader: Client, add_person) -> None:
    for number in range(14):
        add_person(f"P{number:02}")
    response = as_leader.get(MAP, {"kind": "internal"})
    assert [person.name for person in response.context["tray"]] == [f"P{number:02}" for number in range(12)]
    more = '<a href="/w/northwind/stakeholders/?kind=internal&amp;unplaced=1">All 14 in the register</a>'
    assert more in response.content.decode()


def test_filters_narrow_the_map_and_the_sentence(as_leader: Client, marcus, add_person) -> None:
    add_person("Aiko Tanabe", segment="decision_maker", influence=5, interest=4, position=-1)
    response = as_leader.get(MAP, {"segment": "decision_maker"})
    assert [mark.person.name for mark in response.context["marks"]] == ["Aiko Tanabe"]
    assert response.context["story"].text == (
        "Aiko Tanabe decides and is against. The only decision maker has no champion beside them."
    )
    assert [(entry.value, entry.count) for entry in response.context["legend"].segments if entry.count] == [
        ("decision_maker", 1)
    ]


def test_sentences_lead_to_whom_they_speak_of(as_leader: Client, marcus, add_person) -> None:
    add_person("Aiko Tanabe", department="Sales", segment="decision_maker", influence=5, interest=4)
    add_person("Nora Quist", department="Sales")
    record_assessment(marcus, author=None, why="Backs it", interest=4)
    department = marcus.department_id
    response = as_leader.get(MAP, {"department": department, "since": "30"})
    said = [(part.text, part.href) for sentence in response.context["question"].says for part in sentence if part.href]
    kept = f"department={department}&since=30"
    assert said == [
        ("Marcus Hale", f"?{kept}&who={marcus.pk}"),
        ("The only decision maker", f"?{kept}&segment=decision_maker&kind=internal"),
        ("One of three people is not assessed yet", f"/w/northwind/stakeholders/?department={department}&unassessed=1"),
    ]
    assert [person.name for person in as_leader.get(f"{MAP}{said[1][1]}").context["listed"]] == ["Aiko Tanabe"]


def test_a_customer_who_decides_is_no_decision_maker_without_a_champion(as_leader: Client, add_person) -> None:
    add_person("Halden Water", kind="customer", segment="decision_maker", influence=5, interest=4, position=-1)
    add_person("Aiko Tanabe", segment="decision_maker", influence=5, interest=4, position=2)
    response = as_leader.get(MAP)
    assert response.context["story"].texts == [
        "The only internal decision maker has no champion beside them.",
        "The only customer or partner who decides is against.",
    ]
    assert as_leader.get(MAP, {"at": str(ago(1))}).context["facts"].outside == 0


def test_a_champion_the_filter_hides_still_stands_beside(as_leader: Client, add_person) -> None:
    add_person("Aiko Tanabe", department="Sales", segment="decision_maker", influence=5, interest=4)
    add_person("Priya Raman", department="Sales", segment="champion", influence=3, interest=5)
    response = as_leader.get(MAP, {"segment": "decision_maker"})
    assert response.context["facts"].deciders_without_champion == 0


def test_nobody_fits_the_filters(as_leader: Client, marcus) -> None:
    assert "Nobody on the map fits these filters" in as_leader.get(MAP, {"segment": "champion"}).content.decode()


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


def test_the_card_of_one_person_is_in_the_address(as_leader: Client, marcus) -> None:
    assert "Order desk, he said." in as_leader.get(MAP, {"who": marcus.pk}).content.decode()


def test_a_persons_page_leads_to_their_place(as_leader: Client, marcus) -> None:
    assert f'href="{MAP}?who={marcus.pk}"' in as_leader.get(url("person", marcus.pk)).content.decode()


def test_the_card_says_why_somebody_is_not_on_the_map(as_leader: Client, marcus, add_person) -> None:
    half = add_person("Half", segment="champion", interest=3)
    assert "Not on the map: influence unknown." in as_leader.get(MAP, {"who": half.pk}).content.decode()
    early = as_leader.get(MAP, {"who": marcus.pk, "at": str(ago(300))}).content.decode()
    assert "Not on the map of that day: not assessed yet." in early
    left_out = as_leader.get(MAP, {"who": marcus.pk, "segment": "champion"}).content.decode()
    assert "The filters above leave them out of this map." in left_out


def test_a_strangers_person_is_not_found(as_leader: Client, marcus, foreign_stakeholder) -> None:
    assert as_leader.get(MAP, {"who": foreign_stakeholder.pk}).status_code == 404
    assert as_leader.get(url("map-moves", foreign_stakeholder.pk)).status_code == 404
    assert as_leader.post(url("map-move", foreign_stakeholder.pk)).status_code == 404


def test_partials(as_leader: Client, marcus) -> None:
    area = as_leader.get(MAP, HTTP_HX_TARGET="map-area", **HTMX).content.decode()
    assert "<html" not in area
    assert '<p id="map-says" class="map-says" hx-swap-oob="true">' in area
    assert "data-map-svg" in area
    words = as_leader.get(MAP, HTTP_HX_TARGET="map-words", **HTMX).content.decode()
    assert "data-map-svg" not in words
    for part in ("map-says", "map-movers", "map-unplaced", "map-tray"):
        assert len(re.findall(rf'id="{part}"[^>]* hx-swap-oob="true"', words)) == 1
    assert "The same as a table" in words


@pytest.mark.parametrize("name", ["map", "map-data", "map-moved"])
def test_who_may_look(name, marcus, as_executive: Client, as_stranger: Client, client: Client) -> None:
    assert as_executive.get(url(name)).status_code == 403
    assert as_stranger.get(url(name)).status_code == 404
    assert client.get(url(name)).status_code == 302


@pytest.mark.parametrize("name", ["map", "map-data", "map-moved"])
def test_looking_is_by_get(as_leader: Client, name: str) -> None:
    assert as_leader.post(url(name)).status_code == 405


def test_a_hostile_name_stays_text(as_leader: Client, add_person) -> None:
    add_person('</script><script>alert("x")</script>', segment="champion", influence=3, interest=3)
    html = as_leader.get(MAP).content.decode()
    assert "<script>alert" not in html


def test_a_view_of_the_map_is_kept_and_found_again(as_leader: Client, as_member: Client, marcus) -> None:
    page = as_leader.get(MAP, {"segment": "detractor", "since": "30", "who": marcus.pk})
    assert page.context["view_query"] == "segment=detractor&since=30"
    given = {"page": "map", "query": page.context["view_query"], "name": "To win over", "is_shared": "1"}
    stored = as_leader.post(url("view-save"), given)
    assert stored["Location"] == f"{MAP}?segment=detractor&since=30"
    again = as_member.get(stored["Location"])
    assert [(view.name, is_current) for view, is_current in again.context["views"]] == [("To win over", True)]
    html = again.content.decode()
    assert 'href="?segment=detractor&amp;since=30" aria-current="true"' in html
    # Only who stored it may delete it.
    assert "Delete “" not in html
    assert "Delete “" in as_leader.get(MAP).content.decode()


# Without names -------------------------------------------------------------------------------------------------------


def test_presentation_names_nobody(as_leader: Client, marcus, add_person) -> None:
    add_person("Ariane Tanabe", segment="decision_maker", influence=5, interest=4, position=-1, kind="customer")
    record_assessment(marcus, author=None, why="Backs it", interest=4)
    response = as_leader.get(MAP, {"present": "1", "q": "ar"})
    html = response.content.decode()
    assert "q=ar" not in html
    for name in ("Marcus", "Ariane", "Tanabe", "Head of Sales", "Ines Rourke", "Order desk", "/stakeholders/"):
        assert name not in html
    assert "Detractor 1 went from interest 2 to 4" in response.context["story"].text
    assert [mark.person.name for mark in response.context["marks"]] == ["Decision maker 1", "Detractor 1"]


def test_data_of_a_presentation_name_nobody(as_leader: Client, marcus) -> None:
    for extra in ({}, {"history": "1"}):
        answer = as_leader.get(url("map-data"), {"present": "1", **extra})
        assert "Marcus" not in answer.content.decode()
        assert answer.json()["people"]["name"] == ["Detractor 1"]
        assert answer.json()["people"]["id"] == [1]


# History -------------------------------------------------------------------------------------------------------------


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
    from stakeholders.models import Stakeholder
    from stakeholders.queries.investor_map import history

    record_assessment(marcus, author=None, why="Backs it", interest=4)
    people = Stakeholder.objects.filter(workspace=workspace)
    assert history(people, today=timezone.localdate(), since=None, limit=1).entries is None
    assert len(history(people, today=timezone.localdate(), since=None, limit=2).entries) == 2


# Moving --------------------------------------------------------------------------------------------------------------


def move(client: Client, person, **data):
    given = {
        "influence": "5",
        "interest": "4",
        "why": "Backs the pilot.",
        "confidence": "high",
        "seen": person.current_id,
    }
    return client.post(url("map-move", person.pk), given | data, HTTP_HX_TARGET="map-move-form", **HTMX)


def test_a_move_is_a_new_assessment(as_member: Client, member, marcus) -> None:
    response = move(as_member, marcus)
    assert json.loads(response["HX-Trigger"]) == {"map:moved": {"id": marcus.pk, "influence": 5, "interest": 4}}
    stored = Assessment.objects.filter(stakeholder=marcus).first()
    assert (stored.influence, stored.interest, stored.why, stored.confidence, stored.author, stored.position) == (
        5, 4, "Backs the pilot.", Confidence.HIGH, member, -1,
    )  # fmt: skip
    assert Assessment.objects.filter(stakeholder=marcus).count() == 2


def test_without_javascript_a_move_leads_back_to_the_map(as_leader: Client, marcus) -> None:
    response = as_leader.post(
        url("map-move", marcus.pk), {"influence": "5", "interest": "4", "why": "So", "seen": marcus.current_id}
    )
    assert (response.status_code, response["Location"]) == (302, f"{MAP}?who={marcus.pk}")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"why": "  "}, "Say in a few words why: without a reason nobody will trust this move later."),
        ({"influence": "4", "interest": "2"}, "Marcus Hale stands there already: choose another place."),
        ({"influence": "6"}, "Select a valid choice. 6 is not one of the available choices."),
        ({"seen": "0"}, "Ines Rourke assessed Marcus Hale meanwhile: influence 4, interest 2. "
                        "Store again if yours still holds."),
    ],
)  # fmt: skip
def test_a_refused_move_says_why_and_keeps_what_was_typed(as_leader: Client, marcus, data, sentence) -> None:
    response = move(as_leader, marcus, **data)
    assert response.status_code == 422
    html = unescape(response.content.decode())
    assert sentence in html
    assert data.get("why", "Backs the pilot.").strip() in html
    assert Assessment.objects.filter(stakeholder=marcus).count() == 1


def test_somebody_without_a_place_gets_one(as_leader: Client, add_person) -> None:
    nora = add_person("Nora Quist")
    assert move(as_leader, nora, seen="").status_code == 200
    assert Assessment.objects.get(stakeholder=nora).influence == 5


def test_the_form_starts_at_the_place_of_the_drop(as_leader: Client, marcus) -> None:
    form = as_leader.get(url("map-move", marcus.pk), {"influence": "1", "interest": "5"}).context["form"]
    assert (form["influence"].value(), form["interest"].value(), form["seen"].value()) == ("1", "5", marcus.current_id)


def test_who_may_move(marcus, as_executive: Client, as_stranger: Client, client: Client) -> None:
    assert as_executive.post(url("map-move", marcus.pk)).status_code == 403
    assert as_stranger.post(url("map-move", marcus.pk)).status_code == 404
    assert client.post(url("map-move", marcus.pk)).status_code == 302
    assert Assessment.objects.filter(stakeholder=marcus).count() == 1


# Why did this move ---------------------------------------------------------------------------------------------------


def test_the_assessments_behind_a_move(as_leader: Client, leader, marcus) -> None:
    record_assessment(marcus, author=leader, why="Backs it", interest=4, segment="champion")
    response = as_leader.get(url("map-moves", marcus.pk))
    assert [(step.change, step.assessment.why) for step in response.context["steps"]] == [
        ("interest 2 → 4, detractor → champion", "Backs it"),
        ("first placed: influence 4, interest 2", "Order desk, he said."),
    ]
    partial = as_leader.get(url("map-moves", marcus.pk), HTTP_HX_TARGET="map-person", **HTMX).content.decode()
    assert "<h1" not in partial
    assert "interest 2 → 4, detractor → champion" in partial


# Pictures ------------------------------------------------------------------------------------------------------------


def test_an_svg_is_exported_and_noted(as_leader: Client, leader, marcus) -> None:
    response = as_leader.post(f"{url('map-export-svg')}?segment=detractor")
    today = timezone.localdate()
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Disposition"] == f'attachment; filename="investor-map-{today}.svg"'
    svg = response.content.decode()
    assert "Marcus Hale" in svg
    assert "Segment: Detractor" in svg
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.actor, entry.detail) == (
        "map_exported", leader, f"SVG of {today.day} {today:%B %Y}, 1 people, with names",
    )  # fmt: skip


def test_the_picture_counts_whom_it_does_not_show(as_leader: Client, marcus, add_person) -> None:
    add_person("Nora Quist")
    svg = as_leader.post(url("map-export-svg")).content.decode()
    assert "1 placed, 1 not shown · " in svg
    assert " · Confidential" in svg


def test_each_kind_of_picture_is_offered_without_names(as_leader: Client, marcus) -> None:
    html = as_leader.get(MAP).content.decode()
    for name in ("map-export-svg", "map-export-png"):
        forms = re.findall(rf'<form method="post" action="{url(name)}.*?</form>', html, re.S)
        assert ['name="names" value="0"' in form for form in forms] == [False, True]


def test_names_stay_out_of_a_picture_without_names(as_leader: Client, marcus) -> None:
    for response in (
        as_leader.post(f"{url('map-export-svg')}?names=0&q=Marcus"),
        as_leader.post(f"{url('map-export-svg')}?q=Marcus", {"names": "0"}),
    ):
        svg = response.content.decode()
        assert "Marcus" not in svg
        assert "Detractor 1" in svg


def test_a_png_is_a_png(as_leader: Client, marcus) -> None:
    response = as_leader.post(url("map-export-png"))
    assert (response["Content-Type"], response.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")


@pytest.mark.parametrize("name", ["map-export-svg", "map-export-png"])
def test_exports_are_posted_by_the_team(
    name, as_leader: Client, as_executive: Client, as_stranger: Client, client: Client
) -> None:
    assert as_leader.get(url(name)).status_code == 405
    assert as_executive.post(url(name)).status_code == 403
    assert as_stranger.post(url(name)).status_code == 404
    assert client.post(url(name)).status_code == 302
    assert AuditEntry.objects.count() == 0
