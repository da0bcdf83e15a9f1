"""What a planning session took in becomes initiatives, each once, and its page says what became of them."""

import datetime as dt
import json
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts import links
from accounts.isolation import enter
from accounts.models import User, Workspace
from accounts.workspaces import create_workspace
from discussions.models import Commitment
from impact.initiatives import add_initiative, move_stage
from impact.models import Initiative, Planned
from impact.order_desk import Span, works_of
from impact.planned import free_name, take_up
from impact.queries.planned import of_initiative
from impact.queries.works import rows
from planning.intake.text import RequestText
from planning.models import BoardNote, PlanningSession, Seat
from planning.requests import bring, decide, estimate, set_desk
from planning.sessions import seats, stages
from stakeholders.exports.archive import document_of
from stakeholders.formats.document import Format
from stakeholders.formats.writing import write
from stakeholders.imports import batches
from stakeholders.models import Stakeholder
from tests.conftest import make_executive, make_leader, make_member, make_workspace
from tests.planning.sessions import story

pytestmark = pytest.mark.django_db
STARTS, ENDS = dt.date(2027, 1, 1), dt.date(2027, 3, 31)


@pytest.fixture(scope="module")
def ended(rows_of_the_module) -> PlanningSession:
    leader = make_leader()
    workspace = make_workspace(leader)
    member = make_member(workspace)
    make_executive(workspace)
    Stakeholder.objects.create(workspace=workspace, name="Bo Li")
    session = story.prepared(workspace, leader)
    at_table = [seats.sit_with(session, leader), seats.sit_with(session, member)]
    stages.begin(session, now=story.START)
    story.told(story.as_it_stands(session), at_table, owner=member)
    return story.as_it_stands(session)


@pytest.fixture
def home(ended) -> Workspace:
    enter(workspace=ended.workspace_id, user=User.objects.get(name="Ines Rourke").pk)
    return ended.workspace


def test_a_request_that_became_an_initiative_by_the_board_is_known_of_it(ended, home):
    """Accepted after the room took it in: its days are told by the initiative, in the quarter in which it runs."""
    leader = User.objects.get(name="Ines Rourke")
    set_desk(home, owner=leader, days_a_quarter=60)
    asked, _ = bring(home, key=uuid.uuid4(), name="Nora", text=RequestText(problem="Dealers wait"))
    estimate(asked, expected_version=1, days=9)
    decide(asked, author=leader, state="accepted", reason="So", expected_version=2)
    today = timezone.localdate()
    span = Span(today, today)
    assert [(one.title, one.days) for one in rows(home, span, today).taken] == [("Dealers wait", 9)]
    BoardNote.objects.filter(proposal__title="Call the dealers").update(request=asked)
    [made] = take_up(ended)
    found = rows(home, span, today)
    assert [one.came_of for one in found.begun if one.key == made.pk] == [{asked.pk}]
    assert works_of(found.taken, found.begun, span) == ()
    [work] = works_of(found.taken, found.begun, Span(STARTS, ENDS))
    assert (work.key, work.days) == (made.pk, 5)


@pytest.mark.parametrize(
    ("title", "taken", "name"),
    [
        ("Call the dealers", set(), "Call the dealers"),
        ("Call the dealers", {"call the dealers"}, "Call the dealers (2)"),
        ("Call", {"call", "call (2)"}, "Call (3)"),
        ("x" * 200, set(), "x" * 120),
        ("x" * 200, {"x" * 120}, "x" * 116 + " (2)"),
    ],
)
def test_a_name_that_is_taken_gets_a_number(title, taken, name):
    assert free_name(title, taken) == name


def test_each_proposal_that_is_in_becomes_an_initiative_once(ended, home):
    add_initiative(home, name="call the dealers", what="Something else", starts_on=STARTS)
    assert [[made.name for made in take_up(ended)] for _ in range(2)] == [["Call the dealers (2)"], []]
    made = Initiative.objects.get(name="Call the dealers (2)")
    assert (made.what, made.owner.name, made.days, made.starts_on, made.ends_on, made.stage) == (
        "Call the dealers", "Sam Ferris", 5, STARTS, ENDS, "creation",
    )  # fmt: skip
    session, promise = of_initiative(made)
    assert (session, promise.number, promise.title, promise.size) == (ended, 1, "Call the dealers", "5 days")
    assert of_initiative(Initiative.objects.get(name="call the dealers")) is None


def test_nothing_is_taken_up_before_the_session_ends(home):
    session = story.begun(home, None)
    with pytest.raises(ValidationError, match="once the session has ended"):
        take_up(session)


