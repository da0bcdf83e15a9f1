import datetime as dt
import uuid

import pytest
from django.http import QueryDict

from discussions.answering.typed import BETWEEN_IDEAS, Typed, order_of, problems, read, too_long, typed_of
from discussions.models import Answer, Prompt

TODAY = dt.date(2026, 11, 22)
TEXT = Prompt(kind="text", purpose="success")
IDEA = Prompt(kind="text", purpose="idea")
SCALE = Prompt(kind="scale", purpose="shift")
CHOICE = Prompt(kind="choice", purpose="challenge", options=["a", "b", "c"])
ORDER = Prompt(kind="order", purpose="challenge", options=["a", "b", "c"])
PROMISE = Prompt(kind="commitment", purpose="commitment")
WALL = Prompt(kind="ideas", purpose="idea")


def sent(**fields: object) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return data


def test_each_kind_reads_its_own_fields():
    key = uuid.UUID(int=5)
    everything = sent(
        text=" a\r\nb\x00 ", idea__0="one", idea__2="three", number="7", why="so", moved_by=f"idea {key}",
        chosen=["2", "0"], place__0="3", place__1="1", place__2="2", due="2026-12-01",
    )  # fmt: skip
    assert read(TEXT, everything) == Typed(text="a\nb")
    assert read(IDEA, everything) == Typed(ideas=("one", "", "three"))
    assert read(SCALE, everything) == Typed(number=7, why="so", moved_by=key)
    assert read(SCALE, sent(moved_by=f"reply {key}")) == Typed(moved_by_reply=key)
    assert read(CHOICE, everything) == Typed(chosen=(0, 2))
    assert read(ORDER, everything) == Typed(places=("3", "1", "2"), chosen=(1, 2, 0))
    assert read(PROMISE, everything) == Typed(text="a\nb", due="2026-12-01", number=7)
    assert read(WALL, everything) == Typed()


def test_fields_are_found_under_their_prefix():
    assert read(TEXT, sent(q3__text="here", text="there"), prefix="q3-") == Typed(text="here")


@pytest.mark.parametrize("number", ["11", "-1", "٣", "7.5", "", "1e1"])
def test_what_is_no_point_of_the_scale_is_no_number(number):
    assert read(SCALE, sent(number=number, moved_by="no key")) == Typed()


def test_choices_outside_of_the_list_are_not_chosen():
    assert read(CHOICE, sent(chosen=["3", "99999999", "x", "-1", "1", "1"])) == Typed(chosen=(1,))


@pytest.mark.parametrize(
    ("places", "order"),
    [(("1", "2", "3"), (0, 1, 2)), (("2", "3", "1"), (2, 0, 1)), (("1", "1", "2"), ()), (("1", "", "2"), ()), ((), ())],
)
def test_an_order_has_a_place_for_each(places, order):
    assert order_of(places) == order


def test_nothing_is_wrong_with_what_may_be_left_out_and_was():
    for prompt in (TEXT, IDEA, SCALE, CHOICE, ORDER, PROMISE, WALL):
        assert problems(prompt, Typed(), today=TODAY) == {}


@pytest.mark.parametrize(
    ("prompt", "says"),
    [
        (TEXT, {"text": "This is the one question we cannot do without. A few words are enough."}),
        (IDEA, {"idea-0": "One idea is enough, however rough."}),
        (SCALE, {"number": "Choose a number from 0 to 10."}),
        (CHOICE, {"chosen": "Choose what fits best."}),
        (ORDER, {"order": "Give each of them a place."}),
        (PROMISE, {"text": "Say what you will do, however small."}),
        (WALL, {}),
    ],
)
def test_what_cannot_be_left_out_says_so(prompt, says):
    needed = Prompt(kind=prompt.kind, purpose=prompt.purpose, options=prompt.options, required=True)
    assert problems(needed, Typed(), today=TODAY) == says


@pytest.mark.parametrize(
    ("prompt", "typed", "says"),
    [
        (TEXT, Typed(text="x" * 5_001), {"text": "This may be 5,000 characters long at most; it is 5,001 long."}),
        (SCALE, Typed(why="because"), {"number": "Choose a number from 0 to 10 as well."}),
        (CHOICE, Typed(chosen=(0, 1)), {"chosen": "Choose one of them."}),
        (ORDER, Typed(places=("1", "1", "2")), {"order": "Two of them have place 1: give each a place of its own."}),
        (ORDER, Typed(places=("1", "", "")), {"order": "Give each of them a place of its own, from 1 on."}),
        (PROMISE, Typed(number=5), {
            "text": "Say what you will do, or leave day and number empty as well.",
            "due": "Say by when: without a day nobody can come back to it.",
        }),
        (PROMISE, Typed(text="Call", due="soon"), {"due": "This is not a day. Write it like 2026-11-30."}),
        (PROMISE, Typed(text="Call", due="2026-11-21"), {"due": "This day has passed. Choose today or a later one."}),
        (IDEA, Typed(ideas=("a", "b" * 1_001, "")), {
            "idea-1": "An idea may be 1,000 characters long at most; this one is 1,001 long.",
        }),
    ],
)  # fmt: skip
def test_each_problem_is_a_sentence_beside_its_field(prompt, typed, says):
    assert problems(prompt, typed, today=TODAY) == says


def test_what_is_right_has_no_problems():
    assert problems(PROMISE, Typed(text="Call", due="2026-11-22", number=0), today=TODAY) == {}
    assert problems(ORDER, Typed(places=("3", "1", "2"), chosen=(1, 2, 0)), today=TODAY) == {}
    assert problems(Prompt(kind="choice", many=True, options=["a", "b"]), Typed(chosen=(0, 1)), today=TODAY) == {}
    assert too_long(TEXT, Typed(text="x" * 5_000)) == {}


def test_a_form_shows_what_is_stored():
    assert typed_of(TEXT, None) == Typed()
    assert typed_of(TEXT, Answer(text="a")) == Typed(text="a")
    draft = Answer(text=BETWEEN_IDEAS.join(["one", "", "three"]), is_draft=True)
    assert typed_of(IDEA, draft) == Typed(ideas=("one", "", "three"))
    assert typed_of(IDEA, Answer(is_draft=False), [(1, "two")]) == Typed(ideas=("", "two", ""))
    assert typed_of(ORDER, Answer(chosen=[2, 0, 1])) == Typed(chosen=(2, 0, 1), places=("2", "3", "1"))
    assert typed_of(SCALE, Answer(number=3, why="so", number_after=5, why_after="ah"), again=True) == Typed(
        number=5, why="ah"
    )
    assert typed_of(PROMISE, Answer(text="Call", due_on=TODAY, number=4)) == Typed(
        text="Call", due="2026-11-22", number=4
    )
