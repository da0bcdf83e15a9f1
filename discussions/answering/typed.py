"""What somebody typed under one prompt, and in sentences what is wrong with it. Pure: no database, no clock."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from discussions.models import Answer, Prompt

LONGEST = 5_000
LONGEST_IDEA = 1_000
BOXES = 3
SCALE = range(11)
# Between the ideas of a draft: as ideas, which others may see, they are stored only when they are sent.
BETWEEN_IDEAS = "\x1e"


class Posted(Protocol):
    """The fields of a form, as Django's QueryDict gives them."""

    def getlist(self, key: str, /) -> list[str]: ...


@dataclass(frozen=True)
class Typed:
    """The fields in use depend on the prompt's kind, as in `Answer`; `places` and `due` stand as they were typed."""

    text: str = ""
    ideas: tuple[str, ...] = ()
    number: int | None = None
    why: str = ""
    chosen: tuple[int, ...] = ()
    places: tuple[str, ...] = ()
    due: str = ""
    moved_by: UUID | None = None
    moved_by_reply: UUID | None = None

    @property
    def due_on(self) -> dt.date | None:
        with contextlib.suppress(ValueError):
            return dt.date.fromisoformat(self.due)
        return None

    @property
    def is_empty(self) -> bool:
        said = (self.text, self.why, self.due, *self.ideas, *self.places)
        return not any(said) and self.number is None and not self.chosen


def read(prompt: Prompt, data: Posted, *, prefix: str = "") -> Typed:
    """What a form sent for `prompt`; what cannot be understood counts as not typed, save places and days, which come
    back as they were typed."""
    kind = prompt.kind

    def words(name: str) -> str:
        return clean((data.getlist(f"{prefix}{name}") or [""])[0])

    if prompt.gives_ideas:
        return Typed(ideas=tuple(words(f"idea-{place}") for place in range(BOXES)))
    if kind == Prompt.Kind.TEXT:
        return Typed(text=words("text"))
    if kind == Prompt.Kind.SCALE:
        which, _, key = words("moved_by").partition(" ")
        return Typed(
            number=_point(words("number")),
            why=words("why"),
            moved_by=_key(key) if which == "idea" else None,
            moved_by_reply=_key(key) if which == "reply" else None,
        )
    if kind == Prompt.Kind.CHOICE:
        wanted = {value for value in data.getlist(f"{prefix}chosen") if value.isdecimal() and len(value) < 4}
        return Typed(chosen=tuple(sorted({int(value) for value in wanted} & set(range(len(prompt.options))))))
    if kind == Prompt.Kind.ORDER:
        places = tuple(words(f"place-{index}") for index in range(len(prompt.options)))
        return Typed(places=places, chosen=order_of(places))
    if kind == Prompt.Kind.COMMITMENT:
        return Typed(text=words("text"), due=words("due"), number=_point(words("number")))
    return Typed()


def clean(text: str) -> str:
    """Lines end as everywhere but in forms; what no database stores and nobody sees is left out."""
    return text.replace("\r\n", "\n").replace("\x00", "").replace(BETWEEN_IDEAS, " ").strip()


def order_of(places: Sequence[str]) -> tuple[int, ...]:
    """Indexes of what is put in order, first first; nothing unless each has a place of its own."""
    wanted = [str(place) for place in range(1, len(places) + 1)]
    if sorted(places) != sorted(wanted):
        return ()
    return tuple(places.index(place) for place in wanted)


