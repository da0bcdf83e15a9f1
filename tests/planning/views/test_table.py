"""A planning session behind a link: the door, a seat, and what no screen tells before it is shown."""

import re
import uuid

import pytest
from django.test import Client

from planning.models import Ballot, BoardNote, Confidence, Estimate, PlanningSession, Seat
from planning.sessions import board, poker, seats, stages
from planning.sessions.board import Mover
from planning.views.board import FIRST_OF_SOME
from tests.planning.sessions.story import as_it_stands, begun, go_to, seat, write

pytestmark = pytest.mark.django_db

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def session(workspace, leader) -> PlanningSession:
    return begun(workspace, leader)


@pytest.fixture
def sit(session):
    """A browser behind the door of the session, and the seat it got."""

    def down(name: str) -> tuple[Client, str]:
        client = Client()
        assert client.post(seats.open_door(session).removeprefix("http://localhost:8000")).status_code == 302
        response = client.post(f"/plan/{session.pk}/", {"name": name, "key": str(uuid.uuid4())})
        return client, response.headers["Location"]

    return down


def test_whoever_has_the_link_says_who_they_are_and_sits(session, sit):
    client, table = sit("Ana Oz")
    page = client.get(table).text
    assert "What does the company want?" in page
    assert [each.name for each in Seat.objects.all()] == ["Ana Oz"]
    assert client.get("/plan/" + str(uuid.uuid4()) + "/").status_code == 404


def test_a_name_is_asked_for_and_a_form_sent_twice_is_one_seat(session):
    door, key = seats.open_door(session).removeprefix("http://localhost:8000"), str(uuid.uuid4())
    for name, status in ((" ", 422), ("Ana", 302), ("Ana", 302)):
        client = Client()
        client.post(door)
        answer = client.post(f"/plan/{session.pk}/", {"name": name, "key": key})
        assert (answer.status_code, "Say who you are" in answer.text) == (status, status == 422)
    assert Seat.objects.count() == 1


def test_a_door_that_is_shut_lets_nobody_in_and_leaves_those_inside(session, sit):
    client, table = sit("Ana")
    seats.shut_door(session)
    assert client.get(f"/plan/{session.pk}/").status_code == 404
    assert client.get(table).status_code == 200


def test_a_seat_is_its_own_browsers_alone(session, sit):
    _ana, table = sit("Ana")
    ben, _ = sit("Ben")
    assert ben.get(table).status_code == 404
    assert ben.post(f"{table}notes/", {"key": str(uuid.uuid4()), "text": "As Ana"}).status_code == 404


def test_whoever_is_dismissed_is_out(session, sit):
    client, table = sit("Ana")
    seats.dismiss(Seat.objects.get())
    assert client.get(table).status_code == 404


def test_notes_by_plain_form_and_by_screen(session, sit):
    client, table = sit("Ana")
    go_to(session, "ideas")
    plain = client.post(f"{table}notes/", {"key": str(uuid.uuid4()), "text": "A trial"})
    assert (plain.status_code, plain.headers["Location"]) == (302, table)
    told = client.post(f"{table}notes/", {"key": str(uuid.uuid4()), "text": "A letter", "since": "0"}, **JSON).json()
    assert [(each["text"], each["mine"]) for each in told["notes"]] == [("A trial", True), ("A letter", True)]
    refused = client.post(f"{table}notes/", {"key": str(uuid.uuid4()), "text": "x" * 501, "since": "0"}, **JSON)
    assert (refused.status_code, refused.json()["says"]) == (422, "A note has room for 500 characters; this has 501.")
    assert client.post(f"{table}notes/", {"key": "nonsense", "text": "A visit"}, **JSON).status_code == 422


