"""Metrics and all that hangs on them in the archive of a workspace. What is empty is left out.

metrics      objects: what a metric is (FIELDS), owner (an e-mail), retired_on, leads_since, off_at, off_by (an e-mail),
             off_why, created_at, and in lists
             definitions   number, words, formula, source, good, why, author (an e-mail), at
             observations  on (the first day of its period), value, n, ahead, behind, definition, note, corrects (a
                           place in this list, from 0), ended_at, ended_why, ended_by (an e-mail), author, at
             targets       value, starts_on, ends_on, course, baseline, why, ended_at, author, at
             rebases       starts_on, reason, author, at
             annotations   on, says, author, at
annotations  those beside every metric
initiatives  as initiatives_backup has them
journeys     as journeys_backup has them
audiences, reports, measures  as reports_backup has them
kept_measures  as kept_measures_backup has them
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User, Workspace
from impact import (
    initiatives_backup,
    journeys_backup,
    kept_measures_backup,
    metrics,
    observations,
    reports_backup,
    targets,
)
from impact.keys import number_rows
from impact.models import Annotation, Initiative, Metric, MetricDefinition, Observation, Rebase, Target
from impact.models.observation import HIGHEST
from impact.observations import Number
from impact.periods import DAY, Every, start_of
from stakeholders.held_about import Refused, Restoring, Written, day_of, iso_of, moment_of

FIELDS = (
    "name", "words", "formula", "outcome", "level", "measured", "every", "nature", "together", "unit_kind", "currency",
    "good", "rules", "source", "from_library",
)  # fmt: skip
MEANING = ("words", "formula", "source", "good", "why")
COUNTS = ("n", "ahead", "behind")
CHUNK = 5_000
NOT_AS_WRITTEN = "This entry is not as a backup has it."
# What hangs on a metric, in the order in which it can go.
HANGING: tuple[type[models.Model], ...] = (Annotation, Rebase, Target, Observation, MetricDefinition)
Entry = dict[str, Any]


def pack(workspace: Workspace, keys: Mapping[int, str]) -> dict[str, list[Entry]]:
    found = {
        metric.pk: _metric(metric)
        for metric in Metric.objects.filter(workspace=workspace).select_related("owner", "off_by").order_by("pk")
    }

    def rows(model: type[models.Model]) -> models.QuerySet[Any]:
        held = model._default_manager.filter(workspace=workspace)
        return held.select_related("author").order_by("metric", "pk")

    for one in rows(MetricDefinition):
        entry = {"number": one.number, **{name: getattr(one, name) for name in MEANING}}
        _hang(found, one, "definitions", entry)
    places: dict[int, int] = {}
    for one in rows(Observation).select_related("author", "ended_by").iterator(chunk_size=CHUNK):
        places[one.pk] = len(found[one.metric_id].get("observations", ()))
        _hang(found, one, "observations", _observation(one, places))
    asked: dict[int, int] = {}
    for one in rows(Target):
        asked[one.pk] = len(found[one.metric_id].get("targets", ()))
        _hang(found, one, "targets", {
            "value": one.value, "starts_on": one.starts_on.isoformat(), "ends_on": one.ends_on.isoformat(),
            "course": one.course, "baseline": one.baseline, "why": one.why, "ended_at": _iso(one.ended_at),
        })  # fmt: skip
    for one in rows(Rebase):
        _hang(found, one, "rebases", {"starts_on": one.starts_on.isoformat(), "reason": one.reason})
    everywhere: Entry = {}
    for one in rows(Annotation):
        entry = {"on": one.on.isoformat(), "says": one.says}
        _hang(found | {None: everywhere}, one, "annotations", entry)
    initiatives, evidence = initiatives_backup.pack(workspace)
    pointers: reports_backup.Pointers = {
        "metric": {pk: entry["name"] for pk, entry in found.items()},
        "observation": places,
        "target": asked,
        "initiative": dict(Initiative.objects.filter(workspace=workspace).values_list("pk", "name")),
        "contribution": evidence,
    }
    return {
        "metrics": list(found.values()),
        "annotations": everywhere.get("annotations", []),
        "initiatives": initiatives,
        "journeys": journeys_backup.pack(workspace),
        "kept_measures": kept_measures_backup.pack(workspace, keys),
        **reports_backup.pack(workspace, keys, pointers),
    }


def _metric(metric: Metric) -> Entry:
    return _told({
        **{name: getattr(metric, name) for name in FIELDS},
        "owner": metric.owner.email if metric.owner else None,
        "retired_on": iso_of(metric.retired_on),
        "leads_since": _iso(metric.leads_since),
        "off_at": _iso(metric.off_at),
        "off_by": metric.off_by.email if metric.off_by else None,
        "off_why": metric.off_why,
        "created_at": metric.created_at.isoformat(),
    })  # fmt: skip


def _observation(one: Observation, places: Mapping[int, int]) -> Entry:
    return {
        "on": one.starts_on.isoformat(),
        "value": one.value,
        **{name: getattr(one, name) for name in COUNTS},
        "definition": one.definition_version,
        "note": one.note,
        "corrects": None if one.corrects_id is None else places[one.corrects_id],
        "ended_at": _iso(one.ended_at),
        "ended_why": one.ended_why,
        "ended_by": one.ended_by.email if one.ended_by else None,
    }


def _hang(found: Mapping[Any, Entry], one: Any, name: str, entry: Entry) -> None:
    entry = _told({**entry, "author": one.author.email, "at": one.created_at.isoformat()})
    found[one.metric_id].setdefault(name, []).append(entry)


def _told(entry: Entry) -> Entry:
    return {name: value for name, value in entry.items() if value is not None and value != ""}


def _iso(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def unpack(packed: Any, restoring: Restoring) -> tuple[Callable[[], Written], Refused]:
    restored = _Restored(restoring)
    for number, row in enumerate(_list(packed, "metrics"), start=1):
        where = f"Metric {number}"
        restored.take(where, partial(restored.metric, where), row)
    for number, row in enumerate(_list(packed, "annotations"), start=1):
        restored.take(f"Note on all metrics {number}", partial(restored.annotation, None), row)
    initiatives = initiatives_backup.Restored(restoring, restored.metrics)
    for number, row in enumerate(_list(packed, "initiatives"), start=1):
        where = f"Initiative {number}"
        restored.take(where, partial(initiatives.initiative, restored.take, where), row)

    journeys = journeys_backup.Restored(restoring)
    for number, row in enumerate(_list(packed, "journeys"), start=1):
        restored.take(f"Set of journeys {number}", journeys.journey_set, row)

    reports = reports_backup.Restored(
        restoring, initiatives.metrics, initiatives.made, restored.numbers, restored.asked, initiatives.evidence
    )
    for number, row in enumerate(_list(packed, "audiences"), start=1):
        restored.take(f"Audience {number}", reports.audience, row)
    for number, row in enumerate(_list(packed, "reports"), start=1):
        where = f"Report {number}"
        restored.take(where, partial(reports.report, restored.take, where), row)
    for number, row in enumerate(_list(packed, "measures"), start=1):
        restored.take(f"Measure of a stake {number}", reports.measure, row)

    kept = kept_measures_backup.Restored(restoring)
    for number, row in enumerate(_list(packed, "kept_measures"), start=1):
        restored.take(f"Measure that is kept {number}", kept.kept, row)

    def write() -> Written:
        stored: Written = [
            *restored.write(),
            ("initiative", initiatives.write()),
            ("journeyset", journeys.write()),
            *reports.write(),
        ]
        kept.write()
        return stored

    return write, restored.refused


def _list(held: Any, name: str) -> list[Any]:
    rows = held.get(name, []) if isinstance(held, dict) else []
    return rows if isinstance(rows, list) else []


def take_back(created: Mapping[str, Iterable[int]]) -> None:
    """Remove restored reports, initiatives and metrics on which nobody has worked since, and notes beside all of
    them."""
    reports_backup.take_back(created)
    initiatives_backup.take_back(created["initiative"])
    journeys_backup.take_back(list(created["journeyset"]))
    since = {
        model: Q(created_at__gt=OuterRef("updated_at"))
        | (Q(ended_at__gt=OuterRef("updated_at")) if model in (Observation, Target) else Q())
        for model in HANGING
    }
    held = initiatives_backup.hanging() | reports_backup.hanging("metric")
    alone = Metric.objects.filter(pk__in=list(created["metric"]), version=1).exclude(held)
    for model, later in since.items():
        alone = alone.exclude(Exists(model._default_manager.filter(later, metric=OuterRef("pk"))))
    gone = list(alone.values_list("pk", flat=True))
    for model in HANGING:
        model._default_manager.filter(metric__in=gone)._raw_delete("default")
    Metric.objects.filter(pk__in=gone)._raw_delete("default")
    Annotation.objects.filter(pk__in=list(created["annotation"]), metric=None).delete()


class _Restored:
    """The rows of a backup as model instances; those of a metric refer to it, which is not stored yet."""

    def __init__(self, restoring: Restoring) -> None:
        self.to = restoring
        self.refused: Refused = []
        self.metrics: list[Metric] = []
        # Observations of each by their place in the backup, by its name in small letters.
        self.numbers: dict[str, list[Observation | None]] = {}
        self.asked: dict[str, list[Target | None]] = {}
        self.hanging: dict[type[models.Model], list[Any]] = {model: [] for model in HANGING}
        taken = Metric.objects.filter(workspace=restoring.workspace).values_list("name", flat=True)
        self.names = {name.lower() for name in taken}
        self.room = metrics.IN_FRONT - Metric.objects.filter(workspace=restoring.workspace).leading().count()

    def take(self, where: str, make: Callable[[Any], None], row: Any) -> None:
        try:
            make(row)
        except ValidationError as error:
            self.refused.append((where, " ".join(error.messages)))
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError):
            self.refused.append((where, NOT_AS_WRITTEN))

    def metric(self, where: str, row: Mapping[str, Any]) -> None:
        """With its definitions or not at all: without them nobody knows what its numbers are."""
        metric = Metric(
            workspace=self.to.workspace,
            owner=self.to.users.get(row.get("owner") or ""),
            retired_on=_day(row["retired_on"]) if row.get("retired_on") else None,
            created_at=_moment(row["created_at"]),
            **{name: row.get(name, "").strip() for name in FIELDS},
        )
        metrics.check_sense(metric)
        if metric.name.lower() in self.names:
            raise ValidationError(f"There is a metric called “{metric.name}” already; it stays.")
        definitions = [self._definition(each, metric, place) for place, each in enumerate(row["definitions"], start=1)]
        if not definitions:
            raise ValidationError("Nobody says what it means.")
        metric.definition_version = len(definitions)
        # What cannot stand on the overview is restored all the same, beside it.
        if row.get("leads_since") and not metric.is_effort and not metric.retired_on and self.room:
            metric.leads_since = _moment(row["leads_since"])
            self.room -= 1
        if row.get("off_at") and metric.leads_since is None:
            metric.off_at, metric.off_why = _moment(row["off_at"]), row["off_why"].strip()
            metric.off_by = self.who(row, "off_by")
            if not metric.off_why:
                raise ValidationError("What was taken off the overview has a reason.")
        self.names.add(metric.name.lower())
        self.metrics.append(metric)
        self.hanging[MetricDefinition] += definitions
        numbers = _Numbers(metric, self)
        for name, make in (
            ("observation", numbers.take),
            ("target", partial(self._target, metric)),
            ("rebase", partial(self._rebase, metric)),
            ("annotation", partial(self.annotation, metric)),
        ):
            for number, each in enumerate(_list(row, f"{name}s"), start=1):
                self.take(f"{where}, {name} {number}", make, each)
        self.hanging[Observation] += numbers.stored
        self.numbers[metric.name.lower()] = numbers.found

    def _definition(self, row: Mapping[str, Any], metric: Metric, number: int) -> MetricDefinition:
        made = MetricDefinition(
            **self._beside(row, metric), number=number, **{name: row.get(name, "") for name in MEANING}
        )
        _clean(made)
        if row["number"] != number or (number > 1 and not made.why.strip()):
            raise ValidationError("Its definitions are not whole.")
        return made

    def _target(self, metric: Metric, row: Mapping[str, Any]) -> None:
        places = self.asked.setdefault(metric.name.lower(), [])
        places.append(None)
        made = Target(
            **self._beside(row, metric),
            value=_number(row["value"]),
            starts_on=_day(row["starts_on"]),
            ends_on=_day(row["ends_on"]),
            course=row["course"],
            baseline=None if row.get("baseline") is None else _number(row["baseline"]),
            why=row.get("why", ""),
            ended_at=_moment(row["ended_at"]) if row.get("ended_at") else None,
        )
        _clean(made)
        if made.ends_on < made.starts_on:
            raise ValidationError("A target ends on the day it starts, or later.")
        beside = (one for one in self.hanging[Target] if one.metric is metric and one.ended_at is None)
        if made.ended_at is None and any(
            one.starts_on <= made.ends_on and one.ends_on >= made.starts_on for one in beside
        ):
            raise ValidationError("Another target stands for these days.")
        places[-1] = made
        self.hanging[Target].append(made)

    def _rebase(self, metric: Metric, row: Mapping[str, Any]) -> None:
        made = Rebase(**self._beside(row, metric), starts_on=_day(row["starts_on"]), reason=row["reason"])
        _clean(made)
        if not made.reason.strip():
            raise ValidationError("Limits are never moved without a reason.")
        if made.starts_on != start_of(made.starts_on, Every(metric.every)):
            raise ValidationError(NOT_AS_WRITTEN)
        if any(one.metric is metric and one.starts_on == made.starts_on for one in self.hanging[Rebase]):
            raise ValidationError("It is judged anew from that day already.")
        self.hanging[Rebase].append(made)

    def annotation(self, metric: Metric | None, row: Mapping[str, Any]) -> None:
        made = Annotation(**self._beside(row, metric), on=_day(row["on"]), says=row["says"])
        _clean(made)
        self.hanging[Annotation].append(made)

    def _beside(self, row: Mapping[str, Any], metric: Metric | None) -> dict[str, Any]:
        return {
            "workspace": self.to.workspace,
            "metric": metric,
            "author": self.author(row),
            "created_at": _moment(row["at"]),
        }

    def author(self, row: Mapping[str, Any]) -> User:
        # Whoever wrote it may not be a member here: then it is whoever restores it.
        return self.to.users.get(row.get("author") or "") or self.to.author

    def who(self, row: Mapping[str, Any], name: str) -> User | None:
        """None where it is not said."""
        return self.to.users.get(row[name]) or self.to.author if row.get(name) else None

    def write(self) -> Written:
        now = timezone.now()
        for metric in self.metrics:
            metric.updated_at = now
        Metric.objects.bulk_create(self.metrics)
        rows: Sequence[Any]
        for model in reversed(HANGING):
            rows = self.hanging[model]
            for row in rows:
                if row.metric is not None:
                    # Django takes keys over when a row is made, and metrics had none then.
                    row.metric_id = row.metric.pk
            if model is Observation:
                _number_rows(rows)
            model._default_manager.bulk_create(rows, batch_size=CHUNK)
        everywhere = [row for row in self.hanging[Annotation] if row.metric is None]
        return [("metric", self.metrics), ("annotation", everywhere)]


class _Numbers:
    """The observations of one metric: one of each period stands, and each is corrected by one at most."""

    def __init__(self, metric: Metric, restored: _Restored) -> None:
        self.metric, self.restored = metric, restored
        # By their place in the backup; one that was refused leaves a gap.
        self.found: list[Observation | None] = []
        self.standing: set[dt.date] = set()
        self.corrected: set[int] = set()

    @property
    def stored(self) -> list[Observation]:
        return [one for one in self.found if one is not None]

    def take(self, row: Mapping[str, Any]) -> None:
        self.found.append(None)
        metric, starts_on = self.metric, _day(row["on"])
        found = Number(_number(row["value"]), *(_count(row.get(name)) for name in COUNTS))
        observations.check_number(metric, found)
        if starts_on != start_of(starts_on, Every(metric.every)) or starts_on > timezone.localdate() + DAY:
            raise ValidationError(f"No period of it begins on {starts_on:%-d %B %Y}.")
        made = Observation(
            **self.restored._beside(row, metric),
            starts_on=starts_on,
            value=observations.value_of(found),
            n=found.n,
            ahead=found.ahead,
            behind=found.behind,
            definition_version=_count(row["definition"]),
            note=row.get("note", ""),
            ended_at=_moment(row["ended_at"]) if row.get("ended_at") else None,
            ended_why=row.get("ended_why", ""),
            ended_by=self.restored.who(row, "ended_by") if row.get("ended_at") else None,
        )
        _clean(made)
        if not 1 <= made.definition_version <= metric.definition_version:
            raise ValidationError("It is of a definition that nobody wrote.")
        if (made.ended_at is None) != (made.ended_why == ""):
            raise ValidationError("What was corrected or taken back has a reason.")
        if made.ended_at is None and starts_on in self.standing:
            raise ValidationError("There is another number of this period.")
        self._correct(made, row.get("corrects"))
        if made.ended_at is None:
            self.standing.add(starts_on)
        self.found[-1] = made

    def _correct(self, made: Observation, place: Any) -> None:
        if place is None:
            return
        if type(place) is not int or not 0 <= place < len(self.found) - 1 or place in self.corrected:
            raise ValidationError("The number that it corrects is another one's.")
        before = self.found[place]
        if before is None:
            # It stands for itself, then: what is right is not left out for what was wrong.
            return
        if before.ended_at is None or before.starts_on != made.starts_on:
            raise ValidationError("The number that it corrects is another one's.")
        self.corrected.add(place)
        made.corrects = before


def _number_rows(rows: Sequence[Observation]) -> None:
    """One refers to another that is stored with it."""
    number_rows(rows)
    for row in rows:
        if row.corrects is not None:
            row.corrects_id = row.corrects.pk


def _clean(made: models.Model) -> None:
    made.clean_fields(exclude=["workspace", "metric", "author", "corrects"])


def _number(value: Any) -> float:
    if type(value) not in (int, float) or not abs(value) <= HIGHEST:
        raise ValidationError("That is no number we can keep.")
    return float(value)


def _count(value: Any) -> Any:
    if value is not None and type(value) is not int:
        raise TypeError(value)
    return value


def _moment(text: Any) -> dt.datetime:
    found = moment_of(text)
    _day(found.date())
    return found


def _day(text: Any) -> dt.date:
    found = day_of(text)
    if not targets.FIRST <= found <= targets.LAST:
        raise ValidationError(f"The year {found.year} cannot be meant.")
    return found
