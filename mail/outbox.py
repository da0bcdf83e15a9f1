"""Writing mails into the outbox, in the transaction of what caused them; what became of them; taking them back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from typing import Any, cast
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import Workspace
from accounts.tokens import hashed
from mail import letters, suppressions
from mail.letters import Attachment, FiledLetter, Letter
from mail.models import Message, identity, identity_text

# What a query says: the columns of `Later` and its id. With it goes `said_of_later`.
LATER_OF = """
INSERT INTO mail_message (
    id, workspace_id, key, kind, recipient, subject, message_id, mime, about, asked_for, state, due_at, attempts,
    refusals, last_error, created_at
)
SELECT id, %(workspace)s, key, %(mail_kind)s, recipient, left(subject, 300),
    '<' || replace(id::text, '-', '') || '@' || %(mail_domain)s || '>', '', about, false, 'waiting', due_at, 0, 0, '',
    statement_timestamp()
  FROM ({query}) AS later
ON CONFLICT DO NOTHING
"""
LATER = LATER_OF.format(
    query="""
    SELECT * FROM json_to_recordset(%(mails)s)
        AS one(id uuid, key text, recipient text, subject text, about jsonb, due_at timestamptz)
    ORDER BY id
"""
)


@dataclass(frozen=True)
class Later:
    """A mail that is written when it leaves. `subject` is what the page of mails shows until then."""

    key: str
    to: str
    subject: str
    about: Mapping[str, Any]
    due_at: dt.datetime


def write(
    *,
    key: str,
    workspace: Workspace | None,
    to: str,
    subject: str,
    text: str,
    html: str | None = None,
    kind: str,
    due_at: dt.datetime | None = None,
    attachments: Sequence[Attachment] = (),
    headers: Mapping[str, str] | None = None,
    unsubscribe: str | None = None,
    asked_for: bool = False,
) -> Message:
    """Store a mail that leaves when `due_at` has come. The same `key` in the same workspace is the same mail, whatever
    else is said the second time.

    `unsubscribe` is a token of `accounts.tokens.new_token`, whose address stands in the words. To an address that
    unsubscribed the mail is stored as dropped, unless it is `asked_for`.
    """
    mail = _mail(to, subject, text, html)
    mail.extra_headers.update(headers or {})
    for name, contents, mimetype in attachments:
        mail.attach(name, contents, mimetype)
    return keep(
        mail,
        to=to,
        key=key,
        workspace=workspace,
        kind=kind,
        due_at=due_at,
        unsubscribe=unsubscribe,
        asked_for=asked_for,
    )


def keep(
    mail: EmailMessage,
    *,
    to: str,
    key: str,
    workspace: Workspace | None,
    kind: str,
    due_at: dt.datetime | None = None,
    unsubscribe: str | None = None,
    asked_for: bool = False,
) -> Message:
    """Store a finished mail for one of its recipients, rendered once and for all."""
    pk = identity(workspace, key)
    recipient = parseaddr(to)[1]
    wanted = asked_for or workspace is None or not suppressions.holds(workspace, recipient)
    message = Message(
        id=pk,
        workspace=workspace,
        key=key,
        kind=kind,
        recipient=recipient,
        # A sign-in code stands in the subject too; of a workspace's mail the subject is what its page shows.
        subject=str(mail.subject)[:300] if workspace else "",
        message_id=f"<{pk.hex}@{_domain()}>",
        asked_for=asked_for,
        unsubscribe_hash=hashed(unsubscribe) if unsubscribe else None,
        due_at=due_at or timezone.now(),
        state=Message.State.WAITING if wanted else Message.State.DROPPED,
        last_error="" if wanted else suppressions.WHY,
    )
    if wanted:
        message.mime = _rendered(mail, message.message_id, unsubscribe)
    if workspace is not None:
        return _stored(message)
    with only(pk):
        return _stored(message)


def write_later(many: Sequence[Later], *, workspace: Workspace | UUID, kind: str) -> int:
    """Store mails of a `kind` that has a composer, all in one statement; says how many were not there already."""
    if not many:
        return 0
    owner = workspace.pk if isinstance(workspace, Workspace) else workspace
    # One text for the database to take apart: arrays of texts take ten times as long to write.
    rows = json.dumps([_later(one, identity_text(owner, one.key)) for one in many])
    with connection.cursor() as cursor:
        cursor.execute(LATER, {"workspace": owner, "mails": rows, **said_of_later(kind=kind)})
        return int(cursor.rowcount)


def said_of_later(*, kind: str) -> dict[str, str]:
    """What `LATER_OF` asks for beside its workspace and what its query does."""
    return {"mail_kind": kind, "mail_domain": _domain()}


def _later(one: Later, pk: str) -> dict[str, Any]:
    return {
        "id": pk,
        "key": one.key,
        "recipient": _bare(one.to),
        "subject": one.subject[:300],
        "about": one.about,
        "due_at": _text_of(one.due_at),
    }


def rendered_letter(message: Message, letter: Letter) -> bytes:
    """The bytes of a mail that is written as it leaves, with the Date of that moment."""
    mail = _mail(message.recipient, letter["subject"], letter["text"], letter["html"])
    for name, contents, mimetype in cast(FiledLetter, letter).get("attachments", []):
        mail.attach(name, contents, mimetype)
    return _rendered(mail, message.message_id, letter["unsubscribe"])


def rendered_for(address: str, letter: Letter) -> bytes:
    """The bytes of a mail that is kept nowhere."""
    return rendered_letter(Message(recipient=address, message_id=f"<{uuid4().hex}@{_domain()}>"), letter)


def _stored(message: Message) -> Message:
    """The message of this key: this one, or the one that was there before it."""
    Message.objects.bulk_create([message], ignore_conflicts=True)
    return Message.objects.get(pk=message.pk)


def cancel(keys: Iterable[str], *, workspace: Workspace | None, why: str = "Not wanted any more.") -> int:
    """Take back what has not left; says how many were."""
    cancelled = 0
    for pk in sorted(identity(workspace, key) for key in keys):
        with only(pk):
            waiting = Message.objects.filter(pk=pk, state=Message.State.WAITING)
            cancelled += waiting.update(state=Message.State.DROPPED, mime=b"", last_error=why)
    return cancelled


def state_of(keys: Iterable[str], *, workspace: Workspace) -> dict[str, Message]:
    """The messages of those keys that were written: `.state`, `.last_error`, `.due_at`, `.sent_at`."""
    pks = [identity(workspace, key) for key in keys]
    return {message.key: message for message in Message.objects.of(workspace).filter(pk__in=pks)}


def try_again(message: Message) -> bool:
    """Let a mail that did not arrive leave once more, the same to the byte; False when it is not kept any more."""
    again = Message.objects.repeatable().filter(pk=message.pk, workspace=message.workspace_id)
    return bool(
        again.update(
            state=Message.State.WAITING,
            due_at=timezone.now(),
            refusals=0,
            tried_since=None,
            lease_until=None,
            last_error="",
        )
    )


def written_to(workspace: Workspace, address: str) -> QuerySet[Message]:
    """All mails to somebody, for their export and erasure. That they unsubscribed is kept even then: it is what keeps
    us from writing again."""
    if not address.strip():
        return Message.objects.none()
    return Message.objects.of(workspace).alias(small=Lower("recipient")).filter(small=address.strip().lower())


@contextmanager
def only(pk: UUID) -> Iterator[None]:
    """A transaction in which the database shows this one message, beside what it shows already."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        _show(str(pk))
        yield
        if nested and not transaction.get_rollback():
            _show("")


def _show(pk: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.message', %s, true)", [pk])


def _mail(to: str, subject: str, text: str, html: str | None) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(" ".join(subject.split()), text, settings.DEFAULT_FROM_EMAIL, [to])
    if html is not None:
        mail.attach_alternative(html, "text/html")
    return mail


def _rendered(mail: EmailMessage, message_id: str, unsubscribe: str | None) -> bytes:
    mail.extra_headers |= {
        "Message-ID": message_id,
        "Date": format_datetime(timezone.now()),
        # No answers of machines to a machine.
        "Auto-Submitted": "auto-generated",
    }
    if unsubscribe:
        mail.extra_headers |= {
            "List-Unsubscribe": f"<{suppressions.address_of(unsubscribe)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    rendered: bytes = mail.message().as_bytes(linesep="\r\n")
    return rendered


@lru_cache(maxsize=1024)
def _bare(address: str) -> str:
    return parseaddr(address)[1]


@lru_cache(maxsize=1024)
def _text_of(moment: dt.datetime) -> str:
    return moment.isoformat()


def _domain() -> str:
    return letters.sender().rpartition("@")[2] or "localhost"
