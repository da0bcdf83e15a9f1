"""The register as a neutral document: under our own column titles, or under those a Kumu project came with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from accounts.models import Workspace
from stakeholders.assessments import JUDGED
from stakeholders.exports.words import TITLES, made_up_id, said_here, set_apart, written
from stakeholders.formats import columns
from stakeholders.formats.columns import Field, normal
from stakeholders.formats.document import (
    KUMU_EXTRA,
    Connection,
    Direction,
    Document,
    Element,
    Format,
    Table,
    folded,
    with_named_refs,
)
from stakeholders.formats.ties import tie_of
from stakeholders.formats.values import BadValue
from stakeholders.imports.mapping import is_tie_header
from stakeholders.models import ImportedProject, Kind, Relationship, Stakeholder
from stakeholders.models.stakeholder import StakeholderQuerySet

KUMU_TITLES: Final[Mapping[str, str]] = {**TITLES, "notes": "Description"}
KUMU: Final = frozenset({Format.KUMU_XLSX, Format.KUMU_JSON})
BY_NAME: Final = frozenset({Format.KUMU_XLSX, Format.XLSX, Format.CSV, Format.CSV_ZIP, Format.EDGES})
SORTS: Final = {
    (Kind.INTERNAL, True): "Team",
    (Kind.CUSTOMER, False): "Customer",
    (Kind.CUSTOMER, True): "Customer group",
    (Kind.PARTNER, False): "Partner",
    (Kind.PARTNER, True): "Company",
}
CHUNK: Final = 5000


@dataclass(frozen=True, slots=True)
class Row:
    """A stakeholder as a file shows it. `fields` are in words, unknown ones absent."""

    pk: int
    name: str
    external_id: str
    kind: str
    is_group: bool
    fields: dict[str, Any]
    attributes: dict[str, Any]


def document_of(workspace: Workspace, shape: Format, people: StakeholderQuerySet | None = None) -> Document:
    """The stakeholders (all, or some) and the ties among them, ready to be written as `shape`."""
    found = Stakeholder.objects.filter(workspace=workspace) if people is None else people
    rows = _rows(found)
    keys = _keys(rows)
    ties = _ties(workspace, keys)
    if shape in KUMU:
        return _for_kumu(workspace, shape, rows, keys, ties)
    refs = {row.pk: keys[row.pk] or row.name for row in rows}
    reporting = [tie for tie in ties if tie.kind == Relationship.Kind.REPORTS_TO]
    managers = {tie.source_id: refs[tie.target_id] for tie in reporting} if shape == Format.CSV else {}
    elements = [Element(n, keys[row.pk] or None, row.name, _columns(row, managers)) for n, row in enumerate(rows, 1)]
    connections = [_connection(number, tie, refs) for number, tie in enumerate(ties, 1)]
    document = Document(shape, tuple(elements), tuple(connections))
    return with_named_refs(document) if shape in BY_NAME else document


def _rows(people: StakeholderQuerySet) -> list[Row]:
    values = people.order_by("pk").values(
        "pk", "name", "external_id", "kind", "is_group", "email", "job_title", "notes", "tags", "attributes",
        "department__name", "owner__email", "current__assessed_on", "current__confidence",
        *(f"current__{name}" for name in JUDGED),
    )  # fmt: skip
    return [_row(row) for row in values.iterator(chunk_size=CHUNK)]


def _row(row: Mapping[str, Any]) -> Row:
    fields = {
        "email": row["email"],
        "job_title": row["job_title"],
        "department": row["department__name"],
        "owner_email": row["owner__email"],
        "tags": row["tags"],
        "notes": row["notes"],
        "confidence": written("confidence", row["current__confidence"]),
        "assessed_on": row["current__assessed_on"].isoformat() if row["current__assessed_on"] else None,
    }
    for name in ("segment", "influence", "interest", "position", "engagement_now", "engagement_desired", "voice"):
        fields[name] = written(name, row[f"current__{name}"])
    known = {name: value for name, value in fields.items() if value not in (None, "", [])}
    return Row(row["pk"], row["name"], row["external_id"], row["kind"], row["is_group"], known, dict(row["attributes"]))


def _keys(rows: Sequence[Row]) -> dict[int, str]:
    """What a file calls each stakeholder: their own ID, or one made up where a name would not tell them apart."""
    names = Counter(folded(row.name) for row in rows)
    taken = {row.external_id for row in rows if row.external_id}
    keys: dict[int, str] = {}
    used: set[str] = set()
    for row in rows:
        key = row.external_id if row.external_id not in used else ""
        if not key and (names[folded(row.name)] > 1 or row.name in taken):
            key = made_up_id(row.pk)
        used.add(key)
        keys[row.pk] = key
    return keys


def _ties(workspace: Workspace, keys: Mapping[int, str]) -> list[Relationship]:
    ties = Relationship.objects.filter(workspace=workspace).order_by("pk")
    return [tie for tie in ties.iterator(chunk_size=CHUNK) if tie.source_id in keys and tie.target_id in keys]


def _columns(row: Row, managers: Mapping[int, str]) -> dict[str, object]:
    fields = {
        **row.fields,
        "kind": written("kind", row.kind),
        "is_group": written("is_group", row.is_group),
    }
    if row.pk in managers:
        fields["reports_to"] = managers[row.pk]
    ours: dict[str, object] = {
        title: fields[name] for name, title in TITLES.items() if fields.get(name) not in (None, "", [])
    }
    extra = {set_apart(header): value for header, value in row.attributes.items() if header != KUMU_EXTRA}
    return {**ours, **extra}


def _connection(number: int, tie: Relationship, refs: Mapping[int, str]) -> Connection:
    attributes: dict[str, object] = {"Type": str(Relationship.Kind(tie.kind).label)}
    if tie.kind == Relationship.Kind.OTHER:
        attributes = {"Type": tie.label} if tie.label else {}
    elif tie.label:
        attributes["Label"] = tie.label
    if tie.weight is not None:
        attributes["Strength"] = tie.weight
    known = {*map(str.casefold, attributes), "type", "label", "strength", "weight", "kind"}
    attributes |= {
        header: value
        for header, value in tie.attributes.items()
        if header != KUMU_EXTRA and normal(header) not in known and normal(header) not in {"connection type"}
    }
    direction: Direction = tie.direction  # type: ignore[assignment]
    return Connection(number, tie.external_id or None, refs[tie.source_id], refs[tie.target_id], direction, attributes)


def _for_kumu(
    workspace: Workspace,
    shape: Format,
    rows: Sequence[Row],
    keys: Mapping[int, str],
    ties: Sequence[Relationship],
) -> Document:
    """Everything under the titles it came with; what changed here since, and what Kumu did not know, is added."""
    kept = ImportedProject.objects.filter(workspace=workspace, format__in=[*KUMU, Format.KUMU_BLUEPRINT]).order_by("pk")
    projects = list(kept.values_list("format", "document"))
    titles: dict[str, str] = {}
    for _format, stored in projects:
        titles.update(dict(stored["columns"]))
    same = [stored for project_format, stored in projects if project_format == shape]
    refs = {row.pk: keys[row.pk] or row.name for row in rows}
    elements = [
        Element(number, keys[row.pk] or None, _kumu_name(row), _kumu_columns(row, titles))
        for number, row in enumerate(rows, 1)
    ]
    connections = [_kumu_connection(number, tie, refs) for number, tie in enumerate(ties, 1)]
    document = Document(
        shape,
        tuple(elements),
        tuple(connections),
        dict(same[-1]["project"]) if same else {},
        tables=tuple(_table(table) for table in same[-1]["tables"]) if same else (),
    )
    return with_named_refs(document) if shape in BY_NAME else document


def _kumu_name(row: Row) -> str:
    """Kumu's backups may hold elements without a label: here the id stood in."""
    stated = row.attributes.get("Label")
    if isinstance(stated, str) and " ".join(stated.split()) == row.name:
        return stated
    return "" if row.name == row.external_id and row.name.startswith("elem-") else row.name


