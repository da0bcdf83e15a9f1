"""What most tests start from: a workspace, its people with accounts, and browsers signed in as them."""

import os
from collections.abc import Callable, Iterator
from importlib import import_module

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.cache import cache
from django.db import transaction
from django.test import Client, client
from django.test.utils import override_settings
from playwright.sync_api import Browser, Error, sync_playwright
from pytest_django import DjangoDbBlocker

from accounts.isolation import enter, scope
from accounts.models import Membership, Role, User, Workspace
from accounts.workspaces import create_workspace
from discussions.models import Answer, Commitment, Discussion, Guide, GuideVersion, Invitation, Prompt
from stakeholders.assessments import record_assessment
from stakeholders.models import Department, Stakeholder
from tests.browsers import ARGUMENTS, installed

# How long an example takes says how busy the machine is; and chance shall refuse no change: each run tries the same.
hypothesis.settings.register_profile("coalition", deadline=None, derandomize=True)
hypothesis.settings.load_profile("coalition")

# Playwright keeps an event loop in this thread, which Django takes for an asynchronous caller.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PASSWORD = "correct horse battery staple"


@pytest.fixture(scope="session", autouse=True)
def _fast_settings() -> Iterator[None]:
    """Pages under test name static files as they stand; the hashed names are tested where they are made. The real
    hasher costs 50 ms a user; it has a test of its own."""
    as_they_stand = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES={**settings.STORAGES, "staticfiles": as_they_stand},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS],
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def _contexts_of_pages_alone() -> Iterator[None]:
    """Django's client keeps a copy of the context of each template, and a page includes hundreds: a tenth of the time
    of tests of views. `response.context` is what the view gave its page."""
    store = client.store_rendered_templates

    def store_page(found: dict[str, object], signal, sender, template, context, **more) -> None:
        # A partial is not told of itself, only what it includes.
        if context.template is template or context.template not in found.get("templates", ()):
            store(found, signal, sender, template, context, **more)

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(client, "store_rendered_templates", store_page)
        yield


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a process: Playwright cannot be started twice in a thread."""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)
        except Error as error:
            pytest.skip(f"No Chromium to test in (apt-get install chromium): {str(error).splitlines()[0]}")
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    yield
    cache.clear()


@pytest.fixture(scope="module")
def rows_of_the_module(django_db_setup, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What a fixture stores on top of it is there for all tests of a module, in a transaction around them: each of them
    takes back what it did itself. Not for modules with tests that commit."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def make_user(email: str, name: str = "") -> User:
    user = User.objects.create_user(email, PASSWORD, name=name)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def make_leader() -> User:
    return make_user("ines@northwind.example", "Ines Rourke")


def make_workspace(leader: User) -> Workspace:
    """A workspace led by `leader`; the test sees its rows, as a request into it would."""
    workspace = create_workspace("Northwind Instruments", leader=leader, slug="northwind")
    enter(workspace=workspace.pk, user=leader.pk)
    return workspace


def make_member(workspace: Workspace) -> User:
    user = make_user("sam@northwind.example", "Sam Ferris")
    Membership.objects.create(workspace=workspace, user=user, role=Role.MEMBER)
    return user


def make_executive(workspace: Workspace) -> User:
    user = make_user("aiko@northwind.example", "Aiko Tanabe")
    Membership.objects.create(workspace=workspace, user=user, role=Role.EXECUTIVE)
    return user


def make_stranger() -> User:
    """Leads a workspace of their own and belongs to no other."""
    user = make_user("mallory@elsewhere.example", "Mallory Quick")
    create_workspace("Elsewhere", leader=user, slug="elsewhere")
    return user


@pytest.fixture
def leader(db) -> User:
    return make_leader()


@pytest.fixture
def workspace(leader: User) -> Workspace:
    return make_workspace(leader)


@pytest.fixture
def member(workspace: Workspace) -> User:
    return make_member(workspace)


@pytest.fixture
def executive(workspace: Workspace) -> User:
    return make_executive(workspace)


@pytest.fixture
def stranger(db) -> User:
    return make_stranger()


@pytest.fixture
def foreign_stakeholder(stranger: User, workspace: Workspace) -> Stakeholder:
    """Belongs to the stranger's workspace."""
    with scope(user=stranger.pk):
        foreign = Workspace.objects.get(slug="elsewhere")
    with scope(workspace=foreign.pk, user=stranger.pk):
        return Stakeholder.objects.create(workspace=foreign, name="Foreign Person")


