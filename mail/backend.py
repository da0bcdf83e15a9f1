"""Django's way of sending, led into the outbox: what stands below (sign-in codes, invitations) knows only that."""

from collections.abc import Sequence
from uuid import uuid4

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from mail import letters, outbox
from mail.models import Message
from mail.tasks import send_soon


class OutboxBackend(BaseEmailBackend):
    """Somebody waits for such a mail, and asked for it: it leaves as soon as the transaction ends.

    A mail may carry `workspace` and `kind` (as `accounts.letters.letter` does), for the page that lists mails.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        send_soon([message for mail in email_messages for message in _write(mail)])
        return len(email_messages)


def _write(mail: EmailMessage) -> list[Message]:
    if isinstance(mail, EmailMultiAlternatives):
        _dress(mail)
    key = f"backend:{uuid4()}"
    return [
        outbox.keep(
            mail,
            to=address,
            key=f"{key}:{number}",
            workspace=getattr(mail, "workspace", None),
            kind=getattr(mail, "kind", "account"),
            asked_for=True,
        )
        for number, address in enumerate(mail.recipients())
    ]


def _dress(mail: EmailMultiAlternatives) -> None:
    alternatives = [(str(part), str(kind)) for part, kind in mail.alternatives]
    mail.alternatives.clear()
    for part, kind in alternatives:
        mail.attach_alternative(letters.dress(part) if kind == "text/html" else part, kind)
