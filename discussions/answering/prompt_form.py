"""One prompt as a form draws it: what templates/discussions/answering/_prompt.html is given.

The participant's pages make it from a question (`form_of`), a preview or a room from a bare prompt (`PromptForm`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from discussions.answering.ideas import Reply, Shown
from discussions.answering.script import Question, Script
from discussions.answering.typed import BOXES, LONGEST, LONGEST_IDEA, SCALE, Typed, typed_of
from discussions.answering.words import ModeSays, mode_says
from discussions.models import Prompt


@dataclass(frozen=True)
class Option:
    index: int
    label: str
    is_chosen: bool
    # In an order: the place that was chosen for it, if any.
    place: str = ""


@dataclass(frozen=True)
class Box:
    """One of the boxes for ideas."""

    place: int
    text: str
    problem: str
    hidden_because: str = ""


@dataclass(frozen=True)
class Asks:
    """The head of a prompt: nothing but values, so that it is drawn once for everybody who is asked the same."""

    prefix: str
    text: str
    help: str
    again: bool
    before: int | None
    mode: ModeSays


@dataclass(frozen=True)
class PromptForm:
    """`prefix` stands before the names and ids of fields; `disabled` shows them as a picture. `again` is the second
    time of a scale: `before` is what they said the first time, `movers` and `replies` what they may name as what
    moved them."""

    prompt: Prompt
    text: str
    mode: ModeSays
    prefix: str = ""
    typed: Typed = field(default_factory=Typed)
    problems: Mapping[str, str] = field(default_factory=dict)
    again: bool = False
    before: int | None = None
    movers: Sequence[Shown] = ()
    replies: Sequence[Reply] = ()
    hidden: Mapping[int, str] = field(default_factory=dict)
    disabled: bool = False

    @property
    def kind(self) -> str:
        """Which part of the template draws it."""
        if self.prompt.gives_ideas:
            return "idea"
        return "again" if self.again else self.prompt.kind

    @property
    def asks(self) -> Asks:
        return Asks(
            prefix=self.prefix,
            text=self.text,
            help=self.prompt.help,
            again=self.again,
            before=self.before,
            mode=self.mode,
        )

    @property
    def points(self) -> tuple[tuple[int, bool], ...]:
        return tuple((point, point == self.typed.number) for point in SCALE)

    @property
    def problem(self) -> str:
        """With what is chosen and not written: a number, options, places."""
        return next((self.problems[name] for name in ("number", "chosen", "order") if name in self.problems), "")

    @property
    def boxes(self) -> list[Box]:
        texts = dict(enumerate(self.typed.ideas))
        return [
            Box(place, texts.get(place, ""), self.problems.get(f"idea-{place}", ""), self.hidden.get(place, ""))
            for place in range(BOXES)
        ]

    @property
    def options(self) -> tuple[Option, ...]:
        """As the guide has them; an order that stands, in that order."""
        typed = self.typed
        places = typed.places or ("",) * len(self.prompt.options)
        # Anything else was sent by no form of ours: it is chosen nowhere, and is not to be remembered with the page.
        known = {str(place) for place in self.option_places}
        found = [
            Option(index, label, index in typed.chosen, place if place in known else "")
            for index, (label, place) in enumerate(zip_longest(self.prompt.options, places[: len(known)], fillvalue=""))
        ]
        if self.prompt.kind == Prompt.Kind.ORDER and len(typed.chosen) == len(found):
            return tuple(found[index] for index in typed.chosen)
        return tuple(found)

    @property
    def option_places(self) -> range:
        return range(1, len(self.prompt.options) + 1)

    @property
    def limit(self) -> int:
        return LONGEST_IDEA if self.prompt.gives_ideas else LONGEST


def form_of(
    script: Script,
    question: Question,
    *,
    typed: Typed | None = None,
    problems: Mapping[str, str] | None = None,
    movers: Sequence[Shown] = (),
    replies: Sequence[Reply] = (),
) -> PromptForm:
    """With what was typed just now, if it is given, else with what is stored."""
    answer = question.answer
    ideas = script.ideas_of(question)
    stored = typed_of(question.prompt, answer, [(idea.place, idea.text) for idea in ideas], again=question.again)
    return PromptForm(
        prompt=question.prompt,
        text=question.text,
        mode=mode_says(question.prompt, script.discussion, script.facilitator),
        prefix=question.prefix,
        typed=stored if typed is None else typed,
        problems=problems or {},
        again=question.again,
        before=answer.number if answer and question.again else None,
        movers=movers,
        replies=replies,
        hidden={idea.place: idea.hidden_because for idea in ideas if idea.hidden_because},
    )
