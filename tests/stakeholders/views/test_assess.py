"""Assessing: questions, suggestion, deciding, storing once."""

import uuid

import pytest
from django.utils import timezone

from stakeholders.assessments import record_assessment
from stakeholders.models import Assessment, Stakeholder

BASE = "/w/northwind/stakeholders/"
SUGGEST = "/w/northwind/segment-suggestion/"


@pytest.fixture
def person(add_person):
    return add_person("Ann", segment="detractor", influence=4, resists=True, voice="quiet")


@pytest.fixture
def url(person):
    return f"{BASE}{person.pk}/assess/"


def test_doors(as_leader, as_member, as_executive, as_stranger, client, url):
    for page in (url, SUGGEST):
        assert as_leader.get(page).status_code == 200
        assert as_member.get(page).status_code == 200
        assert as_executive.get(page).status_code == 403
        assert as_stranger.get(page).status_code == 404
        assert client.get(page).status_code == 302
        assert as_leader.delete(page).status_code == 405
    assert as_leader.post(SUGGEST).status_code == 405


def test_the_form_begins_with_what_is_known(as_leader, url):
    form = as_leader.get(f"{url}?influence=2&interest=5").context["form"]
    asked = ("segment", "influence", "interest", "position", "resists", "approves", "voice", "engagement_now")
    held = {name: form[name].value() for name in asked}
    assert held == {"segment": "detractor", "influence": "2", "interest": "5", "position": "unknown", "resists": "yes",
                    "approves": "unknown", "voice": "quiet", "engagement_now": "unknown"}  # fmt: skip
    assert as_leader.get(f"{url}?influence=9").context["form"]["influence"].value() == "4"


def test_resistance_is_not_offered_as_what_is_needed_but_kept_where_it_stands(as_leader, add_person, url):
    def offered(page):
        return [value for value, _label in as_leader.get(page).context["form"].fields["engagement_desired"].choices]

    assert offered(url) == ["unaware", "neutral", "supportive", "leading", "unknown"]
    odd = f"{BASE}{add_person('Bo', engagement_desired='resistant').pk}/assess/"
    assert offered(odd) == ["unaware", "neutral", "supportive", "leading", "unknown", "resistant"]
    assert as_leader.post(odd, {"why": "Met", "engagement_desired": "resistant", "influence": "2"}).status_code == 302
    assert Assessment.objects.latest("pk").engagement_desired == "resistant"


def test_everything_is_stored_as_decided(as_leader, leader, url):
    done = as_leader.post(url, {
        "approves": "yes", "holds_capital": "no", "executes": "unknown", "advocates": "no", "resists": "yes",
        "voice": "vocal", "resistance_cause": "fears_losing_control", "segment": "champion", "influence": "5",
        "interest": "unknown", "position": "-2", "engagement_now": "resistant", "engagement_desired": "neutral",
        "confidence": "low", "source": "conversation", "assessed_on": "2026-01-31", "why": " Said so \n twice ",
    })  # fmt: skip
    assert (done.status_code, done.headers["Location"]) == (302, url.replace("assess/", ""))
    stored = Assessment.objects.latest("pk")
    assert (stored.approves, stored.holds_capital, stored.executes, stored.advocates, stored.resists) == (
        True, False, None, False, True,
    )  # fmt: skip
    assert (stored.voice, stored.resistance_cause, stored.segment) == ("vocal", "fears_losing_control", "champion")
    assert (stored.influence, stored.interest, stored.position) == (5, None, -2)
    assert (stored.engagement_now, stored.engagement_desired, stored.confidence, stored.source, stored.author) == (
        "resistant", "neutral", "low", "conversation", leader,
    )  # fmt: skip
    assert (stored.assessed_on.isoformat(), stored.why) == ("2026-01-31", "Said so \n twice")


