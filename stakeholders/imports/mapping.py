"""What a leader chooses on the preview: what each column becomes, what a type means, who is the same person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final

from stakeholders.exports.words import fields_here, put_back
from stakeholders.formats import columns, vocabulary
from stakeholders.formats.columns import Field, normal
from stakeholders.formats.document import KUMU_EXTRA, Connection, Document, Format, folded
from stakeholders.formats.ties import tie_of
from stakeholders.formats.values import BadValue, parse_is_group, parse_kind, text_of
from stakeholders.formats.vocabulary import listed
from stakeholders.models import Kind, Relationship

KEEP: Final = "keep"
LEAVE_OUT: Final = "leave_out"
TYPE: Final = "type"
NEW: Final = "new"
SKIP: Final = "skip"

# More kinds of types or ties than this are not asked about one by one; the guess holds for the rest.
ASKED = 40

# What a row can be. "_group" beside a kind says that it is a team or a company, not one person.
SORTS: Final[Mapping[str, str]] = {
    "internal": "A person in the company",
    "internal_group": "A team in the company",
    "customer": "A customer (person)",
    "customer_group": "A customer (group)",
    "partner": "A partner (person)",
    "partner_group": "A partner (organisation)",
}
TIE_KINDS: Final[Mapping[str, str]] = {**dict(Relationship.Kind.choices), LEAVE_OUT: "Leave these out"}

FIELD_LABELS: Final[Mapping[str, str]] = {
    Field.NAME: "Name",
    Field.FIRST_NAME: "First name",
    Field.LAST_NAME: "Last name",
    Field.EMAIL: "E-mail",
    Field.JOB_TITLE: "Job title",
    Field.DEPARTMENT: "Department",
    Field.KIND: "Internal, customer or partner",
    Field.IS_GROUP: "Person or group",
    Field.OWNER_EMAIL: "Owner (e-mail of a member)",
    Field.REPORTS_TO: "Reports to (name, e-mail or ID)",
    Field.TAGS: "Tags",
    Field.NOTES: "Notes",
    Field.EXTERNAL_ID: "ID",
    Field.SEGMENT: "Segment",
    Field.INFLUENCE: "Influence (1-5)",
    Field.INTEREST: "Interest (1-5)",
    Field.POSITION: "Position (opposed … advocate)",
    Field.ENGAGEMENT_NOW: "Engagement now",
    Field.ENGAGEMENT_DESIRED: "Engagement desired",
    Field.VOICE: "Voice (vocal, quiet)",
    Field.CONFIDENCE: "Confidence",
    Field.ASSESSED_ON: "Date of the assessment",
    Field.WHY: "Why (reason of the assessment)",
}
JUDGED_FIELDS: Final = (
    Field.SEGMENT,
    Field.INFLUENCE,
    Field.INTEREST,
    Field.POSITION,
    Field.ENGAGEMENT_NOW,
    Field.ENGAGEMENT_DESIRED,
    Field.VOICE,
)
ABOUT_JUDGEMENT: Final = (Field.CONFIDENCE, Field.ASSESSED_ON, Field.WHY)

# Formats that are written again as they were read: what our fields cannot say is kept word for word.
KUMU: Final = frozenset({Format.KUMU_XLSX, Format.KUMU_JSON, Format.KUMU_BLUEPRINT})
FAITHFUL: Final = KUMU | {Format.GRAPHML, Format.GEXF}
_TYPE_HEADERS = frozenset({"type", "element type", "typ", "tipo", "stakeholder type", "category", "kategorie"})
_ORGANISATIONS = frozenset(
    listed("""
        company, organisation, organization, institution, agency, vendor, supplier, partner, firma, unternehmen,
        entreprise, empresa, ngo, association, foundation, government, startup, investor, university
    """)
)
_TEAMS = frozenset(listed("team, group, department, committee, board, division, unit, abteilung, gruppe, grupo"))
_TIE_TYPE = frozenset(listed(vocabulary.SPECIAL["tie_type"]))
_TIE_WEIGHT = frozenset(listed(vocabulary.SPECIAL["tie_weight"]))
_TIE_LABEL = frozenset(listed(vocabulary.SPECIAL["tie_label"]))


@dataclass(frozen=True)
class Choices:
    """`columns`: header → a field, KEEP, LEAVE_OUT or TYPE. `types` and `ties`: the file's word → what it means here.

    `decisions`: the reference of a row → NEW, SKIP or the id of the stakeholder that it updates.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    sort: str = "internal"
    ties: Mapping[str, str] = field(default_factory=dict)
    create_unknown: bool = False
    decisions: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        # As pairs: the database does not keep the order of an object's keys, and pages name columns by their place.
        return {
            "columns": list(self.columns.items()),
            "types": list(self.types.items()),
            "sort": self.sort,
            "ties": list(self.ties.items()),
            "create_unknown": self.create_unknown,
            "decisions": list(self.decisions.items()),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Choices:
        return cls(
            columns=dict(stored.get("columns", ())),
            types=dict(stored.get("types", ())),
            sort=stored.get("sort", "internal"),
            ties=dict(stored.get("ties", ())),
            create_unknown=stored.get("create_unknown", False),
            decisions=dict(stored.get("decisions", ())),
        )

    def headers_of(self, target: str) -> list[str]:
        return [header for header, chosen in self.columns.items() if chosen == target]


def guess(document: Document) -> Choices:
    """A first proposal: every column, type and tie word of the document has a meaning."""
    chosen = guess_columns(document)
    return Choices(
        columns=chosen,
        types={word: guess_sort(word) for word, _count in type_words(document, chosen)},
        sort="internal",
        ties={word.word: word.kind for word in tie_words(document)[:ASKED]},
        create_unknown=not document.elements,
    )


def guess_columns(document: Document) -> dict[str, str]:
    """What each column of the people seems to hold."""
    headers = mappable_headers(document)
    apart = extra_fields(document)
    guessed = columns.guess([header for header in headers if header not in apart], document.sample(200))
    chosen = {header: str(guessed.get(header) or KEEP) for header in headers}
    ours = fields_here(headers)
    chosen = {header: KEEP if target in ours.values() else target for header, target in chosen.items()} | ours
    chosen = _with_type_column(document, chosen)
    if document.format in (Format.GRAPHML, Format.GEXF) and _names_tell_apart(document):
        # The number of a node says nothing beyond its file: in the next one it is somebody else's.
        keys = {table.key_column for table in document.tables}
        chosen.update({header: LEAVE_OUT for header in chosen if header in keys})
    # No column of names: the reader took one, or the ids stand in.
    if not any(target in (Field.NAME, Field.FIRST_NAME, Field.LAST_NAME) for target in chosen.values()):
        for table in document.tables:
            if len(table.name_columns) == 1 and chosen.get(table.name_columns[0]) in (KEEP, Field.EXTERNAL_ID):
                chosen[table.name_columns[0]] = Field.NAME
    return chosen


def extra_fields(document: Document) -> dict[str, str]:
    """Columns by which a file of ours told extra fields from our own → the fields. Kumu's titles are Kumu's."""
    return {} if document.format in KUMU else put_back(document.headers())


def hint(header: str, guessed: str, samples: Sequence[str]) -> str:
    """What to look at in a guess: one that the title does not bear out, or a title that the values do not."""
    if guessed == KEEP:
        field = columns.belied(header, samples)
        return f"Called like “{FIELD_LABELS[field]}”, but its values are something else." if field else ""
    if guessed in (LEAVE_OUT, TYPE, Field.NAME, Field.EXTERNAL_ID) or columns.speaks_for(header, Field(guessed)):
        return ""
    return "Guessed from its values: is it right?"


def _names_tell_apart(document: Document) -> bool:
    names = [folded(element.name) for element in document.elements]
    return all(names) and len(set(names)) == len(names)


def mappable_headers(document: Document) -> list[str]:
    return [header for header in document.headers("elements") if header != KUMU_EXTRA]


def _with_type_column(document: Document, chosen: dict[str, str]) -> dict[str, str]:
    """A “Type” says at once whose side a row is on and whether it is a person: the words are asked about one by one."""
    for header, target in chosen.items():
        is_type = normal(header) in _TYPE_HEADERS and target in (Field.KIND, Field.IS_GROUP, KEEP)
        if is_type and 0 < len(type_words(document, {header: TYPE})) <= ASKED:
            if target == Field.KIND and document.format not in FAITHFUL:
                continue
            return {**chosen, header: TYPE}
    return chosen


def type_words(document: Document, chosen: Mapping[str, str]) -> list[tuple[str, int]]:
    """The words of the type column with how many rows use each, most used first."""
    header = next((header for header, target in chosen.items() if target == TYPE), None)
    if header is None:
        return []
    counted = Counter(text_of(document.values(element).get(header)) for element in document.elements)
    counted.pop("", None)
    return counted.most_common()


def guess_sort(word: str) -> str:
    """“Company” → a partner organisation, “Person” → a person in the company, “Customer group” → a customer group."""
    plain = normal(word)
    try:
        kind = parse_kind(word)
    except BadValue:
        kind = Kind.CUSTOMER if "customer" in plain or "client" in plain else None
    if plain in _ORGANISATIONS:
        return f"{kind or Kind.PARTNER}_group"
    if plain in _TEAMS:
        return f"{kind or Kind.INTERNAL}_group"
    try:
        is_group = bool(parse_is_group(word))
    except BadValue:
        is_group = "group" in plain.split()
    return f"{kind or Kind.INTERNAL}{'_group' if is_group else ''}"


def sort_parts(sort: str) -> tuple[str, bool]:
    """(kind, is_group) of one of SORTS."""
    return sort.removesuffix("_group"), sort.endswith("_group")


@dataclass(frozen=True, slots=True)
class TieWord:
    word: str
    count: int
    kind: str


def tie_words(document: Document) -> list[TieWord]:
    """What the connections of a document call themselves, with our guess of the kind, most used first."""
    alike: dict[tuple[object, ...], list[Connection]] = {}
    for connection in document.connections:
        alike.setdefault(said_of(connection), []).append(connection)
    counted: Counter[str] = Counter()
    kinds: dict[str, str] = {}
    for connections in alike.values():
        word = tie_word(document, connections[0])
        counted[word] += len(connections)
        if word not in kinds:
            kinds[word] = tie_of(document, connections[0]).kind
    return [TieWord(word, count, kinds[word]) for word, count in counted.most_common()]


def said_of(connection: Connection) -> tuple[object, ...]:
    """All by which a connection says what it is; those of two that say the same are equal. A list of 50,000 says a
    handful of things."""
    attributes = connection.attributes
    headers = _tie_headers(tuple(attributes))
    # A list reads otherwise than the text that shows it.
    return connection.table, headers, *[v if type(v := attributes[h]) is str else (type(v), str(v)) for h in headers]


@lru_cache(maxsize=4096)
def _tie_headers(headers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(header for header in headers if is_tie_header(header))


def tie_word(document: Document, connection: Connection) -> str:
    """The words that decide a connection's kind: its type, else its label, else the name of its list."""
    stated = label = ""
    for header, value in connection.attributes.items():
        plain = _normal(header)
        if not stated and plain in _TIE_TYPE:
            stated = text_of(value)
        elif not label and plain in _TIE_LABEL:
            label = text_of(value)
    if stated or label:
        return (stated or label)[:300]
    return document.tables[connection.table].title[:300] if connection.table < len(document.tables) else ""


@lru_cache(maxsize=4096)
def is_tie_header(header: str) -> bool:
    """Whether a column of connections becomes their kind, label or strength."""
    return normal(header) in _TIE_TYPE | _TIE_LABEL | _TIE_WEIGHT


@lru_cache(maxsize=4096)
def _normal(header: str) -> str:
    return normal(header)


def targets(choices: Choices) -> Iterator[tuple[str, str]]:
    """(header, field) of the columns that become a field of ours."""
    for header, target in choices.columns.items():
        if target not in (KEEP, LEAVE_OUT, TYPE):
            yield header, target


def check(choices: Choices, document: Document) -> list[str]:
    """Sentences on choices that cannot be: one field from two columns."""
    sentences = []
    counted = Counter(target for _header, target in targets(choices))
    for target, count in counted.items():
        if count > 1 and target != Field.NOTES:
            headers = " and ".join(f"“{header}”" for header in choices.headers_of(target))
            label = FIELD_LABELS[target]
            sentences.append(f"Two columns cannot both be {label}: {headers}. Keep one as an extra field.")
    if counted[Field.NAME] and (counted[Field.FIRST_NAME] or counted[Field.LAST_NAME]):
        sentences.append("Choose either a column for the whole name, or one for the first and one for the last name.")
    if len(choices.headers_of(TYPE)) > 1:
        sentences.append("Only one column can be the type that is decided below.")
    return sentences


def chosen_on_page(before: Choices, document_columns: Iterable[str], posted: Mapping[str, str]) -> Choices:
    """The choices a form sent, over those that held. Its fields are named by place: a header may be anything."""
    headers = list(document_columns)
    fields = {*FIELD_LABELS, KEEP, LEAVE_OUT, TYPE}
    chosen = dict(before.columns)
    for place, header in enumerate(headers):
        target = posted.get(f"column-{place}", "")
        if target in fields:
            chosen[header] = target
    types = _by_place(before.types, "type", posted, SORTS)
    ties = _by_place(before.ties, "tie", posted, TIE_KINDS)
    decisions = dict(before.decisions)
    for name, value in posted.items():
        if name.startswith("decide-") and (value in (NEW, SKIP) or value.isdigit()):
            ref = name.removeprefix("decide-")
            # Leaving a row as it was proposed decides nothing: a later preview may know better.
            if value != posted.get(f"was-{ref}"):
                decisions[ref] = value
    sort = posted.get("sort", "")
    return replace(
        before,
        columns=chosen,
        types=types,
        ties=ties,
        decisions=decisions,
        sort=sort if sort in SORTS else before.sort,
        create_unknown=posted.get("create_unknown", "") == "on" if "has_ties" in posted else before.create_unknown,
    )


def _by_place(
    before: Mapping[str, str], prefix: str, posted: Mapping[str, str], allowed: Mapping[str, str]
) -> dict[str, str]:
    chosen = {}
    for place, (word, value) in enumerate(before.items()):
        wanted = posted.get(f"{prefix}-{place}", "")
        chosen[word] = wanted if wanted in allowed else value
    return chosen
