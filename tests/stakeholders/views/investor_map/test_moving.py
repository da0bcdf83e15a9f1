"""Moving somebody on the map, why they moved, and pictures of it."""

import json
import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry
from stakeholders.assessments import record_assessment
from stakeholders.models import Assessment, Confidence
from tests.stakeholders.views.investor_map.asking import HTMX, MAP, url


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
