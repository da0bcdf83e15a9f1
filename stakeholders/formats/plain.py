"""A plain table as a command is given it, and what is said of one that cannot be read."""

from dataclasses import dataclass


class TableError(ValueError):
    """The table cannot be read as what it should be; one sentence, with the file's name and the line."""


@dataclass(frozen=True)
class File:
    name: str
    content: bytes
