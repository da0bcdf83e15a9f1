"""Posts from pages that hide their address: with `Referrer-Policy: no-referrer` browsers send `Origin: null`."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def posted_to_from_hidden_addresses(view: View) -> View:
    """Take posts without an origin here. The form's token alone then says that they come from a page of ours: a page
    elsewhere knows neither it nor, since cookies are SameSite=Lax, sends the cookie it is compared with."""
    view.takes_null_origin = True  # type: ignore[attr-defined]
    return view


class CsrfMiddleware(CsrfViewMiddleware):
    """Django's, with views that take `Origin: null`; everywhere else it is refused as ever."""

    def process_view(self, request: HttpRequest, callback: Callable[..., Any], *arguments: Any) -> Any:
        request.takes_null_origin = getattr(callback, "takes_null_origin", False)  # type: ignore[attr-defined]
        return super().process_view(request, callback, *arguments)

    def _origin_verified(self, request: HttpRequest) -> bool:
        if request.META["HTTP_ORIGIN"] == "null" and request.takes_null_origin:  # type: ignore[attr-defined]
            return True
        return bool(super()._origin_verified(request))  # type: ignore[misc]
