"""Goals against people and departments, and one person across the goals."""

import pytest

from planning.goals import close_goal
from planning.models import Stake
from planning.positions import say_position
from planning.stakes import end_stake

BASE = "/w/northwind/alignment/"
DEPARTMENTS = f"{BASE}departments/"
HOSTILE = "<script>alert(1)</script>"


def across(person) -> str:
    return f"{BASE}stakeholders/{person.pk}/"


def names(response) -> list[str]:
    return [row.person.name for row in response.context["rows"]]


def test_doors(as_leader, as_member, as_executive, as_stranger, client, add_person):
    person = add_person()
    for page in (BASE, DEPARTMENTS, across(person), f"{across(person)}stakes/new/"):
        assert as_leader.get(page).status_code == 200
        assert as_member.get(page).status_code == 200
        assert as_executive.get(page).status_code == 403
        assert as_stranger.get(page).status_code == 404
        assert client.get(page).status_code == 302
        assert as_leader.delete(page).status_code == 405
    for page in (BASE, DEPARTMENTS, across(person)):
        assert as_leader.post(page).status_code == 405
    assert as_leader.get(f"{BASE}stakeholders/999999/").status_code == 404


def test_nothing_to_show_says_what_to_do_first(as_leader, new_goal):
    for page in (BASE, DEPARTMENTS):
        assert "No goal runs today" in as_leader.get(page).content.decode()
    new_goal()
    assert "Nobody to stand behind the goals yet" in as_leader.get(BASE).content.decode()
    assert "No department has anybody in it" in as_leader.get(DEPARTMENTS).content.decode()


def test_absent_deciders_come_first(as_leader, leader, add_person, new_goal, new_stake):
    goal = new_goal("Win more", owners=[add_person("Owner", segment="participant")])
    add_person("Quiet", segment="participant")
    add_person("Buys", kind="customer", segment="decision_maker", influence=5)
    add_person("Less", segment="decision_maker", influence=2)
    add_person("More", segment="decision_maker", influence=5)
    speaks = add_person("Speaks", segment="influencer", influence=5)
    say_position(speaks, goal=goal, author=leader, position=-1, why="Grumbles")
    new_stake(add_person("Gives", segment="influencer"))
    new_stake(add_person("Invests", segment="decision_maker"), goal, invests="budget")
    end_stake(new_stake(add_person("Gave", segment="decision_maker", influence=3), goal))
    page = as_leader.get(BASE)
    assert [(row.person.name, row.group) for row in page.context["rows"]] == [
        ("More", "Decide or move others, but own no goal and invest in none"),
        ("Gave", "Decide or move others, but own no goal and invest in none"),
        ("Less", "Decide or move others, but own no goal and invest in none"),
        ("Speaks", "Decide or move others, but own no goal and invest in none"),
        ("Invests", "Behind a goal"),
        ("Gives", "Behind a goal"),
        ("Owner", "Behind a goal"),
        ("Buys", "Everybody else"),
        ("Quiet", "Everybody else"),
    ]
    assert page.context["says"] == (
        "Four of six internal decision makers and influencers own no goal and invest in none: "
        "More, Gave, Less and one more.",
    )
    cells = {row.person.name: row.cells[0] for row in page.context["rows"]}
    assert (cells["Owner"].owns, cells["Owner"].sorts) == (True, ())
    assert (cells["Invests"].owns, cells["Invests"].sorts) == (False, ("Budget",))
    assert (cells["Speaks"].stand.position, bool(cells["Speaks"]), bool(cells["Quiet"])) == (-1, True, False)
    assert {row.person.name: row.in_general for row in page.context["rows"] if row.in_general} == {"Gives": ("Time",)}


def test_goals_that_do_not_run_are_not_asked_of(as_leader, add_person, new_goal, new_stake):
    ann = add_person("Ann", segment="decision_maker")
    new_goal("Now")
    closed = new_goal("Closed", owners=[ann])
    new_stake(ann, closed)
    close_goal(closed)
    page = as_leader.get(BASE)
    assert [goal.statement for goal in page.context["goals"]] == ["Now"]
    assert page.context["says"] == (
        "The one internal decision maker or influencer, Ann, owns no goal and invests in none.",
        "“Now” has none of them behind it.",
    )


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_people(as_leader, leader, add_person, new_goal, new_stake, django_assert_num_queries, count):
    for number in range(count):
        person = add_person(f"Ann {number}", department=f"Team {number}", segment="influencer")
        goal = new_goal(f"Goal {number}", owners=[person])
        new_stake(person, goal)
        say_position(person, goal=goal, author=leader, position=1, why="So")
    as_leader.get(BASE)
    with django_assert_num_queries(16):
        as_leader.get(BASE)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_departments(as_leader, add_person, new_goal, new_stake, django_assert_num_queries, count):
    for number in range(count):
        person = add_person(f"Ann {number}", department=f"Team {number}")
        new_stake(person, new_goal(f"Goal {number}", owners=[person]))
    as_leader.get(DEPARTMENTS)
    with django_assert_num_queries(13):
        as_leader.get(DEPARTMENTS)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_one_person(as_leader, leader, add_person, new_goal, new_stake, django_assert_num_queries, count):
    person = add_person("Ann", department="Sales", segment="influencer")
    for number in range(count):
        goal = new_goal(f"Goal {number}", owners=[person])
        new_stake(person, goal)
        say_position(person, goal=goal, author=leader, position=1, why="So")
    as_leader.get(across(person))
    with django_assert_num_queries(13):
        as_leader.get(across(person))


