"""Redirects, toasts, Vary and headers that every response shares."""

import pytest
from django.contrib import messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.messages.storage import default_storage
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.test import RequestFactory

from web.middleware import HtmxMiddleware, SecurityHeadersMiddleware

HTMX = {"HX-Request": "true"}


def through(view, headers=None, *, session=None):
    request = RequestFactory().get("/x/", headers=headers or {})
    request.session = {} if session is None else session
    request._messages = default_storage(request)
    return HtmxMiddleware(view)(request)


def test_a_redirect_stays_a_redirect_without_htmx():
    response = through(lambda request: redirect("/w/northwind/map/"))
    assert (response.status_code, response["Location"]) == (302, "/w/northwind/map/")
    assert not response.has_header("HX-Location")


@pytest.mark.parametrize(
    ("here", "header"),
    [
        (None, "HX-Location"),
        ("http://testserver/w/northwind/map/?at=2026-01-01", "HX-Location"),
        ("http://testserver/w/northwind/stakeholders/", "HX-Redirect"),
        ("https://elsewhere.example/w/northwind/map/", "HX-Location"),
    ],
)
def test_a_redirect_under_htmx_refreshes_the_same_page_and_loads_another(here, header):
    headers = HTMX | ({"HX-Current-URL": here} if here else {})
    response = through(lambda request: redirect("/w/northwind/map/"), headers)
    assert (response.status_code, response[header], response.content) == (200, "/w/northwind/map/", b"")
    assert not response.has_header("Location")


def test_a_redirect_under_htmx_keeps_cookies_and_headers():
    def view(request):
        response = redirect("/x/")
        response.set_cookie("theme", "dark")
        response["Cache-Control"] = "no-store"
        return response

    response = through(view, HTMX)
    assert (response.cookies["theme"].value, response["Cache-Control"]) == ("dark", "no-store")


def says(request):
    messages.success(request, "Stored <b>Marcus</b>.")
    return HttpResponse("<p>row</p>")


def test_a_partial_carries_its_messages_out_of_band():
    body = through(says, HTMX).content.decode()
    assert body.startswith("<p>row</p>")
    assert body.count('hx-swap-oob="beforeend"') == 1
    assert "Stored &lt;b&gt;Marcus&lt;/b&gt;." in body
    assert 'data-toast="success"' in body


def test_nothing_is_appended_without_htmx_without_messages_or_to_other_types():
    assert through(says).content == b"<p>row</p>"
    assert through(lambda request: HttpResponse("<p>row</p>"), HTMX).content == b"<p>row</p>"

    def data(request):
        messages.success(request, "Stored.")
        return JsonResponse({})

    assert through(data, HTMX).content == b"{}"


def test_a_page_that_drew_its_messages_does_not_say_them_twice():
    def page(request):
        messages.success(request, "Stored.")
        shown = messages.get_messages(request)
        return HttpResponse(render_to_string("components/toasts.html", {"messages": shown, "out_of_band": False}))

    body = through(page, HTMX).content.decode()
    assert body.count("Stored.") == 1
    assert "hx-swap-oob" not in body


def test_messages_of_a_redirect_wait_for_the_page_that_follows():
    def view(request):
        messages.success(request, "Stored.")
        return redirect("/x/")

    request = RequestFactory().get("/x/", headers=HTMX)
    request.session = {}
    response = MessageMiddleware(lambda r: HtmxMiddleware(view)(r))(request)
    assert response["HX-Location"] == "/x/"
    assert "Stored." in request.session["_messages"]


def test_a_lookup_leaves_the_messages_for_the_page_that_is_on_its_way():
    def answer(method, view):
        request = RequestFactory().generic(method, "/x/", headers=HTMX)
        request.session = session
        return MessageMiddleware(lambda r: HtmxMiddleware(view)(r))(request).content.decode()

    def stores(request):
        messages.success(request, "Stored.")
        return redirect("/x/")

    def looks_up(request):
        return HttpResponse("<option>")

    session: dict[str, object] = {}
    answer("POST", stores)
    assert answer("GET", looks_up) == "<option>"
    assert "Stored." in answer("POST", looks_up)
    assert session == {}


def test_vary_names_what_the_answer_depends_on():
    vary = through(lambda request: HttpResponse("x"))["Vary"]
    assert vary == "HX-Request, HX-Target, HX-Boosted, HX-History-Restore-Request"


class SomeUser:
    is_authenticated = True


def test_security_headers_and_what_a_page_says_itself_stands():
    def view(request):
        request._cached_user = SomeUser()
        return HttpResponse("x", headers={"Permissions-Policy": "camera=(self)"})

    response = SecurityHeadersMiddleware(view)(RequestFactory().get("/"))
    assert response["Permissions-Policy"] == "camera=(self)"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cache-Control"] == "no-store, private"
    anonymous = SecurityHeadersMiddleware(lambda request: HttpResponse("x"))(RequestFactory().get("/"))
    assert not anonymous.has_header("Cache-Control")
    assert "camera=()" in anonymous["Permissions-Policy"]
