"""A leader sends a mail to themselves and reads what the server says, step by step."""

import pytest
from django.core.cache import cache

from mail.models import CaughtMail, Message
from tests.mail.mail_server import mail_server

pytestmark = pytest.mark.django_db

URL = "/w/northwind/mail/test/"


def test_without_a_server_it_lands_in_the_inbox(as_leader, leader):
    assert "No mail server is set" in as_leader.get(URL).content.decode()
    tried = as_leader.post(URL).context["tried"]
    assert ([(step.what, step.is_good) for step in tried.steps], tried.is_taken) == (
        [("Put into the inbox of this machine", True)],
        True,
    )
    [caught] = CaughtMail.objects.all()
    assert (caught.recipient, caught.subject) == (leader.email, "A test mail from Northwind Instruments")
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("verb", "answer", "steps", "said", "advice"),
    [
        (None, None, 4, "250 taken", ""),
        ("MAIL", "553 5.7.1 not yours", 2, "553 5.7.1 not yours", "check MAIL_FROM"),
        (
            "RCPT",
            "550 5.1.1 no <ines@northwind.example>",
            3,
            "550 5.1.1 no <ines@northwind.example>",
            "another address",
        ),
        ("DATA", "", 4, "Connection unexpectedly closed", "refused what the mail says"),
        ("MAIL", "", 2, "Connection unexpectedly closed", "check MAIL_FROM"),
    ],
)
def test_what_the_server_says_is_shown_as_it_came(as_leader, settings, verb, answer, steps, said, advice):
    with mail_server(lambda asked, line: answer if asked == verb else None) as server:
        settings.MAIL_TRANSPORT, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp", "127.0.0.1", server.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        tried = as_leader.post(URL).context["tried"]
    assert (len(tried.steps), tried.steps[-1].said, tried.is_taken) == (steps, said, not advice)
    assert advice in tried.advice
    assert len(server.taken) == (not advice)


def test_a_server_that_is_not_there(as_leader, settings):
    settings.MAIL_TRANSPORT, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp", "127.0.0.1", 1
    response = as_leader.post(URL)
    [step] = response.context["tried"].steps
    assert (step.what, step.is_good) == ("Reach 127.0.0.1, port 1", False)
    assert "Connection refused" in step.said
    assert "Check the host and the port in EMAIL_URL" in response.content.decode()


def test_a_server_that_does_not_encrypt_as_was_said(as_leader, settings):
    with mail_server(lambda asked, line: None) as server:
        settings.MAIL_TRANSPORT, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp", "127.0.0.1", server.port
        settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = True, "u", "secret-word"
        response = as_leader.post(URL)
    assert [step.is_good for step in response.context["tried"].steps] == [True, False]
    assert "secret-word" not in response.content.decode()


def test_nobody_sends_very_many(as_leader):
    assert [as_leader.post(URL).status_code for _mail in range(7)] == [200] * 6 + [429]
    cache.clear()
