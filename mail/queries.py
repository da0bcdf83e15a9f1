"""Mails as their page shows them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Value, When

from accounts.models import Workspace
from mail.models import Message, MessageQuerySet

# What the page can be narrowed to: name in the address, word, states.
SHOWN = {
    "": ("All", list(Message.State)),
    "trouble": ("Did not arrive", [Message.State.FAILED, Message.State.BOUNCED]),
    "waiting": ("Waiting", [Message.State.WAITING, Message.State.SENDING]),
    "sent": ("Sent", [Message.State.SENT]),
    "dropped": ("Not sent", [Message.State.DROPPED]),
}

LATE = dt.timedelta(minutes=2)


@dataclass(frozen=True)
class Choice:
    name: str
    label: str
    count: int


def counted(workspace: Workspace) -> dict[str, int]:
    rows = Message.objects.filter(workspace=workspace).order_by().values_list("state").annotate(Count("pk"))
    return dict(rows)


def choices(counts: dict[str, int]) -> list[Choice]:
    return [
        Choice(name, label, sum(counts.get(state, 0) for state in states)) for name, (label, states) in SHOWN.items()
    ]


def listed(workspace: Workspace, shown: str) -> MessageQuerySet:
    """Newest first; `may_repeat` tells those that did not arrive and are still kept."""
    kept = Message.objects.repeatable().filter(pk=OuterRef("pk"))
    rows = Message.objects.of(workspace).filter(state__in=SHOWN[shown][1])
    return rows.annotate(
        may_repeat=Case(
            When(state__in=SHOWN["trouble"][1], then=Exists(kept)), default=Value(False), output_field=BooleanField()
        )
    )


def late(workspace: Workspace, *, now: dt.datetime) -> int:
    """How many should have left by now and did not: where nothing refused them, no worker is at it."""
    return Message.objects.filter(
        workspace=workspace, state=Message.State.WAITING, refusals=0, due_at__lt=now - LATE, created_at__lt=now - LATE
    ).count()


def says(counts: dict[str, int]) -> str:
    """One sentence about all mails of a workspace. Pure."""
    trouble = counts.get("failed", 0) + counts.get("bounced", 0)
    waiting = counts.get("waiting", 0) + counts.get("sending", 0)
    total = sum(counts.values())
    if not total:
        return "No mail was written yet."
    arrived = f"{counts.get('sent', 0):,} of {total:,} {'mail' if total == 1 else 'mails'} left"
    parts = [
        f"{trouble:,} did not arrive" if trouble else "",
        f"{waiting:,} {'waits' if waiting == 1 else 'wait'}" if waiting else "",
        f"{counts['dropped']:,} {'was' if counts['dropped'] == 1 else 'were'} not sent"
        if counts.get("dropped")
        else "",
    ]
    rest = [part for part in parts if part]
    if not rest:
        return f"{arrived}; none came back."
    return f"{arrived}, {', '.join(rest)}."
