"""Reads any file we know: what it is shows in its content; its name only decides between likely readings."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace

from stakeholders.formats.archives import megabytes, opened, read_entry
from stakeholders.formats.delimited import read_delimited, read_text_table
from stakeholders.formats.document import (
    Document,
    Format,
    Limits,
    Progress,
    Unreadable,
    reference_problems,
)
from stakeholders.formats.gexf import read_gexf
from stakeholders.formats.graphml import read_graphml
from stakeholders.formats.jsons import read_json
from stakeholders.formats.tables import Content, joined
from stakeholders.formats.workbook import read_workbook

Reader = Callable[[bytes, str, Progress | None], Document]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KNOWN_AS_NO_TABLE = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"GIF8": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"{\\rtf": "a text document (RTF)",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"\x1f\x8b": "a gzip archive",
    b"\x7fELF": "a program",
    b"BEGIN:VCARD": "a contact card (vCard)",
    b"BEGIN:VCALENDAR": "a calendar",
}
_WANTED = "Choose a CSV, an Excel workbook (.xlsx), a Kumu export, GraphML, GEXF or a Coalition backup."


def read(content: bytes, filename: str, progress: Progress | None = None) -> Document:
    """The file as a document, or Unreadable with a sentence for its owner.

    `progress(done, total)` is called every thousand rows; `total` is an estimate that never falls below `done`.
    """
    if len(content) > Limits.FILE_BYTES:
        raise Unreadable(
            f"The file is {megabytes(len(content))} large; at most {megabytes(Limits.FILE_BYTES)} can be imported. "
            "Split it, or leave out what is not needed."
        )
    if not content.strip():
        raise Unreadable("The file is empty.")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _read_zip(content, filename, progress)
    if content.startswith(_OLE):
        raise Unreadable(_old_office(content))
    for start, what in _KNOWN_AS_NO_TABLE.items():
        if content.startswith(start):
            raise Unreadable(f"This is {what}, whatever its name says. {_WANTED}")
    return _read_text(content, filename, progress)


def _old_office(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "The workbook is protected by a password. Remove the password in Excel, save it and try that."
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return "This is a workbook in the old .xls format. Open it in Excel, save it as .xlsx and import that."
    return f"This is a file of an old Office program. {_WANTED}"


def _read_text(content: bytes, filename: str, progress: Progress | None) -> Document:
    is_table_by_name = re.search(r"\.(csv|tsv|tab)$", filename, re.IGNORECASE) is not None
    head = content[:4096].decode("utf-16", "replace") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
    head = (head or content[:4096].decode("latin-1")).lstrip("\ufeff\xef\xbb\xbf \t\r\n").lower()
    if head.startswith("<"):
        reader = _xml(head, is_table_by_name=is_table_by_name)
        if reader is not None:
            return reader(content, filename, progress)
    if re.match(r'\{\s*["}]', head) or (head.startswith(("{", "[")) and not is_table_by_name):
        return read_json(content, filename, progress)
    return read_delimited(content, filename, progress)


def _xml(head: str, *, is_table_by_name: bool) -> Reader | None:
    """The reader for a text that begins with “<”; None for a table whose first title happens to."""
    if re.search(r"<(\w+:)?graphml[\s>]", head):
        return read_graphml
    if re.search(r"<(\w+:)?gexf[\s>]", head):
        return read_gexf
    if re.match(r"<(!doctype html|html|table|head|body|meta|style|div)\b", head) or "<html" in head:
        raise Unreadable(
            "This is a web page saved under the name of a workbook. Open it in Excel, save it as .xlsx and import that."
        )
    if 'progid="excel.sheet"' in head or "urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise Unreadable(
            "This is a workbook in Excel's XML of 2003. Open it in Excel, save it as .xlsx and import that."
        )
    if head.startswith(("<?xml", "<!doctype")) or not is_table_by_name:
        raise Unreadable(f"This is XML, but neither GraphML nor GEXF. {_WANTED}")
    return None


def _read_zip(content: bytes, filename: str, progress: Progress | None) -> Document:
    with opened(content) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/") and not name.startswith("__MACOSX/")]
        lower = {name.lower() for name in names}
        if "xl/workbook.xml" in lower or "[content_types].xml" in lower:
            return _office(content, filename, lower, progress)
        if "mimetype" in lower and "content.xml" in lower:
            raise Unreadable("This is an OpenDocument file. Open it, save it as .xlsx or CSV and import that.")
        if any(name.endswith(".iwa") for name in lower):
            raise Unreadable("This is a Numbers file. Export it as Excel or CSV and import that.")
        return _packed(archive, names, filename, progress)


def _office(content: bytes, filename: str, names: set[str], progress: Progress | None) -> Document:
    if "xl/workbook.bin" in names:
        raise Unreadable("This is a binary workbook (.xlsb). Open it in Excel, save it as .xlsx and import that.")
    if any(name.startswith(("word/", "ppt/", "visio/")) for name in names):
        raise Unreadable(f"This is a text document, slides or a drawing, not a workbook. {_WANTED}")
    return read_workbook(content, filename, progress)


def _packed(archive: zipfile.ZipFile, names: list[str], filename: str, progress: Progress | None) -> Document:
    """A zip of CSV tables, or of one file of another kind."""
    tables = [name for name in names if re.search(r"\.(csv|tsv|txt)$", name, re.IGNORECASE)]
    others = [name for name in names if re.search(r"\.(json|graphml|gexf|xlsx|xml)$", name, re.IGNORECASE)]
    texts = sum(archive.getinfo(name).file_size for name in names if not name.lower().endswith(".json"))
    if texts > Limits.FILE_BYTES:
        raise Unreadable(
            f"Unpacked, the tables take {megabytes(texts)}; at most {megabytes(Limits.FILE_BYTES)} can be imported."
        )
    if len(others) == 1:
        part = read_entry(archive, others[0])
        if part.startswith(b"PK"):
            raise Unreadable("The workbook is packed in another zip. Unpack it and import the workbook.")
        return replace(_read_text(part, others[0], progress), filename=filename)
    if not tables or others:
        raise Unreadable("The zip should hold CSV tables, or one JSON, GraphML or GEXF file. Unpack it and choose one.")
    contents: list[Content] = []
    for name in tables:
        part = read_entry(archive, name)
        if part.strip():
            is_alone = len(tables) == 1
            contents.append(read_text_table(part, name, table=len(contents), is_alone=is_alone, progress=progress))
    if all(read.is_blank for read in contents):
        raise Unreadable("The tables in the zip are empty or hold column titles only.")
    elements, connections, problems, found = joined(contents)
    document = Document(
        Format.CSV_ZIP, tuple(elements), tuple(connections), {}, tuple(problems), tuple(found), filename
    )
    return replace(document, problems=(*problems, *reference_problems(document)))
