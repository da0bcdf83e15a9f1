"""Saved views: a page's filters and sorting under a name, for oneself or for the team."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import ValidationError

from accounts.models import User, Workspace
from stakeholders.models import SavedView

LONGEST = 2000
# Where one is in a list is no part of how one looks at it.
PASSING = ("page", "csrfmiddlewaretoken")


def canonical(query: str) -> str:
    """A query string without what is empty or passing, in a fixed order: equal views compare equal."""
    return urlencode(sorted(pair for pair in parse_qsl(query.lstrip("?")) if pair[0] not in PASSING))


def save_view(
    workspace: Workspace, *, user: User, page: str, name: str, query: str, is_shared: bool = False
) -> tuple[SavedView, bool]:
    """Store a view under a name; one's own view of that name gets the new filters. The view, and whether it is new."""
    name, query = " ".join(name.split()), canonical(query)
    if not name:
        raise ValidationError({"name": "Give this view a name."})
    if len(query) > LONGEST:
        raise ValidationError({"name": "These filters are too many to keep as a view. Clear some of them first."})
    return SavedView.objects.update_or_create(
        workspace=workspace, user=user, page=page, name=name, defaults={"query": query, "is_shared": is_shared}
    )
