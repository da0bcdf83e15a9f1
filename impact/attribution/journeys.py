"""Journeys on the way to a conversion, or to none: which channels were touched, in their order."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from discussions.agreement.votes import Floats, Ints

# A chain of so many channels is solved in well under a second; more are rather campaigns than channels.
MOST_CHANNELS = 1000


@dataclass(frozen=True)
class Journey:
    """`path` as channels from first to last; of so many people who went it, how many converted, what that was worth,
    and how many did not. None where it is not known. `days_before` the end, one for each touch, where dates are
    known."""

    path: tuple[str, ...]
    conversions: float
    value: float | None = None
    nulls: float | None = None
    days_before: tuple[float, ...] | None = None


@dataclass(frozen=True, eq=False)
class Journeys:
    """Every path once, touches one after the other: `touch` is the channel of each, `owner` its journey, `place` its
    place in it from 0, `length` the number of touches by journey. `value`, `nulls` and `days_before` are None where
    they are not known of every journey."""

    channels: tuple[str, ...]
    touch: Ints
    owner: Ints
    place: Ints
    length: Ints
    conversions: Floats
    value: Floats | None
    nulls: Floats | None
    days_before: Floats | None


def collect(listed: Iterable[Journey]) -> Journeys:
    """Equal paths are added up, and channels and paths put in order: how they were listed changes nothing.

    Raises ValueError for a path without a touch, a number below zero, a value without a conversion, no conversion at
    all, and more than MOST_CHANNELS channels."""
    given = list(listed)
    for journey in given:
        _check(journey)
    knows_value = all(journey.value is not None for journey in given)
    knows_nulls = all(journey.nulls is not None for journey in given)
    knows_days = all(journey.days_before is not None for journey in given)
    added: dict[tuple[tuple[str, ...], tuple[float, ...]], list[list[float]]] = {}
    for journey in given:
        key = (journey.path, (journey.days_before or ()) if knows_days else ())
        added.setdefault(key, []).append([journey.conversions, journey.value or 0.0, journey.nulls or 0.0])
    paths = sorted(added)
    channels = tuple(sorted({channel for path, _ in paths for channel in path}))
    if len(channels) > MOST_CHANNELS:
        raise ValueError(f"There are {len(channels):,} channels; at most {MOST_CHANNELS:,} can be held side by side.")
    totals = np.array([[math.fsum(column) for column in zip(*added[key], strict=True)] for key in paths]).reshape(-1, 3)
    if not totals[:, 0].sum() > 0:
        raise ValueError("Nobody converted, so there is nothing to credit.")
    number = {channel: place for place, channel in enumerate(channels)}
    length = np.array([len(path) for path, _ in paths], dtype=np.int64)
    owner = np.repeat(np.arange(len(paths)), length)
    return Journeys(
        channels,
        np.array([number[channel] for path, _ in paths for channel in path], dtype=np.int64),
        owner,
        np.arange(len(owner)) - (np.cumsum(length) - length)[owner],
        length,
        totals[:, 0],
        totals[:, 1] if knows_value else None,
        totals[:, 2] if knows_nulls else None,
        np.array([day for _, days in paths for day in days]) if knows_days else None,
    )


def _check(journey: Journey) -> None:
    if not journey.path:
        raise ValueError("A journey needs at least one channel.")
    for known in (journey.conversions, journey.value, journey.nulls, *(journey.days_before or ())):
        if known is not None and not 0 <= known < math.inf:
            raise ValueError("Conversions, their value, those who did not convert, and days are not below zero.")
    if journey.value and not journey.conversions:
        raise ValueError("A journey without a conversion has no value.")
    if journey.days_before is not None and len(journey.days_before) != len(journey.path):
        raise ValueError("Every touch needs its days before the end, or none has any.")


def by_channel(journeys: Journeys, weights: Floats) -> Floats:
    """What the touches weigh, added up by channel."""
    return np.asarray(np.bincount(journeys.touch, weights=weights, minlength=len(journeys.channels)), dtype=np.float64)


def credits_of(channels: Sequence[str], amounts: Floats) -> dict[str, float]:
    return dict(zip(channels, amounts.tolist(), strict=True))
