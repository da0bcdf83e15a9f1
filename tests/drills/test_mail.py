"""Senders that are killed or frozen in the middle: every mail leaves once, or again as the very same mail.

CONTROLS=1 pytest -n 0 tests/drills/test_mail.py     beside them a sender without a fence, which does what it prevents
"""

import os
import signal
import subprocess
import sys
import threading
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models.functions import Now

from accounts.isolation import scope
from mail import outbox, sending
from mail.models import Message
from tests.mail.mail_server import MailServer, mail_server

SENDER = Path(__file__).with_name("sender.py")
MAILS = 12
# What becomes of the mail of each that froze.
FROZEN = {"fenced": "waiting"} | ({"unfenced": "sent"} if os.environ.get("CONTROLS") else {})


class Killer:
    """Kills the sender, or freezes it, at one word of one mail: "RCPT" before the mail was handed over, "END" after."""

    def __init__(self, how: signal.Signals = signal.SIGKILL) -> None:
        self.how = how
        self.done = threading.Event()
        self.victim: subprocess.Popen[bytes] | None = None
        self.at = ("", 0)
        self.heard = 0

    def __call__(self, verb: str, line: str) -> str | None:
        if self.victim is not None and verb == self.at[0]:
            self.heard += 1
            if self.heard == self.at[1]:
                self.victim.send_signal(self.how)
                self.done.set()
                if self.how == signal.SIGSTOP:
                    return None
                self.victim.wait(10)
                return ""
        return None

    def watch(self, sender: subprocess.Popen[bytes], verb: str, number: int) -> None:
        self.heard, self.at, self.victim = 0, (verb, number), sender
        assert sender.wait(60) == -9
        self.victim = None


def start_sender(server: MailServer, *how: str) -> subprocess.Popen[bytes]:
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    options = {} if os.environ.get("COALITION_TEST_SERVICES") else {"PGOPTIONS": "-c role=coalition_app"}
    environment = {"DATABASE_URL": url, "EMAIL_URL": f"smtp://127.0.0.1:{server.port}", **options}
    return subprocess.Popen([sys.executable, SENDER, *how], env=os.environ | environment)


def let_leases_run_out(workspace) -> None:
    """A minute goes by; with it, who was sweeping is forgotten."""
    cache.clear()
    with scope(workspace=workspace.pk):
        Message.objects.filter(state="sending").update(due_at=Now(), lease_until=Now())


@pytest.mark.django_db(transaction=True)
def test_killed_senders_lose_nothing_and_double_only_the_same_bytes(workspace, settings):
    with scope(workspace=workspace.pk):
        written = {
            f"p{number}@partner.example": bytes(
                outbox.write(
                    key=str(number),
                    workspace=workspace,
                    to=f"p{number}@partner.example",
                    subject=f"For {number}",
                    text="Hello\n",
                    kind="invitation",
                ).mime
            )
            for number in range(MAILS)
        }
    killer = Killer()
    with mail_server(killer) as server:
        for verb, number in (("RCPT", 3), ("END", 4)):
            killer.watch(start_sender(server), verb, number)
            let_leases_run_out(workspace)
        settings.MAIL_TRANSPORT = "smtp"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        # Two left whole before the first kill, three and the unacknowledged one before the second.
        assert sending.sweep() == MAILS - 2 - 3
    arrived = defaultdict(list)
    for _sender, recipient, mime in server.taken:
        arrived[recipient].append(mime)
    assert arrived.keys() == written.keys()
    assert sorted(map(len, arrived.values())) == [1] * (MAILS - 1) + [2]
    assert all(mime == written[recipient] for recipient, mimes in arrived.items() for mime in mimes)
    with scope(workspace=workspace.pk):
        assert set(Message.objects.values_list("state", flat=True)) == {"sent"}


@pytest.mark.django_db(transaction=True)
def test_a_sender_that_froze_past_its_lease_says_nothing_of_what_is_anothers_by_now(workspace, settings):
    """It wakes up when another was told to come again; the control's late "sent" would have that mail never leave."""
    frozen = {}
    freezer = Killer(signal.SIGSTOP)
    with (
        mail_server(freezer) as server,
        mail_server(lambda verb, line: "451 later" if verb == "RCPT" else None) as other,
    ):
        try:
            for how in FROZEN:
                with scope(workspace=workspace.pk):
                    outbox.write(
                        key=how, workspace=workspace, to=f"{how}@partner.example", subject=how, text="Hello\n",
                        kind="invitation",
                    )  # fmt: skip
                cache.clear()
                frozen[how] = start_sender(server, how)
                freezer.done.clear()
                freezer.heard, freezer.at, freezer.victim = 0, ("END", 1), frozen[how]
                assert freezer.done.wait(60)
            let_leases_run_out(workspace)
            settings.MAIL_TRANSPORT = "smtp"
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", other.port
            assert sending.sweep() == 0
        finally:
            for sender in frozen.values():
                sender.send_signal(signal.SIGCONT)
                assert sender.wait(30) == 0
    with scope(workspace=workspace.pk):
        states = dict(Message.objects.values_list("key", "state"))
    assert states == FROZEN
    assert [recipient for _sender, recipient, _mime in server.taken] == [f"{how}@partner.example" for how in FROZEN]
