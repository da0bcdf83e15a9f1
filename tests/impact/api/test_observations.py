"""What a system posts is stored as a whole or not at all, once, and every row that cannot be has its sentence."""

import datetime as dt
import threading

import pytest
import time_machine
from django.db import connection
from django.test import Client

from accounts.isolation import enter, scope
from accounts.models import Workspace
from accounts.workspaces import create_workspace
from impact.api import storing
from impact.api.tokens import make_token
from impact.metrics import add_metric, retire_metric
from impact.models import IdempotencyKey, Observation
from impact.observations import number, record_observation
from tests.conftest import make_user
from tests.impact.api.conftest import OBSERVATIONS, sent
from tests.impact.rows import FIELDS

pytestmark = pytest.mark.django_db

MARCH = {"metric": "Win rate", "period": "2026-03", "value": 12.5}


def stands() -> list[tuple]:
    rows = Observation.objects.standing().order_by("metric__name", "starts_on")
    return list(rows.values_list("metric__name", "starts_on", "value", "n", "ahead", "behind"))


def test_numbers_of_every_kind_are_stored(send, metrics):
    response = send(
        {**MARCH, "metric": metrics["Win rate"].pk, "n": 80, "note": " Two weeks only "},
        {"metric": "Satisfied", "period": "2026-03-17", "ahead": 112, "n": 140},
        {"metric": "Net Promoter Score", "period": "2026-Q1", "promoters": 50, "passives": 30, "detractors": 20},
        {"metric": "Visits", "period": "2026-W10", "value": 1204},
    )
    assert response.status_code == 201
    assert response["Cache-Control"] == "no-store"
    keys = {name: metric.pk for name, metric in metrics.items()}
    told = [
        ("Win rate", "2026-03-01", 12.5),
        ("Satisfied", "2026-03-01", 0.8),
        ("Net Promoter Score", "2026-01-01", 30.0),
        ("Visits", "2026-03-02", 1204.0),
    ]
    assert response.json() == {
        "stored": 4,
        "unchanged": 0,
        "corrected": 0,
        "observations": [
            {"row": row, "metric": keys[name], "name": name, "period": period, "value": value, "result": "stored"}
            for row, (name, period, value) in enumerate(told)
        ],
        "warnings": [],
    }
    assert stands() == [
        ("Net Promoter Score", dt.date(2026, 1, 1), 30.0, 100, 50, 20),
        ("Satisfied", dt.date(2026, 3, 1), 0.8, 140, 112, None),
        ("Visits", dt.date(2026, 3, 2), 1204.0, None, None, None),
        ("Win rate", dt.date(2026, 3, 1), 12.5, 80, None, None),
    ]


def test_what_looks_like_a_slip_is_stored_and_told_without_what_stands(send, metrics):
    with time_machine.travel(dt.datetime(2026, 11, 10, 9, tzinfo=dt.UTC), tick=False):
        about_sixty = [60, 57, 62, 55, 64, 61, 58, 68, 52]
        rows = [{"metric": "Win rate", "period": f"2026-{month:02}", "value": value} for month, value in
                enumerate(about_sixty, start=1)]  # fmt: skip
        assert send(*rows).json()["warnings"] == []
        response = send({**rows[0], "period": "2026-10", "value": 1}, {**rows[0], "period": "2026-11", "value": 61})
    assert (response.status_code, response.json()["stored"]) == (201, 2)
    assert response.json()["warnings"] == [
        {"row": 0, "field": "value", "sentence": "1 is far below what this metric has been. Look whether it is right."},
        {"row": 1, "field": "period", "sentence": "November 2026 is not over yet."},
    ]


def test_a_number_says_who_made_its_token_and_what_it_meant_that_day(send, metrics, leader):
    send({**MARCH, "note": " Two weeks only "})
    stored = Observation.objects.get()
    assert (stored.author, stored.note, stored.definition_version) == (leader, "Two weeks only", 1)


def test_the_same_number_again_changes_nothing(send, metrics):
    send(MARCH)
    response = send({**MARCH, "why": "said always"})
    assert (response.status_code, response.json()["unchanged"]) == (201, 1)
    assert response.json()["observations"][0]["result"] == "unchanged"
    assert Observation.objects.count() == 1


