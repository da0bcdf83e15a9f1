"""What a request gets of a page: the whole of it, one named part of it, or word that its panel is done."""

from collections.abc import Collection, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

PANEL = "panel"


def wanted_partial(request: HttpRequest, partials: Collection[str]) -> str | None:
    """The allowed partial this request asks for by its HX-Target; None means the whole page.

    A history restore is a page however htmx labels it, so it never gets a fragment.
    """
    htmx = getattr(request, "htmx", None)
    if not htmx or htmx.history_restore_request or htmx.boosted:
        return None
    return htmx.target if htmx.target in partials else None


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    partials: Collection[str] = (),
    *,
    status: int = 200,
) -> HttpResponse:
    """Render `template`, or only its `{% partialdef name %}` when HX-Target is `name` and `partials` allows it."""
    partial = wanted_partial(request, partials)
    name = f"{template}#{partial}" if partial else template
    return render(request, name, dict(context or {}), status=status)


def panel_done(request: HttpRequest, to: str) -> HttpResponse:
    """Answer a POST that succeeded: a panel refreshes the page under it, a page of its own goes on to `to`."""
    htmx = getattr(request, "htmx", None)
    under = htmx.current_url_abs_path if htmx and htmx.target == PANEL else None
    return redirect(under or to)
