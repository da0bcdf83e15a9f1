import pytest

from discussions.answering.prompt_form import Option, PromptForm
from discussions.answering.typed import Typed
from discussions.answering.words import ModeSays
from discussions.models import Prompt

MODE = ModeSays("With your name:", "the marketing team sees who wrote this.", "user-round")


def form(kind="text", options=(), **given):
    prompt = Prompt(kind=kind, purpose="past", text="What else?", options=list(options))
    return PromptForm(prompt, "Else?", MODE, **given)


def test_a_place_that_no_form_of_ours_sends_is_not_kept():
    """What is drawn is remembered: it shall not fill the memory with whatever somebody sent."""
    typed = Typed(places=("2", "x" * 9_000, "3", "y" * 9_000))
    assert form("order", ["One", "Two", "Three"], typed=typed).options == (
        Option(0, "One", False, "2"),
        Option(1, "Two", False, ""),
        Option(2, "Three", False, "3"),
    )
    assert [each.place for each in form("order", ["One", "Two"], typed=Typed(places=("1",))).options] == ["1", ""]


def test_an_order_that_stands_comes_in_that_order():
    typed = Typed(places=("2", "1"), chosen=(1, 0))
    assert form("order", ["One", "Two"], typed=typed).options == (
        Option(1, "Two", True, "1"),
        Option(0, "One", True, "2"),
    )


def test_what_is_remembered_of_a_prompt_are_values_without_words_that_were_typed():
    words = "Nobody asks us"
    typed = Typed(text=words, why=words, due=words, ideas=(words, words, words), number=4)
    made = form(typed=typed, problems={"text": words, "why": words}, hidden={0: words}, prefix="q1-")
    remembered = (made.asks, made.points, made.options, made.problem)
    assert hash(remembered) == hash((made.asks, made.points, made.options, made.problem))
    assert words not in repr(remembered)
    assert [point for point, is_chosen in made.points if is_chosen] == [4]


def test_the_head_differs_with_everything_that_it_says():
    heads = {
        form().asks,
        form(prefix="q2-").asks,
        form("scale", again=True).asks,
        form("scale", again=True, before=0).asks,
        form("scale", again=True, before=1).asks,
    }
    assert len(heads) == 5


@pytest.mark.parametrize(("field", "says"), [("number", "No."), ("chosen", "No."), ("order", "No."), ("due", "")])
def test_what_is_wrong_with_what_was_chosen_is_said_beside_it(field, says):
    assert form(problems={field: "No."}).problem == says
