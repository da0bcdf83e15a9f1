"""The invitation somebody brought along, kept in their session until they have signed in: its hash, never its token."""

from django.http import HttpRequest

from accounts.invitations import InvitationClosedError, find_open
from accounts.models import Invitation

KEY = "invitation"


def keep(request: HttpRequest, token_hash: str) -> None:
    request.session[KEY] = token_hash


def token_hash(request: HttpRequest) -> str:
    return str(request.session.get(KEY, ""))


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def invitation(request: HttpRequest) -> Invitation | None:
    kept = token_hash(request)
    if not kept:
        return None
    try:
        return find_open(kept)
    except InvitationClosedError:
        return None