def _kumu_columns(row: Row, titles: Mapping[str, str]) -> dict[str, object]:
    attributes: dict[str, object] = dict(row.attributes)
    if row.name == " ".join(str(attributes.get("Label", "")).split()):
        del attributes["Label"]
    fields = dict(row.fields)
    # What is derived from an assessment says nothing about a person of its own.
    fields.pop("assessed_on", None)
    used: set[str] = set()
    for header, field in titles.items():
        if field not in TITLES or field in used:
            continue
        now = fields.get(field)
        if header in attributes:
            used.add(field)
            if not _says(field, attributes[header], now):
                if now is None:
                    del attributes[header]
                else:
                    attributes[header] = now
        elif now is not None and not _elsewhere(field, attributes, titles):
            used.add(field)
            attributes[header] = now
    extra = {header.casefold() for header in attributes}
    for field, title in KUMU_TITLES.items():
        if field not in used and fields.get(field) is not None and not _elsewhere(field, attributes, titles):
            attributes[said_here(title) if title.casefold() in extra else title] = fields[field]
    if (row.kind, row.is_group) in SORTS and not any(normal(h) in ("type", "element type") for h in attributes):
        attributes["Type"] = SORTS[Kind(row.kind), row.is_group]
    return attributes


def _elsewhere(field: str, attributes: Mapping[str, object], titles: Mapping[str, str]) -> bool:
    return any(titles.get(header) == field for header in attributes)


def _says(field: str, original: object, now: object) -> bool:
    """Whether the words of the file still mean what holds now; words that meant nothing are kept."""
    try:
        meant = columns.parse(Field(field), original)
        held = columns.parse(Field(field), now)
    except BadValue:
        return True
    return meant == held


def _kumu_connection(number: int, tie: Relationship, names: Mapping[int, str]) -> Connection:
    attributes: dict[str, object] = dict(tie.attributes)
    source, target = names[tie.source_id], names[tie.target_id]
    stated = Connection(number, None, source, target, "directed", attributes)
    guessed = tie_of(Document(Format.KUMU_JSON), stated)
    if guessed.kind != tie.kind and tie.kind != Relationship.Kind.OTHER:
        attributes[_header(attributes, "type", "Type")] = str(Relationship.Kind(tie.kind).label)
    elif guessed.is_reversed:
        source, target = target, source
    if tie.label and not any(map(is_tie_header, tie.attributes)):
        attributes["Label"] = tie.label
    if tie.weight is not None and guessed.weight != tie.weight:
        attributes[_header(attributes, "strength", "Strength")] = tie.weight
    direction: Direction = tie.direction  # type: ignore[assignment]
    return Connection(number, tie.external_id or None, source, target, direction, attributes)


def _header(attributes: Mapping[str, object], word: str, otherwise: str) -> str:
    return next((header for header in attributes if normal(header).endswith(word)), otherwise)


def _table(stored: Mapping[str, Any]) -> Table:
    return Table(
        stored["title"],
        stored["holds"],
        tuple(stored["headers"]),
        tuple(stored["name_columns"]),
        stored["key_column"],
        stored["source_column"],
        stored["target_column"],
        stored["direction_column"],
    )