def test_the_second_of_two_movers_is_told(session, sit):
    client, table = sit("Ana")
    go_to(session, "ideas")
    client.post(f"{table}notes/", {"key": str(uuid.uuid4()), "text": "A trial"})
    stages.reveal(session, kind="ideas", now=session.created_at)
    note = BoardNote.objects.get()
    moved = {"key": str(uuid.uuid4()), "to": "new", "version": str(note.version)}
    assert client.post(f"{table}notes/{note.pk}/move/", moved, **JSON).status_code == 200
    late = {"key": str(uuid.uuid4()), "to": "", "version": str(note.version), "since": "0"}
    answer = client.post(f"{table}notes/{note.pk}/move/", late, **JSON)
    assert (answer.status_code, answer.json()["says"][:28]) == (409, "Somebody moved it at the sam")
    assert answer.json()["notes"][0]["under"] == moved["key"]


def test_a_board_that_many_watch_is_read_once_and_tells_each_their_own(session, sit, statements):
    """Of two who ask for the same the second one costs a link and a seat; whose note is whose is told to each alone,
    and forms lead to their own table."""
    ana, anas = sit("Ana")
    ben, bens = sit("Ben")
    go_to(session, "ideas")
    write(session, Seat.objects.get(name="Ana"), "A <b>trial</b>")
    assert [each["text"] for each in ben.get(f"{bens}board/").json()["notes"]] == []
    assert [each["text"] for each in ana.get(f"{anas}board/").json()["notes"]] == ["A <b>trial</b>"]
    stages.reveal(session, kind="ideas", now=session.created_at)
    first = statements(lambda: ana.get(f"{anas}board/"))
    assert first - statements(lambda: ben.get(f"{bens}board/")) == 4
    told = [browser.get(f"{table}board/").json()["notes"] for browser, table in ((ana, anas), (ben, bens))]
    assert [[each["mine"] for each in notes] for notes in told] == [[True], [False]]
    note = told[0][0]["id"]
    for browser, table, other, is_mine in ((ana, anas, bens, True), (ben, bens, anas, False), (ana, anas, bens, True)):
        page = browser.get(table).text
        card = page[page.index(f'data-note="{note}"') - 80 :].partition("</li>")[0]
        assert f'action="{table}notes/{note}/gone/"' in card
        assert ("Yours" in card, "is-mine" in card, other in page) == (is_mine, is_mine, False)
        assert "A &lt;b&gt;trial&lt;/b&gt;" in card
        token = re.search(r'name="csrfmiddlewaretoken" value="([A-Za-z0-9]{64})"', card)[1]
        taken = browser.post(f"{table}notes/{note}/gone/", {"csrfmiddlewaretoken": token}, **JSON)
        assert taken.status_code == (200 if is_mine else 422)
        board.set_gone(session, uuid.UUID(note), is_gone=False, by=Mover(seat=Seat.objects.get(name="Ana")))


def test_the_second_of_two_who_gather_is_told_and_sees_what_stands(session, sit):
    ana, anas = sit("Ana")
    ben, bens = sit("Ben")
    go_to(session, "ideas")
    for text in ("A trial", "A letter", "A visit"):
        write(session, Seat.objects.get(name="Ana"), text)
    stages.reveal(session, kind="ideas", now=session.created_at)
    trial, letter, visit = (BoardNote.objects.get(text=text) for text in ("A trial", "A letter", "A visit"))

    def together(*notes):
        keys, versions = [each.pk for each in notes], [each.version for each in notes]
        return {"key": str(uuid.uuid4()), "note": keys, "version": versions}

    first, second = together(trial, letter), together(visit, letter)
    assert ana.post(f"{anas}gather/", first, **JSON).status_code == 200
    refused = ben.post(f"{bens}gather/", {**second, "since": "0"}, **JSON)
    assert (refused.status_code, refused.json()["says"]) == (409, FIRST_OF_SOME)
    under = {each["text"]: each["under"] for each in refused.json()["notes"]}
    assert under == {"A trial": first["key"], "A letter": first["key"], "A visit": ""}
    assert FIRST_OF_SOME in ben.post(f"{bens}gather/", second, follow=True).text