def test_another_number_needs_a_reason_and_keeps_the_one_before(send, metrics):
    send({**MARCH, "note": "Two weeks only"})
    response = send({**MARCH, "value": 13})
    assert response.json() == {
        "error": "Nothing was stored: one row needs another look.",
        "errors": [
            {
                "row": 0,
                "field": "why",
                "sentence": "There is a number of March 2026 for “Win rate” already, and it is another."
                " Say in “why” what was wrong with it.",
            }
        ],
    }
    response = send({**MARCH, "value": 13, "why": " A deal was counted twice. "})
    assert (response.status_code, response.json()["corrected"]) == (201, 1)
    old, new = Observation.objects.order_by("pk")
    assert (old.value, old.ended_why, old.ended_at is None) == (12.5, "A deal was counted twice.", False)
    assert (new.value, new.corrects, new.ended_at, new.note) == (13.0, old, None, "Two weeks only")


def test_another_note_is_a_correction(send, metrics):
    send({**MARCH, "note": "Two weeks only"})
    assert send({**MARCH, "note": "All of March"}).json()["errors"][0]["sentence"] == (
        "There is a number of March 2026 for “Win rate” already, with another note."
        " Say in “why” what was wrong with it."
    )
    assert send({**MARCH, "note": "All of March", "why": "It came late."}).json()["corrected"] == 1
    assert Observation.objects.standing().get().note == "All of March"


