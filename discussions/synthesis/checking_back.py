"""Asking those quoted whether it was meant so, on their personal link."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import links
from discussions.models import Discussion, Evidence, Invitation
from discussions.running.letters import headers
from discussions.running.posting import PURPOSE, link_ends
from mail import outbox
from mail.letters import render
from mail.models import Message

KIND = "discussion"


def may_ask(discussion: Discussion) -> int:
    """How many quotes nobody was asked about, whose authors can be: an anonymous voice is nobody's to write to."""
    return _unasked(discussion).count()


def _unasked(discussion: Discussion) -> QuerySet[Evidence]:
    by_somebody = (
        Q(answer__invitation__isnull=False) | Q(idea__invitation__isnull=False) | Q(response__invitation__isnull=False)
    )
    return Evidence.objects.filter(
        by_somebody, insight__discussion=discussion, meant=Evidence.Meant.NOT_ASKED, is_votes=False
    )


def ask(discussion: Discussion, *, now: dt.datetime, only: int | None = None) -> list[Message]:
    """Ask about everything nobody was asked about (or `only` one insight), in one letter to each person. Their words
    are not in the letter: they stand behind the link."""
    with transaction.atomic():
        unasked = _unasked(discussion).select_for_update(of=("self",)).order_by("pk")
        if only is not None:
            unasked = unasked.filter(insight=only)
        rows = list(unasked.values_list("pk", "answer__invitation", "idea__invitation", "response__invitation"))
        people: dict[object, list[int]] = {}
        for pk, *by in rows:
            people.setdefault(next(one for one in by if one is not None), []).append(pk)
        Evidence.objects.filter(pk__in=[pk for pk, *_ in rows]).update(meant=Evidence.Meant.ASKED)
        asked = Invitation.objects.standing().filter(pk__in=list(people)).exclude(stakeholder__email="")
        asked = asked.select_related(
            "stakeholder", "discussion__workspace", "discussion__facilitator", "discussion__version"
        )
        return [_letter(each, people[each.pk], now) for each in asked]


def _letter(invitation: Invitation, evidence: list[int], now: dt.datetime) -> Message:
    discussion = invitation.discussion
    workspace = discussion.workspace
    ends = link_ends(discussion, now)
    link = links.address(links.issue(workspace, purpose=PURPOSE, subject=invitation.pk, expires_at=ends))
    context = {
        "discussion": discussion,
        "person": invitation.stakeholder,
        "facilitator": discussion.facilitator,
        "many": len(evidence),
        "link": link,
    }
    return outbox.write(
        # What is asked about decides whether it is the same letter.
        key=f"check-back:{invitation.pk}:{min(evidence)}-{max(evidence)}",
        workspace=workspace,
        to=invitation.stakeholder.email,
        kind=KIND,
        headers=headers(discussion),
        **render("discussions/emails/check_back", context, workspace=workspace),
    )
