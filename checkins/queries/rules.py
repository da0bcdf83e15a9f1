"""How often the people of each segment are met, how many follow, and the days off that come."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count

from checkins import defaults
from checkins.models import CheckIn, CheckInPlan, CheckInRule, Holiday
from checkins.models.plan import HALF_PAST_NINE, Channel
from checkins.recurrences import moved_off
from checkins.telling import in_words, moved_by
from stakeholders.models import Segment, Stakeholder


@dataclass(frozen=True)
class Offered:
    """What a rule would be, and how many people it is about."""

    segment: str
    words: str
    channel: str
    people: int


@dataclass(frozen=True)
class RuleRow:
    rule: CheckInRule
    words: str
    follow: int
    own: int


@dataclass(frozen=True)
class DayOff:
    """`moves` plans come on another day for it; `stay` check-ins are open on it and stay where they are."""

    holiday: Holiday
    to: dt.date
    moves: int
    stay: int


def offered(workspace: UUID, *, today: dt.date) -> list[Offered]:
    people = Counter(
        dict(
            Stakeholder.objects.filter(workspace=workspace)
            .order_by()
            .values_list("segment")
            .annotate(count=Count("pk"))
        )
    )
    return [
        Offered(
            segment,
            in_words(defaults.recurrence(segment, today), HALF_PAST_NINE),
            str(Channel(default.channel).label),
            people[segment],
        )
        for segment, default in defaults.DEFAULTS.items()
    ]


ORDER: Final = list(defaults.DEFAULTS)


def rows(workspace: UUID) -> list[RuleRow]:
    plans = CheckInPlan.objects.filter(workspace=workspace).order_by()
    counts = plans.values_list("follows", "stakeholder__segment").annotate(count=Count("pk"))
    follow: Counter[str] = Counter()
    own: Counter[str] = Counter()
    for follows, segment, count in counts:
        follow[follows] += count
        if not follows:
            own[segment] += count
    found = CheckInRule.objects.filter(workspace=workspace)
    return [
        RuleRow(rule, in_words(rule.recurrence, rule.at), follow[rule.segment], own[rule.segment])
        for rule in sorted(found, key=lambda rule: ORDER.index(rule.segment))
    ]


def without_segment(workspace: UUID) -> int:
    """Whom no rule is about, and who has no pattern of their own."""
    planned = CheckInPlan.objects.filter(workspace=workspace).values("stakeholder")
    return Stakeholder.objects.filter(workspace=workspace, segment=Segment.UNKNOWN).exclude(pk__in=planned).count()


def days_off(workspace: UUID, *, today: dt.date) -> tuple[list[DayOff], list[Holiday]]:
    """Those that come, with what they move; and the latest of those that were."""
    holidays = list(Holiday.objects.filter(workspace=workspace).order_by("day"))
    days = frozenset(each.day for each in holidays)
    coming = [each for each in holidays if each.day >= today]
    moved = {each.day: moved_by(each.day, days) for each in coming}
    dates = {date for each in moved.values() for date in each}
    plans = CheckInPlan.objects.filter(workspace=workspace, next_for__in=dates).order_by()
    fall = Counter(dict(plans.values_list("next_for").annotate(count=Count("pk"))))
    opened = CheckIn.objects.open().filter(workspace=workspace, due_on__in=[each.day for each in coming]).order_by()
    stay = Counter(dict(opened.values_list("due_on").annotate(count=Count("pk"))))
    shown = [
        DayOff(each, moved_off(each.day, days), sum(fall[date] for date in moved[each.day]), stay[each.day])
        for each in coming
    ]
    return shown, [each for each in reversed(holidays) if each.day < today][:10]
