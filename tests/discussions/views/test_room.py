"""The facilitator's screen, the wall and the agenda, and the room on somebody's phone."""

import datetime as dt
import re
import time

import pytest
from django.utils import timezone

from discussions.models import Answer, Discussion, Idea, Step, Vote
from discussions.room.now import people_of
from discussions.synthesis import agreement
from tests.discussions.rooms import read
from web import presence, stream_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def base(live_now) -> str:
    return f"/w/northwind/discuss/{live_now.pk}/room/"


@pytest.fixture
def begun(as_leader, base) -> str:
    assert as_leader.post(f"{base}start/").status_code == 302
    return base


def board(client, base: str) -> str:
    return client.get(base, headers={"HX-Request": "true", "HX-Target": "board"}).text


def part(client, subject, **query: str) -> str:
    headers = {"HX-Request": "true", "HX-Target": "room-now"}
    return client.get(f"/d/{subject}/room/", query, headers=headers).text


def h1(page) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page.text, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]).strip() if found else ""


# The facilitator ----------------------------------------------------------------------------------------------------


def test_room_before_it_begins_says_who_is_in(as_leader, base, invite, visit):
    ben = invite("Ben Ode")
    invite("Cy Lin")
    visit(ben).get(f"/d/{ben.pk}/room/")
    page = as_leader.get(base).text
    assert "Ready when you are" in page
    assert re.search(r'<strong class="num">1</strong> of <span class="num">2</span> invited is in the room', page)
    assert "30 minutes planned, 61 promised: 31 to spare." in page


def test_a_discussion_over_days_has_no_room(as_leader, discussion):
    page = as_leader.get(f"/w/northwind/discuss/{discussion.pk}/room/")
    assert "This discussion has no room" in page.text
    started = as_leader.post(f"/w/northwind/discuss/{discussion.pk}/room/start/", follow=True)
    assert "it has no room" in started.text


def test_next_is_pressed_twice_and_moves_once(as_leader, begun, live_now):
    steps = list(live_now.steps.order_by("place"))
    fields = {"expected": 0, "to": steps[1].pk}
    assert as_leader.post(f"{begun}go/", fields).status_code == 302
    again = as_leader.post(f"{begun}go/", fields, follow=True)
    assert "somebody was quicker" in again.text
    assert read(live_now).current_place == 1


def test_board_for_htmx_is_the_part_alone(as_leader, begun, live_now):
    step = live_now.steps.get(place=0)
    headers = {"HX-Request": "true", "HX-Target": "board"}
    answer = as_leader.post(f"{begun}time/", {"step": step.pk, "act": "pause"}, headers=headers)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'value="resume" data-key=" "' in answer.text


def test_reveal_is_asked_for_and_said_when_it_may_not_be(as_leader, begun, live_now):
    page = board(as_leader, begun)
    assert "This cannot be taken back." in page
    Discussion.objects.filter(pk=live_now.pk).update(sees="ideas")
    page = board(as_leader, begun)
    assert "only ideas are shown to others" in page
    assert 'id="room-reveal"' not in page


@pytest.mark.parametrize(
    ("verb", "fields"),
    [("go", {}), ("go", {"expected": "0", "to": "x"}), ("time", {"step": "1"}), ("reveal", {}), ("end", {})],
)
def test_what_no_button_sends_is_not_found(as_leader, begun, verb, fields):
    assert as_leader.post(f"{begun}{verb}/", fields).status_code == 404


def test_wall_is_for_everybodys_eyes(as_leader, begun, live_now):
    page = as_leader.get(f"{begun}wall/").text
    assert "What would make this year a good one for your team?" in page
    assert "/w/northwind/stakeholders/" not in page
    assert "Champion" not in page


def test_few_queries_however_many_are_in(as_leader, begun, invite, visit, django_assert_max_num_queries):
    for name in ("Ada", "Ben", "Cy", "Dee"):
        one = invite(name)
        visit(one).get(f"/d/{one.pk}/room/")
    # Four of its own; the rest is the session, the membership, the scope and the rail's workspaces.
    with django_assert_max_num_queries(13):
        as_leader.get(begun)
    with django_assert_max_num_queries(13):
        as_leader.get(f"{begun}wall/")


