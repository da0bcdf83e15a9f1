"""The demo's discussions: one half answered, one whose outcome was told, one being prepared."""

import datetime as dt
import time

import pytest
from django.utils import timezone

from accounts.isolation import enter
from discussions.demo.making import discuss_demo
from discussions.demo.words import ENDED, PILOT, REQUESTS, VOICES
from discussions.guides.check import check
from discussions.models import Answer, Commitment, Discussion, Idea, Invitation, Vote
from discussions.running.queries.listing import rows
from discussions.running.queries.moderating import suggested
from mail.models import Message
from planning.demo import plan_demo
from stakeholders.demo.workspace import make_demo


@pytest.fixture
def northwind(db):
    today = timezone.localdate()
    workspace, _ = make_demo(today=today)
    plan_demo(workspace, today=today)
    began = time.process_time()
    assert discuss_demo(workspace, today=today) is True
    workspace.took = time.process_time() - began
    enter(workspace=workspace.pk)
    return workspace


def test_what_a_newcomer_finds(northwind):
    found = rows(list(Discussion.objects.order_by("pk")), timezone.now())
    assert [(row.discussion.title, row.phase, row.says) for row in found] == [
        ("Fewer requests, better ones", "over", "11 of 14 answered; no detractor did."),
        ("How do we win mid-market together?", "open", "21 of 29 have answered; no decision maker yet."),
        ("What would Finance need to see?", "draft", "5 people are chosen."),
    ]
    heard = {each.segment: (each.answered, each.invited) for each in found[1].heard}
    assert heard == {
        "decision_maker": (0, 4), "influencer": (5, 6), "champion": (5, 5), "detractor": (2, 4),
        "participant": (8, 9), "unknown": (1, 1),
    }  # fmt: skip
    ideas = sum(len(each.ideas) for each in VOICES) + 1 + sum(bool(each.idea) for each in ENDED)
    assert Idea.objects.count() == ideas
    assert Commitment.objects.open().count() == sum(each.promise is not None for each in VOICES)
    assert Vote.objects.cast().count() > 200
    assert len(suggested(found[1].discussion)) == 1
    assert {each.discussion.goal is not None for each in found} == {True}


def test_letters_wait_for_the_silent_ones(northwind):
    silent = Invitation.objects.silent().filter(discussion__title__startswith="How do we win")
    with_address = silent.exclude(stakeholder__email="").values_list("stakeholder__email", flat=True)
    assert sorted(Message.objects.values_list("recipient", flat=True)) == sorted(with_address)


def test_nameless_answers_name_nobody(northwind):
    nameless = Answer.objects.filter(prompt__mode="anonymous")
    assert nameless.count() > 10
    assert set(nameless.values_list("invitation", flat=True)) == {None}
    # A segment of fewer than five people is not kept beside them.
    assert set(nameless.values_list("segment", flat=True)) == {"champion", "influencer", "participant", "unknown"}


def test_it_is_made_once_and_never_over_somebodys_work(northwind):
    assert discuss_demo(northwind, today=timezone.localdate()) is False
    enter(workspace=northwind.pk)
    assert Discussion.objects.count() == 3


def test_the_guides_are_good_ones(northwind):
    assert [(guide.name, [finding.rule for finding in check(guide)]) for guide in (PILOT, REQUESTS)] == [
        (PILOT.name, []), (REQUESTS.name, []),
    ]  # fmt: skip


def test_it_is_quick(northwind):
    # Processor time on a shared machine; measured 1 s.
    assert northwind.took < 6
    assert Discussion.objects.filter(created_at__gt=timezone.now() + dt.timedelta(minutes=1)).count() == 0
