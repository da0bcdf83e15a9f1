"""Finds the header of a table, what its columns are for, and whether it lists people or connections."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from stakeholders.formats import vocabulary
from stakeholders.formats.columns import EMAIL_SHAPE, EXACT, SYNONYMS, Field, normal
from stakeholders.formats.document import Limits, Table, Unreadable, shorten
from stakeholders.formats.vocabulary import listed

Cells = Sequence[object]

FROM, TO, DIRECTION, KEY, TAGS = (listed(vocabulary.SPECIAL[p]) for p in ("from", "to", "direction", "key", "tags"))
_KNOWN = {*EXACT, *(word for word in (*FROM, *TO) if len(word) > 2)}
# “De, A” is a Spanish header as a pair; “a” alone may be anything.
_EDGE_HINTS = re.compile(r"edge|arc|tie|link|network|friend|advice|report|connection", re.IGNORECASE)
_LATEST_HEADER_ROW = 10
# “Name, Vorname” lists family names; “Nombre, Apellidos” given names.
_EITHER_NAME = frozenset({"name", "nom", "nombre", "nome", "naam", "namn", "navn"})


@dataclass(frozen=True)
class Header:
    """`at`: the header's place among the rows given, None when there is none. `notes`: what its reader should know.

    `is_known`: a title says what the table is, or its rows do, as those of an edge list.
    """

    at: int | None
    table: Table
    notes: tuple[str, ...]
    is_known: bool


def text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def read_header(rows: Sequence[Cells], title: str, *, is_kumu: bool = False) -> Header:
    """`rows` are the first non-blank ones."""
    at, recognised = _find(rows, title)
    if at is None:
        return _without_header(rows, title)
    names, notes = _unique(rows[at])
    if len(names) > Limits.COLUMNS:
        raise Unreadable(f"The file has {len(names)} columns; at most {Limits.COLUMNS} can be imported.")
    if not recognised:
        shown = ", ".join(f"“{shorten(name, 30)}”" for name in names[:4])
        notes.append(f"No column title is one we know; {shown} were taken as the titles.")
    if at:
        notes.append("The rows above the column titles were not read.")
    words = [normal(name) for name in names]
    table = _connections(title, names, words) or _people(title, names, words, rows[at + 1 :], is_kumu, notes)
    return Header(at, table, tuple(notes), is_known=recognised)


def _find(rows: Sequence[Cells], title: str) -> tuple[int | None, bool]:
    """(the header's index, whether it was recognised by its words)."""
    widths = Counter(sum(1 for cell in cells if text(cell)) for cells in rows[:50])
    usual = widths.most_common(1)[0][0]
    for at, cells in enumerate(rows[:_LATEST_HEADER_ROW]):
        filled = [text(cell) for cell in cells if text(cell)]
        if len(filled) == 1 and usual > 1:
            continue
        words = {normal(title) for title in filled}
        known = words & _KNOWN
        certain = bool(words & set(SYNONYMS[Field.NAME])) or bool(words & set(FROM) and words & set(TO))
        if (at == 0 and known) or (certain and len(known) >= 2) or len(known) >= 3:
            return at, True
    if _looks_like_edges(rows, title) or usual == 1:
        return None, False
    for at, cells in enumerate(rows[:_LATEST_HEADER_ROW]):
        filled = [text(cell) for cell in cells if text(cell)]
        if len(filled) < usual:
            continue
        is_titles = all(
            len(cell) <= 80 and not re.fullmatch(r"[\d.,+\-\s]+", cell) and not EMAIL_SHAPE.fullmatch(cell)
            for cell in filled
        )
        return (at if is_titles and len(set(filled)) == len(filled) else None), False
    return None, False


def _looks_like_edges(rows: Sequence[Cells], title: str) -> bool:
    """Two to four columns, the first two naming the same people. Numbered labels (0 1, 1 1, 2 21) do too: each once."""
    pairs = [tuple(text(cell) for cell in cells[:2]) for cells in rows]
    widths = {sum(1 for cell in cells if text(cell)) for cells in rows}
    if not widths <= {2, 3, 4} or any(len(pair) < 2 or "" in pair for pair in pairs):
        return False
    left, right = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    shared = set(left) & set(right)
    if not shared:
        return False
    if all(re.fullmatch(r"\d+", name) for pair in pairs for name in pair):
        return len(set(left)) < len(left) or _EDGE_HINTS.search(title) is not None
    return len(shared) >= 0.3 * min(len(set(left)), len(set(right)))


def _without_header(rows: Sequence[Cells], title: str) -> Header:
    width = max(len(cells) for cells in rows)
    while width > 1 and not any(text(cells[width - 1]) for cells in rows if len(cells) >= width):
        width -= 1
    if width > Limits.COLUMNS:
        raise Unreadable(f"The file has {width} columns; at most {Limits.COLUMNS} can be imported.")
    names = [f"Column {number}" for number in range(1, width + 1)]
    if _looks_like_edges(rows, title):
        names[:2] = ["From", "To"]
        if width > 2:
            third = [text(cells[2]) for cells in rows if len(cells) > 2]
            names[2] = "Weight" if all(re.fullmatch(r"[\d.,]*", cell) for cell in third) else "Type"
        table = Table(title, "connections", tuple(names), source_column="From", target_column="To")
        note = "The file has no column titles; it was read as a list of connections, from and to."
        return Header(None, table, (note,), is_known=True)
    table = Table(title, "elements", tuple(names), name_columns=(names[0],))
    note = f"The file has no column titles; “{names[0]}” was taken as the name."
    return Header(None, table, (note,), is_known=False)


def _unique(cells: Cells) -> tuple[list[str], list[str]]:
    """Titles without blanks and repeats, and notes on those that were given a name."""
    width = max((place for place, cell in enumerate(cells, start=1) if text(cell)), default=0)
    given = [text(cell) for cell in cells[:width]]
    names: list[str] = []
    notes: list[str] = []
    for place, title in enumerate(given, start=1):
        name, number = title or f"Column {place}", 2
        while name in names or (name != title and name in given):
            name = f"{title or f'Column {place}'} ({number})"
            number += 1
        if not title:
            notes.append(f"Column {place} has no title and is called “{name}”.")
        elif name != title:
            notes.append(f"The title “{shorten(title)}” stands twice; column {place} is called “{shorten(name)}”.")
        names.append(name)
    return names, notes


def _by_order(wanted: Sequence[str], words: Sequence[str]) -> int | None:
    """Where the plainest of the wanted words stands."""
    return next((words.index(word) for word in wanted if word in words), None)


def _connections(title: str, names: Sequence[str], words: Sequence[str]) -> Table | None:
    source, target = _by_order(FROM, words), _by_order(TO, words)
    if source is None or target is None or source == target:
        return None
    # “Name, From, To” is a person with two dates.
    before = words[: min(source, target)]
    if any(word in SYNONYMS[Field.NAME] for word in before):
        return None
    key, direction = _by_order(KEY, words), _by_order(DIRECTION, words)
    return Table(
        title, "connections", tuple(names),
        key_column=None if key is None or key in (source, target) else names[key],
        source_column=names[source], target_column=names[target],
        direction_column=None if direction is None else names[direction],
    )  # fmt: skip


def _people(
    title: str, names: Sequence[str], words: Sequence[str], rows: Sequence[Cells], is_kumu: bool, notes: list[str]
) -> Table:
    key = _by_order(("id",) if is_kumu else KEY, words)
    wanted = ("label", *SYNONYMS[Field.NAME]) if is_kumu else SYNONYMS[Field.NAME]
    name = _by_order(wanted, words)
    first, last = _by_order(SYNONYMS[Field.FIRST_NAME], words), _by_order(SYNONYMS[Field.LAST_NAME], words)
    is_vague = name is not None and words[name] in _EITHER_NAME and not is_kumu
    if name is not None and is_vague and last is None and first is not None and not _repeats(rows, first, name):
        last, name = name, None
    elif name is not None and is_vague and first is None and last is not None and not _repeats(rows, last, name):
        first, name = name, None
    if name is not None:
        columns: tuple[int, ...] = (name,)
    elif first is not None and last is not None:
        columns = (first, last)
    else:
        columns = (_likely_name(words, rows, key, notes, names),)
    return Table(
        title, "elements", tuple(names), tuple(names[place] for place in columns), None if key is None else names[key]
    )


def _repeats(rows: Sequence[Cells], part: int, whole: int) -> bool:
    """Whether a name column holds the part as well: “Vorname, Name” with full names or with family names."""
    pairs = [(text(cells[part]), text(cells[whole])) for cells in rows if len(cells) > max(part, whole)]
    filled = [(piece, name) for piece, name in pairs if piece and name]
    return bool(filled) and sum(1 for piece, name in filled if piece in name and piece != name) * 2 >= len(filled)


def _likely_name(
    words: Sequence[str], rows: Sequence[Cells], key: int | None, notes: list[str], names: Sequence[str]
) -> int:
    """The first column of words that are neither numbers nor addresses and mostly differ."""
    chosen = key if key is not None else 0
    for place in range(len(words)):
        cells = [text(row[place]) for row in rows if len(row) > place and text(row[place])]
        is_words = cells and not any(EMAIL_SHAPE.fullmatch(cell) or re.fullmatch(r"[\d.,]+", cell) for cell in cells)
        if is_words and place != key and words[place] not in EXACT and len(set(cells)) * 2 > len(cells):
            chosen = place
            break
    notes.append(f"No column is called name; “{shorten(names[chosen])}” was taken. Choose another if that is wrong.")
    return chosen
