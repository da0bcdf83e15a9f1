"""Ways in: password, code, second step; limits, no enumeration, our own words and templates everywhere."""

import re
from pathlib import Path

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings as django_settings
from django.core import mail
from django.template.loader import get_template

from tests.conftest import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
EMAIL = "ines@northwind.example"
WRONG = "This e-mail address and this password do not belong together."
TOO_MANY = "Too many attempts that failed. Wait five minutes, or have a code sent to you."


def code_in(letter) -> str:
    return re.search(r"^([A-Z0-9-]{6,})$", letter.body, re.MULTILINE)[1]


def errors(response) -> list[str]:
    return response.context["form"].non_field_errors()


def test_password(client, leader, workspace):
    response = client.post(LOGIN, {"login": EMAIL.upper(), "password": PASSWORD})
    assert response.headers["Location"] == "/"
    assert client.get("/").headers["Location"] == "/w/northwind/today/"


def test_a_new_session_is_issued(client, leader):
    session = client.session
    session["kept"] = 1
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    client.post(LOGIN, {"login": EMAIL, "password": PASSWORD})
    assert client.cookies["sessionid"].value != before


def test_a_wrong_password_and_an_unknown_address_look_alike(client, leader):
    wrong = client.post(LOGIN, {"login": EMAIL, "password": "no"})
    unknown = client.post(LOGIN, {"login": "nobody@x.example", "password": "no"})
    assert errors(wrong) == errors(unknown) == [WRONG]
    assert wrong.context["form"]["login"].value() == EMAIL


def test_the_sixth_wrong_password_in_a_row_is_refused(client, leader):
    said = [errors(client.post(LOGIN, {"login": EMAIL, "password": "no"})) for _ in range(6)]
    assert said == [[WRONG]] * 5 + [[TOO_MANY]]
    assert errors(client.post(LOGIN, {"login": EMAIL, "password": PASSWORD})) == [TOO_MANY]


def test_who_is_signed_in_is_offered_no_code_for_too_many_wrong_passwords(sign_in, leader):
    client = sign_in(leader)
    asked = [client.post("/accounts/reauthenticate/", {"password": "no"}).context["form"] for _ in range(6)]
    wrong, too_many = "This is not your password.", "Too many attempts that failed. Wait five minutes, then try again."
    assert [form.errors["password"] for form in asked] == [[wrong]] * 5 + [[too_many]]


def test_too_many_requests_get_a_page_of_ours(client, leader):
    for _ in range(30):
        response = client.post(LOGIN, {"login": "", "password": ""})
    response = client.post(LOGIN, {"login": "", "password": ""})
    assert response.status_code == 429
    assert "That was too often in a short time" in response.content.decode()


def test_empty_fields_are_named(client):
    form = client.post(LOGIN, {"login": "", "password": ""}).context["form"]
    assert form.errors == {"login": ["Fill in: e-mail."], "password": ["Fill in: password."]}


def test_code_by_mail(client, leader):
    assert client.post("/accounts/login/code/", {"email": EMAIL}).headers["Location"] == "/accounts/login/code/confirm/"
    page = client.get("/accounts/login/code/confirm/").content.decode()
    assert "If <strong>ines@northwind.example</strong> has an account, a code is on its way there." in page
    [letter] = mail.outbox
    code = code_in(letter)
    assert letter.subject == f"Your code to sign in: {code}"
    assert letter.alternatives[0].mimetype == "text/html"
    assert code in letter.alternatives[0].content
    wrong = client.post("/accounts/login/code/confirm/", {"code": "WRONG-CODE"})
    assert wrong.context["verify_form"].errors == {"code": ["This is not the code we sent, or it has expired."]}
    assert client.post("/accounts/login/code/confirm/", {"code": code}).headers["Location"] == "/"


