"""What a playbook says of its people, and what a brief reads about one of them."""

import datetime as dt

import pytest
from django.core.cache import cache

from planning.goals import close_goal
from planning.playbooks.editing import UNWRITTEN, edit_playbook
from planning.queries.playbook import (
    Move,
    WayThere,
    brief,
    contact_says,
    last_move,
    of_segment,
    position_says,
    pressing,
    segment_says,
    way_there,
)
from planning.stakes import end_stake
from stakeholders.assessments import record_assessment
from stakeholders.concerns import raise_concern, settle_concern
from stakeholders.models import Concern, Stakeholder, Touchpoint
from stakeholders.notes import add_note
from stakeholders.relationships import add_relationship
from stakeholders.touchpoints import log_touchpoint

TODAY = dt.date(2026, 6, 30)
JAN, MARCH, MAY = dt.date(2026, 1, 5), dt.date(2026, 3, 9), dt.date(2026, 5, 4)


@pytest.mark.parametrize(
    ("segment", "positions", "says"),
    [
        ("decision_maker", [], "Nobody is a decision maker so far."),
        ("influencer", [], "Nobody is an influencer so far."),
        ("champion", [2], "One champion: one for it."),
        ("detractor", [-2, -1, 0, None], "Four detractors: two against, one neutral, one nobody knows."),
        ("participant", [1] * 11 + [0], "12 participants: 11 for it, one neutral."),
        ("unknown", [], "Everybody has a segment."),
        ("unknown", [None], "One person has no segment yet: find out first."),
        ("unknown", [None, 1], "Two people have no segment yet: find out first."),
    ],
)
def test_how_many_there_are_and_how_they_stand(segment, positions, says):
    assert segment_says(segment, positions) == says


def test_the_latest_move_is_found_among_assessments():
    rows = [(-2, MAY, "Asked again"), (-2, MARCH, "Asked what he gets"), (-1, JAN, "First"), (None, JAN, "Unseen")]
    assert last_move(rows) == Move(-1, -2, MARCH, "Asked what he gets", is_first=False)
    assert last_move(rows[2:]) == Move(None, -1, JAN, "First", is_first=False)
    assert last_move([(0, MAY, "Still"), (0, JAN, "First")]) == Move(None, 0, JAN, "First", is_first=True)
    assert last_move([]) is None


@pytest.mark.parametrize(
    ("position", "move", "says"),
    [
        (None, None, "Not assessed yet: answer the five questions after the first conversation."),
        (None, Move(1, None, MAY, "", is_first=False), "Nobody knows where they stand: ask."),
        (-2, Move(-1, -2, MARCH, "", is_first=False), "Opposed since 9 March 2026; sceptical before."),
        (2, Move(None, 2, MARCH, "", is_first=False), "An advocate, as we know since 9 March 2026."),
        (0, Move(None, 0, JAN, "", is_first=True), "Neutral since we first judged it, on 5 January 2026."),
    ],
)
def test_where_they_stand_is_said_with_since_when(position, move, says):
    assert position_says(position, move) == says


@pytest.mark.parametrize(
    ("kind", "mood", "says"),
    [
        ("meeting", "bad", "A meeting 8 weeks ago. It went badly."),
        ("call", "good", "A call 8 weeks ago. It went well."),
        ("message", "mixed", "A message 8 weeks ago. Mixed."),
        ("other", "unknown", "A contact 8 weeks ago."),
    ],
)
def test_the_last_contact_is_said_with_how_it_went(kind, mood, says):
    assert contact_says(Touchpoint(kind=kind, mood=mood, happened_on=MAY), TODAY) == says


def test_unanswered_concerns_press_first_and_the_order_among_them_stays():
    made = [Concern(said=said, responded_on=day) for said, day in [("a", MAY), ("b", None), ("c", MAY), ("d", None)]]
    assert [concern.said for concern in pressing(made)] == ["b", "d", "a", "c"]


@pytest.mark.django_db
def test_those_against_us_come_first_and_of_them_the_most_influential(workspace, add_person):
    for name, position, influence in (
        ("For", 2, 5), ("Against, little", -1, 2), ("Against, much", -1, 5), ("Unknown", None, 5),
    ):  # fmt: skip
        add_person(name, segment="champion", position=position, influence=influence)
    add_person("Another sort", segment="detractor", position=-2)
    people = of_segment(Stakeholder.objects.filter(workspace=workspace), "champion")
    assert [person.name for person in people] == ["Against, much", "Against, little", "For", "Unknown"]