def plain(text: str) -> str:
    """A page without what is fresh in it each time."""
    text = re.sub(r'value="[A-Za-z0-9]{64}"|[0-9a-f]{8}-[0-9a-f-]{27}|nonce="[^"]*"|stream=[^"&]+', "", text)
    return re.sub(r'data-seconds="\d+"|data-clock-left>[\d:]+', "", text)


def screens(browser: Client, table: str, leader: Client, session: PlanningSession) -> list[str]:
    """Every screen of the session but that of whoever chose: another seat's, the desk, the wall, and their boards."""
    desk = f"/w/northwind/sessions/{session.pk}/"
    pages = [browser.get(table), browser.get(f"{table}board/"), leader.get(desk), leader.get(f"{desk}wall/")]
    pages += [leader.get(f"{desk}board/"), leader.get(f"{desk}orders/")]
    for target in ("stage", "work", "table"):
        pages.append(leader.get(desk, HTTP_HX_REQUEST="true", HTTP_HX_TARGET=target))
    return [plain(each.content.decode()) for each in pages]


def test_no_screen_tells_a_card_before_all_are_turned(session, sit, as_leader):
    ana, table = sit("Ana")
    ben, other = sit("Ben")
    go_to(session, "ideas")
    write(session, Seat.objects.get(name="Ana"), "A trial")
    go_to(session, "size")
    at = poker.open_round(as_it_stands(session), session.proposals.get().pk).pk
    said = []
    for card in ("1", "100", "☕"):
        laid = ana.post(f"{table}card/", {"round": at, "value": card}, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="work")
        assert f"You laid {card}" in laid.text
        assert Estimate.objects.get().value == card
        said.append(screens(ben, other, as_leader, session))
    assert said[0] == said[1] == said[2]
    as_leader.post(f"/w/northwind/sessions/{session.pk}/turn/", {"round": at})
    assert screens(ben, other, as_leader, session) != said[0]
    late = ana.post(f"{table}card/", {"round": at, "value": "2"})
    assert (late.status_code, "The cards have been turned" in late.text) == (422, True)
    assert Estimate.objects.get().value == "☕"


def test_no_screen_tells_an_order_or_a_vote_before_all_are_shown(session, sit, as_leader):
    ana, table = sit("Ana")
    ben, other = sit("Ben")
    go_to(session, "ideas")
    for text in ("A trial", "A letter"):
        write(session, Seat.objects.get(name="Ana"), text)
    go_to(session, "order")
    keys = [str(each.pk) for each in session.proposals.order_by("title")]
    said = []
    for order in (keys, keys[::-1]):
        assert ana.post(f"{table}order/", {"proposal": order}).status_code == 302
        assert Ballot.objects.get().order == order
        said.append(screens(ben, other, as_leader, session))
    assert said[0] == said[1]
    # Going on without a look at the orders settles them as they are.
    go_to(session, "close")
    assert Ballot.objects.get().order == [str(each.pk) for each in session.proposals.order_by("place")]
    said = []
    for value in ("1", "5"):
        assert ana.post(f"{table}confidence/", {"value": value, "why": f"Because {value}"}).status_code == 302
        said.append(screens(ben, other, as_leader, session))
    assert said[0] == said[1]
    assert Confidence.objects.get().value == 5
    stages.reveal(session, kind="close", now=session.created_at)
    late = ana.post(f"{table}confidence/", {"value": "2"})
    assert (late.status_code, "they stand as they are" in late.text) == (422, True)


