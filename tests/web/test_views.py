"""Health, errors, the theme and the style guide."""

import re

import pytest
from django.core.cache import cache
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import connection
from django.test import Client, RequestFactory

from web import views

# healthz ------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_healthy(client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"database": "ok", "redis": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["client", "as_leader"])
def test_a_database_that_does_not_answer_is_named_and_nothing_else(request, who):
    client = request.getfixturevalue(who)

    def refuse(*args):
        raise RuntimeError("host=10.0.0.7 password=secret")

    with connection.execute_wrapper(refuse):
        response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"database": "unavailable", "redis": "ok"})


@pytest.mark.django_db
def test_a_redis_that_does_not_answer_is_named(client, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    try:
        response = client.get("/healthz")
    finally:
        cache.close()
    assert (response.status_code, response.json()) == (503, {"database": "ok", "redis": "unavailable"})


@pytest.mark.django_db
def test_health_is_only_asked(client):
    assert client.post("/healthz").status_code == 405


# Theme --------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("chosen", "cookie"), [("dark", "dark"), ("light", "light"), ("", ""), ("purple", "")])
def test_the_theme_is_kept_in_a_cookie(client, chosen, cookie):
    response = client.post("/theme/", {"theme": chosen, "next": "/styleguide/"})
    assert (response.status_code, response["Location"]) == (302, "/styleguide/")
    assert response.cookies["theme"].value == cookie
    page = client.get("/styleguide/").content.decode()
    opening = re.search(r"<html[^>]*>", page)[0]
    assert opening == (f'<html lang="en" data-theme="{cookie}">' if cookie else '<html lang="en">')


@pytest.mark.django_db
def test_a_cookie_made_up_is_not_written_into_the_page(client):
    client.cookies["theme"] = '"><script>'
    assert re.search(r"<html[^>]*>", client.get("/styleguide/").content.decode())[0] == '<html lang="en">'


@pytest.mark.django_db
@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:x", "\\\\evil.example"])
def test_the_theme_leads_nowhere_else(client, elsewhere):
    assert client.post("/theme/", {"theme": "dark", "next": elsewhere})["Location"] == "/"


def test_the_theme_is_changed_by_a_form_with_its_token_alone():
    assert Client(enforce_csrf_checks=True).post("/theme/", {"theme": "dark"}).status_code == 403
    assert Client().get("/theme/").status_code == 405


# Errors -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "status", "heading"),
    [
        (lambda request: views.bad_request(request, BadRequest()), 400, "We could not read that request"),
        (
            lambda request: views.permission_denied(request, PermissionDenied()),
            403,
            "This page is not open to you",
        ),
        (views.csrf_failure, 403, "This form is out of date"),
        (lambda request: views.not_found(request, Exception()), 404, "There is nothing at this address"),
        (views.server_error, 500, "Something broke on our side"),
    ],
)
def test_error_pages_are_ours_and_touch_no_database(answer, status, heading):
    """No `django_db` mark: a query would raise."""
    request = RequestFactory().get("/x/")
    response = answer(request)
    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in response.content.decode()


def test_an_address_that_only_takes_forms_says_so_when_opened():
    response = Client().get("/theme/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert re.findall(r"<h1>(.*?)</h1>", response.content.decode()) == ["This address is no page of its own"]
    assert int(response["Content-Length"]) == len(response.content), "a server cuts the page where this says"


def test_the_page_for_faults_runs_no_context_processor(settings, monkeypatch):
    def broken(request):
        raise RuntimeError

    monkeypatch.setattr("web.context.page", broken)
    assert views.server_error(RequestFactory().get("/x/")).status_code == 500


# The style guide ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_style_guide_shows_both_themes_and_no_id_twice(client):
    page = client.get("/styleguide/").content.decode()
    assert page.count('data-theme="light"') == page.count('data-theme="dark"') == 10
    visible = re.sub(r"<template>.*?</template>", "", page, flags=re.DOTALL)
    ids = re.findall(r'\sid="([^"]+)"', visible)
    assert sorted({one for one in ids if ids.count(one) > 1}) == ["find-results"]
    for name in re.findall(r'\sfor="([^"]+)"', visible):
        assert name in ids
    assert "{#" not in page
    assert "{%" not in page


@pytest.mark.django_db
def test_the_style_guide_writes_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/styleguide/")
    assert client.post("/styleguide/").status_code == 405
