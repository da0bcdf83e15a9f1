"""The inbox of one's own machine: mails that a mail server would have taken, to be read and their links followed."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from mail import caught
from mail.access import get_caught, require_inbox
from mail.models import CaughtMail
from web.pagination import paginate
from web.partials import render_page

# The mail in its frame: its own style, links that open a page of their own, and nothing else.
FRAMED = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "script-src": [NONE],
    "font-src": [NONE],
    "connect-src": [NONE],
    "img-src": ["data:"],
    "frame-ancestors": [SELF],
    "form-action": [NONE],
    "base-uri": [NONE],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


@login_not_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    require_inbox()
    context = {"page": paginate(request, CaughtMail.objects.defer("mime"))}
    return render_page(request, "mail/inbox.html", context, partials={"mails"})


@login_not_required
@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_caught(pk)
    return render_page(request, "mail/inbox_mail.html", {"mail": found, "parts": caught.read(bytes(found.mime))})


@login_not_required
@require_safe
@xframe_options_sameorigin
@csp_replace(FRAMED)  # type: ignore[arg-type]
def framed(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(caught.framed(caught.read(bytes(get_caught(pk).mime)).html))
