"""One mail sent while somebody waits, word for word with the mail server: whether the settings are right, and if not,
which of them is wrong."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.utils import DNS_NAME

from mail import outbox, transports
from mail.letters import Letter

# Somebody waits, and so does the process that serves them.
TIMEOUT: Final = 8
LONGEST: Final = 300


@dataclass(frozen=True)
class Step:
    """`said` is the server's answer as it came, or what became of asking."""

    what: str
    said: str
    is_good: bool


@dataclass(frozen=True)
class Tried:
    """`advice` says what to set right where a step failed."""

    steps: list[Step]
    advice: str = ""

    @property
    def is_taken(self) -> bool:
        return not self.advice


class _FailedError(Exception):
    def __init__(self, said: str, advice: str) -> None:
        super().__init__(said)
        self.advice = advice


def try_settings(address: str, letter: Letter) -> Tried:
    """Send `letter` to `address` now, without the outbox: it is tried once."""
    mime = outbox.rendered_for(address, letter)
    if settings.MAIL_TRANSPORT == "inbox":
        transports.Inbox().deliver(address, mime)
        return Tried([Step("Put into the inbox of this machine", "No mail server is set.", is_good=True)])
    return _Dialogue().hold(address, mime)


class _Dialogue:
    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.backend = EmailBackend(timeout=TIMEOUT)

    def hold(self, address: str, mime: bytes) -> Tried:
        here = DNS_NAME.get_fqdn()
        server = (
            smtplib.SMTP_SSL(timeout=TIMEOUT, local_hostname=here, context=ssl.create_default_context())
            if self.backend.use_ssl
            else smtplib.SMTP(timeout=TIMEOUT, local_hostname=here)
        )
        try:
            self._talk(server, address, mime)
        except _FailedError as failed:
            return Tried(self.steps, failed.advice)
        finally:
            server.close()
        return Tried(self.steps)

    def _talk(self, server: smtplib.SMTP, address: str, mime: bytes) -> None:
        backend = self.backend
        self._step(
            f"Reach {backend.host}, port {backend.port}",
            lambda: server.connect(backend.host, backend.port),
            "Check the host and the port in EMAIL_URL, and whether this machine may reach them. Encrypted from the"
            " start is smtp+ssl://, encrypted after the first words smtp+tls://.",
        )
        if backend.use_tls:
            self._step(
                "Encrypt",
                lambda: server.starttls(context=ssl.create_default_context()),
                "The server does not encrypt as EMAIL_URL says, or its certificate is not valid for this name.",
            )
        if backend.username:
            self._step(
                "Sign in",
                lambda: server.login(backend.username, backend.password),
                "Check the user and the password in EMAIL_URL. In it @ is written %40, and / is written %2F.",
            )
        self._step(
            "Name the sender",
            lambda: _greeted(server).mail(transports.Smtp().sender),
            "The server does not let us send in this name: check MAIL_FROM and MAIL_BOUNCES_TO.",
        )
        self._step(
            "Name the recipient",
            lambda: server.rcpt(address),
            "The server does not carry mails to your address. Try it with a leader at another address, or ask whoever"
            " runs the server.",
        )
        self._step(
            "Hand over the mail",
            lambda: server.data(mime),
            "The server refused what the mail says or where it comes from. Its answer says more.",
        )

    def _step(self, what: str, ask: Callable[[], tuple[int, bytes]], advice: str) -> None:
        try:
            code, answer = ask()
            said, is_good = _said(code, answer), 200 <= code < 400
        except smtplib.SMTPResponseException as refused:
            said, is_good = _said(refused.smtp_code, refused.smtp_error), False
        except ssl.SSLError as problem:
            said, is_good = f"No encrypted connection: {problem.reason or problem}"[:LONGEST], False
        except TimeoutError:
            said, is_good = f"No answer within {TIMEOUT} seconds.", False
        except (smtplib.SMTPException, OSError) as problem:
            said, is_good = (str(problem) or type(problem).__name__)[:LONGEST], False
        self.steps.append(Step(what, said, is_good))
        if not is_good:
            raise _FailedError(said, advice)


def _greeted(server: smtplib.SMTP) -> smtplib.SMTP:
    server.ehlo_or_helo_if_needed()
    return server


def _said(code: int, answer: bytes | str) -> str:
    words = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(words.split())}"[:LONGEST]
