"""Every rule side by side: what each credits, how far that depends on the rule, and whether a channel stands out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from discussions.agreement.orderings import kendall_w
from discussions.agreement.votes import Floats
from impact.analysis.intervals import lead
from impact.attribution import positions
from impact.attribution.journeys import Journeys, by_channel
from impact.attribution.markov import Removal, removal
from impact.attribution.shapley import shapley
from impact.units import SHARE, written

NOBODY = "so no channel stands out"
# Differences below this part of everything are rounding.
ROUNDING = 1e-9
COUNTED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
POSITIONS: dict[str, Callable[[Journeys], Floats]] = {
    "first": positions.first,
    "last": positions.last,
    "linear": positions.linear,
    "u_shaped": positions.u_shaped,
    "w_shaped": positions.w_shaped,
    "time_decay": positions.time_decay,
}
RULES = {
    "first": "all to the first touch",
    "last": "all to the last touch",
    "linear": "the same to every touch",
    "u_shaped": "40 % to the first, 40 % to the last, 20 % to those between",
    "w_shaped": "30 % each to the first, the middle and the last touch, 10 % to the others",
    "time_decay": "by place in the path, for no dates are known: each touch counts half of the next",
    "markov_with_nulls": "by the conversions lost without the channel, counting who did not convert (order 1, exact)",
    "markov_without_nulls": "by the conversions lost without the channel, among those who converted (order 1, exact)",
    "shapley": "by what the channel adds to every set of the others (exact)",
}
DATED = "by age: a touch counts half of one that is seven days later"


@dataclass(frozen=True)
class Standing:
    """Of one channel over all models: its part of the conversions from least to most, its best and worst rank (1 is the
    most; equal ones share the better), and in how many models it ranks first, alone or with others."""

    channel: str
    lowest: float
    highest: float
    best_rank: int
    worst_rank: int
    first_in: int


@dataclass(frozen=True, eq=False)
class SideBySide:
    """`conversions` and `value` by model and channel; `value` is None where it is not known. `rules` says in words what
    a model does. `agreement` is Kendall's W over the models' ranks: 1 where all put the channels in the same order, 0
    where their orders are as if drawn, None with one channel or only equal ones. `leader` is the channel that stands
    out."""

    channels: tuple[str, ...]
    rules: dict[str, str]
    conversions: dict[str, Floats]
    value: dict[str, Floats] | None
    removals: dict[str, Removal]
    standings: tuple[Standing, ...]
    agreement: float | None
    leader: str | None
    sentence: str


def side_by_side(journeys: Journeys) -> SideBySide:
    """Markov with those who did not convert is left out where how many is not known."""
    removals = {"markov_without_nulls": removal(journeys, with_nulls=False)}
    if journeys.nulls is not None:
        removals["markov_with_nulls"] = removal(journeys, with_nulls=True)
    conversions = _credited(journeys, journeys.conversions, removals)
    value = None
    if journeys.value is not None and journeys.value.any():
        of_value = {name: removal(journeys, with_nulls=name == "markov_with_nulls", of_value=True) for name in removals}
        value = _credited(journeys, journeys.value, of_value)
    rules = {name: RULES[name] for name in conversions}
    if journeys.days_before is not None:
        rules["time_decay"] = DATED
    total = float(journeys.conversions.sum())
    credited = np.array(list(conversions.values()))
    ranks = _ranks(credited / total)
    leader, sentence = _leading(journeys.channels, credited, ranks, total)
    return SideBySide(
        journeys.channels,
        rules,
        conversions,
        value,
        removals,
        _standings(journeys.channels, credited / total, ranks),
        kendall_w(_shared(ranks)),
        leader,
        sentence,
    )


def _credited(journeys: Journeys, amount: Floats, removals: dict[str, Removal]) -> dict[str, Floats]:
    found = {name: by_channel(journeys, rule(journeys) * amount[journeys.owner]) for name, rule in POSITIONS.items()}
    total = float(amount.sum())
    for name in ("markov_with_nulls", "markov_without_nulls"):
        if name in removals:
            found[name] = removals[name].credit(total)
    found["shapley"] = shapley(journeys, amount)
    return found


def _ranks(shares: Floats) -> Floats:
    """By model and channel, 1 for the most; equal ones share the better rank."""
    ahead = shares[:, None, :] > shares[:, :, None] + ROUNDING
    return np.asarray(1.0 + ahead.sum(axis=2), dtype=np.float64)


def _shared(ranks: Floats) -> Floats:
    """The same ranks, with equal ones on the mean of the places they take."""
    alike = (ranks[:, None, :] == ranks[:, :, None]).sum(axis=2)
    return np.asarray(ranks + (alike - 1) / 2, dtype=np.float64)


def _standings(channels: tuple[str, ...], shares: Floats, ranks: Floats) -> tuple[Standing, ...]:
    """The largest mean share first, then the better mean rank, then by name. By ranks alone a channel that shares a
    place with twenty others would stand before one that has half of everything."""
    order = np.lexsort((np.arange(len(channels)), ranks.mean(axis=0), -shares.mean(axis=0).round(9)))
    return tuple(
        Standing(
            channels[one],
            float(shares[:, one].min()),
            float(shares[:, one].max()),
            int(ranks[:, one].min()),
            int(ranks[:, one].max()),
            int((ranks[:, one] == 1).sum()),
        )
        for one in order.tolist()
    )


def _leading(channels: tuple[str, ...], credited: Floats, ranks: Floats, total: float) -> tuple[str | None, str]:
    """A channel stands out when every model puts it first, each by more than chance would bring among so many."""
    if len(channels) == 1:
        return channels[0], f"Every conversion came by way of {channels[0]} alone, so there is nothing to compare."
    firsts = (ranks == 1).sum(axis=0)
    models = COUNTED[len(ranks)]
    steady = np.flatnonzero(firsts == len(ranks))
    if len(steady) == 1:
        one = int(steady[0])
        ahead = credited[:, one]
        behind = np.delete(credited, one, axis=1).max(axis=1)
        shares = [written(round(float(share), 3), SHARE) for share in (ahead.min() / total, ahead.max() / total)]
        if all(lead(mine, next_, total)[0] > 0 for mine, next_ in zip(ahead.tolist(), behind.tolist(), strict=True)):
            return channels[one], (
                f"{channels[one]} stands out: it is first in all {models} models, with "
                f"{shares[0]} to {shares[1]} of the conversions."
            )
        return None, (
            f"{channels[one]} is first in all {models} models, but not in each by more than chance would bring, "
            f"{NOBODY}."
        )
    if len(steady) > 1:
        together = _listed([channels[one] for one in steady.tolist()])
        return None, f"{together} are first together in all {models} models, {NOBODY}."
    leaders = [one for one in np.lexsort((np.arange(len(channels)), -firsts)).tolist() if firsts[one]]
    if len(leaders) > 3 and 3 * firsts[leaders[0]] >= 2 * len(ranks) and firsts[leaders[0]] > firsts[leaders[1]]:
        first, most_often = channels[leaders[0]], COUNTED[int(firsts[leaders[0]])]
        return None, f"{first} is first in {most_often} of the {models} models and others in the rest, {NOBODY}."
    if len(leaders) > 3:
        many = COUNTED[len(leaders)] if len(leaders) < len(COUNTED) else f"{len(leaders):,}"
        return None, f"The {models} models put {many} different channels first, {NOBODY}."
    most, *others = leaders
    told = [f"{channels[most]} is first in {COUNTED[int(firsts[most])]} of the {models} models"]
    told += [f"{channels[one]} in {COUNTED[int(firsts[one])]}" for one in others]
    shared = ", in some of them together" if firsts.sum() > len(ranks) else ""
    return None, f"{_listed(told)}{shared}, {NOBODY}."


def _listed(words: list[str]) -> str:
    return " and ".join((", ".join(words[:-1]), words[-1]) if len(words) > 1 else words)