def test_the_page_makes_them_and_the_next_session_says_what_became_of_them(ended, home, client):
    client.force_login(User.objects.get(name="Sam Ferris"))
    page, taking = (f"/w/northwind/impact/planned/{ended.pk}/{more}" for more in ("", "take-up/"))
    before = client.get(page).content.decode()
    assert ("Make an initiative of it" in before, "None of what is in is an initiative yet." in before) == (True, True)
    assert client.post(taking)["Location"] == page
    (made,) = Initiative.objects.all()
    after = client.get(page, headers={"HX-Request": "true", "HX-Target": "planned"})
    assert after.content.decode().lstrip().startswith('<div class="stack">')
    assert f'<a href="/w/northwind/impact/initiatives/{made.pk}/">Call the dealers</a>' in after.content.decode()
    assert "Make an initiative" not in after.content.decode()
    move_stage(made, Initiative.Stage.STOPPED, expected_version=1, why="The dealers called us")
    following = story.prepared(home, None, title="Second quarter together")
    said = client.get(f"/w/northwind/impact/planned/{following.pk}/").content.decode()
    assert ("What we promised last time" in said, "The dealers called us" in said) == (True, True)
    assert "as number <span" in client.get(f"/w/northwind/impact/initiatives/{made.pk}/").content.decode()
    client.force_login(User.objects.get(name="Aiko Tanabe"))
    assert [client.get(page).status_code, client.post(taking).status_code] == [403, 403]
    assert "Planned in" not in client.get(f"/w/northwind/impact/initiatives/{made.pk}/").content.decode()


def test_the_next_one_opens_with_what_the_last_promised_and_what_was_said_openly(ended, home, client):
    """Whose it is and how far it is, to the room; what people said they would do, to the team and to each alone."""
    leader = User.objects.get(name="Ines Rourke")
    (made,) = take_up(ended)
    move_stage(made, Initiative.Stage.STOPPED, expected_version=1, why="A quarrel inside")
    session = story.begun(home, leader, title="Second quarter together")
    ana, bo, out = (Stakeholder.objects.create(workspace=home, name=name) for name in ("Ana Oz", "Bo Ode", "Cem Ay"))
    invited = story.seat(session, "Ana Oz", stakeholder=ana, invited_at=story.START)
    # Came by the door; the team takes them for Bo.
    guessed = story.seat(session, "Bo", stakeholder=bo)
    for whose, what, fields in (
        (ana, "I ask the plant", {}),
        (ana, "I leave by June", {"in_confidence": True}),
        (ana, "I asked the board", {"state": "kept", "settled_on": STARTS}),
        (ana, "I asked before", {"state": "kept", "settled_on": dt.date(2020, 1, 1)}),
        (bo, "I call the dealers", {}),
        (out, "I am not at the table", {}),
    ):
        Commitment.objects.create(workspace=home, stakeholder=whose, what=what, **{"state": "confirmed", **fields})
    client.force_login(leader)
    parts = {"HX-Request": "true", "HX-Target": "promised"}
    said = list(Commitment.objects.order_by("created_at").values_list("what", flat=True))

    def told(page: str, headers: dict[str, str], browser=client) -> tuple[list[str], bool]:
        text = browser.get(page, headers=headers).content.decode()
        assert ("Call the dealers" in text, "Sam Ferris" in text, "Stopped" in text) == (True, True, True)
        return [each for each in said if each in text], "A quarrel inside" in text

    team = told(f"/w/northwind/impact/planned/{session.pk}/", {})
    assert team == (["I ask the plant", "I asked the board", "I call the dealers"], True)
    assert told(f"/w/northwind/impact/planned/{session.pk}/promised/", parts) == ([], False)
    for seat, own in ((invited, ["I ask the plant"]), (guessed, [])):
        browser = Client()
        browser.post(links.address(seats.issue_link(seat)).removeprefix("http://localhost:8000"))
        assert told(f"/table/{seat.pk}/promised/", parts, browser) == (own, False)
        assert f'hx-get="/table/{seat.pk}/promised/"' in browser.get(f"/table/{seat.pk}/").content.decode()
        assert browser.get(f"/table/{seat.pk}/promised/").headers["Location"] == f"/table/{seat.pk}/"


def test_the_archive_knows_which_initiative_came_of_what(ended, home):
    take_up(ended)
    before = write(document_of(home), Format.COALITION_JSON)
    leader = User.objects.get(name="Ines Rourke")
    empty = create_workspace("Second home", leader=leader, slug="second")
    enter(workspace=empty.pk, user=leader.pk)
    batch = batches.receive(empty, author=leader, files=[("a.json", before)])
    batches.prepare(batch)
    batch.refresh_from_db()
    assert batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"]).state == "applied"
    again = json.loads(write(document_of(empty), Format.COALITION_JSON))["project"]["impact"]["initiatives"]
    first = json.loads(before)["project"]["impact"]["initiatives"]
    # Sam is no member there: what nobody answers for is nobody's.
    assert again == [{name: value for name, value in one.items() if name != "owner"} for one in first]
    session, promise = of_initiative(Initiative.objects.get())
    assert (session.title, promise.number) == ("First quarter together", 1)
    batches.start_undoing(batch, anyway=False)
    assert batches.undo(batch.pk, actor=leader) == []
    assert (Initiative.objects.count(), Planned.objects.count(), Seat.objects.count()) == (0, 0, 0)
