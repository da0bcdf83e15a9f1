"""Who is in a room: whose page asked within the last minute. Kept in the cache, where it is forgotten by itself, and
never in the database: who was there when is nobody's business later."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from uuid import UUID

import redis
from django.core.cache import cache

from web.live import publish

logger = logging.getLogger(__name__)
# Pages say every 20 seconds that they are there: whoever misses three of them is gone.
ASKS_EVERY = 20
GONE_AFTER = 60


def is_here(channel: str, who: UUID) -> None:
    """Somebody's page says so; those who listen to the room's channel hear when they come."""
    key = _key(channel, who)
    try:
        has_come = cache.add(key, 1, GONE_AFTER)
        if not has_come:
            cache.touch(key, GONE_AFTER)
    except redis.RedisError as error:
        logger.warning("presence not kept: %s", type(error).__name__)
        return
    if has_come:
        publish(channel, "presence")


def who_is_in(channel: str, known: Iterable[UUID]) -> set[UUID]:
    """Of those known to the room the ones who are in. While the cache is away nobody is known to be."""
    keys = {_key(channel, each): each for each in known}
    try:
        found = cache.get_many(keys)
    except redis.RedisError as error:
        logger.warning("presence not read: %s", type(error).__name__)
        return set()
    return {keys[key] for key in found}


def _key(channel: str, who: UUID) -> str:
    return f"room:{channel}:{who}"
