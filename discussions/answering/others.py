"""What others answered to a question that somebody has answered themself, where the discussion lets them see it; and
whether they have met anything of others at all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from discussions.answering.script import Question, Script
from discussions.models import Answer, Discussion, Prompt, Vote
from discussions.reveal import may_see
from discussions.voices import key_of, shows_name_to_others

AT_ONCE = 12


@dataclass(frozen=True)
class Said:
    text: str
    by: str


def others_said(script: Script, question: Question, *, at: dt.datetime) -> list[Said]:
    """A few of the others' words, in no order that tells anything; names as the prompt's mode allows. Numbers and
    choices are not among them: figures need a crowd, and are read in what comes out."""
    if not _shows_answers(script, question, at=at):
        return []
    prompt = question.prompt
    column = "why" if prompt.kind == Prompt.Kind.SCALE else "text"
    named = shows_name_to_others(prompt.mode)
    rows = (
        Answer.objects.shown()
        .filter(discussion=script.discussion, prompt=prompt)
        .exclude(**{column: ""})
        .exclude(voice=key_of(script.invitation, prompt))
        .select_related("invitation__stakeholder")
        .only(column, "invitation__stakeholder__name")
        .order_by("pk")[:AT_ONCE]
    )
    return [
        Said(getattr(row, column), row.invitation.stakeholder.name if named and row.invitation else "") for row in rows
    ]


def _shows_answers(script: Script, question: Question, *, at: dt.datetime) -> bool:
    prompt = question.prompt
    if question.again or prompt.kind not in {Prompt.Kind.TEXT, Prompt.Kind.SCALE} or prompt.gives_ideas:
        return False
    if script.discussion.sees != Discussion.Sees.ANSWERS:
        return False
    return may_see(script.discussion, question.step, prompt, answered=question.is_given, at=at)


def _may_have_read_answers(script: Script, *, at: dt.datetime) -> bool:
    """Whether words of others stand below a question that they have answered."""
    read = [each.prompt for each in script.questions if _shows_answers(script, each, at=at)]
    if not read:
        return False
    given = Answer.objects.shown().filter(discussion=script.discussion, prompt__in=read)
    theirs = given.exclude(voice__in=[key_of(script.invitation, prompt) for prompt in read])
    return theirs.exclude(text="", why="").exists()


def is_due(script: Script, question: Question) -> bool:
    """A scale is met again by whoever has said a first number and seen something of others since: a second number of
    somebody who has not would be read as a change of mind. In a room people have talked."""
    if not question.again or question.is_given:
        return True
    if question.answer is None or question.answer.number is None or question.answer.is_draft:
        return False
    return script.discussion.held == Discussion.Held.LIVE or _has_met_others(script)


def _has_met_others(script: Script) -> bool:
    if _may_have_read_answers(script, at=timezone.now()):
        return True
    walls = [each.prompt for each in script.questions if each.prompt.kind == Prompt.Kind.IDEAS]
    keys = [key_of(script.invitation, prompt) for prompt in walls]
    return Vote.objects.filter(discussion=script.discussion, voice__in=keys).exists()
