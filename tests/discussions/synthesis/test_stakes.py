"""Stakes named in answers land on the page of whoever named them."""

import pytest

from accounts.isolation import scope
from discussions.models import Commitment, Discussion, Response
from discussions.synthesis import stakes
from planning.models import Goal, Stake

pytestmark = pytest.mark.django_db

SOURCE = "\n(Said in the discussion “Better leads”)"


@pytest.fixture
def goal(workspace, discussion):
    with scope(workspace=workspace.pk):
        made = Goal.objects.create(
            workspace=workspace, statement="Win more", rank=1, starts_on="2026-10-01", ends_on="2026-12-31"
        )
        Discussion.objects.filter(pk=discussion.pk).update(goal=made)
    return made


@pytest.fixture
def anna(invite):
    return invite("Anna Berg")


def address(discussion, row) -> str:
    return f"/w/northwind/discuss/{discussion.pk}/shifts/{row.pk}/stake/"


def test_what_they_hope_for_and_promise_lands_with_one_press(workspace, discussion, goal, as_member, anna, answer):
    row = answer(anna, "success", text="Fewer leads, and better ones.")
    promised = answer(anna, "commitment", text="Send the list")
    with scope(workspace=workspace.pk):
        Commitment.objects.create(
            workspace=workspace, discussion=discussion, answer=promised, stakeholder=anna.stakeholder,
            what="Send the list", state="confirmed",
        )  # fmt: skip
    page = as_member.get(f"/w/northwind/discuss/{discussion.pk}/shifts/").content.decode()
    assert "Puts in time: <bdi>Send the list</bdi>" in page
    for _ in range(2):
        assert as_member.post(address(discussion, row), {"drafted": "1"}).status_code == 302
    with scope(workspace=workspace.pk):
        (found,) = Stake.objects.all()
    assert (found.stakeholder_id, found.goal_id, found.invests, found.what, found.expects) == (
        anna.stakeholder_id, goal.pk, "time", "Send the list", f"Fewer leads, and better ones.{SOURCE}",
    )  # fmt: skip
    page = as_member.get(f"/w/northwind/discuss/{discussion.pk}/shifts/").content.decode()
    assert "On their page" in page
    assert "Put it on their page<span" not in page


def test_what_they_invest_stays_unknown_until_somebody_says_it(workspace, discussion, goal, as_member, anna, answer):
    row = answer(anna, "success", text="Fewer leads.")
    refused = as_member.post(address(discussion, row), {"drafted": "1"})
    body = refused.content.decode()
    assert (refused.status_code, "Fewer leads." in body, "not what they put in" in body) == (422, True, True)
    typed = {"invests": "access", "goal": goal.pk, "what": "Her ten customers", "expects": f"Fewer leads.{SOURCE}"}
    assert as_member.post(address(discussion, row), typed | {"what": ""}).status_code == 422
    assert as_member.post(address(discussion, row), typed).status_code == 302
    with scope(workspace=workspace.pk):
        assert [(each.invests, each.what) for each in Stake.objects.all()] == [("access", "Her ten customers")]


def test_help_that_was_offered_is_what_they_put_in(workspace, discussion, anna, answer, idea):
    answer(anna, "success", text="x" * 2_000)
    with scope(workspace=workspace.pk):
        Response.objects.create(
            workspace=workspace, discussion=discussion, invitation=anna, idea=idea("A list"), voice="a", kind="help",
            text="I call them",
        )  # fmt: skip
        (draft,) = stakes.drafts(stakes.stated(discussion), discussion)
        assert (draft.invests, draft.what, len(draft.expects)) == ("time", "I call them", 1_801 + len(SOURCE))
        stakes.carry(draft, by=discussion.facilitator, fields=draft.drafted)
        assert [each.is_carried for each in stakes.drafts(stakes.stated(discussion), discussion)] == [True]


def test_only_what_was_said_openly_is_a_stake(workspace, discussion, as_leader, anna, answer, mode):
    row = answer(anna, "success", text="Fewer leads.")
    for promise in ("confidential", "anonymous"):
        mode("success", promise)
        assert as_leader.get(address(discussion, row)).status_code == 404
        assert (
            "Stakes, said openly" not in as_leader.get(f"/w/northwind/discuss/{discussion.pk}/shifts/").content.decode()
        )
    other = answer(anna, "idea", text="Not a hope")
    assert as_leader.get(address(discussion, other)).status_code == 404
