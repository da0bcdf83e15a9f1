"""What a system sent, read: numbers of metrics and periods, and for each row that is none a sentence. Plain data."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError

from impact.files.cells import BadCell, shown
from impact.files.days import read_span, start_in
from impact.models import Metric
from impact.models.observation import HIGHEST
from impact.naming import plain
from impact.observations import MOST, Number, check, check_measured, number, promoters, share_of
from impact.periods import Every, name_of

Measured = Metric.Measured
Row = Mapping[str, Any]

MOST_BYTES: Final = 1024 * 1024
MOST_ROWS: Final = 1000
LONGEST: Final = 2000
TAKES: Final[Mapping[str, tuple[str, ...]]] = {
    Measured.VALUE: ("value",),
    Measured.SHARE: ("ahead", "n"),
    Measured.PROMOTERS: ("promoters", "passives", "detractors"),
}
COUNTS: Final = ("ahead", "n", "promoters", "passives", "detractors")
KNOWN: Final = ("metric", "period", "value", *COUNTS, "note", "why")
PERIOD: Final = re.compile(r"[0-9]{4}-(?:[0-9]{2}(?:-[0-9]{2})?|Q[1-4]|W[0-9]{2})")
WANTED: Final = "Write 2026-03, 2026-03-01, 2026-Q1 or 2026-W10."


class Unreadable(Exception):  # noqa: N818 - a verdict on a request, not a fault of ours
    """No row can be told from what was sent."""


class TooMany(Exception):  # noqa: N818 - as above
    """More than is taken at once."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row, counted from 0; `field` is the name in it that is meant, if one is."""

    row: int
    field: str
    sentence: str


@dataclass(frozen=True)
class Sent:
    """A number that a row holds. `note` is None where the row says none."""

    row: int
    metric: Metric
    starts_on: dt.date
    number: Number
    note: str | None = None
    why: str = ""

    @property
    def key(self) -> tuple[int, dt.date]:
        return self.metric.pk, self.starts_on

    @property
    def period(self) -> str:
        return name_of(self.starts_on, Every(self.metric.every))


@dataclass(frozen=True)
class Read:
    sent: list[Sent] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def rows_of(body: bytes) -> list[Any]:
    """The rows of a request's body. Raises Unreadable or TooMany in a sentence."""
    try:
        # Numbers that no JSON has, and a name said twice, of which one would be lost, are refused.
        document = json.loads(body.decode(), parse_constant=_refuse, object_pairs_hook=_each_once)
    except (ValueError, RecursionError):
        raise Unreadable("This is not JSON as we take it: UTF-8, each name once, and no NaN or Infinity.") from None
    if not isinstance(document, dict) or list(document) != ["observations"]:
        raise Unreadable("Send one object with the list “observations”, and nothing beside it.")
    rows = document["observations"]
    if not isinstance(rows, list) or not rows:
        raise Unreadable("“observations” is a list of at least one number.")
    if len(rows) > MOST_ROWS:
        raise TooMany(f"These are {len(rows):,} numbers; at most {MOST_ROWS:,} are taken at once. Send them in parts.")
    return rows


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _each_once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def named(rows: Sequence[Any], names: Mapping[str, int]) -> dict[int, int]:
    """Which metric each row names, by its place; a row that names none is left out. `names` are all there are."""
    known = set(names.values())
    found = {}
    for place, row in enumerate(rows):
        wanted = row.get("metric") if isinstance(row, dict) else None
        if isinstance(wanted, str):
            wanted = names.get(wanted)
        if isinstance(wanted, int) and not isinstance(wanted, bool) and wanted in known:
            found[place] = wanted
    return found


def read(rows: Sequence[Any], meant: Mapping[int, Metric]) -> Read:
    """Each row by itself, then together: no two may be about one number. `meant` has the metric of each row's place."""
    found = Read()
    for place, row in enumerate(rows):
        try:
            found.sent.append(_read(place, row, meant.get(place)))
        except ValidationError as error:
            found.problems.extend(Problem(place, name, sentence) for name, sentence in _sentences(error))
    first: dict[tuple[int, dt.date], int] = {}
    for each in found.sent:
        earlier = first.setdefault(each.key, each.row)
        if earlier != each.row:
            sentence = f"Row {earlier} is about {each.period} of “{each.metric.name}” too. Send it once."
            found.problems.append(Problem(each.row, "period", sentence))
    found.problems.sort(key=lambda problem: problem.row)
    return found


