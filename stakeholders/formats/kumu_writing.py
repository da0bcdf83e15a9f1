"""Writes a Kumu project backup: elements and connections by id, their fields' definitions, what the project held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from stakeholders.formats.document import KUMU_EXTRA, Connection, Document, Element, folded, union_of
from stakeholders.formats.jsons import dump, made_key

_TYPES = {"element": "element type", "connection": "connection type"}


def write_kumu_json(document: Document) -> bytes:
    """Missing keys are made from names and places; ends that only connections mention become elements of their own."""
    ids = _ids(document)
    elements = [_element(element, ids[id(element)]) for element in document.elements]
    missing = {ref: made_key("elem", "missing", ref) for ref in document.unlisted()}
    elements += [{"_id": key, "attributes": {"label": ref}} for ref, key in missing.items()]
    made = {folded(ref): key for ref, key in missing.items()}

    def end(ref: str) -> str:
        found = document.find(ref)
        return ids[id(found)] if found is not None else made[folded(ref)]

    connections = [
        _connection(connection, number, end(connection.source_ref), end(connection.target_ref))
        for number, connection in enumerate(document.connections, start=1)
    ]
    project: dict[str, Any] = dict(document.project)
    project.setdefault("name", "Coalition")
    project.setdefault("description", "")
    project["attributes"] = _definitions(project.get("attributes"), document)
    for part in ("loops", "maps", "perspectives"):
        project.setdefault(part, [])
    head = (
        "name",
        "description",
        "proxyImages",
        "defaultMap",
        "defaultPerspective",
        "attributeRelevance",
        "attributes",
    )
    ordered = {key: project.pop(key) for key in head if key in project}
    return dump({**ordered, "elements": elements, "connections": connections, **project})


def is_made_up(row: Element | Connection, number: int) -> bool:
    """Whether an id was made for the row in this place of a file, since it had none of its own."""
    if isinstance(row, Element):
        return row.key == _made_for_element(number, row.name)
    return row.key == _made_for_connection(number, row.source_ref, row.target_ref)


def _made_for_element(number: int, name: str) -> str:
    return made_key("elem", number, name)


def _made_for_connection(number: int, source: str, target: str) -> str:
    return made_key("conn", number, source, target)


def _ids(document: Document) -> dict[int, str]:
    taken = {element.key for element in document.elements if element.key}
    ids: dict[int, str] = {}
    for number, element in enumerate(document.elements, start=1):
        key = element.key or _made_for_element(number, element.name)
        while not element.key and key in taken:
            key += "x"
        taken.add(key)
        ids[id(element)] = key
    return ids


def _element(element: Element, key: str) -> dict[str, object]:
    label = {"label": element.name} if element.name else {}
    attributes, extra = _attributes(element.attributes, "element")
    return {"_id": key, **extra, "attributes": {**label, **attributes}}


def _connection(connection: Connection, number: int, source: str, target: str) -> dict[str, object]:
    key = connection.key or _made_for_connection(number, source, target)
    attributes, extra = _attributes(connection.attributes, "connection")
    kept = {"delayed": False, "reversed": False, **extra}
    head = {"_id": key, "direction": connection.direction, **kept}
    return {**head, "attributes": attributes, "from": source, "to": target}


def _attributes(attributes: dict[str, object], holds: str) -> tuple[dict[str, object], dict[str, Any]]:
    """(attributes by Kumu's names, which are in lower case; what stands beside them)."""
    extra = attributes.get(KUMU_EXTRA)
    named: dict[str, object] = {}
    for header, value in attributes.items():
        if header != KUMU_EXTRA:
            name = _name(header, holds)
            named[header if name in named or (name != header and name in attributes) else name] = value
    return named, dict(extra) if isinstance(extra, dict) else {}


def _name(header: str, holds: str) -> str:
    lower = header.lower()
    return _TYPES[holds] if lower == "type" else f"{header} (2)" if holds == "element" and lower == "label" else lower


def _definitions(existing: object, document: Document) -> list[object]:
    """The project's own definitions, and one for each field that has none."""
    definitions: list[object] = list(existing) if isinstance(existing, list) else []
    known = {str(item.get("name", "")).lower() for item in definitions if isinstance(item, dict)}
    rows: Iterable[tuple[str, Sequence[Element | Connection]]] = (
        ("element", document.elements),
        ("connection", document.connections),
    )
    used = {"label": "Label"}
    for holds, members in rows:
        for header in union_of(row.attributes for row in members):
            if header != KUMU_EXTRA:
                name = _name(header, holds)
                used.setdefault(name.lower(), name.title() if name in _TYPES.values() else header)
    many = {
        name.lower() for row in document.elements for name, value in row.attributes.items() if isinstance(value, list)
    }
    for lower, name in used.items():
        if lower not in known:
            limit = "none" if lower in many else 1
            definitions.append(
                {
                    "_id": made_key("attr", lower),
                    "name": name,
                    "format": "string",
                    "private": False,
                    "limit": limit,
                    "category": "General",
                    "prompt": "autocomplete",
                    "locked": False,
                    "values": [],
                }
            )
    return definitions
