"""Storing what a system sent: all of it or nothing, and once, however often and from however many it comes."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from accounts.tokens import hashed
from impact.api.reading import Problem, Sent, fingerprint, named, read
from impact.doubts import doubted
from impact.files.plan import same_number
from impact.models import ApiToken, IdempotencyKey, Metric, Observation
from impact.observations import Number
from impact.periods import Every, last_day

KEPT: Final = dt.timedelta(hours=24)


class Result(StrEnum):
    STORED = "stored"
    UNCHANGED = "unchanged"
    CORRECTED = "corrected"


class OtherBodyError(Exception):
    """The key came before, with something else."""


@dataclass(frozen=True)
class Answer:
    status: int
    content: dict[str, Any]
    is_repeated: bool = False


def store(rows: Sequence[Any], *, token: ApiToken, key: str = "") -> Answer:
    """Store the rows of a request. What stored nothing may come again under its key; what did is answered as it was.
    Raises OtherBodyError."""
    with transaction.atomic():
        if not key:
            return _store(rows, token)
        _one_at_a_time(token, key)
        mark = fingerprint(rows, hashed)
        before = IdempotencyKey.objects.filter(workspace=token.workspace_id, token=token, key=key).first()
        if before is not None:
            if before.fingerprint != mark:
                raise OtherBodyError
            return Answer(before.status, before.response, is_repeated=True)
        answer = _store(rows, token)
        if answer.status == HTTPStatus.CREATED:
            IdempotencyKey.objects.create(
                workspace_id=token.workspace_id,
                token=token,
                key=key,
                fingerprint=mark,
                status=answer.status,
                response=answer.content,
            )
        return answer


def sweep(*, workspace_id: UUID, now: dt.datetime) -> int:
    """Forget keys of requests that nobody repeats any more."""
    old = IdempotencyKey.objects.filter(workspace=workspace_id, created_at__lt=now - KEPT)
    return old.delete()[0]


def _one_at_a_time(token: ApiToken, key: str) -> None:
    """Who repeats a request while it runs waits for its answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"api {token.pk} {key}"])


def _store(rows: Sequence[Any], token: ApiToken) -> Answer:
    names = dict(Metric.objects.filter(workspace=token.workspace_id).order_by().values_list("name", "pk"))
    meant = named(rows, names)
    # Whoever records a number of one of them, by hand or from a file, waits; in one order, so that none wait in a ring.
    locked = Metric.objects.select_for_update().filter(workspace=token.workspace_id, pk__in=set(meant.values()))
    metrics = {metric.pk: metric for metric in locked.order_by("pk")}
    found = read(rows, {place: metrics[pk] for place, pk in meant.items() if pk in metrics})
    standing = _standing(found.sent)
    problems = [*found.problems, *_unexplained(found.sent, standing)]
    if problems:
        return _refused(sorted(problems, key=lambda problem: problem.row))
    results = [_result(sent, standing.get(sent.key)) for sent in found.sent]
    warnings = _warnings(found.sent, results, metrics, token)
    _write(found.sent, results, standing, token)
    return _told(found.sent, results, warnings)


def _standing(sent: Sequence[Sent]) -> dict[tuple[int, dt.date], Observation]:
    """The numbers that stand where some were sent; nobody takes one back meanwhile."""
    if not sent:
        return {}
    keys = {each.key for each in sent}
    days = {each.starts_on for each in sent}
    rows = Observation.objects.standing().filter(metric__in={each.metric.pk for each in sent}, starts_on__in=days)
    found = {(row.metric_id, row.starts_on): row for row in rows.select_for_update().order_by("pk")}
    return {key: row for key, row in found.items() if key in keys}


def _result(sent: Sent, standing: Observation | None) -> Result:
    if standing is None:
        return Result.STORED
    is_same = same_number(sent.number, _number(standing)) and sent.note in (None, standing.note)
    return Result.UNCHANGED if is_same else Result.CORRECTED


