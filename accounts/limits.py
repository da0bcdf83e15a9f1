"""How often one visitor may do what costs something or could be guessed."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Params = ParamSpec("Params")
View = Callable[Concatenate[HttpRequest, Params], HttpResponse]


def limited(
    action: str, *, times: int, seconds: int, methods: tuple[str, ...] = ("POST",)
) -> Callable[[View[Params]], View[Params]]:
    """Answer 429 to whoever calls a view with one of `methods` more than `times` within `seconds`."""

    def decorate(view: View[Params]) -> View[Params]:
        @wraps(view)
        def counted(request: HttpRequest, /, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
            if request.method in methods and _uses(request, action, seconds) > times:
                return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
            return view(request, *args, **kwargs)

        return counted

    return decorate


def _uses(request: HttpRequest, action: str, seconds: int) -> int:
    return uses(action, request.user.pk if request.user.is_authenticated else address_of(request), seconds)


def address_of(request: HttpRequest) -> str:
    """Where a visitor without an account comes from, behind as many proxies as are trusted."""
    return str(get_adapter(request).get_client_ip(request))


def uses(action: str, who: object, seconds: int) -> int:
    """Count one use; says how many there were within `seconds` of the first."""
    key = f"limit:{action}:{who}"
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:
        # It ran out between the two lines.
        return 1
