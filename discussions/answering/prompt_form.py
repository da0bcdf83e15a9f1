"""One prompt as a form draws it: what templates/discussions/answering/_prompt.html is given.

The participant's pages make it from a question (`form_of`), a preview or a room from a bare prompt (`PromptForm`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from discussions.answering.ideas import Reply
from discussions.answering.script import Question, Script
from discussions.answering.typed import BOXES, LONGEST, LONGEST_IDEA, SCALE, Typed, typed_of
from discussions.answering.words import ModeSays, mode_says
from discussions.models import Idea, Prompt


@dataclass(frozen=True)
class Option:
    index: int
    label: str
    is_chosen: bool
    # In an order: the place as it was typed.
    place: str = ""


@dataclass(frozen=True)
class Box:
    """One of the boxes for ideas."""

    place: int
    text: str
    problem: str
    hidden_because: str = ""


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
    movers: Sequence[Idea] = ()
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
    def points(self) -> list[tuple[int, bool]]:
        return [(point, point == self.typed.number) for point in SCALE]

    @property
    def boxes(self) -> list[Box]:
        texts = dict(enumerate(self.typed.ideas))
        return [
            Box(place, texts.get(place, ""), self.problems.get(f"idea-{place}", ""), self.hidden.get(place, ""))
            for place in range(BOXES)
        ]

    @property
    def options(self) -> list[Option]:
        """As the guide has them; an order that stands, in that order."""
        typed = self.typed
        places = typed.places or ("",) * len(self.prompt.options)
        found = [
            Option(index, label, index in typed.chosen, places[index] if index < len(places) else "")
            for index, label in enumerate(self.prompt.options)
        ]
        if self.prompt.kind == Prompt.Kind.ORDER and len(typed.chosen) == len(found):
            return [found[index] for index in typed.chosen]
        return found

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
    movers: Sequence[Idea] = (),
    replies: Sequence[Reply] = (),
) -> PromptForm:
    """With what was typed just now, if it is given, else with what is stored."""
    answer = question.answer
    stored = typed_of(
        question.prompt, answer, [(idea.place, idea.text) for idea in question.ideas], again=question.again
    )
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
        hidden={idea.place: idea.hidden_because for idea in question.ideas if idea.hidden_because},
    )
