"""The first day of an installation: a workspace and invitations from the command line."""

import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts import invitations
from accounts.isolation import scope
from accounts.models import Membership, User
from accounts.workspaces import memberships_of

pytestmark = pytest.mark.django_db


def test_a_workspace_with_its_leader(capsys):
    call_command("create_workspace", "Blue Harbour", leader=" Mira@Blue.example ", leader_name="Mira Lund")
    assert capsys.readouterr().out == (
        "Blue Harbour is open at /w/blue-harbour/. mira@blue.example leads it; an account was made.\n"
        "They sign in with “Send me a code instead” and can choose a password afterwards.\n"
    )
    mira = User.objects.get(email="mira@blue.example")
    assert [(m.workspace.name, m.role) for m in memberships_of(mira.pk)] == [("Blue Harbour", "leader")]
    assert mira.emailaddress_set.get().verified
    assert not mira.has_usable_password()


def test_an_account_that_exists_is_taken(leader, capsys):
    call_command("create_workspace", "Second", leader=leader.email)
    assert "their account was there already" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "leader", "sentence"),
    [
        ("Blue", "mira", "Enter a valid email address."),
        (" ", "mira@blue.example", "Give the workspace a name, such as your company's."),
        ("x" * 121, "mira@blue.example", "A name has at most 120 characters; this one has 121."),
    ],
)
def test_a_bad_workspace_makes_nothing(name, leader, sentence):
    with pytest.raises(CommandError, match=f"^{re.escape(sentence)}$"):
        call_command("create_workspace", name, leader=leader)
    assert not User.objects.exists()


def test_an_invitation(workspace, capsys):
    call_command("invite", "nadia@northwind.example", workspace="northwind", role="leader")
    assert capsys.readouterr().out == "nadia@northwind.example is invited to Northwind Instruments as leader.\n"
    token = re.search(r"/invitations/([\w-]+)/", mail.outbox[0].body)[1]
    assert token not in capsys.readouterr().out
    assert invitations.find_open(invitations.hashed(token)).role == "leader"
    with scope(workspace=workspace.pk):
        assert Membership.objects.count() == 1


def test_an_invitation_into_nowhere(workspace):
    with pytest.raises(CommandError, match=r"^There is no workspace at /w/nowhere/\.$"):
        call_command("invite", "nadia@northwind.example", workspace="nowhere")
    assert mail.outbox == []
