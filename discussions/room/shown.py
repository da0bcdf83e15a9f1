"""What everybody in a room is shown of what was written at a step: nothing before it is revealed, then words, ideas and
figures as the prompt's mode allows. The wall and the phones read from here; the team's own reading is elsewhere.

Figures of unnamed answers are those that were published last, which move by five people at once: a wall that moved
with each answer would say what whoever answered last has said."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from discussions.models import Answer, Discussion, Idea, Prompt, Step
from discussions.reveal import may_see
from discussions.synthesis.agreement import STEPS, place_of
from discussions.synthesis.queries.whole import published_of, published_votes
from discussions.voices import SMALLEST_CROWD, shows_name_to_others

Kind = Prompt.Kind
COUNTED = {Kind.SCALE, Kind.CHOICE, Kind.ORDER}
TOO_FEW = f"Figures are shown from {SMALLEST_CROWD} answers on."
COMING = "The figures follow in a moment."


@dataclass(frozen=True)
class Words:
    """`by` is empty where the mode keeps names from others. Votes are None while they are not shown."""

    text: str
    by: str = ""
    agree: int | None = None
    unsure: int | None = None
    disagree: int | None = None


@dataclass(frozen=True)
class Bar:
    label: str
    count: int
    most: int


@dataclass(frozen=True)
class Shown:
    words: Sequence[Words] = ()
    bars: Sequence[Bar] = ()
    order: Sequence[str] = ()
    more: int = 0
    says: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.bars or self.order)


def answered(discussion: Discussion, prompt: Prompt | None) -> int:
    """How many have sent an answer, or voted where others' ideas are shown: a count, before and after the reveal."""
    if prompt is None:
        return 0
    if prompt.kind == Kind.IDEAS:
        votes = Idea.objects.filter(discussion=discussion, votes__value__isnull=False)
        return votes.aggregate(many=Count("votes__voice", distinct=True))["many"] or 0
    return Answer.objects.given().filter(discussion=discussion, prompt=prompt).count()


def is_revealed(discussion: Discussion, step: Step, *, at: dt.datetime) -> bool:
    prompt = step.prompt
    return prompt is not None and may_see(discussion, step, prompt, answered=False, at=at)


def shown_at(discussion: Discussion, step: Step, *, at: dt.datetime, limit: int) -> Shown | None:
    """None while it is not revealed."""
    prompt = step.prompt
    if prompt is None or not is_revealed(discussion, step, at=at):
        return None
    if prompt.kind == Kind.IDEAS:
        return _ideas(Idea.objects.shown().filter(discussion=discussion), step, at=at, limit=limit)
    if prompt.gives_ideas:
        return _ideas(Idea.objects.shown().filter(discussion=discussion, prompt=prompt), None, at=at, limit=limit)
    named = shows_name_to_others(prompt.mode)
    answers = list(
        Answer.objects.shown()
        .filter(discussion=discussion, prompt=prompt)
        .select_related("invitation__stakeholder")
        .order_by("pk")
    )
    column = "why" if prompt.kind == Kind.SCALE else "text"
    words = [Words(getattr(each, column), _name(each) if named else "") for each in answers if getattr(each, column)]
    figures = _figures(discussion, prompt, answers)
    return Shown(
        words=words[:limit],
        bars=() if prompt.kind == Kind.ORDER else _bars(prompt, figures.counts),
        order=_order(prompt, figures.counts) if prompt.kind == Kind.ORDER else (),
        more=max(len(words) - limit, 0),
        says=figures.says,
    )


def _ideas(ideas: Iterable[Idea], voting: Step | None, *, at: dt.datetime, limit: int) -> Shown:
    """With votes once the time for voting is over, the most agreed with first: a running count would sway those who
    have not voted, and few votes would name those who cast them."""
    is_over = voting is not None and voting.ended_at is not None and voting.paused_at is None and voting.ended_at <= at
    rows = list(
        ideas.select_related("prompt", "invitation__stakeholder")  # type: ignore[attr-defined]
        .filter(Q(answer=None) | Q(answer__hidden_at=None))
        .order_by("pk")
    )
    votes = published_votes(voting.discussion) if voting and is_over else {}
    made = []
    for row in rows:
        name = _name(row) if row.prompt and shows_name_to_others(row.prompt.mode) else ""
        counts = votes.get(str(row.pk), (0, 0, 0))
        made.append(Words(row.text, name, *(counts if sum(counts) >= SMALLEST_CROWD else ())))
    made.sort(key=lambda each: (each.disagree or 0) - (each.agree or 0))
    return Shown(words=made[:limit], more=max(len(made) - limit, 0))


def _name(row: Answer | Idea) -> str:
    return str(row.invitation.stakeholder.name) if row.invitation else ""


@dataclass(frozen=True)
class Figures:
    """Of a scale how many chose each point, of a choice each option, of an order the sum of each option's places."""

    counts: Sequence[int] = ()
    says: str = ""


def _figures(discussion: Discussion, prompt: Prompt, answers: Sequence[Answer]) -> Figures:
    if prompt.kind not in COUNTED:
        return Figures()
    if shows_name_to_others(prompt.mode):
        return Figures(_counts(prompt, answers))
    counts, waiting = published_of(discussion, prompt)
    if not counts:
        return Figures(says=TOO_FEW if len(answers) < SMALLEST_CROWD else COMING)
    return Figures(counts, says=waiting_says(waiting))


def waiting_says(waiting: int) -> str:
    """What is said beside figures in which so many people's answers are not yet."""
    if not waiting:
        return ""
    follow = "answer or change follows" if waiting == 1 else "answers or changes follow"
    return f"{waiting} more {follow} when there are {SMALLEST_CROWD}."


def _counts(prompt: Prompt, answers: Sequence[Answer]) -> Sequence[int]:
    if prompt.kind == Kind.SCALE:
        points = Counter(each.number for each in answers)
        return [points[point] for point in range(STEPS)]
    chosen = [each.chosen for each in answers if each.chosen]
    options = range(len(prompt.options))
    if prompt.kind == Kind.ORDER:
        return [sum(place_of(option, each) for each in chosen) for option in options] if chosen else []
    return [sum(option in each for each in chosen) for option in options]


def _bars(prompt: Prompt, counts: Sequence[int]) -> list[Bar]:
    labels = [str(point) for point in range(STEPS)] if prompt.kind == Kind.SCALE else prompt.options
    most = max(counts, default=0)
    return [Bar(label, count, most) for label, count in zip(labels, counts, strict=True)] if most else []


def _order(prompt: Prompt, places: Sequence[int]) -> Sequence[str]:
    """The lowest sum of places first."""
    return [
        prompt.options[option] for option in sorted(range(len(places)), key=lambda option: (places[option], option))
    ]
