"""A discussion held live whose room stands at a moment: 09:00 on a Monday."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from accounts.isolation import enter
from discussions.models import Discussion, Step

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def live(discussion, workspace, leader) -> Discussion:
    """Six prompts of five minutes, from nine to ten, everything shown once it is revealed. The workspace is entered."""
    enter(workspace=workspace.pk, user=leader.pk)
    Discussion.objects.filter(pk=discussion.pk).update(
        held="live", sees="answers", reveal="by_facilitator", opens_at=NOW, closes_at=NOW + dt.timedelta(hours=1)
    )
    return read(discussion)


@pytest.fixture
def live_now(live) -> Discussion:
    """The same, open by the real clock."""
    now = timezone.now()
    Discussion.objects.filter(pk=live.pk).update(
        opens_at=now - dt.timedelta(minutes=1), closes_at=now + dt.timedelta(hours=1)
    )
    return read(live)


def read(discussion: Discussion) -> Discussion:
    return Discussion.objects.select_related("workspace", "version__guide", "facilitator").get(pk=discussion.pk)


@pytest.fixture
def steps(live) -> list[Step]:
    return list(live.steps.order_by("place"))


@pytest.fixture
def told(monkeypatch, django_capture_on_commit_callbacks) -> Callable[[Callable[[], object]], list[tuple[str, str]]]:
    """What the channel is told while something is done: (channel, event)."""

    def during(act: Callable[[], object]) -> list[tuple[str, str]]:
        heard: list[tuple[str, str]] = []
        monkeypatch.setattr("web.live._send", lambda channel, event: heard.append((channel, event)))
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return heard

    return during
