"""Files of journeys, from their text to the set that they store."""

import datetime as dt
from collections.abc import Callable

import pytest

from impact.journeys import life
from impact.journeys.sets import About
from impact.models import JourneyFile, JourneySet

ABOUT = About("Deals of spring", "A deal won", dt.date(2026, 1, 1), dt.date(2026, 3, 31), "EUR")


@pytest.fixture
def previewed(workspace, leader) -> Callable[..., JourneyFile]:
    def made(content: str | bytes, *, name="journeys.csv") -> JourneyFile:
        sent = content.encode() if isinstance(content, str) else content
        file = life.receive(workspace, author=leader, name=name, content=sent)
        life.prepare(file)
        file.refresh_from_db()
        return file

    return made


@pytest.fixture
def stored(previewed, leader) -> Callable[..., JourneySet]:
    def made(content: str | bytes, about: About = ABOUT) -> JourneySet:
        file = previewed(content)
        outcome = life.store(file.pk, about, actor=leader, fingerprint=file.plan["fingerprint"])
        assert (outcome.state, outcome.made is not None) == ("stored", True)
        return outcome.made

    return made
