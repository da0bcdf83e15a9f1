"""What the live stream sends while a planning session hides something: read from Redis, as the stream reads it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable

import pytest
import redis
from django.conf import settings
from django.test import Client

from accounts.links import address
from planning.models import Ballot, Confidence, Estimate
from planning.sessions import poker, seats
from tests.planning.sessions import story
from web.live import publish
from web.stream_address import client_url, redis_channel

pytestmark = pytest.mark.django_db
# All that a screen is ever told: that something changed, and of what kind.
NAMES = ("ballots", "board", "chosen", "poker", "presence", "revealed", "seats", "stage", "votes")
ONLY = {json.dumps({"event": name}) for name in NAMES}
END = "over"


@pytest.fixture
def heard(django_capture_on_commit_callbacks):
    """What every channel is told while something is done: (channel, message), as they go over the wire."""
    with redis.Redis.from_url(client_url(settings.REDIS_URL)) as client, client.pubsub() as listening:
        listening.psubscribe(f"{redis_channel('', settings.REDIS_URL)}*")
        assert listening.get_message(timeout=5)["type"] == "psubscribe"

        def during(act: Callable[[], object]) -> list[tuple[str, str]]:
            with django_capture_on_commit_callbacks(execute=True):
                act()
                publish("tests:end", END)
            found = []
            while (told := listening.get_message(timeout=5))["data"] != json.dumps({"event": END}).encode():
                found.append((told["channel"].decode(), told["data"].decode()))
            return found

        yield during


def telling(messages: list[tuple[str, str]], channel: str) -> list[tuple[str, str]]:
    """Messages that say more than that something changed in this session."""
    return [each for each in messages if each[0] != redis_channel(channel, settings.REDIS_URL) or each[1] not in ONLY]


def test_no_event_tells_a_card_an_order_or_a_vote(workspace, leader, as_leader, heard):
    """A whole round by three people, each value laid instead of another one; then orders and votes. What is heard is
    the same whatever they choose."""
    session = story.go_to(story.begun(workspace, leader), "ideas")
    channel = session.channel
    at_table = []
    for each in story.seated(session, 3):
        browser = Client()
        browser.post(address(seats.issue_link(each)).removeprefix("http://localhost:8000"))
        at_table.append((browser, f"/table/{each.pk}/"))
    for text in ("A trial", "A letter", "A visit"):
        story.write(session, None, text)
    session = story.go_to(session, "size")
    proposal = story.proposals(session)[0]

    def send(path: str, *values: dict[str, object]) -> list[tuple[str, str]]:
        def act() -> None:
            for (browser, table), fields in zip(at_table, values, strict=True):
                assert browser.post(f"{table}{path}/", fields).status_code == 302

        return heard(act)

    desk = f"/w/northwind/sessions/{session.pk}/"
    rounds = []
    for cards in (("1", "½", "?"), ("100", "100", "☕")):
        opened = heard(lambda: as_leader.post(f"{desk}size/", {"proposal": proposal.pk}))
        at = poker.round_of(session).pk
        laid = send("card", *({"round": at, "value": card} for card in cards))
        assert sorted(Estimate.objects.filter(round=at).values_list("value", flat=True)) == sorted(cards)
        rounds.append([*opened, *laid, *heard(lambda at=at: as_leader.post(f"{desk}turn/", {"round": at}))])
    assert rounds[0] == rounds[1]
    said = [json.loads(message)["event"] for _channel, message in rounds[0]]
    assert said == ["poker", "chosen", "chosen", "chosen", "poker"]

    session = story.go_to(session, "order")
    keys = [str(each.pk) for each in story.proposals(session)]
    orders = []
    for turned in (keys, keys[::-1]):
        orders.append(send("order", *[{"proposal": turned}] * 3))
        assert {tuple(each.order) for each in Ballot.objects.all()} == {tuple(turned)}
    assert orders[0] == orders[1]
    story.go_to(session, "close")
    votes = []
    for value in ("1", "5"):
        votes.append(send("confidence", *[{"value": value, "why": f"Because {value}"}] * 3))
        assert set(Confidence.objects.values_list("value", flat=True)) == {int(value)}
    assert votes[0] == votes[1]
    assert [json.loads(message)["event"] for _channel, message in orders[0] + votes[0]] == ["ballots"] * 3 + [
        "votes"
    ] * 3
    assert telling([*rounds[0], *orders[0], *votes[0]], channel) == []
    # The control: a value, a name or an id in an event, or a channel of somebody's own, is found.
    seat = at_table[0][1].strip("/").rpartition("/")[2]
    leaks = [
        (channel, "chosen ½"),
        (channel, "chosen by person-1"),
        (channel, str(uuid.uuid4())),
        (f"seat:{seat}", "chosen"),
    ]
    assert len(telling(heard(lambda: [publish(*each) for each in leaks]), channel)) == len(leaks)
