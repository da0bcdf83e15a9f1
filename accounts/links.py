"""Personal links: 32 random bytes let somebody without an account at one thing. Only the hash of a token is stored.

An app that hands them out names its page for a purpose in `settings.LINK_PAGES` and guards it with
`accounts.access.for_link_holders`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.isolation import scope
from accounts.models import PersonalLink, Workspace
from accounts.tokens import hashed, new_token


class LinkClosedError(Exception):
    """Unknown, expired or revoked: from outside the three look alike."""


def issue(workspace: Workspace, *, purpose: str, subject: UUID, expires_at: dt.datetime) -> str:
    """Store a new link to `subject`; gives its token, which is kept nowhere. Links issued before go on working."""
    return issue_many(workspace, purpose=purpose, subjects=[subject], expires_at=expires_at)[subject]


def issue_many(
    workspace: Workspace, *, purpose: str, subjects: Iterable[UUID], expires_at: dt.datetime
) -> dict[UUID, str]:
    tokens = {subject: new_token() for subject in subjects}
    PersonalLink.objects.bulk_create(
        PersonalLink(
            workspace=workspace, purpose=purpose, subject=subject, token_hash=hashed(token), expires_at=expires_at
        )
        for subject, token in tokens.items()
    )
    return tokens


def address(token: str) -> str:
    """What stands in a letter."""
    return f"{settings.BASE_URL}{reverse('link', args=[token])}"


def revoke(workspace: Workspace, *, purpose: str, subject: UUID) -> int:
    """End every link to `subject`, and with them the visits they opened; says how many were open."""
    links = PersonalLink.objects.filter(workspace=workspace, purpose=purpose, subject=subject)
    return links.open().update(revoked_at=timezone.now())


def prolong(workspace: Workspace, *, purpose: str, subjects: Iterable[UUID], expires_at: dt.datetime) -> int:
    """Let links live until then, those that have run out too; revoked ones stay ended. Says how many it were."""
    links = PersonalLink.objects.filter(workspace=workspace, purpose=purpose, subject__in=list(subjects))
    return links.filter(revoked_at=None).update(expires_at=expires_at)


def find_open(token_hash: str) -> PersonalLink:
    with scope(link=token_hash):
        link = PersonalLink.objects.open().filter(token_hash=token_hash).first()
    if link is None or link.purpose not in settings.LINK_PAGES:
        raise LinkClosedError
    return link


def use(token_hash: str) -> PersonalLink:
    """Count a use of an open link, and tell whoever handed it out."""
    link = find_open(token_hash)
    with scope(workspace=link.workspace_id):
        PersonalLink.objects.filter(pk=link.pk).update(uses=F("uses") + 1)
        if link.purpose in _told_of_uses:
            _told_of_uses[link.purpose](link)
    return link


_told_of_uses: dict[str, Callable[[PersonalLink], None]] = {}


def tell_of_uses(purpose: str, verb: Callable[[PersonalLink], None]) -> None:
    """An app that notes when its links are opened says so once, when it is loaded. The verb runs in the transaction
    that counts the use, and raises LinkClosedError where nothing is behind the link any more."""
    _told_of_uses[purpose] = verb


def page_of(link: PersonalLink) -> str:
    """The path behind the link: where it leads, and all that its visit may see."""
    return reverse(settings.LINK_PAGES[link.purpose], args=[link.subject])
