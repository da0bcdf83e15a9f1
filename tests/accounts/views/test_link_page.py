import datetime as dt
import uuid

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts import limits, links
from accounts.isolation import scope
from accounts.models import PersonalLink

SUBJECT = uuid.UUID(int=7)


@pytest.fixture
def token(workspace):
    with scope(workspace=workspace.pk):
        expires = timezone.now() + dt.timedelta(days=1)
        return links.issue(workspace, purpose="discussion", subject=SUBJECT, expires_at=expires)


def stored(workspace):
    with scope(workspace=workspace.pk):
        return list(PersonalLink.objects.values("uses", "revoked_at"))


def test_only_the_hash_of_a_token_is_stored(workspace, token):
    with scope(workspace=workspace.pk):
        row = PersonalLink.objects.values().get()
    assert row["token_hash"] == links.hashed(token)
    assert token not in str(row)
    assert len(token) == 43


def test_opening_a_link_shows_the_organisation_and_a_button_and_changes_nothing(client, workspace, token):
    before = stored(workspace)
    page = client.get(f"/l/{token}/")
    assert client.head(f"/l/{token}/").status_code == 200
    assert f"<h1>{workspace.name}</h1>" in page.text
    assert f'<form class="form" method="post" action="/l/{token}/">' in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store, private"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.cookies.get("visit") is None
    assert stored(workspace) == before == [{"uses": 0, "revoked_at": None}]


def test_going_on_opens_a_visit_at_an_address_without_the_token(client, workspace, token):
    response = client.post(f"/l/{token}/")
    assert (response.status_code, response.headers["Location"]) == (302, f"/d/{SUBJECT}/")
    visit = response.cookies["visit"]
    assert (visit["path"], visit["httponly"], visit["samesite"]) == (f"/d/{SUBJECT}/", True, "Lax")
    assert token not in visit.value
    assert stored(workspace) == [{"uses": 1, "revoked_at": None}]


def test_unknown_expired_and_revoked_links_look_alike(workspace):
    with scope(workspace=workspace.pk):
        past, soon = timezone.now() - dt.timedelta(seconds=1), timezone.now() + dt.timedelta(days=1)
        expired = links.issue(workspace, purpose="discussion", subject=SUBJECT, expires_at=past)
        revoked = links.issue(workspace, purpose="discussion", subject=SUBJECT, expires_at=soon)
        strange = links.issue(workspace, purpose="nothing", subject=SUBJECT, expires_at=soon)
        assert links.revoke(workspace, purpose="discussion", subject=SUBJECT) == 1
    pages = set()
    for token in [expired, revoked, strange, "A" * 43, "x"]:
        for method in ("get", "post"):
            response = getattr(Client(), method)(f"/l/{token}/")
            assert response.status_code == 404
            assert "visit" not in response.cookies
            pages.add(response.text.replace(f"/l/{token}/", ""))
    assert len({page.split("<main")[1] for page in pages}) == 1
    assert all(use["uses"] == 0 for use in stored(workspace))


def test_one_office_opens_its_links_at_once_and_guesses_are_counted(client, token):
    cache.clear()
    assert [client.get(f"/l/{token}/").status_code, limits.uses("link", "127.0.0.1", 60)] == [200, 1]
    for _ in range(298):
        limits.uses("link", "127.0.0.1", 60)
    assert [client.get(f"/l/{number:043}/").status_code for number in range(2)] == [404, 429]
    # Whoever has the right link from the same address still gets in.
    assert client.post(f"/l/{token}/").status_code == 302


def test_a_link_of_another_workspace_is_not_seen_from_this_one(workspace, token, foreign_stakeholder):
    with scope(workspace=foreign_stakeholder.workspace_id):
        assert PersonalLink.objects.count() == 0
    with scope(link=links.hashed(token)):
        assert PersonalLink.objects.count() == 1
    with scope(link="nothing"):
        assert PersonalLink.objects.count() == 0
