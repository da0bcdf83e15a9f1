"""What people at the table of a planning session are written, word for word."""

import datetime as dt
import email
import re
from email import policy
from fractions import Fraction

import pytest

from accounts.links import LinkClosedError, find_open, hashed
from mail.models import Message
from planning.models import Seat
from planning.sessions import closing, over_days, seats, stages
from planning.sessions.closing import Room, Sureness
from stakeholders.models import Stakeholder
from tests.planning.sessions import story

pytestmark = pytest.mark.django_db

LINK = re.compile(r"https?://\S+/l/([\w-]{43})/")
MINE = "so please do not pass it on. An answer to this mail reaches Ines Rourke."
TELLING = re.compile(r"segment|detractor|assess|investor|influence", re.IGNORECASE)


def read(message: Message) -> tuple[str, str]:
    """The subject, and the text without its foot; its link opens a seat and is told as LINK."""
    mail = email.message_from_bytes(bytes(message.mime), policy=policy.default)
    assert (mail["To"], mail["Reply-To"]) == ("ada@northwind.example", "ines@northwind.example")
    text = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    link = LINK.search(text)
    found = find_open(hashed(link[1]))
    assert (found.purpose, found.subject) == ("seat", Seat.objects.get(stakeholder__name="Ada Mensah").pk)
    assert TELLING.findall(text) == []
    return mail["Subject"], text.replace(link[0], "LINK").split("\n--\n")[0].strip()


@pytest.fixture
def ada(add_person, settings) -> Stakeholder:
    settings.LINK_PAGES = {**settings.LINK_PAGES, "seat": "home"}
    return add_person("Ada Mensah", email="ada@northwind.example", segment="detractor")


def test_an_invitation_to_a_room(workspace, leader, ada, add_person):
    at = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
    session = story.prepared(workspace, leader, planned_at=at, where="Room Göteborg")
    assert seats.invite(session, [ada, add_person("Bo Li")]) == 2
    (message,) = Message.objects.all()
    subject, text = read(message)
    assert subject == "Ines Rourke asks you to plan Q1 2027 together: First quarter together"
    assert text == (
        "Ines Rourke of Northwind Instruments asks you, Ada Mensah, to plan Q1 2027 together.\n\n"
        "When: Tuesday 1 December 2026, 09:00 (UTC)\nWhere: Room Göteborg\n\n"
        "You hear what the company wants, and say what would move it. Then all of you put the proposals in order, size"
        " the work, and decide what is in and what is not. Everybody writes, orders and sizes alone first, so that"
        " nobody has to speak first.\n\nLINK\n\n"
        f"The link opens your seat, on a phone as well. It is yours alone, {MINE}"
    )
    # Somebody who sits is not invited again; who left the table is, by another letter.
    assert seats.invite(session, [ada]) == 0
    seats.dismiss(Seat.objects.get(stakeholder=ada))
    assert seats.invite(session, [ada]) == 1
    first, again = Message.objects.order_by("created_at")
    assert read(again) == (subject, text)
    with pytest.raises(LinkClosedError):
        read(first)


def test_an_invitation_over_days(workspace, leader, ada):
    seats.invite(story.prepared(workspace, leader, held="days"), [ada])
    assert read(Message.objects.get())[1].split("\n\n")[1] == (
        "It goes over some days, and you take part when it suits you. A letter tells you when there is something new"
        " to do."
    )


def test_what_came_of_it(workspace, leader, member, ada, new_goal):
    session = story.prepared(workspace, leader, days=4)
    seats.sit_with(session, leader)
    seats.invite(session, [ada])
    Message.objects.all().delete()
    stages.begin(session, now=story.START)
    goal = new_goal("Win more deals")
    story.told(story.as_it_stands(session), list(Seat.objects.order_by("name")), goal=goal, owner=member)
    to_ada, to_the_leader = Message.objects.order_by("recipient")
    assert (to_the_leader.recipient, to_the_leader.kind) == ("ines@northwind.example", "session_ended")
    assert read(to_ada) == (
        "What is in for Q1 2027, and what is not: First quarter together",
        "This is what came of “First quarter together”, Ada Mensah.\n\nWe call first.\n\n"
        "What is in, in this order:\n\n"
        "1. Call the dealers\nGoal: Win more deals\nSize: 5 days\nOwner: Sam Ferris\n\n"
        "What is not in, and why:\n\nA fitting guide in every box\nNo days are left\n\n"
        "What is in takes 5 days of the 4 days there are: 1 day too many.\n\n"
        "Will we do it? The middle of 2 votes is 3.5 out of 5. One said 1 or 2.\n\n"
        "The notes, the order and the sizes stay where they are:\n\nLINK\n\n"
        f"The link is yours alone, {MINE}",
    )


def test_a_stage_begins(workspace, leader, ada):
    session = story.prepared(workspace, leader, held="days")
    seats.invite(session, [ada])
    stages.begin(session, now=story.START)
    Message.objects.all().delete()
    assert [over_days.go_on(workspace, now=story.START) for _ in range(2)] == [1, 0]
    assert read(Message.objects.get()) == (
        "What does the company want? First quarter together",
        "“First quarter together” has reached its next stage, Ada Mensah: Goals.\n\nWhat does the company want?\n\n"
        "There is time until Tuesday 3 November 2026, 09:00 (UTC). Take part when it suits you; what you have begun is"
        " still there when you come back.\n\nLINK\n\n"
        f"The link opens your seat, on a phone as well. It is yours alone, {MINE}",
    )


@pytest.mark.parametrize(
    ("room", "said"),
    [
        (Room(None, Fraction(0), 2), ""),
        (Room(None, Fraction(1, 2), 0), "What is in takes ½ day."),
        (Room(30, Fraction(61, 2), 1), "What is in takes 30½ days of the 30 days there are: ½ day too many."
         " One of them is not sized in days."),
        (Room(1, Fraction(1), 2), "What is in takes 1 day of the 1 day there is. 2 of them are not sized in days."),
        (Room(9, Fraction(0), 0), "What is in takes 0 days of the 9 days there are."),
    ],
)  # fmt: skip
def test_what_fits_in_words(room, said):
    assert closing.room_in_words(room) == said


@pytest.mark.parametrize(
    ("sure", "said"),
    [
        (Sureness((0, 0, 0, 0, 0), None, ()), ""),
        (Sureness((0, 0, 0, 1, 0), 4.0, ()), "The middle of 1 vote is 4 (Quite) out of 5. Nobody said 1 or 2."),
        (Sureness((1, 1, 1, 0, 0), 2.0, ()), "The middle of 3 votes is 2 (Hardly) out of 5. 2 said 1 or 2."),
    ],
)  # fmt: skip
def test_how_sure_in_words(sure, said):
    assert closing.sureness_in_words(sure) == (f"Will we do it? {said}" if said else "")
