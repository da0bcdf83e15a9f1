"""Reads and writes GEXF (gexf.net), Gephi's format, of every version from 1.0 to 1.3.

It carries names, ids, all three directions, weights, labels, and text, numbers and truth values. What it cannot carry:
the difference between missing and blank, lists (tags come back as a list, others as text with pipes), nested values, a
connection's reference by name (it comes back by id), and what a project holds beside its network. Colours, sizes,
places and times of a Gephi file are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element as Node

from stakeholders.formats.document import Connection, Direction, Document, Element, Format, Progress
from stakeholders.formats.tables import parse_direction
from stakeholders.formats.xmls import Network, attribute, columns_of, escaped, events, local, node_keys, typed, written

_NATIVE = ("weight", "label", "kind")


class _Column(NamedTuple):
    title: str
    sort: str
    default: str


def read_gexf(content: bytes, filename: str, progress: Progress | None = None) -> Document:
    network = Network(Format.GEXF, filename, progress)
    columns: dict[tuple[str, str], _Column] = {}
    default: Direction = "undirected"
    holds = "node"
    for event, tag, node in events(content):
        if event == "start":
            if tag == "attributes":
                holds = attribute(node, "class") or "node"
            elif tag == "graph":
                default = parse_direction(node.get("defaultedgetype") or "undirected") or "undirected"
        elif tag == "creator":
            network.is_ours = node.text == "Coalition"
        elif tag == "attribute":
            columns[holds, attribute(node, "id")] = _column(network, node)
            network.check_columns(len(columns) // 2)
        elif tag == "node":
            key = network.text(node.get("id")).strip()
            network.add_node(key, network.text(node.get("label")), _values(network, node, columns, "node"))
            node.clear()
        elif tag == "edge":
            _edge(network, node, columns, default)
            node.clear()
    return network.document("id", "label", ("source", "target"))


def _column(network: Network, node: Node) -> _Column:
    default = next((child.text or "" for child in node if local(child.tag) == "default"), "")
    title = network.text(attribute(node, "title") or attribute(node, "id"))
    return _Column(title, attribute(node, "type") or "string", default)


def _values(network: Network, node: Node, columns: Mapping[tuple[str, str], _Column], holds: str) -> dict[str, object]:
    found = {
        column.title: typed(network.text(column.default), column.sort)
        for (kind, _ref), column in columns.items()
        if kind == holds and column.default
    }
    for child in (value for part in node if local(part.tag) == "attvalues" for value in part):
        ref = attribute(child, "for") or attribute(child, "id")
        column = columns.get((holds, ref), _Column(ref, "string", ""))
        text = network.text(child.get("value"))
        if column.sort.startswith("list"):
            text = "|".join(part.strip() for part in re.split(r"[|,;]", text.strip("[]")))
        found[column.title] = typed(text, column.sort)
    return found


def _edge(network: Network, node: Node, columns: Mapping[tuple[str, str], _Column], default: Direction) -> None:
    attributes: dict[str, object] = {}
    for name in _NATIVE:
        text = network.text(node.get(name))
        if text:
            attributes[name] = _weight(text) if name == "weight" else text
    attributes |= _values(network, node, columns, "edge")
    direction = parse_direction(node.get("type") or default) or default
    ends = network.text(node.get("source")).strip(), network.text(node.get("target")).strip()
    network.add_edge(network.text(node.get("id")).strip() or None, *ends, direction, attributes)


def _weight(text: str) -> object:
    return typed(text, "long" if re.fullmatch(r"-?\d{1,15}", text, re.ASCII) else "double")


def write_gexf(document: Document) -> bytes:
    return "".join(_lines(document)).encode()


def _lines(document: Document) -> Iterator[str]:
    nodes = columns_of(document.elements)
    edges = {header: sort for header, sort in columns_of(document.connections).items() if not _is_native(header, sort)}
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield '<meta><creator>Coalition</creator></meta>\n<graph defaultedgetype="directed" mode="static">\n'
    for holds, columns in (("node", nodes), ("edge", edges)):
        yield f'<attributes class="{holds}">\n'
        for number, (header, sort) in enumerate(columns.items()):
            yield f'<attribute id="{number}" title="{escaped(header)}" type="{sort}"/>\n'
        yield "</attributes>\n"
    ids, end, missing = node_keys(document)
    yield "<nodes>\n"
    for element in document.elements:
        label = escaped(element.title)
        yield f'<node id="{escaped(ids[id(element)])}" label="{label}">{_attvalues(element, nodes)}</node>\n'
    for key, name in missing:
        yield f'<node id="{escaped(key)}" label="{escaped(name)}"/>\n'
    yield "</nodes>\n<edges>\n"
    taken = {connection.key for connection in document.connections}
    number = 0
    for connection in document.connections:
        key = connection.key or ""
        while not key or (key in taken and key != connection.key):
            number += 1
            key = f"e{number}"
        ends = f'source="{escaped(end(connection.source_ref))}" target="{escaped(end(connection.target_ref))}"'
        native = "".join(
            f' {name}="{escaped(written(name, connection.attributes[name]))}"'
            for name in _NATIVE
            if name in connection.attributes and name not in edges and written(name, connection.attributes[name])
        )
        values = _attvalues(connection, edges)
        yield f'<edge id="{escaped(key)}" {ends} type="{connection.direction}"{native}>{values}</edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def _is_native(header: str, sort: str) -> bool:
    return sort in {"weight": ("long", "double"), "label": ("string",), "kind": ("string",)}.get(header, ())


def _attvalues(row: Element | Connection, columns: Mapping[str, str]) -> str:
    parts = []
    for number, header in enumerate(columns):
        text = written(header, row.attributes.get(header))
        if text:
            parts.append(f'<attvalue for="{number}" value="{escaped(text)}"/>')
    return f"<attvalues>{''.join(parts)}</attvalues>" if parts else ""
