"""What a report says once it is issued. Everything that shows one is drawn from this alone, so that it stays as it was.

Pure values, kept as JSON: `plain` and `restored` are each other's inverse."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from impact.chart import Chart

# Raised when a document of today says what one of yesterday could not; `restored` reads both. The second one says by
# which targets and which evidence it was written.
FORMAT = 2
READ = (1, 2)
# Of a field that documents of the first format do not have.
SECOND = {"since": 2}


class Part(StrEnum):
    CHANGED = "changed"
    WHY = "why"
    NEXT = "next"
    ASK = "ask"


TITLES = {
    Part.CHANGED: "What changed",
    Part.WHY: "Why",
    Part.NEXT: "What we do next",
    Part.ASK: "What we ask",
}


@dataclass(frozen=True)
class Said:
    """A verdict as it was spoken."""

    word: str
    sentence: str
    alt: str
    icon: str
    colour: str
    tone: str


@dataclass(frozen=True)
class Row:
    """One period of a figure's table. `observation` is what it was drawn from, so that a later correction is found;
    None where nothing was measured."""

    name: str
    starts_on: dt.date
    observation: int | None
    shown: str
    n: str
    interval: str
    due: str
    signal: str
    is_partial: bool


@dataclass(frozen=True)
class Asked:
    """A target of a figure's days: its row, None where that is not here, and what it asked."""

    target_row: int | None
    says: str


@dataclass(frozen=True)
class Claim:
    """What an initiative is said to have done: its row, None where that is not here, and the words."""

    contribution: int | None
    says: str


@dataclass(frozen=True)
class Figure:
    """A number with all that it says of itself. `name` is the audience's word, `metric_name` ours. `compared` holds it
    against the earlier period, like for like; empty where the report compares with none."""

    metric: int
    name: str
    metric_name: str
    shown: str
    of: str
    interval: str
    target: str
    age: str
    verdict: Said
    pace: Said | None
    compared: str
    comparison: Said | None
    wide: Chart | None
    narrow: Chart | None
    rows: tuple[Row, ...]
    asked: tuple[Asked, ...] = field(default=(), metadata=SECOND)

    def __hash__(self) -> int:
        """Of a few of its words: of all its points it would take as long as drawing some of them."""
        return hash((self.metric, self.name, self.shown, self.of, self.age))


@dataclass(frozen=True)
class Definition:
    """What a metric meant on the day, for the last page."""

    name: str
    metric_name: str
    version: int
    words: str
    formula: str
    source: str
    unit: str
    better: str
    rules: str


@dataclass(frozen=True)
class Item:
    """A piece: `words` were written by a person, `says` follow from what it is about (a contribution's sentence by its
    evidence, a stake's return, whether a commitment was kept). `stakeholder` is whose words or promise it quotes, so
    that it can be taken out when that person is erased. `evidence` is what of `says` rests on contributions: those of
    an `initiative`, or those that moved a stake's figure `since` a day."""

    kind: str
    title: str
    words: str
    says: tuple[str, ...] = ()
    figure: Figure | None = None
    stakeholder: int | None = None
    initiative: int | None = field(default=None, metadata=SECOND)
    since: dt.date | None = field(default=None, metadata=SECOND)
    evidence: tuple[Claim, ...] = field(default=(), metadata=SECOND)


@dataclass(frozen=True)
class Section:
    part: Part
    items: tuple[Item, ...]

    @property
    def title(self) -> str:
        return TITLES[self.part]


