"""How far the reading or storing of a long file is. Kept in the cache: its transaction shows nothing until its end."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TypeVar

from django.core.cache import cache

from impact.files.reading import Progress
from web.live import publish

KEPT_FOR = 3600
# A file of observations by its number, any other by a name that no number is.
Key = TypeVar("Key", int, str)


def channel(file_id: int | str) -> str:
    return f"observation-file:{file_id}"


def reporter(file_id: int | str) -> Progress:
    """Tells at most twice a second."""
    told = 0.0

    def report(done: int, total: int) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= 0.5 or done >= total:
            told = now
            tell(file_id, round(100 * min(done, total) / max(total, 1)))

    return report


def part(report: Progress | None, start: int, end: int) -> Progress | None:
    """The stretch of a longer piece of work from start to end percent."""
    if report is None:
        return None

    def within(done: int, total: int) -> None:
        report(start * max(total, 1) + (end - start) * min(done, total), 100 * max(total, 1))

    return within


def tell(file_id: int | str, percent: int) -> None:
    cache.set(_key(file_id), percent, KEPT_FOR)
    publish(channel(file_id), "progress")


def percent(file_ids: Sequence[Key]) -> dict[Key, int]:
    found = cache.get_many([_key(pk) for pk in file_ids])
    return {pk: found[_key(pk)] for pk in file_ids if _key(pk) in found}


def forget(file_id: int | str) -> None:
    cache.delete(_key(file_id))
    publish(channel(file_id), "done")


def _key(file_id: int | str) -> str:
    return f"observation-file-progress-{file_id}"
