"""What commands read and print: a plain table, what is said of one that cannot be read, and what was found as JSON."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass


class TableError(ValueError):
    """The table cannot be read as what it should be; one sentence, with the file's name and the line."""


@dataclass(frozen=True)
class File:
    name: str
    content: bytes


def as_json(found: Mapping[str, object], *, default: Callable[[object], object] | None = None) -> str:
    """In full precision. Raises ValueError for a number that JSON has no word for."""
    return json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False, default=default)
