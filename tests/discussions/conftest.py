"""A small guide, a discussion that is open, and people invited into it."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.isolation import enter, scope
from accounts.links import issue
from discussions.models import Discussion, Guide, GuideVersion, Invitation, Prompt, Step, Variant
from stakeholders.models import Segment
from tests.bench.counting import MECHANICS
from tests.discussions.rooms import NOW, read

PROMPTS = [
    ("success", "text", "attributed", "What would make this year a good one for your team?"),
    ("roadblock", "text", "anonymous", "What stands in the way?"),
    ("shift", "scale", "confidential", "How ready are you to try it?"),
    ("idea", "text", "attributed", "What could we try together?"),
    ("idea", "ideas", "anonymous", "What do you make of what others wrote?"),
    ("commitment", "commitment", "attributed", "What will you do first?"),
]


@pytest.fixture
def guide(workspace, leader) -> GuideVersion:
    with scope(workspace=workspace.pk):
        made = Guide.objects.create(workspace=workspace, name="Fewer leads, better ones", author=leader)
        version = GuideVersion.objects.create(
            workspace=workspace, guide=made, number=1, problem="Sales drops half of our leads.", outcome="More revenue."
        )
        Variant.objects.bulk_create(
            Variant(workspace=workspace, version=version, segment=segment, opening="Thank you for your five minutes.")
            for segment in Segment.values
        )
        Prompt.objects.bulk_create(
            Prompt(
                workspace=workspace,
                version=version,
                place=place,
                purpose=purpose,
                kind=kind,
                mode=mode,
                text=text,
                asked_again=kind == "scale",
            )
            for place, (purpose, kind, mode, text) in enumerate(PROMPTS)
        )
        return version


@pytest.fixture
def discussion(workspace, leader, guide) -> Discussion:
    """Open since yesterday, for a week; others' ideas are seen after one's own."""
    with scope(workspace=workspace.pk):
        now = timezone.now()
        made = Discussion.objects.create(
            workspace=workspace,
            title="Better leads",
            version=guide,
            facilitator=leader,
            opens_at=now - dt.timedelta(days=1),
            closes_at=now + dt.timedelta(days=7),
        )
        GuideVersion.objects.filter(pk=guide.pk).update(frozen_at=now)
        Step.objects.bulk_create(
            Step(workspace=workspace, discussion=made, place=prompt.place, prompt=prompt)
            for prompt in guide.prompts.all()
        )
        return made


@pytest.fixture
def invite(discussion, workspace, add_person) -> Callable[..., Invitation]:
    """Invites a new person of a name and segment."""

    def invited(name: str, segment: str = "champion") -> Invitation:
        person = add_person(name, segment=segment)
        with scope(workspace=workspace.pk):
            return Invitation.objects.create(
                workspace=workspace, discussion=discussion, stakeholder=person, segment=segment
            )

    return invited


@pytest.fixture
def token_of(workspace) -> Callable[[Invitation], str]:
    def issued(invitation: Invitation) -> str:
        with scope(workspace=workspace.pk):
            expires = timezone.now() + dt.timedelta(days=7)
            return issue(workspace, purpose="discussion", subject=invitation.pk, expires_at=expires)

    return issued


@pytest.fixture
def visit(token_of) -> Callable[[Invitation], Client]:
    """A browser that has gone through the door of this invitation's link."""

    def opened(invitation: Invitation) -> Client:
        client = Client()
        assert client.post(f"/l/{token_of(invitation)}/").status_code == 302
        return client

    return opened


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
    """The same, open since a minute by the real clock."""
    now = timezone.now()
    Discussion.objects.filter(pk=live.pk).update(
        opens_at=now - dt.timedelta(minutes=1), closes_at=now + dt.timedelta(hours=1)
    )
    return read(live)


@pytest.fixture
def steps(live) -> list[Step]:
    return list(live.steps.order_by("place"))


@pytest.fixture
def queries() -> Callable[..., int]:
    """queries(client, address): how many a page makes once it is warm, the mechanics of transactions aside."""

    def counted(client, address: str, **asked: object) -> int:
        made = []

        def count(execute, sql, *more):
            made.append(str(sql))
            return execute(sql, *more)

        client.get(address, **asked)
        with connection.execute_wrapper(count):
            client.get(address, **asked)
        return sum(not sql.lstrip().startswith(MECHANICS) for sql in made)

    return counted
