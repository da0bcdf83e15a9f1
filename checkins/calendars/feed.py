"""The calendar of one of the team, read at an address of its own: what is theirs, and what their plans will open."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts import audit
from accounts.isolation import enter, scope
from accounts.models import AuditEntry, Membership, User, Workspace
from accounts.tokens import hashed, new_token
from checkins import addresses, clock, plans
from checkins.calendars.entries import entry
from checkins.clock import Pattern
from checkins.models import CalendarFeed, CheckIn, CheckInPlan
from checkins.recurrences import DAY
from checkins.ticking import opened_id
from web import ics
from web.ics import Entry

PAST: Final = 30 * DAY
AHEAD: Final = 183 * DAY
MOST: Final = 5_000
# What did not take place takes no time in a calendar.
NOT_THERE: Final = (CheckIn.State.SKIPPED, CheckIn.State.MISSED)


def make(workspace: Workspace, user: User) -> str:
    """A new address; gives its token, which is kept nowhere. The one before ends."""
    token = new_token()
    with transaction.atomic():
        _end(workspace, user)
        audit.note(workspace, actor=user, act=AuditEntry.Act.CALENDAR_MADE)
        CalendarFeed.objects.create(workspace=workspace, user=user, token_hash=hashed(token))
    return token


def revoke(workspace: Workspace, user: User) -> bool:
    """Whether there was one."""
    with transaction.atomic():
        ended = _end(workspace, user)
        if ended:
            audit.note(workspace, actor=user, act=AuditEntry.Act.CALENDAR_ENDED)
    return ended


def _end(workspace: Workspace, user: User) -> bool:
    return bool(CalendarFeed.objects.filter(workspace=workspace, user=user).delete()[0])


def address_of(token: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{reverse('calendar-feed', args=[token])}"


def read(token: str, *, now: dt.datetime) -> bytes | None:
    """The file behind an address. Unknown, revoked, and of somebody who is not of the team any more: None."""
    with scope(link=hashed(token)):
        feed = CalendarFeed.objects.filter(token_hash=hashed(token)).first()
        if feed is None:
            return None
        enter(workspace=feed.workspace_id)
        team = Membership.objects.team().filter(workspace=feed.workspace_id, user=feed.user_id)
        if not team.exists():
            return None
        workspace = Workspace.objects.get(pk=feed.workspace_id)
        found = entries(workspace, feed.user_id, now=now)
    return ics.calendar(found, product="Check-ins", name=f"Check-ins of {workspace.name}", at=now)


def entries(workspace: Workspace, user: int, *, now: dt.datetime) -> list[Entry]:
    """The latest past ones and the nearest to come, where there are more than a calendar bears."""
    found = [*_opened(workspace, user, now), *_planned(workspace, user, now)]
    return sorted(found, key=lambda one: (one.begins, one.uid))[:MOST]


def _opened(workspace: Workspace, user: int, now: dt.datetime) -> list[Entry]:
    rows = CheckIn.objects.filter(workspace=workspace, owner=user, due_at__gte=now - PAST).exclude(state__in=NOT_THERE)
    fields = ("pk", "stakeholder__name", "due_at", "zone", "channel", "moved_times", "updated_at")
    return [
        entry(
            check_in=key,
            name=name,
            begins=due_at,
            zone=zone,
            channel=channel,
            sequence=moved_times,
            link=addresses.of_check_in(key, workspace),
            told_at=updated_at,
        )
        for key, name, due_at, zone, channel, moved_times, updated_at in rows.order_by("due_at", "pk").values_list(
            *fields
        )[:MOST]
    ]


def _planned(workspace: Workspace, user: int, now: dt.datetime) -> list[Entry]:
    """Occurrences that the clock has not opened yet, under the identity that they will have then."""
    until = (now + AHEAD).date()
    holidays = plans.holidays_of(workspace.pk)
    rows = CheckInPlan.objects.filter(workspace=workspace, next_for__lte=until).filter(
        Q(owner=user) | Q(owner=None, stakeholder__owner=user)
    )
    found: list[Entry] = []
    for plan in rows.select_related("stakeholder").order_by("next_due_at", "pk")[:MOST]:
        assert plan.next_for is not None
        pattern = Pattern(plan.recurrence, plan.at, plan.zone, holidays)
        link = addresses.of_plan(plan.stakeholder_id, workspace)
        for occurrence in clock.until(pattern, plan.next_for, until):
            found.append(
                entry(
                    check_in=opened_id(plan.pk, occurrence.for_on, workspace.pk),
                    name=plan.stakeholder.name,
                    begins=occurrence.due_at,
                    zone=plan.zone,
                    channel=plan.channel,
                    sequence=0,
                    link=link,
                    status=ics.TENTATIVE,
                    told_at=plan.updated_at,
                )
            )
    return found
