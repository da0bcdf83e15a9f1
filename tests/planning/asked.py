"""A problem somebody brought."""

import uuid

from accounts.models import Workspace
from planning.intake.text import RequestText
from planning.models import Request
from planning.requests import bring

SAID = RequestText(
    problem="Dealers send back one pump in nine, as they mount it the wrong way round.",
    for_whom="Dealers in the north",
    outcome="Fewer returned pumps",
)


def brought(workspace: Workspace, *, name: str = "Nora Quist", email: str = "", text: RequestText = SAID) -> Request:
    return bring(workspace, key=uuid.uuid4(), name=name, email=email, text=text)[0]
