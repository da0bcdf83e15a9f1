"""What participants may see of each other, and from when on: blind first, then revealed."""

from __future__ import annotations

import datetime as dt

from discussions.models import Discussion, Prompt, Step


def moment_of(discussion: Discussion) -> Discussion.Reveal:
    """When anything of others is shown: in a room when the facilitator shows it, whatever else is chosen."""
    if discussion.held == Discussion.Held.LIVE:
        return Discussion.Reveal.BY_FACILITATOR
    return Discussion.Reveal(discussion.reveal)


def is_ever_shown(discussion: Discussion, prompt: Prompt) -> bool:
    """Whether people were told that what is written under a prompt is shown to others at all."""
    if discussion.sees == Discussion.Sees.NOTHING:
        return False
    return discussion.sees == Discussion.Sees.ANSWERS or prompt.gives_ideas or prompt.kind == Prompt.Kind.IDEAS


def may_see(discussion: Discussion, step: Step, prompt: Prompt, *, answered: bool, at: dt.datetime) -> bool:
    """Whether somebody who has `answered` a prompt themself, or not, may see what others wrote under it at a moment."""
    if not is_ever_shown(discussion, prompt):
        return False
    if step.revealed_at is not None and step.revealed_at <= at:
        return True
    moment = moment_of(discussion)
    if moment == Discussion.Reveal.BY_FACILITATOR:
        return False
    if moment == Discussion.Reveal.AT_CLOSE:
        return discussion.is_over(at)
    return answered
