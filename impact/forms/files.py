"""What a person chose on the page of a file: what its columns mean, and what becomes of numbers that differ."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

from impact.files.days import Order
from impact.files.figures import Decimal, Scale
from impact.files.mapping import NUMBERS, Choices, Part

Choice = TypeVar("Choice", bound=StrEnum)


def chosen_on_page(
    choices: Choices, plan: Mapping[str, Any], posted: Mapping[str, str], metrics: Collection[int]
) -> Choices:
    """What was not on the page, or is nothing that could be chosen, stays as it was. `metrics` are the keys that a
    column or a word may stand for."""
    titles = plan.get("columns", [])
    columns = choices.columns if len(choices.columns) == len(titles) else ("",) * len(titles)
    words = dict(choices.words)
    for place, (word, _rows) in enumerate(plan.get("words", [])):
        value = posted.get(f"word-{place}")
        if value == "leave_out":
            words[word] = None
        elif value is not None and value.isdecimal() and int(value) in metrics:
            words[word] = int(value)
        elif value == "":
            words.pop(word, None)
    metric = posted.get("metric")
    return replace(
        choices,
        columns=tuple(_column(posted.get(f"column-{place}"), metrics, was) for place, was in enumerate(columns)),
        metric=choices.metric if metric is None else _key(metric, metrics),
        words=words,
        order=_one_of(Order, posted.get("order"), choices.order),
        decimal=_one_of(Decimal, posted.get("decimal"), choices.decimal),
        scale=_one_of(Scale, posted.get("scale"), choices.scale),
    )


def _column(value: str | None, metrics: Collection[int], was: str) -> str:
    if value is None:
        return was
    part, _, key = value.partition(":")
    if part and part not in Part._value2member_map_:
        return was
    if key:
        return value if part in NUMBERS and _key(key, metrics) else was
    return part


def _key(value: str, metrics: Collection[int]) -> int | None:
    return int(value) if value.isdecimal() and int(value) in metrics else None


def _one_of(choice: type[Choice], value: str | None, was: Choice | None) -> Choice | None:
    return choice(value) if value and value in choice._value2member_map_ else was
