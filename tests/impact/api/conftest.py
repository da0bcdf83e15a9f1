"""A system that sends numbers: its token, and what it posts."""

import json

import pytest
from django.test import Client

from impact.api.tokens import make_token
from impact.metrics import add_metric
from tests.impact.rows import FIELDS, PROMOTERS, SHARE

OBSERVATIONS = "/api/v1/observations/"


@pytest.fixture
def metrics(workspace, leader):
    """Win rate by the month, Satisfied a share by the month, Net Promoter Score by the quarter, Visits by the week."""
    more = [
        {},
        {"name": "Satisfied", **SHARE},
        {"name": "Net Promoter Score", "every": "quarter", **PROMOTERS},
        {"name": "Visits", "every": "week", "unit_kind": "count"},
    ]
    return {
        metric.name: metric for metric in (add_metric(workspace, author=leader, **{**FIELDS, **each}) for each in more)
    }


@pytest.fixture
def secret(workspace, leader) -> str:
    return make_token(workspace, name="CRM, every night", author=leader)[1]


def sent(body, secret, *, key=None, content_type="application/json", client=None, **headers):
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    headers = {"Authorization": f"Bearer {secret}", **({"Idempotency-Key": key} if key is not None else {}), **headers}
    return (client or Client()).post(OBSERVATIONS, content, content_type=content_type, headers=headers)


@pytest.fixture
def send(secret):
    """`send(row, row, …, key="…")`."""

    def post(*rows, **more):
        return sent({"observations": list(rows)}, secret, **more)

    return post


@pytest.fixture
def problem_of(send, metrics):
    """The one sentence about one row: (field, sentence)."""

    def told(row):
        response = send(row)
        assert response.status_code == 422, response.json()
        (problem,) = response.json()["errors"]
        assert problem["row"] == 0
        return problem["field"], problem["sentence"]

    return told
