"""A table at which five people sit."""

import pytest

from planning.models import PlanningSession, Seat
from tests.planning.sessions import story


@pytest.fixture
def session(workspace, leader) -> PlanningSession:
    """Has just begun, with its goals."""
    return story.begun(workspace, leader)


@pytest.fixture
def table(session) -> list[Seat]:
    return story.seated(session, 5)
