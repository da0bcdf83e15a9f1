"""How a rendered mail leaves: by SMTP, or into the inbox page of one's own machine."""

from __future__ import annotations

import smtplib
from email import message_from_bytes, policy
from email.utils import parseaddr
from types import TracebackType
from typing import Protocol, Self

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from mail.models import CaughtMail
from mail.refusals import sentence

TIMEOUT = 20


class AwayError(Exception):
    """The mail server cannot be reached, or lets us send nothing to anybody."""


class RefusedError(Exception):
    """This mail was refused; `for_good` when trying again is no use. `str()` says why and names nobody."""

    def __init__(self, why: str, *, for_good: bool) -> None:
        super().__init__(why)
        self.for_good = for_good


class Transport(Protocol):
    """Used as a context: what it opened is closed in the end."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def deliver(self, recipient: str, mime: bytes) -> None: ...


def current() -> Transport:
    return Inbox() if settings.MAIL_TRANSPORT == "inbox" else Smtp()


class Smtp:
    """One connection for many mails, opened with the first."""

    def __init__(self) -> None:
        self.server = EmailBackend(timeout=settings.EMAIL_TIMEOUT or TIMEOUT)
        # Where notes come back that say a mail did not arrive.
        self.sender = settings.MAIL_BOUNCES_TO or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.server.close()
        except (smtplib.SMTPException, OSError):
            # What was delivered is delivered.
            self.server.connection = None

    def deliver(self, recipient: str, mime: bytes) -> None:
        try:
            # `open` says at once that it is, when it is.
            self.server.open()
            connection = self.server.connection
            assert connection is not None
            connection.sendmail(self.sender, [_plain(recipient)], mime)
        except smtplib.SMTPRecipientsRefused as refused:
            [(code, answer)] = refused.recipients.values()
            raise self._refused(code, answer) from None
        except (smtplib.SMTPSenderRefused, smtplib.SMTPHeloError, smtplib.SMTPAuthenticationError) as problem:
            # Says nothing about the recipient: the next mail would fare the same.
            self._drop()
            raise AwayError from problem
        except smtplib.SMTPDataError as refused:
            raise self._refused(refused.smtp_code, refused.smtp_error) from None
        except smtplib.SMTPNotSupportedError:
            raise RefusedError("The mail server cannot write to this address.", for_good=True) from None
        except (smtplib.SMTPException, OSError) as problem:
            self._drop()
            raise AwayError from problem

    def _refused(self, code: int, answer: bytes | str) -> Exception:
        if code == 421:
            self._drop()
            return AwayError()
        words = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
        return RefusedError(sentence(code, words), for_good=code >= 500)

    def _drop(self) -> None:
        connection, self.server.connection = self.server.connection, None
        if connection is not None:
            connection.close()


class Inbox:
    """Keeps the mail for the page that shows it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return

    def deliver(self, recipient: str, mime: bytes) -> None:
        subject = str(message_from_bytes(mime, policy=policy.default)["subject"] or "")
        CaughtMail.objects.create(recipient=recipient, subject=subject[:300], mime=mime)


def _plain(recipient: str) -> str:
    try:
        return sanitize_address(recipient, "utf-8")
    except ValueError:
        raise RefusedError("The address is not one that mail can be sent to.", for_good=True) from None
