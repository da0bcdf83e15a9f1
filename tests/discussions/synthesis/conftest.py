"""People who vote and answer by hand, in one discussion."""

from collections.abc import Callable

import pytest

from accounts.isolation import scope
from discussions.models import Answer, Idea, Invitation, Prompt, Vote
from discussions.voices import voice_of
from stakeholders.models import Stakeholder

SIGN = {"+": 1, "-": -1, "o": 0}


@pytest.fixture
def prompts(guide) -> dict[str, Prompt]:
    """By kind; the open ones by purpose."""
    with scope(workspace=guide.workspace_id):
        found = list(guide.prompts.all())
    return {prompt.purpose if prompt.kind == "text" else prompt.kind: prompt for prompt in found}


@pytest.fixture
def mode(workspace, prompts) -> Callable[[str, str], None]:
    """Changes the promise of a prompt."""

    def changed(kind: str, to: str) -> None:
        with scope(workspace=workspace.pk):
            Prompt.objects.filter(pk=prompts[kind].pk).update(mode=to)
        prompts[kind].mode = to

    return changed


@pytest.fixture
def idea(workspace, discussion, prompts) -> Callable[..., Idea]:
    def made(text: str, **more: object) -> Idea:
        with scope(workspace=workspace.pk):
            return Idea.objects.create(
                workspace=workspace, discussion=discussion, prompt=prompts["idea"], text=text, voice="team", **more
            )

    return made


@pytest.fixture
def vote(workspace, discussion, prompts) -> Callable[..., None]:
    """vote(idea, {invitation: "+"}) as each of them would cast it."""

    def voted(idea: Idea, by: dict) -> None:
        with scope(workspace=workspace.pk):
            cast = []
            for invitation, sign in by.items():
                voice = voice_of(invitation, prompts["ideas"])
                said = {"invitation": voice.invitation, "segment": voice.segment, "value": SIGN[sign]}
                cast.append(Vote(workspace=workspace, discussion=discussion, idea=idea, voice=voice.key, **said))
            Vote.objects.bulk_create(
                cast,
                update_conflicts=True,
                unique_fields=["idea", "voice"],
                update_fields=["invitation", "segment", "value"],
            )

    return voted


@pytest.fixture
def answer(workspace, discussion, prompts) -> Callable[..., Answer]:
    """answer(invitation, "scale", number=3), sent."""

    def given(invitation, kind: str, **said: object) -> Answer:
        with scope(workspace=workspace.pk):
            voice = voice_of(invitation, prompts[kind])
            return Answer.objects.create(
                workspace=workspace,
                discussion=discussion,
                prompt=prompts[kind],
                invitation=voice.invitation,
                voice=voice.key,
                segment=voice.segment,
                is_draft=False,
                **said,
            )

    return given


@pytest.fixture
def crowd(workspace, discussion) -> Callable[..., dict]:
    """crowd(champion=5) invites so many of each segment; nobody looks at what else is known of them."""

    def invited(**many: int) -> dict:
        mine = {"workspace": workspace}
        found: dict[str, list[Invitation]] = {}
        with scope(workspace=workspace.pk):
            for segment, count in many.items():
                names = [f"{segment} {n}" for n in range(count)]
                people = Stakeholder.objects.bulk_create(Stakeholder(**mine, name=name) for name in names)
                found[segment] = Invitation.objects.bulk_create(
                    Invitation(**mine, discussion=discussion, stakeholder=person, segment=segment) for person in people
                )
        return found

    return invited
