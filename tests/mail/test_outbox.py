"""Mails are rows: written once by key, rendered once, taken back while they wait, each workspace its own."""

import datetime as dt
from email import message_from_bytes, policy

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from accounts.isolation import scope
from accounts.models import Workspace
from accounts.tokens import hashed, new_token
from mail import outbox, suppressions
from mail.models import Message, Suppression

pytestmark = pytest.mark.django_db
State = Message.State


def parsed(message: Message):
    return message_from_bytes(bytes(message.mime), policy=policy.default)


def test_what_is_written_is_whole(write, settings):
    settings.DEFAULT_FROM_EMAIL = "Northwind <coalition@northwind.example>"
    message = write(
        html="<p>Open it</p>",
        headers={"Reply-To": "ines@northwind.example"},
        attachments=[("talk.ics", "BEGIN:VCALENDAR", "text/calendar")],
    )
    mail = parsed(message)
    assert (message.state, message.recipient, message.kind) == (State.WAITING, "Ada@Partner.example", "invitation")
    assert (message.attempts, message.sent_at, message.last_error) == (0, None, "")
    assert message.message_id == f"<{message.pk.hex}@northwind.example>"
    assert mail["Message-ID"] == message.message_id
    assert (mail["To"], mail["From"]) == ("Ada@Partner.example", "Northwind <coalition@northwind.example>")
    assert (mail["Subject"], mail["Reply-To"]) == ("Five minutes for what matters", "ines@northwind.example")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] is None
    assert mail["Date"].datetime <= timezone.now()
    assert mail.get_body(("plain",)).get_content() == "Open https://coalition.example/l/secret-of-ada/\r\n"
    assert mail.get_body(("html",)).get_content() == "<p>Open it</p>"
    assert [part.get_filename() for part in mail.iter_attachments()] == ["talk.ics"]
    assert b"\r\n" in bytes(message.mime)
    assert b"\n" not in bytes(message.mime).replace(b"\r\n", b"")


def test_the_same_key_is_the_same_mail(write):
    first = write("invite:7", text="First\n")
    second = write("invite:7", text="Second\n", to="other@x.example")
    assert (second.pk, bytes(second.mime)) == (first.pk, bytes(first.mime))
    assert Message.objects.count() == 1
    assert write("invite:8").pk != first.pk


def test_the_same_key_in_another_workspace_is_another_mail(write, stranger, workspace):
    ours = write("invite:7")
    with scope(user=stranger.pk):
        elsewhere = Workspace.objects.get(slug="elsewhere")
    with scope(workspace=elsewhere.pk):
        theirs = write("invite:7", workspace=elsewhere)
        assert [message.pk for message in Message.objects.all()] == [theirs.pk]
    assert ours.pk != theirs.pk
    assert [message.pk for message in Message.objects.all()] == [ours.pk]


def test_nobody_writes_into_another_workspace(write, stranger):
    with scope(user=stranger.pk):
        elsewhere = Workspace.objects.get(slug="elsewhere")
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        write(workspace=elsewhere)


def test_a_mail_about_an_account_needs_no_workspace_and_is_seen_in_none(write, workspace):
    message = write(workspace=None)
    # A code to sign in stands in the subject.
    assert (message.workspace_id, message.subject) == (None, "")
    assert parsed(message)["Subject"] == "Five minutes for what matters"
    assert not Message.objects.exists()
    with scope():
        assert not Message.objects.exists()
        with outbox.only(message.pk):
            assert Message.objects.get().pk == message.pk
        assert not Message.objects.exists()


def test_a_mail_goes_when_what_caused_it_does(write):
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_line_ends_in_a_subject_make_no_header(write):
    message = write(subject="Hello\nBcc: eve@x.example")
    assert parsed(message)["Subject"] == "Hello Bcc: eve@x.example"
    assert parsed(message)["Bcc"] is None


def test_names_and_letters_of_any_language(write):
    message = write(to="Zoë Åkesson <zoe@partner.example>", subject="Grüße", text="שלום\n")
    assert message.recipient == "zoe@partner.example"
    mail = parsed(message)
    assert (mail["To"], mail["Subject"]) == ("Zoë Åkesson <zoe@partner.example>", "Grüße")
    assert mail.get_content() == "שלום\r\n"


def test_what_became_of_them(write, workspace):
    write("a")
    later = timezone.now() + dt.timedelta(days=2)
    write("b", due_at=later)
    found = outbox.state_of(["a", "b", "never"], workspace=workspace)
    assert {key: (message.state, message.due_at == later) for key, message in found.items()} == {
        "a": (State.WAITING, False),
        "b": (State.WAITING, True),
    }
    assert "mime" in found["a"].get_deferred_fields()


def test_taking_back_what_has_not_left(write, workspace):
    write("a")
    write("b")
    Message.objects.filter(key="b").update(state=State.SENT, sent_at=timezone.now())
    assert outbox.cancel(["a", "b", "never"], workspace=workspace, why="The discussion was closed.") == 1
    taken = Message.objects.get(key="a")
    assert (taken.state, taken.last_error, bytes(taken.mime)) == (State.DROPPED, "The discussion was closed.", b"")
    assert Message.objects.get(key="b").state == State.SENT


@pytest.mark.parametrize(("asked_for", "state"), [(False, State.DROPPED), (True, State.WAITING)])
def test_somebody_who_unsubscribed_gets_what_they_ask_for_alone(write, workspace, asked_for, state):
    Suppression.objects.create(workspace=workspace, address="ada@partner.example")
    message = write(asked_for=asked_for)
    assert message.state == state
    assert bool(bytes(message.mime)) == asked_for
    assert message.last_error == ("" if asked_for else suppressions.WHY)
    assert write("code", workspace=None).state == State.WAITING


def test_a_way_out_is_in_the_headers_and_only_its_hash_in_the_row(write, settings):
    token = new_token()
    message = write(unsubscribe=token)
    mail = parsed(message)
    assert mail["List-Unsubscribe"].strip() == f"<{settings.BASE_URL}/unsubscribe/{token}/>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    row = Message.objects.filter(pk=message.pk).values().get()
    del row["mime"]
    assert [name for name, value in row.items() if token in str(value)] == []
    assert row["unsubscribe_hash"] == hashed(token)


def test_trying_again_needs_the_mail_itself(write, workspace):
    message = write()
    assert not outbox.try_again(message)
    Message.objects.update(state=State.BOUNCED, refusals=3, last_error="No such mailbox")
    assert outbox.try_again(message)
    message.refresh_from_db()
    assert (message.state, message.refusals, message.last_error) == (State.WAITING, 0, "")
    Message.objects.update(state=State.BOUNCED, mime=b"")
    assert not outbox.try_again(message)


def test_what_is_held_about_an_address_and_forgotten(write, workspace):
    write("a")
    write("b", to="bo@partner.example")
    Suppression.objects.create(workspace=workspace, address="ada@partner.example")
    assert [message.key for message in outbox.written_to(workspace, " ada@PARTNER.example")] == ["a"]
    assert not outbox.written_to(workspace, "").exists()
    assert outbox.written_to(workspace, "ADA@partner.example").delete()[0] == 1
    assert [message.key for message in Message.objects.all()] == ["b"]
    assert Suppression.objects.count() == 1
