"""Reads Excel workbooks: Kumu's Elements and Connections, or any sheets of people and of from/to rows."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from stakeholders.formats.archives import check
from stakeholders.formats.columns import SYNONYMS, Field, normal
from stakeholders.formats.document import (
    Connection,
    Document,
    ElementIndex,
    Format,
    Problem,
    Progress,
    Row,
    Unreadable,
    reference_problems,
    shorten,
)
from stakeholders.formats.headers import FROM, TO, text
from stakeholders.formats.sheets import SheetRows, open_sheets
from stakeholders.formats.tables import Content, Grid, joined, read_grid


def read_workbook(content: bytes, filename: str, progress: Progress | None = None) -> Document:
    """Everything openpyxl may raise on a damaged or hostile workbook becomes one sentence."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check(archive.infolist(), len(content))
        # openpyxl warns of drawings and extensions it does not read: they are nothing to an importer.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(content, filename, progress)
    except Unreadable:
        raise
    except Exception as error:  # openpyxl has no error of its own: KeyError, TypeError, ParseError… all mean damage
        raise Unreadable(
            "The workbook is damaged or was written in a way Excel would repair. Open it in Excel, save it as .xlsx "
            "and try that."
        ) from error


def _read(content: bytes, filename: str, progress: Progress | None) -> Document:
    used, notes = _chosen(open_sheets(content))
    is_kumu = any(kind == "kumu" for _rows, kind in used)
    total = sum(rows.stored for rows, _kind in used)
    contents: list[Content] = []
    done = 0
    for rows, _kind in used:
        place = _place(rows.title, is_alone=len(used) == 1)
        grid = Grid(rows.title, iter(rows), total, place, is_kumu=is_kumu, is_sheet=True, table=len(contents))
        read = read_grid(grid, _shifted(progress, done, total))
        if read is not None:
            contents.append(read)
            notes += _cell_problems(rows, place)
        done += rows.last
    if all(read.is_blank for read in contents):
        raise Unreadable("The workbook has no rows of people: its sheets are empty or hold column titles only.")
    elements, connections, problems, tables = joined(contents)
    document = Document(
        Format.KUMU_XLSX if is_kumu else Format.XLSX,
        tuple(elements),
        tuple(_split_targets(elements, connections) if is_kumu else connections),
        problems=(*notes, *problems),
        tables=tuple(tables),
        filename=filename,
    )
    return replace(document, problems=(*document.problems, *reference_problems(document)))


def _chosen(sheets: Sequence[SheetRows]) -> tuple[list[tuple[SheetRows, str]], list[Problem]]:
    """The sheets to read, each with what it is ("kumu", "people", "edges"), and notes on others that hold rows."""
    kinds = [(rows, _kind(rows)) for rows in sheets]
    named = [(rows, kind) for rows, kind in kinds if kind in ("kumu", "people", "edges")]
    if not named:
        named = [(rows, "people") for rows, kind in kinds if kind == "other"][:1]
    if any(kind == "kumu" for _rows, kind in named):
        named = [(rows, kind) for rows, kind in named if kind != "people"]
    read = {rows.title for rows, _kind in named}
    notes = []
    for rows, kind in kinds:
        title = rows.title
        if kind != "blank" and title not in read:
            sentence = f"The sheet “{shorten(title)}” was not read: it is neither a list of names nor of connections."
            notes.append(Problem(title, sentence, fatal=False))
    return named, notes


def _kind(rows: SheetRows) -> str:
    if "(ignore)" in rows.title.casefold():
        return "ignored"
    people = {*SYNONYMS[Field.NAME], *SYNONYMS[Field.LAST_NAME], *SYNONYMS[Field.EMAIL]}
    seen = False
    for _number, cells in islice(rows, 10):
        words = [normal(text(cell)) for cell in cells if text(cell)]
        seen = seen or bool(words)
        if set(words[:3]) & set(FROM) and set(words) & set(TO) and not set(words[:1]) & people:
            return "edges"
        if words[:1] == ["label"] or words[:2] == ["id", "label"]:
            return "kumu"
        if set(words) & people and (len(words) > 1 or len(cells) == 1):
            return "people"
    return "other" if seen else "blank"


def _place(title: str, *, is_alone: bool) -> Any:
    def place(number: int) -> Row:
        return number if is_alone else f"{title} row {number}"

    return place


def _shifted(progress: Progress | None, done: int, total: int) -> Progress | None:
    if progress is None:
        return None
    return lambda count, _total: progress(done + count, max(total, done + count))


def _cell_problems(rows: SheetRows, place: Any) -> Iterator[Problem]:
    for number, error in rows.errors[:1000]:
        sentence = f"A cell shows the spreadsheet's error {shorten(error, 20)}; it arrives as that text."
        yield Problem(place(number), sentence, fatal=False)
    for number, formula in rows.unsolved[:1000]:
        # Programs other than Excel store formulas without what they come to.
        shown = f"={shorten(formula, 30)}" if formula else "one copied down"
        sentence = (
            f"A formula ({shown}) has no stored result and arrives blank. Open the file in Excel and save it first."
        )
        yield Problem(place(number), sentence, fatal=False)


def _split_targets(elements: Sequence[Any], connections: Sequence[Connection]) -> Iterator[Connection]:
    """Kumu draws “To: Anna|Bob” as two connections, unless somebody is called exactly that."""
    index = ElementIndex(elements)
    for connection in connections:
        targets = [part.strip() for part in connection.target_ref.split("|") if part.strip()]
        if len(targets) < 2 or index.find(connection.target_ref) is not None:
            yield connection
            continue
        for number, target in enumerate(targets):
            yield replace(connection, target_ref=target, key=connection.key if number == 0 else None)
