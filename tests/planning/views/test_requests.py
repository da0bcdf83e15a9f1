"""The desk of whoever speaks for marketing."""

import uuid

import pytest

from mail.models import Message
from planning.intake.text import RequestText
from planning.models import Decision, Request
from planning.requests import decide, estimate, set_desk
from tests.planning.asked import brought

pytestmark = pytest.mark.django_db

URL = "/w/northwind/requests/"


def test_a_desk_without_anything_says_what_to_do(as_leader, as_member):
    page = as_leader.get(URL).text
    assert "Nobody has brought a problem yet" in page
    assert "Nobody speaks for marketing yet" in page
    assert "Say who does" in page
    assert "A leader says who does" in as_member.get(URL).text


def test_a_leader_says_who_decides(as_leader, as_member, member, workspace):
    assert as_member.post(f"{URL}desk/", {"owner": member.pk}).status_code == 403
    for typed, sentence in (
        ({"owner": ""}, "Choose who decides."),
        ({"owner": "x"}, "Choose somebody of the team."),
        ({"owner": member.pk, "days_a_quarter": "0"}, "A quarter has at least one day of work."),
    ):
        wrong = as_leader.post(f"{URL}desk/", typed)
        assert (wrong.status_code, sentence in wrong.text) == (422, True)
    assert as_leader.post(f"{URL}desk/", {"owner": member.pk, "days_a_quarter": "60"}).status_code == 302
    assert "Sam Ferris" in as_leader.get(URL).text
    assert "0</strong> of" in as_leader.get(URL).text


def test_what_a_member_was_told_reaches_the_owner(as_member, member, workspace):
    assert as_member.post(f"{URL}new/", {"name": "Bo", "problem": ""}).status_code == 422
    assert as_member.post(f"{URL}new/", {"name": "Bo", "problem": "Make a flyer please"}).status_code == 302
    asked = Request.objects.get()
    assert (asked.typed_by, asked.prescribed) == (member, True)
    row = as_member.get(URL).text
    assert "handed in by <bdi>Sam Ferris</bdi>" in row
    assert "Came as an order" in row


def test_what_somebody_on_the_map_asked_for_is_handed_in_from_their_page(as_member, add_person):
    person = add_person("Bo Berg")
    form = as_member.get(f"{URL}new/?of={person.pk}").context["form"]
    assert (form["name"].value(), form["of"].value()) == ("Bo Berg", person.pk)
    assert f"{URL}new/?of={person.pk}" in as_member.get(f"/w/northwind/stakeholders/{person.pk}/").text
    sent = {"name": "Bo", "problem": "Dealers wait", "of": person.pk}
    assert as_member.post(f"{URL}new/", sent).status_code == 302
    assert Request.objects.get().stakeholder == person
    assert as_member.get(f"{URL}new/?of=77777777").status_code == 404


def test_the_owner_declines_with_words_that_were_offered(as_leader, as_member, leader, workspace, new_goal):
    set_desk(workspace, owner=leader, days_a_quarter=60)
    new_goal("Keep dealers")
    asked = brought(workspace, email="nora@x.example")
    page = f"{URL}{asked.pk}/"
    assert "speaks for marketing and decides" in as_member.get(page).text
    typed = {"decide-state": "declined", "decide-version": "1"}
    assert as_member.post(f"{page}decide/", {**typed, "decide-reason": "No"}).status_code == 403
    bare = as_leader.post(f"{page}decide/", typed)
    assert (bare.status_code, "Say why: whoever asked reads it." in bare.text) == (422, True)
    other = as_leader.post(f"{page}decide/", {**typed, "decide-offer": "small"})
    assert (other.status_code, "These words are for “Accepted”." in other.text) == (422, True)
    sent = as_leader.post(f"{page}decide/", {**typed, "decide-offer": "no-goal"}, follow=True)
    assert "Nora Quist is written to, and reads it behind their link." in sent.text
    assert Decision.objects.get().reason.startswith(
        "Our days go where the company agreed they should: first of all to “Keep dealers”."
    )


def test_whoever_comes_second_is_told_and_keeps_their_words(as_leader, leader, workspace):
    set_desk(workspace, owner=leader, days_a_quarter=None)
    asked = brought(workspace)
    page = f"{URL}{asked.pk}/"
    estimated = {"estimate-goal": "", "estimate-days": "4", "estimate-value": "3", "estimate-version": "1"}
    assert as_leader.post(f"{page}estimate/", estimated).status_code == 302
    late = as_leader.post(f"{page}estimate/", {**estimated, "estimate-days": "9"})
    assert late.status_code == 409
    assert late.context["estimating"]["days"].value() == "9"
    decided = {"decide-state": "accepted", "decide-reason": "Let us do it", "decide-version": "1"}
    second = as_leader.post(f"{page}decide/", decided)
    assert second.status_code == 409
    assert "Let us do it" in second.text
    assert 'name="decide-version" value="2"' in second.text
    assert as_leader.post(f"{page}decide/", {**decided, "decide-version": "2"}).status_code == 302
    wrong = as_leader.post(f"{page}estimate/", {**estimated, "estimate-days": "many", "estimate-version": "3"})
    assert (wrong.status_code, "Write whole days, such as 5." in wrong.text) == (422, True)