def test_asking_for_a_code_does_not_tell_who_has_an_account(client, leader):
    answers = []
    for email in (EMAIL, "nobody@x.example"):
        client.logout()
        client.post("/accounts/login/code/", {"email": email})
        page = client.get("/accounts/login/code/confirm/").content.decode()
        answers.append(re.sub(r'value="[^"]*"', "", page.replace(email, "")))
    assert answers[0] == answers[1]
    assert mail.outbox[1].subject == "No account with this address"


def test_opening_an_account_does_not_tell_who_has_one(client, leader):
    typed = {"name": "Ines", "email": EMAIL, "password1": "a long and good sentence"}
    assert client.post("/accounts/signup/", typed).headers["Location"] == "/accounts/confirm-email/"
    assert [letter.subject for letter in mail.outbox] == ["You have an account already"]


def test_a_weak_password_is_refused_and_the_rest_kept(client):
    typed = {"name": "New", "email": "new@x.example", "password1": "12345"}
    form = client.post("/accounts/signup/", typed).context["form"]
    assert "password1" in form.errors
    assert (form["name"].value(), form["email"].value()) == ("New", "new@x.example")


def test_a_new_password_by_code(client, leader, workspace):
    client.post("/accounts/password/reset/", {"email": EMAIL})
    done = client.post("/accounts/password/reset/confirm/", {"code": code_in(mail.outbox[0])})
    assert done.headers["Location"] == "/accounts/password/reset/complete/"
    new = {"password1": "another good sentence", "password2": "another good sentence"}
    client.post("/accounts/password/reset/complete/", new)
    assert mail.outbox[-1].subject == "Your password was changed"
    client.logout()
    assert client.post(LOGIN, {"login": EMAIL, "password": "another good sentence"}).status_code == 302


def test_codes_say_where_mails_go_on_this_machine(client, leader, settings):
    client.post("/accounts/login/code/", {"email": EMAIL})
    sentence = 'On this machine mails land in <a href="/inbox/" target="_blank">its inbox</a>.'
    assert sentence in client.get("/accounts/login/code/confirm/").content.decode()
    settings.MAIL_TRANSPORT = "smtp"
    assert sentence not in client.get("/accounts/login/code/confirm/").content.decode()


def test_signing_out_takes_a_post(as_leader):
    assert "Sign out?" in as_leader.get("/accounts/logout/").content.decode()
    assert as_leader.get("/accounts/email/").status_code == 200
    assert as_leader.post("/accounts/logout/").headers["Location"] == "/"
    assert as_leader.get("/accounts/email/").status_code == 302


def totp_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_the_second_step(client, leader):
    secret = generate_totp_secret()
    TOTP.activate(leader, secret)
    assert (
        client.post(LOGIN, {"login": EMAIL, "password": PASSWORD}).headers["Location"] == "/accounts/2fa/authenticate/"
    )
    assert "The second step" in client.get("/accounts/2fa/authenticate/").content.decode()
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.context["form"].errors == {"code": ["Incorrect code."]}
    assert client.post("/accounts/2fa/authenticate/", {"code": totp_code(secret)}).headers["Location"] == "/"


