"""The page of tokens: for leaders alone; a token is shown in the answer that makes it and nowhere else."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from accounts.tokens import hashed
from impact.api.tokens import make_token
from impact.models import ApiToken

pytestmark = pytest.mark.django_db

LIST = "/w/northwind/impact/tokens/"
NEW = f"{LIST}new/"
SECRET = re.compile(r'id="secret" readonly value="([A-Za-z0-9_-]{43})"')


def test_nobody_sends_yet_says_what_to_do(as_leader):
    page = as_leader.get(LIST).content.decode()
    assert "No system sends numbers yet" in page
    assert f'href="{NEW}"' in page
    assert "curl http://localhost:8000/api/v1/observations/" in page


def test_a_token_is_shown_once(as_leader, leader):
    response = as_leader.post(NEW, {"name": "  CRM,  every night ", "expires_on": ""})
    (secret,) = SECRET.findall(response.content.decode())
    token = ApiToken.objects.get()
    assert (response.status_code, token.token_hash, token.name) == (200, hashed(secret), "CRM, every night")
    assert (token.author, token.expires_on, token.ends_in) == (leader, None, secret[-4:])
    assert response["Cache-Control"] == "no-store, private"
    for address in (LIST, NEW, "/w/northwind/audit/"):
        assert secret not in as_leader.get(address).content.decode()


def test_a_token_may_run_out(as_leader):
    until = timezone.localdate() + dt.timedelta(days=30)
    as_leader.post(NEW, {"name": "CRM", "expires_on": until.isoformat()})
    assert ApiToken.objects.get().expires_on == until
    assert f"Works until {until:%-d %b %Y}" in as_leader.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"name": " "}, "name", "Name the system, so that people know what stops when it is revoked."),
        ({"name": "a" * 121}, "name", "This may be 120 characters long at most; it is 121 long."),
        ({"name": "CRM", "expires_on": "soon"}, "expires_on", "This is not a date. Write it as 2026-11-20."),
        ({"name": "CRM", "expires_on": "2020-01-01"}, "expires_on",
         "This day is over. Choose a later one, or leave it empty."),
    ],
)  # fmt: skip
def test_what_was_typed_comes_back_with_a_sentence(as_leader, typed, field, sentence):
    response = as_leader.post(NEW, typed)
    assert response.status_code == 422
    assert response.context["form"].errors == {field: [sentence]}
    assert response.context["form"][field].value() == typed[field]
    assert ApiToken.objects.count() == 0


def test_a_token_is_revoked_and_stays_in_the_list_after_those_that_work(as_leader, workspace, leader):
    ended, _ = make_token(workspace, name="Survey tool", author=leader)
    make_token(workspace, name="CRM", author=leader)
    response = as_leader.post(f"{LIST}{ended.pk}/revoke/", follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "“Survey tool” sends no more numbers. Those it sent stay."
    ]
    assert [(token.name, state) for token, state in response.context["rows"]] == [
        ("CRM", "open"), ("Survey tool", "revoked")
    ]  # fmt: skip
    again = as_leader.post(f"{LIST}{ended.pk}/revoke/", follow=True)
    assert list(again.context["messages"]) == []


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_many(as_leader, workspace, leader, many, django_assert_num_queries):
    for place in range(many):
        make_token(workspace, name=f"System {place}", author=leader)
    with django_assert_num_queries(10):
        assert len(as_leader.get(LIST).context["rows"]) == many


def test_the_list_in_part(as_leader, workspace, leader):
    make_token(workspace, name="CRM", author=leader)
    page = as_leader.get(LIST, headers={"HX-Request": "true", "HX-Target": "rows"}).content.decode()
    assert ("<html" in page, "CRM" in page) == (False, True)


def test_leaders_find_it_beside_files_and_others_do_not(as_leader, as_member):
    files = "/w/northwind/impact/files/"
    assert f'href="{LIST}"' in as_leader.get(files).content.decode()
    assert f'href="{LIST}"' not in as_member.get(files).content.decode()