def _unexplained(sent: Sequence[Sent], standing: Mapping[tuple[int, dt.date], Observation]) -> list[Problem]:
    """What stands is not told: a token is there to send numbers, and shows none."""
    return [
        Problem(
            each.row,
            "why",
            f"There is a number of {each.period} for “{each.metric.name}” already, "
            f"{'with another note' if same_number(each.number, _number(stands)) else 'and it is another'}."
            " Say in “why” what was wrong with it.",
        )
        for each in sent
        if (stands := standing.get(each.key)) is not None and not each.why and _result(each, stands) is Result.CORRECTED
    ]


def _warnings(
    sent: Sequence[Sent], results: Sequence[Result], metrics: Mapping[int, Metric], token: ApiToken
) -> list[Problem]:
    """What to look at again of what is stored all the same."""
    today = timezone.localdate()
    changing = [each for each, result in zip(sent, results, strict=True) if result is not Result.UNCHANGED]
    brought = {each.key: each.number.value for each in changing}
    far = doubted(token.workspace_id, brought, metrics, today=today) if brought else {}
    found = []
    for each in changing:
        if each.key in far:
            found.append(Problem(each.row, "value", far[each.key].without_others))
        if last_day(each.starts_on, Every(each.metric.every)) >= today:
            found.append(Problem(each.row, "period", f"{each.period} is not over yet."))
    return found


def _number(stands: Observation) -> Number:
    return Number(stands.value, stands.n, stands.ahead, stands.behind)


def _write(
    sent: Sequence[Sent],
    results: Sequence[Result],
    standing: Mapping[tuple[int, dt.date], Observation],
    token: ApiToken,
) -> None:
    now = timezone.now()
    ended: defaultdict[str, list[int]] = defaultdict(list)
    rows = []
    for each, result in zip(sent, results, strict=True):
        if result is Result.UNCHANGED:
            continue
        before = standing.get(each.key)
        if before is not None:
            ended[each.why].append(before.pk)
        rows.append(_observation(each, before, token, now))
    for why, pks in ended.items():
        Observation.objects.filter(pk__in=pks).update(ended_at=now, ended_why=why, ended_by=token.author_id)
    Observation.objects.bulk_create(rows)


def _observation(sent: Sent, before: Observation | None, token: ApiToken, now: dt.datetime) -> Observation:
    """A correction that says nothing of a note keeps the one that was there."""
    return Observation(
        workspace_id=token.workspace_id,
        metric=sent.metric,
        starts_on=sent.starts_on,
        value=sent.number.value,
        n=sent.number.n,
        ahead=sent.number.ahead,
        behind=sent.number.behind,
        definition_version=sent.metric.definition_version,
        note=sent.note if sent.note is not None else (before.note if before else ""),
        corrects=before,
        author_id=token.author_id,
        created_at=now,
    )


def _told(sent: Sequence[Sent], results: Sequence[Result], warnings: Sequence[Problem]) -> Answer:
    counted = Counter(results)
    return Answer(
        HTTPStatus.CREATED,
        {
            **{result.value: counted[result] for result in Result},
            "observations": [
                {
                    "row": each.row,
                    "metric": each.metric.pk,
                    "name": each.metric.name,
                    "period": each.starts_on.isoformat(),
                    "value": each.number.value,
                    "result": result.value,
                }
                for each, result in zip(sent, results, strict=True)
            ],
            "warnings": [_problem(warning) for warning in warnings],
        },
    )


def _refused(problems: Sequence[Problem]) -> Answer:
    rows = len({problem.row for problem in problems})
    return Answer(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {
            "error": f"Nothing was stored: {'one row needs' if rows == 1 else f'{rows:,} rows need'} another look.",
            "errors": [_problem(problem) for problem in problems],
        },
    )


def _problem(found: Problem) -> dict[str, Any]:
    return {"row": found.row, "field": found.field, "sentence": found.sentence}
