"""Notes that a mail did not arrive (delivery status notifications, RFC 3464)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.message import Message as MailPart
from uuid import UUID

from mail import outbox
from mail.models import Message
from mail.refusals import sentence

OURS = re.compile(r"<([0-9a-f]{32})@[^<>\s]+>")


class NotABounceError(Exception):
    """The mail is no note about another one, or not about one of ours."""


@dataclass(frozen=True)
class Bounce:
    """`message_id` names the mail that came back; `for_good` is False for a mere delay."""

    message_id: str
    for_good: bool
    why: str


def read(raw: bytes) -> Bounce:
    """Pure. The mail that came back is named by its own header lines, which the note carries; some notes name it only
    as what they answer to."""
    note = message_from_bytes(raw, policy=policy.default)
    assert isinstance(note, EmailMessage)
    status = next((part for part in note.walk() if part.get_content_type() == "message/delivery-status"), None)
    if status is None:
        raise NotABounceError("The mail is no delivery status notification (RFC 3464).")
    blocks = [part for part in status.get_payload() if isinstance(part, MailPart)]
    block = next((part for part in blocks if "Action" in part), None)
    message_id = _original(note)
    if block is None or not message_id:
        raise NotABounceError("The notification does not say what happened to which mail.")
    code = str(block.get("Status", "")).strip()
    diagnostic = str(block.get("Diagnostic-Code", ""))
    answer = re.search(r"\b([45]\d\d)\b", diagnostic)
    why = sentence(int(answer[1]) if answer else None, f"{code} {diagnostic}")
    return Bounce(message_id, str(block["Action"]).strip().lower() == "failed", why)


def receive(raw: bytes) -> Message | None:
    """Mark the message that came back; None when it is only late, or was marked before."""
    bounce = read(raw)
    named = OURS.fullmatch(bounce.message_id)
    if named is None:
        raise NotABounceError("The notification is not about a mail of ours.")
    pk = UUID(named[1])
    with outbox.only(pk):
        message = Message.objects.filter(pk=pk, message_id=bounce.message_id).first()
        if message is None:
            raise NotABounceError("The notification is about a mail that is not kept here.")
        delivered = Message.objects.filter(pk=pk, state__in=[Message.State.SENT, Message.State.SENDING])
        # Whoever is sending it at this moment finds that it is not theirs any more.
        if not bounce.for_good or not delivered.update(
            state=Message.State.BOUNCED, last_error=bounce.why, lease_until=None
        ):
            return None
        message.refresh_from_db()
        return message


def _original(note: EmailMessage) -> str:
    for part in note.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            mail = inner[0] if isinstance(inner, list) and inner else None
            if isinstance(mail, MailPart) and mail["Message-ID"]:
                return str(mail["Message-ID"]).strip()
        elif part.get_content_type() == "text/rfc822-headers":
            headers = part.get_payload(decode=True)
            found = message_from_bytes(headers if isinstance(headers, bytes) else b"")["Message-ID"]
            if found:
                return str(found).strip()
    answers_to = OURS.search(f"{note.get('References', '')} {note.get('In-Reply-To', '')}")
    return answers_to[0] if answers_to else ""
