"""The live process: `granian --interface asgi config.live:app`. Server-sent events and nothing else.

Knows no user, session or database: an address signed by `web.live.stream_url` opens one channel until it expires. One
subscription in Redis serves every open stream."""

import asyncio
import contextlib
import json
import logging
import os
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import redis.asyncio
from redis.exceptions import RedisError

from web import stream_address

HEARTBEAT = 15.0
QUEUE_LENGTH = 50
MAX_STREAMS = int(os.environ.get("LIVE_MAX_STREAMS", "2000"))
# Tabs of one browser that show the same page at the same time.
MAX_PER_ADDRESS = 12
REFETCH = json.dumps({"event": "refetch"})
# Seconds for which it is known when a channel was last told something, and how much longer a page may have been on its
# way than it says.
REMEMBERED, ON_ITS_WAY = 60.0, 0.6

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
logger = logging.getLogger("live")


class Live:
    """The open streams and the one subscription that feeds them."""

    def __init__(self, *, key: str, redis_url: str, base_url: str, heartbeat: float = HEARTBEAT) -> None:
        self.key = key
        self.redis_url = redis_url
        self.origins = allowed_origins(base_url)
        self.heartbeat = heartbeat
        self.streams: defaultdict[str, set[asyncio.Queue[str | None]]] = defaultdict(set)
        self.open_by_address: Counter[str] = Counter()
        self.is_subscribed = False
        # Since when every event is heard, and when the last of each channel was.
        self.hears_since = time.monotonic()
        self.told_at: dict[str, float] = {}
        self._listener: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live_on(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live_on(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._listener = asyncio.create_task(self.listen())
                await send({"type": "lifespan.startup.complete"})
            else:
                if self._listener is not None:
                    self._listener.cancel()
                self._tell_all(None)
                await send({"type": "lifespan.shutdown.complete"})
                return

    # Redis --------------------------------------------------------------------------------------------------------

    async def listen(self) -> None:
        """Pass on what Redis says, for ever; after a gap everybody is told to fetch again."""
        prefix = stream_address.redis_channel("", self.redis_url)
        pause = 0.1
        while True:
            client = redis.asyncio.Redis.from_url(
                stream_address.client_url(self.redis_url), socket_connect_timeout=5, health_check_interval=10
            )
            try:
                async with client.pubsub() as subscription:
                    await subscription.psubscribe(f"{prefix}*")
                    self.is_subscribed, self.hears_since = True, time.monotonic()
                    self._tell_all(REFETCH)
                    pause = 0.1
                    async for message in subscription.listen():
                        if message["type"] == "pmessage":
                            channel = message["channel"].decode().removeprefix(prefix)
                            self._remember(channel)
                            self._tell(channel, message["data"].decode())
            except (RedisError, OSError) as error:
                logger.warning("Redis is away (%s): trying again", type(error).__name__)
            finally:
                self.is_subscribed = False
                with contextlib.suppress(RedisError, OSError):
                    await client.aclose()
            await asyncio.sleep(pause)
            pause = min(pause * 2, 5.0)

    def _remember(self, channel: str) -> None:
        now = time.monotonic()
        if len(self.told_at) > MAX_STREAMS:
            self.told_at = {each: at for each, at in self.told_at.items() if at > now - REMEMBERED}
        self.told_at[channel] = now

    def may_have_missed(self, channel: str, age: float) -> bool:
        """Whether something was told since a page was made that is `age` seconds old, or nobody knows."""
        made = time.monotonic() - age - ON_ITS_WAY
        return age > REMEMBERED or max(self.told_at.get(channel, 0.0), self.hears_since) > made

    def _tell(self, channel: str, data: str | None) -> None:
        for queue in self.streams.get(channel, ()):
            if queue.full():  # a reader that fell behind needs one fetch, not every event
                while not queue.empty():
                    queue.get_nowait()
                data = REFETCH if data is not None else None
            queue.put_nowait(data)

    def _tell_all(self, data: str | None) -> None:
        for channel in list(self.streams):
            self._tell(channel, data)

    # HTTP ---------------------------------------------------------------------------------------------------------

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if scope["path"].rstrip("/").endswith("/healthz"):
            healthy = self.is_subscribed
            await respond(send, 200 if healthy else 503, "ok" if healthy else "Redis is away")
            return
        if scope["method"] != "GET":
            await respond(send, 405, "GET only")
            return
        origin = headers.get("origin")
        if origin is not None and origin not in self.origins:
            await respond(send, 403, "another site's page")
            return
        cors = [(b"access-control-allow-origin", origin.encode()), (b"vary", b"Origin")] if origin else []
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        token = asked.get("stream", [""])[0]
        try:
            stream = stream_address.read(token, key=self.key)
        except ValueError:
            await respond(send, 403, "this address is not valid, or no longer", cors)
            return
        if sum(self.open_by_address.values()) >= MAX_STREAMS or self.open_by_address[token] >= MAX_PER_ADDRESS:
            await respond(send, 503, "too many streams", [*cors, (b"retry-after", b"60")])
            return
        self.open_by_address[token] += 1
        try:
            missed = "last-event-id" in headers or self.may_have_missed(stream.channel, age_of(asked))
            await self._stream(stream, missed, cors, receive, send)
        finally:
            self.open_by_address -= Counter([token])

    async def _stream(
        self,
        stream: stream_address.Stream,
        missed: bool,
        cors: list[tuple[bytes, bytes]],
        receive: Receive,
        send: Send,
    ) -> None:
        queue: asyncio.Queue[str | None] = asyncio.Queue(QUEUE_LENGTH)
        self.streams[stream.channel].add(queue)
        gone = asyncio.create_task(wait_for_disconnect(receive))
        number = time.time_ns() // 1_000_000
        try:
            await send(
                {
                    "type": "http.response.start",
                    "status": 200,
                    "headers": [
                        (b"content-type", b"text/event-stream; charset=utf-8"),
                        (b"cache-control", b"no-store"),
                        (b"x-accel-buffering", b"no"),
                        *cors,
                    ],
                }
            )
            # The id makes the browser say that it comes back; it may have missed something then. So may a page that
            # took its time to come here for the first time.
            first = f"retry: 3000\nid: {number}\n\n"
            await write(send, first + (f"data: {REFETCH}\n\n" if missed else ""))
            while not gone.done() and (left := stream.expires - time.time()) > 0:
                event = asyncio.create_task(queue.get())
                await asyncio.wait(
                    {event, gone}, timeout=min(self.heartbeat, left), return_when=asyncio.FIRST_COMPLETED
                )
                if not event.done():
                    event.cancel()
                    await write(send, ": still here\n\n")
                    continue
                data = event.result()
                if data is None:
                    break
                number += 1
                await write(send, f"id: {number}\ndata: {data}\n\n")
            if not gone.done():
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            gone.cancel()
            self.streams[stream.channel].discard(queue)
            if not self.streams[stream.channel]:
                del self.streams[stream.channel]


def age_of(asked: dict[str, list[str]]) -> float:
    """Seconds since the page was made that asks, as it says itself in milliseconds; 0 from one that does not."""
    said = asked.get("age", ["0"])[0]
    return int(said) / 1000 if said.isdecimal() and len(said) < 10 else 0.0


async def wait_for_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def respond(send: Send, status: int, text: str, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    body = f"{text}\n".encode()
    fixed = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": [*fixed, *(headers or [])]})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def allowed_origins(base_url: str) -> set[str]:
    """Whose pages may listen: ours. On one's own machine localhost has two names."""
    parts = urlsplit(base_url)
    origins = {f"{parts.scheme}://{parts.netloc}"}
    if parts.hostname in {"localhost", "127.0.0.1"}:
        port = f":{parts.port}" if parts.port else ""
        origins |= {f"{parts.scheme}://{host}{port}" for host in ("localhost", "127.0.0.1", "[::1]")}
    return origins


def __getattr__(name: str) -> Live:
    """`app`, made from the environment when a server asks for it."""
    if name != "app":
        raise AttributeError(name)
    return Live(key=os.environ["SECRET_KEY"], redis_url=os.environ["REDIS_URL"], base_url=os.environ["BASE_URL"])
