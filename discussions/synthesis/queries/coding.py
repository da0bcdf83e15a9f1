"""What is read side by side while coding: what people wrote, and the insights drawn from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from accounts.models import User
from discussions.models import Answer, Discussion, Evidence, Idea, Insight, Prompt, Response
from discussions.running.queries import moderating
from discussions.synthesis.agreement import reading_of
from discussions.synthesis.backing import Voted, voted_on
from discussions.synthesis.insights import texts_of
from discussions.voices import SMALLEST_CROWD, shows_name_to_team

Row = Answer | Idea | Response
KINDS: dict[str, type[Row]] = {"answer": Answer, "idea": Idea, "response": Response}


@dataclass(frozen=True)
class Asked:
    """A prompt in the list of what can be read, with how many rows it has and how many of them no insight rests on."""

    prompt: Prompt
    rows: int
    uncoded: int
    # Why nothing of it is shown, where something was said.
    withheld: str = ""


@dataclass(frozen=True)
class Item:
    """One row. `by` and `segment` are empty where they may not be read; `on` are the insights that rest on it."""

    kind: str
    pk: UUID
    parts: tuple[str, ...]
    above: str
    note: str
    by: str
    segment: str
    whose: str
    on: tuple[int, ...]

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.pk}"


def rows_of(prompt: Prompt, discussion: Discussion, reader: User, prompts: Mapping[int, Prompt]) -> QuerySet[Any]:
    """What was written under a prompt and may be read, in the order of random ids: it tells nobody when."""
    if prompt.kind == Prompt.Kind.IDEAS:
        return moderating.responses(discussion).filter(hidden_at=None)
    if prompt.gives_ideas:
        return moderating.ideas(discussion).filter(hidden_at=None, same_as=None, prompt=prompt)
    return moderating.answers(discussion, reader, prompts).filter(hidden_at=None, prompt=prompt)


def uncoded(rows: QuerySet[Any]) -> QuerySet[Any]:
    name = rows.model._meta.model_name
    return rows.exclude(Exists(Evidence.objects.filter(**{name: OuterRef("pk")})))


def may_filter_by_segment(prompt: Prompt, discussion: Discussion, reader: User) -> bool:
    """Only where their names are read anyway."""
    return shows_name_to_team(prompt.mode, discussion, reader)


def asked(discussion: Discussion, reader: User, prompts: Mapping[int, Prompt]) -> list[Asked]:
    """Prompts that words were written under. Counted in three queries, whatever the number of prompts."""
    rows: Counter[int] = Counter()
    without: Counter[int] = Counter()
    answers = moderating.answers(discussion, reader, prompts).filter(hidden_at=None)
    ideas = moderating.ideas(discussion).filter(hidden_at=None, same_as=None)
    replies = moderating.responses(discussion).filter(hidden_at=None)
    showing = next((pk for pk, prompt in prompts.items() if prompt.kind == Prompt.Kind.IDEAS), None)
    for found, field in ((answers, "prompt_id"), (ideas, "prompt_id"), (replies, None)):
        name = found.model._meta.model_name
        rests = Exists(Evidence.objects.filter(**{str(name): OuterRef("pk")}))
        fields = [field] if field else []
        counted = found.order_by().annotate(is_coded=rests).values_list(*fields, "is_coded").annotate(Count("pk"))
        for *under, is_coded, many in counted:
            pk = under[0] if under else showing
            if pk is not None and prompts[pk].gives_ideas == (found.model is Idea):
                rows[pk] += many
                without[pk] += 0 if is_coded else many
    said = _said(discussion)
    return [
        Asked(prompt, rows[pk], without[pk], _withheld(prompt, discussion, reader, said[pk]))
        for pk, prompt in prompts.items()
        if prompt.kind != Prompt.Kind.COMMITMENT and (rows[pk] or said[pk])
    ]


def _said(discussion: Discussion) -> Counter[int]:
    given = Answer.objects.given().filter(discussion=discussion, hidden_at=None).exclude(text="", why="", why_after="")
    return Counter(dict(given.order_by().values_list("prompt_id").annotate(Count("pk"))))


def _withheld(prompt: Prompt, discussion: Discussion, reader: User, said: int) -> str:
    if shows_name_to_team(prompt.mode, discussion, reader) or prompt.gives_ideas or said >= SMALLEST_CROWD:
        return ""
    return f"Shown from {SMALLEST_CROWD} answers, so that nobody can tell whose they are." if said else ""


def items(rows: Iterable[Row], discussion: Discussion, reader: User, prompts: Mapping[int, Prompt]) -> list[Item]:
    found = list(rows)
    on = _on(found)
    written = moderating.written(found, discussion, reader, prompts)
    return [
        Item(
            kind=each.kind,
            pk=each.pk,
            parts=texts_of(row),
            above=each.above if isinstance(row, Response) else "",
            note=each.note or _rated(row),
            by=each.by,
            segment=each.segment,
            whose=each.whose,
            on=tuple(on.get(each.pk, ())),
        )
        for row, each in zip(found, written, strict=True)
    ]


def _rated(row: Row) -> str:
    if not isinstance(row, Answer) or row.number is None:
        return ""
    after = "" if row.number_after is None else f", then {row.number_after}"
    return f"{row.number}{after} of 10"


def _on(rows: Sequence[Row]) -> dict[UUID, list[int]]:
    if not rows:
        return {}
    name = str(rows[0]._meta.model_name)
    pairs = Evidence.objects.filter(**{f"{name}__in": [row.pk for row in rows]}).order_by("insight")
    found: dict[UUID, list[int]] = {}
    for pk, insight in pairs.values_list(f"{name}_id", "insight_id").distinct():
        found.setdefault(pk, []).append(insight)
    return found


@dataclass(frozen=True)
class Quoted:
    """A piece of evidence as it may be read."""

    evidence: Evidence
    by: str
    whose: str
    votes: Voted | None = None

    @property
    def may_be_asked(self) -> bool:
        """Whether whoever said it can be asked if it was meant so: nobody reaches an anonymous voice."""
        return self.source.invitation_id is not None and not self.evidence.is_votes

    @property
    def source(self) -> Row:
        found: Row | None = self.evidence.answer or self.evidence.idea or self.evidence.response
        assert found is not None  # the database knows no evidence of nothing
        return found


@dataclass(frozen=True)
class Drawn:
    """An insight with what it rests on; `number` is its key on the keyboard, 0 beyond nine."""

    insight: Insight
    quotes: tuple[Quoted, ...]
    number: int


def drawn(discussion: Discussion, reader: User, prompts: Mapping[int, Prompt]) -> list[Drawn]:
    """In the order of drawing, so that a key stays with its insight."""
    evidence = Evidence.objects.select_related(
        "answer__invitation__stakeholder", "idea__invitation__stakeholder", "response__invitation__stakeholder"
    )
    by_insight: dict[int, list[Quoted]] = {}
    rows = list(evidence.filter(insight__discussion=discussion).order_by("pk"))
    reading = reading_of(discussion) if any(each.is_votes for each in rows) else None
    for each in rows:
        quoted = (
            Quoted(each, "", "", voted_on(reading, each.idea))
            if each.is_votes
            else _quoted(each, discussion, reader, prompts)
        )
        by_insight.setdefault(each.insight_id, []).append(quoted)
    insights = Insight.objects.filter(discussion=discussion).select_related("author").order_by("created_at", "pk")
    return [
        Drawn(insight, tuple(by_insight.get(insight.pk, ())), place if place <= 9 else 0)
        for place, insight in enumerate(insights, start=1)
    ]


def _quoted(evidence: Evidence, discussion: Discussion, reader: User, prompts: Mapping[int, Prompt]) -> Quoted:
    row = Quoted(evidence, "", "").source
    mode = moderating.mode_of(row, prompts)
    if isinstance(row, Idea) and row.is_seed:
        return Quoted(evidence, "", "Put in by the team")
    if row.invitation is not None and shows_name_to_team(mode, discussion, reader):
        return Quoted(evidence, row.invitation.stakeholder.name, "")
    return Quoted(evidence, "", "In confidence" if mode == Prompt.Mode.CONFIDENTIAL else "Without a name")
