"""Who wants no more mails of a workspace, and the personal link by which they say so.

The link's token is 32 random bytes, another for each mail, and only its hash is kept, as with every personal link: it
names one message and so its workspace and address, shows neither, and a copy of the database or of the secret key makes
no link. Nothing expires: an old mail must still let its reader out.
"""

from collections.abc import Iterator
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


def address_of(token: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{reverse('unsubscribe', args=[token])}"


def holds(workspace: Workspace, address: str) -> bool:
    return Suppression.objects.filter(workspace=workspace, address=address.lower()).exists()


def find(token: str) -> Subscriber:
    workspace_id, address = _letter_of(token)
    with scope(workspace=workspace_id):
        workspace = Workspace.objects.get(pk=workspace_id)
        return Subscriber(workspace_id, workspace.name, address, holds(workspace, address))


def unsubscribe(token: str) -> None:
    """No more mails to the address of this link; what waits for it is dropped. Twice is harmless."""
    workspace_id, address = _letter_of(token)
    with scope(workspace=workspace_id):
        small = address.lower()
        Suppression.objects.bulk_create([Suppression(workspace_id=workspace_id, address=small)], ignore_conflicts=True)
        waiting = Message.objects.filter(workspace=workspace_id, state=Message.State.WAITING, asked_for=False)
        waiting.alias(small=Lower("recipient")).filter(small=small).update(
            state=Message.State.DROPPED, mime=b"", last_error=WHY
        )


def subscribe_again(token: str) -> None:
    workspace_id, address = _letter_of(token)
    with scope(workspace=workspace_id):
        Suppression.objects.filter(workspace=workspace_id, address=address.lower()).delete()


def _letter_of(token: str) -> tuple[UUID, str]:
    with _shown_to_holder_of(hashed(token)):
        found = Message.objects.filter(unsubscribe_hash=hashed(token)).values_list("workspace_id", "recipient").first()
    if found is None or found[0] is None:
        raise UnknownLinkError
    return found


@contextmanager
def _shown_to_holder_of(token_hash: str) -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.unsubscribe', %s, true)", [token_hash])
        yield
        cursor.execute("SELECT set_config('app.unsubscribe', '', true)")
