"""The personal link: opening it writes nothing, and it brings in the person it was sent to, and nobody else."""

import logging
import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import invitations
from accounts.isolation import scope
from accounts.models import Membership, Role, User
from tests.conftest import PASSWORD, make_user

pytestmark = pytest.mark.django_db
EMAIL = "nadia@northwind.example"


@pytest.fixture
def token(workspace, leader) -> str:
    return invitations.invite(workspace, email=EMAIL, role=Role.MEMBER, by=leader)[1]


@pytest.fixture
def link(token) -> str:
    return f"/invitations/{token}/"


def roles_of(user) -> list[str]:
    with scope(user=user.pk):
        return [m.role for m in Membership.objects.filter(user=user)]


def test_opening_shows_workspace_and_role_and_writes_nothing(client, link):
    for method in ("get", "head"):
        with CaptureQueriesContext(connection) as queries:
            response = getattr(client, method)(link)
        assert response.status_code == 200
        assert [q["sql"] for q in queries if re.match(r"\s*(INSERT|UPDATE|DELETE)", q["sql"])] == []
    page = client.get(link).content.decode()
    assert "<h1>Northwind Instruments</h1>" in page
    assert "Ines Rourke invites you to this workspace as <strong>member</strong>." in page
    assert client.session.keys() == set()


def test_nothing_keeps_or_passes_on_the_address(client, link):
    response = client.get(link)
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_the_token_is_in_no_log(client, link, token, caplog, capsys):
    with caplog.at_level(logging.DEBUG):
        client.get(link)
        client.post(link)
        client.get(link.replace(token, token[:-1] + "_"))
    written = caplog.text + "".join(str(record.__dict__) for record in caplog.records) + "".join(capsys.readouterr())
    assert token not in written.replace(f"'request': <WSGIRequest: GET '{link}'>", "")
    assert "/invitations/" not in capsys.readouterr().err


def test_a_signed_in_person_joins(sign_in, link):
    nadia = make_user(EMAIL, "Nadia")
    response = sign_in(nadia).post(link)
    assert response.headers["Location"] == "/w/northwind/"
    assert roles_of(nadia) == ["member"]


def test_joining_twice_is_harmless(sign_in, link):
    nadia = make_user(EMAIL, "Nadia")
    browser = sign_in(nadia)
    assert [browser.post(link).headers["Location"] for _ in range(2)] == ["/w/northwind/", "/w/northwind/"]
    assert roles_of(nadia) == ["member"]


def test_somebody_elses_is_refused_with_a_sentence(as_stranger, stranger, link):
    assert "This invitation was sent to another address" in as_stranger.get(link).content.decode()
    response = as_stranger.post(link)
    assert response.status_code == 403
    assert "This invitation was sent to another address" in response.content.decode()
    assert EMAIL not in response.content.decode()
    assert roles_of(stranger) == ["leader"]


def test_all_ended_links_look_alike(client, workspace, leader, link, token, sign_in):
    seen = {client.get("/invitations/nonsense/").content, client.post("/invitations/nonsense/").content}
    invitation = invitations.find_open(invitations.hashed(token))
    with scope(workspace=workspace.pk, user=leader.pk):
        invitations.revoke(invitation, by=leader)
    response = client.get(link)
    assert response.status_code == 404
    seen.add(response.content)
    without_tokens = {re.sub(rb'value="[^"]*"', b"", page) for page in seen}
    assert len(without_tokens) == 1


def test_without_an_invitation_the_pending_page_is_the_ended_one(client):
    assert client.get("/invitations/").status_code == 404


def test_a_browser_that_hides_the_address_gets_in_too(link):
    """A page with `no-referrer` posts with `Origin: null`: the form's token alone says that it is ours."""
    browser = Client(enforce_csrf_checks=True)
    (typed,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(link).content.decode()))
    hidden = {"Origin": "null"}
    assert browser.post(link, headers=hidden).status_code == 403
    assert browser.post(link, {"csrfmiddlewaretoken": typed}, headers=hidden)["Location"] == "/accounts/signup/"
    assert browser.post("/invitations/", {"csrfmiddlewaretoken": typed}, headers=hidden).status_code == 302


def test_who_has_an_account_signs_in_and_joins(client, link):
    nadia = make_user(EMAIL, "Nadia")
    assert client.post(link).headers["Location"] == "/accounts/login/"
    assert client.get("/accounts/login/").context["form"]["login"].value() == EMAIL
    response = client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    assert response.headers["Location"] == "/invitations/"
    assert "Join the workspace" in client.get("/invitations/").content.decode()
    assert client.post("/invitations/").headers["Location"] == "/w/northwind/"
    assert roles_of(nadia) == ["member"]


def test_the_session_holds_the_hash_and_not_the_token(client, link, token):
    client.post(link)
    assert dict(client.session)["invitation"] == invitations.hashed(token)
    assert token not in str(dict(client.session))


def test_who_has_none_opens_an_account_though_sign_up_is_closed(client, link, settings):
    settings.SIGNUP_OPEN = False
    assert client.post(link).headers["Location"] == "/accounts/signup/"
    assert client.get("/accounts/signup/").context["form"]["email"].value() == EMAIL
    typed = {"name": "Nadia", "email": EMAIL, "password1": "a long and good sentence"}
    assert client.post("/accounts/signup/", typed).headers["Location"] == "/accounts/confirm-email/"
    code = re.search(r"^([A-Z0-9-]{6,})$", mail.outbox[-1].body, re.MULTILINE)[1]
    response = client.post("/accounts/confirm-email/", {"code": code})
    assert response.headers["Location"] == "/invitations/"
    client.post("/invitations/")
    assert roles_of(User.objects.get(email=EMAIL)) == ["member"]


def test_closed_sign_up_takes_the_invited_address_alone(client, link, settings):
    settings.SIGNUP_OPEN = False
    client.post(link)
    typed = {"name": "Eve", "email": "eve@elsewhere.example", "password1": "a long and good sentence"}
    response = client.post("/accounts/signup/", typed)
    assert response.context["form"].errors == {"email": ["Use the address your invitation was sent to."]}
    assert response.context["form"]["name"].value() == "Eve"
    assert not User.objects.filter(email="eve@elsewhere.example").exists()


def test_without_an_invitation_closed_sign_up_is_closed(client, settings):
    settings.SIGNUP_OPEN = False
    assert "Accounts here are by invitation" in client.get("/accounts/signup/").content.decode()
    client.post("/accounts/signup/", {"name": "Eve", "email": "eve@x.example", "password1": "a long and good sentence"})
    assert not User.objects.filter(email="eve@x.example").exists()
