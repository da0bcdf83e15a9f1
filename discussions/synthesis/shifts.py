"""Changes of mind that a discussion shows, from before to after seeing others: drafts of judgements, for a person to
accept or to set aside. And objections said openly, on their way to the page of whoever raised them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Abs, Concat

from accounts.models import User
from discussions.models import Answer, Discussion, Prompt, Response, Shift
from discussions.voices import shows_name_to_team
from stakeholders.assessments import record_assessment
from stakeholders.concerns import raise_concern
from stakeholders.models import Concern, Source, Stakeholder
from stakeholders.scales import POSITION

# A move of so many steps of ten is one of ours, or two. A smaller one suggests nothing but to look.
NEAR, FAR = 2, 5
SOLVED = "\nWhat would solve it: "
# What a place on a scale of ten says of somebody whose position is unknown.
POSITION_AT = (-2, -2, -1, -1, -1, 0, 1, 1, 1, 2, 2)


@dataclass(frozen=True)
class Moved:
    """Somebody who rated it differently after seeing others. `position` is what is suggested; words are theirs and
    empty where they were said in confidence."""

    answer: Answer
    person: Stakeholder
    before: int
    after: int
    position: int
    reason: str
    why: str
    by_idea: str
    by_reply: str
    shift: Shift | None

    @property
    def is_up(self) -> bool:
        return self.after > self.before

    @property
    def in_confidence(self) -> bool:
        return bool(self.answer.prompt.mode != Prompt.Mode.ATTRIBUTED)

    @property
    def stands(self) -> str:
        return "Position unknown" if self.person.position is None else POSITION[self.person.position]

    @property
    def suggested(self) -> str:
        return POSITION[self.position]


def moves(discussion: Discussion, reader: User) -> QuerySet[Answer]:
    """Answers that moved, of those whose name the reader may know, the furthest move in front."""
    modes = [mode for mode in Prompt.Mode.values if shows_name_to_team(mode, discussion, reader)]
    rows = Answer.objects.given().filter(
        discussion=discussion,
        prompt__asked_again=True,
        prompt__mode__in=modes,
        number__isnull=False,
        number_after__isnull=False,
        invitation__isnull=False,
    )
    rows = rows.exclude(number=F("number_after")).alias(way=Abs(F("number_after") - F("number")))
    return rows.order_by("-way", "pk")


def moved(rows: QuerySet[Answer], discussion: Discussion) -> list[Moved]:
    rows = rows.select_related("invitation__stakeholder", "prompt", "moved_by", "moved_by_reply", "shift")
    return [_moved(row, discussion) for row in rows]


@dataclass(frozen=True)
class Moves:
    """All moves, counted, and the furthest of those that are undecided and of those decided."""

    moved: int
    up: int
    left: int
    undecided: tuple[Moved, ...]
    decided: tuple[Moved, ...]


def told(discussion: Discussion, reader: User, *, most: int) -> Moves:
    """Two queries: a thousand moves are told apart by their keys, `most` of each kind are read."""
    every = moves(discussion, reader)
    is_up = ExpressionWrapper(Q(number_after__gt=F("number")), output_field=BooleanField())
    rows = list(every.annotate(is_up=is_up).values_list("pk", "is_up", "shift"))
    left = [pk for pk, _, shift in rows if shift is None]
    decided = [pk for pk, _, shift in rows if shift is not None]
    shown = moved(every.filter(pk__in=[*left[:most], *decided[:most]]), discussion) if rows else []
    return Moves(
        moved=len(rows),
        up=sum(is_up for _, is_up, _ in rows),
        left=len(left),
        undecided=tuple(one for one in shown if one.shift is None),
        decided=tuple(one for one in shown if one.shift is not None),
    )


def _moved(row: Answer, discussion: Discussion) -> Moved:
    assert row.invitation is not None
    assert row.number is not None
    assert row.number_after is not None
    person = row.invitation.stakeholder
    openly = row.prompt.mode == Prompt.Mode.ATTRIBUTED
    idea = row.moved_by.text if row.moved_by and openly else ""
    return Moved(
        answer=row,
        person=person,
        before=row.number,
        after=row.number_after,
        position=suggested(person.position, row.number, row.number_after),
        reason=_reason(row, discussion, idea),
        why=row.why_after or row.why,
        by_idea=row.moved_by.text if row.moved_by else "",
        by_reply=row.moved_by_reply.text if row.moved_by_reply else "",
        shift=getattr(row, "shift", None),
    )


def suggested(position: int | None, before: int, after: int) -> int:
    """A step towards where they moved, two for a long way; the place on the scale where no position is known."""
    if position is None:
        return POSITION_AT[after]
    way = abs(after - before)
    steps = 2 if way >= FAR else 1 if way >= NEAR else 0
    return max(-2, min(2, position + (steps if after > before else -steps)))


def _reason(row: Answer, discussion: Discussion, idea: str) -> str:
    """What is written as the reason of the judgement; the whole team reads it, so nothing that was said in confidence,
    be it words or numbers."""
    if row.prompt.mode != Prompt.Mode.ATTRIBUTED:
        return f"A change of mind in “{discussion.title}”, told to the facilitator in confidence."
    asked = f"Moved from {row.number} to {row.number_after} of 10 in “{discussion.title}”: {row.prompt.text}"
    why = f" “{row.why_after}”" if row.why_after else ""
    reply = f"the reply “{row.moved_by_reply.text}” to " if row.moved_by_reply and idea else ""
    return f"{asked}{why}{f' Moved by {reply}the idea “{idea}”.' if idea else ''}"


def accept(answer: Answer, *, by: User, position: int, why: str) -> Shift:
    """Put it on the map: an assessment with the discussion as its source. Decided once; a second time says so."""
    if not why.strip():
        raise ValidationError({"why": "Say why their position moves."})
    if position not in POSITION:
        raise ValidationError({"position": "Choose a position."})
    with transaction.atomic(), pghistory.context(why="A shift in a discussion"):
        stands = _undecided(answer)
        assert stands.invitation is not None
        assessment = record_assessment(
            stands.invitation.stakeholder, author=by, why=why.strip(), source=Source.DISCUSSION, position=position
        )
        return Shift.objects.create(
            workspace_id=stands.workspace_id, answer=stands, assessment=assessment, decided_by=by
        )


def set_aside(answer: Answer, *, by: User) -> Shift:
    with transaction.atomic(), pghistory.context(why="A shift in a discussion, set aside"):
        stands = _undecided(answer)
        return Shift.objects.create(workspace_id=stands.workspace_id, answer=stands, decided_by=by)


def _undecided(answer: Answer) -> Answer:
    stands = Answer.objects.select_for_update(of=("self",)).select_related("invitation__stakeholder").get(pk=answer.pk)
    if Shift.objects.filter(answer=stands).exists():
        raise ValidationError("Somebody has decided on this already.")
    return stands


# Objections ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Objection:
    """What somebody objected to, with their name. `concern` is the one it became on their page."""

    row: Answer | Response
    person: Stakeholder
    words: str
    above: str
    is_carried: bool

    @property
    def key(self) -> str:
        return f"{type(self.row).__name__.lower()}:{self.row.pk}"


def objections(discussion: Discussion, *, most: int | None = None, only: UUID | None = None) -> list[Objection]:
    """Concerns about ideas and answers on what stands in the way, said openly: what was told in confidence or without
    a name is on nobody's page. At most so many, those on nobody's page yet in front."""
    by_name = Q(discussion=discussion, hidden_at=None, invitation__isnull=False) & (Q(pk=only) if only else Q())
    openly = Answer.objects.given().filter(
        by_name, prompt__purpose=Prompt.Purpose.ROADBLOCK, prompt__mode=Prompt.Mode.ATTRIBUTED
    )
    answers = _with_carried(openly.exclude(text=""), F("text"), discussion)
    closed = Prompt.objects.filter(version=discussion.version_id, kind=Prompt.Kind.IDEAS)
    closed = closed.exclude(mode=Prompt.Mode.ATTRIBUTED)
    concerns = Response.objects.filter(~Exists(closed), by_name, kind=Response.Kind.CONCERN)
    solved = Case(
        When(would_solve="", then=Value("")), default=Concat(Value(SOLVED), "would_solve"), output_field=TextField()
    )
    replies = _with_carried(concerns, Concat("text", solved, output_field=TextField()), discussion)
    person = "invitation__stakeholder"
    found = [_objection(row, row.text, row.prompt.text) for row in answers.select_related(person, "prompt")[:most]]
    found += [
        _objection(row, _with_solution(row), row.idea.text) for row in replies.select_related(person, "idea")[:most]
    ]
    return sorted(found, key=lambda each: each.is_carried)[:most]


def _objection(row: Any, words: str, above: str) -> Objection:
    return Objection(row, row.invitation.stakeholder, words, above, row.is_carried)


def _with_carried(rows: QuerySet[Any], words: F | Concat, discussion: Discussion) -> QuerySet[Any]:
    """Those on nobody's page yet in front."""
    held = Concern.objects.filter(stakeholder=OuterRef("invitation__stakeholder"), said=OuterRef("as_concern"))
    said = rows.alias(as_concern=Concat(words, Value(discussion.as_source), output_field=TextField()))
    found: QuerySet[Any] = said.annotate(is_carried=Exists(held)).order_by("is_carried", "pk")
    return found


def _with_solution(row: Response) -> str:
    return f"{row.text}{SOLVED}{row.would_solve}" if row.would_solve else row.text


def carry(objection: Objection, discussion: Discussion, *, by: User) -> Concern | None:
    """Put it on the person's page as a concern, with where it was said; None when it is there already."""
    with transaction.atomic():
        # Their row is held, so that pressing twice raises it once.
        person = Stakeholder.objects.select_for_update(of=("self",)).get(pk=objection.person.pk)
        said = f"{objection.words}{discussion.as_source}"
        if Concern.objects.filter(stakeholder=person, said=said).exists():
            return None
        return raise_concern(person, author=by, said=said, raised_on=objection.row.said_on)