# The agenda ---------------------------------------------------------------------------------------------------------


def test_agenda_takes_minutes_with_every_button(as_leader, base, live_now):
    steps = list(live_now.steps.order_by("place"))
    minutes = {f"minutes-{step.pk}": "7" for step in steps}
    assert as_leader.post(f"{base}agenda/", {**minutes, "down": steps[0].pk}).status_code == 302
    found = list(live_now.steps.order_by("place").values_list("prompt__purpose", "minutes"))
    assert found[:3] == [("roadblock", 7), ("success", 7), ("shift", 7)]


def test_agenda_takes_a_format_and_a_stage(as_leader, base, live_now):
    step = live_now.steps.get(place=3)
    answer = as_leader.post(f"{base}agenda/", {"apply": f"1-2-4-all:{step.pk}"}, follow=True)
    assert "1-2-4-All: its stages are on the agenda." in answer.text
    as_leader.post(f"{base}agenda/", {"add": "1", "title": "Break", "setting": "all", "minutes": "10"})
    assert live_now.steps.count() == 10
    wrong = as_leader.post(f"{base}agenda/", {"add": "1", "title": "Lunch", "setting": "sixes", "minutes": "10"})
    assert wrong.status_code == 422
    assert 'value="Lunch"' in wrong.text


# A phone ------------------------------------------------------------------------------------------------------------


def test_start_page_leads_into_the_room_while_there_is_one(invite, visit, live_now, as_leader, base):
    ben = invite("Ben Ode")
    page = visit(ben)
    assert page.get(f"/d/{ben.pk}/").headers["Location"] == f"/d/{ben.pk}/room/"
    assert "You are in." in page.get(f"/d/{ben.pk}/room/").text
    as_leader.post(f"{base}start/")
    assert h1(page.get(f"/d/{ben.pk}/room/")) == "What would make this year a good one for your team?"
    as_leader.post(f"{base}end/", {"expected": 0})
    assert page.get(f"/d/{ben.pk}/").status_code == 200
    assert page.get(f"/d/{ben.pk}/room/").headers["Location"] == f"/d/{ben.pk}/"
    assert "The room has ended" in part(page, ben.pk, showing="1")


def test_long_before_and_over_days_there_is_no_room(invite, visit, live_now):
    ben = invite("Ben Ode")
    page = visit(ben)
    Discussion.objects.update(opens_at=timezone.now() + dt.timedelta(minutes=61), closes_at=None)
    assert page.get(f"/d/{ben.pk}/room/").headers["Location"] == f"/d/{ben.pk}/"
    assert page.get(f"/d/{ben.pk}/").status_code == 200
    Discussion.objects.update(opens_at=timezone.now() + dt.timedelta(minutes=59))
    assert "starts the room at" in page.get(f"/d/{ben.pk}/room/").text
    Discussion.objects.update(held="async", opens_at=timezone.now())
    assert page.get(f"/d/{ben.pk}/room/").headers["Location"] == f"/d/{ben.pk}/"


def test_answer_is_stored_and_the_phone_stays_in_the_room(invite, visit, begun):
    ben = invite("Ben Ode")
    page = visit(ben)
    sent = page.post(f"/d/{ben.pk}/room/1/", {"q1-text": "Fewer meetings"})
    assert sent.headers["Location"] == f"/d/{ben.pk}/room/"
    assert Answer.objects.given().get().text == "Fewer meetings"
    assert "Your answer is stored." in page.get(f"/d/{ben.pk}/room/").text
    assert page.post(f"/d/{ben.pk}/room/2/", {"q2-text": "Not asked yet"}).status_code == 404


