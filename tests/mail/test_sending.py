"""Sending: claims and leases, one fence per claim, and what each answer of a mail server means for the mail."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db.models import F, Value
from django.utils import timezone

from accounts.isolation import scope
from accounts.models import Workspace
from mail import outbox, sending
from mail.models import CaughtMail, Message
from mail.sending import Claim
from mail.transports import AwayError, Inbox, RefusedError
from tests.mail.mail_server import mail_server

pytestmark = pytest.mark.django_db
State = Message.State


def state(key: str = "a") -> tuple[str, str]:
    return Message.objects.values_list("state", "last_error").get(key=key)


def make_due() -> None:
    Message.objects.update(due_at=timezone.now() - dt.timedelta(minutes=1))


def minutes_until_due(key: str = "a") -> int:
    return round((Message.objects.get(key=key).due_at - timezone.now()).total_seconds() / 60)


class Away(Inbox):
    def deliver(self, recipient: str, mime: bytes) -> None:
        raise AwayError


class Refusing(Inbox):
    def __init__(self, *, for_good: bool) -> None:
        self.for_good = for_good

    def deliver(self, recipient: str, mime: bytes) -> None:
        raise RefusedError("The mailbox is full.", for_good=self.for_good)


def test_what_is_due_leaves_and_its_contents_go(write):
    mime = bytes(write().mime)
    assert sending.sweep() == 1
    message = Message.objects.get()
    assert (message.state, message.attempts, bytes(message.mime)) == (State.SENT, 1, b"")
    assert message.sent_at is not None
    assert message.lease_until is None
    assert message.message_id in mime.decode()
    assert [(mail.recipient, mail.subject, bytes(mail.mime)) for mail in CaughtMail.objects.all()] == [
        ("Ada@Partner.example", "Five minutes for what matters", mime)
    ]
    assert sending.sweep() == 0


def test_what_is_not_due_waits(write):
    write(due_at=timezone.now() + dt.timedelta(minutes=5))
    assert sending.sweep() == 0
    assert state() == (State.WAITING, "")


def test_a_sweep_sees_every_workspace_and_mails_of_none(write, stranger, workspace):
    write("ours")
    write("code", workspace=None)
    with scope(user=stranger.pk):
        elsewhere = Workspace.objects.get(slug="elsewhere")
    with scope(workspace=elsewhere.pk):
        write("theirs", workspace=elsewhere)
    with scope():
        assert sending.sweep() == 3
    assert CaughtMail.objects.count() == 3


def test_a_claim_is_a_lease(write):
    message = write()
    assert sending.claim_due() == [Claim(message.pk, 1)]
    assert sending.claim_due() == []
    assert sending.claim_one(message.pk) is None
    held = Message.objects.get()
    assert (held.state, held.refusals) == (State.SENDING, 0)
    assert 55 < (held.lease_until - timezone.now()).total_seconds() <= 60


def test_a_lease_that_ran_out_is_taken_over_and_the_late_sender_may_say_nothing(write):
    message = write()
    [first] = sending.claim_due()
    make_due()
    [second] = sending.claim_due()
    assert (first, second) == (Claim(message.pk, 1), Claim(message.pk, 2))
    assert Message.objects.get().refusals == 1
    assert sending.send([first], Refusing(for_good=True)) == (0, False)
    assert state() == (State.SENDING, "")
    assert sending.send([second], Inbox()) == (1, False)
    assert sending.send([first], Inbox()) == (0, False)
    assert (state(), CaughtMail.objects.count()) == ((State.SENT, ""), 1)


def test_a_lease_is_begun_anew_when_half_of_it_went_by(write):
    message = write()
    [claim] = sending.claim_due()
    Message.objects.update(lease_until=timezone.now(), due_at=timezone.now() + dt.timedelta(seconds=1))
    seen = []

    class Looking(Inbox):
        def deliver(self, recipient: str, mime: bytes) -> None:
            seen.append(round((Message.objects.get().lease_until - timezone.now()).total_seconds(), -1))
            raise AwayError

    sending.send([claim], Looking())
    [again] = make_due() or sending.claim_due()
    Message.objects.update(lease_until=timezone.now())
    sending.send([replace(again, since=again.since - 31)], Looking())
    assert (seen, message.pk) == ([0, 60], again.id)


def test_at_most_two_hundred_are_held_at_once(write):
    Message.objects.bulk_create(
        Message(id=f"00000000-0000-0000-0000-{number:012}", workspace=write().workspace, key=str(number), mime=b"x")
        for number in range(203)
    )
    assert len(sending.claim_due()) == 200
    assert len(sending.claim_due()) == 4


def test_a_mail_somebody_waits_for_leaves_at_once_and_only_it(write):
    write("other")
    code = write("code", workspace=None)
    assert sending.send_at_once([code.pk]) == 1
    assert sending.send_at_once([code.pk]) == 0
    assert state("other") == (State.WAITING, "")
    assert CaughtMail.objects.count() == 1


def test_put_off_it_comes_again_later_and_later_until_it_has_failed(write):
    write()
    pauses = []
    for _try in range(9):
        make_due()
        sending.sweep(transport=Refusing(for_good=False))
        pauses.append(minutes_until_due() if state()[0] == State.WAITING else None)
    assert pauses == [1, 5, 15, 60, 180, 360, 720, 1440, None]
    assert state() == (State.FAILED, "The mailbox is full.")
    assert bytes(Message.objects.get().mime) != b""


def test_refused_for_good_it_has_bounced_and_says_why(write):
    write()
    sending.sweep(transport=Refusing(for_good=True))
    assert state() == (State.BOUNCED, "The mailbox is full.")


def test_a_server_that_is_away_costs_no_try(write):
    for key in "abc":
        write(key)
    for _sweep in range(20):
        make_due()
        assert sending.sweep(transport=Away()) == 0
    assert {state(key) for key in "abc"} == {(State.WAITING, "The mail server cannot be reached at the moment.")}
    assert {message.refusals for message in Message.objects.all()} == {0}
    assert minutes_until_due() == 1
    make_due()
    assert sending.sweep() == 3


def test_a_server_that_is_away_for_three_days_is_given_up(write):
    write()
    sending.sweep(transport=Away())
    make_due()
    Message.objects.update(tried_since=F("tried_since") - Value(dt.timedelta(days=3, minutes=1)))
    sending.sweep(transport=Away())
    assert state() == (State.FAILED, "The mail server could not be reached for three days.")


def test_a_mail_that_breaks_does_not_keep_the_others(write):
    class Breaking(Inbox):
        def deliver(self, recipient: str, mime: bytes) -> None:
            if recipient == "broken@x.example":
                raise ZeroDivisionError
            super().deliver(recipient, mime)

    write("a", to="broken@x.example", due_at=timezone.now() - dt.timedelta(hours=1))
    write("b")
    assert sending.sweep(transport=Breaking()) == 1
    assert state("a") == (State.WAITING, "Sending it failed on our side; it is tried again.")
    assert state("b") == (State.SENT, "")


def test_a_mail_that_ends_its_senders_is_not_tried_for_ever(write):
    write()
    for _sender in range(9):
        make_due()
        assert len(sending.claim_due()) == 1
    make_due()
    assert sending.sweep() == 0
    assert state() == (State.FAILED, "The other side put it off too often.")


def test_one_sweep_at_a_time(write, monkeypatch):
    write()

    class Meanwhile(Inbox):
        def deliver(self, recipient: str, mime: bytes) -> None:
            assert sending.sweep() == 0
            super().deliver(recipient, mime)

    assert sending.sweep(transport=Meanwhile()) == 1


def test_old_contents_and_old_mails_about_accounts_go(write, workspace):
    for key in ("failed", "bounced", "young", "waiting"):
        write(key)
    code = write("code", workspace=None)
    sending.send_at_once([code.pk])
    days = {"failed": 15, "bounced": 15, "young": 13, "waiting": 99}
    for key, age in days.items():
        kept = State.WAITING if key == "waiting" else State.FAILED
        Message.objects.filter(key=key).update(state=kept, due_at=timezone.now() - dt.timedelta(days=age))
    sending.tidy()
    assert {message.key: bool(message.mime) for message in Message.objects.all()} == {
        "failed": False,
        "bounced": False,
        "young": True,
        "waiting": True,
    }
    with outbox.only(code.pk):
        assert Message.objects.filter(pk=code.pk).exists()
        Message.objects.filter(pk=code.pk).update(due_at=timezone.now() - dt.timedelta(days=31))
    sending.tidy()
    with outbox.only(code.pk):
        assert not Message.objects.filter(pk=code.pk).exists()


# A mail server of flesh and blood ---------------------------------------------------------------------------------


def test_by_smtp_the_very_bytes_leave_over_one_connection(write, through, settings):
    settings.MAIL_BOUNCES_TO = "bounces@northwind.example"
    mimes = [bytes(write(key, to=f"{key}@partner.example", text=".dots\n..\n").mime) for key in "abc"]
    with mail_server() as server:
        through(server)
        assert sending.sweep() == 3
    assert sorted(server.taken) == sorted(
        ("bounces@northwind.example", f"{key}@partner.example", mime) for key, mime in zip("abc", mimes, strict=True)
    )
    assert server.connections == 1


@pytest.mark.parametrize(
    ("verb", "answer", "expected"),
    [
        (
            "RCPT",
            "550 5.1.1 <ada@partner.example> unknown",
            (State.BOUNCED, "The other side refused it: there is no such mailbox (5.1.1)."),
        ),
        (
            "RCPT",
            "450 4.2.1 greylisted ada@partner.example",
            (State.WAITING, "The other side refused it: the mailbox is closed (4.2.1)."),
        ),
        ("END", "554 no spam please", (State.BOUNCED, "The other side refused it: the mail was not accepted (554).")),
        ("END", "451 try later", (State.WAITING, "The other side refused it: the server has a problem (451).")),
        ("MAIL", "550 who are you", (State.WAITING, "The mail server cannot be reached at the moment.")),
        ("RCPT", "421 closing", (State.WAITING, "The mail server cannot be reached at the moment.")),
        ("DATA", "", (State.WAITING, "The mail server cannot be reached at the moment.")),
    ],
)
def test_answers_of_a_mail_server(write, through, verb, answer, expected):
    write()
    with mail_server(lambda said, line: answer if said == verb else None) as server:
        through(server)
        assert sending.sweep() == 0
    assert state() == expected
    assert Message.objects.get().refusals == (expected[0] == State.WAITING and "refused" in expected[1])


def test_after_a_refusal_the_connection_goes_on(write, through):
    write("a", to="gone@partner.example", due_at=timezone.now() - dt.timedelta(hours=1))
    write("b")
    with mail_server(lambda verb, line: "550 5.1.1 no" if "gone@" in line else None) as server:
        through(server)
        assert sending.sweep() == 1
    assert (state("a")[0], state("b")[0], server.connections) == (State.BOUNCED, State.SENT, 1)


def test_nobody_listens(write, through):
    write()
    with mail_server() as server:
        through(server)
    assert sending.sweep() == 0
    assert state() == (State.WAITING, "The mail server cannot be reached at the moment.")