def test_few_who_order_and_vote_are_told_that_others_can_work_it_out(session, sit, as_leader):
    ana, table = sit("Ana")
    sit("Ben")
    go_to(session, "ideas")
    for text in ("A trial", "A letter"):
        write(session, Seat.objects.get(name="Ana"), text)
    desk = f"/w/northwind/sessions/{session.pk}/"
    few, figures = "can nearly work out", "no points and no agreement are shown"

    def told() -> tuple[bool, ...]:
        return few in ana.get(table).text, figures in as_leader.get(desk).text

    go_to(session, "order")
    assert told() == (True, False)
    ana.post(f"{table}order/", {"proposal": [str(each.pk) for each in session.proposals.all()]})
    assert told() == (True, True)
    for number in range(3):
        seat(session, f"Person {number}", joined_at=session.created_at)
    assert told() == (False, True)
    stages.reveal(session, kind="order", now=session.created_at)
    page = ana.get(table).text
    assert (figures in page, "Kendall" in page) == (True, False)
    go_to(session, "close")
    assert few not in ana.get(table).text
    Seat.objects.exclude(name__in=["Ana", "Ben"]).delete()
    assert few in ana.get(table).text


def test_up_and_down_without_a_script(session, sit):
    ana, table = sit("Ana")
    go_to(session, "ideas")
    for text in ("A trial", "A letter", "A visit"):
        write(session, Seat.objects.get(), text)
    go_to(session, "order")
    keys = [str(each.pk) for each in session.proposals.order_by("title")]
    ana.post(f"{table}order/", {"proposal": keys, "up": keys[2]})
    assert Ballot.objects.get().order == [keys[0], keys[2], keys[1]]
    ana.post(f"{table}order/", {"proposal": keys, "down": keys[2]})
    assert Ballot.objects.get().order == keys


def test_what_was_typed_comes_back_with_a_vote_that_is_none(session, sit):
    ana, table = sit("Ana")
    go_to(session, "close")
    refused = ana.post(f"{table}confidence/", {"why": "A date from the plant"})
    assert (refused.status_code, "Choose a number from 1 to 5." in refused.text) == (422, True)
    assert ">A date from the plant</textarea>" in refused.text


@pytest.mark.parametrize("kind", [plan.kind for plan in stages.PLANS])
def test_a_seat_asks_the_same_of_the_database_however_many_notes_there_are(kind, session, sit, statements):
    ana, table = sit("Ana")
    go_to(session, "ideas")
    write(session, Seat.objects.get(), "A trial")
    if kind != "ideas":
        go_to(session, kind)
    ana.get(table)
    # What the board tells is remembered as long as nothing changes.
    write(session, Seat.objects.get(), "One more")
    one = statements(lambda: ana.get(table))
    for number in range(3):
        write(session, Seat.objects.get(), f"Another {number}")
    assert statements(lambda: ana.get(table)) == one


@pytest.fixture
def statements(django_assert_max_num_queries):
    def count(act) -> int:
        with django_assert_max_num_queries(40) as captured:
            assert act().status_code == 200
        return len(captured)

    return count


def test_no_press_waits_behind_a_page_that_asks_for_news(session, sit, as_leader):
    """It would be lost: what asked for news draws the form anew, and a form that is gone sends nothing."""
    ana, table = sit("Ana")
    go_to(session, "ideas")
    write(session, Seat.objects.get(), "A trial")
    forms = 0
    for plan in stages.PLANS:
        if as_it_stands(session).current_place != stages.PLANS.index(plan):
            go_to(session, plan.kind)
        if plan.kind == "size":
            poker.open_round(as_it_stands(session), session.proposals.get().pk)
        for page in (ana.get(table).text, as_leader.get(f"/w/northwind/sessions/{session.pk}/").text):
            pressed = [each for each in re.findall(r"<form[^>]* hx-post=[^>]*>", page) if "/here/" not in each]
            assert [each for each in pressed if ":replace" not in each] == []
            forms += len(pressed)
    assert forms > 30


def test_nobody_at_the_table_reads_a_segment(session, sit, add_person):
    person = add_person("Cem Ay", segment="detractor", position=-2)
    ana, table = sit("Cem Ay")
    seats.recognise(Seat.objects.get(), person)
    for plan in stages.PLANS:
        if plan.kind != "goals":
            go_to(session, plan.kind)
        page = ana.get(table).text.lower()
        assert not {"detractor", "segment", "opposed"} & set(re.findall(r"[a-z]+", re.sub(r"<[^>]+>", " ", page)))
