"""Scales, choices and orders by segment: what was counted of a prompt, from what may be shown of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from discussions.agreement.scales import summary_of_counts
from discussions.models import AgreementReading, Prompt
from discussions.synthesis.publishing import EVERYONE
from discussions.synthesis.queries.agreed import MANY_OF, ONE_OF


@dataclass(frozen=True)
class Scaled:
    """A segment on a scale 0-10. Bars are how many of `n` chose each step, in twentieths of the tallest."""

    segment: str
    label: str
    n: int
    median: str
    quartiles: str
    bars: tuple[tuple[int, int, int], ...]
    after: str = ""
    after_n: int = 0


@dataclass(frozen=True)
class Chosen:
    """How many of each segment chose an option."""

    option: str
    parts: tuple[tuple[str, str, int, int, int], ...]


@dataclass(frozen=True)
class Placed:
    option: str
    points: int
    first: int


@dataclass(frozen=True)
class Counted:
    """A prompt with what was counted of it; `withheld` are the names of segments of which nothing is shown."""

    prompt: Prompt
    answers: int
    waiting: int
    pooled: bool
    scales: tuple[Scaled, ...] = ()
    choices: tuple[Chosen, ...] = ()
    placed: tuple[Placed, ...] = ()
    agreement: str = ""
    moved: str = ""
    says: str = ""
    withheld: tuple[str, ...] = ()


def counted(reading: AgreementReading, prompts: Mapping[int, Prompt]) -> list[Counted]:
    found = []
    for kept in reading.findings.get("prompts", []):
        prompt = prompts.get(kept["prompt"])
        if prompt is None or not kept["answers"] or prompt.kind not in ("scale", "choice", "order"):
            continue
        found.append(_counted(prompt, kept))
    return found


def _counted(prompt: Prompt, kept: Mapping[str, Any]) -> Counted:
    if prompt.kind == Prompt.Kind.ORDER:
        return _order(prompt, kept)
    tables = kept.get("tables", {})
    # Of a scale what was answered first; the options of a choice were answered by the same people.
    first: Mapping[str, Any] = tables.get("before") or next(iter(tables.values()), {"hidden": []})
    common: dict[str, Any] = {
        "prompt": prompt,
        "answers": kept["answers"],
        "waiting": kept.get("waiting", 0),
        "pooled": kept.get("pooled", False),
        "withheld": tuple(MANY_OF[segment] for segment in first["hidden"]),
    }
    if prompt.kind == Prompt.Kind.SCALE:
        scales = tuple(_scales(tables))
        return Counted(**common, scales=scales, moved=_moved(tables.get("moved")), says=_says(scales))
    return Counted(**common, choices=tuple(_choices(prompt, tables)))


def _in_order(found: Mapping[str, Any]) -> dict[str, Any]:
    """As segments are always told; JSON came back from the database in an order of its own."""
    return {segment: found[segment] for segment in MANY_OF if segment in found}


def _order(prompt: Prompt, kept: Mapping[str, Any]) -> Counted:
    found = kept.get("order")
    if found is None:
        return Counted(prompt, kept["answers"], 0, False, says="Shown once the discussion is over, from five answers.")
    placed = tuple(
        Placed(prompt.options[each["option"]], round(100 * each["points"]), each["first"]) for each in found["placed"]
    )
    agreement = "" if found["agreement"] is None else f"{found['agreement']:.2f}"
    return Counted(prompt, kept["answers"], 0, False, placed=placed, agreement=agreement)


def _scales(tables: Mapping[str, Any]) -> list[Scaled]:
    before, after = tables.get("before", {}), tables.get("after", {})
    rows = _in_order(before.get("segments", {}))
    if len(rows) > 1 and before.get("together"):
        rows = {EVERYONE: before["together"], **rows}
    found = []
    for segment, counts in rows.items():
        second = after.get("together") if segment == EVERYONE else None
        second = after.get("segments", {}).get(segment, second)
        found.append(_scaled(segment, counts, second))
    return found


def _scaled(segment: str, counts: Sequence[int], after: Sequence[int] | None) -> Scaled:
    found = summary_of_counts(counts)
    tallest = max(counts, default=0) or 1
    bars = tuple((step, many, round(20 * many / tallest)) for step, many in found.steps)
    second = summary_of_counts(after) if after and sum(after) else None
    return Scaled(
        segment=segment,
        label="Of these together" if segment == EVERYONE else ONE_OF[segment],
        n=found.n,
        median=_step(found.median),
        quartiles=f"{_step(found.lower_quartile)} to {_step(found.upper_quartile)}",
        bars=bars,
        after=_step(second.median) if second else "",
        after_n=second.n if second else 0,
    )


def _step(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _moved(table: Mapping[str, Any] | None) -> str:
    """“5 of 12 rated it higher after seeing others, 1 lower.”"""
    if not table or not table.get("together") or not sum(table["together"]):
        return ""
    down, _, up = table["together"]
    return f"{up:,} of {sum(table['together']):,} rated it higher after seeing others’ ideas, {down:,} lower."


def _says(scales: Sequence[Scaled]) -> str:
    """Which segments are furthest apart, where two can be told."""
    each = [one for one in scales if one.segment not in (EVERYONE, "unknown") and one.median]
    if len(each) < 2:
        return ""
    low, high = min(each, key=lambda one: float(one.median)), max(each, key=lambda one: float(one.median))
    if low.median == high.median:
        return f"All segments shown stand at {low.median}."
    return (
        f"Half of the {MANY_OF[high.segment]} say {high.median} or more (n {high.n}), "
        f"half of the {MANY_OF[low.segment]} {low.median} or less (n {low.n})."
    )


def _choices(prompt: Prompt, tables: Mapping[str, Any]) -> list[Chosen]:
    found = []
    for place, option in enumerate(prompt.options):
        table = tables.get(str(place), {})
        parts = []
        for segment, (no, yes) in _in_order(table.get("segments", {})).items():
            parts.append((segment, ONE_OF[segment], yes, yes + no, round(100 * yes / (yes + no)) if yes + no else 0))
        found.append(Chosen(option, tuple(parts)))
    return found
