"""What every page knows about who looks and where."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.models import Membership
from accounts.workspaces import memberships_of


def workspace(request: HttpRequest) -> dict[str, Any]:
    return {
        "workspace": getattr(request, "workspace", None),
        "membership": getattr(request, "membership", None),
        # Where mails land on a machine without a mail server.
        "inbox_url": "/inbox/" if settings.EMBEDDED and settings.MAIL_TRANSPORT == "inbox" else "",
        # A callable: outside workspaces only pages that draw the switcher pay for the query.
        "memberships": lambda: _memberships(request),
    }


def _memberships(request: HttpRequest) -> list[Membership]:
    if hasattr(request, "memberships"):
        return request.memberships  # type: ignore[no-any-return]
    user = getattr(request, "user", None)
    return memberships_of(user.pk) if user is not None and user.is_authenticated else []
