"""Who a token lets in, where, how often and until when; and that nothing but its hash is kept of it."""

import datetime as dt
import json
import logging

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.isolation import enter, scope
from accounts.models import Workspace
from accounts.tokens import hashed, new_token
from impact import tasks
from impact.api import tokens
from impact.api.tokens import make_token, revoke_token
from impact.metrics import add_metric, retire_metric
from impact.models import ApiToken, IdempotencyKey, Observation
from tests.impact.api.conftest import OBSERVATIONS, sent
from tests.impact.rows import FIELDS

pytestmark = pytest.mark.django_db

METRICS = "/api/v1/metrics/"
MARCH = {"metric": "Win rate", "period": "2026-03", "value": 12.5}
NO_ENTRY = {
    "error": "Send a token that works: “Authorization: Bearer …”. Leaders make them on the page “Numbers by the API”."
}


def asked(authorization: str | None, client: Client | None = None):
    return (client or Client()).get(METRICS, headers={} if authorization is None else {"Authorization": authorization})


def test_of_a_token_its_hash_and_four_characters_are_kept(workspace, leader):
    token, secret = make_token(workspace, name=" CRM ", author=leader)
    assert (len(secret), token.name, token.ends_in, token.token_hash) == (43, "CRM", secret[-4:], hashed(secret))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_jsonb(t)::text FROM impact_apitoken t"
            " UNION ALL SELECT to_jsonb(e)::text FROM impact_apitokenevent e"
        )
        rows = [row for (row,) in cursor.fetchall()]
    assert [secret in row for row in rows] == [False, False]
    assert [hashed(secret) in row for row in rows] == [True, False]


def test_making_and_revoking_are_in_the_audit_trail_and_use_is_not(workspace, leader, as_leader, metrics):
    token, secret = make_token(workspace, name="CRM", author=leader)
    sent({"observations": [MARCH]}, secret)
    revoke_token(token)
    page = as_leader.get("/w/northwind/audit/?source=apitoken").content.decode()
    assert page.count("API token added") == 1
    assert page.count("API token changed") == 1
    assert secret not in page
    assert hashed(secret) not in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM impact_apitokenevent")
        assert cursor.fetchone() == (2,)


def test_a_token_is_revoked_once(workspace, leader):
    token, _ = make_token(workspace, name="CRM", author=leader)
    assert (revoke_token(token), revoke_token(token)) == (True, False)


def test_a_day_that_is_over_is_refused(workspace, leader):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    with pytest.raises(ValidationError) as raised:
        make_token(workspace, name="CRM", author=leader, expires_on=yesterday)
    assert raised.value.message_dict == {"expires_on": ["This day is over. Choose a later one, or leave it empty."]}


def test_there_are_no_more_than_anybody_keeps_an_eye_on(workspace, leader, monkeypatch):
    monkeypatch.setattr(tokens, "MOST", 2)
    first, _ = make_token(workspace, name="One", author=leader)
    make_token(workspace, name="Two", author=leader)
    with pytest.raises(ValidationError, match="There are 2 tokens that work"):
        make_token(workspace, name="Three", author=leader)
    revoke_token(first)
    assert make_token(workspace, name="Three", author=leader)[0].name == "Three"


def test_the_application_changes_of_a_token_only_that_it_was_used_or_ends(workspace, leader):
    token, _ = make_token(workspace, name="CRM", author=leader)
    for change in ({"token_hash": "x"}, {"expires_on": None}, {"name": "Another"}):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            ApiToken.objects.filter(pk=token.pk).update(**change)


def test_it_lets_in_and_lists_what_is_measured(secret, metrics):
    retire_metric(metrics["Visits"])
    response = asked(f"Bearer {secret}")
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    told = [("Net Promoter Score", "points", "quarter", "promoters"), ("Satisfied", "share", "month", "share"),
            ("Win rate", "number", "month", "value")]  # fmt: skip
    assert response.json() == {
        "metrics": [
            {"id": metrics[name].pk, "name": name, "unit": unit, "currency": "", "every": every,
             "measured": measured, "definition_version": 1}
            for name, unit, every, measured in told
        ]
    }  # fmt: skip


def test_a_currency_is_told(secret, workspace, leader):
    add_metric(workspace, author=leader, **{**FIELDS, "unit_kind": "money", "currency": "EUR"})
    assert [(each["unit"], each["currency"]) for each in asked(f"bearer  {secret}").json()["metrics"]] == [
        ("money", "EUR")
    ]


