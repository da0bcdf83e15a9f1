"""One number for the days of a report, out of the periods in which a metric is measured, and what it is held against:
like for like, or not at all. What is not known is said and never taken for zero. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from impact.analysis import intervals
from impact.analysis.process_behaviour import Good
from impact.models import Metric, Observation
from impact.models.observation import AnyObservation
from impact.periods import Every, last_day, name_of, starts
from impact.readings import covered_to, interval_of, many_of, share_of
from impact.reports.spans import Span
from impact.units import SHARE, TOGETHER, Kind, written
from impact.verdicts import Verdict, of_comparison

Numbers = Mapping[dt.date, AnyObservation]
NOT_KNOWN = "Not known"


@dataclass(frozen=True)
class Whole:
    """`shown` is the number of the span, or that it is not known; `of` says of which periods, and why if not.
    `starts` are the periods that are in it; `is_so_far` where some of its span is still to come or not counted."""

    value: float | None
    shown: str
    of: str
    interval: str
    n: str
    starts: tuple[dt.date, ...]
    is_so_far: bool


@dataclass(frozen=True)
class Held:
    """Against an earlier period: in a sentence, and whether it is more than chance where that can be told. `is_alike`
    where there is something to hold it against; else the sentence says why not."""

    sentence: str
    is_alike: bool = False
    verdict: Verdict | None = None


def known_by(observations: Sequence[AnyObservation], metric: Metric, last: dt.date) -> list[AnyObservation]:
    """Those that hold nothing of the days after `last`: their period was over, or they were stored by then."""
    every = Every(metric.every)
    return [
        one
        for one in observations
        if last_day(one.starts_on, every) <= last or (one.starts_on <= last and one.stored_on <= last)
    ]


def parts_of(span: Span, metric: Metric, counted: Container[dt.date]) -> list[dt.date]:
    """The periods that make up the days: months and quarters that lie within them, weeks that end in them, and the one
    that runs on the last day where it was counted by then."""
    every = Every(metric.every)
    found = []
    for start in starts(span.first, span.last, every):
        is_over = last_day(start, every) <= span.last
        begins = start >= span.first or every is Every.WEEK
        if begins and (is_over or start in counted):
            found.append(start)
    return found


def of_span(metric: Metric, numbers: Numbers, span: Span, *, today: dt.date) -> Whole:
    """`numbers` by the starts of their periods, none of them later than the span."""
    every = Every(metric.every)
    parts = [start for start in parts_of(span, metric, numbers) if start <= today]
    if not parts:
        return _before(metric, numbers, span)
    measured = [start for start in parts if start in numbers]
    if not numbers:
        return _unknown("Nothing was measured yet.")
    if not measured:
        named = _named(parts, every)
        return _unknown(f"{named} {'was' if len(parts) == 1 else 'were'} not measured.")
    if len(parts) == 1:
        return _one(metric, numbers[parts[0]], is_so_far=_is_partial(numbers[parts[0]], metric))
    return _several(metric, numbers, parts, measured)


def _several(metric: Metric, numbers: Numbers, parts: list[dt.date], measured: list[dt.date]) -> Whole:
    every = Every(metric.every)
    is_so_far = measured != parts or _is_partial(numbers[measured[-1]], metric)
    if metric.together == Metric.Together.LAST:
        return _one(metric, numbers[measured[-1]], is_so_far=is_so_far)
    if metric.together == Metric.Together.SUM:
        gap = next((start for start, there in zip(parts, measured, strict=False) if start != there), None)
        if gap is not None:
            return _unknown(f"{name_of(gap, every)} is not known, so the periods cannot be added up.")
        value = sum(numbers[start].value for start in measured)
        how = f"{_many(len(measured), every)} added up: {_named(measured, every)}"
        how = f"So far, {how[0].lower()}{how[1:]}" if is_so_far else how
        return Whole(value, written(value, metric.unit), f"{how}{_missing(parts, measured, every)}", "", "",
                     tuple(measured), is_so_far)  # fmt: skip
    if metric.together == Metric.Together.POOLED:
        one = _pooled([numbers[start] for start in measured])
        many = _many(len(measured), every)
        how = f"{many} counted together: {_named(measured, every)}{_missing(parts, measured, every)}"
        return Whole(one.value, written(one.value, metric.unit), how, interval_of(metric, one), many_of(metric, one),
                     tuple(measured), is_so_far)  # fmt: skip
    whole = [start for start in measured if not _is_partial(numbers[start], metric)] or measured
    value = sum(numbers[start].value for start in whole) / len(whole)
    how = f"Mean of {_many(len(whole), every)}: {_named(whole, every)}{_missing(parts, whole, every)}"
    return Whole(value, written(value, metric.unit), how, "", "", tuple(whole), is_so_far)


def _one(metric: Metric, one: AnyObservation, *, is_so_far: bool) -> Whole:
    name = name_of(one.starts_on, Every(metric.every))
    of = f"{name}, so far" if _is_partial(one, metric) else name
    return Whole(one.value, written(one.value, metric.unit), of, interval_of(metric, one), many_of(metric, one),
                 (one.starts_on,), is_so_far)  # fmt: skip


def _before(metric: Metric, numbers: Numbers, span: Span) -> Whole:
    """Of a metric that no whole period of lies within the span: the latest one before."""
    earlier = [start for start in numbers if start <= span.last]
    if not earlier:
        return _unknown("Nothing was measured yet.")
    found = _one(metric, numbers[max(earlier)], is_so_far=False)
    return Whole(found.value, found.shown, f"{found.of}, the latest there is", found.interval, found.n, (), False)


def _unknown(reason: str) -> Whole:
    return Whole(None, NOT_KNOWN, reason, "", "", (), True)


def held_against(
    metric: Metric, numbers: Numbers, span: Span, earlier: Span, *, today: dt.date, rebased: Sequence[dt.date] = ()
) -> Held:
    """A span against an earlier one. One that is not whole is held against the same periods of the earlier one; what
    runs is left out, for nobody counted the same days of it then. `rebased` are the days from which the metric is
    another process."""
    every = Every(metric.every)
    rows = list(numbers.values())
    known, before = ({one.starts_on for one in known_by(rows, metric, each.last)} for each in (span, earlier))
    now = [start for start in parts_of(span, metric, known) if start <= today]
    then = parts_of(earlier, metric, before)
    if not now or not then:
        return Held(f"It is measured every {every}, so {span} and {earlier} cannot be held against each other.")
    whole = [start for start in now if start in numbers and not _is_partial(numbers[start], metric)]
    if not whole:
        return Held(f"No period of {span} is whole yet, and the same days of {earlier} were not counted apart.")
    like, refused = _alike(metric, now, whole, then, span, earlier)
    if refused:
        return Held(refused)
    if metric.together == Metric.Together.LAST:
        whole = whole[-1:]
    lacking = next((start for start in like if start not in numbers), None)
    if lacking is not None:
        return Held(f"{name_of(lacking, every)} is not known, so there is nothing to hold it against.")
    if {numbers[start].definition_version for start in whole} != {numbers[start].definition_version for start in like}:
        return Held(f"What it means was another in {earlier}, so the two are not held against each other.")
    if any(like[0] < day <= whole[-1] for day in rebased):
        return Held(f"It has become another process since {earlier}, so the two are not held against each other.")
    is_part = len(whole) < len(now) and metric.together != Metric.Together.LAST
    return _compared(
        metric,
        [numbers[start] for start in like],
        [numbers[start] for start in whole],
        is_part=is_part,
        earlier=earlier,
    )


def _alike(
    metric: Metric, now: list[dt.date], whole: list[dt.date], then: list[dt.date], span: Span, earlier: Span
) -> tuple[list[dt.date], str]:
    """The periods of the earlier span that what is whole is held against, or why there are none."""
    every = Every(metric.every)
    if metric.together == Metric.Together.LAST:
        place = now.index(whole[-1])
        return (then[-1:], "") if place == len(now) - 1 else _at(then, [place], whole, earlier, every)
    if whole != now:
        return _at(then, [now.index(start) for start in whole], whole, earlier, every)
    if metric.together == Metric.Together.SUM and len(now) != len(then):
        return [], f"{span} has {_many(len(now), every)} and {earlier} {len(then)}: their sums are not alike."
    return then, ""


def _at(
    then: list[dt.date], places: list[int], whole: list[dt.date], earlier: Span, every: Every
) -> tuple[list[dt.date], str]:
    if max(places) >= len(then):
        return [], f"{earlier} has no period that is like {name_of(whole[-1], every)}."
    return [then[place] for place in places], ""


def _compared(
    metric: Metric, before: Sequence[AnyObservation], after: Sequence[AnyObservation], *, is_part: bool, earlier: Span
) -> Held:
    every = Every(metric.every)
    old, new = _value(metric, before), _value(metric, after)
    was = _named([one.starts_on for one in before], every) if is_part or len(before) == 1 else str(earlier)
    said = f"{_change(metric, old, new)} {was} ({written(old, metric.unit)})."
    if is_part:
        now = _named([one.starts_on for one in after], every)
        said = f"{now} alone, {written(new, metric.unit)}: {said[0].lower()}{said[1:]}"
    verdict = None
    if metric.measured == Metric.Measured.SHARE:
        verdict = of_comparison(
            intervals.compare(share_of(_pooled(before)), share_of(_pooled(after))), good=Good(metric.good)
        )
    return Held(said, True, verdict)


def _change(metric: Metric, old: float, new: float) -> str:
    step = new - old
    if not step:
        return "No difference from"
    way = "Up by" if step > 0 else "Down by"
    kind = metric.unit.kind
    if kind is Kind.SHARE:
        points = written(abs(step), SHARE).removesuffix(f"{TOGETHER}%")
        return f"{way} {points} percentage point{'' if points == '1' else 's'} on"
    if kind in (Kind.MONEY, Kind.COUNT, Kind.HOURS, Kind.NUMBER) and old > 0:
        return f"{way} {written(abs(step) / old, SHARE)} on"
    return f"{way} {written(abs(step), metric.unit).removesuffix(' to 1')} on"


def _value(metric: Metric, rows: Sequence[AnyObservation]) -> float:
    if metric.together == Metric.Together.SUM:
        return sum(one.value for one in rows)
    if metric.together == Metric.Together.POOLED:
        return _pooled(rows).value
    return rows[-1].value if metric.together == Metric.Together.LAST else sum(one.value for one in rows) / len(rows)


def _pooled(rows: Sequence[AnyObservation]) -> Observation:
    """All answers together, as one observation that is stored nowhere."""
    n, ahead = sum(one.n or 0 for one in rows), sum(one.ahead or 0 for one in rows)
    if rows[0].behind is None:
        return Observation(starts_on=rows[-1].starts_on, value=ahead / n if n else 0.0, n=n, ahead=ahead)
    behind = sum(one.behind or 0 for one in rows)
    value = 100 * (ahead - behind) / n if n else 0.0
    return Observation(starts_on=rows[-1].starts_on, value=value, n=n, ahead=ahead, behind=behind)


def _is_partial(one: AnyObservation, metric: Metric) -> bool:
    return metric.nature == Metric.Nature.FLOW and covered_to(one, metric) < last_day(
        one.starts_on, Every(metric.every)
    )


def _many(many: int, every: Every) -> str:
    return f"{many} {every}{'' if many == 1 else 's'}"


def _named(parts: Sequence[dt.date], every: Every) -> str:
    """April 2026; July to September 2026; 13 weeks from 6 Jul 2026."""
    if len(parts) == 1:
        return name_of(parts[0], every)
    if every is Every.WEEK:
        return f"{_many(len(parts), every)} from {parts[0]:%-d %b %Y}"
    first, last = name_of(parts[0], every), name_of(parts[-1], every)
    if parts[0].year == parts[-1].year:
        first = first.rpartition(" ")[0]
    return f"{first} to {last}" if len(parts) > 2 else f"{first} and {last}"


def _missing(parts: Sequence[dt.date], measured: Sequence[dt.date], every: Every) -> str:
    lacking = [start for start in parts if start not in measured]
    if not lacking:
        return ""
    return f". {_named(lacking, every) if len(lacking) == 1 else _many(len(lacking), every)} not known"