def sign_in_as(user: User) -> Client:
    """As Client.force_login, but the session is stored once and nobody is told: a third of the time."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = user._meta.pk.value_to_string(user)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    return sign_in_as


@pytest.fixture
def as_leader(sign_in, leader: User, workspace: Workspace) -> Client:
    return sign_in(leader)


@pytest.fixture
def as_member(sign_in, member: User) -> Client:
    return sign_in(member)


@pytest.fixture
def as_executive(sign_in, executive: User) -> Client:
    return sign_in(executive)


@pytest.fixture
def as_stranger(sign_in, stranger: User, workspace: Workspace) -> Client:
    return sign_in(stranger)


def person_adder(workspace: Workspace, leader: User) -> Callable[..., Stakeholder]:
    """`add_person("Marcus Hale", department="Sales", influence=4, …)`: judged fields become a first assessment."""

    def add(name: str = "Marcus Hale", *, department: str = "", assessed_on=None, why="First look", **fields):
        judged = {
            key: fields.pop(key)
            for key in list(fields)
            if key
            in {
                "segment",
                "influence",
                "interest",
                "position",
                "engagement_now",
                "engagement_desired",
                "voice",
                "approves",
                "holds_capital",
                "executes",
                "advocates",
                "resists",
                "resistance_cause",
            }
        }
        if department:
            fields["department"], _ = Department.objects.get_or_create(workspace=workspace, name=department)
        person = Stakeholder.objects.create(workspace=workspace, name=name, **fields)
        if judged:
            record_assessment(person, author=leader, why=why, assessed_on=assessed_on, **judged)
        return person

    return add


@pytest.fixture
def add_person(workspace: Workspace, leader: User) -> Callable[..., Stakeholder]:
    return person_adder(workspace, leader)


@pytest.fixture
def in_confidence(workspace, leader, add_person) -> Commitment:
    """What somebody promised in a discussion, where only its facilitator reads whose it is."""
    guide = Guide.objects.create(workspace=workspace, name="Between us", author=leader)
    version = GuideVersion.objects.create(workspace=workspace, guide=guide, number=1)
    prompt = Prompt.objects.create(
        workspace=workspace, version=version, place=0, purpose="commitment", kind="commitment", mode="confidential",
        text="What will you do?",
    )  # fmt: skip
    talk = Discussion.objects.create(workspace=workspace, title="Between us", version=version, facilitator=leader)
    by = {"workspace": workspace, "discussion": talk, "voice": "0" * 64}
    person = add_person("Zephyrine Quill")
    invited = Invitation.objects.create(workspace=workspace, discussion=talk, stakeholder=person, segment="champion")
    answer = Answer.objects.create(**by, invitation=invited, prompt=prompt, text="Leave by June", is_draft=False)
    return Commitment.objects.create(
        workspace=workspace, stakeholder=person, discussion=talk, answer=answer, what="Leave by June"
    )


@pytest.fixture
def told(monkeypatch, django_capture_on_commit_callbacks) -> Callable[[Callable[[], object]], list[tuple[str, str]]]:
    """What the channel is told while something is done: (channel, event)."""

    def during(act: Callable[[], object]) -> list[tuple[str, str]]:
        heard: list[tuple[str, str]] = []
        monkeypatch.setattr("web.live._send", lambda channel, event: heard.append((channel, event)))
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return heard

    return during
