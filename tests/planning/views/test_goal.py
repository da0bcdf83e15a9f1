"""One goal: who invests and what for, where people stand on it, its history; stakes and positions added to it."""

import datetime as dt

import pytest
from django.utils import timezone

from planning.goals import edit_goal
from planning.models import GoalPosition, Stake
from planning.positions import say_position
from planning.stakes import end_stake

BASE = "/w/northwind/goals/"
NUL = "This holds a null character, which cannot be stored. Remove it and store again."
HOSTILE = "<script>alert(1)</script>"


def errors(response) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


@pytest.fixture
def goal(new_goal):
    return new_goal("Win more")


def test_a_goal_nobody_is_behind(as_leader, goal):
    page = as_leader.get(f"{BASE}{goal.pk}/")
    assert page.context["says"] == ("Nobody invests in this goal yet.",)
    text = page.content.decode()
    for lack in ("Nobody owns it yet", "No measure said", "No customer outcome said", "Nobody invests in this yet"):
        assert text.count(lack) == 1


def test_investors_and_positions(as_leader, leader, goal, add_person, new_stake):
    ann = add_person("Ann", position=1, segment="champion")
    bo, cem = add_person("Bo", position=-1), add_person("Cem")
    new_stake(ann, goal, invests="budget", measure="Jars")
    end_stake(new_stake(cem, goal))
    say_position(bo, goal=goal, author=leader, position=2, why="Loves it")
    say_position(cem, goal=goal, author=leader, position=0, why="Waits")
    page = as_leader.get(f"{BASE}{goal.pk}/")
    assert [(stake.stakeholder.name, bool(stake.ended_on)) for stake in page.context["stakes"]] == [
        ("Ann", False), ("Cem", True),
    ]  # fmt: skip
    assert [
        (each.person.name, each.stand.position, each.stand.is_general, each.stand.differs)
        for each in page.context["positions"]
    ] == [("Bo", 2, False, True), ("Cem", 0, False, False), ("Ann", 1, True, False)]
    assert page.context["says"] == (
        "One person invests budget.",
        "Bo is an advocate here, though sceptical in general.",
    )
    text = " ".join(page.content.decode().split())
    assert '<strong>Advocate here</strong> <span class="small muted">but sceptical in general</span>' in text
    assert 'Supportive <span class="small muted">in general; nothing said of this goal</span>' in text
    assert '<strong>Neutral here</strong> <span class="small muted">in general nobody knows</span>' in text


@pytest.mark.parametrize("count", [1, 3])
def test_queries(as_leader, leader, goal, add_person, new_stake, django_assert_num_queries, count):
    owners = [add_person(f"Owner {number}", department="Sales") for number in range(count)]
    goal = edit_goal(goal, expected_version=1, owners=owners)
    for number in range(count):
        person = add_person(f"Ann {number}", department="Sales", position=1)
        new_stake(person, goal)
        say_position(person, goal=goal, author=leader, position=0, why="So")
    as_leader.get(f"{BASE}{goal.pk}/")
    with django_assert_num_queries(16):
        as_leader.get(f"{BASE}{goal.pk}/")


def test_doors_of_forms(as_leader, as_member, as_executive, as_stranger, client, goal, add_person, new_stake):
    stake = new_stake(add_person(), goal)
    pages = [f"{BASE}{goal.pk}/stakes/new/", f"{BASE}{goal.pk}/positions/new/", f"/w/northwind/stakes/{stake.pk}/edit/"]
    for page in pages:
        assert as_leader.get(page).status_code == 200
        assert as_member.get(page).status_code == 200
        assert as_executive.get(page).status_code == 403
        assert as_stranger.get(page).status_code == 404
        assert client.get(page).status_code == 302
        assert as_leader.delete(page).status_code == 405
    end = f"/w/northwind/stakes/{stake.pk}/end/"
    assert as_leader.get(end).status_code == 405
    assert as_executive.post(end).status_code == 403
    assert as_stranger.post(end).status_code == 404
    assert client.post(end).status_code == 302


def test_adding_a_stake(as_leader, leader, goal, add_person):
    ann = add_person("Ann Ott")
    typed = {
        "person": "ann", "invests": "access", "what": "Two doors", "goal": goal.pk, "expects": "News",
        "measure": "Letters", "horizon_on": "2027-01-31",
    }  # fmt: skip
    done = as_leader.post(f"{BASE}{goal.pk}/stakes/new/", typed)
    assert (done.status_code, done.headers["Location"]) == (302, f"{BASE}{goal.pk}/")
    stake = Stake.objects.get()
    assert (stake.stakeholder, stake.goal, stake.invests, stake.what, stake.expects, stake.measure) == (
        ann, goal, "access", "Two doors", "News", "Letters",
    )  # fmt: skip
    assert (stake.horizon_on, stake.author) == (dt.date(2027, 1, 31), leader)


def test_a_stake_sent_twice_is_stored_once(as_leader, goal, add_person):
    add_person("Ann")
    typed = {"person": "Ann", "invests": "time", "what": "Fridays", "key": "7d3f4d5e-0f1a-4c55-9d0e-3a2b1c0d9e8f"}
    for _ in range(2):
        assert as_leader.post(f"{BASE}{goal.pk}/stakes/new/", typed).status_code == 302
    assert Stake.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"person": ""}, {"person": ["Choose who invests: type a part of the name."]}),
        ({"what": " "}, {"what": ["Say what exactly they put in."]}),
        ({"invests": ""}, {"invests": ["Choose one of the answers."]}),
        ({"invests": "love"}, {"invests": ["Choose one of the answers."]}),
        ({"goal": "999999"}, {"goal": ["Choose one of the answers."]}),
        ({"goal": "x\x00"}, {"goal": ["Null characters are not allowed."]}),
        (
            {"what": "a\x00"},
            {"what": ["This holds a null character, which cannot be stored. Remove it and store again."]},
        ),
        ({"expects": "x" * 2001}, {"expects": ["This may be 2,000 characters long at most; it is 2001 long."]}),
    ],
)
def test_a_stake_with_something_wrong_comes_back(as_leader, goal, add_person, fields, wrong):
    add_person("Ann")
    typed = {"person": "Ann", "invests": "time", "what": "Fridays", **fields}
    again = as_leader.post(f"{BASE}{goal.pk}/stakes/new/", typed)
    assert (again.status_code, errors(again), Stake.objects.count()) == (422, wrong, 0)


