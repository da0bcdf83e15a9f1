"""A document seen through the leader's choices: people, judgements and ties in our words, and a reason per bad cell."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from stakeholders.exports.words import written
from stakeholders.formats import columns
from stakeholders.formats.columns import Field, normal
from stakeholders.formats.document import (
    KUMU_EXTRA,
    Connection,
    Document,
    Element,
    Format,
    Limits,
    Problem,
    Row,
    folded,
    shorten,
)
from stakeholders.formats.kumu_writing import is_made_up
from stakeholders.formats.ties import Tie as GuessedTie
from stakeholders.formats.ties import tie_of
from stakeholders.formats.values import BadValue, text_of
from stakeholders.imports import mapping
from stakeholders.imports.mapping import JUDGED_FIELDS, KEEP, LEAVE_OUT, TYPE, Choices
from stakeholders.models import Relationship

# Nodes that a graph file counts.
_NUMBERED: Final = re.compile(r"n[0-9]+")

LENGTHS: Mapping[str, int] = {
    Field.JOB_TITLE: 300,
    Field.DEPARTMENT: 120,
    Field.EXTERNAL_ID: 300,
}
TEXT_FIELDS = (Field.JOB_TITLE, Field.DEPARTMENT, Field.EMAIL, Field.OWNER_EMAIL, Field.EXTERNAL_ID, Field.REPORTS_TO)
FEW_WORDS = frozenset({*JUDGED_FIELDS, *mapping.ABOUT_JUDGEMENT[:2], Field.KIND, Field.IS_GROUP})
NODE_NAMES = frozenset({"node", "nodename", "node name", "node label"})
Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Reason:
    """What is wrong with a row. `fatal`: it was left out; otherwise it arrives without the value."""

    row: Row
    value: str
    sentence: str
    fatal: bool

    @property
    def where(self) -> str:
        return Problem(self.row, "", False).where


@dataclass(slots=True)
class Judgement:
    """Only what the file says. `on` is None where it gives no date."""

    on: dt.date | None
    values: dict[str, Any]
    confidence: str = ""
    why: str = ""


@dataclass(slots=True)
class Person:
    """`kind` and `is_group` are None where the file does not say them; `sort` is what a new one becomes."""

    ref: str
    row: Row
    name: str
    sort: str = "internal"
    kind: str | None = None
    is_group: bool | None = None
    email: str = ""
    job_title: str = ""
    department: str = ""
    owner_email: str = ""
    notes: str = ""
    external_id: str = ""
    tags: list[str] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    # Attributes that only keep the words of a column which has become a field.
    originals: set[str] = field(default_factory=set)
    judgements: list[Judgement] = field(default_factory=list)


@dataclass(slots=True)
class Tie:
    """`source` and `target` name a row's reference, or carry the file's own words where no row has them."""

    row: Row
    source: str
    target: str
    kind: str
    label: str = ""
    direction: str = "directed"
    weight: int | None = None
    external_id: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    # A cell of somebody's row (“reports to”): without the tie the row still arrives.
    is_cell: bool = False


@dataclass(slots=True)
class Incoming:
    people: list[Person] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    # The words by which ties name people without a row: folded → as written.
    unlisted: dict[str, str] = field(default_factory=dict)
    # The file is written again as it was read: alike rows stay two.
    is_faithful: bool = False


def read(document: Document, choices: Choices, *, today: dt.date, report: Report | None = None) -> Incoming:
    """The whole document in our words. `report` is told (done, total) now and then."""
    incoming = Incoming(reasons=[Reason(p.row, "", p.sentence, p.fatal) for p in document.problems])
    incoming.is_faithful = document.format in mapping.FAITHFUL
    reader = _Reader(document, choices, incoming, today)
    total = len(document.elements) + len(document.connections)
    for place, element in enumerate(document.elements):
        reader.element(place, element)
        if report is not None and place % 2000 == 0:
            report(place, total)
    for place, connection in enumerate(document.connections):
        reader.connection(place, connection)
        if report is not None and place % 5000 == 0:
            report(len(document.elements) + place, total)
    reader.managers()
    return incoming


class _Reader:
    def __init__(self, document: Document, choices: Choices, incoming: Incoming, today: dt.date) -> None:
        self.document, self.choices, self.incoming, self.today = document, choices, incoming, today
        self.faithful = document.format in mapping.FAITHFUL
        self.by_field: dict[str, list[str]] = defaultdict(list)
        for header, target in mapping.targets(choices):
            self.by_field[target].append(header)
        self.left_out = {header for header, target in choices.columns.items() if target == LEAVE_OUT}
        self.kept = {header for header, target in choices.columns.items() if target in (KEEP, TYPE)}
        self.type_header = next(iter(choices.headers_of(TYPE)), None)
        self.extra_fields = mapping.extra_fields(document)
        # “NodeName”: what other lists call somebody, not how they introduce themselves.
        names = self.by_field.get(Field.NAME, ())
        self.name_is_key = (
            any(normal(header) in NODE_NAMES for header in names) and Field.EXTERNAL_ID not in self.by_field
        )
        self.refs: dict[int, str] = {}
        self.reports_to: list[tuple[Person, str]] = []
        self.tie_words: dict[tuple[object, ...], tuple[GuessedTie, str]] = {}
        self.parsed: dict[tuple[str, type, object], object] = {}
        self.ends: dict[str, str] = {}

    def element(self, place: int, element: Element) -> None:
        values = self.document.values(element)
        name = self._name(element, values)
        if not name:
            self._bad(element.row, "", "There is no name in this row: everybody needs one.", fatal=True)
            return
        if len(name) > Limits.NAME_CHARACTERS:
            sentence = f"The name has {len(name)} characters; a name may have {Limits.NAME_CHARACTERS}."
            self._bad(element.row, shorten(name), sentence, fatal=True)
            return
        person = Person(f"e{place}", element.row, name)
        self.refs[id(element)] = person.ref
        kept = self._fields(person, values)
        person.external_id = person.external_id or (element.key or "" if self._key_is_wanted(element) else "")
        if person.external_id == element.key and self._is_made_up(element, place):
            person.external_id = ""
        if self.name_is_key and not person.external_id:
            person.external_id = name
        if len(person.external_id) > 300:
            self._bad(person.row, shorten(person.external_id), "The ID has more than 300 characters.", fatal=False)
            person.external_id = ""
        person.attributes = self._attributes(element, values, kept, name)
        self._sort(person, values)
        self.incoming.people.append(person)

    def _name(self, element: Element, values: Mapping[str, object]) -> str:
        whole = self.by_field.get(Field.NAME)
        if whole:
            name = " ".join(text_of(values.get(whole[0])).split())
            return name or " ".join(element.title.split())
        parts = [*self.by_field.get(Field.FIRST_NAME, ()), *self.by_field.get(Field.LAST_NAME, ())]
        name = " ".join(" ".join(text_of(values.get(header)).split()) for header in parts).strip()
        return name or " ".join(element.title.split())

    def _key_is_wanted(self, element: Element) -> bool:
        if element.table >= len(self.document.tables):
            return True
        header = self.document.tables[element.table].key_column
        return header is None or self.choices.columns.get(header) != LEAVE_OUT

    def _fields(self, person: Person, values: Mapping[str, object]) -> set[str]:
        """Fill the fields; the headers whose own words are worth keeping beside them."""
        kept: set[str] = set()
        judged: dict[str, Any] = {}
        about: dict[str, Any] = {}
        for target, headers in self.by_field.items():
            for header in headers:
                if header not in values or target in (Field.NAME, Field.FIRST_NAME, Field.LAST_NAME):
                    continue
                raw = values[header]
                try:
                    value = self._parse(target, raw)
                except BadValue as bad:
                    self._bad(person.row, shorten(text_of(raw)), f"{bad.sentence} Imported without it.", fatal=False)
                    kept.add(header)
                    continue
                if self.faithful and not _says_the_same(target, value, raw):
                    kept.add(header)
                    person.originals.add(header)
                if value is None:
                    continue
                if target in JUDGED_FIELDS:
                    judged[target] = value
                elif target in mapping.ABOUT_JUDGEMENT:
                    about[target] = value
                else:
                    self._set(person, target, value, header)
        if judged:
            on = about.get(Field.ASSESSED_ON)
            if on is not None and on > self.today:
                sentence = "An assessment is dated today or earlier; this date is still to come. Today was taken."
                self._bad(person.row, on.isoformat(), sentence, fatal=False)
                on = None
            person.judgements.append(Judgement(on, judged, about.get(Field.CONFIDENCE, ""), about.get(Field.WHY, "")))
        return kept

    def _parse(self, target: str, raw: object) -> Any:
        """The cell in our words; columns of few words are understood once a word."""
        if target not in FEW_WORDS or not isinstance(raw, str | int | float):
            return columns.parse(Field(target), raw)
        # Beside its type, since True is no 1 on a scale.
        key = target, type(raw), raw
        if key not in self.parsed:
            self.parsed[key] = columns.parse(Field(target), raw)
        return self.parsed[key]

    def _set(self, person: Person, target: str, value: Any, header: str) -> None:
        if target == Field.NOTES:
            person.notes = f"{person.notes}\n\n{value}" if person.notes else value
        elif target == Field.TAGS:
            too_long = [tag for tag in value if len(tag) > 300]
            if too_long:
                sentence = "A tag may have 300 characters. Imported without it."
                self._bad(person.row, shorten(too_long[0]), sentence, fatal=False)
            person.tags = [tag for tag in value if len(tag) <= 300]
        elif target == Field.REPORTS_TO:
            self.reports_to.append((person, text_of(value)))
        elif target in LENGTHS or target in TEXT_FIELDS:
            text = " ".join(str(value).split())
            limit = LENGTHS.get(target, 254)
            if len(text) > limit:
                sentence = f"“{shorten(header)}” has {len(text)} characters; {limit} fit. Imported without it."
                self._bad(person.row, shorten(text), sentence, fatal=False)
                return
            setattr(person, target, text)
        else:
            setattr(person, target, value)

    def _attributes(self, element: Element, values: Mapping[str, object], kept: set[str], name: str) -> dict[str, Any]:
        attributes = {
            self.extra_fields.get(header, header): jsonable(value)
            for header, value in values.items()
            if (header in self.kept or header in kept or header not in self.choices.columns)
            and header not in self.left_out
        }
        if self.faithful and element.name and element.name != name:
            attributes.setdefault("Label", element.name)
        return attributes

    def _sort(self, person: Person, values: Mapping[str, object]) -> None:
        word = text_of(values.get(self.type_header)) if self.type_header else ""
        if self.type_header is not None:
            person.originals.add(self.type_header)
        sort = self.choices.types.get(word, self.choices.sort) if word else self.choices.sort
        kind, is_group = mapping.sort_parts(sort)
        kind = person.kind or kind
        is_group = is_group if person.is_group is None else person.is_group
        person.sort = f"{kind}{'_group' if is_group else ''}"

    def _is_made_up(self, row: Element | Connection, place: int) -> bool:
        """Whether it was a file of ours that gave the row its ID: nobody knows them by it."""
        if self.document.format in (Format.GRAPHML, Format.GEXF):
            return _NUMBERED.fullmatch(row.key or "") is not None
        return self.document.format == Format.KUMU_JSON and is_made_up(row, place + 1)

    def connection(self, place: int, connection: Connection) -> None:
        guessed, word = self._words_of(connection)
        kind = self.choices.ties.get(word, guessed.kind)
        if kind == LEAVE_OUT:
            return
        if guessed.problem:
            self._bad(connection.row, "", f"{guessed.problem} Imported without a weight.", fatal=False)
        source, target = self._end(connection.source_ref), self._end(connection.target_ref)
        if guessed.is_reversed and kind == guessed.kind:
            source, target = target, source
        label = guessed.label
        if kind == Relationship.Kind.OTHER and guessed.kind != kind:
            label = word
        # Numbers of edges in a graph file mean nothing beyond it.
        is_number = self.document.format in (Format.GRAPHML, Format.GEXF) or self._is_made_up(connection, place)
        key = "" if is_number else connection.key or ""
        self.incoming.ties.append(
            Tie(
                connection.row,
                source,
                target,
                kind,
                label,
                "directed" if kind == Relationship.Kind.REPORTS_TO else connection.direction,
                guessed.weight,
                key if len(key) <= 300 else "",
                self._tie_attributes(connection),
            )
        )

    def _words_of(self, connection: Connection) -> tuple[GuessedTie, str]:
        """What a connection calls itself."""
        said = mapping.said_of(connection)
        found = self.tie_words.get(said)
        if found is None:
            found = tie_of(self.document, connection), mapping.tie_word(self.document, connection)
            self.tie_words[said] = found
        return found

    def _tie_attributes(self, connection: Connection) -> dict[str, Any]:
        """What our columns do not say; all of it where the file is to be written again."""
        return {
            header: value if type(value) in _AS_IN_JSON else jsonable(value)
            for header, value in connection.attributes.items()
            if self.faithful or not mapping.is_tie_header(header)
        }

    def managers(self) -> None:
        for person, manager in self.reports_to:
            self.incoming.ties.append(
                Tie(person.row, person.ref, self._end(manager), Relationship.Kind.REPORTS_TO, is_cell=True)
            )

    def _end(self, words: str) -> str:
        """The reference of whoever is meant. Called when all elements are read; most are meant many times."""
        ref = self.ends.get(words)
        if ref is None:
            element = self.document.find(words)
            ref = self.refs.get(id(element)) if element is not None else None
            if ref is None:
                clean = " ".join(words.split())
                ref = f"?{folded(clean)}"
                self.incoming.unlisted.setdefault(folded(clean), clean)
            self.ends[words] = ref
        return ref

    def _bad(self, row: Row, value: str, sentence: str, fatal: bool) -> None:
        self.incoming.reasons.append(Reason(row, value, sentence, fatal))


_AS_IN_JSON = frozenset({str, int, bool, type(None)})


def jsonable(value: object) -> Any:
    """A cell as JSON can hold it."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, dict):
        return {str(key): jsonable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(item) for item in value]
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return str(value)


def _says_the_same(target: str, value: object, raw: object) -> bool:
    """Whether a field alone brings back what stood in the cell."""
    if isinstance(value, list):
        return value == raw
    return isinstance(raw, str | int) and not isinstance(raw, bool) and str(written(target, value)) == str(raw)


def hidden(attributes: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The attributes a page shows: without what only the format needs."""
    return ((name, value) for name, value in attributes.items() if name != KUMU_EXTRA)
