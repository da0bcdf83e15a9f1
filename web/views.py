"""Pages that belong to no app: health, errors, the theme, and the style guide."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template, render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from web import samples
from web.context import THEME_COOKIE, THEMES
from web.origins import posted_to_from_hidden_addresses
from web.pagination import paginate
from web.partials import render_page

YEAR = 60 * 60 * 24 * 365


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Whether this process can serve: 503 names the part that does not answer, and nothing more."""
    parts = {"database": _database_answers(), "redis": _redis_answers()}
    status = HTTPStatus.OK if all(parts.values()) else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({name: "ok" if answers else "unavailable" for name, answers in parts.items()}, status=status)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except Exception:  # whatever went wrong, the answer is that it does not answer
        return False


def _redis_answers() -> bool:
    try:
        cache.get("healthz")
    except Exception:
        return False
    return True


@posted_to_from_hidden_addresses
@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark, or (anything else) the system's choice, and go back to where the person was."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        # the toggle writes it too, hence not HttpOnly
        response.set_cookie(THEME_COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


@login_not_required
@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in its states."""
    context = samples.styleguide() | {"page": paginate(request, range(1, 1001), 50)}
    return render_page(request, "styleguide.html", context, partials={"panel"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Who has neither a password nor a second factor is refused where others confirm that it is them.
    matched = request.resolver_match
    context = {"unconfirmable": matched is not None and "reauthenticate" in (matched.url_name or "")}
    return render(request, "403.html", context, status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    # no request in the rendering: context processors may be what failed
    return HttpResponse(get_template("500.html").render(), status=HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token and the cookie differ: an old tab, or cookies refused."""
    context: dict[str, Any] = {"csrf_failed": True}
    return HttpResponse(render_to_string("403.html", context, request), status=HTTPStatus.FORBIDDEN)