def _sentences(error: ValidationError) -> Iterator[tuple[str, str]]:
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, sentences in by_field.items():
        yield {"starts_on": "period"}.get(name, name), " ".join(sentences)


def _read(place: int, row: Any, metric: Metric | None) -> Sent:
    if not isinstance(row, dict):
        raise ValidationError("A number is an object: {“metric”: …, “period”: …, “value”: …}.")
    strange = [name for name in row if name not in KNOWN]
    if strange:
        raise ValidationError({strange[0]: f"{shown(strange[0])} is nothing we know. Known are {', '.join(KNOWN)}."})
    if metric is None:
        raise ValidationError({"metric": _unknown(row.get("metric"))})
    try:
        check_measured(metric)
    except ValidationError as problem:
        raise ValidationError({"metric": problem.messages}) from problem
    starts_on = _start(row.get("period"), metric)
    found = _number(row, metric)
    check(metric, found, starts_on=starts_on)
    note = None if row.get("note") is None else _text(row, "note")
    return Sent(place, metric, starts_on, found, note, _text(row, "why"))


def _unknown(wanted: Any) -> str:
    if wanted is None:
        return "Say which metric it is: its id, or its name exactly."
    if isinstance(wanted, str):
        return f"No metric is called {shown(wanted)}."
    if isinstance(wanted, int) and not isinstance(wanted, bool):
        return f"There is no metric {shown(_digits(wanted))}."
    return "A metric is named by its id, or by its name in quotes."


def _digits(value: int) -> str:
    return str(value) if abs(value) < 10**40 else "so large"


def _start(period: Any, metric: Metric) -> dt.date:
    if not isinstance(period, str):
        raise ValidationError({"period": f"Say which period it is, in quotes. {WANTED}"})
    if not PERIOD.fullmatch(period):
        raise ValidationError({"period": f"{shown(period)} is no period we understand. {WANTED}"})
    try:
        span = read_span(period, None)
        assert span is not None
        return start_in(span, Every(metric.every), period)
    except BadCell as bad:
        raise ValidationError({"period": bad.sentence}) from bad


def _number(row: Row, metric: Metric) -> Number:
    takes = TAKES[metric.measured]
    may = (*takes, "n")
    given = [name for name in ("value", *COUNTS) if row.get(name) is not None]
    missing = [name for name in takes if name not in given]
    beside = [name for name in given if name not in may]
    if missing or beside:
        wanted = " and ".join(f"“{name}”" for name in takes)
        ending = f"“{missing[0]}” is missing." if missing else f"“{beside[0]}” is none of them."
        raise ValidationError({(missing or beside)[0]: f"“{metric.name}” takes {wanted}: {ending}"})
    counts = {name: _count(row[name], name) for name in given if name != "value"}
    if metric.measured == Measured.SHARE:
        return share_of(counts["ahead"], counts["n"])
    if metric.measured == Measured.PROMOTERS:
        return _promoters(counts)
    return number(_value(row["value"]), n=counts.get("n"))


def _promoters(counts: Mapping[str, int]) -> Number:
    found = promoters(counts["promoters"], counts["passives"], counts["detractors"])
    said = counts.get("n")
    if said is not None and said != found.n:
        raise ValidationError({"n": f"Promoters, passives and detractors are {found.n:,} together, not {said:,}."})
    return found


def _value(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValidationError({"value": "Write it as a number, without quotes, such as 12.5."})
    # One that no float holds is as far off as one that we do not keep.
    return float(value) if abs(value) <= HIGHEST else float("inf")


def _count(value: Any, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValidationError({name: "It is counted: write a whole number, without quotes."})
    if not 0 <= value <= MOST:
        raise ValidationError({name: "It is counted from zero to two billion."})
    return int(value)


def _text(row: Row, name: str) -> str:
    text = row.get(name)
    if text is None:
        return ""
    if not isinstance(text, str) or "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise ValidationError({name: "It is a text in quotes, without characters that cannot be stored."})
    if len(text) > LONGEST:
        raise ValidationError({name: f"It may be {LONGEST:,} characters long; this has {len(text):,}."})
    return plain(text)


def fingerprint(rows: Sequence[Any], digest: Callable[[str], str]) -> str:
    """The same for the same rows, however they are spaced and whichever name comes first."""
    return digest(json.dumps(rows, sort_keys=True, separators=(",", ":")))
