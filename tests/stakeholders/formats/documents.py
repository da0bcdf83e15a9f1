"""Hypothesis strategies for documents that a stranger might have typed."""

from __future__ import annotations

from hypothesis import strategies as st

from stakeholders.formats.columns import normal
from stakeholders.formats.document import Connection, Document, Element, Format

HOSTILE = [
    "<script>alert(1)</script>", "=1+1", "'=1+1", "''@x", "-2", "+49 30 123", "@cmd", "\tx", "\rx", "'\tx", "'",
    "مرحبا بالعالم", "\u202eabc", "👩‍👩‍👧‍👦", "x" * 300, "two\nlines", "two\r\nlines", "_x000D_", "_x005F_x000B_",
    "a|b", "a;b,c", 'say "hi"', "\x0b\x1f", "\ufffe", "\ufeff", "]]>", "&amp;", "#N/A", "1e5", "007", "TRUE",
    "2026-01-02", "NaN", "\u2028", "\x85", "{}", "null",
]  # fmt: skip

_any = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
texts = (st.sampled_from(HOSTILE) | _any).filter(lambda text: text.strip())
names = texts.map(str.strip).filter(lambda name: 0 < len(name) <= 300)
tags = st.lists(names.map(lambda tag: tag.replace("|", "").strip()).filter(bool), min_size=1, max_size=3)

_TAKEN = {"Name", "Full name", "ID", "From", "To", "Direction", "Label", "_kumu"}
headers = names.filter(lambda header: header not in _TAKEN and normal(header) != "tags")

_scalars = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False)
json_values = st.recursive(
    _scalars | texts | st.just(""),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)


@st.composite
def documents(
    draw: st.DrawFn,
    shape: Format,
    *,
    values: st.SearchStrategy[object] = texts,
    titles: st.SearchStrategy[str] = headers,
    with_tags: bool = True,
    by_key: bool = False,
    only: str | None = None,
) -> Document:
    """`by_key`: everything has a key and connections refer by it, as formats need that know ids alone."""
    columns = draw(st.lists(titles, max_size=4, unique=True))

    def attributes() -> dict[str, object]:
        found: dict[str, object] = {header: draw(values) for header in columns if draw(st.booleans())}
        if with_tags and draw(st.booleans()):
            found["Tags"] = draw(tags)
        return found

    keys = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    has_keys = by_key or draw(st.booleans())
    elements = []
    for key in keys:
        kept = key if has_keys and (by_key or draw(st.booleans())) else None
        elements.append(Element(0, kept, draw(names), attributes()))
    refs = [element.key or element.name for element in elements]
    ends = st.sampled_from(refs) if by_key else st.sampled_from(refs) | names
    edge_keys = draw(st.lists(names, max_size=4, unique=True))
    connections = []
    for key in edge_keys:
        kept = key if by_key or (has_keys and draw(st.booleans())) else None
        direction = draw(st.sampled_from(["directed", "mutual", "undirected"]))
        connections.append(Connection(0, kept, draw(ends), draw(ends), direction, attributes()))
    if only == "elements":
        connections = []
    if only == "connections":
        elements = []
        if not connections:
            connections = [Connection(0, None, draw(names), draw(names), "directed", {})]
    return Document(shape, tuple(elements), tuple(connections))
