"""Mails that are written as they leave: asked for once, kept to the byte, and never by two at a time."""

import datetime as dt
from email import message_from_bytes, policy

import pytest
from django.utils import timezone

from mail import composing, letters, outbox, sending
from mail.composing import NotWantedError
from mail.models import CaughtMail, Message
from mail.outbox import Later
from mail.transports import AwayError, Inbox

pytestmark = pytest.mark.django_db
ABOUT = {"number": 7}


class Words:
    """A composer that remembers how often it was asked; `meanwhile` happens while it writes."""

    def __init__(self) -> None:
        self.asked = 0
        self.meanwhile = lambda: None

    def __call__(self, workspace, about) -> letters.Letter:
        self.asked += 1
        self.meanwhile()
        return letters.Letter(
            subject=f"Number {about['number']} in {workspace.name}", text=f"{self.asked}\n", html="<p>7</p>",
            unsubscribe=None,
        )  # fmt: skip


@pytest.fixture
def words(monkeypatch):
    monkeypatch.setattr(composing, "_composers", {})
    words = Words()
    composing.register("drill", words)
    return words


@pytest.fixture
def later(workspace, words):
    """Due now."""
    one = Later("a", "Ada <Ada@Partner.example>", "Number 7", ABOUT, timezone.now() - dt.timedelta(seconds=1))
    assert outbox.write_later([one], workspace=workspace, kind="drill") == 1
    assert outbox.write_later([one], workspace=workspace, kind="drill") == 0
    return Message.objects.get()


def let_leases_run_out() -> None:
    Message.objects.filter(state="sending").update(due_at=timezone.now() - dt.timedelta(seconds=1))


class Away(Inbox):
    def deliver(self, recipient: str, mime: bytes) -> None:
        raise AwayError


def test_it_is_asked_for_when_it_leaves_and_kept_for_every_later_try(words, later):
    assert (later.recipient, bytes(later.mime), words.asked) == ("Ada@Partner.example", b"", 0)
    sending.send(sending.claim_due(), Away())
    later.refresh_from_db()
    kept = bytes(later.mime)
    assert (later.state, later.subject) == ("waiting", "Number 7 in Northwind Instruments")
    words.meanwhile = lambda: pytest.fail("asked again")
    Message.objects.update(due_at=timezone.now() - dt.timedelta(seconds=1))
    sending.sweep()
    caught = bytes(CaughtMail.objects.get().mime)
    mail = message_from_bytes(caught, policy=policy.default)
    assert (caught, mail["Message-ID"], mail["To"]) == (kept, later.message_id, "Ada@Partner.example")
    later.refresh_from_db()
    assert (later.state, bytes(later.mime), words.asked) == ("sent", b"", 1)


def test_before_a_later_try_it_is_asked_whether_it_is_wanted_still(words, later):
    def over(workspace, about):
        raise NotWantedError(f"Number {about['number']} is over.")

    composing.register("drill", words, gate=over)
    sending.send(sending.claim_due(), Away())
    later.refresh_from_db()
    assert bytes(later.mime) != b""
    Message.objects.update(due_at=timezone.now() - dt.timedelta(seconds=1))
    assert sending.sweep() == 0
    later.refresh_from_db()
    assert (later.state, later.last_error, bytes(later.mime)) == ("dropped", "Number 7 is over.", b"")


def test_a_sender_that_was_frozen_past_its_lease_sends_nothing(words, later):
    """It wakes up with words in hand, while another one has sent the mail."""
    first = sending.claim_due()

    def frozen() -> None:
        words.meanwhile = lambda: None
        let_leases_run_out()
        second = sending.claim_due()
        assert [claim.attempt for claim in second] == [2]
        assert sending.send(second, Inbox()) == (1, False)

    words.meanwhile = frozen
    assert sending.send(first, Inbox()) == (0, False)
    assert (CaughtMail.objects.count(), words.asked) == (1, 2)
    later.refresh_from_db()
    assert (later.state, later.attempts) == ("sent", 2)


def test_one_that_nobody_wants_and_one_that_breaks_keep_no_other(workspace, words, later):
    due = timezone.now() - dt.timedelta(seconds=1)
    more = [Later(str(n), f"p{n}@partner.example", "", {"number": n}, due) for n in range(2)]
    outbox.write_later(more, workspace=workspace, kind="drill")

    def say_no() -> None:
        if words.asked == 1:
            raise NotWantedError("It is over.")
        if words.asked == 2:
            raise KeyError("gone")

    words.meanwhile = say_no
    sending.sweep()
    found = sorted(Message.objects.values_list("state", "last_error"))
    assert found == [("dropped", "It is over."), ("sent", ""), ("waiting", sending.BROKEN)]
