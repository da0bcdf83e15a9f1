"""The one sentence of a brief, and what is said where nothing is known."""

import pytest

from planning.playbooks.headline import Facts, Lacks, Put, Standing, headline, lacks

OPEN, ANSWERED = Standing("losing_control", False), Standing("losing_control", True)
ASKED = Put("Fewer evenings of repair", "Late changes after the story is signed.")


def said(segment="decision_maker", position: int | None = 1, **facts) -> str:
    return headline(Facts("Gordon Pike", segment, position, **facts))


@pytest.mark.parametrize(
    ("segment", "position", "start"),
    [
        ("decision_maker", -2, "Gordon Pike decides and is opposed: "),
        ("decision_maker", 2, "Gordon Pike decides and is an advocate: "),
        ("decision_maker", None, "Gordon Pike decides, and nobody knows where they stand: "),
        ("champion", 2, "Gordon Pike speaks for us: "),
        ("champion", 1, "Gordon Pike speaks for us and is supportive: "),
        ("champion", 0, "Gordon Pike speaks for us but is neutral: "),
        ("champion", -1, "Gordon Pike speaks for us but is sceptical: "),
        ("influencer", 0, "Gordon Pike moves others and is neutral: "),
        ("detractor", -2, "Gordon Pike resists and is opposed: "),
        ("detractor", 0, "Gordon Pike resists but is neutral: "),
        ("detractor", 1, "Gordon Pike resists but is supportive: "),
        ("participant", -1, "Gordon Pike carries the work and is sceptical: "),
        ("unknown", 0, "Gordon Pike has no segment yet and is neutral: "),
    ],
)
def test_it_begins_with_how_they_stand(segment, position, start):
    assert said(segment, position, concerns=[OPEN]) == (
        f"{start}answer their fear of losing control before asking for anything."
    )


@pytest.mark.parametrize(
    ("cause", "unanswered", "answered"),
    [
        ("nothing_in_it", "show what is in it for them", "ask whether they now see something in it for them"),
        ("losing_control", "answer their fear of losing control", "ask whether they still fear losing control"),
        ("bad_experience", "answer for what went wrong before", "ask whether the last time still stands between you"),
        ("competing_priority", "tie it to what comes first for them", "ask what comes first for them now"),
        (
            "unclear_value", "show its worth in a number they trust", "ask whether they now see what it is worth",
        ),
        ("unknown", "find out what is behind their objection", "ask whether the answer was enough"),
    ],
)  # fmt: skip
def test_a_concern_comes_first(cause, unanswered, answered):
    start = "Gordon Pike decides and is supportive: "
    assert said(concerns=[Standing(cause, False)]) == f"{start}{unanswered} before asking for anything."
    assert said(concerns=[Standing(cause, False)], stakes=[ASKED]) == f"{start}{unanswered} before asking for more."
    assert said(concerns=[Standing(cause, True)], stakes=[ASKED]) == f"{start}{answered}."


def test_an_unanswered_concern_comes_before_an_answered_one():
    assert said(concerns=[ANSWERED, Standing("unclear_value", False)]) == (
        "Gordon Pike decides and is supportive: show its worth in a number they trust before asking for anything."
    )


def test_without_a_concern_the_assessment_says_why_they_are_against():
    assert said(position=-1, resists_for="nothing_in_it") == (
        "Gordon Pike decides and is sceptical: show what is in it for them before asking for anything."
    )
    assert said(position=-1, resists_for="nothing_in_it", concerns=[ANSWERED]) == (
        "Gordon Pike decides and is sceptical: ask whether they still fear losing control."
    )
    assert said(position=-1) == (
        "Gordon Pike decides and is sceptical: ask what they object to, and listen, before asking for anything."
    )
    # Whoever is not against us any more is not answered to for what they resisted once.
    assert said(position=1, resists_for="nothing_in_it") == (
        "Gordon Pike decides and is supportive: ask what they would put in, and what they would want back."
    )


@pytest.mark.parametrize(
    ("facts", "end"),
    [
        ({"segment": "unknown"}, "ask what they decide, what they could give, and what they would want back."),
        ({"position": None}, "ask where they stand before counting on them."),
        ({}, "ask what they would put in, and what they would want back."),
        ({"stakes": [ASKED, Put("", "Days")]}, "ask what they expect in return, in their words."),
        ({"stakes": [Put("Fewer evenings")]}, "agree on what would prove the return."),
        (
            {"stakes": [Put("Fewer evenings"), ASKED]},
            "bring what would prove it to them, “Late changes after the story is signed”.",
        ),
        ({"stakes": [Put("x", "long " * 40)]}, f"bring what would prove it to them, “{'long ' * 17}long…”."),
    ],
)
def test_then_where_they_stand_and_what_they_put_in(facts, end):
    assert said(**facts).partition(": ")[2] == end


def test_what_is_missing_is_said_with_what_to_do():
    nothing = Facts("Gordon Pike", "decision_maker", 0)
    assert lacks(nothing, quotes=0, contacts=0, goals=0, noted=0) == Lacks(
        stakes="No stake known yet: ask what they would put in, and what they would want back.",
        concerns="No concern noted: ask what would make them say no.",
        quotes="None of their words noted yet: write down the next thing they say, as they say it.",
        contact="No contact logged yet: begin with a conversation that asks for nothing.",
        goals="They own none of our goals: ask which goal of theirs we could serve.",
    )


@pytest.mark.parametrize(
    ("position", "concerns", "noted", "says"),
    [
        (0, [OPEN], 1, ""),
        (0, [], 2, "Nothing stands against it: what they objected to is settled."),
        (-1, [], 0, "They are against it and nobody has noted why: ask what they would lose."),
        (None, [], 0, "No concern noted: ask what would make them say no."),
    ],
)
def test_a_concern_that_is_missing(position, concerns, noted, says):
    facts = Facts("Gordon Pike", "decision_maker", position, concerns, stakes=[ASKED])
    assert lacks(facts, quotes=1, contacts=1, goals=1, noted=noted) == Lacks(concerns=says)
