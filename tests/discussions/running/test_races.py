"""Two at once, and one that dies half-way: each letter is written once, and nobody is invited twice."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from accounts.isolation import scope
from accounts.workspaces import create_workspace
from discussions.answering.answers import began
from discussions.models import Discussion, Guide, GuideVersion, Invitation, Prompt
from discussions.running import letters, people, posting
from discussions.tasks import sweep_discussions, write_letters
from mail.models import Message
from stakeholders.models import Stakeholder
from tests.conftest import make_user

PEOPLE = 12
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def discussion() -> Discussion:
    """Open, closing tonight: a dozen people are owed an invitation, or once they have it a reminder."""
    leader = make_user("ines@northwind.example", "Ines Rourke")
    workspace = create_workspace("Northwind Instruments", leader=leader, slug="northwind")
    now = timezone.now()
    with scope(workspace=workspace.pk, user=leader.pk):
        guide = Guide.objects.create(workspace=workspace, name="Leads", author=leader)
        version = GuideVersion.objects.create(workspace=workspace, guide=guide, number=1)
        Prompt.objects.create(
            workspace=workspace, version=version, place=0, purpose="idea", kind="text", mode="attributed", text="What?"
        )
        made = Discussion.objects.create(
            workspace=workspace, title="Better leads", version=version, facilitator=leader,
            opens_at=now - dt.timedelta(days=5), closes_at=now + dt.timedelta(hours=20), remind_before=[1, 2],
        )  # fmt: skip
        Stakeholder.objects.bulk_create(
            Stakeholder(workspace=workspace, name=f"P{number}", email=f"p{number}@x.example")
            for number in range(PEOPLE)
        )
        people.invite(made, Stakeholder.objects.all())
    return made


def at_once(count: int, work: Callable[[], object]) -> list[BaseException]:
    """Do it in so many threads that start together; what they raised."""
    start, raised = threading.Barrier(count), []

    def run() -> None:
        try:
            start.wait()
            work()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_four_sweeps_at_once_write_one_letter_each(discussion):
    assert at_once(4, sweep_discussions) == []
    with scope(workspace=discussion.workspace_id):
        assert Message.objects.count() == PEOPLE
        # Everybody has had the invitation for three days: now the plan reminds.
        Invitation.objects.update(invited_at=timezone.now() - dt.timedelta(days=4))
    assert at_once(4, sweep_discussions) == []
    with scope(workspace=discussion.workspace_id):
        assert Message.objects.filter(key__contains=":reminder:").count() == PEOPLE
        assert set(Invitation.objects.values_list("reminders", flat=True)) == {1}


def test_one_that_dies_half_way_has_written_nothing_and_the_next_writes_all(discussion, monkeypatch):
    written, real = [], letters.invitation

    def dies(invitation, **said):
        if len(written) == PEOPLE // 2:
            raise KeyboardInterrupt
        written.append(invitation)
        return real(invitation, **said)

    monkeypatch.setattr(letters, "invitation", dies)
    with pytest.raises(KeyboardInterrupt):
        write_letters(workspace_id=str(discussion.workspace_id), discussion_id=discussion.pk)
    with scope(workspace=discussion.workspace_id):
        assert (Message.objects.count(), Invitation.objects.exclude(invited_at=None).count()) == (0, 0)
    monkeypatch.setattr(letters, "invitation", real)
    sweep_discussions()
    with scope(workspace=discussion.workspace_id):
        assert (Message.objects.count(), Invitation.objects.filter(invited_at=None).count()) == (PEOPLE, 0)


def test_one_who_answers_while_reminders_are_written_keeps_none(discussion):
    now = timezone.now()
    with scope(workspace=discussion.workspace_id):
        Invitation.objects.update(invited_at=now - dt.timedelta(days=4))

    def sweep() -> None:
        sweep_discussions()

    def answer() -> None:
        with scope(workspace=discussion.workspace_id):
            for each in Invitation.objects.select_related("discussion__workspace").order_by("pk"):
                began(each)

    threads = iter([sweep, answer])
    lock = threading.Lock()

    def one_of_each() -> None:
        with lock:
            work = next(threads)
        work()

    assert at_once(2, one_of_each) == []
    with scope(workspace=discussion.workspace_id):
        assert Message.objects.filter(state="waiting").count() == 0


def test_inviting_the_same_people_twice_at_once(discussion):
    with scope(workspace=discussion.workspace_id):
        Invitation.objects.all().delete()
        Stakeholder.objects.filter(name="P0").delete()

    def invite() -> None:
        with scope(workspace=discussion.workspace_id):
            people.invite(discussion, Stakeholder.objects.all())
            posting.write_invitations(discussion, now=timezone.now())

    assert at_once(3, invite) == []
    with scope(workspace=discussion.workspace_id):
        assert Invitation.objects.count() == PEOPLE - 1
        assert Message.objects.count() == PEOPLE - 1
