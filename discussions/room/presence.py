"""Who is in a room: whose page asked within the last minute. Kept in the cache, where it is forgotten by itself, and
never in the database: who was there when is nobody's business later."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from uuid import UUID

import redis
from django.core.cache import cache

from discussions.models import Discussion, Invitation
from web.live import publish

logger = logging.getLogger(__name__)
# Pages say every 20 seconds that they are there: whoever misses three of them is gone.
ASKS_EVERY = 20
GONE_AFTER = 60


def is_here(invitation: Invitation) -> None:
    """Somebody's page says so; the team's screens hear when they come."""
    key = _key(invitation.discussion_id, invitation.pk)
    try:
        has_come = cache.add(key, 1, GONE_AFTER)
        if not has_come:
            cache.touch(key, GONE_AFTER)
    except redis.RedisError as error:
        logger.warning("presence not kept: %s", type(error).__name__)
        return
    if has_come:
        publish(invitation.discussion.channel, "presence")


def who_is_in(discussion: Discussion, invited: Iterable[UUID]) -> set[UUID]:
    """Of those invited the ones who are in. While the cache is away nobody is known to be."""
    keys = {_key(discussion.pk, each): each for each in invited}
    try:
        found = cache.get_many(keys)
    except redis.RedisError as error:
        logger.warning("presence not read: %s", type(error).__name__)
        return set()
    return {keys[key] for key in found}


def _key(discussion: int, invitation: UUID) -> str:
    return f"room:{discussion}:{invitation}"
