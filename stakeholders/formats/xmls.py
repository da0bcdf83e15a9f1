"""What GraphML and GEXF share: XML without traps, typed columns, and characters XML cannot hold."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import Element as Node
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from stakeholders.formats.characters import escape_for_xml, unescape_from_xml
from stakeholders.formats.columns import normal
from stakeholders.formats.document import (
    KUMU_EXTRA,
    Connection,
    Direction,
    Document,
    Element,
    Format,
    LeftOut,
    Limits,
    Problem,
    Progress,
    Row,
    Table,
    Unreadable,
    folded,
    shorten,
    union_of,
)
from stakeholders.formats.headers import TAGS
from stakeholders.formats.layout import cell_of
from stakeholders.formats.tables import check_text
from stakeholders.formats.values import split_tags


def local(name: object) -> str:
    """A tag without its namespace: files of every version of a format are read alike."""
    return str(name).rpartition("}")[2]


def events(content: bytes) -> Iterator[tuple[str, str, Node]]:
    """("start" or "end", local tag, node) of XML that has no document type, no entities and no absurd depth."""
    depth = 0
    try:
        for event, node in iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            if depth > Limits.XML_DEPTH:
                raise Unreadable(f"The XML is nested deeper than {Limits.XML_DEPTH} levels, which no network is.")
            yield event, local(node.tag), node
    except DefusedXmlException:
        raise Unreadable(
            "The file defines a document type or entities (<!DOCTYPE …>), which can be used for attacks. "
            "Delete that line, or export the network again without it."
        ) from None
    except (ParseError, ValueError, LookupError) as error:
        line = f" near line {error.position[0]}" if isinstance(error, ParseError) else ""
        raise Unreadable(f"The XML is damaged or was cut off{line}. Export it again and try that.") from None


class Network:
    """Collects nodes and edges on the way through a file."""

    def __init__(self, shape: Format, filename: str, progress: Progress | None) -> None:
        self.shape, self.filename, self.progress = shape, filename, progress
        self.elements: list[Element] = []
        self.connections: list[Connection] = []
        self.problems: list[Problem] = []
        self.project: dict[str, object] = {}
        # Only our own files write _x000B_ for what XML cannot hold; elsewhere it is text.
        self.is_ours = False
        self._keys: set[str] = set()
        self._edge_keys: set[str] = set()
        self._nodes = self._edges = 0

    def text(self, text: str | None) -> str:
        return unescape_from_xml(text or "") if self.is_ours else text or ""

    def add_node(self, key: str, name: str, attributes: dict[str, object]) -> None:
        self._nodes += 1
        row = f"node {self._nodes}"
        with _Leaving(self, row):
            name = name.strip() or key
            if not key:
                raise LeftOut("The node has no id.")
            if key in self._keys:
                raise LeftOut(f"The id “{shorten(key)}” was used before.")
            if len(name) > Limits.NAME_CHARACTERS:
                raise LeftOut(f"The name has {len(name)} characters; a name may have {Limits.NAME_CHARACTERS}.")
            check_text("name", key + name)
            self._keys.add(key)
            self.elements.append(Element(row, key, name, self._checked(attributes)))
        self._count(self._nodes, "nodes")

    def add_edge(
        self, key: str | None, source: str, target: str, direction: Direction, attributes: dict[str, object]
    ) -> None:
        self._edges += 1
        row = f"edge {self._edges}"
        with _Leaving(self, row):
            if not source or not target:
                raise LeftOut("The edge lacks one of its ends.")
            check_text("ends", source + target + (key or ""))
            key = None if key in self._edge_keys else key
            self._edge_keys |= {key} if key else set()
            self.connections.append(
                Connection(row, key or None, source, target, direction, self._checked(attributes), 1)
            )
        self._count(self._edges, "edges")

    def _checked(self, attributes: dict[str, object]) -> dict[str, object]:
        kept: dict[str, object] = {}
        for header, value in attributes.items():
            if isinstance(value, str):
                check_text(header, header + value)
                if not value.strip():
                    continue
                if normal(header) in TAGS:
                    kept[header] = split_tags(value)
                    continue
            kept[header] = value
        return kept

    def _count(self, number: int, what: str) -> None:
        if number > Limits.ROWS:
            raise Unreadable(f"The network has more than {Limits.ROWS:,} {what}.")
        if self.progress is not None and number % 1000 == 0:
            done = self._nodes + self._edges
            self.progress(done, done)

    def check_columns(self, number: int) -> None:
        if number > Limits.COLUMNS:
            raise Unreadable(f"The network has more than {Limits.COLUMNS} columns.")

    def document(self, key: str, name: str, ends: tuple[str, str]) -> Document:
        if not self.elements and not self.connections and not self.problems:
            raise Unreadable("The network has no nodes and no edges.")
        nodes, edges = union_of(e.attributes for e in self.elements), union_of(c.attributes for c in self.connections)
        self.check_columns(max(len(nodes), len(edges)))
        tables = (
            Table("nodes", "elements", tuple(dict.fromkeys((key, name, *nodes))), (name,), key),
            Table("edges", "connections", (*ends, *edges), (), None, *ends),
        )
        return Document(
            self.shape,
            tuple(self.elements),
            tuple(self.connections),
            self.project,
            tuple(self.problems),
            tables,
            self.filename,
        )


class _Leaving:
    """Turns LeftOut into the problem of a row."""

    def __init__(self, network: Network, row: Row) -> None:
        self.network, self.row = network, row

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if isinstance(error, LeftOut):
            self.network.problems.append(Problem(self.row, str(error), fatal=True))
            return True
        return False


def typed(text: str, sort: str) -> object:
    """A value by its declared type; text where it does not fit it."""
    try:
        if sort in ("int", "integer", "long", "short", "byte"):
            return int(text)
        if sort in ("float", "double"):
            return float(text) if math.isfinite(float(text)) else text
    except ValueError:
        return text
    if sort == "boolean" and text.strip().lower() in ("true", "false", "1", "0"):
        return text.strip().lower() in ("true", "1")
    return text


def columns_of(rows: Sequence[Element | Connection]) -> dict[str, str]:
    """Each attribute with the type all its values share: boolean, long, double, or string."""
    sorts: dict[str, set[str]] = {}
    for row in rows:
        for header, value in row.attributes.items():
            if header != KUMU_EXTRA and cell_of(value) not in (None, ""):
                sorts.setdefault(header, set()).add(_sort(value))
    return {
        header: found.copy().pop() if len(found) == 1 else "double" if found == {"long", "double"} else "string"
        for header, found in sorts.items()
    }


def _sort(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "long" if -(2**53) <= value <= 2**53 else "string"
    return "double" if isinstance(value, float) and math.isfinite(value) else "string"


def written(header: str, value: object) -> str:
    """A value as the text between tags; lists as in the cells of a table."""
    cell = cell_of(value, is_tags=normal(header) in TAGS)
    if cell is None:
        return ""
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def escaped(text: str) -> str:
    """Text for between tags and within quotation marks alike."""
    clean = escape_for_xml(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return clean.replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def node_keys(document: Document) -> tuple[dict[int, str], Callable[[str], str], list[tuple[str, str]]]:
    """(id of each element, id for a reference, (id, name) of ends that only connections mention)."""
    missing = document.unlisted()
    taken = {element.key for element in document.elements} | set(missing)
    ids: dict[int, str] = {}
    number = 0
    for element in document.elements:
        key = element.key or ""
        while not key or (key in taken and key != element.key):
            number += 1
            key = f"n{number}"
        ids[id(element)] = key
    known = {folded(ref): ref for ref in missing}

    def end(ref: str) -> str:
        found = document.find(ref)
        return ids[id(found)] if found is not None else known[folded(ref)]

    return ids, end, [(ref, ref) for ref in missing]


def attribute(node: Any, name: str) -> str:
    return str(node.get(name) or "")
