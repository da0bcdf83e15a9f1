"""Keeps Django's messages where they belong: what happened in one workspace is not said in another one's tab."""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.session import SessionStorage

# Addresses that begin alike are one place. Pages outside such a place belong to none, and show whatever waits.
PLACE = re.compile(r"/w/[^/]+/")
# `extra_tags` of a message about a place that its reader has just left.
ANYWHERE = "/"
# A place that is never opened again must not fill the session.
MOST = 20


class PlacedStorage(SessionStorage):
    """A message carries the place it was made in as its extra tags, and waits until a page of that place is drawn."""

    _loaded_messages: list[Message]
    _queued_messages: list[Message]
    _waiting: list[Message]

    def __init__(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        found = PLACE.match(request.path_info)
        self.place = found.group() if found else ""
        self._waiting = []

    def add(self, level: int, message: str, extra_tags: str | None = "") -> None:
        super().add(level, message, extra_tags or self.place)

    def _belongs(self, message: Message) -> bool:
        tags = message.extra_tags or ""
        return not self.place or PLACE.fullmatch(tags) is None or tags == self.place

    def __len__(self) -> int:
        return sum(1 for message in (*self._loaded_messages, *self._queued_messages) if self._belongs(message))

    def __iter__(self) -> Iterator[Message]:
        everything = list(super().__iter__())
        shown = [message for message in everything if self._belongs(message)]
        self._waiting = [message for message in everything if not self._belongs(message)][-MOST:]
        # What waits for another place stands in the session already: drawing a page without messages writes nothing.
        self.used = bool(shown)
        return iter(shown)

    def update(self, response: Any) -> Any:
        if self.used:
            self._queued_messages = [*self._waiting, *self._queued_messages]
        return super().update(response)
