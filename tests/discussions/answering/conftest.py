"""People answering: `answered("Ben", idea="…")` has sent something, `script(invitation)` is as it stands now."""

from collections.abc import Callable

import pytest

from accounts.isolation import scope
from discussions.answering.answers import give_answer
from discussions.answering.script import Script, script_of
from discussions.answering.typed import Typed
from discussions.models import Invitation, Prompt


@pytest.fixture
def prompts(guide, workspace) -> dict[str, Prompt]:
    """By what they are: success, roadblock, scale, idea, wall, commitment."""
    with scope(workspace=workspace.pk):
        found = list(guide.prompts.all())
    return dict(zip(["success", "roadblock", "scale", "idea", "wall", "commitment"], found, strict=True))


@pytest.fixture
def script(workspace) -> Callable[[Invitation], Script]:
    def read(invitation: Invitation) -> Script:
        with scope(workspace=workspace.pk):
            return script_of(Invitation.objects.get(pk=invitation.pk))

    return read


@pytest.fixture
def gives_ideas(workspace, prompts) -> Callable[..., None]:
    def given(invitation: Invitation, *texts: str) -> None:
        with scope(workspace=workspace.pk):
            give_answer(invitation, prompts["idea"], Typed(ideas=(*texts, "", "")[:3]))

    return given