def test_one_row_that_cannot_be_stored_stops_all(send, metrics):
    response = send(MARCH, {**MARCH, "period": "2026-04", "value": "13"}, {**MARCH, "metric": "Win rats"})
    assert response.status_code == 422
    assert response.json() == {
        "error": "Nothing was stored: 2 rows need another look.",
        "errors": [
            {"row": 1, "field": "value", "sentence": "Write it as a number, without quotes, such as 12.5."},
            {"row": 2, "field": "metric", "sentence": "No metric is called “Win rats”."},
        ],
    }
    assert Observation.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"metric": None}, "metric", "Say which metric it is: its id, or its name exactly."),
        ({"metric": "win rate"}, "metric", "No metric is called “win rate”."),
        ({"metric": 10**9}, "metric", "There is no metric “1000000000”."),
        ({"metric": 10**60}, "metric", "There is no metric “so large”."),
        ({"metric": True}, "metric", "A metric is named by its id, or by its name in quotes."),
        ({"metric": ["Win rate"]}, "metric", "A metric is named by its id, or by its name in quotes."),
        ({"valeu": 1}, "valeu", "“valeu” is nothing we know. Known are metric, period, value, ahead, n, promoters, "
         "passives, detractors, note, why."),
        ({"period": 202603}, "period", "Say which period it is, in quotes. Write 2026-03, 2026-03-01, 2026-Q1 or "
         "2026-W10."),
        ({"period": "March 2026"}, "period", "“March 2026” is no period we understand. Write 2026-03, 2026-03-01, "
         "2026-Q1 or 2026-W10."),
        ({"period": "2026-13"}, "period", "“2026-13” does not exist in the calendar."),
        ({"period": "2026-02-30"}, "period", "“2026-02-30” does not exist in the calendar."),
        ({"period": "2026-W60"}, "period", "“2026-W60” does not exist in the calendar."),
        ({"period": "0000-01"}, "period", "“0000-01” does not exist in the calendar."),
        ({"period": "2026-W10"}, "period", "“2026-W10” is a week, and this metric has one number a month."),
        ({"period": "2026-Q1"}, "period", "“2026-Q1” is a quarter, and this metric has one number a month."),
        ({"period": "1026-03"}, "period", "The year 1026 cannot be meant."),
        ({"period": "9999-03"}, "period", "Nothing is measured yet of a period that has not begun."),
        ({"value": "12.5"}, "value", "Write it as a number, without quotes, such as 12.5."),
        ({"value": True}, "value", "Write it as a number, without quotes, such as 12.5."),
        ({"value": None}, "value", "“Win rate” takes “value”: “value” is missing."),
        ({"value": 10**400}, "value", "That is no number we can keep."),
        ({"value": -1e300}, "value", "That is no number we can keep."),
        ({"ahead": 3}, "ahead", "“Win rate” takes “value”: “ahead” is none of them."),
        ({"n": 0}, "n", "It is counted from one to two billion."),
        ({"n": -1}, "n", "It is counted from zero to two billion."),
        ({"n": 10**400}, "n", "It is counted from zero to two billion."),
        ({"n": 3.0}, "n", "It is counted: write a whole number, without quotes."),
        ({"note": 7}, "note", "It is a text in quotes, without characters that cannot be stored."),
        ({"note": "a\x00b"}, "note", "It is a text in quotes, without characters that cannot be stored."),
        ({"why": "\ud800"}, "why", "It is a text in quotes, without characters that cannot be stored."),
        ({"note": "a" * 2001}, "note", "It may be 2,000 characters long; this has 2,001."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_in_a_sentence(problem_of, change, field, sentence):
    assert problem_of({**MARCH, **change}) == (field, sentence)
    assert Observation.objects.count() == 0


@pytest.mark.parametrize(
    ("row", "field", "sentence"),
    [
        ({"metric": "Satisfied", "value": 0.8}, "ahead", "“Satisfied” takes “ahead” and “n”: “ahead” is missing."),
        ({"metric": "Satisfied", "ahead": 8}, "n", "“Satisfied” takes “ahead” and “n”: “n” is missing."),
        ({"metric": "Satisfied", "ahead": 8, "n": 10, "value": 0.8}, "value", "“Satisfied” takes “ahead” and “n”: "
         "“value” is none of them."),
        ({"metric": "Satisfied", "ahead": 12, "n": 10}, "ahead", "12 of 10 cannot be."),
        ({"metric": "Satisfied", "ahead": 0, "n": 0}, "n", "Of nobody there is no share: leave the period out."),
        ({"metric": "Visits", "period": "2026-W10", "value": -1}, "value", "It cannot be below zero."),
    ],
)  # fmt: skip
def test_what_is_counted_is_held_against_its_metric(problem_of, row, field, sentence):
    assert problem_of({"period": "2026-03", **row}) == (field, sentence)


def test_answers_of_people_are_held_against_their_sum(problem_of):
    row = {"metric": "Net Promoter Score", "period": "2026-Q1", "promoters": 5, "passives": 3, "detractors": 2}
    assert problem_of({**row, "n": 11}) == ("n", "Promoters, passives and detractors are 10 together, not 11.")
    assert problem_of(row | {"promoters": 0, "passives": 0, "detractors": 0}) == (
        "",
        "Nobody answered: leave the period out.",
    )


def test_answers_of_people_may_come_with_their_sum(send, metrics):
    row = {"metric": "Net Promoter Score", "period": "2026-Q1", "promoters": 5, "passives": 3, "detractors": 2}
    assert send({**row, "n": 10}).json()["stored"] == 1


def test_rows_that_are_no_numbers_are_told(send, metrics):
    found = send("words", None, [], MARCH).json()["errors"]
    assert [(each["row"], each["field"]) for each in found] == [(0, ""), (1, ""), (2, "")]


def test_one_period_twice_is_refused_however_it_is_written(send, metrics):
    response = send(MARCH, {**MARCH, "metric": metrics["Win rate"].pk, "period": "2026-03-31"})
    assert response.json()["errors"] == [
        {"row": 1, "field": "period", "sentence": "Row 0 is about March 2026 of “Win rate” too. Send it once."}
    ]


def test_a_metric_that_is_measured_no_more_takes_no_number(send, metrics):
    retire_metric(metrics["Win rate"], on=dt.date(2026, 3, 31))
    sentence = "“Win rate” is measured no more since 31 March 2026. Measure it again first."
    assert send(MARCH).json()["errors"] == [{"row": 0, "field": "metric", "sentence": sentence}]


def test_a_metric_of_another_workspace_is_none(send, metrics, stranger):
    with scope(user=stranger.pk):
        elsewhere = Workspace.objects.get(slug="elsewhere")
    with scope(workspace=elsewhere.pk, user=stranger.pk):
        theirs = add_metric(elsewhere, author=stranger, **{**FIELDS, "name": "Theirs"})
    for wanted in (theirs.pk, "Theirs"):
        assert send({**MARCH, "metric": wanted}).json()["errors"][0]["field"] == "metric"
    enter(workspace=elsewhere.pk)
    assert Observation.objects.count() == 0


# The request as a whole -------------------------------------------------------------------------------------------

NO_JSON = "This is not JSON as we take it: UTF-8, each name once, and no NaN or Infinity."
ONE_OBJECT = "Send one object with the list “observations”, and nothing beside it."
A_LIST = "“observations” is a list of at least one number."


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (" ", NO_JSON),
        ("{", NO_JSON),
        (b"\xff\xfe{}", NO_JSON),
        ("[" * 100_000, NO_JSON),
        ('{"observations": [{"value": NaN}]}', NO_JSON),
        ('{"observations": [{"value": -Infinity}]}', NO_JSON),
        ('{"observations": [{"value": 1, "value": 2}]}', NO_JSON),
        (f'{{"observations": [{{"value": {"9" * 5000}}}]}}', NO_JSON),
        ("[]", ONE_OBJECT),
        ('"words"', ONE_OBJECT),
        ('{"observations": [], "more": 1}', ONE_OBJECT),
        ('{"observations": []}', A_LIST),
        ('{"observations": {}}', A_LIST),
    ],
)
def test_what_is_no_request_is_told(secret, metrics, body, sentence):
    response = sent(body, secret)
    assert (response.status_code, response.json()) == (400, {"error": sentence})


