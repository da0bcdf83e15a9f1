import datetime as dt

import pytest

from discussions.models import Discussion, Prompt, Step
from discussions.reveal import may_see

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
IDEA = Prompt(kind="text", purpose="idea")
ANSWER = Prompt(kind="text", purpose="success")


def seen(prompt=IDEA, *, answered=True, revealed_at=None, **discussion):
    held = Discussion(**{"opens_at": NOW - dt.timedelta(days=1), "closes_at": NOW + dt.timedelta(days=1), **discussion})
    return may_see(held, Step(revealed_at=revealed_at), prompt, answered=answered, at=NOW)


def test_blind_first_and_revealed_after_ones_own():
    assert [seen(answered=False), seen(answered=True)] == [False, True]


@pytest.mark.parametrize(
    ("sees", "prompt", "expected"),
    [("nothing", IDEA, False), ("ideas", IDEA, True), ("ideas", ANSWER, False), ("answers", ANSWER, True)],
)
def test_what_is_seen_is_what_was_chosen(sees, prompt, expected):
    assert seen(prompt, sees=sees, revealed_at=NOW) is expected


def test_the_facilitator_reveals():
    assert seen(reveal="by_facilitator") is False
    assert seen(reveal="by_facilitator", revealed_at=NOW, answered=False) is True
    assert seen(reveal="by_facilitator", revealed_at=NOW + dt.timedelta(seconds=1)) is False


def test_a_room_waits_for_the_facilitator_whatever_was_chosen():
    assert seen(held="live") is False
    assert seen(held="live", reveal="at_close", closed_at=NOW) is False


def test_at_the_close_it_is_seen_by_all():
    assert seen(reveal="at_close") is False
    assert seen(reveal="at_close", closes_at=NOW, answered=False) is True
