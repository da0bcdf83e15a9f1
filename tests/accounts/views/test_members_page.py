"""Members: the list, inviting, roles, removal, and what is refused."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import Invitation, Membership, Role
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
MEMBERS = "/w/northwind/members/"


def messages_of(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def roster(as_leader):
    return lambda: as_leader.get(MEMBERS)


def pk_of(user) -> int:
    return Membership.objects.get(user=user, workspace__slug="northwind").pk


def test_the_list_names_everybody_with_role(as_leader, member, executive):
    response = as_leader.get(MEMBERS)
    assert [(str(m.user), m.role) for m in response.context["people"]] == [
        ("Aiko Tanabe", "executive"), ("Ines Rourke", "leader"), ("Sam Ferris", "member"),
    ]  # fmt: skip
    assert response.context["says"] == "3 people: 1 leader, 1 member, 1 executive."
    assert "Nobody is waiting" in response.content.decode()


@pytest.mark.parametrize("extra", [0, 3])
def test_queries_do_not_grow_with_rows(as_leader, workspace, leader, extra, at_most):
    for number in range(extra):
        user = make_user(f"p{number}@northwind.example", f"P {number}")
        Membership.objects.create(workspace=workspace, user=user, role=Role.MEMBER)
        as_leader.post(
            reverse("accounts:invite", args=["northwind"]), {"email": f"i{number}@x.example", "role": "member"}
        )
    with at_most(12):
        response = as_leader.get(MEMBERS)
    assert len(response.context["people"]) == 1 + extra


def test_inviting_sends_a_link_whose_token_is_stored_nowhere(as_leader, settings):
    response = as_leader.post(
        MEMBERS + "invite/", {"email": "Nadia@Northwind.example", "role": "executive"}, follow=True
    )
    assert response.redirect_chain == [(MEMBERS, 302)]
    assert messages_of(response) == ["The invitation is on its way to nadia@northwind.example."]
    [letter] = mail.outbox
    assert letter.to == ["nadia@northwind.example"]
    assert letter.subject == "Ines Rourke invites you to Northwind Instruments on Coalition"
    link = re.search(rf"{re.escape(settings.BASE_URL)}/invitations/([\w-]{{43}})/", letter.body)
    assert link is not None
    [html] = [part for part, kind in letter.alternatives if kind == "text/html"]
    assert link[0] in html
    invitation = Invitation.objects.get()
    assert link[1] not in {str(value) for value in Invitation.objects.values_list().get()}
    assert (invitation.email, invitation.role) == ("nadia@northwind.example", "executive")


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"email": "", "role": "member"}, "email", "Whom do you invite? Fill in their e-mail address."),
        (
            {"email": "nadia", "role": "member"},
            "email",
            "This is not an e-mail address. It looks like name@company.com.",
        ),
        ({"email": "n@x.example", "role": "owner"}, "role", "Choose one of the three roles."),
        ({"email": "n@x.example"}, "role", "Choose a role."),
        (
            {"email": "ines@northwind.example", "role": "member"},
            "email",
            "ines@northwind.example is in this workspace already.",
        ),
    ],
)
def test_a_bad_invitation_comes_back_as_typed(as_leader, typed, field, sentence):
    response = as_leader.post(MEMBERS + "invite/", typed)
    assert response.status_code == 422
    assert response.context["form"].errors == {field: [sentence]}
    assert response.context["form"]["email"].value() == typed["email"]
    assert mail.outbox == []
    assert not Invitation.objects.exists()


def test_hostile_addresses_are_refused_or_shown_as_text(as_leader):
    response = as_leader.post(MEMBERS + "invite/", {"email": '"<script>alert(1)</script>"@x.example', "role": "member"})
    assert "<script>alert" not in response.content.decode()


def test_inviting_in_the_panel_refreshes_the_page_under_it(as_leader):
    htmx = {"HX-Request": "true", "HX-Target": "panel", "HX-Current-URL": f"http://testserver{MEMBERS}"}
    panel = as_leader.get(MEMBERS + "invite/", headers=htmx)
    assert "<html" not in panel.content.decode()
    assert 'id="panel-title"' in panel.content.decode()
    done = as_leader.post(MEMBERS + "invite/", {"email": "n@x.example", "role": "member"}, headers=htmx)
    assert done.headers["HX-Location"] == MEMBERS


def test_a_second_invitation_of_one_address_is_refused(as_leader):
    for _ in range(2):
        response = as_leader.post(MEMBERS + "invite/", {"email": "n@x.example", "role": "member"})
    assert response.context["form"].errors == {
        "email": ["n@x.example has been invited already. Send that invitation again, or revoke it first."]
    }


def test_sending_again_and_revoking(as_leader):
    as_leader.post(MEMBERS + "invite/", {"email": "n@x.example", "role": "member"})
    invitation = Invitation.objects.get()
    as_leader.post(reverse("accounts:invitation-resend", args=["northwind", invitation.pk]))
    links = [re.search(r"/invitations/([\w-]+)/", letter.body)[1] for letter in mail.outbox]
    assert len(set(links)) == 2
    response = as_leader.post(reverse("accounts:invitation-revoke", args=["northwind", invitation.pk]), follow=True)
    assert messages_of(response)[-1] == "The invitation of n@x.example is revoked; its link ended."
    assert response.context["waiting"] == []


def test_a_role_is_changed(as_leader, member):
    response = as_leader.post(
        reverse("accounts:member-role", args=["northwind", pk_of(member)]), {"role": "leader"}, follow=True
    )
    assert messages_of(response) == ["Sam Ferris is a leader now."]
    assert Membership.objects.get(user=member).role == "leader"


def test_the_only_leader_keeps_the_role_and_is_told_why(as_leader, leader):
    response = as_leader.post(reverse("accounts:member-role", args=["northwind", pk_of(leader)]), {"role": "member"})
    assert response.status_code == 422
    assert response.context["form"].errors == {
        "role": ["Ines Rourke is the only leader. Make somebody else a leader first, so that the workspace keeps one."]
    }


def test_a_leader_who_steps_down_lands_where_they_may_be(as_leader, leader, member, workspace):
    Membership.objects.filter(user=member).update(role="leader")
    response = as_leader.post(reverse("accounts:member-role", args=["northwind", pk_of(leader)]), {"role": "member"})
    assert response.headers["Location"] == "/w/northwind/"


def test_removing_somebody(as_leader, as_member, member):
    response = as_leader.post(reverse("accounts:member-remove", args=["northwind", pk_of(member)]), follow=True)
    assert messages_of(response) == ["Sam Ferris is no longer in Northwind Instruments."]
    assert as_member.get("/w/northwind/").status_code == 404


def test_removing_the_only_leader_is_refused_with_a_sentence(as_leader, leader):
    response = as_leader.post(reverse("accounts:member-remove", args=["northwind", pk_of(leader)]), follow=True)
    assert messages_of(response) == [
        "Ines Rourke is the only leader. Make somebody else a leader first, so that the workspace keeps one."
    ]


def test_a_name_of_300_characters_and_hostile_letters_is_shown_as_text(as_leader, member):
    member.name = "<img src=x onerror=alert(1)> ‮desrever 🦊"
    member.save()
    page = as_leader.get(MEMBERS).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt; ‮desrever 🦊" in page


@pytest.mark.parametrize("fixture", ["as_member", "as_executive"])
def test_others_are_refused(request, fixture):
    assert request.getfixturevalue(fixture).get(MEMBERS).status_code == 403
    assert request.getfixturevalue(fixture).post(MEMBERS + "invite/", {"email": "n@x.example"}).status_code == 403
    assert mail.outbox == []


def test_strangers_and_anonymous(as_stranger, client):
    assert as_stranger.get(MEMBERS).status_code == 404
    assert client.get(MEMBERS).headers["Location"] == "/accounts/login/?next=/w/northwind/members/"