def typed_of(
    prompt: Prompt, answer: Answer | None, ideas: Sequence[tuple[int, str]] = (), *, again: bool = False
) -> Typed:
    """What a form shows of a stored answer; `ideas` are (place, text)."""
    if answer is None:
        return Typed()
    if again:
        reply = answer.moved_by_reply_id
        idea = None if reply else answer.moved_by_id
        return Typed(number=answer.number_after, why=answer.why_after, moved_by=idea, moved_by_reply=reply)
    if prompt.gives_ideas:
        texts = dict(enumerate(answer.text.split(BETWEEN_IDEAS))) if answer.is_draft else dict(ideas)
        return Typed(ideas=tuple(texts.get(place, "") for place in range(BOXES)))
    chosen = tuple(answer.chosen)
    ordered = prompt.kind == Prompt.Kind.ORDER and len(chosen) == len(prompt.options)
    return Typed(
        text=answer.text,
        number=answer.number,
        why=answer.why,
        chosen=chosen,
        places=tuple(str(chosen.index(index) + 1) for index in range(len(chosen))) if ordered else (),
        due=answer.due_on.isoformat() if answer.due_on else "",
    )


def too_long(prompt: Prompt, typed: Typed) -> dict[str, str]:
    """By field, in a sentence that says the limit. It holds for drafts too."""
    found = {
        name: f"This may be {LONGEST:,} characters long at most; it is {len(text):,} long."
        for name, text in (("text", typed.text), ("why", typed.why))
        if len(text) > LONGEST
    }
    for place, text in enumerate(typed.ideas):
        if len(text) > LONGEST_IDEA:
            found[f"idea-{place}"] = (
                f"An idea may be {LONGEST_IDEA:,} characters long at most; this one is {len(text):,} long."
            )
    return found


def problems(prompt: Prompt, typed: Typed, *, today: dt.date) -> dict[str, str]:
    """What stands in the way of sending this, a sentence by field; nothing for what may be left out and was."""
    found = too_long(prompt, typed)
    if typed.is_empty:
        needed = prompt.required and prompt.kind != Prompt.Kind.IDEAS
        return {FIRST_FIELD[_kind(prompt)]: NEEDED[_kind(prompt)]} if needed else {}
    if prompt.kind == Prompt.Kind.SCALE and typed.number is None:
        found["number"] = "Choose a number from 0 to 10 as well."
    if prompt.kind == Prompt.Kind.CHOICE and not prompt.many and len(typed.chosen) > 1:
        found["chosen"] = "Choose one of them."
    if prompt.kind == Prompt.Kind.ORDER and not typed.chosen:
        found["order"] = _order_problem(typed.places)
    if prompt.kind == Prompt.Kind.COMMITMENT:
        found |= _promise_problems(typed, today)
    return found


NEEDED = {
    "text": "This is the one question we cannot do without. A few words are enough.",
    "idea": "One idea is enough, however rough.",
    "scale": "Choose a number from 0 to 10.",
    "choice": "Choose what fits best.",
    "order": "Give each of them a place.",
    "commitment": "Say what you will do, however small.",
    "ideas": "",
}
FIRST_FIELD = {
    "text": "text",
    "idea": "idea-0",
    "scale": "number",
    "choice": "chosen",
    "order": "order",
    "commitment": "text",
    "ideas": "",
}


def _kind(prompt: Prompt) -> str:
    return "idea" if prompt.gives_ideas else prompt.kind


def _order_problem(places: Sequence[str]) -> str:
    for place in range(1, len(places) + 1):
        if places.count(str(place)) > 1:
            return f"Two of them have place {place}: give each a place of its own."
    return "Give each of them a place of its own, from 1 on."


def _promise_problems(typed: Typed, today: dt.date) -> dict[str, str]:
    found = {}
    if not typed.text:
        found["text"] = "Say what you will do, or leave day and number empty as well."
    if not typed.due:
        found["due"] = "Say by when: without a day nobody can come back to it."
    elif typed.due_on is None:
        found["due"] = "This is not a day. Write it like 2026-11-30."
    elif typed.due_on < today:
        found["due"] = "This day has passed. Choose today or a later one."
    return found


def _point(value: str) -> int | None:
    return int(value) if value in {str(point) for point in SCALE} else None


def _key(value: str) -> UUID | None:
    with contextlib.suppress(ValueError):
        return UUID(value)
    return None
