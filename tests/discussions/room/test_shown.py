"""What the wall of a room says of unnamed answers: it never moves with one person."""

import pytest
from django.utils import timezone

from discussions.models import Answer, Discussion, Prompt, Step
from discussions.room import stage
from discussions.room.shown import COMING, TOO_FEW, Shown, shown_at
from discussions.synthesis import agreement
from tests.discussions.rooms import read

pytestmark = pytest.mark.django_db

OPTIONS = ["Price", "Speed", "Care"]


@pytest.fixture
def step(live_now) -> Step:
    """The room stands at a confidential prompt."""
    Discussion.objects.filter(pk=live_now.pk).update(current_place=2)
    Step.objects.filter(discussion=live_now, place=2).update(started_at=timezone.now())
    return live_now.steps.get(place=2)


def ask(step: Step, kind: str, mode: str = "confidential") -> None:
    Prompt.objects.filter(pk=step.prompt_id).update(
        kind=kind, mode=mode, asked_again=False, options=[] if kind == "scale" else OPTIONS
    )


def say(step: Step, voice: int, **said: object) -> None:
    Answer.objects.update_or_create(
        discussion=step.discussion,
        prompt_id=step.prompt_id,
        voice=f"v{voice}",
        defaults={"workspace": step.workspace, "segment": "champion", "is_draft": False, **said},
    )


def looks(step: Step) -> Shown:
    """What a screen shows after a worker has read what was said."""
    discussion = read(step.discussion)
    agreement.read(discussion, now=timezone.now())
    shown = shown_at(discussion, discussion.steps.get(pk=step.pk), at=timezone.now(), limit=40)
    assert shown is not None
    return shown


KINDS = [
    ("scale", lambda number: {"number": number % 11}),
    ("choice", lambda number: {"chosen": [number % 3]}),
    ("order", lambda number: {"chosen": [[2, 1, 0], [0, 1, 2]][number > 3]}),
]


@pytest.mark.parametrize(("kind", "said"), KINDS)
def test_the_wall_moves_by_five_people(step, kind, said):
    ask(step, kind)
    for voice in range(6):
        say(step, voice, **said(voice))
    stage.reveal(read(step.discussion), step.pk, now=timezone.now())
    first = looks(step)
    assert first.says == ""
    for late in range(6, 10):
        say(step, late, **said(late + 1))
        now = looks(step)
        assert (now.bars, now.order) == (first.bars, first.order)
        assert now.says.startswith(f"{late - 5} more ")
    say(step, 10, **said(11))
    fifth = looks(step)
    assert (fifth.bars, fifth.order) != (first.bars, first.order)
    assert fifth.says == ""


def test_it_moves_when_five_have_changed_their_mind(step):
    ask(step, "scale")
    for voice in range(6):
        say(step, voice, number=2)
    stage.reveal(read(step.discussion), step.pk, now=timezone.now())
    high = []
    for voice in range(5):
        say(step, voice, number=9)
        high.append(looks(step).bars[9].count)
    assert high == [0, 0, 0, 0, 5]


def test_figures_are_those_of_everybody(step):
    ask(step, "scale")
    for voice, number in enumerate([0, 3, 3, 3, 10]):
        say(step, voice, number=number)
    stage.reveal(read(step.discussion), step.pk, now=timezone.now())
    assert {bar.label: bar.count for bar in looks(step).bars if bar.count} == {"0": 1, "3": 3, "10": 1}


def test_options_stand_in_the_order_of_their_places(step):
    ask(step, "order")
    for voice, order in enumerate([[2, 0, 1], [2, 0, 1], [2, 1, 0], [0, 2, 1], [2]]):
        say(step, voice, chosen=order)
    stage.reveal(read(step.discussion), step.pk, now=timezone.now())
    assert looks(step).order == ["Care", "Price", "Speed"]


def test_too_few_and_not_yet_are_said(step):
    ask(step, "scale")
    for voice in range(4):
        say(step, voice, number=voice)
    stage.reveal(read(step.discussion), step.pk, now=timezone.now())
    assert looks(step).says == TOO_FEW
    say(step, 4, number=4)
    unread = shown_at(read(step.discussion), step.discussion.steps.get(pk=step.pk), at=timezone.now(), limit=40)
    assert unread is not None
    assert (unread.bars, unread.says) == ([], COMING)
    assert len(looks(step).bars) == 11


def test_named_answers_count_at_once(step):
    ask(step, "choice", mode="attributed")
    say(step, 0, chosen=[1])
    stage.reveal(read(step.discussion), step.pk, now=timezone.now())
    assert [bar.count for bar in looks(step).bars] == [0, 1, 0]
