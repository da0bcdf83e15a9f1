"""Notes about mails that did not arrive, as mail servers write them."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.isolation import scope
from mail import bounces, sending
from mail.bounces import Bounce, NotABounceError
from mail.models import Message

State = Message.State

NOTE = """\
From: MAILER-DAEMON@mx.partner.example
To: coalition@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=b"

--=b
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--=b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.partner.example
Arrival-Date: Mon, 2 Nov 2026 08:00:00 +0000

Final-Recipient: rfc822; ada@partner.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {diagnostic}

--=b
{original}
--=b--
"""
WHOLE = """\
Content-Type: message/rfc822

From: coalition@localhost
Message-ID: {id}
Subject: Five minutes

Hello
"""
HEADERS = """\
Content-Type: text/rfc822-headers

From: coalition@localhost
Message-ID: {id}
Subject: Five minutes
"""
ID = "<0123456789abcdef0123456789abcdef@localhost>"


def note(message_id: str = ID, *, original: str = WHOLE, action="failed", status="5.1.1", diagnostic="550 no") -> bytes:
    part = original.format(id=message_id)
    return NOTE.format(action=action, status=status, diagnostic=diagnostic, original=part).encode()


@pytest.mark.parametrize("original", [WHOLE, HEADERS])
def test_reading_a_note(original):
    assert bounces.read(note(original=original)) == Bounce(
        ID, True, "The other side refused it: there is no such mailbox (5.1.1)."
    )


def test_a_delay_is_no_end():
    delayed = note(action="delayed", status="4.4.1", diagnostic="451 ada@partner.example later")
    assert bounces.read(delayed) == Bounce(
        ID, False, "The other side refused it: the mail could not be carried there (4.4.1)."
    )


def test_a_note_without_the_mail_names_it_as_what_it_answers_to():
    bare = note(original="Content-Type: text/plain\n\nNothing\n").replace(
        b"MIME-Version", f"References: {ID}\nMIME-Version".encode()
    )
    assert bounces.read(bare).message_id == ID


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", "no delivery status notification"),
        (b"Subject: Out of office\n\nI am away.", "no delivery status notification"),
        (note(original="Content-Type: text/plain\n\nNothing\n"), "does not say what happened to which mail"),
    ],
)
def test_what_is_no_note(raw, problem):
    with pytest.raises(NotABounceError, match=problem):
        bounces.read(raw)


@pytest.mark.django_db
def test_a_mail_that_came_back_is_marked_once(write, workspace):
    message = write()
    sending.sweep()
    with scope():
        assert bounces.receive(note(message.message_id)).pk == message.pk
        assert bounces.receive(note(message.message_id)) is None
    message.refresh_from_db()
    assert message.state == State.BOUNCED
    assert message.last_error == "The other side refused it: there is no such mailbox (5.1.1)."
    assert message.sent_at is not None


@pytest.mark.django_db
def test_a_late_mail_stays_sent(write):
    message = write()
    sending.sweep()
    assert bounces.receive(note(message.message_id, action="delayed")) is None
    assert Message.objects.get().state == State.SENT


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("message_id", "problem"),
    [
        ("<someone@else.example>", "not about a mail of ours"),
        (ID, "a mail that is not kept here"),
    ],
)
def test_a_note_about_another_mail(workspace, message_id, problem):
    with pytest.raises(NotABounceError, match=problem):
        bounces.receive(note(message_id))


@pytest.mark.django_db
def test_the_same_number_at_another_domain_is_not_ours(write):
    message = write()
    Message.objects.update(state=State.SENT, sent_at=timezone.now())
    with pytest.raises(NotABounceError, match="not kept here"):
        bounces.receive(note(f"<{message.pk.hex}@elsewhere.example>"))


@pytest.mark.django_db
def test_the_command_reads_standard_input(write, monkeypatch, capsys):
    message = write()
    sending.sweep()
    for raw, said in ((note(message.message_id), "Marked as bounced."), (note(message.message_id), "Nothing to mark")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        call_command("receive_bounce")
        assert said in capsys.readouterr().out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Hello")))
    with pytest.raises(CommandError, match="no delivery status notification"):
        call_command("receive_bounce")
