"""What participants may see of each other, and from when on: blind first, then revealed."""

from __future__ import annotations

import datetime as dt

from discussions.models import Discussion, Prompt, Step


def moment_of(discussion: Discussion) -> Discussion.Reveal:
    """When anything of others is shown: in a room when the facilitator shows it, whatever else is chosen."""
    if discussion.held == Discussion.Held.LIVE:
        return Discussion.Reveal.BY_FACILITATOR
    return Discussion.Reveal(discussion.reveal)


def may_see(discussion: Discussion, step: Step, prompt: Prompt, *, answered: bool, at: dt.datetime) -> bool:
    """Whether somebody who has `answered` a prompt themself, or not, may see what others wrote under it at a moment."""
    if discussion.sees == Discussion.Sees.NOTHING:
        return False
    if discussion.sees == Discussion.Sees.IDEAS and not prompt.gives_ideas and prompt.kind != Prompt.Kind.IDEAS:
        return False
    if step.revealed_at is not None and step.revealed_at <= at:
        return True
    moment = moment_of(discussion)
    if moment == Discussion.Reveal.BY_FACILITATOR:
        return False
    if moment == Discussion.Reveal.AT_CLOSE:
        return discussion.is_over(at)
    return answered
