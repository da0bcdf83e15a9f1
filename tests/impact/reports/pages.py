"""A PDF read back: its tags, its texts, what it says of itself."""

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject


@dataclass(frozen=True)
class Pages:
    title: str
    language: str
    is_tagged: bool
    # How often each tag is there, and what is said instead of pictures, in their order.
    tags: Counter[str]
    alts: list[str]
    texts: list[str]
    outline: list[str]

    @property
    def text(self) -> str:
        """All of it, with plain blanks."""
        return plain(" ".join(self.texts))


def plain(words: str) -> str:
    return " ".join(words.replace("\u200b", "").split())


def read_pdf(content: bytes) -> Pages:
    reader = PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    parts = list(_parts(root["/StructTreeRoot"]))
    return Pages(
        str(reader.metadata.title),
        str(root["/Lang"]),
        bool(root["/MarkInfo"]["/Marked"]),
        Counter(str(part["/S"]).removeprefix("/") for part in parts),
        [str(part["/Alt"]) for part in parts if part["/S"] == "/Figure"],
        [page.extract_text() for page in reader.pages],
        [str(entry.title) for entry in _flat(reader.outline)],
    )


def _parts(node: DictionaryObject) -> Iterator[DictionaryObject]:
    if "/S" in node:
        yield node
    kids = node.get("/K")
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        kid = kid.get_object() if kid is not None else None
        if isinstance(kid, DictionaryObject) and kid.get("/Type") not in ("/MCR", "/OBJR"):
            yield from _parts(kid)


def _flat(outline) -> Iterator:
    for entry in outline:
        yield from _flat(entry) if isinstance(entry, list) else [entry]