def test_editing_a_stake_two_at_once(as_leader, as_member, goal, new_goal, add_person, new_stake):
    person, other = add_person(), new_goal("Lose less")
    stake = new_stake(person, goal, what="Fridays")
    address = f"/w/northwind/stakes/{stake.pk}/edit/"
    opened = as_leader.get(address).context["form"].initial["opened"]
    theirs = {"invests": "people", "what": "Two Fridays", "goal": other.pk, "version": 1}
    assert as_member.post(address, theirs).status_code == 302
    mine = {"invests": "time", "what": "Mondays", "goal": goal.pk, "expects": "Cake", "version": 1, "opened": opened}
    told = as_leader.post(address, mine)
    assert (told.status_code, told.context["editor"]) == (409, "Sam Ferris")
    assert [(d.label, d.was, d.theirs, d.yours, d.is_taken_over) for d in told.context["differences"]] == [
        ("Goal", "Win more", "Lose less", "Win more", True),
        ("Invests", "Time", "People", "Time", True),
        ("What exactly", "Fridays", "Two Fridays", "Mondays", False),
    ]
    form = told.context["form"]
    assert (form["what"].value(), form["expects"].value(), form["invests"].value(), form["version"].value()) == (
        "Mondays", "Cake", "people", 2,
    )  # fmt: skip
    done = as_leader.post(address, {"invests": "people", "what": "Mondays", "goal": other.pk, "version": 2})
    assert done.headers["Location"] == f"/w/northwind/alignment/stakeholders/{person.pk}/"
    assert (Stake.objects.get().what, Stake.objects.get().goal) == ("Mondays", other)


def test_ending_a_stake(as_leader, goal, add_person, new_stake):
    person = add_person()
    first, second = new_stake(person, goal), new_stake(person, goal)
    done = as_leader.post(f"/w/northwind/stakes/{first.pk}/end/", {"from": "goal"})
    assert (done.status_code, done.headers["Location"]) == (302, f"{BASE}{goal.pk}/")
    done = as_leader.post(f"/w/northwind/stakes/{second.pk}/end/")
    assert done.headers["Location"] == f"/w/northwind/alignment/stakeholders/{person.pk}/"
    assert list(Stake.objects.values_list("ended_on", flat=True)) == [timezone.localdate()] * 2
    assert as_leader.post("/w/northwind/stakes/999999/end/").status_code == 404


def test_saying_a_position(as_leader, leader, goal, add_person):
    ann = add_person("Ann Ott", position=-1)
    address = f"{BASE}{goal.pk}/positions/new/?who={ann.pk}"
    form = as_leader.get(address).context["form"]
    assert form["person"].value() == f"Ann Ott #{ann.pk}"
    typed = {"person": f"Ann Ott #{ann.pk}", "position": "2", "why": "Said so", "said_on": "2026-01-05"}
    done = as_leader.post(address, typed)
    assert (done.status_code, done.headers["Location"]) == (302, f"{BASE}{goal.pk}/")
    said = GoalPosition.objects.get()
    assert (said.stakeholder, said.goal, said.position, said.why, said.said_on, said.author) == (
        ann, goal, 2, "Said so", dt.date(2026, 1, 5), leader,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"person": "Zed"}, {"person": ["Nobody here is called “Zed”. Add them first, or check the spelling."]}),
        ({"position": ""}, {"position": ["Choose one of the answers."]}),
        ({"position": "3"}, {"position": ["Choose one of the answers."]}),
        ({"why": " "}, {"why": ["Say why: what they said or did."]}),
        ({"said_on": "2999-01-01"}, {"said_on": ["Say what has been heard; this date is still to come."]}),
    ],
)
def test_a_position_with_something_wrong_comes_back(as_leader, goal, add_person, fields, wrong):
    add_person("Ann")
    typed = {"person": "Ann", "position": "1", "why": "So", **fields}
    again = as_leader.post(f"{BASE}{goal.pk}/positions/new/", typed)
    found = errors(again)
    if "said_on" in fields:
        found = {"said_on": found["said_on"]}
    assert (again.status_code, found, GoalPosition.objects.count()) == (422, wrong, 0)


@pytest.mark.parametrize("who", ["999999", "x", "9" * 30])
def test_whom_an_address_names_wrongly(as_leader, goal, who):
    answer = as_leader.get(f"{BASE}{goal.pk}/positions/new/?who={who}")
    assert answer.status_code == (404 if who == "999999" else 200)


def test_hostile_words_stay_words(as_leader, leader, goal, add_person, new_stake):
    person = add_person(HOSTILE)
    stake = new_stake(person, goal, what=HOSTILE, expects=HOSTILE, measure=HOSTILE)
    say_position(person, goal=goal, author=leader, position=0, why=HOSTILE)
    for page in (
        f"{BASE}{goal.pk}/",
        f"/w/northwind/stakes/{stake.pk}/edit/",
        f"{BASE}{goal.pk}/positions/new/?who={person.pk}",
    ):
        text = as_leader.get(page).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
        assert "<script>alert" not in text