def test_many_people_come_in_pages(as_leader, add_person, new_goal):
    new_goal()
    for number in range(31):
        add_person(f"Person {number:02}")
    assert len(names(as_leader.get(BASE))) == 30
    assert names(as_leader.get(f"{BASE}?page=2")) == ["Person 30"]
    part = as_leader.get(f"{BASE}?page=2", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="people").content.decode()
    assert "<html" not in part
    assert part.count("<tr") == 3


def test_departments(as_leader, add_person, new_goal, new_stake):
    ann, bo = add_person("Ann", department="Sales"), add_person("Bo", department="Product")
    add_person("Cem", department="Legal")
    goal = new_goal("Win more", owners=[ann])
    new_goal("Lose less", owners=[ann])
    new_stake(bo, goal)
    new_stake(add_person("Outsider"), goal)
    page = as_leader.get(DEPARTMENTS)
    assert [(row.name, row.goals, row.shares, row.shares_with) for row, _ in page.context["rows"]] == [
        ("Legal", 0, 0, ()), ("Sales", 2, 1, ("Product",)), ("Product", 1, 1, ("Sales",)),
    ]  # fmt: skip
    assert page.context["says"] == (
        "Legal stands outside every goal.",
        "Product and Sales share most: one goal.",
        "One goal is carried by one department alone: “Lose less”.",
    )
    text = page.content.decode()
    assert text.count("Outside every goal") == 1
    assert text.count("1 owns") == 2
    assert text.count("1 invests") == 1


def test_departments_are_paged_and_counted_whole(as_leader, add_person, new_goal):
    new_goal("Win more", owners=[add_person("Ann", department="D00")])
    for number in range(1, 22):
        add_person(f"P{number}", department=f"D{number:02}")
    page = as_leader.get(f"{DEPARTMENTS}?page=2")
    assert [row.name for row, _ in page.context["rows"]] == ["D21", "D00"]
    assert page.context["says"][0] == "D01, D02, D03 and 18 more stand outside every goal."
    part = as_leader.get(f"{DEPARTMENTS}?page=2", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="departments").content.decode()
    assert ("<html" in part, part.count("<tr")) == (False, 3)


def test_one_person_across_the_goals(as_leader, leader, add_person, new_goal, new_stake):
    ann = add_person("Ann", position=1, segment="champion")
    win, lose = new_goal("Win more", owners=[ann]), new_goal("Lose less")
    close_goal(new_goal("Closed, and not hers"))
    new_stake(ann, win, invests="budget", what="Money")
    new_stake(ann, invests="time", what="Fridays")
    say_position(ann, goal=lose, author=leader, position=-2, why="“Never.”")
    found = as_leader.get(across(ann)).context["across"]
    told = [(on.goal.statement, on.owns, len(on.stakes), on.stand.position, on.stand.differs) for on in found.goals]
    assert told == [
        ("Win more", True, 1, 1, False), ("Lose less", False, 0, -2, True),
    ]  # fmt: skip
    assert [stake.what for stake in found.stakes] == ["Money", "Fridays"]
    assert found.says == (
        "Owns one goal and has two stakes.",
        "Opposed on “Lose less”, though supportive in general.",
    )


def test_the_section_of_a_persons_page(as_leader, add_person, new_stake):
    ann = add_person("Ann")
    whole = as_leader.get(across(ann)).content.decode()
    assert "<html" in whole
    assert "They put nothing in yet. What would they put in" in whole
    new_stake(ann, what="Fridays")
    part = as_leader.get(across(ann), HTTP_HX_REQUEST="true", HTTP_HX_TARGET="stakes").content.decode()
    assert "<html" not in part
    assert part.count("Fridays</p>") == 1
    assert f'href="{across(ann)}"' in part
    assert f'hx-get="{across(ann)}stakes/new/"' in part
    assert f'hx-get="{across(ann)}"' in as_leader.get(f"/w/northwind/stakeholders/{ann.pk}/").content.decode()


def test_adding_a_stake_from_a_person(as_leader, add_person, new_goal):
    ann, goal = add_person("Ann"), new_goal()
    address = f"{across(ann)}stakes/new/"
    done = as_leader.post(address, {"invests": "insight", "what": "The study", "goal": goal.pk})
    assert (done.status_code, done.headers["Location"]) == (302, across(ann))
    assert (Stake.objects.get().stakeholder, Stake.objects.get().goal) == (ann, goal)
    under = as_leader.post(
        address,
        {"invests": "time", "what": "Fridays"},
        HTTP_HX_REQUEST="true",
        HTTP_HX_TARGET="panel",
        HTTP_HX_CURRENT_URL=f"http://testserver/w/northwind/stakeholders/{ann.pk}/",
    )
    assert f"/w/northwind/stakeholders/{ann.pk}/" in under.headers["HX-Location"]
    again = as_leader.post(address, {"invests": "time", "what": ""})
    assert (again.status_code, Stake.objects.count()) == (422, 2)
    close_goal(goal)
    assert [str(label) for _, label in as_leader.get(address).context["form"].fields["goal"].choices] == [
        "Marketing as a whole"
    ]


def test_hostile_words_stay_words(as_leader, add_person, new_goal, new_stake):
    person = add_person(HOSTILE, department=HOSTILE, segment="influencer")
    new_stake(person, new_goal(HOSTILE), what=HOSTILE)
    for page in (BASE, DEPARTMENTS, across(person)):
        text = as_leader.get(page).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
        assert "<script>alert" not in text
