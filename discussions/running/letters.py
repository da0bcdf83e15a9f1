"""The words of the letters about a discussion. They name the organisation, who holds it, how long it takes and until
when; never what anybody is thought to be."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings

from accounts.models import Workspace
from discussions.models import Discussion, Invitation
from discussions.running.moments import closing_in_words
from mail.letters import Letter, render
from web.moments import in_words

TEMPLATES = "discussions/emails"


def invitation(invited: Invitation, *, link: str) -> Letter:
    name = "invitation_live" if invited.discussion.held == Discussion.Held.LIVE else "invitation"
    return _letter(name, invited, link=link)


def reminder(invited: Invitation, *, link: str, now: dt.datetime) -> Letter:
    closes_at = invited.discussion.closes_at
    closes = closing_in_words(closes_at, now, settings.TIME_ZONE) if closes_at else ""
    return _letter("reminder", invited, link=link, closes=closes, is_last=closes in {"today", "tomorrow"})


def outcome(invited: Invitation, *, link: str) -> Letter:
    return _letter("outcome", invited, link=link)


def moved(invited: Invitation) -> Letter:
    return _letter("moved", invited)


def cancelled(invited: Invitation) -> Letter:
    return _letter("cancelled", invited)


def headers(discussion: Discussion) -> dict[str, str]:
    """An answer to the letter goes to whoever holds the discussion."""
    return {"Reply-To": discussion.facilitator.email}


def _letter(name: str, invited: Invitation, **more: Any) -> Letter:
    discussion: Discussion = invited.discussion
    workspace: Workspace = discussion.workspace
    zone = settings.TIME_ZONE
    context = {
        "discussion": discussion,
        "version": discussion.version,
        "person": invited.stakeholder,
        "facilitator": discussion.facilitator,
        "opens": in_words(discussion.opens_at, zone) if discussion.opens_at else "",
        "closes_on": in_words(discussion.closes_at, zone) if discussion.closes_at else "",
        **more,
    }
    return render(f"{TEMPLATES}/{name}", context, workspace=workspace)
