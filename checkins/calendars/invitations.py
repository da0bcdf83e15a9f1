"""Check-ins that come into a calendar by mail: asked for, moved and taken back under one identity (RFC 5546).

Nothing calls this when a check-in changes: what each calendar was told last is a row, and a sweep tells it what is
otherwise by now, whoever changed it: the clock, a person, an erasure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Q

from accounts.isolation import scope
from accounts.models import Membership, User, Workspace
from checkins import addresses
from checkins.calendars.entries import entry
from checkins.models import CalendarInvitation, CheckIn, NoticePreference
from checkins.notices.preferences import chosen
from checkins.recurrences import DAY
from mail import letters, outbox
from mail.composing import NotWantedError
from mail.letters import FiledLetter, Letter
from mail.outbox import Later
from web import ics
from web.ics import CANCEL, REQUEST, Person

KIND: Final = "check-in-calendar"
# So many at a time for each of them; the next sweep goes on.
AT_MOST: Final = 50
KEPT: Final = 30 * DAY


def sweep(workspace: UUID) -> int:
    """Tell the calendars of a workspace what changed; says how many mails were written. Whoever holds somebody's
    choice tells theirs, and one that dies has told nothing."""
    written = 0
    with scope(workspace=workspace):
        now = _now()
        team = Membership.objects.team().filter(workspace=workspace).values("user")
        wanted = NoticePreference.objects.filter(workspace=workspace, invitations=True, user__in=team)
        wanted = wanted.select_related("user")
        for each in wanted.order_by("pk").select_for_update(of=("self",), skip_locked=True):
            written += _tell(workspace, each.user, now)
        CalendarInvitation.objects.filter(workspace=workspace, starts_at__lt=now - KEPT).delete()
    return written


def _tell(workspace: UUID, user: User, now: dt.datetime) -> int:
    rows = CheckIn.objects.open().filter(workspace=workspace, owner=user, due_at__gt=now).order_by("due_at", "pk")
    theirs = {one.pk: one for one in rows}
    told = CalendarInvitation.objects.filter(workspace=workspace, user=user)
    before = {row.check_in: row for row in told.filter(Q(check_in__in=theirs) | Q(starts_at__gt=now))}
    news = [
        _row(workspace, user, before.get(key), one, now)
        for key, one in theirs.items()
        if key not in before or _differs(before[key], one)
    ]
    gone = [row for key, row in before.items() if key not in theirs and not row.is_cancelled]
    # One that was told before its time took place: it stays where it is.
    held = CheckIn.objects.filter(pk__in=[row.check_in for row in gone], owner=user, state=CheckIn.State.HELD)
    stay = set(held.values_list("pk", flat=True))
    for row in gone:
        if row.check_in not in stay:
            row.is_cancelled, row.sequence, row.told_at = True, row.sequence + 1, now
            news.append(row)
    return _write(workspace, user, news[:AT_MOST], now)


def _differs(row: CalendarInvitation, one: CheckIn) -> bool:
    return row.is_cancelled or (row.starts_at, row.zone) != (one.due_at, one.zone)


def _row(
    workspace: UUID, user: User, row: CalendarInvitation | None, one: CheckIn, now: dt.datetime
) -> CalendarInvitation:
    """As many times moved as the check-in, and always later than what the calendar knows."""
    if row is None:
        row = CalendarInvitation(workspace_id=workspace, user=user, check_in=one.pk, sequence=one.moved_times)
    else:
        row.sequence = max(one.moved_times, row.sequence + 1)
    row.starts_at, row.zone, row.is_cancelled, row.told_at = one.due_at, one.zone, False, now
    return row


def _write(workspace: UUID, user: User, news: Sequence[CalendarInvitation], now: dt.datetime) -> int:
    CalendarInvitation.objects.bulk_create([row for row in news if row.pk is None])
    CalendarInvitation.objects.bulk_update(
        [row for row in news if row.pk is not None], ["sequence", "starts_at", "zone", "is_cancelled", "told_at"]
    )
    people = dict(CheckIn.objects.filter(pk__in=[row.check_in for row in news]).values_list("pk", "stakeholder_id"))
    return outbox.write_later(
        [
            Later(
                key=f"check-in:{row.check_in}:calendar:{user.pk}:{row.sequence}",
                to=user.email,
                subject="A check-in for your calendar",
                about={
                    "check_in": str(row.check_in),
                    "stakeholder": people.get(row.check_in),
                    "owner": user.pk,
                    "sequence": row.sequence,
                },
                due_at=now,
            )
            for row in news
        ],
        workspace=workspace,
        kind=KIND,
    )


def compose(workspace: Workspace, about: Mapping[str, Any]) -> Letter:
    """Asked as the mail leaves: still of the team, still wanted, and still the latest?"""
    if not Membership.objects.team().filter(workspace=workspace, user=about["owner"]).exists():
        raise NotWantedError("They are not of the team any more.")
    wish = chosen(workspace, about["owner"])
    if wish is None or not wish.invitations:
        raise NotWantedError("They want no check-ins by mail for their calendar.")
    row = CalendarInvitation.objects.filter(
        workspace=workspace, user=about["owner"], check_in=about["check_in"], sequence=about["sequence"]
    ).first()
    if row is None:
        raise NotWantedError("Their calendar is told of something newer.")
    found = CheckIn.objects.filter(workspace=workspace, pk=row.check_in).select_related("stakeholder").first()
    if not row.is_cancelled and (found is None or not found.is_open or found.owner_id != row.user_id):
        raise NotWantedError("It is open and theirs no more.")
    if not row.is_cancelled and found is not None and _differs(row, found):
        raise NotWantedError("It was moved meanwhile.")
    return _letter(workspace, row, found, User.objects.get(pk=row.user_id))


def _letter(workspace: Workspace, row: CalendarInvitation, found: CheckIn | None, user: User) -> Letter:
    method = CANCEL if row.is_cancelled else REQUEST
    name = found.stakeholder.name if found else ""
    link = addresses.of_check_in(row.check_in, workspace) if found and not row.is_cancelled else ""
    told = entry(
        check_in=row.check_in,
        name=name,
        begins=row.starts_at,
        zone=row.zone,
        channel=found.channel if found else "",
        sequence=row.sequence,
        link=link,
        status=ics.CANCELLED if row.is_cancelled else ics.CONFIRMED,
        organizer=Person(f"Check-ins of {workspace.name}", letters.sender()),
        attendee=Person(str(user), user.email),
    )
    context = {
        "name": name,
        "when": row.starts_at.astimezone(ZoneInfo(row.zone)).replace(tzinfo=None),
        "zone": row.zone,
        "is_cancelled": row.is_cancelled,
        "is_moved": row.sequence > 0,
        "link": link or addresses.of_agenda(workspace),
    }
    contents = ics.calendar([told], product="Check-ins", method=method, at=row.told_at).decode()
    file = ("check-in.ics", contents, f"text/calendar; method={method}")
    letter = letters.render("checkins/emails/calendar", context, workspace=workspace)
    return FiledLetter(**letter, attachments=[file])


def _now() -> dt.datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        now: dt.datetime = cursor.fetchone()[0]
    return now
