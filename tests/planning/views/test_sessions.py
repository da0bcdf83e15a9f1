"""Planning sessions as the team sees them: the list, the desk, who sits at the table, and orders by segment."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from planning.models import PlanningSession, Proposal, Seat, SessionStage
from planning.sessions import board, ordering, seats, stages
from planning.sessions.board import Mover
from stakeholders.models import Stakeholder
from tests.planning.sessions.story import as_it_stands, begun, go_to, prepared, seat, write

pytestmark = pytest.mark.django_db

TYPED = {"title": "Planning Q1", "held": "room", "days": "60", "deck": "fibonacci", "where": "Room 4", "planned_at": ""}


def typed(**fields):
    year = timezone.localdate().year + 1
    return {**TYPED, "period": f"{year}", "key": str(uuid.uuid4()), **fields}


def at(session: PlanningSession, path: str = "") -> str:
    return f"/w/northwind/sessions/{session.pk}/{path}"


def test_nothing_planned_yet(as_leader):
    assert "No quarter has been planned together yet" in as_leader.get("/w/northwind/sessions/").text


def test_prepared_once_however_often_the_form_is_sent(as_leader, leader):
    form = typed()
    answers = [as_leader.post("/w/northwind/sessions/new/", form) for _ in range(2)]
    session = PlanningSession.objects.get()
    assert [(each.status_code, each.headers["Location"]) for each in answers] == [(302, at(session))] * 2
    assert (session.title, session.days, session.facilitator) == ("Planning Q1", 60, leader)
    assert list(session.stages.values_list("kind", flat=True)) == [plan.kind for plan in stages.PLANS]
    assert "Planning Q1" in as_leader.get("/w/northwind/sessions/").text


def test_the_name_that_is_offered_follows_the_period(as_leader):
    offered = as_leader.get("/w/northwind/sessions/new/").context["form"]
    own, later = offered["title"].initial, offered.fields["period"].choices[2]
    assert own == f"Planning {offered.fields['period'].choices[1][1]}"
    as_leader.post("/w/northwind/sessions/new/", typed() | {"title": own, "period": later[0]})
    assert PlanningSession.objects.get().title == f"Planning {later[1]}"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"title": " "}, "Give it a name"),
        ({"days": "many"}, "Write whole days, such as 120."),
        ({"period": "nonsense"}, "Choose one of the answers."),
        ({"planned_at": "soon"}, "This is not a moment."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(as_leader, wrong, says):
    answer = as_leader.post("/w/northwind/sessions/new/", typed(**wrong))
    assert (answer.status_code, says in answer.text, 'value="Room 4"' in answer.text) == (422, True, True)
    assert not PlanningSession.objects.exists()


def test_whoever_presses_second_is_told_where_it_stands(as_leader, workspace, leader):
    session = begun(workspace, leader)
    pressed = {"expected": "0", "to": "1"}
    as_leader.post(at(session, "go/"), pressed)
    page = as_leader.post(at(session, "go/"), pressed, follow=True).text
    assert "Somebody else has moved the session on." in page
    assert "What would you like to know first?" in page


def test_a_stage_over_days_is_paused_and_goes_on(as_leader, workspace, leader):
    session = prepared(workspace, leader, held="days")
    as_leader.post(at(session, "begin/"))
    stage = SessionStage.objects.get(session=session, place=0)
    assert stage.ended_at - stage.started_at == dt.timedelta(days=1)
    as_leader.post(at(session, "time/"), {"expected": "0", "act": "pause"})
    assert ">Paused<" in as_leader.get(at(session)).text
    as_leader.post(at(session, "time/"), {"expected": "0", "act": "resume"})
    assert ">Paused<" not in as_leader.get(at(session)).text


def test_times_are_set_before_it_begins_and_for_stages_to_come(as_leader, workspace, leader):
    session = prepared(workspace, leader)

    def stand():
        return dict(session.stages.values_list("kind", "minutes"))

    assert 'name="goals" value="10"' in as_leader.get(at(session, "times/")).text
    planned = stand()
    for wrong, says in (
        ({"goals": "soon"}, "Write whole minutes, such as 15."),
        ({"goals": ""}, "Say how many minutes it takes."),
        ({"goals": "0"}, "A stage takes a minute at least."),
        ({"goals": "241"}, "A stage takes 240 minutes at most."),
    ):
        refused = as_leader.post(at(session, "times/"), {"goals": "10", "ideas": "33", **wrong})
        assert (refused.status_code, says in refused.text, 'value="33"' in refused.text) == (422, True, True)
        assert stand() == planned
    assert as_leader.post(at(session, "times/"), {"goals": "5", "ideas": "33"}).status_code == 302
    assert stand() == {**planned, "goals": 5, "ideas": 33}
    stages.begin(session, now=timezone.now())
    page = as_leader.get(at(session, "times/")).text
    assert ('name="goals"' in page, 'name="ideas" value="33"' in page) == (False, True)
    late = as_leader.post(at(session, "times/"), {"goals": "9", "ideas": "12"}, follow=True).text
    assert "Goals has begun meanwhile: it keeps the time it has." in late
    assert stand() == {**planned, "goals": 5, "ideas": 12}
    over_days = prepared(workspace, leader, held="days")
    assert "held over days: each stage" in as_leader.get(at(over_days, "times/")).text


def test_somebody_else_leads_from_here(as_member, member, workspace, leader):
    session = begun(workspace, leader)
    assert "Lead from here" in as_member.get(at(session)).text
    as_member.post(at(session, "lead/"))
    assert as_it_stands(session).facilitator == member
    assert "Lead from here" not in as_member.get(at(session)).text


def test_the_address_of_the_door_is_shown_once(as_leader, workspace, leader):
    session = begun(workspace, leader)
    assert "/l/" in as_leader.post(at(session, "door/")).text
    page = as_leader.get(at(session)).text
    assert ("/l/" in page, "Whoever has an address from here" in page) == (False, True)


def test_people_are_invited_once_and_found_by_name(as_leader, workspace, leader):
    session = prepared(workspace, leader)
    ada, ben = (Stakeholder.objects.create(workspace=workspace, name=name) for name in ("Ada Oz", "Ben Ode"))
    found = as_leader.get(at(session, "invite/?q=ada")).text
    assert ("Ada Oz" in found, "Ben Ode" in found) == (True, False)
    for _ in range(2):
        as_leader.post(at(session, "invite/"), {"person": [ada.pk, ben.pk, "99999", "nonsense"]})
    assert [each.name for each in Seat.objects.all()] == ["Ada Oz", "Ben Ode"]
    assert "Everybody you know has a seat." in as_leader.get(at(session, "invite/")).text


def test_nobody_is_recognised_twice(as_leader, workspace, leader):
    session = begun(workspace, leader)
    person = Stakeholder.objects.create(workspace=workspace, name="Ada Oz")
    first, second = seat(session, "Ada"), seat(session, "Adah")
    seats.recognise(first, person)
    refused = as_leader.post(at(session, f"seats/{second.pk}/"), {"act": "recognise", "person": person.pk})
    assert (refused.status_code, "Ada Oz has a seat already." in refused.text) == (422, True)


def test_a_decision_keeps_what_was_typed_when_somebody_was_first(as_leader, workspace, leader):
    session = go_to(begun(workspace, leader), "ideas")
    write(session, seat(session, "Ana"), "A trial")
    session = go_to(session, "commit")
    proposal = Proposal.objects.get()
    form = {"title": "A trial", "goal": "", "owner": "", "decision": "out", "why": "", "version": proposal.version}
    page = at(session, f"proposals/{proposal.pk}/")
    refused = as_leader.post(page, form)
    assert (refused.status_code, "Say why it is left out" in refused.text) == (422, True)
    board.edit_proposal(session, proposal.pk, expected_version=proposal.version, title="A longer trial")
    late = as_leader.post(page, {**form, "why": "No days are left."})
    assert (late.status_code, "No days are left." in late.text) == (409, True)
    assert as_leader.post(page, {**form, "why": "None.", "version": proposal.version + 1}).status_code == 302
    assert Proposal.objects.get().decision == "out"


@pytest.mark.parametrize(
    ("champions", "detractors", "told"),
    [(4, 0, []), (5, 0, ["Champion"]), (5, 4, []), (5, 5, ["Champion", "Detractor"])],
)
def test_orders_of_segments_are_told_from_five_and_only_where_the_rest_stays_unknown(
    as_leader, workspace, leader, add_person, champions, detractors, told
):
    session = go_to(begun(workspace, leader), "ideas")
    sitting = []
    for segment, many in (("champion", champions), ("detractor", detractors)):
        for number in range(many):
            person = add_person(f"{segment} {number}", segment=segment)
            sitting.append((segment, seat(session, f"Person {len(sitting)}", stakeholder=person)))
    for text in ("A trial", "A letter"):
        write(session, sitting[0][1], text)
    session = go_to(session, "order")
    keys = [each.pk for each in session.proposals.order_by("title")]
    for segment, sitter in sitting:
        ordering.give_order(session, sitter, keys if segment == "champion" else keys[::-1])
    assert "The orders are not shown yet" in as_leader.get(at(session, "orders/")).text
    stages.reveal(session, kind="order", now=timezone.now())
    page = as_leader.get(at(session, "orders/")).text
    assert [name for name in ("Champion", "Detractor") if f"{name}</" in page] == told
    assert ("Too few to tell apart" in page) == (told == [])


def test_ended_with_what_was_decided(as_leader, workspace, leader):
    session = go_to(begun(workspace, leader), "ideas")
    board.write(session, key=uuid.uuid4(), text="A trial", by=Mover(user=leader))
    session = go_to(session, "close")
    assert "is not decided on" in as_leader.get(at(session, "end/")).text
    as_leader.post(at(session, "end/"), {"outcome": "We try nothing."})
    page = as_leader.get(at(session)).text
    assert ("We try nothing." in page, "The session ended before it was decided on." in page) == (True, True)
    assert as_leader.post(at(session, "go/"), {"expected": "6", "to": "0"}, follow=True).status_code == 200
    assert as_it_stands(session).current_place is None
