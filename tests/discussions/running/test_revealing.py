"""A facilitator's word in a discussion over days."""

import datetime as dt

from django.utils import timezone

from discussions.models import Discussion, Step
from discussions.reveal import may_see
from discussions.running.revealing import IDEAS, parts, reveal

NOW = timezone.now()


def by_word(discussion, **fields) -> Discussion:
    Discussion.objects.update(reveal="by_facilitator", **fields)
    return Discussion.objects.get()


def test_what_can_be_revealed(discussion):
    assert parts(discussion) == []
    assert [part.text for part in parts(by_word(discussion))] == ["All ideas"]
    assert [part.text for part in parts(by_word(discussion, sees="answers"))] == [
        "All ideas",
        "What would make this year a good one for your team?",
        "What stands in the way?",
        "How ready are you to try it?",
    ]
    assert parts(by_word(discussion, sees="nothing")) == []
    assert parts(by_word(discussion, sees="ideas", held="live")) == []
    assert parts(by_word(discussion, held="async", opens_at=None)) == []


def test_it_is_seen_from_then_on(discussion):
    stands = by_word(discussion)
    wall = Step.objects.select_related("prompt").get(prompt__kind="ideas")
    assert not may_see(stands, wall, wall.prompt, answered=True, at=NOW)
    assert reveal(stands, IDEAS, now=NOW)
    wall.refresh_from_db()
    assert may_see(stands, wall, wall.prompt, answered=False, at=NOW)
    assert not reveal(stands, IDEAS, now=NOW + dt.timedelta(days=1))
    assert sorted(Step.objects.filter(revealed_at=NOW).values_list("prompt__kind", flat=True)) == ["ideas", "text"]
