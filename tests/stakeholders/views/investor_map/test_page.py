"""The page of the map: who is drawn, who is not, its sentences, its card, and who may look."""

import datetime as dt
import re

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from stakeholders.assessments import record_assessment
from stakeholders.touchpoints import log_touchpoint
from tests.stakeholders.views.investor_map.asking import HTMX, MAP, ago, url

# Twelve of the page's own; the other four are the savepoint that stands in for its transaction and the test's scope.
QUERIES = 16


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
    stored = as_leader.post(url("view-save"), given)
    assert [str(message) for message in get_messages(stored.wsgi_request)] == [
        "The view “To win over” is stored.",
        "The view “To win over” shows this from now on.",
    ]
    again = as_member.get(stored["Location"])
    assert [(view.name, is_current) for view, is_current in again.context["views"]] == [("To win over", True)]
    html = again.content.decode()
    assert 'href="?segment=detractor&amp;since=30" aria-current="true"' in html
    # Only who stored it may delete it.
    assert "Delete “" not in html
    assert "Delete “" in as_leader.get(MAP).content.decode()


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