def test_setting_the_app_up_shows_a_picture_and_gives_recovery_codes(client, leader):
    client.post(LOGIN, {"login": EMAIL, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    done = client.post("/accounts/2fa/totp/activate/", {"code": totp_code(page.context["form"].secret)})
    assert done.headers["Location"] == "/accounts/2fa/recovery-codes/"
    codes = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10
    assert client.get("/accounts/2fa/recovery-codes/download/").content.decode().split() == codes


def test_a_mail_tells_that_the_app_was_turned_off(client, leader):
    client.post(LOGIN, {"login": EMAIL, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    TOTP.activate(leader, generate_totp_secret())
    assert client.post("/accounts/2fa/totp/deactivate/").headers["Location"] == "/accounts/2fa/"
    [letter] = mail.outbox
    assert letter.subject == "Authenticator app turned off"
    assert "http://testserver/accounts/password/reset/" in letter.body


def test_changes_of_the_account_ask_who_is_there(sign_in, leader):
    response = sign_in(leader).get("/accounts/2fa/totp/activate/")
    assert response.headers["Location"] == "/accounts/reauthenticate/?next=%2Faccounts%2F2fa%2Ftotp%2Factivate%2F"


def test_who_has_no_password_is_told_that_there_is_nothing_to_confirm_with(sign_in, leader):
    leader.set_unusable_password()
    leader.save()
    page = sign_in(leader).get("/accounts/reauthenticate/")
    text = page.content.decode()
    assert (page.status_code, "marketing team" in text) == (403, False)
    assert "<h1>There is nothing to confirm yourself with</h1>" in text
    assert 'href="/accounts/password/set/"' in text


PAGES_OF_THE_ACCOUNT = [
    "/accounts/email/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/2fa/totp/activate/",
    "/accounts/2fa/totp/deactivate/", "/accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/", "/accounts/logout/", "/workspaces/new/",
]  # fmt: skip
PAGES_ON_THE_WAY_IN = [
    "/",
    LOGIN,
    "/accounts/login/code/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/inactive/",
]


def pages(client) -> list[str]:
    make_user("two@x.example", "Two")
    answers = [client.get(address) for address in PAGES_ON_THE_WAY_IN]
    client.post(LOGIN, {"login": "two@x.example", "password": PASSWORD})
    answers.append(client.get("/accounts/reauthenticate/"))
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    answers += [client.get(address, follow=True) for address in PAGES_OF_THE_ACCOUNT]
    assert [answer.status_code for answer in answers if answer.status_code not in {200, 404}] == []
    return [answer.content.decode() for answer in answers]


def test_no_page_needs_more_than_the_content_security_policy_gives(client):
    for page in pages(client):
        for attributes in re.findall(r"<script([^>]*)>", page):
            assert "src=" in attributes or 'type="application/json"' in attributes, attributes
        assert "<style" not in page
        assert re.findall(r'<[^>]+\s(style|on\w+)="', page) == []


REACHABLE = [
    "account_inactive", "confirm_email_verification_code", "confirm_login_code", "confirm_password_reset_code", "email",
    "login", "logout", "password_change", "password_reset", "password_reset_from_key", "password_reset_from_key_done",
    "password_set", "reauthenticate", "request_login_code", "signup", "signup_closed", "verification_sent",
]  # fmt: skip


def test_every_template_of_allauth_that_can_be_reached_is_ours():
    ours, theirs = Path(django_settings.BASE_DIR) / "templates", []
    package = Path(get_template("mfa/webauthn/signup_form.html").origin.name).parents[2]
    mfa = [str(path.relative_to(package)) for path in (package / "mfa").rglob("*.html")]
    texts = [
        str(path.relative_to(package)) for folder in ("account", "mfa") for path in (package / folder).rglob("*.txt")
    ]
    # Passkeys as the only way to sign up, and browsers to be trusted, are not offered; neither are phones.
    unused = {"mfa/webauthn/signup_form.html", "mfa/trust.html", "mfa/webauthn/snippets/login_script.html"}
    for name in [f"account/{page}.html" for page in REACHABLE] + mfa + texts:
        unreachable = name in unused or "phone" in name or "/base_" in name or "password_reset_key" in name
        if not unreachable and not Path(get_template(name).origin.name).is_relative_to(ours):
            theirs.append(name)
    assert theirs == []


def test_passwords_are_hashed_with_argon2(settings):
    from django.conf import Settings
    from django.contrib.auth.hashers import make_password

    settings.PASSWORD_HASHERS = Settings("config.settings").PASSWORD_HASHERS
    assert make_password(PASSWORD).startswith("argon2$argon2id$")


def test_recovery_codes_work_once(client, leader):
    TOTP.activate(leader, generate_totp_secret())
    codes = RecoveryCodes.activate(leader).get_unused_codes()
    for expected in (302, 200):
        client.logout()
        client.post(LOGIN, {"login": EMAIL, "password": PASSWORD})
        assert client.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == expected
