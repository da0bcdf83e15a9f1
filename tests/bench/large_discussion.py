# ruff: noqa: T201 - it reports to whoever runs it
"""One large discussion, and how long it takes to work it out: run by bench_synthesis.py within Django."""

import os
import random
import statistics
import time
import uuid
from collections.abc import Callable

from django.utils import timezone

from accounts.isolation import scope
from accounts.models import User, Workspace
from accounts.workspaces import memberships_of
from discussions.models import Answer, Discussion, Guide, GuideVersion, Idea, Invitation, Prompt, Step, Vote
from discussions.synthesis import agreement
from discussions.synthesis.queries import theming
from discussions.voices import key_of
from stakeholders.models import Segment, Stakeholder

VOTES, ANSWERS, ROUNDS = 100_000, 10_000, 20
SEGMENTS = [segment for segment in Segment.values if segment != "unknown"]
PROMPTS = [
    ("success", "text", "attributed"), ("challenge", "text", "confidential"), ("roadblock", "text", "anonymous"),
    ("shift", "scale", "confidential"), ("past", "choice", "anonymous"), ("motivation", "text", "attributed"),
    ("past", "text", "confidential"),
    ("idea", "ideas", "anonymous"),
]  # fmt: skip
WORDS = "budget quarter approve lead phone answer sales meeting list price launch page customer region table"


def made(workspace: Workspace, user: User, people: int, ideas: int) -> Discussion:
    dice = random.Random(1)
    guide = Guide.objects.create(workspace=workspace, name="Large", author=user)
    version = GuideVersion.objects.create(workspace=workspace, guide=guide, number=1)
    prompts = [
        Prompt(
            workspace=workspace, version=version, place=place, purpose=purpose, kind=kind, mode=mode, text="What else?",
            asked_again=kind == "scale", options=["One", "Two", "Three"] if kind == "choice" else [],
        )
        for place, (purpose, kind, mode) in enumerate(PROMPTS)
    ]  # fmt: skip
    Prompt.objects.bulk_create(prompts)
    discussion = Discussion.objects.create(
        workspace=workspace, title="Large", version=version, facilitator=user, opens_at=timezone.now()
    )
    Step.objects.bulk_create(
        Step(workspace=workspace, discussion=discussion, place=prompt.place, prompt=prompt) for prompt in prompts
    )
    held = Stakeholder.objects.bulk_create(
        Stakeholder(workspace=workspace, name=f"Person {number}") for number in range(people)
    )
    invited = Invitation.objects.bulk_create(
        Invitation(
            workspace=workspace, discussion=discussion, stakeholder=person, segment=SEGMENTS[place % 5],
            started_at=timezone.now(),
        )
        for place, person in enumerate(held)
    )  # fmt: skip
    answers = []
    for place in range(ANSWERS):
        one, prompt = invited[place % people], prompts[place // people]
        answers.append(
            Answer(
                workspace=workspace, discussion=discussion, prompt=prompt, voice=key_of(one, prompt),
                invitation=None if prompt.mode == "anonymous" else one, segment=one.segment, is_draft=False,
                text=" ".join(dice.choices(WORDS.split(), k=9)) if prompt.kind == "text" else "",
                number=dice.randint(0, 10) if prompt.kind == "scale" else None,
                number_after=dice.randint(0, 10) if prompt.kind == "scale" else None,
                chosen=[dice.randint(0, 2)] if prompt.kind == "choice" else [],
            )
        )  # fmt: skip
    Answer.objects.bulk_create(answers, batch_size=2_000)
    thought = Idea.objects.bulk_create(
        Idea(workspace=workspace, discussion=discussion, text=" ".join(dice.choices(WORDS.split(), k=8)), voice="team")
        for _ in range(ideas)
    )
    cells = dice.sample(range(people * ideas), min(VOTES, people * ideas))
    keys = [key_of(one, prompts[7]) for one in invited]
    rows = (
        Vote(
            id=uuid.uuid4(), workspace=workspace, discussion=discussion,
            idea=thought[cell % ideas], voice=keys[cell // ideas], segment=invited[cell // ideas].segment,
            value=dice.choice([-1, 0, 1, 1]),
        )
        for cell in cells
    )  # fmt: skip
    Vote.objects.bulk_create(rows, batch_size=5_000)
    return discussion


def timed(name: str, work: Callable[[], object], rounds: int = ROUNDS) -> float:
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    taken.sort()
    late = taken[min(len(taken) - 1, round(0.95 * len(taken)))]
    median = statistics.median(taken)
    print(f"  {name:42} best {taken[0]:8.1f} ms   median {median:8.1f} ms   p95 {late:8.1f} ms")
    return median


def held() -> tuple[User, Workspace]:
    user = User.objects.get(email="leader@generated.example")
    return user, next(each.workspace for each in memberships_of(user.pk) if each.workspace.slug == "generated-s")


def make(people: int = 1_580, ideas: int = 316) -> None:
    """Unless an earlier run left one."""
    user, workspace = held()
    with scope(workspace=workspace.pk, user=user.pk):
        if not Discussion.objects.filter(title="Large").exists():
            made(workspace, user, people, ideas)


def measure() -> None:
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    user, workspace = held()
    with scope(workspace=workspace.pk, user=user.pk):
        discussion = Discussion.objects.get(title="Large")

    def read() -> None:
        with scope(workspace=workspace.pk):
            agreement.read(discussion, now=timezone.now())

    timed("first reading, or one more", read, 1)
    timed("recomputation", read, 15)
    timed("themes, in a task", lambda: theming.look(workspace.pk, discussion.pk, user.pk), 1)
    print(f"made {discussion.pk}")