def test_unknown_run_out_and_revoked_look_alike(workspace, leader, metrics):
    today = timezone.localdate()
    runs_out, first = make_token(workspace, name="Today only", author=leader, expires_on=today)
    revoked, second = make_token(workspace, name="Revoked", author=leader)
    assert (asked(f"Bearer {first}").status_code, asked(f"Bearer {second}").status_code) == (200, 200)
    revoke_token(revoked)
    with time_machine.travel(timezone.now() + dt.timedelta(days=1), tick=False):
        wrong = [f"Bearer {first}", f"Bearer {second}", f"Bearer {new_token()}", None, "", "Bearer short", first]
        wrong += [f"Basic {second}", f"Bearer {second}\u00e9"]
        found = [asked(each) for each in wrong]
        assert [(each.status_code, each.json(), each["WWW-Authenticate"]) for each in found] == [
            (401, NO_ENTRY, "Bearer")
        ] * 9
        assert (runs_out.state(on=timezone.localdate()), runs_out.state(on=today)) == ("expired", "open")
        assert sent({"observations": [MARCH]}, first).status_code == 401
    assert Observation.objects.count() == 0


def test_who_is_signed_in_is_nobody_here(as_leader, metrics):
    assert asked(None, as_leader).status_code == 401
    response = as_leader.post(OBSERVATIONS, json.dumps({"observations": [MARCH]}), content_type="application/json")
    assert (response.status_code, Observation.objects.count()) == (401, 0)


def test_neither_a_cookie_nor_another_origin_has_a_part_in_it(secret, metrics):
    strict = Client(enforce_csrf_checks=True)
    response = sent({"observations": [MARCH]}, secret, client=strict, Origin="https://elsewhere.example")
    assert (response.status_code, dict(response.cookies)) == (201, {})
    assert [name for name in response.headers if name.lower().startswith("access-control")] == []


def test_a_token_opens_its_own_workspace_alone(secret, metrics, stranger):
    with scope(user=stranger.pk):
        elsewhere = Workspace.objects.get(slug="elsewhere")
    with scope(workspace=elsewhere.pk, user=stranger.pk):
        add_metric(elsewhere, author=stranger, **{**FIELDS, "name": "Theirs"})
        _, theirs = make_token(elsewhere, name="Theirs", author=stranger)
    assert [each["name"] for each in asked(f"Bearer {theirs}").json()["metrics"]] == ["Theirs"]
    enter(workspace=elsewhere.pk)
    assert ApiToken.objects.count() == 1
    with scope(link=hashed(secret)):
        assert [each.name for each in ApiToken.objects.all()] == ["CRM, every night"]
    with scope():
        assert ApiToken.objects.count() == 0


def test_last_use_is_noted_once_a_minute_and_not_for_looking(secret, metrics):
    noon = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
    used = []
    for seconds in (0, 59, 61):
        with time_machine.travel(noon + dt.timedelta(seconds=seconds), tick=False):
            asked(f"Bearer {secret}")
            used.append(ApiToken.objects.get().last_used_at)
            sent({"observations": [MARCH]}, secret)
            used.append(ApiToken.objects.get().last_used_at)
    later = noon + dt.timedelta(seconds=61)
    assert used == [None, noon, noon, noon, noon, later]


def test_a_token_may_ask_sixty_times_a_minute(secret, workspace, leader, metrics):
    _, other = make_token(workspace, name="Another", author=leader)
    with time_machine.travel(dt.datetime(2026, 11, 2, 12, 0, 20, tzinfo=dt.UTC), tick=False):
        assert {asked(f"Bearer {secret}").status_code for _ in range(60)} == {200}
        refused = sent({"observations": [MARCH]}, secret)
        assert (refused.status_code, refused["Retry-After"], refused.json()) == (
            429, "40", {"error": "This token may ask 60 times a minute. Come again a little later."}
        )  # fmt: skip
        assert asked(f"Bearer {other}").status_code == 200
    with time_machine.travel(dt.datetime(2026, 11, 2, 12, 1, tzinfo=dt.UTC), tick=False):
        assert sent({"observations": [MARCH]}, secret).status_code == 201


def test_whoever_guesses_is_slowed_down_and_nobody_else_is(secret, metrics):
    with time_machine.travel(dt.datetime(2026, 11, 2, 12, 0, 20, tzinfo=dt.UTC), tick=False):
        assert {asked(f"Bearer {new_token()}").status_code for _ in range(30)} == {401}
        refused = asked(f"Bearer {new_token()}")
        assert (refused.status_code, refused["Retry-After"]) == (429, "40")
        assert asked(f"Bearer {secret}").status_code == 200


def test_logs_tell_nothing_of_a_token(secret, metrics, caplog):
    caplog.set_level(logging.DEBUG)
    sent({"observations": [MARCH]}, secret, key="crm-2026-03")
    sent({"observations": [MARCH]}, new_token())
    told = "\n".join(str(record.__dict__) for record in caplog.records)
    assert "api-observations" in told
    assert [part in told for part in (secret, hashed(secret), "crm-2026-03", "Win rate")] == [False] * 4


def test_the_clock_forgets_keys(secret, metrics, workspace):
    sent({"observations": [MARCH]}, secret, key="a")
    tasks.sweep_api_keys()
    assert IdempotencyKey.objects.count() == 1
    with time_machine.travel(timezone.now() + dt.timedelta(hours=25), tick=False):
        tasks.sweep_api_keys()
    assert IdempotencyKey.objects.count() == 0
