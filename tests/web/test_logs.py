"""Logs say what happened and never to whom."""

import json
import logging
import logging.config
import uuid

import pytest
import structlog
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import RequestFactory

from web.logs import RequestLogMiddleware, configure, drop_personal_data, level_of, scrub_text

TOKEN = "k7Jq2-vXh0aYb_9wLmN4pRsTuVeZ1cDfGiKoQ3BxWyE"


@pytest.fixture
def lines():
    """What the production formatter writes, line by line."""
    formatter_settings = configure(debug=False)["formatters"]["lines"]
    kind = formatter_settings["()"]
    formatter = kind(**{key: value for key, value in formatter_settings.items() if key != "()"})
    written: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record):
            written.append(self.format(record))

    handler = Kept()
    handler.setFormatter(formatter)
    loggers = [logging.getLogger(name) for name in ("web.request", "django.request", "coalition.test")]
    before = [(logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    yield written
    for logger, (level, propagate) in zip(loggers, before, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("imported 12 rows", "imported 12 rows"),
        ("and/or 3/4 of them", "and/or 3/4 of them"),
        ("mail to ines@northwind.example bounced", "mail to [e-mail] bounced"),
        ("Not Found: /invitations/" + TOKEN + "/", "Not Found: [path]"),
        ("GET https://coalition.example/i/abc?x=1 failed", "GET [url] failed"),
        ("token " + TOKEN + " expired", "token [token] expired"),
        ("Key (email)=(ines@northwind.example) already exists", "Key [values] already exists"),
        ("rows?q=Marcus", "rows[query]"),
        ("stakeholders.tasks.read_the_whole_import", "stakeholders.tasks.read_the_whole_import"),
    ],
)
def test_text_is_scrubbed(text, scrubbed):
    assert scrub_text(text) == scrubbed


def test_personal_keys_go_and_the_rest_stays():
    person = object()
    event = {
        "event": "stored",
        "rows": 3,
        "ok": True,
        "email": "a@b.example",
        "display_name": "Ines",
        "token": TOKEN,
        "request_path": "/w/x/",
        "query": "q",
        "why": "she said",
        "nested": {"name": "Ines", "count": 1},
        "person": person,
        "user": 7,
        "route": "stakeholders:map",
        "batch": uuid.UUID(int=5),
    }
    assert drop_personal_data(None, "info", event) == {
        "event": "stored",
        "rows": 3,
        "ok": True,
        "nested": {"count": 1},
        "person": "<object>",
        "user": 7,
        "route": "stakeholders:map",
        "batch": uuid.UUID(int=5),
    }


def test_a_user_is_a_key_and_a_route_is_a_name():
    assert drop_personal_data(None, "info", {"user": "Ines Rourke", "route": "/w/x/"}) == {"user": None, "route": ""}


class Ines:
    pk = 42
    is_authenticated = True


def answer(status: int = 200):
    def view(request):
        request._cached_user = Ines()
        return HttpResponse("x", status=status)

    return view


def test_a_request_is_one_line_without_its_path(lines):
    request = RequestFactory().get(f"/invitations/{TOKEN}/?email=ines@northwind.example")
    response = RequestLogMiddleware(answer(404))(request)
    (line,) = map(json.loads, lines)
    assert {key: line[key] for key in ("event", "method", "route", "status", "user", "level")} == {
        "event": "request",
        "method": "GET",
        "route": "unmatched",
        "status": 404,
        "user": 42,
        "level": "info",
    }
    assert line["ms"] >= 0
    assert line["request_id"] == response["X-Request-ID"]
    assert TOKEN not in lines[0]
    assert "ines" not in lines[0]


@pytest.mark.parametrize(
    ("status", "route", "level"),
    [
        (200, "stakeholders:map", logging.INFO),
        (200, "unmatched", logging.DEBUG),
        (404, "unmatched", logging.INFO),
        (500, "unmatched", logging.ERROR),
        (200, "healthz", logging.DEBUG),
        (500, "healthz", logging.ERROR),
    ],
)
def test_files_and_the_watchman_are_not_worth_a_line(status, route, level):
    assert level_of(status, route) == level


def test_the_route_is_named_when_there_is_one(lines):
    request = RequestFactory().get("/healthz")

    class Match:
        view_name = "healthz"

    request.resolver_match = Match()
    RequestLogMiddleware(answer(500))(request)
    line = json.loads(lines[0])
    assert (line["route"], line["level"]) == ("healthz", "error")


@pytest.mark.parametrize(
    ("given", "kept"), [("proxy-12345678", True), ("ines@x.example", False), ("a b", False), ("x", False)]
)
def test_a_proxys_request_id_is_kept_when_it_is_one(given, kept):
    response = RequestLogMiddleware(answer())(RequestFactory().get("/", headers={"X-Request-ID": given}))
    assert (response["X-Request-ID"] == given) is kept


def test_other_lines_of_the_request_carry_its_id(lines):
    def view(request):
        structlog.stdlib.get_logger("coalition.test").info("imported", rows=3)
        return HttpResponse("x", status=404)

    response = RequestLogMiddleware(view)(RequestFactory().get("/"))
    assert [json.loads(line)["request_id"] for line in lines] == [response["X-Request-ID"]] * 2


def test_an_exception_is_its_type_and_place_without_its_message(lines):
    try:
        raise IntegrityError("DETAIL: Key (email)=(ines@northwind.example) already exists.")
    except IntegrityError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", f"/invitations/{TOKEN}/")
    assert len(lines) == 1
    line = json.loads(lines[0])
    assert line["event"] == "Internal Server Error: [path]"
    assert line["exception"] == "django.db.utils.IntegrityError"
    assert line["frames"][-1].startswith("test_an_exception_is_its_type_and_place_without_its_message test_logs.py:")
    assert "ines" not in lines[0]
    assert TOKEN not in lines[0]


def test_nothing_hands_lines_to_handlers_that_print_paths():
    settings = configure(debug=False)
    assert settings["loggers"]["django"]["handlers"] == []
    assert settings["loggers"]["django.server"] == {"handlers": [], "propagate": False}
    assert list(settings["handlers"]) == ["lines"]