@pytest.mark.django_db
def test_a_brief_holds_what_is_theirs(workspace, leader, add_person, new_goal, new_stake):
    person = add_person(
        "Gordon Pike", segment="decision_maker", position=-1, assessed_on=JAN, why="First", resists=True,
        resistance_cause="nothing_in_it",
    )  # fmt: skip
    record_assessment(person, author=leader, why="Asked what he gets", assessed_on=MARCH, position=-2)
    year = {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2026, 12, 31)}
    owned = new_goal("No overtime", owners=[person], **year)
    new_goal("Over", owners=[person], starts_on=JAN, ends_on=MARCH)
    closed = new_goal("Closed", owners=[person], **year)
    close_goal(closed)
    stakes = [new_stake(person, owned, what=f"Stake {number}") for number in range(1, 6)]
    end_stake(stakes[0])
    answered = raise_concern(person, author=leader, said="Late", raised_on=MAY, response="Two weeks' notice")
    open_one = raise_concern(person, author=leader, said="Who decides?", cause="losing_control", raised_on=JAN)
    settle_concern(raise_concern(person, author=leader, said="Old", raised_on=JAN), why="So")
    add_note(person, author=leader, kind="quote", words="“What do I get?”", noted_on=MARCH)
    add_note(person, author=leader, kind="fact", words="A fact")
    log_touchpoint(person, author=leader, kind="call", happened_on=JAN, mood="good")
    log_touchpoint(person, author=leader, kind="meeting", happened_on=MAY, mood="bad", summary="Budget round")
    edit_playbook(workspace, "decision_maker", editor=leader, expected_version=UNWRITTEN, ask="What would you stop?")
    person = Stakeholder.objects.select_related("current").get(pk=person.pk)
    found = brief(workspace, person, today=TODAY)
    assert found.headline == (
        "Gordon Pike decides and is opposed: answer their fear of losing control before asking for more."
    )
    assert ([stake.what for stake in found.stakes.rows], found.stakes.more) == (["Stake 2", "Stake 3", "Stake 4"], 1)
    assert (found.concerns.rows, found.concerns.more) == ((open_one, answered), 0)
    assert [quote.words for quote in found.quotes.rows] == ["“What do I get?”"]
    assert found.goals.rows == (owned,)
    assert (found.position, found.move.why) == ("Opposed since 9 March 2026; sceptical before.", "Asked what he gets")
    assert (found.contact, found.last.summary) == ("A meeting 8 weeks ago. It went badly.", "Budget round")
    assert [part.points for part in found.book.parts if part.is_own] == [("What would you stop?",)]
    assert set(vars(found.lacks).values()) == {""}


@pytest.mark.django_db
def test_a_brief_of_somebody_new_says_what_to_do(workspace, add_person):
    person = Stakeholder.objects.select_related("current").get(pk=add_person("Wei Zhang").pk)
    found = brief(workspace, person, today=TODAY)
    assert found.headline == (
        "Wei Zhang has no segment yet, and nobody knows where they stand: "
        "ask what they decide, what they could give, and what they would want back."
    )
    assert found.position == "Not assessed yet: answer the five questions after the first conversation."
    assert (found.stakes.rows, found.concerns.rows, found.quotes.rows, found.last) == ((), (), (), None)
    assert "" not in vars(found.lacks).values()


@pytest.mark.django_db
def test_the_warmest_way_leads_there(workspace, add_person, monkeypatch):
    ours = add_person("Priya Raman", segment="champion", position=2)
    between, target, alone = add_person("Beth Cole", position=1), add_person("Marcus Hale"), add_person("Nobody’s")
    for carrier, receiver in ((ours, between), (between, target)):
        add_relationship(carrier, target=receiver, kind="influences", weight=4)
    assert way_there(workspace, target).way.people == (ours, between, target)
    assert way_there(workspace, ours) == WayThere(is_ours=True)
    assert way_there(workspace, alone) == WayThere()
    monkeypatch.setattr("planning.queries.playbook.MOST_TIES", 1)
    cache.clear()
    assert way_there(workspace, target) == WayThere(is_too_large=True)
