"""Workbooks made by hand, as no program writes them, and what a reader says to them."""

from __future__ import annotations

import io
import zipfile

import pytest

from stakeholders.formats import Document, Format, Unreadable, read, write
from stakeholders.formats.document import Connection, Element

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAUGHS = '<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
DOCUMENT = Document(
    Format.CSV,
    (Element(2, "1", "Ada", {"Note": "x", "n": 1}), Element(3, "2", "Bob", {})),
    (Connection(2, "c", "1", "2", "mutual", {"Type": "trusts"}),),
)


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def parts_of(workbook: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def workbook_with(sheet: str, strings: str = "", extra: bytes = b"") -> bytes:
    """`strings` are the `<si>` of the shared strings; `extra` is a part that nothing refers to."""
    parts = parts_of(write(DOCUMENT, Format.XLSX))
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    del parts["xl/worksheets/sheet2.xml"]
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'.encode()
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override)
    parts["noise.bin"] = extra
    return zipped(parts)


def sheet(rows: str, head: str = "", before: str = "") -> str:
    return f'<?xml version="1.0"?>{head}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>'


def cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def sentence(content: bytes, filename: str = "people.csv") -> str:
    with pytest.raises(Unreadable) as caught:
        read(content, filename)
    return caught.value.sentence
