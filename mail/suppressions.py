"""Who wants no more mails of a workspace, and the personal link by which they say so.

The link's token is 32 random bytes, another for each mail, and only its hash is kept, as with every personal link: it
names one message and so its workspace and address, shows neither, and a copy of the database or of the secret key makes
no link. Nothing expires: an old mail must still let its reader out.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Lower
from django.urls import reverse

from accounts.isolation import scope
from accounts.models import Workspace
from accounts.tokens import hashed
from mail.models import Message, Suppression

WHY = "This address unsubscribed from the workspace's mails."


class UnknownLinkError(Exception):
    """No mail was written with this link, or it was erased with the person."""


@dataclass(frozen=True)
class Subscriber:
    """Whom a link belongs to."""

    workspace_id: UUID
    workspace_name: str
    address: str
    is_out: bool
    what: str
    is_one_kind: bool


@dataclass(frozen=True)
class WayOut:
    """How somebody gets no more mails of one kind and goes on getting all others. `what` names those mails; the rest
    is asked within the workspace, with the mail whose link it is."""

    what: str
    is_out: Callable[[Message], bool]
    leave: Callable[[Message], None]
    come_back: Callable[[Message], None]


# What is not registered ends with all mails of the workspace.
EVERYTHING = "invitations and reminders"
_ways_out: dict[str, WayOut] = {}


def register(kind: str, way_out: WayOut) -> None:
    """Once, when the app is ready; a second time replaces the first."""
    _ways_out[kind] = way_out


def address_of(token: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{reverse('unsubscribe', args=[token])}"


def holds(workspace: Workspace, address: str) -> bool:
    return Suppression.objects.filter(workspace=workspace, address=address.lower()).exists()


def lift(workspace: Workspace, address: str) -> None:
    """All mails of the workspace again."""
    Suppression.objects.filter(workspace=workspace, address=address.lower()).delete()


def find(token: str) -> Subscriber:
    workspace_id, letter = _letter_of(token)
    way_out = _ways_out.get(letter.kind)
    with scope(workspace=workspace_id):
        workspace = Workspace.objects.get(pk=workspace_id)
        is_out = holds(workspace, letter.recipient) or (way_out is not None and way_out.is_out(letter))
        what = way_out.what if way_out else EVERYTHING
        return Subscriber(workspace_id, workspace.name, letter.recipient, is_out, what, way_out is not None)


def unsubscribe(token: str) -> None:
    """No more mails of this link's kind to its address, and what waits for it is dropped: of all kinds, where the kind
    has no way out of its own. Twice is harmless."""
    workspace_id, letter = _letter_of(token)
    with scope(workspace=workspace_id):
        if letter.kind in _ways_out:
            # What waits asks again when it leaves.
            _ways_out[letter.kind].leave(letter)
            return
        small = letter.recipient.lower()
        Suppression.objects.bulk_create([Suppression(workspace_id=workspace_id, address=small)], ignore_conflicts=True)
        waiting = Message.objects.filter(workspace=workspace_id, state=Message.State.WAITING, asked_for=False)
        waiting.alias(small=Lower("recipient")).filter(small=small).update(
            state=Message.State.DROPPED, mime=b"", last_error=WHY
        )


def subscribe_again(token: str) -> None:
    workspace_id, letter = _letter_of(token)
    with scope(workspace=workspace_id):
        if letter.kind in _ways_out:
            _ways_out[letter.kind].come_back(letter)
        lift(Workspace.objects.get(pk=workspace_id), letter.recipient)


def _letter_of(token: str) -> tuple[UUID, Message]:
    with _shown_to_holder_of(hashed(token)):
        found = Message.objects.filter(unsubscribe_hash=hashed(token)).defer("mime").first()
    if found is None or found.workspace_id is None:
        raise UnknownLinkError
    return found.workspace_id, found


@contextmanager
def _shown_to_holder_of(token_hash: str) -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.unsubscribe', %s, true)", [token_hash])
        yield
        cursor.execute("SELECT set_config('app.unsubscribe', '', true)")
