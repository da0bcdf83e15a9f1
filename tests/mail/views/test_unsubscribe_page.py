"""The way out: opening it changes nothing; the button and a mail program's one click do, without cookies."""

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.isolation import scope
from accounts.models import Workspace
from accounts.tokens import new_token
from mail import sending
from mail.models import Message, Suppression

pytestmark = pytest.mark.django_db


@pytest.fixture
def outside() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def link(write) -> str:
    token = new_token()
    write(unsubscribe=token)
    return f"/unsubscribe/{token}/"


def test_opening_changes_nothing_and_leaves_no_trace(outside, link):
    for _scanner in range(3):
        response = outside.get(link)
        assert outside.head(link).status_code == 200
    assert not Suppression.objects.exists()
    assert "sessionid" not in response.cookies
    assert (response.headers["Cache-Control"], response.headers["Referrer-Policy"]) == (
        "no-store, private",
        "no-referrer",
    )
    html = response.content.decode()
    assert "Northwind Instruments" in html
    assert "Ada@Partner.example" in html
    assert "No more mails" in html


def test_the_button_and_back_again(outside, link, write, workspace):
    write("later", unsubscribe=new_token())
    write("code", asked_for=True)
    html = outside.post(link).content.decode()
    assert "sends no more invitations and reminders to" in html
    [row] = Suppression.objects.all()
    assert (row.workspace_id, row.address, row.reason) == (workspace.pk, "ada@partner.example", "unsubscribed")
    assert dict(Message.objects.values_list("key", "state")) == {"a": "dropped", "later": "dropped", "code": "waiting"}
    assert {bytes(message.mime) for message in Message.objects.filter(state="dropped")} == {b""}
    assert write("next").state == Message.State.DROPPED
    assert outside.post(link).status_code == 200
    assert Suppression.objects.count() == 1
    assert "gets invitations and reminders from" in outside.post(link, {"again": "1"}).content.decode()
    assert not Suppression.objects.exists()
    assert write("after").state == Message.State.WAITING


def test_one_click_of_a_mail_program(outside, link):
    sending.sweep()
    response = outside.post(link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
    assert Suppression.objects.get().address == "ada@partner.example"
    assert Message.objects.get().state == Message.State.SENT


def test_one_workspace_alone(outside, link, write, stranger):
    outside.post(link)
    with scope(user=stranger.pk):
        elsewhere = Workspace.objects.get(slug="elsewhere")
    with scope(workspace=elsewhere.pk):
        assert write(workspace=elsewhere).state == Message.State.WAITING


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_link(outside, workspace, method):
    response = getattr(outside, method)(f"/unsubscribe/{new_token()}/")
    assert response.status_code == 404
    assert "This link leads nowhere" in response.content.decode()
    assert not Suppression.objects.exists()


def test_scanners_of_one_company_are_let_in_and_guesses_are_counted(outside, link):
    cache.clear()
    assert {outside.head(link).status_code for _ in range(61)} == {200}
    guessed = [outside.get(f"/unsubscribe/{number:043}/").status_code for number in range(61)]
    assert guessed == [404] * 60 + [429]
    assert outside.post(link, "List-Unsubscribe=One-Click", content_type="text/plain").status_code == 200