def test_a_number_beyond_all_numbers_is_told(secret, metrics):
    response = sent('{"observations": [{"metric": "Win rate", "period": "2026-03", "value": 1e999}]}', secret)
    assert response.json()["errors"][0]["sentence"] == "That is no number we can keep."


def test_too_much_at_once_is_told(secret, metrics):
    response = sent({"observations": [MARCH] * 1001}, secret)
    assert (response.status_code, response.json()["error"]) == (
        413, "These are 1,001 numbers; at most 1,000 are taken at once. Send them in parts."
    )  # fmt: skip
    response = sent(" " * (1024 * 1024 + 1), secret)
    assert (response.status_code, response.json()["error"]) == (413, "At most 1 MB is taken at once. Send it in parts.")


def test_a_thousand_numbers_are_stored_with_few_questions(send, workspace, leader, django_assert_max_num_queries):
    made = [add_metric(workspace, author=leader, **{**FIELDS, "name": f"Metric {place}"}) for place in range(10)]
    rows = [
        {"metric": metric.name, "period": f"{2010 + month // 12}-{month % 12 + 1:02}", "value": month}
        for metric in made for month in range(100)
    ]  # fmt: skip
    with django_assert_max_num_queries(20):
        assert send(*rows).json()["stored"] == 1000
    with django_assert_max_num_queries(20):
        assert send(*({**row, "value": row["value"] + 1, "why": "Moved by one."} for row in rows)).json() == {
            "stored": 0, "unchanged": 0, "corrected": 1000,
            "observations": [
                {
                    "row": place, "metric": made[place // 100].pk, "name": row["metric"],
                    "period": f"{row['period']}-01", "value": row["value"] + 1, "result": "corrected",
                }
                for place, row in enumerate(rows)
            ],
            "warnings": [],
        }  # fmt: skip
    assert Observation.objects.standing().count() == 1000


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_only_json_is_taken(secret, metrics, content_type):
    response = sent('{"observations": []}', secret, content_type=content_type)
    assert (response.status_code, response.json()["error"]) == (
        415, "Send “Content-Type: application/json”, not compressed."
    )  # fmt: skip


def test_json_may_say_how_it_is_written_and_not_be_compressed(secret, metrics):
    body = {"observations": [MARCH]}
    assert sent(body, secret, content_type="application/json; charset=utf-8").status_code == 201
    assert sent(body, secret, **{"Content-Encoding": "gzip"}).status_code == 415


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_other_methods_are_refused_in_json(secret, method):
    response = Client().generic(method, OBSERVATIONS, headers={"Authorization": f"Bearer {secret}"})
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert response["Content-Type"] == "application/json"


# Once ---------------------------------------------------------------------------------------------------------------


def test_a_key_again_is_answered_as_before(send, metrics):
    first = send(MARCH, key="crm-2026-03")
    again = send(MARCH, key="crm-2026-03")
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert ("Idempotent-Replayed" in first, again["Idempotent-Replayed"]) == (False, "true")
    assert again.json()["observations"][0]["result"] == "stored"
    assert (Observation.objects.count(), IdempotencyKey.objects.count()) == (1, 1)


def test_a_key_again_corrects_nothing_twice(send, metrics):
    send(MARCH)
    correction = {**MARCH, "value": 13, "why": "A deal was counted twice."}
    send(correction, key="a")
    send({**MARCH, "value": 14, "why": "And one was forgotten."}, key="b")
    assert send(correction, key="a").json()["corrected"] == 1
    assert [row.value for row in Observation.objects.order_by("pk")] == [12.5, 13.0, 14.0]


def test_a_key_with_other_numbers_is_refused(send, metrics):
    send(MARCH, key="crm-2026-03")
    response = send({**MARCH, "value": 13, "why": "A deal was counted twice."}, key="crm-2026-03")
    sentence = "This Idempotency-Key came before, with other numbers. Take another key."
    assert (response.status_code, response.json()) == (409, {"error": sentence})
    assert Observation.objects.get().value == 12.5


def test_the_order_of_names_makes_no_other_numbers(send, metrics):
    send(MARCH, key="a")
    assert send(dict(reversed(MARCH.items())), key="a").status_code == 201


def test_what_stored_nothing_may_come_again_under_its_key(send, metrics):
    assert send({**MARCH, "value": "13"}, key="a").status_code == 422
    assert send(MARCH, key="a").status_code == 201


def test_a_key_is_of_its_token_alone(send, metrics, workspace, leader):
    send(MARCH, key="a")
    _, other = make_token(workspace, name="Another", author=leader)
    response = sent({"observations": [{**MARCH, "period": "2026-04"}]}, other, key="a")
    assert response.json()["stored"] == 1


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "a" * 201])
def test_what_can_be_no_key_is_told(send, metrics, key):
    response = send(MARCH, key=key)
    sentence = "An Idempotency-Key has 1 to 200 letters, digits or signs, and no blanks."
    assert (response.status_code, response.json()) == (400, {"error": sentence})


