"""Live updates as pages see them: an address to listen to, and a word to those who listen.

An event says that something changed, never what: whoever hears it fetches the page again with their own permissions."""

import functools
import json
import logging

import redis
from django.conf import settings
from django.db import transaction

from web import stream_address

logger = logging.getLogger(__name__)


def stream_url(channel: str, *, listener: str = "") -> str:
    """The signed, expiring address for `data-live`; only for channels that the user at hand may follow. Where many
    people follow one channel, `listener` says which of them this is: each has an address of their own."""
    return f"{settings.LIVE_URL}?stream={stream_address.sign(channel, key=settings.SECRET_KEY, listener=listener)}"


def publish(channel: str, event: str) -> None:
    """Tell everybody who listens, once the running transaction is committed. Without Redis pages poll instead, so
    this logs and never raises."""
    if not stream_address.CHANNEL.fullmatch(channel):
        raise ValueError(f"{channel!r} is no channel name")
    transaction.on_commit(functools.partial(_send, channel, event), robust=True)


def _send(channel: str, event: str) -> None:
    name = stream_address.redis_channel(channel, settings.REDIS_URL)
    try:
        _client(settings.REDIS_URL).publish(name, json.dumps({"event": event}))
    except redis.RedisError as error:
        logger.warning("live event not sent: %s", type(error).__name__)


@functools.cache
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(stream_address.client_url(url), socket_timeout=2, socket_connect_timeout=1)
