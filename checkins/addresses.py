"""Addresses of pages as mails and calendars carry them."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.urls import reverse

from accounts.models import Workspace


def of_check_in(key: UUID, workspace: Workspace) -> str:
    return _whole(reverse("checkins:check-in", args=[workspace.slug, key]))


def of_plan(stakeholder: int, workspace: Workspace) -> str:
    return _whole(reverse("checkins:for-stakeholder", args=[workspace.slug, stakeholder]))


def of_agenda(workspace: Workspace) -> str:
    return f"{_whole(reverse('checkins:agenda', args=[workspace.slug]))}?who=mine"


def of_notices(workspace: Workspace) -> str:
    return _whole(reverse("checkins:notices", args=[workspace.slug]))


def _whole(path: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{path}"
