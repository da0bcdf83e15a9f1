"""Tokens of systems that send numbers: made, shown once, found by their hash, revoked."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User, Workspace
from accounts.tokens import hashed, new_token
from impact.models import ApiToken

# That it was used is written down at most this often.
NOTED_EVERY: Final = dt.timedelta(minutes=1)
MOST: Final = 50


def make_token(
    workspace: Workspace, *, name: str, author: User, expires_on: dt.date | None = None
) -> tuple[ApiToken, str]:
    """Store a new token; gives it and its secret, which is kept nowhere. Raises ValidationError for a day that is over,
    and where there are more than anybody keeps an eye on."""
    today = timezone.localdate()
    if expires_on is not None and expires_on < today:
        raise ValidationError({"expires_on": "This day is over. Choose a later one, or leave it empty."})
    if ApiToken.objects.open(on=today).filter(workspace=workspace).count() >= MOST:
        raise ValidationError(f"There are {MOST} tokens that work. Revoke one that nobody needs first.")
    secret = new_token()
    with transaction.atomic(), pghistory.context(why="Made by hand"):
        token = ApiToken.objects.create(
            workspace=workspace,
            name=name.strip(),
            token_hash=hashed(secret),
            ends_in=secret[-4:],
            author=author,
            expires_on=expires_on,
        )
    return token, secret


def revoke_token(token: ApiToken) -> bool:
    """End it for good; False when it was ended before."""
    with transaction.atomic(), pghistory.context(why="Revoked"):
        return bool(ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()))


def find_open(token_hash: str) -> ApiToken | None:
    """The one with this hash, within `scope(link=token_hash)`. Unknown, run out and revoked are one to whoever asks."""
    rows = ApiToken.objects.open(on=timezone.localdate()).filter(token_hash=token_hash)
    return rows.first()


def note_use(token: ApiToken) -> None:
    now = timezone.now()
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTED_EVERY)
    ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
