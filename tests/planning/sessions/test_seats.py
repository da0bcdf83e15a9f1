"""Who sits at the table: invited, come by the door, recognised, gone and back."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from accounts.links import LinkClosedError, find_open, hashed
from planning.models import Estimate, Seat
from planning.sessions import poker, seats
from tests.planning.sessions import story

pytestmark = pytest.mark.django_db


def test_who_comes_by_the_door_sits_once_under_the_name_they_say(session):
    key = uuid.uuid4()
    for name in (" Ada  Mensah ", "Somebody else"):
        assert seats.sit_down(session, key=key, name=name).name == "Ada Mensah"
    for name, said in (("  ", "Say who you are"), ("x" * 121, "room for 120 characters")):
        with pytest.raises(ValidationError, match=said):
            seats.sit_down(session, key=uuid.uuid4(), name=name)


def test_a_table_has_room_for_so_many(session, monkeypatch, add_person):
    monkeypatch.setattr(seats, "MOST", 2)
    people = [add_person("Ada"), add_person("Bo")]
    seats.sit_down(session, key=uuid.uuid4(), name="Cy")
    with pytest.raises(ValidationError, match="has 2 seats"):
        seats.invite(session, people)
    assert seats.invite(session, people[:1]) == 1
    with pytest.raises(ValidationError, match="All 2 seats are taken"):
        seats.sit_down(session, key=uuid.uuid4(), name="Di")


def test_one_person_is_recognised_in_one_seat(session, add_person):
    ada = add_person("Ada")
    first, second = story.seated(session, 2)
    seats.recognise(first, ada)
    with pytest.raises(ValidationError, match="Ada has a seat already"):
        seats.recognise(second, ada)
    seats.recognise(first, None)
    seats.recognise(second, ada)
    assert list(Seat.objects.order_by("name").values_list("stakeholder", flat=True)) == [None, ada.pk]


def test_doors_are_shut_and_seats_stay(session, settings):
    settings.LINK_PAGES = {**settings.LINK_PAGES, "planning": "home", "seat": "home"}
    first, second = (seats.open_door(session).rsplit("/", 2)[1] for _ in range(2))
    own = seats.issue_link(story.seat(session, "Ada"))
    assert (seats.is_door_open(session), seats.shut_door(session), seats.is_door_open(session)) == (True, 2, False)
    for token in (first, second):
        with pytest.raises(LinkClosedError):
            find_open(hashed(token))
    assert find_open(hashed(own)).purpose == "seat"


def test_who_leaves_or_only_looks_on_takes_their_hidden_card_back_and_what_was_turned_stays(session, table):
    for each in table[:2]:
        story.write(session, each, f"Idea of {each}")
    story.go_to(session, "size")
    first, second = story.proposals(session)
    story.size(session, first, dict.fromkeys(table, "3"), agreed="3")
    at = poker.open_round(session, second.pk).pk
    for each in table:
        poker.choose(session, each, at=at, value="5")
    seats.dismiss(table[0])
    seats.set_observer(table[1], is_observer=True)
    assert (Estimate.objects.filter(round=at).count(), Estimate.objects.exclude(round=at).count()) == (3, 5)
    seats.set_observer(table[1], is_observer=False)
    with pytest.raises(ValidationError, match="look on"):
        poker.choose(session, story.seat(session, "Guest", is_observer=True), at=at, value="5")


def test_one_of_the_team_sits_down_again_in_the_same_seat(session, leader):
    seat = seats.sit_with(session, leader)
    seats.dismiss(seat)
    again = seats.sit_with(session, leader)
    assert (again.pk, again.gone_at) == (seat.pk, None)