def test_looking_where_we_are_keeps_what_was_typed(invite, visit, begun, as_leader, live_now):
    ben = invite("Ben Ode")
    page = visit(ben)
    page.post(f"/d/{ben.pk}/room/1/", {"q1-text": "Half a though", "go": "where"})
    assert (Answer.objects.get().text, Answer.objects.get().is_draft) == ("Half a though", True)
    # A phone that was away comes back to it, with what was typed.
    back = page.get(f"/d/{ben.pk}/room/").text
    assert "Half a though</textarea>" in back
    assert " data-unsent" in back
    assert page.post(f"/d/{ben.pk}/room/here/").headers["Location"] == f"/d/{ben.pk}/room/"


def test_box_in_which_somebody_writes_is_left_alone(invite, visit, begun, as_leader, live_now):
    ben = invite("Ben Ode")
    page = visit(ben)
    same = part(page, ben.pk, showing="1", keeps="0")
    assert 'id="room-form"' not in same
    as_leader.post(f"{begun}go/", {"expected": 0, "to": live_now.steps.get(place=1).pk})
    writes = part(page, ben.pk, showing="1", keeps="1")
    assert "The room has moved on." in writes
    assert 'id="room-form"' not in writes
    reads = part(page, ben.pk, showing="1", keeps="0")
    assert '<div id="room-form" hx-swap-oob="true">' in reads
    assert "What stands in the way?" in reads


def test_room_without_a_prompt_and_one_asked_of_others(invite, visit, begun, live_now):
    ben = invite("Ben Ode")
    page = visit(ben)
    live_now.version.prompts.filter(place=0).update(asked_of=["detractor"])
    assert "There is nothing for you to write at this step" in page.get(f"/d/{ben.pk}/room/").text
    Step.objects.filter(place=0).update(prompt=None, title="A break", says="Ten minutes.")
    shown = page.get(f"/d/{ben.pk}/room/").text
    assert "A break" in shown
    assert "detractor" not in shown.lower()


def test_pairs_are_told_by_name_and_made_anew_when_somebody_leaves(invite, visit, begun, monkeypatch):
    Step.objects.filter(place=0).update(setting="pairs")
    names = ["Ada Oz", "Ben Ode", "Cy Lin", "Dee Wu"]
    people = {name: invite(name) for name in names}
    pages = {name: visit(one) for name, one in people.items()}
    for name in names:
        pages[name].get(f"/d/{people[name].pk}/room/")

    def companions(name: str) -> list[str]:
        said = re.search(r"You are with (.*?)\.</span>", part(pages[name], people[name].pk))
        return re.findall(r"<bdi>(.*?)</bdi>", said[1]) if said else []

    first = {name: companions(name) for name in names}
    assert all(len(others) == 1 and first[others[0]] == [name] for name, others in first.items())
    gone = first["Ada Oz"][0]
    monkeypatch.setattr(presence, "GONE_AFTER", 1)
    pages[gone].post(f"/d/{people[gone].pk}/room/here/", headers={"HX-Request": "true"})
    time.sleep(1.1)
    monkeypatch.setattr(presence, "GONE_AFTER", 60)
    assert len(companions("Ada Oz")) == 2
    assert gone not in companions("Ada Oz")


def test_who_is_in_is_forgotten_and_heard_of_once(invite, live_now, monkeypatch, told):
    ben = invite("Ben Ode")
    channel = live_now.channel
    assert told(lambda: presence.is_here(channel, ben.pk)) == [(channel, "presence")]
    assert told(lambda: presence.is_here(channel, ben.pk)) == []
    assert [each.is_in for each in people_of(live_now)] == [True]
    monkeypatch.setattr(presence, "GONE_AFTER", 1)
    presence.is_here(channel, ben.pk)
    time.sleep(1.1)
    assert [each.is_in for each in people_of(live_now)] == [False]
    assert told(lambda: presence.is_here(channel, ben.pk)) == [(channel, "presence")]


def test_stream_is_signed_for_their_discussion_and_each_has_an_address(invite, visit, begun, live_now, settings):
    addresses = set()
    for name in ("Ada Oz", "Ben Ode"):
        one = invite(name)
        found = re.search(r'data-live="[^"]*stream=([^"]+)"', visit(one).get(f"/d/{one.pk}/room/").text)
        assert stream_address.read(found[1], key=settings.SECRET_KEY).channel == live_now.channel
        assert str(one.pk) not in found[1]
        addresses.add(found[1])
    assert len(addresses) == 2


