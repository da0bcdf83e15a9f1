"""Reads votes and groups from plain tables: one vote a line, and one line a participant with their group."""

from __future__ import annotations

import csv
import io
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from discussions.agreement.votes import Votes, collect
from stakeholders.formats.delimited import find_delimiter
from stakeholders.formats.plain import File, TableError

VOTE_COLUMNS = ("comment-id", "voter-id", "vote")
GROUP_COLUMNS = ("participant", "group-id")
MOMENT = "timestamp"
VOTES = {"-1": -1, "0": 0, "1": 1}


@dataclass(frozen=True)
class Groups:
    """`group_of` holds everybody listed, None for who is in no group; `names` the groups, numbers by size first."""

    group_of: dict[Hashable, str | None]
    names: tuple[str, ...]


def read_votes(file: File) -> Votes:
    """Participants and statements in order of their ids. Raises TableError."""
    people: dict[str, int] = {}
    ideas: dict[str, int] = {}
    voter, idea, value = [], [], []
    moments: list[float] = []
    for line, cells, columns in _rows(file, VOTE_COLUMNS, "votes"):
        statement, participant, vote = (cells[columns[name]] for name in VOTE_COLUMNS)
        if not statement or not participant:
            raise TableError(f"{file.name}, line {line}: a vote needs a comment-id and a voter-id.")
        if vote not in VOTES:
            raise TableError(f"{file.name}, line {line}: “{vote}” is no vote: 1 is agree, 0 pass and -1 disagree.")
        voter.append(people.setdefault(participant, len(people)))
        idea.append(ideas.setdefault(statement, len(ideas)))
        value.append(VOTES[vote])
        if MOMENT in columns:
            moments.append(_moment(file, line, cells[columns[MOMENT]]))
    if not value:
        raise TableError(f"{file.name} has column titles and no votes below them.")
    participants, place = _in_order(people)
    statements, position = _in_order(ideas)
    return collect(
        participants,
        statements,
        place[np.array(voter)],
        position[np.array(idea)],
        np.array(value),
        np.array(moments) if moments else None,
    )


def read_groups(file: File) -> Groups:
    """Raises TableError."""
    group_of: dict[Hashable, str | None] = {}
    for line, cells, columns in _rows(file, GROUP_COLUMNS, "participants"):
        participant, group = (cells[columns[name]] for name in GROUP_COLUMNS)
        if not participant:
            raise TableError(f"{file.name}, line {line}: the participant has no id.")
        if participant in group_of:
            raise TableError(f"{file.name}, line {line}: {participant} is listed twice.")
        group_of[participant] = group or None
    if not group_of:
        raise TableError(f"{file.name} has column titles and nobody below them.")
    return Groups(group_of, tuple(sorted({group for group in group_of.values() if group}, key=_rank)))


def _rows(file: File, wanted: tuple[str, ...], what: str) -> Iterator[tuple[int, list[str], dict[str, int]]]:
    """(line, cells, place of each column) of the rows that are not empty."""
    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableError(f"{file.name} is not in UTF-8: save it as “CSV UTF-8” and try that.") from None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=find_delimiter(text))
    columns: dict[str, int] = {}
    width = 0
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if columns:
                yield reader.line_num, cells + [""] * (width - len(cells)), columns
                continue
            width = len(cells)
            for place, name in enumerate(cells):
                columns.setdefault(name.casefold(), place)
            missing = [name for name in wanted if name not in columns]
            if missing:
                raise TableError(
                    f"{file.name} has no column “{missing[0]}”: its first line must name {', '.join(wanted)}."
                )
    except csv.Error as error:
        raise TableError(f"{file.name}, line {reader.line_num}: not a table ({error}).") from None
    if not columns:
        raise TableError(f"{file.name} is empty: there are no {what} in it.")


def _moment(file: File, line: int, written: str) -> float:
    try:
        return float(written)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(written).timestamp()
    except ValueError:
        raise TableError(f"{file.name}, line {line}: the timestamp “{written}” is no number and no date.") from None


def _in_order(ids: dict[str, int]) -> tuple[list[str], np.ndarray[tuple[int, ...], np.dtype[np.int64]]]:
    """The ids in order, and the place in it of each as it was met."""
    ordered = sorted(ids, key=_rank)
    place = np.empty(len(ids), dtype=np.int64)
    for position, one in enumerate(ordered):
        place[ids[one]] = position
    return ordered, place


def _rank(one: str) -> tuple[bool, int, str]:
    """Numbers by size, then words by letter."""
    number = one.isascii() and one.isdecimal()
    return (not number, int(one) if number else 0, one)
