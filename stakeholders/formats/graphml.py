"""Reads and writes GraphML (graphml.graphdrawing.org), yEd's labels included.

It carries names, ids, directions (mutual as data), and text, numbers and truth values. What it cannot carry: the
difference between missing and blank, lists (tags come back as a list, others as text with pipes), nested values, a
connection's reference by name (it comes back by id), and what a project holds beside its network.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element as Node

from stakeholders.formats.columns import SYNONYMS, Field, normal
from stakeholders.formats.document import Connection, Direction, Document, Element, Format, Progress
from stakeholders.formats.headers import DIRECTION
from stakeholders.formats.layout import titles
from stakeholders.formats.tables import parse_direction
from stakeholders.formats.xmls import Network, attribute, columns_of, escaped, events, local, node_keys, typed, written

_OURS = "coalition"


class _Key(NamedTuple):
    holds: str
    name: str
    sort: str
    default: str


def read_graphml(content: bytes, filename: str, progress: Progress | None = None) -> Document:
    network = Network(Format.GRAPHML, filename, progress)
    keys: dict[str, _Key] = {}
    default: Direction = "directed"
    name_key = ""
    graphs = 0
    for event, tag, node in events(content):
        if event == "start":
            if tag == "graph":
                graphs += 1
                if graphs == 1:
                    network.is_ours = node.get("id") == _OURS
                    default = "undirected" if node.get("edgedefault") == "undirected" else "directed"
                    name_key = _name_key(keys)
            continue
        if tag == "key":
            keys[attribute(node, "id")] = _key(network, node)
            network.check_columns(len(keys) // 2)
        elif tag == "node":
            key = network.text(node.get("id")).strip()
            data = _data(network, node, keys, "node")
            name = data.pop(name_key, None)
            network.add_node(key, str(name or "") or _label(node), _named(network, data, keys))
            node.clear()
        elif tag == "edge":
            _edge(network, node, keys, default)
            node.clear()
        elif tag == "graph" and graphs == 1:
            network.project = dict(_named(network, _data(network, node, keys, "graph"), keys))
    return network.document("id", keys[name_key].name if name_key else "name", ("source", "target"))


def _key(network: Network, node: Node) -> _Key:
    default = next((child.text or "" for child in node if local(child.tag) == "default"), "")
    name = attribute(node, "attr.name") or attribute(node, "id")
    return _Key(attribute(node, "for") or "all", name, attribute(node, "attr.type") or "string", default)


def _name_key(keys: Mapping[str, _Key]) -> str:
    """The id of the key that holds names: the plainest word for it."""
    words = {normal(key.name): ref for ref, key in reversed(list(keys.items())) if key.holds in ("node", "all")}
    return next((words[word] for word in SYNONYMS[Field.NAME] if word in words), "")


def _data(network: Network, node: Node, keys: Mapping[str, _Key], holds: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for ref, key in keys.items():
        if key.default and key.holds in (holds, "all"):
            found[ref] = typed(network.text(key.default), key.sort)
    for child in node:
        if local(child.tag) == "data" and not len(child):
            ref = attribute(child, "key")
            found[ref] = typed(network.text(child.text), keys[ref].sort if ref in keys else "string")
    return found


def _named(network: Network, data: Mapping[str, object], keys: Mapping[str, _Key]) -> dict[str, object]:
    named: dict[str, object] = {}
    for ref, value in data.items():
        name = network.text(keys[ref].name if ref in keys else ref)
        named[name if name not in named else f"{name} ({ref})"] = value
    return named


def _label(node: Node) -> str:
    """yEd draws its labels: <y:NodeLabel> somewhere below the node."""
    return next((child.text or "" for child in node.iter() if local(child.tag) == "NodeLabel"), "")


def _edge(network: Network, node: Node, keys: Mapping[str, _Key], default: Direction) -> None:
    attributes = _named(network, _data(network, node, keys, "edge"), keys)
    stated = {"true": "directed", "false": "undirected"}.get(attribute(node, "directed"), default)
    direction = parse_direction(stated) or default
    for header in [header for header in attributes if normal(header) in DIRECTION]:
        if parse_direction(attributes[header]) == "mutual":
            direction = "mutual"
            del attributes[header]
            break
    ends = network.text(node.get("source")).strip(), network.text(node.get("target")).strip()
    network.add_edge(network.text(node.get("id")).strip() or None, *ends, direction, attributes)


def write_graphml(document: Document) -> bytes:
    return "".join(_lines(document)).encode()


def _lines(document: Document) -> Iterator[str]:
    nodes, edges = columns_of(document.elements), columns_of(document.connections)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield '<key id="name" for="node" attr.name="name" attr.type="string"/>\n'
    yield '<key id="direction" for="edge" attr.name="direction" attr.type="string"/>\n'
    for prefix, holds, columns, special in (("n", "node", nodes, "name"), ("e", "edge", edges, "direction")):
        named = zip(titles([special], list(columns)), columns.values(), strict=True)
        for number, (title, sort) in enumerate(named):
            yield f'<key id="{prefix}{number}" for="{holds}" attr.name="{escaped(title)}" attr.type="{sort}"/>\n'
    yield f'<graph id="{_OURS}" edgedefault="directed">\n'
    ids, end, missing = node_keys(document)
    for element in document.elements:
        name = f'<data key="name">{escaped(element.name)}</data>' if element.name else ""
        yield f'<node id="{escaped(ids[id(element)])}">{name}{_values("n", element, nodes)}</node>\n'
    for key, name in missing:
        yield f'<node id="{escaped(key)}"><data key="name">{escaped(name)}</data></node>\n'
    for connection in document.connections:
        key = f' id="{escaped(connection.key)}"' if connection.key else ""
        ends = f'source="{escaped(end(connection.source_ref))}" target="{escaped(end(connection.target_ref))}"'
        directed = ' directed="false"' if connection.direction == "undirected" else ""
        mutual = '<data key="direction">mutual</data>' if connection.direction == "mutual" else ""
        yield f"<edge{key} {ends}{directed}>{mutual}{_values('e', connection, edges)}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _values(prefix: str, row: Element | Connection, columns: Mapping[str, str]) -> str:
    parts = []
    for number, header in enumerate(columns):
        text = written(header, row.attributes.get(header))
        if text:
            parts.append(f'<data key="{prefix}{number}">{escaped(text)}</data>')
    return "".join(parts)
