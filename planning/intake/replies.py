"""Reasons to start from in common cases. Each names what the decision follows from; the owner makes it theirs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reply:
    """`{goal}` is the goal that the request was held against, or the first of the quarter."""

    key: str
    state: str
    label: str
    reason: str


REPLIES = (
    Reply(
        "serves",
        "accepted",
        "It serves a goal",
        "This stands in the way of “{goal}”, so we take it on. We begin by finding out what exactly keeps the people "
        "you name from it, and come back to you with what we propose before anything is made.",
    ),
    Reply(
        "small",
        "accepted",
        "A small thing that helps now",
        "It costs little and helps the people you name at once, so we do it beside the plan.",
    ),
    Reply(
        "unclear",
        "shaping",
        "The problem behind it is not clear yet",
        "We understand what you would like to have, and not yet what keeps your customers from what you want of them. "
        "Half an hour together will show it, and whether there is a shorter way.",
    ),
    Reply(
        "others",
        "shaping",
        "Others have it too",
        "Other teams told us of something alike. We would rather find one answer with all of you than make three.",
    ),
    Reply(
        "full",
        "deferred",
        "The quarter is full",
        "The days of this quarter are given to “{goal}”. It comes to the next planning, where you can argue for its "
        "place beside the others.",
    ),
    Reply(
        "depends",
        "deferred",
        "Something else has to happen first",
        "It can only work once something else is decided. We take it up again at the next planning.",
    ),
    Reply(
        "no-goal",
        "declined",
        "It serves no goal of this quarter",
        "Our days go where the company agreed they should: first of all to “{goal}”. We see no way in which this "
        "brings that forward, and saying yes would take from it.",
    ),
    Reply(
        "no-customer",
        "declined",
        "No customer would notice",
        "We looked for a customer who would notice the difference and found none. If you see one, tell us who, and we "
        "look at it again.",
    ),
    Reply(
        "theirs",
        "declined",
        "You can do it yourselves",
        "You know this better than we do, and it needs no approval of ours. Ask us for ten minutes on how to go about "
        "it.",
    ),
)


def worded(reply: Reply, goal: str) -> str:
    """With the goal in its place; without one the sentence says it in general."""
    return reply.reason.replace("“{goal}”", f"“{goal}”" if goal else "the goals of this quarter")
