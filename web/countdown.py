"""The time of something that is led in a room: counted by the server, stopped by pauses."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol


class Timed(Protocol):
    """`ended_at` is when its time is up; pauses and more time move it."""

    started_at: dt.datetime | None
    ended_at: dt.datetime | None
    paused_at: dt.datetime | None


@dataclass(frozen=True)
class Clock:
    """The time left at a moment, by the server."""

    ends_at: dt.datetime
    seconds: int
    is_paused: bool

    @property
    def is_up(self) -> bool:
        return self.seconds <= 0

    @property
    def label(self) -> str:
        return f"{max(self.seconds, 0) // 60}:{max(self.seconds, 0) % 60:02}"


def clock_of(timed: Timed, now: dt.datetime) -> Clock | None:
    """None for what has not been started. A second that has begun counts."""
    if timed.started_at is None or timed.ended_at is None:
        return None
    left = (timed.ended_at - (timed.paused_at or now)).total_seconds()
    return Clock(timed.ended_at, max(0, -int(-left // 1)), timed.paused_at is not None)
