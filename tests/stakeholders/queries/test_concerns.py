"""What became of a concern, in words; how many stand; and which one an assessment suggests noting."""

import datetime as dt

import pghistory
import pytest

from stakeholders.concerns import answer_concern, raise_concern, reopen_concern, settle_concern
from stakeholders.models import Assessment, Concern
from stakeholders.queries.concerns import Act, Draft, State, concerns_of, concerns_says, draft_of, told

RAISED, MAY, JUNE = dt.date(2026, 4, 20), dt.date(2026, 5, 4), dt.date(2026, 6, 1)


def state(day: int, why: str = "", **fields) -> State:
    """As it was written down on a day of July."""
    start = {"said": "No.", "cause": "unknown", "response": "", "responded_on": None, "settled_on": None}
    return State(dt.datetime(2026, 7, day, 9, tzinfo=dt.UTC), "Ines", why, raised_on=RAISED, **{**start, **fields})


def test_each_change_is_told_newest_first():
    answered = {"response": "One page.", "responded_on": MAY}
    anew = {"response": "One page, monthly.", "responded_on": JUNE}
    states = [
        state(1, "Raised a concern"),
        state(2, "Answered the concern", **answered),
        state(3, "She signed", **answered, settled_on=MAY),
        state(4, "Asked again", **answered),
        state(5, "Answered the concern", **anew),
        state(6, **{**anew, "cause": "unclear_value", "said": "Not yet."}),
    ]
    assert told(states) == (
        Act("Cause corrected", dt.date(2026, 7, 6), "Ines", before="Cause not known", after="Unclear value"),
        Act("Worded anew", dt.date(2026, 7, 6), "Ines", before="No.", after="Not yet."),
        Act("Answered anew", JUNE, "Ines", before="One page.", after="One page, monthly."),
        Act("Reopened", dt.date(2026, 7, 4), "Ines", "Asked again"),
        Act("Settled", MAY, "Ines", "She signed"),
        Act("Answered", MAY, "Ines", after="One page."),
        Act("Raised", RAISED, "Ines"),
    )


def test_what_was_answered_at_once_is_told_with_the_raising():
    (raised,) = told([state(1, "Raised a concern", response="One page.", responded_on=RAISED)])
    assert raised == Act("Raised", RAISED, "Ines", after="Answered at once: One page.")


def rows(*states: tuple[bool, bool]) -> list[Concern]:
    """(answered, settled) each."""
    return [
        Concern(responded_on=MAY if answered else None, settled_on=MAY if over else None) for answered, over in states
    ]


OPEN, ANSWERED, SETTLED = (False, False), (True, False), (True, True)


@pytest.mark.parametrize(
    ("states", "says"),
    [
        ([], "No concern is noted. What would have to be true for them to say yes?"),
        ([SETTLED], "Their one concern is settled."),
        ([SETTLED, SETTLED], "All 2 concerns are settled."),
        ([OPEN], "One concern stands, and nobody has answered it."),
        ([ANSWERED, SETTLED], "One concern stands, answered."),
        ([ANSWERED, ANSWERED], "Two concerns stand, all of them answered."),
        ([OPEN, OPEN], "Two concerns stand, and nobody has answered either of them."),
        ([OPEN, OPEN, OPEN], "Three concerns stand, and nobody has answered any of them."),
        ([OPEN, ANSWERED, ANSWERED], "Three concerns stand; nobody has answered one of them."),
        ([OPEN] * 11 + [ANSWERED], "12 concerns stand; nobody has answered 11 of them."),
    ],
)
def test_how_many_stand_is_said(states, says):
    assert concerns_says(rows(*states)) == says


@pytest.mark.parametrize(
    ("judged", "noted", "draft"),
    [
        (
            {"resists": True, "resistance_cause": "fears_losing_control"},
            ["bad_experience"],
            Draft(
                "losing_control",
                "They are judged to resist because they fear losing control: note what they said.",
            ),
        ),
        (
            {"resists": True, "resistance_cause": "nothing_in_it"},
            [],
            Draft(
                "nothing_in_it",
                "They are judged to resist because they see nothing in it for them: note what they said.",
            ),
        ),
        ({"resists": True, "resistance_cause": "nothing_in_it"}, ["nothing_in_it"], None),
        ({"resists": True}, [], None),
        ({"resists": None, "resistance_cause": "nothing_in_it"}, [], None),
        (None, [], None),
    ],
)
def test_an_assessment_suggests_the_concern_behind_resistance(judged, noted, draft):
    now = None if judged is None else Assessment(**judged)
    assert draft_of(now, [Concern(cause=cause) for cause in noted]) == draft


@pytest.mark.django_db
def test_those_that_stand_unanswered_come_first_each_with_who_did_what(add_person, leader, member):
    person, other = add_person("Gordon Pike"), add_person("Bo")
    with pghistory.context(user=leader.pk):
        old = raise_concern(person, author=leader, said="Old", raised_on=dt.date(2026, 1, 5))
        answered = raise_concern(person, author=leader, said="Answered", raised_on=dt.date(2026, 2, 5), response="So")
        new = raise_concern(person, author=leader, said="New", raised_on=dt.date(2026, 3, 5))
        raise_concern(other, author=leader, said="Another’s")
    with pghistory.context(user=member.pk):
        answer_concern(old, response="Thus")
        settle_concern(old, why="Said so")
        settle_concern(new, why="Too early")
        reopen_concern(new, why="It was")
    found = concerns_of(person)
    assert [each.concern for each in found] == [new, answered, old]
    assert [[(act.what, act.who, act.why) for act in each.acts] for each in found] == [
        [("Reopened", "Sam Ferris", "It was"), ("Settled", "Sam Ferris", "Too early"), ("Raised", "Ines Rourke", "")],
        [("Raised", "Ines Rourke", "")],
        [("Settled", "Sam Ferris", "Said so"), ("Answered", "Sam Ferris", ""), ("Raised", "Ines Rourke", "")],
    ]
