"""Reads and writes text tables: CSV, semicolons, tabs, and edge lists separated by spaces."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from stakeholders.formats.characters import neutralise, storable, undo_neutralise
from stakeholders.formats.columns import normal
from stakeholders.formats.decoding import decode
from stakeholders.formats.document import (
    Document,
    Format,
    Limits,
    Problem,
    Progress,
    Row,
    Unreadable,
    reference_problems,
    shorten,
)
from stakeholders.formats.headers import FROM, TO
from stakeholders.formats.layout import connection_rows, element_rows
from stakeholders.formats.tables import Content, Grid, joined, read_grid

_DELIMITERS = ",;\t|"
_SPACES = " "
# What text tables are called; a name without an ending says nothing, nor does “people.2026” or “people.csv.bak”.
_ENDINGS = re.compile(r"\.(csv|tsv|tab|txt|dat|asc|prn|edges|edgelist|bak|old|\d+)$", re.IGNORECASE)


def read_delimited(content: bytes, filename: str, progress: Progress | None = None) -> Document:
    table = read_text_table(content, filename, progress=progress)
    if not table.is_known and _is_named_as_no_table(filename):
        raise Unreadable(
            f"“{shorten(filename)}” is no table of people or connections: neither its name nor its first rows say so. "
            "If it is one, save it as CSV and import that."
        )
    if table.is_blank:
        raise Unreadable("The file has column titles and no rows below them. Add the people and import it again.")
    elements, connections, problems, tables = joined([table])
    document = Document(
        Format.EDGES if table.table.holds == "connections" else Format.CSV,
        tuple(elements),
        tuple(connections),
        problems=tuple(problems),
        tables=tuple(tables),
        filename=filename,
    )
    return replace(document, problems=(*problems, *reference_problems(document)))


def _is_named_as_no_table(filename: str) -> bool:
    return re.search(r"\.[A-Za-z]\w{0,9}$", filename) is not None and _ENDINGS.search(filename) is None


def read_text_table(
    content: bytes, filename: str, *, table: int = 0, is_alone: bool = True, progress: Progress | None = None
) -> Content:
    text, note = decode(content)
    if not text.strip():
        raise Unreadable("The file is empty.")
    title = re.sub(r"\.(csv|tsv|txt|tab|dat)$", "", filename.rsplit("/", 1)[-1], flags=re.IGNORECASE)
    text, skipped, stated = _without_preamble(text)
    delimiter = stated or find_delimiter(text)

    def place(number: int) -> Row:
        return number if is_alone else f"{title} row {number}"

    grid = Grid(title, _rows(text, delimiter, skipped), text.count("\n") + 1, place, table=table)
    read = read_grid(grid, progress)
    if read is None:
        raise Unreadable("The file is empty.")
    if note:
        read.problems.insert(0, Problem("", note, fatal=False))
    if delimiter != _SPACES and text.count('"') % 2:
        last = (read.elements or read.connections or [None])[-1]
        sentence = "A quotation mark is opened and never closed: rows may have run together into this one."
        read.problems.append(Problem(last.row if last else "", sentence, fatal=False))
    return read


def _without_preamble(text: str) -> tuple[str, int, str | None]:
    """(text, lines skipped, delimiter stated): Excel's “sep=;” line, the “# …” remarks above published edge lists."""
    remarks = re.match(r"(?:(?:# |%)[^\r\n]*(?:\r\n|\n|\r))*", text)
    above = remarks.group() if remarks else ""
    text, skipped = text[len(above) :], len(above.splitlines())
    if match := re.match(r"sep=(.)(\r\n|\n|\r)", text, re.IGNORECASE):
        return text[match.end() :], skipped + 1, match.group(1)
    return text, skipped, None


def _rows(text: str, delimiter: str, skipped: int) -> Iterator[tuple[int, Sequence[object]]]:
    if delimiter == _SPACES:
        yield from ((number, line.split()) for number, line in enumerate(text.splitlines(), start=skipped + 1))
        return
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = skipped
    while True:
        number += 1
        try:
            record = next(records)
        except StopIteration:
            return
        except csv.Error:
            raise Unreadable(
                f"Row {number} holds a cell of more than {csv.field_size_limit():,} characters. "
                "A quotation mark in it is probably never closed."
            ) from None
        if number > Limits.LINES:
            raise Unreadable(f"The file has more than {Limits.LINES:,} lines, blank ones included.")
        if len(record) > Limits.COLUMNS + 1:
            if any(cell.strip() for cell in record[Limits.COLUMNS :]):
                raise Unreadable(f"Row {number} has {len(record):,} cells; at most {Limits.COLUMNS} can be imported.")
            del record[Limits.COLUMNS :]
        yield number, [undo_neutralise(cell) for cell in record]


def find_delimiter(text: str) -> str:
    """The separator that cuts the first rows into equally many cells; spaces only where they divide an edge list."""
    sample = text[:65_536]
    if len(text) > len(sample):
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    best, best_score = ",", (0.0, 0)
    for delimiter in _DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if any(row)]
        except csv.Error:
            continue
        [(usual, rows)] = Counter(widths).most_common(1) or [(1, 0)]
        if usual < 2:
            continue
        score = (round(rows / len(widths) + (widths[0] == usual), 1), usual)
        if score > best_score:
            best, best_score = delimiter, score
    return _SPACES if best_score[1] == 0 and _is_spaced_edge_list(sample) else best


def _is_spaced_edge_list(sample: str) -> bool:
    """“0 1”, “from to”: every line two to four words, and the first two from the same set of people."""
    lines = [line.split() for line in sample.splitlines()[:500] if line.strip()]
    if not lines or len({len(words) for words in lines}) != 1 or not 2 <= len(lines[0]) <= 4:
        return False
    words = [normal(word) for word in lines[0]]
    if words[0] in FROM and words[1] in TO:
        return True
    if all(word.isdigit() for line in lines for word in line[:2]):
        return True
    left, right = {line[0] for line in lines}, {line[1] for line in lines}
    return len(lines) > 2 and len(left & right) >= 0.3 * min(len(left), len(right))


def write_people_csv(document: Document) -> bytes:
    return _write(element_rows(document))


def write_connections_csv(document: Document) -> bytes:
    return _write(connection_rows(document))


def _write(rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a byte order mark, without which Excel garbles names; formulas are neutralised."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    for row in rows:
        writer.writerow([neutralise(cell) if isinstance(cell, str) else cell for cell in row])
    return codecs.BOM_UTF8 + str(storable(stream.getvalue())).encode()
