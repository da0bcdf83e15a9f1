"""One discussion for the team: who is in it, what became of their letters, and what happens when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from discussions.models import Discussion, Invitation, Prompt
from discussions.running import deliveries, posting
from discussions.running.deliveries import Delivery
from discussions.running.moments import reminding_moments

# What the list can be narrowed to.
SHOWS = {
    "": "Everybody",
    "silent": "Silent",
    "answered": "Answered",
    "unreached": "Without an e-mail address",
    "withdrawn": "Withdrawn",
}


@dataclass(frozen=True)
class Person:
    invitation: Invitation
    delivery: Delivery
    state: str
    word: str
    may_be_reminded: bool


@dataclass(frozen=True)
class Moment:
    """Something that happened or will; `at` is None for what has no time yet."""

    at: dt.datetime | None
    what: str
    icon: str
    is_past: bool


def invited(discussion: Discussion, show: str, search: str) -> QuerySet[Invitation]:
    found = Invitation.objects.filter(discussion=discussion).select_related("stakeholder__department")
    found = found.exclude(withdrawn_at=None) if show == "withdrawn" else found.standing()
    if show == "silent":
        found = found.silent()
    elif show == "answered":
        found = found.answered()
    elif show == "unreached":
        found = found.filter(stakeholder__email="")
    if search:
        found = found.filter(stakeholder__name__icontains=search)
    return found.order_by("stakeholder__name", "pk")


def counts(discussion: Discussion, now: dt.datetime | None = None) -> dict[str, int]:
    """With `now` also how many may be reminded then."""
    standing = Q(withdrawn_at=None)
    remindable = {"remindable": posting.remindable(now)} if now else {}
    counted: dict[str, int] = Invitation.objects.filter(discussion=discussion).aggregate(
        everybody=Count("pk", filter=standing),
        silent=Count("pk", filter=standing & Q(started_at=None)),
        answered=Count("pk", filter=standing & Q(started_at__isnull=False)),
        unreached=Count("pk", filter=standing & Q(stakeholder__email="")),
        withdrawn=Count("pk", filter=Q(withdrawn_at__isnull=False)),
        unwritten=Count("pk", filter=standing & Q(invited_at=None) & ~Q(stakeholder__email="")),
        **{name: Count("pk", filter=standing & Q(started_at=None) & which) for name, which in remindable.items()},
    )
    return counted | {"": counted["everybody"]}


def people(discussion: Discussion, invitations: Sequence[Invitation], now: dt.datetime) -> list[Person]:
    letters = deliveries.latest(discussion.workspace, invitations)
    open_now = discussion.is_open(now)
    return [
        Person(each, letters[each.pk], *_state(each), may_be_reminded=open_now and posting.may_be_reminded(each, now))
        for each in invitations
    ]


def _state(invitation: Invitation) -> tuple[str, str]:
    """No moment is told with it: beside an anonymous answer it would say whose that is."""
    if invitation.withdrawn_at is not None:
        return "withdrawn", "Withdrawn"
    if invitation.finished_at is not None:
        return "answered", "Answered"
    if invitation.started_at is not None:
        return "begun", "Answered in part"
    return ("silent", "Silent") if invitation.invited_at else ("unasked", "Not asked yet")


def timeline(discussion: Discussion, now: dt.datetime) -> list[Moment]:
    """What was and what comes, in its order."""
    live = discussion.held == Discussion.Held.LIVE
    moments = [Moment(discussion.created_at, "Prepared", "pencil-line", True)]
    if discussion.opens_at is None:
        return [*moments, Moment(None, "Opens when you open it", "door-open", False)]

    def add(at: dt.datetime, was: str, will: str, icon: str) -> None:
        moments.append(Moment(at, was if at <= now else will, icon, at <= now))

    add(discussion.opens_at, "Began" if live else "Opened", "Begins" if live else "Opens", "door-open")
    ends = min((each for each in (discussion.closes_at, discussion.closed_at) if each), default=None)
    if discussion.closes_at and not live:
        for at in reminding_moments(discussion.closes_at, discussion.remind_before, settings.TIME_ZONE):
            if at > discussion.opens_at and (ends is None or at < ends):
                add(at, "Silent ones were reminded", "Whoever is silent is reminded", "bell")
    if ends is not None:
        add(ends, "Closed", "Closes", "lock")
    if discussion.outcome_told_at:
        add(discussion.outcome_told_at, "Everybody was told what became of it", "", "megaphone")
    return moments


@dataclass(frozen=True)
class Asked:
    """A prompt and the promise above its box."""

    prompt: Prompt
    mode: str


def asked(discussion: Discussion) -> list[Asked]:
    prompts = discussion.version.prompts.order_by("place")
    return [Asked(prompt, prompt.get_mode_display()) for prompt in prompts]
