"""What every rule credits, frozen as JSON when a set is stored, and read back for its page. Plain data in and out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, overload

from impact.attribution.journeys import Journey, collect
from impact.attribution.side_by_side import COUNTED, SideBySide, side_by_side
from impact.attribution.words import WORDS, percent

# To be raised when a rule comes out otherwise, or in other words: what was stored by an earlier one stays as it is.
VERSION: Final = 3
DIGITS: Final = 12


@dataclass(frozen=True)
class Channel:
    """`shares` and `values` by rule: its part of the conversions, and what it is credited with in money."""

    name: str
    shares: Mapping[str, float]
    values: Mapping[str, float]
    lowest: float
    highest: float
    best_rank: int
    worst_rank: int
    first_in: int


@dataclass(frozen=True)
class Channels(Sequence[Channel]):
    """Of what is stored, each made when it is looked at: there may be a thousand, and a page shows a few."""

    stored: Mapping[str, Any]
    names: Sequence[str]

    def __len__(self) -> int:
        return len(self.names)

    @overload
    def __getitem__(self, place: int) -> Channel: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Channel]: ...
    def __getitem__(self, place: int | slice) -> Channel | Sequence[Channel]:
        if isinstance(place, slice):
            return [self._made(each) for each in range(*place.indices(len(self)))]
        return self._made(range(len(self))[place])

    def together(self, *, start: int) -> Channel:
        """Those from a place on as if they were one, without a rank."""
        stored, total = self.stored, self.stored["total"]
        shares = {rule: math.fsum(by[start:]) / total for rule, by in stored["conversions"].items()}
        values = {rule: math.fsum(by[start:]) for rule, by in (stored["values"] or {}).items()}
        return Channel("", shares, values, min(shares.values()), max(shares.values()), 0, 0, 0)

    def _made(self, place: int) -> Channel:
        stored, total = self.stored, self.stored["total"]
        return Channel(
            self.names[place],
            {rule: by[place] / total for rule, by in stored["conversions"].items()},
            {rule: by[place] for rule, by in (stored["values"] or {}).items()},
            *stored["standings"][place],
        )


@dataclass(frozen=True)
class Results:
    """Channels as they stand over all rules, the first in front. `effects` are the removal effects by Markov rule and
    channel. `value`, `nulls` are None where they are not known."""

    channels: Channels
    rules: Mapping[str, str]
    effects: Mapping[str, Mapping[str, float]]
    agreement: float | None
    leader: str | None
    sentence: str
    journeys: int
    paths: int
    conversions: float
    value: float | None
    nulls: float | None
    names: Sequence[str]

    def channel(self, name: str) -> Channel | None:
        return self.channels[self.names.index(name)] if name in self.names else None


def work_out(listed: Sequence[Journey]) -> dict[str, Any]:
    """JSON of all that a page shows. Raises ValueError for what `collect` refuses."""
    journeys = collect(listed)
    found = side_by_side(journeys)
    order = [found.channels.index(one.channel) for one in found.standings]
    return {
        "channels": [one.channel for one in found.standings],
        "standings": [
            [_kept(one.lowest), _kept(one.highest), one.best_rank, one.worst_rank, one.first_in]
            for one in found.standings
        ],
        "rules": found.rules,
        "conversions": {rule: [_kept(by[place]) for place in order] for rule, by in found.conversions.items()},
        "values": found.value and {rule: [_kept(by[place]) for place in order] for rule, by in found.value.items()},
        "effects": {rule: [_kept(one.effect[place]) for place in order] for rule, one in found.removals.items()},
        "agreement": found.agreement,
        "leader": found.leader,
        "sentence": found.sentence,
        "journeys": len(listed),
        "paths": len({one.path for one in listed}),
        "total": _total(found),
        "value": None if journeys.value is None else float(journeys.value.sum()),
        "nulls": None if journeys.nulls is None else float(journeys.nulls.sum()),
    }


def _kept(number: Any) -> float:
    """What the machine knows of it: more digits would tell one processor from another."""
    return float(f"{float(number):.{DIGITS}g}")


def _total(found: SideBySide) -> float:
    return _kept(found.conversions["first"].sum())


def read(stored: Mapping[str, Any]) -> Results:
    names = stored["channels"]
    return Results(
        Channels(stored, names),
        # The database keeps no order of keys.
        {rule: stored["rules"][rule] for rule in WORDS if rule in stored["conversions"]},
        {rule: dict(zip(names, by, strict=True)) for rule, by in stored["effects"].items()},
        stored["agreement"],
        stored["leader"],
        stored["sentence"],
        stored["journeys"],
        stored["paths"],
        stored["total"],
        stored["value"],
        stored["nulls"],
        names,
    )


def checked(stored: Mapping[str, Any]) -> Results:
    """What was stored elsewhere, if it can be read here. Raises ValueError where it cannot."""
    try:
        found = read(stored)
        numbers = [
            found.conversions, *(each for each in (found.value, found.nulls, found.agreement) if each is not None),
            *(number for one in found.channels for number in (one.lowest, one.highest, *one.shares.values())),
            *(number for one in found.channels for number in one.values.values()),
        ]  # fmt: skip
        lengths = {len(stored["standings"]), *(len(by) for by in stored["conversions"].values())}
        lengths |= {len(by) for by in (stored["values"] or {}).values()}
        is_whole = bool(found.rules) and lengths == {len(found.names) or -1}
        is_whole = is_whole and all(set(one.shares) == set(found.rules) for one in found.channels)
        if not is_whole or not all(math.isfinite(number) and number >= 0 for number in numbers):
            raise ValueError("Figures are missing, or are no figures.")
        says(found)
    except (KeyError, TypeError, IndexError, AttributeError, ZeroDivisionError) as error:
        raise ValueError("These results are not as they were written.") from error
    return found


def says(results: Results) -> list[str]:
    """The finding, how far the first channel's figure depends on the rule, and how far the order does."""
    found = [results.sentence]
    if len(results.channels) < 2:
        return found
    rules, first = COUNTED[len(results.rules)], results.channels[0]
    low, high = percent(first.lowest), percent(first.highest)
    range_ = f"{low} of the conversions" if low == high else f"between {low} and {high} of the conversions"
    if results.leader is None:
        depends = "" if low == high else ": how much depends on the model"
        found.append(f"By the {rules} models {first.name} is credited with {range_}{depends}.")
    found.append(stability(results))
    return found


def stability(results: Results) -> str:
    """How far the rules agree on the order of the channels: Kendall's W over their ranks."""
    agreement = results.agreement
    if agreement is None:
        return "Every model credits every channel alike."
    if agreement > 0.999:
        return "All models put the channels in the same order."
    if agreement >= 0.9:
        return "Over all channels their orders are almost the same."
    if agreement >= 0.6:
        return "On the order of all channels they agree in part."
    return "On the order of all channels they hardly agree."
