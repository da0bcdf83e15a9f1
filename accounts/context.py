"""What every page knows about who looks and where."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.models import Membership
from accounts.workspaces import memberships_of, own_memberships


def workspace(request: HttpRequest) -> dict[str, Any]:
    membership = getattr(request, "membership", None)
    return {
        "workspace": getattr(request, "workspace", None),
        "membership": membership,
        # Where mails land on a machine without a mail server.
        "inbox_url": "/inbox/" if settings.EMBEDDED and settings.MAIL_TRANSPORT == "inbox" else "",
        # A callable: only pages that draw the switcher pay for the query.
        "memberships": lambda: _memberships(request, membership),
    }


def _memberships(request: HttpRequest, membership: Membership | None) -> list[Membership]:
    if membership is not None:
        return own_memberships(membership.user_id)
    user = getattr(request, "user", None)
    return memberships_of(user.pk) if user is not None and user.is_authenticated else []