def test_what_is_left_out_is_unknown_and_never_a_middle(as_leader, url):
    as_leader.post(url, {"why": "Start over"})
    stored = Assessment.objects.latest("pk")
    assert (stored.segment, stored.influence, stored.interest, stored.position, stored.resists, stored.voice,
            stored.engagement_now, stored.assessed_on) == (
        "unknown", None, None, None, None, "unknown", "unknown", timezone.localdate(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"why": " "}, "Say in one sentence why: whoever reads this next needs the reason."),
        ({"why": "\x00"}, "This holds a null character, which cannot be stored. Remove it and store again."),
        ({"why": "x" * 2001}, "This may be 2,000 characters long at most; it is 2001 long."),
        ({"influence": "6"}, "Choose one of the answers."),
        ({"position": "\x00"}, "Choose one of the answers."),
        ({"approves": "maybe"}, "Choose one of the answers."),
        ({"segment": "<b>"}, "Choose one of the answers."),
        ({"engagement_desired": "resistant"}, "Choose one of the answers."),
        ({"source": "import"}, "Choose one of the answers."),
        ({"assessed_on": "2999-01-01"}, "An assessment is dated today or earlier; this date is still to come."),
        ({"assessed_on": "0031-01-01"}, "This date is more than a century ago. Check the year."),
        ({"assessed_on": "soon\x00"}, "This is not a date. Write it as 2026-11-20."),
    ],
)
def test_bad_input_comes_back(as_leader, url, typed, problem):
    response = as_leader.post(url, {"why": "Kept sentence", "interest": "3", **typed})
    errors = [error for found in response.context["form"].errors.values() for error in found]
    assert (response.status_code, errors) == (422, [problem])
    assert response.context["form"]["interest"].value() == "3"
    assert Assessment.objects.count() == 1


def test_a_double_submit_stores_one(as_leader, url):
    typed = {"why": "Once", "influence": "3", "key": str(uuid.uuid4())}
    assert [as_leader.post(url, typed).status_code for _ in range(2)] == [302, 302]
    assert Assessment.objects.filter(why="Once").count() == 1


def test_a_judgement_by_somebody_else_meanwhile_is_shown_first(as_leader, person, member, url):
    seen = as_leader.get(url).context["form"]["seen"].value()
    theirs = record_assessment(person, author=member, why="He turned", segment="champion")
    typed = {"why": "Mine", "influence": "2", "seen": seen, "key": str(uuid.uuid4())}
    told = as_leader.post(url, typed)
    assert (told.status_code, told.context["meanwhile"]) == (409, theirs)
    assert told.context["form"]["why"].value() == "Mine"
    assert as_leader.post(url, {**typed, "seen": told.context["form"]["seen"].value()}).status_code == 302
    assert Stakeholder.objects.get(pk=person.pk).current.why == "Mine"


def test_without_script_the_suggestion_comes_by_a_button_and_is_taken_by_another(as_leader, url):
    suggested = as_leader.post(url, {"approves": "yes", "segment": "champion", "suggest": "1"})
    assert (suggested.status_code, suggested.context["suggestion"].segment) == (200, "decision_maker")
    assert suggested.context["form"].errors == {}
    taken = as_leader.post(url, {"approves": "yes", "segment": "champion", "take": "decision_maker"})
    assert taken.context["form"]["segment"].value() == "decision_maker"
    assert Assessment.objects.count() == 1


def test_the_quick_form_changes_only_the_place(as_leader, person, url):
    assert "quick" in as_leader.get(f"{url}?quick=1").content.decode()
    done = as_leader.post(url, {"quick": "1", "influence": "2", "interest": "4", "why": "Dragged", "confidence": "high",
                                "return": "/w/northwind/map/?segment=detractor"})  # fmt: skip
    assert done.headers["Location"] == "/w/northwind/map/?segment=detractor"
    stored = Stakeholder.objects.get(pk=person.pk).current
    assert (stored.influence, stored.interest, stored.segment, stored.resists, stored.voice, stored.confidence) == (
        2, 4, "detractor", True, "quiet", "high",
    )  # fmt: skip


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/ok\x00"])
def test_never_goes_on_to_another_site(as_leader, person, url, to):
    done = as_leader.post(url, {"why": "x", "return": to})
    assert done.headers["Location"] == f"{BASE}{person.pk}/"


@pytest.mark.parametrize(
    ("query", "segment", "contradicted"),
    [
        ("", "unknown", ()),
        ("approves=yes&resists=yes", "decision_maker", (
            "A decision maker who is also a detractor: they approve major initiatives and resist.",)),
        ("advocates=yes&segment=champion&position=-1", "champion", (
            "Called a champion, but their position is against.",)),
        ("approves=%00&resists=maybe&executes=yes", "participant", ()),
    ],
)  # fmt: skip
def test_the_live_suggestion(as_leader, query, segment, contradicted):
    response = as_leader.get(f"{SUGGEST}?{query}")
    assert (response.context["suggestion"].segment, response.context["contradictions"]) == (segment, contradicted)
    part = as_leader.get(f"{SUGGEST}?{query}", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="suggestion").content.decode()
    assert ("<html" in part, part.strip() in response.content.decode()) == (False, True)
