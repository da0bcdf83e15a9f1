"""The station's first page: every discussion with what it takes to see how it goes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q

from discussions.models import Discussion, Invitation
from discussions.models.discussion import DiscussionQuerySet
from discussions.running.moments import DRAFT, OPEN, OVER, PLANNED, phase_of
from discussions.running.progress import Heard, in_order, says


@dataclass(frozen=True)
class Row:
    discussion: Discussion
    phase: str
    heard: list[Heard]
    says: str

    @property
    def is_draft(self) -> bool:
        return self.phase == DRAFT

    @property
    def invited(self) -> int:
        return sum(each.invited for each in self.heard)

    @property
    def answered(self) -> int:
        return sum(each.answered for each in self.heard)

    @property
    def share(self) -> int:
        """Of a hundred."""
        return round(100 * self.answered / self.invited) if self.invited else 0


def unfinished(found: DiscussionQuerySet, now: dt.datetime) -> DiscussionQuerySet:
    """Drafts, planned and open ones: what ends next comes first, drafts last."""
    going = found.filter(closed_at=None).filter(Q(closes_at=None) | Q(closes_at__gt=now))
    return going.order_by(F("opens_at").asc(nulls_last=True), "closes_at", "pk").select_related("goal", "facilitator")


def over(found: DiscussionQuerySet, now: dt.datetime) -> DiscussionQuerySet:
    """The latest first."""
    ended = found.filter(Q(closed_at__isnull=False) | Q(closes_at__lte=now))
    return ended.order_by(F("closes_at").desc(nulls_last=True), "-pk").select_related("goal", "facilitator")


def rows(discussions: Sequence[Discussion], now: dt.datetime) -> list[Row]:
    heard = heard_in(discussions)
    return [
        Row(
            each,
            phase_of(each, now),
            heard[each.pk],
            says(heard[each.pk], is_draft=each.opens_at is None, is_over=each.is_over(now)),
        )
        for each in discussions
    ]


def heard_in(discussions: Iterable[Discussion]) -> dict[int, list[Heard]]:
    """By discussion, who of each segment is invited and has answered. One query."""
    found: dict[int, list[Heard]] = defaultdict(list)
    counted = (
        Invitation.objects.standing()
        .filter(discussion__in=[each.pk for each in discussions])
        .order_by()
        .values_list("discussion", "segment")
        .annotate(Count("pk"), Count("started_at"))
    )
    for discussion, segment, invited, answered in counted:
        found[discussion].append(Heard(segment, invited, answered))
    return defaultdict(list, {discussion: in_order(heard) for discussion, heard in found.items()})


def says_of(rows: Sequence[Row]) -> str:
    """One sentence over the whole page. Pure."""
    running = [row for row in rows if row.phase == OPEN]
    planned = sum(row.phase == PLANNED for row in rows)
    drafts = sum(row.phase == DRAFT for row in rows)
    if running:
        invited, answered = sum(row.invited for row in running), sum(row.answered for row in running)
        one = len(running) == 1
        said = f"{'One discussion is' if one else f'{len(running):,} discussions are'} open"
        return (
            f"{said}; {answered:,} of {invited:,} invited have answered." if invited else f"{said}; nobody is invited."
        )
    if planned:
        return "None is open now; one opens soon." if planned == 1 else f"None is open now; {planned:,} open soon."
    if drafts:
        return (
            "None is open; one is being prepared." if drafts == 1 else f"None is open; {drafts:,} are being prepared."
        )
    return "None is open at the moment." if any(row.phase == OVER for row in rows) else ""
