"""The inbox of one's own machine: every mail, its links, and nothing a mail could run."""

import pytest
from django.test import Client

from mail import caught, letters, sending
from mail.models import CaughtMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail(write) -> CaughtMail:
    html = letters.dress("<html><head></head><body><p onclick='x()'>Hello <script>alert(1)</script></p></body></html>")
    write(
        html=html,
        text="Open https://coalition.example/l/x/ <b>now</b>\n",
        attachments=[("talk.ics", "BEGIN", "text/calendar")],
    )
    sending.sweep()
    return CaughtMail.objects.get()


def test_the_list(client: Client, mail):
    response = client.get("/inbox/")
    assert [row.pk for row in response.context["page"]] == [mail.pk]
    html = response.content.decode()
    assert f'href="/inbox/{mail.pk}/"' in html
    assert "Five minutes for what matters" in html
    partial = client.get("/inbox/", headers={"HX-Request": "true", "HX-Target": "mails"}).content.decode()
    assert "<html" not in partial
    assert "Five minutes for what matters" in partial


def test_an_empty_inbox(client: Client):
    assert "No mail yet" in client.get("/inbox/").content.decode()


def test_a_mail_can_be_read_and_its_links_followed(client: Client, mail):
    response = client.get(f"/inbox/{mail.pk}/")
    html = response.content.decode()
    assert '<a href="https://coalition.example/l/x/" rel="nofollow">https://coalition.example/l/x/</a>' in html
    assert "&lt;b&gt;now&lt;/b&gt;" in html
    assert "talk.ics" in html
    assert f'src="/inbox/{mail.pk}/framed/"' in html
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in html
    policy = response.headers["Content-Security-Policy"]
    assert "frame-src 'self'" in policy
    assert "script-src 'self';" in f"{policy};"
    assert "alert(1)" not in html


def test_in_its_frame_a_mail_runs_nothing(client: Client, mail):
    response = client.get(f"/inbox/{mail.pk}/framed/")
    rules = dict(rule.strip().partition(" ")[::2] for rule in response.headers["Content-Security-Policy"].split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["sandbox"] == "allow-popups allow-popups-to-escape-sandbox"
    assert rules["frame-ancestors"] == "'self'"
    assert rules["style-src"] == "'unsafe-inline'"
    assert rules["script-src"] == "'none'"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert '<base target="_blank">' in response.content.decode()


@pytest.mark.parametrize("path", ["", "{pk}/", "{pk}/framed/"])
@pytest.mark.parametrize("changed", [{"MAIL_TRANSPORT": "smtp"}, {"PRODUCTION": True}])
def test_where_a_mail_server_is_there_is_no_inbox(client: Client, mail, settings, path, changed):
    for name, value in changed.items():
        setattr(settings, name, value)
    assert client.get(f"/inbox/{path.format(pk=mail.pk)}").status_code == 404


@pytest.mark.parametrize("path", ["/inbox/1/", "/inbox/1/framed/"])
def test_a_mail_that_is_not_there(client: Client, path):
    assert client.get(path).status_code == 404


def test_only_five_hundred_are_kept(db):
    CaughtMail.objects.bulk_create(CaughtMail(recipient="a@x.example", mime=b"") for _ in range(505))
    sending.tidy()
    assert CaughtMail.objects.count() == 500


def test_a_mail_of_text_alone():
    parts = caught.read(b"To: a@x.example\r\nContent-Type: text/plain\r\n\r\nHello\r\n")
    assert (parts.headers, parts.text, parts.html, parts.files) == ([("To", "a@x.example")], "Hello\r\n", "", [])
