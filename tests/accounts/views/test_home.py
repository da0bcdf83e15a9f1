"""The front door, and the demo's one click, which production does not have."""

import os
import subprocess
import sys

import pytest
from django.urls import path

from accounts.isolation import scope
from accounts.models import Membership, Role
from accounts.views import home
from accounts.workspaces import create_workspace
from config import urls
from tests.conftest import make_user

PRODUCTION = {
    "SECRET_KEY": "x" * 50, "BASE_URL": "https://coalition.example", "ALLOWED_HOSTS": "coalition.example",
    "DATABASE_URL": "postgres://app:x@db/coalition", "REDIS_URL": "redis://redis/0", "EMAIL_URL": "smtp://mail:25",
}  # fmt: skip


class WithDemo:
    """The product's routes, and the one the demo adds."""

    urlpatterns = [*urls.urlpatterns, path("demo/<str:role>/", home.demo_sign_in, name="demo-sign-in")]
    handler404 = urls.handler404


@pytest.fixture
def demo(settings, db):
    settings.DEMO = True
    settings.ROOT_URLCONF = WithDemo
    leader = make_user("leader@northwind.example", "Ines Rourke")
    workspace = create_workspace("Northwind Instruments", leader=leader, slug="demo", is_demo=True)
    with scope(workspace=workspace.pk, user=leader.pk):
        for role in (Role.MEMBER, Role.EXECUTIVE):
            Membership.objects.create(workspace=workspace, user=make_user(f"{role}@northwind.example"), role=role)
    return workspace


@pytest.mark.django_db
def test_an_anonymous_visitor_is_told_what_this_is(client, settings):
    settings.DEMO = False
    response = client.get("/")
    assert response.status_code == 200
    page = response.content.decode()
    assert "Your colleagues are not customers." in page
    assert 'href="/accounts/login/"' in page
    assert "Walk in" not in page


@pytest.mark.django_db
def test_the_front_door_takes_no_post(client):
    assert client.post("/").status_code == 405


@pytest.mark.django_db
def test_a_leader_goes_to_today_and_an_executive_to_the_overview(as_leader, as_executive):
    assert as_leader.get("/").headers["Location"] == "/w/northwind/today/"
    assert as_executive.get("/").headers["Location"] == "/w/northwind/impact/"


@pytest.mark.django_db
def test_the_workspace_chosen_last_opens_first(as_leader, leader):
    create_workspace("Second", leader=leader, slug="second")
    assert as_leader.get("/").headers["Location"] == "/w/second/today/"
    assert as_leader.get("/w/northwind/").headers["Location"] == "/w/northwind/today/"
    assert as_leader.get("/").headers["Location"] == "/w/northwind/today/"


@pytest.mark.django_db
def test_somebody_without_a_workspace_is_told_what_to_do(sign_in, settings):
    browser = sign_in(make_user("new@northwind.example", "New"))
    assert "Open a workspace" in browser.get("/").content.decode()
    settings.SIGNUP_OPEN = False
    page = browser.get("/").content.decode()
    assert "Open a workspace" not in page
    assert "invite <strong>new@northwind.example</strong>" in page


@pytest.mark.parametrize(
    ("role", "place"),
    [("leader", "/w/demo/today/"), ("member", "/w/demo/today/"), ("executive", "/w/demo/impact/")],
)
def test_one_click_signs_in_as_that_role(client, demo, role, place):
    assert f'action="/demo/{role}/"' in client.get("/").content.decode()
    client.session["before"] = True
    response = client.post(f"/demo/{role}/")
    assert response.headers["Location"] == place
    assert client.get("/").headers["Location"] == place


def test_one_click_rotates_the_session(client, demo):
    client.get("/accounts/login/")
    session = client.session
    session["kept"] = "yes"
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    client.post("/demo/leader/")
    assert client.cookies["sessionid"].value != before


@pytest.mark.parametrize("role", ["owner", "stranger", "leader@northwind.example", "%2e%2e"])
def test_no_other_account_can_be_entered(client, demo, role):
    make_user("stranger@northwind.example")
    assert client.post(f"/demo/{role}/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_an_account_of_that_name_outside_the_demo_cannot_be_entered(client, demo):
    with scope(workspace=demo.pk):
        Membership.objects.filter(role=Role.MEMBER).delete()
    create_workspace("Real", leader=make_user("real@northwind.example"), slug="real")
    assert client.post("/demo/member/").status_code == 404


def test_one_click_takes_no_get_and_not_too_many_posts(client, demo):
    assert client.get("/demo/leader/").status_code == 405
    assert [client.post("/demo/nobody/").status_code for _ in range(31)] == [404] * 30 + [429]


def django(program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    names = {"PATH", "HOME", "LANG", "TMPDIR"}
    return subprocess.run(
        [sys.executable, "-c", program],
        env={name: os.environ[name] for name in names & os.environ.keys()}
        | {"DJANGO_SETTINGS_MODULE": "config.settings"}
        | environment,
        cwd=urls.__file__.rpartition("/config/")[0],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


ROUTES = (
    "import django; django.setup(); from django.urls import get_resolver;"
    " print(sorted(map(str, get_resolver().reverse_dict)))"
)


def test_production_refuses_to_start_as_a_demo():
    run = django("import django; django.setup()", DEMO="1", **PRODUCTION)
    assert run.returncode == 1
    assert (
        "ImproperlyConfigured: DEMO signs anybody in with one click; it works only under `manage.py up`." in run.stderr
    )


def test_production_has_no_such_route():
    run = django(ROUTES, **PRODUCTION)
    assert run.returncode == 0, run.stderr
    assert "'home'" in run.stdout
    assert "demo-sign-in" not in run.stdout
    assert "styleguide" not in run.stdout


def test_the_demo_on_this_machine_has_it():
    assert "'demo-sign-in'" in django(ROUTES, DEMO="1", EMBEDDED="1").stdout
