"""Metrics to store numbers of, and files of them, from their text to what they stored."""

from collections.abc import Callable

import pytest

from impact.files import life
from impact.metrics import add_metric
from impact.models import Metric, Observation, ObservationFile
from tests.impact.rows import FIELDS, FLOW, PROMOTERS, SHARE

EUROS = {"unit_kind": "money", "currency": "EUR"}


@pytest.fixture
def metrics(workspace, leader) -> dict[str, Metric]:
    """Win rate (a number), Pipeline (euros), CSAT (a share), NPS (quarterly), Churn (a share without counts)."""
    made = [
        add_metric(workspace, author=leader, **FIELDS),
        add_metric(workspace, author=leader, **FIELDS | FLOW | EUROS | {"name": "Pipeline"}),
        add_metric(workspace, author=leader, **FIELDS | SHARE | {"name": "CSAT"}),
        add_metric(workspace, author=leader, **FIELDS | PROMOTERS | {"name": "NPS", "every": "quarter"}),
        add_metric(workspace, author=leader, **FIELDS | {"name": "Churn", "unit_kind": "share", "good": "down"}),
    ]  # fmt: skip
    return {metric.name: metric for metric in made}


@pytest.fixture
def previewed(workspace, leader) -> Callable[..., ObservationFile]:
    def made(content: str | bytes, *, name="numbers.csv", metric: Metric | None = None) -> ObservationFile:
        sent = content.encode() if isinstance(content, str) else content
        file = life.receive(workspace, author=leader, name=name, content=sent, metric=metric)
        life.prepare(file)
        file.refresh_from_db()
        return file

    return made


@pytest.fixture
def stored(previewed, leader) -> Callable[..., ObservationFile]:
    def made(content: str | bytes, *, corrects: bool = False, why: str = "", **received) -> ObservationFile:
        file = previewed(content, **received)
        life.decide(file, corrects=corrects, why=why)
        assert life.apply(file.pk, actor=leader, fingerprint=file.plan["fingerprint"]).state == "applied"
        file.refresh_from_db()
        return file

    return made


@pytest.fixture
def standing() -> Callable[[], list[tuple[object, ...]]]:
    def rows() -> list[tuple[object, ...]]:
        found = Observation.objects.standing().order_by("metric__name", "starts_on")
        return [
            (row.metric.name, row.starts_on.isoformat(), row.value, row.n, row.ahead, row.behind)
            for row in found.select_related("metric")
        ]

    return rows