def test_keys_are_forgotten_after_a_day(send, metrics, workspace):
    send(MARCH, key="a")
    made = IdempotencyKey.objects.get().created_at
    assert storing.sweep(workspace_id=workspace.pk, now=made + dt.timedelta(hours=24)) == 0
    assert storing.sweep(workspace_id=workspace.pk, now=made + dt.timedelta(hours=24, seconds=1)) == 1
    assert send(MARCH, key="a").json()["unchanged"] == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("key", "results"), [("crm-2026-03", ["stored"] * 10), (None, ["stored", *["unchanged"] * 9])])
def test_ten_at_once_store_it_once(key, results):
    leader = make_user("ines@northwind.example")
    workspace = create_workspace("Northwind", leader=leader, slug="northwind")
    with scope(workspace=workspace.pk, user=leader.pk):
        metric = add_metric(workspace, author=leader, **FIELDS)
        # One that stands, so that corrections and new numbers meet.
        record_observation(metric, number(11), starts_on=dt.date(2026, 2, 1), author=leader)
        _, secret = make_token(workspace, name="CRM", author=leader)
    february = {**MARCH, "period": "2026-02", "value": 12, "why": "Moved by one."}
    # A first one is noted on its token, where all of the same moment would wait for each other.
    assert sent({"observations": [{**MARCH, "period": "2026-01"}]}, secret).status_code == 201
    found, barrier = [], threading.Barrier(10)

    def post():
        try:
            # Whoever has to connect first comes too late to meet the others.
            connection.ensure_connection()
            barrier.wait()
            found.append(sent({"observations": [MARCH, february]}, secret, key=key))
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [response.status_code for response in found] == [201] * 10
    assert sorted(response.json()["observations"][0]["result"] for response in found) == results
    with scope(workspace=workspace.pk):
        assert Observation.objects.standing().count() == 3
        assert Observation.objects.count() == 4
        assert IdempotencyKey.objects.count() == (1 if key else 0)