def test_what_is_typed_beside_the_button_is_kept(as_leader, leader, workspace, new_goal):
    """The estimate is stored with the decision; a reason begun stays while the estimate is stored."""
    set_desk(workspace, owner=leader, days_a_quarter=60)
    goal, asked = new_goal("Keep dealers"), brought(workspace, email="nora@x.example")
    page = f"{URL}{asked.pk}/"
    form = as_leader.get(page).context["estimating"]
    estimated = {
        "estimate-goal": goal.pk, "estimate-days": "4", "estimate-value": "", "estimate-version": "1",
        "estimate-opened": form["opened"].value(),
    }  # fmt: skip
    decided = {
        "decide-state": "declined",
        "decide-reason": "Not <b>now</b> \u05e9\u05dc\u05d5\u05dd 🌱",
        "decide-version": "1",
    }
    stored = as_leader.post(f"{page}estimate/", {**estimated, "estimate-days": "3", **decided})
    assert stored.status_code == 200
    deciding = stored.context["deciding"]
    assert [deciding[name].value() for name in ("state", "reason", "version")] == [
        "declined", decided["decide-reason"], 2,
    ]  # fmt: skip
    assert "Say why" not in stored.text
    wrong = as_leader.post(f"{page}decide/", {**estimated, **decided, "estimate-days": "many"})
    assert (wrong.status_code, Decision.objects.count()) == (422, 0)
    sent = {**estimated, **decided, "decide-version": "2", "estimate-version": "2"}
    for _click in range(2):
        assert as_leader.post(f"{page}decide/", sent).status_code == 302
    asked.refresh_from_db()
    assert (asked.days, asked.goal, asked.version, Decision.objects.get().goal) == (4, goal, 3, goal)
    assert sorted(Message.objects.values_list("kind", flat=True)) == ["request_decided", "request_received"]
    # What a colleague sized meanwhile stays, where whoever decides had not touched it.
    opened = as_leader.get(page).context["estimating"]["opened"].value()
    again = {**sent, "estimate-opened": opened, "decide-version": "3", "decide-reason": "Never"}
    estimate(asked, expected_version=3, days=9)
    late = as_leader.post(f"{page}decide/", again)
    assert (late.status_code, late.context["estimating"]["days"].value()) == (409, 9)
    assert late.context["deciding"]["reason"].value() == "Never"


def test_the_next_one_that_waits_is_a_press_away(as_leader, as_member, leader, workspace):
    set_desk(workspace, owner=leader, days_a_quarter=None)
    asked = [
        brought(workspace, name=f"Nora {number}", text=RequestText(problem=f"Pump {number}")) for number in range(3)
    ]
    assert [as_leader.get(f"{URL}{one.pk}/").context["next"] for one in asked] == [asked[1], asked[2], asked[0]]
    decide(asked[0], author=leader, state="declined", reason="So", expected_version=1)
    assert f"{URL}{asked[1].pk}/" in as_leader.get(f"{URL}{asked[0].pk}/").text
    assert as_member.get(f"{URL}{asked[1].pk}/").context["next"] is None
    decide(asked[1], author=leader, state="declined", reason="So", expected_version=1)
    assert as_leader.get(f"{URL}{asked[2].pk}/").context["next"] is None


def test_what_is_changed_after_it_was_handed_in_is_not_lost(as_member, workspace):
    typed = {"name": "Bo", "problem": "Dealers wait", "key": str(uuid.uuid4())}
    assert as_member.post(f"{URL}new/", typed).status_code == 302
    assert as_member.post(f"{URL}new/", typed).status_code == 302
    changed = as_member.post(f"{URL}new/", {**typed, "problem": "Dealers wait for weeks"})
    form = changed.context["form"]
    assert (changed.status_code, form["problem"].value()) == (409, "Dealers wait for weeks")
    assert Request.objects.count() == 1
    assert as_member.post(f"{URL}new/", {**typed, "problem": "More", "key": form["key"].value()}).status_code == 302
    assert Request.objects.count() == 2


def test_the_address_is_shown_once(as_member, workspace):
    made = as_member.post(f"{URL}link/")
    assert "/l/" in made.text
    page = as_member.get(URL).text
    assert "/l/" not in page
    assert "Whoever has an address from here" in page
    assert as_member.post(f"{URL}link/end/").status_code == 302
    assert "No address is open" in as_member.get(URL).text


@pytest.mark.parametrize("count", [3, 60])
def test_a_desk_asks_as_often_however_many_there_are(as_leader, leader, workspace, django_assert_num_queries, count):
    set_desk(workspace, owner=leader, days_a_quarter=60)
    for number in range(count):
        asked = brought(workspace, name=f"Nora {number}", text=RequestText(problem=f"Pump {number} comes back"))
        if number % 2:
            decide(asked, author=leader, state="accepted", reason="So", expected_version=1)
    as_leader.get(URL)
    with django_assert_num_queries(16):
        page = as_leader.get(f"{URL}?show=all")
    as_leader.get(f"{URL}{asked.pk}/")
    with django_assert_num_queries(22):
        assert len(as_leader.get(f"{URL}{asked.pk}/").context["alike"]) == min(count - 1, 4)
    assert page.text.count('class="request-row"') == min(count, 25)
