"""Commitments of both sides as their page lists them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import User, Workspace
from discussions.models import Commitment, Discussion, Invitation
from discussions.synthesis.following_up import OPEN, may_name
from stakeholders.models import Stakeholder

SHOWS = {
    "open": "Open",
    "overdue": "Overdue",
    "theirs": "Stakeholders’",
    "ours": "Ours",
    "kept": "Kept",
    "broken": "Not kept",
    "changed": "Changed or declined",
}
MOST_ELSEWHERE = 20


@dataclass(frozen=True)
class Row:
    """`who` is empty where the reader may not know."""

    commitment: Commitment
    who: str
    is_overdue: bool
    may_settle: bool


def commitments(workspace: Workspace, discussion: Discussion | None) -> QuerySet[Commitment]:
    found = Commitment.objects.filter(workspace=workspace)
    if discussion is not None:
        found = found.filter(discussion=discussion)
    return found.select_related("stakeholder", "user", "discussion", "answer__prompt", "instead", "workspace")


def _when(show: str, today: dt.date) -> Q:
    is_open = Q(state__in=OPEN)
    return {
        "open": is_open,
        "overdue": is_open & Q(due_on__lt=today),
        "theirs": is_open & Q(stakeholder__isnull=False),
        "ours": is_open & Q(user__isnull=False),
        "kept": Q(state=Commitment.State.KEPT),
        "broken": Q(state=Commitment.State.BROKEN),
        "changed": Q(state__in=[Commitment.State.CHANGED, Commitment.State.DECLINED]),
    }[show]


def narrowed(rows: QuerySet[Commitment], show: str, today: dt.date) -> QuerySet[Commitment]:
    found = rows.filter(_when(show, today))
    return (
        found if show in ("open", "overdue", "theirs", "ours") else found.order_by("-settled_on", "-updated_at", "pk")
    )


def counts(rows: QuerySet[Commitment], today: dt.date) -> dict[str, int]:
    each = {key: Count("pk", filter=_when(key, today)) for key in SHOWS}
    return dict(rows.order_by().aggregate(**each))


def rows(found: Iterable[Commitment], reader: User, today: dt.date) -> list[Row]:
    return [
        Row(
            each,
            _who(each) if may_name(each, reader) else "",
            each.state in OPEN and each.due_on is not None and each.due_on < today,
            each.state in OPEN and may_name(each, reader),
        )
        for each in found
    ]


def _who(commitment: Commitment) -> str:
    return str(commitment.stakeholder.name if commitment.stakeholder else commitment.user)


def says(counted: Mapping[str, int]) -> str:
    """Such as “5 are open, 2 of them overdue. Of 8 that were settled 6 were kept.”"""
    settled = counted["kept"] + counted["broken"]
    if not counted["open"] and not settled:
        return "Nobody has committed to anything yet."
    said = "None is open." if not counted["open"] else f"{_many(counted['open'])} open"
    if counted["open"]:
        said += f", {counted['overdue']} of them overdue." if counted["overdue"] else ", none overdue."
    if settled:
        said += f" Of {settled:,} that {'was' if settled == 1 else 'were'} settled, {counted['kept']:,} {'was' if counted['kept'] == 1 else 'were'} kept."  # noqa: E501
    return said


def _many(count: int) -> str:
    return "One is" if count == 1 else f"{count:,} are"


def elsewhere(discussion: Discussion) -> list[Commitment]:
    """What people of this discussion took on before and is open: worth asking about first."""
    invited = Invitation.objects.standing().filter(discussion=discussion).values("stakeholder")
    found = commitments(discussion.workspace, None).filter(stakeholder__in=invited, state__in=OPEN)
    return list(found.exclude(discussion=discussion)[:MOST_ELSEWHERE])


def people(workspace: Workspace, discussion: Discussion | None) -> QuerySet[Stakeholder]:
    """Who can be asked for their yes by a link: whoever is or was in a discussion."""
    invited = Invitation.objects.standing().filter(workspace=workspace)
    if discussion is not None:
        invited = invited.filter(discussion=discussion)
    return Stakeholder.objects.filter(pk__in=invited.values("stakeholder")).order_by("name", "pk")
