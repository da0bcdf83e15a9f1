"""A message is shown in the place where it was made, once, and waits there for its reader."""

from django.contrib import messages
from django.test import RequestFactory

from web.messages import ANYWHERE, MOST, PlacedStorage


def at(path: str, session: dict) -> PlacedStorage:
    request = RequestFactory().get(path)
    request.session = session
    return PlacedStorage(request)


def shown(path: str, session: dict) -> list[str]:
    """What a page at this address says; what it leaves is stored."""
    storage = at(path, session)
    found = [message.message for message in storage]
    assert len(storage) == len(found)
    storage.update(None)
    return found


def say(path: str, session: dict, text: str, tags: str = "") -> None:
    storage = at(path, session)
    storage.add(messages.SUCCESS, text, tags)
    storage.update(None)


def test_a_message_waits_for_a_page_of_its_own_workspace_and_is_said_once():
    session: dict = {}
    say("/w/north/imports/7/apply/", session, "Imported.")
    say("/w/south/imports/9/apply/", session, "Taken back.")
    assert shown("/w/north-2/map/", session) == []
    assert shown("/w/north/imports/7/", session) == ["Imported."]
    assert shown("/w/north/imports/7/", session) == []
    assert shown("/w/south/map/", session) == ["Taken back."]
    assert session == {}


def test_pages_of_no_workspace_say_everything_and_their_messages_are_said_anywhere():
    session: dict = {}
    say("/w/north/members/", session, "Stored.")
    say("/invitations/abc/", session, "Welcome.")
    assert shown("/", dict(session)) == ["Stored.", "Welcome."]
    assert shown("/w/south/map/", session) == ["Welcome."]


def test_a_message_on_leaving_a_place_is_said_in_the_next():
    session: dict = {}
    say("/w/north/members/3/remove/", session, "You left.", ANYWHERE)
    assert shown("/w/south/map/", session) == ["You left."]


def test_a_page_without_messages_of_its_own_writes_nothing_to_the_session():
    session: dict = {}
    say("/w/north/map/", session, "Stored.")

    class Closed(dict):
        def __setitem__(self, key, value):
            raise AssertionError("the session was written")

        pop = __setitem__

    assert shown("/w/south/map/", Closed(session)) == []


def test_messages_of_a_place_that_is_never_opened_are_not_kept_without_end():
    session: dict = {}
    for number in range(MOST + 5):
        say("/w/north/map/", session, f"Stored {number}.")
        say("/w/south/map/", session, "Stored.")
        assert shown("/w/south/map/", session) == ["Stored."]
    assert shown("/w/north/map/", session) == [f"Stored {number}." for number in range(5, MOST + 5)]
