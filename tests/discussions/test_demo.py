"""The demo's discussions: one half answered, one whose outcome was told, one being prepared."""

import datetime as dt
import time
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.isolation import enter
from accounts.models import Workspace
from discussions.demo.making import discuss_demo
from discussions.demo.words import ENDED, PILOT, REQUESTS, VOICES
from discussions.guides.check import check
from discussions.models import Answer, Commitment, Discussion, Evidence, Idea, Invitation, Shift, Vote
from discussions.running.queries.listing import rows
from discussions.running.queries.moderating import suggested
from discussions.synthesis.queries.report import report
from mail.models import Message
from planning.demo import plan_demo
from stakeholders.demo.workspace import make_demo
from stakeholders.models import Stakeholder


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker: DjangoDbBlocker) -> Iterator[Workspace]:
    """Made once, in a transaction around the tests of this module: each of them takes back what it did itself."""
    today = timezone.localdate()
    with django_db_blocker.unblock(), transaction.atomic():
        workspace, _ = make_demo(today=today)
        plan_demo(workspace, today=today)
        began = time.process_time()
        assert discuss_demo(workspace, today=today) is True
        workspace.took = time.process_time() - began
        yield workspace
        transaction.set_rollback(True)


@pytest.fixture
def northwind(made: Workspace, db) -> Workspace:
    enter(workspace=made.pk)
    return made


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
    then = [each.promise[1] for each in ENDED if each.promise]
    assert sorted(then) == ["broken", "confirmed", "confirmed", "kept", "kept"]
    # Two of those then are open still, and one is of the team.
    assert Commitment.objects.open().count() == sum(each.promise is not None for each in VOICES) + 3
    assert Commitment.objects.overdue(timezone.localdate()).count() == 1
    assert Vote.objects.cast().count() > 200
    assert len(suggested(found[1].discussion)) == 1
    assert {each.discussion.goal is not None for each in found} == {True}


def test_the_synthesis_of_what_is_over_is_worth_reading_aloud(northwind):
    over = Discussion.objects.get(title="Fewer requests, better ones")
    told = report(over, now=timezone.now())
    assert [part.title for part in told.parts] == [
        "What moves people", "What they would try", "What changed minds", "What pulls both ways",
    ]  # fmt: skip
    assert len(told.blocks) == 2
    assert told.first[0].together.n == 10
    (idea,) = [one.behind.words for part in told.parts for one in part.insights if one.insight.kind == "idea"]
    assert idea.startswith("2 people of 2 segments, 7 of 10 agree with “One list, in order")
    assert told.promised == (
        "2 commitments of stakeholders and one commitment of ours are open, one overdue; 2 were kept, one not."
    )
    moved = {shift.answer.invitation.stakeholder.name: shift.assessment for shift in Shift.objects.all()}
    assert {name: judged and judged.position for name, judged in moved.items()} == {
        "Elif Demir": 1, "Rosa Lind": 2, "Dana Wu": None,
    }  # fmt: skip
    assert Stakeholder.objects.get(name="Elif Demir").position == 1
    assert sorted(Evidence.objects.exclude(meant="").values_list("meant", flat=True)) == ["corrected", "yes", "yes"]
    assert not Message.objects.filter(kind="commitment").exists()


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
