"""What the order check asks back, and that it costs nothing on whatever is typed."""

import datetime as dt
import time

import pytest

from planning.intake.check import check, is_prescribed
from planning.intake.text import RequestText, headline

TODAY = dt.date(2026, 3, 2)
GOOD = RequestText(
    problem="Dealers send back one pump in nine, as they mount it the wrong way round.",
    for_whom="Dealers in the north",
    outcome="Fewer returned pumps, and dealers who order again",
    why_then="The contract with the largest of them is renewed in June",
    otherwise="They go on sending them back.",
    wanted_by=dt.date(2026, 5, 4),
    said_on=TODAY,
)


def rules(**said) -> list[tuple[str, str]]:
    return [(each.field, each.rule) for each in check(RequestText(said_on=TODAY, **said), is_whole=False)]


def test_a_problem_is_left_alone():
    assert check(GOOD) == []


def test_an_order_is_asked_back_about_and_can_be_moved():
    (found,) = check(RequestText(problem="Dealers are lost. We need a new brochure for them!"), is_whole=False)
    assert (found.field, found.rule, found.words, found.moves) == (
        "problem", "deliverable", "We need a new brochure", "We need a new brochure for them!",
    )  # fmt: skip
    assert "“a new brochure”" in found.ask
    assert is_prescribed([found])


def test_nothing_is_read_of_the_ideas():
    assert rules(ideas="Make a brochure, post it on LinkedIn and set it in red, asap") == []


def test_what_is_empty_is_asked_for_when_it_is_sent_and_not_before():
    empty = RequestText(problem=GOOD.problem, wanted_by=dt.date(2026, 5, 4), said_on=TODAY)
    assert [(each.field, each.rule) for each in check(empty)] == [
        ("for_whom", "customer"), ("outcome", "outcome"), ("why_then", "why_then"),
    ]  # fmt: skip
    assert check(empty, is_whole=False) == []
    assert not is_prescribed(check(empty))


@pytest.mark.parametrize(
    ("days", "reason", "found"),
    [
        (7, "It would help", []),
        (6, "It would help", [("why_then", "soon")]),
        (6, "The trade fair opens", []),
        (60, "My boss wants it", [("why_then", "artificial")]),
        (60, "My boss speaks at the trade fair", []),
    ],
)
def test_a_day_needs_a_reason_outside(days, reason, found):
    assert rules(why_then=reason, wanted_by=TODAY + dt.timedelta(days=days)) == found


def test_a_heading_ends_after_a_word():
    assert headline("Dealers  wait.\nAll of them", 40) == "Dealers wait. All of them"
    assert headline("Dealers wait, all of them", 18) == "Dealers wait, all…"
    assert headline("Dealers wait, all of them", 17) == "Dealers wait…"
    assert headline("x" * 30, 10) == "x" * 9 + "…"


def test_pages_of_instructions_are_too_long():
    assert rules(problem="word " * 250) == []
    assert rules(problem="word " * 251) == [("problem", "long")]
    assert rules(otherwise="\n".join(f"{number}. they wait" for number in range(1, 9))) == []
    assert rules(otherwise="\n".join(f"{number}. they wait" for number in range(1, 10))) == [("otherwise", "long")]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Would it be possible to get a new brochure?", ["deliverable"]),
        ("I was wondering if you could make us a video.", ["deliverable"]),
        ("We have run out of flyers again.", ["deliverable"]),
        ("Relaunch the newsletter.", ["deliverable"]),
        ("Another banner with our old claim, \u201cWe care\u201d, came up in the meeting", ["deliverable"]),
        ("Paint our number on the sides of all the new delivery vans.", ["channel"]),
        ("TikTok is where they are, and that is where we have to be.", ["channel"]),
        ("We should be more visible on LinkedIn.", ["channel"]),
        ("It must mention the word \u201csafe\u201d twice.", ["wording"]),
        # What is told of what was or is orders nothing.
        ("Customers ran out of patience with the portal.", []),
        ("Two of our vans were stolen in May.", []),
        ("Applicants tell us that LinkedIn is where they found us.", []),
        ("Dealers repeat the same questions every week.", []),
    ],
)
def test_ways_to_order_and_ways_to_tell(sentence, found):
    assert (
        sorted({rule for _field, rule in rules(problem=sentence, for_whom="Dealers", outcome="Fewer returns")}) == found
    )


@pytest.mark.parametrize(
    "hostile", ["a " * 5_000, "we need " * 1_200, "need-" * 2_000, "“" * 9_000, "x" * 10_000, "post it on " * 900]
)
def test_whatever_is_typed_is_read_in_a_moment(hostile):
    began = time.process_time()
    check(RequestText(hostile, hostile, hostile, hostile, hostile))
    assert time.process_time() - began < 3
