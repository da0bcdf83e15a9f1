"""What is read side by side while coding: what people wrote, and the insights drawn from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value

from accounts.models import User
from discussions.models import Answer, Discussion, Evidence, Idea, Insight, Prompt, Response
from discussions.running.queries import moderating
from discussions.running.queries.moderating import Reading
from discussions.synthesis import agreement
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


def rows_of(prompt: Prompt, reading: Reading) -> QuerySet[Any]:
    """What was written under a prompt and may be read, in the order of random ids: it tells nobody when."""
    found: QuerySet[Any]
    if prompt.kind == Prompt.Kind.IDEAS:
        found = moderating.responses(reading.discussion).filter(hidden_at=None)
    elif prompt.gives_ideas:
        found = moderating.ideas(reading.discussion).filter(hidden_at=None, same_as=None, prompt=prompt)
    else:
        found = moderating.answers(reading).filter(hidden_at=None, prompt=prompt)
    return found.order_by("pk")


@dataclass(frozen=True)
class Counted(Sequence[Any]):
    """Rows of which it is known how many there are, so that turning a page counts nothing."""

    rows: QuerySet[Any]
    known: int

    def __len__(self) -> int:
        return self.known

    def __getitem__(self, at: Any) -> Any:
        return self.rows[at]


def uncoded(rows: QuerySet[Any]) -> QuerySet[Any]:
    name = rows.model._meta.model_name
    return rows.exclude(Exists(Evidence.objects.filter(**{name: OuterRef("pk")})))


def may_filter_by_segment(prompt: Prompt, reading: Reading) -> bool:
    """Only where their names are read anyway."""
    return shows_name_to_team(prompt.mode, reading.discussion, reading.reader)


@dataclass(frozen=True)
class Under:
    """What was said under a prompt: by how many at all, how many rows with words in them stand, and on how many of
    those no insight rests."""

    voices: int = 0
    rows: int = 0
    uncoded: int = 0


# Replies name no prompt: they are read under the one that shows others' ideas.
REPLIES = 0
STANDS = Q(hidden_at=None)
IN_WORDS = ~Q(text="", why="", why_after="")


def under(discussion: Discussion) -> dict[tuple[str, int], Under]:
    """By kind and prompt; one query that goes through the answers once."""
    tallies = [
        _tally(Answer.objects.given().filter(discussion=discussion), F("prompt_id"), STANDS & IN_WORDS),
        _tally(moderating.ideas(discussion), F("prompt_id"), STANDS & Q(same_as=None)),
        _tally(moderating.responses(discussion), Value(REPLIES), STANDS),
    ]
    first, *rest = tallies
    return {(kind, prompt or REPLIES): Under(*counts) for kind, prompt, *counts in first.union(*rest, all=True)}


def _tally(rows: QuerySet[Any], prompt: F | Value, stand: Q) -> QuerySet[Any]:
    kind = str(rows.model._meta.model_name)
    rests = Exists(Evidence.objects.filter(**{kind: OuterRef("pk")}))
    tallied = rows.order_by().select_related(None).annotate(of=Value(kind), under=prompt, is_coded=rests)
    counted: QuerySet[Any] = tallied.values("of", "under").annotate(
        voices=Count("pk"), many=Count("pk", filter=stand), without=Count("pk", filter=stand & Q(is_coded=False))
    )
    return counted.values_list("of", "under", "voices", "many", "without")


def reading_of(
    discussion: Discussion, reader: User, prompts: Mapping[int, Prompt], said: Mapping[tuple[str, int], Under]
) -> Reading:
    voices = {prompt: counted.voices for (kind, prompt), counted in said.items() if kind == "answer"}
    return moderating.reading_with(discussion, reader, prompts, voices)


def asked(reading: Reading, said: Mapping[tuple[str, int], Under]) -> list[Asked]:
    """Prompts that words were written under."""
    found = []
    for pk, prompt in reading.prompts.items():
        answers = said.get(("answer", pk), Under())
        counted = answers if pk in reading.readable else Under()
        if prompt.kind == Prompt.Kind.IDEAS:
            counted = said.get(("response", REPLIES), Under())
        elif prompt.gives_ideas:
            counted = said.get(("idea", pk), Under())
        if prompt.kind != Prompt.Kind.COMMITMENT and (counted.rows or answers.rows):
            withheld = _withheld(prompt, reading.discussion, reading.reader, answers.rows)
            found.append(Asked(prompt, counted.rows, counted.uncoded, withheld))
    return found


def _withheld(prompt: Prompt, discussion: Discussion, reader: User, said: int) -> str:
    if shows_name_to_team(prompt.mode, discussion, reader) or prompt.gives_ideas or said >= SMALLEST_CROWD:
        return ""
    return f"Shown from {SMALLEST_CROWD} answers, so that nobody can tell whose they are." if said else ""


def items(rows: Iterable[Row], reading: Reading, insights: Iterable[Drawn]) -> list[Item]:
    found = list(rows)
    on: dict[UUID, list[int]] = {}
    for insight in insights:
        for source in dict.fromkeys(quote.source.pk for quote in insight.quotes):
            on.setdefault(source, []).append(insight.insight.pk)
    written = moderating.written(found, reading.discussion, reading.reader, reading.prompts)
    return [
        Item(
            kind=each.kind,
            pk=each.pk,
            parts=texts_of(row),
            above=each.above if isinstance(row, Response) else "",
            note=each.note or (_rated(row) if each.by else ""),
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
    reading = agreement.reading_of(discussion) if any(each.is_votes for each in rows) else None
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


def unasked(insights: Iterable[Drawn]) -> int:
    """How many quotes nobody was asked about, whose authors can be."""
    quotes = (quote for each in insights for quote in each.quotes)
    return sum(quote.may_be_asked and quote.evidence.meant == Evidence.Meant.NOT_ASKED for quote in quotes)


def _quoted(evidence: Evidence, discussion: Discussion, reader: User, prompts: Mapping[int, Prompt]) -> Quoted:
    row = Quoted(evidence, "", "").source
    mode = moderating.mode_of(row, prompts)
    if isinstance(row, Idea) and row.is_seed:
        return Quoted(evidence, "", "Put in by the team")
    if row.invitation is not None and shows_name_to_team(mode, discussion, reader):
        return Quoted(evidence, row.invitation.stakeholder.name, "")
    return Quoted(evidence, "", "In confidence" if mode == Prompt.Mode.CONFIDENTIAL else "Without a name")
