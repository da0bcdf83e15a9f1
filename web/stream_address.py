"""Addresses of live streams: signed by a page that the user may see, checked by a process that knows no user.

Imports no Django, because the live process does without it."""

import base64
import hashlib
import hmac
import json
import re
import time
from dataclasses import dataclass

LIFETIME = 12 * 3600
CHANNEL = re.compile(r"[a-z0-9][a-z0-9:_-]{0,119}")


class StreamAddressError(ValueError):
    """The address was not signed by us, or its time is over."""


@dataclass(frozen=True)
class Stream:
    """A channel that the holder of the address may listen to, until a moment in seconds since 1970."""

    channel: str
    expires: int


def sign(channel: str, *, key: str, now: float | None = None, listener: str = "") -> str:
    """A token for one channel. The same within an hour, so that a page drawn again keeps its open stream.

    One address opens so many streams only: where more people than that listen to a channel, each gets an address of
    their own by the name of a `listener`, of which the address shows nothing.
    """
    if not CHANNEL.fullmatch(channel):
        raise ValueError(f"{channel!r} is no channel name")
    hour = int((time.time() if now is None else now) // 3600 + 1)
    whose = [hmac.digest(key.encode(), f"coalition.listener:{listener}".encode(), "sha256").hex()[:12]]
    body = _encode(json.dumps([channel, hour * 3600 + LIFETIME, *(whose if listener else [])]).encode())
    return f"{body}.{_signature(body, key)}"


def read(token: str, *, key: str, now: float | None = None) -> Stream:
    body, _, signature = token.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(body, key).encode()):
        raise StreamAddressError("not signed by us")
    channel, expires, *_ = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    if expires <= (time.time() if now is None else now):
        raise StreamAddressError("expired")
    return Stream(channel, expires)


def _signature(body: str, key: str) -> str:
    secret = hashlib.sha256(b"coalition.live:" + key.encode()).digest()
    return _encode(hmac.digest(secret, body.encode(), "sha256"))


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def redis_channel(channel: str, redis_url: str) -> str:
    """The channel's name in Redis, whose channels, unlike its keys, are not kept apart by database number."""
    number = re.search(r"(?:[?&](?:db|virtual_host)=|/)(\d+)$", redis_url)
    return f"coalition:live:{number[1] if number else 0}:{channel}"


def client_url(redis_url: str) -> str:
    """The address as redis-py wants it; Celery writes sockets as redis+socket://."""
    return redis_url.replace("redis+socket://", "unix://", 1).replace("?virtual_host=", "?db=", 1)
