"""What somebody brought is shaped together: a short discussion about it, and what its author sees of it."""

import datetime as dt
import re
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from discussions import backup
from discussions.guides.built_in.shaping import about
from discussions.guides.check import check
from discussions.guides.versions import text_of
from discussions.models import Discussion, Invitation
from discussions.running.preparing import open_discussion
from planning.goals import add_goal
from planning.requests import decide, estimate, issue_link, set_desk
from tests.planning.asked import SAID, brought

NEW = "/w/northwind/discuss/new/"


@pytest.fixture
def owner(add_person):
    return add_person("Olu Owner")


@pytest.fixture
def asked(workspace, leader, owner, add_person):
    """Brought by somebody on the map, for a goal, and to be talked through."""
    add_person("Nora Quist", email="nora@x.example")
    goal = add_goal(
        workspace,
        statement="Keep dealers",
        starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2026, 12, 31),
        owners=[owner],
    )
    set_desk(workspace, owner=leader, days_a_quarter=60)
    made = estimate(brought(workspace, email="nora@x.example"), expected_version=1, goal=goal, days=None, value=None)
    decide(made, author=leader, state="shaping", reason="Let us look at it together.", expected_version=2)
    made.refresh_from_db()
    return made


@pytest.mark.django_db
def test_a_request_becomes_a_short_discussion_that_its_author_sees(as_leader, asked, leader, owner):
    page = f"/w/northwind/requests/{asked.pk}/"
    section = f"/w/northwind/discuss/requests/{asked.pk}/"
    assert f'hx-get="{section}"' in as_leader.get(page).text
    start = as_leader.get(section).text
    assert "Nobody was asked about it yet." in start
    assert f'href="{NEW}?request={asked.pk}"' in start

    form = as_leader.get(f"{NEW}?request={asked.pk}").context["form"]
    people = [asked.stakeholder_id, owner.pk]
    assert {name: form[name].value() for name in ("title", "problem", "goal", "invited")} == {
        "title": SAID.problem, "problem": SAID.problem, "goal": asked.goal_id, "invited": people,
    }  # fmt: skip
    theirs = Client()
    theirs.post(f"/l/{issue_link(asked)}/")
    behind = f"/asked/{asked.pk}/shaped/"
    assert behind in theirs.get(f"/asked/{asked.pk}/").text
    assert "A short discussion about it is being prepared." in theirs.get(behind).text

    typed = {
        "request": asked.pk, "title": "Pumps the right way round", "problem": "Pumps come back.", "guide": "",
        "goal": asked.goal_id, "invited": people, "facilitator": leader.pk, "held": "async", "sees": "ideas",
        "reveal": "after_own", "remind_before": ["3"], "key": uuid.uuid4(),
    }  # fmt: skip
    wrong = as_leader.post(NEW, {**typed, "problem": ""})
    assert "Say what the problem is, in a sentence or two." in wrong.text
    assert as_leader.post(NEW, typed).status_code == 302
    made = Discussion.objects.get()
    assert (made.request, made.goal, made.opens_at) == (asked, asked.goal, None)
    assert sorted(Invitation.objects.values_list("stakeholder", flat=True)) == sorted(people)
    guide = text_of(made.version)
    assert (guide.name, guide.problem, guide.outcome) == (
        "Pumps the right way round",
        "Pumps come back.",
        "Keep dealers",
    )
    assert "A short discussion about it is being prepared." in theirs.get(behind).text

    now = timezone.now()
    open_discussion(made, closes_at=now + dt.timedelta(days=7), now=now)
    seen = theirs.get(behind).text
    assert "It is talked through now" in seen
    assert "You are part of it" in seen
    assert "Olu Owner" not in seen
    row = as_leader.get(section).text
    assert f"/w/northwind/discuss/{made.pk}/synthesis/" in row
    assert asked.problem in as_leader.get(f"/w/northwind/discuss/{made.pk}/").text

    Discussion.objects.update(closed_at=now, outcome="The box gets an arrow.")
    assert "The box gets an arrow." not in theirs.get(behind).text
    Discussion.objects.update(outcome_told_at=now)
    asked.refresh_from_db()
    decide(asked, author=leader, state="accepted", reason="With the arrow.", expected_version=asked.version)
    assert behind in theirs.get(f"/asked/{asked.pk}/").text
    assert "The box gets an arrow." in theirs.get(behind).text
    assert f'hx-get="{section}"' in as_leader.get(page).text

    packed = backup.pack(asked.workspace, {person: str(person) for person in people})
    assert [each["request"] for each in packed["discussions"]] == [
        {"name": "Nora Quist", "received_at": asked.received_at.isoformat()}
    ]
    asked.delete()
    assert Discussion.objects.get().request_id is None
    assert theirs.get(behind).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["x", str(uuid.UUID(int=7))])
def test_what_was_never_brought_is_not_shaped(as_leader, key):
    assert as_leader.get(f"{NEW}?request={key}").status_code == 404


def test_the_guide_made_for_it_keeps_every_rule_and_its_minutes():
    guide = about(SAID.problem, name="Pumps", outcome="Fewer returned pumps")
    assert check(guide) == []
    assert guide.minutes == 6
    assert all(SAID.problem in variant.opening for variant in guide.variants.values())
    assert not re.search(r"\bNora\b", str(guide))
