"""The product's pages, and beside them the two that the others are compared with."""

import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from accounts.access import WorkspaceRequest, for_team
from config.urls import urlpatterns as pages

TABLE = (
    "<table>{% for row in rows %}<tr><th>{{ row.name }}</th><td>{{ row.segment }}</td><td>{{ row.influence }}</td>"
    "<td>{{ row.when|date:'j F Y' }}</td></tr>{% endfor %}</table>"
)
NAKED = engines["django"].from_string(f"<!doctype html><title>Naked</title>{TABLE}")
BARE = engines["django"].from_string(
    '{% extends "base.html" %}{% block title %}Bare{% endblock %}{% block content %}' + TABLE + "{% endblock %}"
)
ROWS = [
    {"name": f"Person {n}", "segment": "Champion", "influence": n % 5, "when": dt.date(2026, 1, 1 + n % 28)}
    for n in range(50)
]


@login_not_required
def naked(request: HttpRequest) -> HttpResponse:
    """Fifty rows without a session or a query: what server and template engine cost by themselves."""
    return HttpResponse(NAKED.render({"rows": ROWS}, request))


@for_team
def bare(request: WorkspaceRequest) -> HttpResponse:
    """The same fifty rows inside a workspace: session, membership, scope, navigation, and nothing of the domain."""
    return HttpResponse(BARE.render({"rows": ROWS}, request))


urlpatterns = [path("bench/naked/", naked), path("w/<slug:slug>/bench/bare/", bare), *pages]
