"""The audit page: for leaders, in words, narrowed by what, who and when, never an address."""

import re

import pghistory
import pytest

from accounts import audit
from accounts.models import AuditEntry
from stakeholders.models import Stakeholder

pytestmark = pytest.mark.django_db
AUDIT = "/w/northwind/audit/"


def subjects(response) -> list[str]:
    return [entry.subject for group in response.context["page"].groups for entry in (*group.shown, *group.rest)]


def test_a_change_made_in_the_browser_is_told_with_its_maker(as_leader, member):
    pk = member.memberships.get().pk
    as_leader.post(f"/w/northwind/members/{pk}/role/", {"role": "executive"})
    response = as_leader.get(AUDIT, {"what": "membership"})
    first = response.context["page"].groups[0].first
    assert (first.who, first.subject, first.why) == ("Ines Rourke", "Sam Ferris", "Changed the role")
    page = re.sub(r"\s+", " ", response.content.decode())
    assert "Member</span>" in page
    assert "<span>Executive</span>" in page


def test_no_address_of_a_page_stands_in_the_trail(as_leader, member):
    pk = member.memberships.get().pk
    as_leader.post(f"/w/northwind/members/{pk}/role/", {"role": "executive"})
    for group in as_leader.get(AUDIT).context["page"].groups:
        assert "/w/" not in str(group)


def test_filters_keep_what_was_chosen(as_leader, workspace, leader, add_person):
    add_person("Ada")
    audit.note(workspace, actor=leader, act=AuditEntry.Act.EXPORTED, detail="all.json")
    chosen = {"what": "act", "who": str(leader.pk)}
    response = as_leader.get(AUDIT, chosen)
    assert subjects(response) == ["Exported the workspace"]
    assert (response.context["form"]["what"].value(), response.context["form"]["who"].value()) == (
        "act",
        str(leader.pk),
    )


@pytest.mark.parametrize(
    ("chosen", "field", "sentence"),
    [
        ({"what": "passwords"}, "what", "Choose one of the list."),
        ({"who": "9999999"}, "who", "Choose one of the list."),
        ({"since": "yesterday"}, "since", "A date looks like 2026-11-22."),
        ({"since": "2026-03-02", "until": "2026-03-01"}, "until", "The last day lies before the first."),
    ],
)
def test_a_filter_that_makes_no_sense_says_so(as_leader, chosen, field, sentence):
    response = as_leader.get(AUDIT, chosen)
    assert response.status_code == 200
    assert response.context["form"].errors == {field: [sentence]}
    assert sentence in response.content.decode()


def test_nothing_found_says_what_to_do(as_leader):
    response = as_leader.get(AUDIT, {"until": "2001-01-01"})
    assert subjects(response) == []
    assert "Nothing of that kind happened" in response.content.decode()


def test_older_pages_keep_the_filters(as_leader, workspace, leader):
    for number in range(60):
        audit.note(workspace, actor=leader, act=AuditEntry.Act.EXPORTED, detail=str(number))
    first = as_leader.get(AUDIT, {"what": "act"})
    assert len(subjects(first)) == 50
    second = as_leader.get(AUDIT + first.context["older"])
    assert len(subjects(second)) == 10
    assert "what=act" in first.context["older"]
    assert second.context["older"] == ""


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_rows(as_leader, workspace, add_person, rows, at_most):
    for number in range(rows):
        add_person(f"P{number}", segment="champion", department=f"D{number}")
    Stakeholder.objects.filter(name="P0").delete()
    with at_most(12):
        assert as_leader.get(AUDIT).status_code == 200


def test_hostile_names_are_shown_as_text(as_leader, leader, workspace):
    with pghistory.context(user=leader.pk, why="<b>because</b>"):
        Stakeholder.objects.create(workspace=workspace, name="<script>alert(1)</script>" + "x" * 270)
    page = as_leader.get(AUDIT).content.decode()
    assert "<script>alert" not in page
    assert "<b>because</b>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_partial(as_leader):
    response = as_leader.get(AUDIT, headers={"HX-Request": "true", "HX-Target": "trail"})
    assert response.content.decode().lstrip().startswith('<div id="trail">')


def test_leaders_alone(as_member, as_executive, as_stranger, client):
    assert [browser.get(AUDIT).status_code for browser in (as_member, as_executive, as_stranger)] == [403, 403, 404]
    assert client.get(AUDIT).headers["Location"] == "/accounts/login/?next=/w/northwind/audit/"


def test_it_takes_no_post(as_leader):
    assert as_leader.post(AUDIT).status_code == 405
