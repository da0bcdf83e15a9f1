"""The mechanics every response shares: htmx's redirects, toasts out of band, Vary, and headers beyond Django's own."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

GetResponse = Callable[[HttpRequest], HttpResponseBase]

REDIRECTS = frozenset({301, 302, 303, 307, 308})
VARY = ("HX-Request", "HX-Target", "HX-Boosted", "HX-History-Restore-Request")
PERMISSIONS = (
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(self), "
    "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), xr-spatial-tracking=()"
)


class HtmxMiddleware:
    """Give `request.htmx`; turn redirects into HX-Location; send messages out of band; set Vary.

    Sits inside SessionMiddleware, AuthenticationMiddleware and MessageMiddleware.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        htmx = HtmxDetails(request)
        request.htmx = htmx  # type: ignore[attr-defined]
        response = self.get_response(request)
        patch_vary_headers(response, VARY)
        if not htmx:
            return response
        if response.status_code in REDIRECTS and "Location" in response.headers:
            return _client_redirect(htmx, response)
        if isinstance(response, HttpResponse) and response.headers.get("Content-Type", "").startswith("text/html"):
            _append_toasts(request, response)
        return response


def _client_redirect(htmx: HtmxDetails, redirect: HttpResponseBase) -> HttpResponse:
    """HX-Location refreshes the same page in place; another page is a full load, so that it brings its own
    stylesheets and modules with it. A page that does not say where it is gets HX-Location."""
    location = redirect.headers["Location"]
    here = htmx.current_url_abs_path
    target = urlsplit(location)
    same_page = here is None or (not target.netloc and urlsplit(here).path == target.path)
    response = HttpResponse(headers={"HX-Location" if same_page else "HX-Redirect": location})
    response.cookies = redirect.cookies
    for name, value in redirect.headers.items():
        if name not in {"Location", "Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def _append_toasts(request: HttpRequest, response: HttpResponse) -> None:
    storage = get_messages(request)
    # a whole page has drawn its messages already: drawing them again would say everything twice
    if getattr(storage, "used", True) or not len(storage):
        return
    # a field that looks something up must not take the words of the page that is on its way
    if request.method == "GET" and not getattr(storage, "added_new", False):
        return
    toasts = render_to_string("components/toasts.html", {"messages": storage, "out_of_band": True}, request)
    response.content = response.content + toasts.encode(response.charset or "utf-8")


class WrongMethodMiddleware:
    """An address that only takes what a form sends, opened by itself: a page that says so instead of a blank one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET":
            response.content = render_to_string("405.html", request=request).encode()
        return response


class SecurityHeadersMiddleware:
    """What Django's SecurityMiddleware leaves out. Pages that say otherwise keep what they said."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Permitted-Cross-Domain-Policies", "none")
        user = getattr(request, "_cached_user", None)  # only if the view asked: asking here would cost a query
        if user is not None and user.is_authenticated:
            # what a signed-in person saw must not come back from a shared machine's disk after signing out
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response
