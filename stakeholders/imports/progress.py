"""How far a long import is. Kept in the cache: the transaction that does the work shows nothing until its end."""

from __future__ import annotations

import time

from django.core.cache import cache

from stakeholders.imports.incoming import Report
from web.live import publish

KEPT_FOR = 3600


def channel(batch_id: int) -> str:
    return f"import:{batch_id}"


def reporter(batch_id: int, *, start: int = 0, end: int = 100) -> Report:
    """A function for (done, total) that maps them to start…end percent and tells at most twice a second."""
    told = 0.0

    def report(done: int, total: int) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told < 0.5 and done < total:
            return
        told = now
        tell(batch_id, start + round((end - start) * min(1.0, done / max(total, 1))))

    return report


def stage(report: Report | None, start: int, end: int) -> Report | None:
    """The part of a longer piece of work from start to end percent."""
    if report is None:
        return None

    def part(done: int, total: int) -> None:
        report(start * max(total, 1) + (end - start) * min(done, total), 100 * max(total, 1))

    return part


def tell(batch_id: int, percent: int) -> None:
    cache.set(_key(batch_id), percent, KEPT_FOR)
    publish(channel(batch_id), "progress")


def percent(batch_ids: list[int]) -> dict[int, int]:
    found = cache.get_many([_key(pk) for pk in batch_ids])
    return {pk: found[_key(pk)] for pk in batch_ids if _key(pk) in found}


def forget(batch_id: int) -> None:
    cache.delete(_key(batch_id))
    publish(channel(batch_id), "done")


def _key(batch_id: int) -> str:
    return f"import-progress-{batch_id}"