def test_scale_is_asked_again_when_the_room_comes_back_after_ideas(invite, visit, begun, as_leader, live_now):
    ben = invite("Ben Ode")
    page, steps = visit(ben), list(live_now.steps.order_by("place"))
    as_leader.post(f"{begun}go/", {"expected": 0, "to": steps[2].pk})
    page.post(f"/d/{ben.pk}/room/3/", {"q3-number": "4"})
    assert "Where do you stand now?" not in page.get(f"/d/{ben.pk}/room/").text
    as_leader.post(f"{begun}go/", {"expected": 2, "to": steps[4].pk})
    as_leader.post(f"{begun}go/", {"expected": 4, "to": steps[2].pk})
    again = page.get(f"/d/{ben.pk}/room/").text
    assert "Where do you stand now?" in again
    number = re.search(r'data-showing="(\d+)"', again)[1]
    page.post(f"/d/{ben.pk}/room/{number}/", {f"q{number}-number": "6"})
    assert (Answer.objects.get().number, Answer.objects.get().number_after) == (4, 6)


def test_votes_are_shown_when_the_voting_is_over_and_from_five_on(invite, visit, begun, as_leader, live_now, workspace):
    idea = Idea.objects.create(workspace=workspace, discussion=live_now, voice="seed", text="Less, but better")
    for number in range(5):
        Vote.objects.create(
            workspace=workspace, discussion=live_now, idea=idea, voice=str(number), value=1 if number else -1
        )
    step = live_now.steps.get(place=4)
    as_leader.post(f"{begun}go/", {"expected": 0, "to": step.pk})
    assert "Less, but better" not in as_leader.get(f"{begun}wall/").text
    as_leader.post(f"{begun}reveal/", {"step": step.pk})
    during = as_leader.get(f"{begun}wall/").text
    assert ("Less, but better" in during, "word-votes" in during) == (True, False)
    Step.objects.filter(pk=step.pk).update(ended_at=timezone.now() - dt.timedelta(seconds=1))
    after = as_leader.get(f"{begun}wall/").text
    votes = re.search(r'word-votes num">(.*?)</p>', after, re.DOTALL)[1]
    assert re.sub(r"<svg.*?</svg>|<[^>]+>", "", votes).split() == ["4", "0", "1"]
    # Four are left, and the wall does not say which vote was taken back.
    Vote.objects.filter(voice="0").delete()
    agreement.read(live_now, now=timezone.now())
    assert votes in as_leader.get(f"{begun}wall/").text


@pytest.mark.parametrize("many", [1, 3])
def test_queries_of_a_phone_that_follows_the_room(begun, invite, visit, queries, many):
    """All phones ask at the same moment."""
    people = [invite(f"P {n}") for n in range(many)]
    for each in people:
        visit(each).get(f"/d/{each.pk}/room/")
    headers = {"HX-Request": "true", "HX-Target": "room-now"}
    asked = {"showing": "1", "keeps": "0"}
    assert queries(visit(people[0]), f"/d/{people[0].pk}/room/", query_params=asked, headers=headers) == 8


def test_the_page_of_somebody_who_waits_stays_until_the_room_begins(as_leader, live_now, base, invite, visit):
    ben = invite("Ben Ode")
    opens = timezone.now() + dt.timedelta(hours=3)
    Discussion.objects.update(opens_at=opens, closes_at=opens + dt.timedelta(hours=1))
    phone, home = visit(ben), f"/d/{ben.pk}/"
    asks = {"headers": {"HX-Request": "true", "HX-Current-URL": f"http://testserver{home}"}}
    page = phone.get(home)
    assert "The room opens on" in page.text
    assert f'hx-get="{home}?waits=1"' in page.text
    assert phone.get(f"{home}?waits=1", **asks).status_code == 204
    as_leader.post(f"{base}start/")
    begun = phone.get(f"{home}?waits=1", **asks)
    assert begun.headers["HX-Redirect"] == f"{home}room/"
