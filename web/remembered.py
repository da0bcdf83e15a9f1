"""What this process made last of each thing, for as long as what it was made from stays the same."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """At most `most` values, the least wanted forgotten first. In memory only: nothing of it outlives the process.

    Whoever asks says by `mark` what the value must have been made from, and has read that under their own rights.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[Hashable, Value]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, mark: Hashable, make: Callable[[], Value]) -> Value:
        with self._lock:
            found = self._kept.get(key)
            if found is not None and found[0] == mark:
                self._kept.move_to_end(key)
                return found[1]
        value = make()
        self._keep({key: value}, mark)
        return value

    def several(
        self, keys: Collection[Key], mark: Hashable, make: Callable[[Collection[Key]], Mapping[Key, Value]]
    ) -> dict[Key, Value]:
        """The same of many, of which `make` is asked at once for all that are not kept."""
        found: dict[Key, Value] = {}
        with self._lock:
            for key in keys:
                kept = self._kept.get(key)
                if kept is not None and kept[0] == mark:
                    self._kept.move_to_end(key)
                    found[key] = kept[1]
        missing = [key for key in keys if key not in found]
        if missing:
            made = make(missing)
            self._keep(made, mark)
            found |= made
        return found

    def _keep(self, values: Mapping[Key, Value], mark: Hashable) -> None:
        with self._lock:
            for key, value in values.items():
                self._kept[key] = mark, value
                self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
