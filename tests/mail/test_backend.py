"""What stands below sends as Django does, and its mails pass through the outbox."""

import base64
import json
import re
from contextlib import closing
from email import message_from_bytes, policy

import pytest
import redis
from django.conf import settings
from django.test import Client
from django.urls import reverse

from mail import outbox, sending
from mail.models import CaughtMail, Message, Suppression
from mail.tasks import send_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_in_the_product(settings) -> None:
    """Tests are given another backend."""
    settings.EMAIL_BACKEND = "mail.backend.OutboxBackend"


def asked_of_the_worker() -> dict[str, object]:
    """The newest task in the queue, taken out."""
    with closing(redis.Redis.from_url(settings.REDIS_URL)) as queue:
        envelope = json.loads(queue.lpop("celery"))
    assert envelope["headers"]["task"] == "mail.tasks.send_at_once"
    arguments, named, _ = json.loads(base64.b64decode(envelope["body"]))
    assert arguments == []
    return named


def test_a_code_to_sign_in_is_sent_at_once(client: Client, leader, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/login/code/", {"email": leader.email})
    send_at_once(**asked_of_the_worker())
    [mail] = CaughtMail.objects.all()
    parts = message_from_bytes(bytes(mail.mime), policy=policy.default)
    assert (mail.recipient, mail.subject) == ("ines@northwind.example", parts["Subject"])
    text = parts.get_body(("plain",)).get_content().replace("\r", "")
    code = re.search(r"^[A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*$", text, re.MULTILINE)
    assert code is not None
    html = parts.get_body(("html",)).get_content()
    assert re.search(rf'<p class="code" style="[^"]+">{code[0]}</p>', html)
    assert "prefers-color-scheme: dark" in html


def test_whoever_tells_no_worker_the_next_sweep_sends_it(client: Client, leader, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        client.post("/accounts/login/code/", {"email": leader.email})
    assert len(callbacks) == 1
    assert not CaughtMail.objects.exists()
    assert sending.sweep() == 1
    assert CaughtMail.objects.count() == 1


def test_an_invitation_belongs_to_its_workspace_and_heeds_nobody_who_unsubscribed(as_leader, workspace, leader):
    Suppression.objects.create(workspace=workspace, address="new@partner.example")
    as_leader.post(reverse("accounts:invite", args=["northwind"]), {"email": "new@partner.example", "role": "member"})
    message = Message.objects.get()
    assert (message.workspace_id, message.kind, message.recipient) == (
        workspace.pk,
        "invitation",
        "new@partner.example",
    )
    assert message.state == Message.State.WAITING
    assert message.subject == "Ines Rourke invites you to Northwind Instruments on Coalition"


def test_tokens_stand_in_the_mail_alone(as_leader, workspace, caplog, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        as_leader.post(reverse("accounts:invite", args=["northwind"]), {"email": "n@partner.example", "role": "member"})
    message = Message.objects.get()
    token = re.search(rb"/invitations/([\w-]{43})/", bytes(message.mime))[1].decode()
    sending.sweep()
    assert asked_of_the_worker() == {"message_ids": [str(message.pk)]}
    assert token not in caplog.text
    assert [name for name, value in Message.objects.values().get().items() if token in str(value)] == []
    with outbox.only(message.pk):
        assert bytes(Message.objects.get(pk=message.pk).mime) == b""
