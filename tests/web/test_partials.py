"""Which part of a page a request gets, and what ends a panel."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from web.partials import panel_done, render_page, wanted_partial


def request_with(**headers: str):
    request = RequestFactory().get("/styleguide/", headers={name.replace("_", "-"): v for name, v in headers.items()})
    request.htmx = HtmxDetails(request)
    return request


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ({}, None),
        ({"HX_Target": "rows"}, None),
        ({"HX_Request": "true"}, None),
        ({"HX_Request": "true", "HX_Target": "rows"}, "rows"),
        ({"HX_Request": "true", "HX_Target": "secret"}, None),
        ({"HX_Request": "true", "HX_Target": "rows", "HX_Boosted": "true"}, None),
        ({"HX_Request": "true", "HX_Target": "rows", "HX_History_Restore_Request": "true"}, None),
    ],
)
def test_only_an_allowed_target_gets_its_partial(headers, wanted):
    assert wanted_partial(request_with(**headers), {"rows", "panel"}) == wanted


def test_a_request_that_met_no_middleware_gets_the_page():
    assert (
        wanted_partial(RequestFactory().get("/", headers={"HX-Request": "true", "HX-Target": "rows"}), {"rows"}) is None
    )


@pytest.mark.django_db
def test_the_partial_is_the_element_and_the_page_holds_it(client):
    page = client.get("/styleguide/").content.decode()
    partial = client.get("/styleguide/", headers={"HX-Request": "true", "HX-Target": "panel"}).content.decode()
    assert page.startswith("<!doctype html>") or page.lstrip().startswith("<!doctype html>")
    assert "<html" not in partial
    assert partial.strip().startswith('<section class="panel-page">')
    assert '<h2 id="panel-title" tabindex="-1">Add a stakeholder</h2>' in partial
    assert "<h1>Add a stakeholder</h1>" in page


@pytest.mark.django_db
def test_a_form_refused_keeps_its_status(rf, client):
    response = render_page(client.get("/styleguide/").wsgi_request, "404.html", status=422)
    assert response.status_code == 422


def done(**headers: str) -> HttpResponse:
    return panel_done(request_with(**headers), "/w/northwind/stakeholders/7/")


def test_a_panel_that_is_done_refreshes_the_page_under_it():
    under = "http://testserver/w/northwind/stakeholders/?sort=name&page=2"
    response = done(HX_Request="true", HX_Target="panel", HX_Current_URL=under)
    assert response["Location"] == "/w/northwind/stakeholders/?sort=name&page=2"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HX_Request": "true", "HX_Target": "rows", "HX_Current_URL": "http://testserver/w/northwind/map/"},
        {"HX_Request": "true", "HX_Target": "panel"},
        {"HX_Request": "true", "HX_Target": "panel", "HX_Current_URL": "https://elsewhere.example/w/northwind/"},
    ],
)
def test_a_page_of_its_own_goes_on(headers):
    assert done(**headers)["Location"] == "/w/northwind/stakeholders/7/"
