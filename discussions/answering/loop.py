"""What became of what somebody said: their ideas, what quotes them, what was decided, and what they promised."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q

from discussions.answering.commitments import commitments_of
from discussions.answering.ideas import Reply, replies_to, reply_of
from discussions.answering.script import Script
from discussions.answering.typed import LONGEST
from discussions.models import Commitment, Discussion, Evidence, Idea, Invitation, Prompt
from discussions.reveal import may_see
from discussions.voices import key_of, named_key_of
from web.live import publish

Meant = Evidence.Meant


@dataclass(frozen=True)
class OwnIdea:
    idea: Idea
    replies: tuple[Reply, ...]

    @property
    def is_decided(self) -> bool:
        return self.idea.became != Idea.Became.OPEN


@dataclass(frozen=True)
class Quote:
    """`decided` is what follows from the insight, once it is told."""

    evidence: Evidence
    decided: str = ""

    @property
    def words(self) -> str:
        return self.evidence.quote

    @property
    def is_asked(self) -> bool:
        return self.evidence.meant == Meant.ASKED


@dataclass(frozen=True)
class Loop:
    ideas: tuple[OwnIdea, ...]
    quotes: tuple[Quote, ...]
    commitments: tuple[Commitment, ...]
    outcome: str
    told_at: dt.datetime | None

    @property
    def waiting(self) -> tuple[Commitment, ...]:
        return tuple(each for each in self.commitments if each.state == Commitment.State.PROPOSED)

    @property
    def asked(self) -> tuple[Quote, ...]:
        return tuple(each for each in self.quotes if each.is_asked)


def loop_of(script: Script, *, at: dt.datetime, is_answering: bool = False) -> Loop:
    """Whoever `is_answering` still meets their ideas where they gave them."""
    discussion = script.discussion
    told = discussion.outcome_told_at is not None
    return Loop(
        ideas=() if is_answering else own_ideas(script, at),
        quotes=_quotes(script, told=told),
        commitments=tuple(commitments_of(script.invitation)),
        outcome=discussion.outcome if told else "",
        told_at=discussion.outcome_told_at,
    )


def _keys(script: Script) -> list[str]:
    invitation = script.invitation
    prompts = [each.prompt for each in script.questions if not each.again]
    named = [named_key_of(invitation, prompt) for prompt in prompts if prompt.kind == Prompt.Kind.IDEAS]
    return [*(key_of(invitation, prompt) for prompt in prompts), *named]


def own_ideas(script: Script, at: dt.datetime) -> tuple[OwnIdea, ...]:
    """With the replies to them, as soon as whoever wrote the idea may see anything of others."""
    ideas = [idea for each in script.questions for idea in script.ideas_of(each)]
    replies: dict[UUID, list[Reply]] = {idea.pk: [] for idea in ideas}
    if ideas and _sees_replies(script, at):
        for row in replies_to(replies):
            if row.hidden_at is None:
                replies[row.idea_id].append(reply_of(row, script, is_mine=False))
    return tuple(OwnIdea(idea, tuple(replies[idea.pk])) for idea in ideas)


def _sees_replies(script: Script, at: dt.datetime) -> bool:
    """Replies are written under the prompt that shows ideas: as they are revealed there."""
    discussion = script.discussion
    if discussion.sees == Discussion.Sees.NOTHING:
        return False
    if discussion.is_over(at):
        return True
    return any(
        may_see(discussion, each.step, each.prompt, answered=each.is_given, at=at)
        for each in script.questions
        if each.prompt.kind == Prompt.Kind.IDEAS
    )


def _quotes(script: Script, *, told: bool) -> tuple[Quote, ...]:
    """The insights that rest on their words: those they were asked about, and all once the outcome is told. Insights
    that the team is still working on are nobody else's yet."""
    keys = _keys(script)
    if script.quoted.isdisjoint(keys):
        return ()
    mine = Q(answer__voice__in=keys) | Q(idea__voice__in=keys, is_votes=False) | Q(response__voice__in=keys)
    found = Evidence.objects.filter(mine, insight__discussion=script.discussion).select_related("insight")
    if not told:
        found = found.exclude(meant=Meant.NOT_ASKED)
    return tuple(Quote(each, each.insight.decided if told else "") for each in found.order_by("pk"))


def say_what_was_meant(script: Script, evidence: int, *, yes: bool, correction: str = "") -> bool:
    """Answer the check-back: "Yes, that is what I meant", or what was meant instead. They may change their mind as
    long as the link is open. False when no such words of theirs were asked about."""
    if not yes and not correction:
        raise ValidationError({"correction": "Say in your words what you meant."})
    if len(correction) > LONGEST:
        raise ValidationError(
            {"correction": f"This may be {LONGEST:,} characters long at most; it is {len(correction):,} long."}
        )
    theirs = {each.evidence.pk for each in _quotes(script, told=False)}
    if evidence not in theirs:
        return False
    Evidence.objects.filter(pk=evidence).update(
        meant=Meant.YES if yes else Meant.CORRECTED, correction="" if yes else correction
    )
    publish(script.discussion.channel, "checked")
    return True


def says_of(loop: Loop, invitation: Invitation) -> str:
    """The first sentence of what became of it."""
    decided = sum(each.is_decided for each in loop.ideas)
    if loop.outcome and invitation.started_at is None:
        return "You did not answer this time; here is what was decided."
    if loop.outcome:
        return "Here is what was decided, and what your words had to do with it."
    if decided:
        ideas = "one of your ideas" if decided == 1 else f"{decided} of your ideas"
        return f"Here is what became of {ideas}."
    if invitation.started_at is None:
        return "You did not answer this time; what is decided is told here all the same."
    return "Nothing is decided yet. This link stays yours: come back, and it tells you what became of it."
