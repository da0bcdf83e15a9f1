"""What a participant is told before they type: who will read it, how long it takes, until when it can be changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from discussions.models import Discussion, Prompt
from discussions.reveal import moment_of

Mode, Kind = Prompt.Mode, Prompt.Kind
ICONS = {Mode.ATTRIBUTED: "user-round", Mode.CONFIDENTIAL: "lock-keyhole", Mode.ANONYMOUS: "hat-glasses"}
NOT_OTHERS = "Others taking part do not read it."
# How long one prompt takes beside another one: the minutes that a guide promises are shared out by it.
WEIGHTS = {
    Kind.TEXT: 1.0,
    Kind.SCALE: 0.6,
    Kind.CHOICE: 0.3,
    Kind.ORDER: 0.7,
    Kind.IDEAS: 1.0,
    Kind.COMMITMENT: 0.8,
}


@dataclass(frozen=True)
class ModeSays:
    """`lead` says it in a few words, `rest` who reads it and when."""

    lead: str
    rest: str
    icon: str

    def __str__(self) -> str:
        return f"{self.lead} {self.rest}"


def mode_says(prompt: Prompt, discussion: Discussion, facilitator: str) -> ModeSays:
    mode = Mode(prompt.mode)
    others = _others_see(prompt, discussion)
    when = _when(discussion, facilitator)
    if prompt.kind == Kind.IDEAS:
        lead, rest = _of_votes(mode, facilitator, shown=others)
    elif mode == Mode.ATTRIBUTED:
        lead = "With your name:"
        rest = f"the marketing team sees who wrote this. {NOT_OTHERS}"
        if others:
            rest = f"the marketing team and others taking part see who wrote this, the others {when}."
    elif mode == Mode.CONFIDENTIAL:
        lead = f"Your name is for {facilitator} only."
        rest = f"Others read it without your name, {when}." if others else NOT_OTHERS
    else:
        lead = "Without your name:"
        rest = f"nobody can see who wrote this. {f'Others read it {when}.' if others else NOT_OTHERS}"
    return ModeSays(lead, rest, ICONS[mode])


def _others_see(prompt: Prompt, discussion: Discussion) -> bool:
    if discussion.sees == Discussion.Sees.ANSWERS:
        return True
    ideas = prompt.gives_ideas or prompt.kind == Kind.IDEAS
    return discussion.sees == Discussion.Sees.IDEAS and ideas


def _when(discussion: Discussion, facilitator: str) -> str:
    moment = moment_of(discussion)
    if moment == Discussion.Reveal.BY_FACILITATOR:
        return f"when {facilitator} shows it to everybody"
    if moment == Discussion.Reveal.AT_CLOSE:
        return "when everybody is done and the discussion has closed"
    return "after they have answered themselves"


def _of_votes(mode: Prompt.Mode, facilitator: str, *, shown: bool) -> tuple[str, str]:
    replies = " Others taking part read your replies, not your votes." if shown else ""
    if mode == Mode.ATTRIBUTED:
        return "With your name:", f"the marketing team sees how you vote and what you reply.{replies}"
    if mode == Mode.CONFIDENTIAL:
        return f"Your name is for {facilitator} only.", f"Votes are counted without names.{replies}"
    return "Without your name:", f"nobody can see how you vote or who wrote a reply.{replies}"


def minutes_left(prompts: Sequence[Prompt], still_open: Sequence[Prompt], promised: int) -> int:
    """Of the minutes promised for all prompts those that the open ones take, at least one."""
    whole = sum(WEIGHTS[Kind(prompt.kind)] for prompt in prompts)
    rest = sum(WEIGHTS[Kind(prompt.kind)] for prompt in still_open)
    return max(1, round(promised * rest / whole)) if whole else 1


def left_says(minutes: int) -> str:
    return f"about {minutes} minute{'' if minutes == 1 else 's'} left"


def moment_says(at: dt.datetime) -> str:
    """A moment with its time zone: "30 November 2026, 17:00 CET"."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'j F Y, H:i')} {local.tzname()}"


def until_says(discussion: Discussion) -> str:
    if discussion.closes_at is None:
        return "You can change it until the discussion is closed."
    return f"You can change it until {moment_says(discussion.closes_at)}."
