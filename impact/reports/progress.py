"""How far the issuing of a long report is. Kept in the cache: its transaction shows nothing until its end."""

from __future__ import annotations

from django.core.cache import cache

from web.live import publish

KEPT_FOR = 3600


def channel(report_id: int) -> str:
    return f"report:{report_id}"


def tell(report_id: int, done: int, total: int) -> None:
    cache.set(_key(report_id), round(100 * done / max(total, 1)), KEPT_FOR)
    publish(channel(report_id), "progress")


def percent(report_id: int) -> int | None:
    found: int | None = cache.get(_key(report_id))
    return found


def forget(report_id: int) -> None:
    cache.delete(_key(report_id))
    publish(channel(report_id), "done")


def _key(report_id: int) -> str:
    return f"report-progress-{report_id}"
