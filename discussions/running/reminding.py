"""Reminding those who are silent, by hand and by plan, and never anybody who has answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from discussions.models import Discussion, Invitation
from discussions.running import deliveries, posting
from mail.models import Message

ANSWERED = "They have answered meanwhile."


@dataclass(frozen=True)
class Reminded:
    """Letters written now, silent people left for the next ones, and silent people who are left alone."""

    messages: list[Message]
    waiting: int
    left_alone: int

    @property
    def says(self) -> str:
        count = len(self.messages) + self.waiting
        if not count and not self.left_alone:
            return "Nobody is silent: there is nobody to remind."
        if not count:
            return f"Nobody was reminded. {_alone(self.left_alone)}"
        said = f"{count:,} {'person is' if count == 1 else 'people are'} reminded."
        return f"{said} {_alone(self.left_alone)}" if self.left_alone else said


def nobody_because(silent: int) -> str:
    """Why so many silent people cannot be reminded now, before anybody tries."""
    return f"Nobody can be reminded now. {_alone(silent)}"


def remind_silent(discussion: Discussion, *, now: dt.datetime, at_most: int = posting.AT_MOST) -> Reminded:
    """Remind those who may be reminded, so many at most; `waiting` says how many are left."""
    if not discussion.is_open(now):
        return Reminded([], 0, 0)
    everybody = Invitation.objects.silent().filter(discussion=discussion).count()
    asked = posting.silent(discussion, now).count()
    messages, looked_at = posting.write_reminders(discussion, posting.silent(discussion, now), now=now, at_most=at_most)
    return Reminded(messages, asked - looked_at, everybody - asked + looked_at - len(messages))


def not_silent_any_more(invitation: Invitation) -> int:
    """Take back what was written to remind them and has not left. For the verb that stores a first answer, after it
    has said so on their row: whoever reminds holds that row, and has stored the letter before it lets go."""
    kinds = [deliveries.REMINDER]
    return deliveries.take_back(invitation.discussion.workspace, [invitation.pk], kinds, ANSWERED)


def _alone(count: int) -> str:
    who = "One is" if count == 1 else f"{count:,} are"
    return f"{who} left alone: reminded twice already, asked or reminded in the last two days, or not reached by mail."
