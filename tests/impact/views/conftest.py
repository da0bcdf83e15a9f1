"""A metric with its numbers, one a month up to the last month that is over."""

import datetime as dt

import pytest
from django.utils import timezone

from impact.metrics import add_metric
from impact.models import Observation
from impact.periods import DAY, Every, start_of
from tests.impact.rows import FIELDS


@pytest.fixture
def add(workspace, leader):
    def added(*, values=(), counts=(), **fields):
        metric = add_metric(workspace, author=leader, **{**FIELDS, **fields})
        rows = [{"value": value} for value in values]
        rows += [{"value": ahead / n, "ahead": ahead, "n": n} for ahead, n in counts]
        start = start_of(timezone.localdate(), Every.MONTH)
        for row in reversed(rows):
            stored = timezone.make_aware(dt.datetime.combine(start, dt.time(6)))
            start = start_of(start - DAY, Every.MONTH)
            Observation.objects.create(
                workspace=workspace, metric=metric, author=leader, starts_on=start, definition_version=1,
                created_at=stored, **row,
            )  # fmt: skip
        return metric

    return added
