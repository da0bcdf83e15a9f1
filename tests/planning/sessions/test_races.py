"""Many press at once: what is to happen once happens once, and everybody is written one letter."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from accounts.isolation import scope
from accounts.workspaces import create_workspace
from mail.models import Message
from planning.models import Estimate, PlanningSession, PokerRound, Seat, SessionStage
from planning.sessions import board, closing, over_days, poker, seats, stages
from planning.tasks import sweep_sessions
from stakeholders.models import Stakeholder
from tests.conftest import make_user
from tests.discussions.running.test_races import at_once
from tests.planning.sessions import story

pytestmark = pytest.mark.django_db(transaction=True)
NOW, MANY = story.START, 4


@pytest.fixture
def workspace():
    leader = make_user("ines@northwind.example", "Ines Rourke")
    return create_workspace("Northwind Instruments", leader=leader, slug="northwind")


def test_each_press_counts_once_however_many_press(workspace):
    def all_press(verb: Callable[[], object]) -> list[object]:
        said: list[object] = []

        def press() -> None:
            with scope(workspace=workspace.pk):
                said.append(verb())

        assert at_once(MANY, press) == []
        return sorted(map(str, said))

    once = ["False"] * (MANY - 1) + ["True"]
    with scope(workspace=workspace.pk):
        session = story.prepared(workspace, leader=None)
        person = Stakeholder.objects.create(workspace=workspace, name="Ada", email="ada@northwind.example")
    assert all_press(lambda: seats.invite(session, [person])) == ["0"] * (MANY - 1) + ["1"]
    assert all_press(lambda: stages.begin(session, now=NOW)) == once
    with scope(workspace=workspace.pk):
        seat = Seat.objects.get()
        story.write(session, seat, "Call the dealers")
    assert all_press(lambda: stages.go(session, expected=0, to=2, now=NOW)) == once
    assert all_press(lambda: stages.pause(session, expected=2, now=NOW)) == once
    assert all_press(lambda: stages.resume(session, expected=2, now=NOW)) == once
    assert all_press(lambda: stages.reveal(session, kind="ideas", now=NOW)) == once
    assert all_press(lambda: stages.go(session, expected=2, to=4, now=NOW)) == once
    with scope(workspace=workspace.pk):
        (proposal,) = board.proposals_of(session)
    assert len(set(all_press(lambda: poker.open_round(session, proposal.pk)))) == 1
    with scope(workspace=workspace.pk):
        at = PokerRound.objects.get().pk
    all_press(lambda: poker.choose(session, seat, at=at, value="3"))
    assert all_press(lambda: poker.turn(session, at=at)) == once
    assert all_press(lambda: closing.end(session, outcome="Done", now=NOW)) == once
    with scope(workspace=workspace.pk):
        assert Estimate.objects.count() == 1
        assert [message.kind for message in Message.objects.order_by("created_at")] == ["seat_invited", "session_ended"]
        with pytest.raises(ValidationError, match="ended"):
            seats.invite(session, [person])


def test_sweeps_at_once_go_on_by_one_stage_and_write_each_one_letter(workspace, monkeypatch):
    with scope(workspace=workspace.pk):
        session = story.prepared(workspace, leader=None, held="days")
        people = Stakeholder.objects.bulk_create(
            Stakeholder(workspace=workspace, name=f"P{number}", email=f"p{number}@northwind.example")
            for number in range(6)
        )
        seats.invite(session, people)
        # Its first stage was over long ago.
        stages.begin(session, now=NOW - 9 * over_days.dt.timedelta(days=1))
        Message.objects.all().delete()
    assert at_once(MANY, sweep_sessions) == []
    sweep_sessions()
    with scope(workspace=workspace.pk):
        assert PlanningSession.objects.get().current_place == 1
        assert SessionStage.objects.exclude(told_at=None).get().kind == "questions"
        assert sorted(Message.objects.values_list("recipient", flat=True)) == [each.email for each in people]