@dataclass(frozen=True)
class Document:
    """`as_of` is the moment the numbers were read. `oldest` says how old the stalest of them is."""

    format: int
    workspace: str
    title: str
    reader: str
    question: str
    answer: str
    period: str
    compared_with: str
    as_of: dt.datetime
    oldest: str
    edition: int
    why: str
    issued_by: str
    signed_by: str
    sections: tuple[Section, ...]
    definitions: tuple[Definition, ...] = field(default_factory=tuple)
    first_on: dt.date | None = field(default=None, metadata=SECOND)
    last_on: dt.date | None = field(default=None, metadata=SECOND)

    @property
    def follows_grounds(self) -> bool:
        """Whether it is known which targets and which evidence it was written by."""
        return self.format > 1

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(item.figure for section in self.sections for item in section.items if item.figure is not None)

    @property
    def initiatives(self) -> tuple[int, ...]:
        found = (item.initiative for section in self.sections for item in section.items)
        return tuple(one for one in found if one is not None)


def plain(document: Document) -> dict[str, Any]:
    """As JSON keeps it: days and moments as ISO 8601 writes them."""
    return typing.cast("dict[str, Any]", _plain(document, document.format))


def _plain(value: Any, number: int) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = _names(typing.cast("Any", type(value)), number)
        return {name: _plain(getattr(value, name), number) for name in names}
    if isinstance(value, (tuple, list)):
        return [_plain(each, number) for each in value]
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    return value


def restored(kept: dict[str, Any]) -> Document:
    """Raises ValueError for what is no document of ours."""
    number = kept.get("format")
    if type(number) is not int or number not in READ:
        raise ValueError(f"A report of format {number!r} cannot be read.")
    try:
        document: Document = _restored(kept, Document, number)
    except (KeyError, TypeError) as problem:
        raise ValueError("This is no report as it was issued.") from problem
    return document


def checked(kept: Any) -> Document:
    """The same of what comes from elsewhere: every value is of its kind, and nothing else is there."""
    if not isinstance(kept, dict):
        raise ValueError("This is no report as it was issued.")
    try:
        document = restored(kept)
        is_ours = _is_of(document, Document) and plain(document) == kept
    except AttributeError as problem:
        raise ValueError("This is no report as it was issued.") from problem
    if not is_ours:
        raise ValueError("This is no report as it was issued.")
    return document


def _is_of(value: Any, kind: Any) -> bool:
    origin, kinds = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return any(value is None if each is type(None) else _is_of(value, each) for each in kinds)
    if origin is tuple:
        if not isinstance(value, tuple):
            return False
        wanted = kinds[:1] * len(value) if kinds[1:] == (Ellipsis,) else kinds
        return len(value) == len(wanted) and all(_is_of(each, one) for each, one in zip(value, wanted, strict=True))
    if kind is float:
        return type(value) in (int, float)
    if dataclasses.is_dataclass(kind):
        hints = _hints(typing.cast("Any", kind))
        return isinstance(value, typing.cast("type", kind)) and all(
            _is_of(getattr(value, name), hints[name]) for name in hints
        )
    return type(value) is kind


def _restored(value: Any, kind: Any, number: int) -> Any:
    if kind is str or kind is float or kind is int or kind is bool:
        return value
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        if value is None:
            return None
        (kind,) = (each for each in typing.get_args(kind) if each is not type(None))
        return _restored(value, kind, number)
    if origin is tuple:
        kinds = typing.get_args(kind)
        if len(kinds) == 2 and kinds[1] is Ellipsis:
            return tuple(_restored(each, kinds[0], number) for each in value)
        return tuple(_restored(each, one, number) for each, one in zip(value, kinds, strict=True))
    if dataclasses.is_dataclass(kind):
        hints = _hints(typing.cast("Any", kind))
        names = _names(typing.cast("Any", kind), number)
        return typing.cast("Any", kind)(**{name: _restored(value[name], hints[name], number) for name in names})
    if kind in (dt.datetime, dt.date):
        return kind.fromisoformat(value)
    return kind(value) if isinstance(kind, type) and issubclass(kind, StrEnum) else value


@cache
def _names(kind: Any, number: int) -> tuple[str, ...]:
    """The fields that documents of that format have."""
    return tuple(each.name for each in dataclasses.fields(kind) if each.metadata.get("since", 1) <= number)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """Worked out from their words once: a report has thousands of rows and dots."""
    return typing.get_type_hints(kind)
