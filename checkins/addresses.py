"""Addresses of pages as mails and calendars carry them."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from accounts.models import Workspace

NOBODY, NOTHING = 2**62, UUID(int=0)


def of_check_in(key: UUID | str, workspace: Workspace) -> str:
    return _whole(_pattern("checkins:check-in", workspace.slug, NOTHING).replace(str(NOTHING), str(key)))


def of_plan(stakeholder: int, workspace: Workspace) -> str:
    return _whole(_pattern("checkins:for-stakeholder", workspace.slug, NOBODY).replace(str(NOBODY), str(stakeholder)))


def of_agenda(workspace: Workspace) -> str:
    return f"{_whole(reverse('checkins:agenda', args=[workspace.slug]))}?who=mine"


def of_notices(workspace: Workspace) -> str:
    return _whole(reverse("checkins:notices", args=[workspace.slug]))


# A calendar has thousands of addresses that differ in one number.
@lru_cache(maxsize=256)
def _pattern(name: str, slug: str, key: UUID | int) -> str:
    return reverse(name, args=[slug, key])


def _whole(path: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{path}"
