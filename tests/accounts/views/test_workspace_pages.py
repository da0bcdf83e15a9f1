"""Opening a workspace and renaming it."""

import pytest

from accounts.isolation import enter, scope
from accounts.models import AuditEntry, Membership, Workspace
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
SETTINGS = "/w/northwind/settings/"


def test_who_opens_a_workspace_leads_it(sign_in):
    user = make_user("new@x.example", "New")
    response = sign_in(user).post("/workspaces/new/", {"name": "  Blue   Harbour & Søn "})
    assert response.headers["Location"] == "/w/blue-harbour-soen/"
    with scope(user=user.pk):
        [membership] = Membership.objects.filter(user=user).select_related("workspace")
    assert (membership.role, membership.workspace.name) == ("leader", "Blue Harbour & Søn")


def test_a_name_in_use_gets_an_address_of_its_own(sign_in, workspace):
    response = sign_in(make_user("new@x.example")).post("/workspaces/new/", {"name": "Northwind"})
    address = response.headers["Location"]
    assert address.startswith("/w/northwind-")
    assert len(address) == len("/w/northwind-abcd/")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Give the workspace a name, such as your company's."),
        ("   ", "Give the workspace a name, such as your company's."),
        ("x" * 121, "A name has at most 120 characters; this one has 121."),
        ("a\0b", "Null characters are not allowed."),
    ],
)
def test_a_bad_name_comes_back_with_a_sentence(sign_in, name, sentence):
    response = sign_in(make_user("new@x.example")).post("/workspaces/new/", {"name": name})
    assert response.status_code == 422
    assert response.context["form"].errors == {"name": [sentence]}
    assert response.context["form"]["name"].value() == name


@pytest.mark.parametrize("name", ["日本マーケティング", "🦊", "<script>alert(1)</script>", "‮desrever"])
def test_any_other_name_is_stored_as_typed_and_shown_as_text(sign_in, name):
    user = make_user("new@x.example")
    browser = sign_in(user)
    assert browser.post("/workspaces/new/", {"name": name}).status_code == 302
    with scope(user=user.pk):
        workspace = Workspace.objects.get(name=name)
    page = browser.get(f"/w/{workspace.slug}/settings/").content.decode()
    assert "<script>alert" not in page


def test_where_sign_up_is_closed_only_leaders_open_more(sign_in, as_leader, as_member, settings):
    settings.SIGNUP_OPEN = False
    assert as_leader.get("/workspaces/new/").status_code == 200
    assert as_member.get("/workspaces/new/").status_code == 403
    assert as_member.post("/workspaces/new/", {"name": "Mine"}).status_code == 403
    assert sign_in(make_user("new@x.example")).get("/workspaces/new/").status_code == 403


def test_renaming_keeps_the_address_and_is_noted(as_leader, workspace, leader):
    response = as_leader.post(SETTINGS, {"name": "Northwind Ltd"}, follow=True)
    assert [str(m) for m in response.context["messages"]] == ["The workspace is called Northwind Ltd now."]
    enter(workspace=workspace.pk, user=leader.pk)
    workspace.refresh_from_db()
    assert (workspace.name, workspace.slug) == ("Northwind Ltd", "northwind")
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.detail) == ("renamed", "Northwind Instruments → Northwind Ltd")


def test_a_refused_name_leaves_the_rail_as_it_is(as_leader):
    response = as_leader.post(SETTINGS, {"name": ""})
    assert response.status_code == 422
    assert response.context["form"].errors == {"name": ["Give the workspace a name, such as your company's."]}
    assert response.context["workspace"].name == "Northwind Instruments"


def test_settings_are_for_leaders(as_member, as_executive, as_stranger, client):
    assert [browser.get(SETTINGS).status_code for browser in (as_member, as_executive, as_stranger)] == [403, 403, 404]
    assert client.get(SETTINGS).headers["Location"] == "/accounts/login/?next=/w/northwind/settings/"


def test_the_switcher_lists_ones_own_workspaces_by_name(as_leader, leader, stranger):
    from accounts.workspaces import create_workspace

    create_workspace("Aarhus", leader=leader)
    response = as_leader.get("/w/northwind/members/")
    assert [m.workspace.name for m in response.context["memberships"]()] == ["Aarhus", "Northwind Instruments"]
