"""What everybody in a room is shown of what was written at a step: nothing before it is revealed, then words, ideas and
figures as the prompt's mode allows. The wall and the phones read from here; the team's own reading is elsewhere."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from discussions.models import Answer, Discussion, Idea, Prompt, Step
from discussions.reveal import may_see
from discussions.voices import SMALLEST_CROWD, shows_name_to_others

Kind = Prompt.Kind
TOO_FEW = f"Figures are shown from {SMALLEST_CROWD} answers on."


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
    answers = list(
        Answer.objects.shown()
        .filter(discussion=discussion, prompt=prompt)
        .select_related("invitation__stakeholder")
        .order_by("pk")
    )
    named = shows_name_to_others(prompt.mode)
    column = "why" if prompt.kind == Kind.SCALE else "text"
    words = [Words(getattr(each, column), _name(each) if named else "") for each in answers if getattr(each, column)]
    figures = _figures(prompt, answers)
    return Shown(
        words=words[:limit],
        bars=figures if isinstance(figures, list) else (),
        order=figures if isinstance(figures, tuple) else (),
        more=max(len(words) - limit, 0),
        says=TOO_FEW if figures is None else "",
    )


def _ideas(ideas: Iterable[Idea], voting: Step | None, *, at: dt.datetime, limit: int) -> Shown:
    """With votes once the time for voting is over, the most agreed with first: a running count would sway those who
    have not voted, and few votes would name those who cast them."""
    is_over = voting is not None and voting.ended_at is not None and voting.paused_at is None and voting.ended_at <= at
    rows = list(
        ideas.select_related("prompt", "invitation__stakeholder")  # type: ignore[attr-defined]
        .filter(Q(answer=None) | Q(answer__hidden_at=None))
        .annotate(
            agree=Count("votes", filter=Q(votes__value=1)),
            unsure=Count("votes", filter=Q(votes__value=0)),
            disagree=Count("votes", filter=Q(votes__value=-1)),
        )
        .order_by("pk")
    )
    made = []
    for row in rows:
        name = _name(row) if row.prompt and shows_name_to_others(row.prompt.mode) else ""
        counts = (row.agree, row.unsure, row.disagree)
        if is_over and sum(counts) >= SMALLEST_CROWD:
            made.append(Words(row.text, name, *counts))
        else:
            made.append(Words(row.text, name))
    made.sort(key=lambda each: (each.disagree or 0) - (each.agree or 0))
    return Shown(words=made[:limit], more=max(len(made) - limit, 0))


def _name(row: Answer | Idea) -> str:
    return str(row.invitation.stakeholder.name) if row.invitation else ""


def _figures(prompt: Prompt, answers: Sequence[Answer]) -> list[Bar] | tuple[str, ...] | None:
    """Bars of a scale or a choice, the options in the order of their mean place; None when too few answered to show
    them without saying who."""
    if prompt.kind not in {Kind.SCALE, Kind.CHOICE, Kind.ORDER}:
        return []
    if len(answers) < SMALLEST_CROWD and not shows_name_to_others(prompt.mode):
        return None
    if prompt.kind == Kind.ORDER:
        places: Counter[int] = Counter()
        for each in answers:
            places.update({option: place for place, option in enumerate(each.chosen)})
        found = sorted(range(len(prompt.options)), key=lambda option: (places[option], option))
        return tuple(prompt.options[option] for option in found) if answers else ()
    if prompt.kind == Kind.SCALE:
        numbers = Counter(each.number for each in answers if each.number is not None)
        return _bars({str(point): numbers[point] for point in range(11)})
    chosen = Counter(option for each in answers for option in each.chosen)
    return _bars({label: chosen[option] for option, label in enumerate(prompt.options)})


def _bars(counts: dict[str, int]) -> list[Bar]:
    most = max(counts.values(), default=0)
    return [Bar(label, count, most) for label, count in counts.items()] if most else []
