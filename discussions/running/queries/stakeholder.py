"""One stakeholder across all discussions: for their own page, read by the team."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from discussions.models import Answer, Commitment, Idea, Invitation, Prompt
from discussions.running.moments import phase_of
from stakeholders.models import Stakeholder

QUOTES = 6


@dataclass(frozen=True)
class Part:
    invitation: Invitation
    phase: str
    word: str


@dataclass(frozen=True)
class Quote:
    """What they said with their name."""

    text: str
    above: str
    discussion: int
    title: str
    on: dt.date


def parts(person: Stakeholder, now: dt.datetime) -> list[Part]:
    found = Invitation.objects.filter(stakeholder=person).select_related("discussion").order_by("-created_at", "-pk")
    return [Part(each, phase_of(each.discussion, now), _word(each)) for each in found]


def _word(invitation: Invitation) -> str:
    if invitation.withdrawn_at:
        return "Invitation withdrawn"
    if invitation.finished_at:
        return "Answered"
    if invitation.started_at:
        return "Answered in part"
    return "Silent so far" if invitation.invited_at else "Not asked yet"


def commitments(person: Stakeholder, *, reader: User) -> list[Commitment]:
    return list(Commitment.objects.filter(stakeholder=person).named_to(reader).order_by("-created_at", "-pk"))


def quotes(person: Stakeholder) -> list[Quote]:
    """The latest, from prompts answered with one's name: nothing confidential or anonymous is joined to a person."""
    named = {"invitation__stakeholder": person, "prompt__mode": Prompt.Mode.ATTRIBUTED, "hidden_at": None}
    ideas = Idea.objects.filter(**named).select_related("discussion", "prompt").order_by("-said_on", "pk")
    answers = Answer.objects.given().filter(**named).exclude(text="").exclude(prompt__kind=Prompt.Kind.COMMITMENT)
    rows = [*ideas[:QUOTES], *answers.select_related("discussion", "prompt").order_by("-said_on", "pk")[:QUOTES]]
    rows.sort(key=lambda row: row.said_on, reverse=True)
    return [
        Quote(row.text, row.prompt.text if row.prompt else "", row.discussion_id, row.discussion.title, row.said_on)
        for row in rows[:QUOTES]
    ]
