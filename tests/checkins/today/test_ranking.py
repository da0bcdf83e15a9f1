"""The week's conversations: what counts, how much, and what never does."""

from hypothesis import given
from hypothesis import strategies as st

from checkins.today.factors import DEFAULTS, FACTORS, HEAVIEST
from checkins.today.ranking import MOST, Facts, pointed, ranked
from checkins.today.steps import STEPS, next_step
from checkins.today.telling import changed, says

DAYS = st.none() | st.integers(-40, 200)
FACTS = st.builds(
    Facts,
    pk=st.integers(1, 10**6),
    name=st.text(min_size=1, max_size=9),
    segment=st.sampled_from(["decision_maker", "champion", "influencer", "detractor", "participant", "unknown"]),
    position=st.sampled_from([None, -2, -1, 0, 1, 2]),
    influence=st.none() | st.integers(1, 5),
    interest=st.none() | st.integers(1, 5),
    cadence_days=st.none() | st.integers(1, 730),
    met=st.none() | st.integers(0, 900),
    due_in=DAYS,
    changes=st.integers(0, 9),
    budget_in=DAYS,
    return_in=DAYS,
    unanswered=st.integers(0, 9),
    has_champion=st.booleans(),
    waits=st.none() | st.integers(0, 900),
)
WEIGHTS = st.fixed_dictionaries({factor.key: st.integers(0, HEAVIEST) for factor in FACTORS})
CFO = Facts(
    1, "Gordon Pike", "decision_maker", -1, 5, 4, met=45, budget_in=9, unanswered=1, has_champion=False, waits=20
)


def test_the_reason_is_what_counts_most_and_the_points_are_all_shown():
    [found] = ranked([CFO], DEFAULTS)
    assert found.reason == "Decides on the budget in 9 days, sceptical, no champion beside them, a concern unanswered."
    assert found.parts == (
        ("decides", "decides on the budget in 9 days", 42),
        ("carries", "decides", 40),
        ("against", "sceptical", 21),
        ("alone", "no champion beside them", 20),
        ("unanswered", "a concern unanswered", 15),
    )
    assert found.score == 42 + 40 + 21 + 15 + 20


@given(st.lists(FACTS, max_size=12), WEIGHTS)
def test_points_add_up_and_at_most_seven_are_shown(people, weights):
    found = ranked(people, weights)
    assert len(found) <= MOST
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        assert one.score == sum(part.points for part in one.parts)
        assert all(0 < part.points <= 10 * weights[part.factor] for part in one.parts)
        # Some of what is said calls for a conversation this week; who merely matters is left in peace.
        assert {part.factor for part in one.parts} - {"carries", "alone"}


@given(FACTS, st.integers(0, 900))
def test_having_been_served_lately_never_helps(one, met):
    """A contact after the last one takes points away or none: whoever asks most is not put in front by it."""
    sooner = one._replace(met=0 if one.met is None else min(met, one.met))
    before, after = (sum(pointed(each, DEFAULTS).values()) for each in (one, sooner))
    assert after <= before


@given(FACTS, st.sampled_from(sorted(DEFAULTS)))
def test_what_does_not_count_is_not_named(one, factor):
    assert factor not in pointed(one, {**DEFAULTS, factor: 0})


def test_whoever_was_met_this_week_rests_unless_something_is_due():
    met = CFO._replace(met=3)
    assert [bool(pointed(each, DEFAULTS)) for each in (met, met._replace(due_in=2), met._replace(changes=1))] == [
        False, True, True,
    ]  # fmt: skip
    content = Facts(2, "Ada", "decision_maker", 2, 5, 5, met=20, has_champion=True)
    assert pointed(content, DEFAULTS) == {}


def test_what_is_overdue_or_was_promised_is_said_in_days():
    late = Facts(3, "Bo", "participant", 1, 2, 2, met=10, due_in=-6, return_in=-12, has_champion=True, waits=90)
    assert [part.says for part in ranked([late], DEFAULTS)[0].parts] == [
        "expected a return 12 days ago",
        "influence 2 of 5",
        "the check-in is 6 days overdue",
        "never told what came of their stake",
    ]


def test_it_says_first_what_there_is():
    assert says(3, overdue=1, promises=2, has_people=True) == (
        "Three conversations are worth most this week.",
        "One check-in is overdue, and two promises are due.",
    )
    assert says(0, overdue=0, promises=0, has_people=True) == ("No conversation presses this week.",)
    assert changed(-1, 0) == ("Sceptical → neutral", "good-rise")
    assert changed(None, 0) == ("Position unknown → neutral", "plain")


def test_the_next_step_is_the_first_that_is_open():
    done = {step.key: True for step in STEPS}
    assert next_step(**done) is None
    assert [next_step(**{**done, step.key: False}) for step in STEPS] == list(STEPS)
