"""A digest: one mail with all that somebody has before them, once for each of its dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.isolation import scope
from accounts.models import Membership, User, Workspace
from checkins import addresses
from checkins.models import CheckIn, NoticePreference
from checkins.notices.hours import Every, Hours, turn
from checkins.notices.preferences import Digest, chosen
from checkins.recurrences import local_date
from mail import letters, outbox
from mail.composing import NotWantedError, NotYetError
from mail.letters import Letter
from mail.models import Message
from mail.outbox import Later

KIND: Final = "check-in-digest"
AT_MOST: Final = 200
# So many stand in one mail; the agenda has the rest.
SHOWN: Final = 30


@dataclass(frozen=True)
class Line:
    """A check-in as its owner's clocks show it; templates would turn a moment with a zone into their own."""

    person: str
    at: dt.datetime
    how: str
    is_overdue: bool
    link: str


# Writing them as their time comes ------------------------------------------------------------------------------------


def sweep(workspace: UUID) -> int:
    """Write the digests that are due, by the database's clock; says how many. Whoever holds a row writes it, and a
    writer that dies has written nothing."""
    with scope(workspace=workspace):
        now = _now()
        due = NoticePreference.objects.filter(workspace=workspace, digest_at__lte=now).select_related("user")
        held = list(due.order_by("digest_at", "pk").select_for_update(of=("self",), skip_locked=True)[:AT_MOST])
        team = set(Membership.objects.team().filter(workspace=workspace).values_list("user_id", flat=True))
        mails = []
        for each in held:
            assert each.digest_for is not None
            on, following = turn(each.hours, Every(each.digest), each.digest_for, now)
            if each.user_id in team:
                mails.append(later(each.user, on=on, every=each.digest, due_at=now))
            each.digested_on, each.digest_for = on, following
            each.digest_at = each.hours.begin_on(following)
        written = outbox.write_later(mails, workspace=workspace, kind=KIND)
        NoticePreference.objects.bulk_update(held, ["digested_on", "digest_for", "digest_at"])
    return written


def waiting() -> list[UUID]:
    """The workspaces in which somebody's digest is due, or calendars are told of check-ins."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT workspaces_with_due_notices()")
        return [found for (found,) in cursor.fetchall()]


def later(user: User, *, on: dt.date, every: str, due_at: dt.datetime) -> Later:
    """One for each of them and each date: whoever asks a second time gets no second one. `every` is empty for one that
    stands for briefs."""
    return Later(
        key=f"check-in-digest:{user.pk}:{on.isoformat()}",
        to=user.email,
        subject="Your check-ins",
        about={"owner": user.pk, "on": on.isoformat(), "every": every},
        due_at=due_at,
    )


def write_instead(workspace: Workspace, user: User, hours: Hours, now: dt.datetime) -> None:
    """What is more than they want in one day comes as one mail, which is the digest of that day where there is one."""
    mail = later(user, on=local_date(now, hours.zone), every="", due_at=now)
    outbox.write_later([mail], workspace=workspace, kind=KIND)


# Composing one as it leaves ------------------------------------------------------------------------------------------


def still_wanted(workspace: Workspace, about: Mapping[str, Any]) -> tuple[NoticePreference, dt.date]:
    """Asked before each try: are they still of the team, do they want it, is anything open? Gives what they chose and
    the last day that it is about."""
    if not Membership.objects.team().filter(workspace=workspace, user=about["owner"]).exists():
        raise NotWantedError("They are not of the team any more.")
    wish = chosen(workspace, about["owner"])
    if wish is None or (wish.digest == Digest.NONE and about["every"]):
        raise NotWantedError("They want no digest any more.")
    every = Every.WEEK if wish.digest == Digest.WEEKLY else Every.DAY
    until = wish.hours.digest_after(every, dt.date.fromisoformat(about["on"]))
    if local_date(timezone.now(), wish.zone) >= until:
        raise NotWantedError("The days that it was about are over.")
    if not of_one(workspace.pk, about["owner"]).filter(due_on__lte=until).exists():
        raise NotWantedError("Nothing was open.")
    return wish, until


def compose(workspace: Workspace, about: Mapping[str, Any]) -> Letter:
    wish, until = still_wanted(workspace, about)
    now = timezone.now()
    wanted = wish.hours.first_within(now)
    if now < wanted and about["every"]:
        # It could not leave in time.
        if local_date(wanted, wish.zone) >= until:
            raise NotWantedError("The next list comes as soon as this one could.")
        raise NotYetError("It waits for the hours in which they want mails.", until=wanted)
    today = local_date(now, wish.zone)
    rows = of_one(workspace.pk, about["owner"]).filter(due_on__lte=until)
    found = list(rows.select_related("stakeholder").order_by("due_at", "pk")[:SHOWN])
    count, late = rows.count(), rows.filter(due_on__lt=today).count()
    lines = [line(one, workspace, wish.zone, today) for one in found]
    context = {
        "overdue": [one for one in lines if one.is_overdue],
        "coming": [one for one in lines if not one.is_overdue],
        "count": count,
        "late": late,
        "coming_count": count - late,
        "more": count - len(lines),
        "until": until,
        "zone": wish.zone,
        "reader": User.objects.get(pk=about["owner"]),
        "link": addresses.of_agenda(workspace),
        "choices": addresses.of_notices(workspace),
        "briefs_a_day": None if about["every"] else wish.briefs_a_day,
    }
    return letters.render("checkins/emails/digest", context, workspace=workspace)


def of_one(workspace: UUID, user: int) -> QuerySet[CheckIn]:
    """What is open and theirs."""
    return CheckIn.objects.open().filter(workspace=workspace, owner=user)


def line(check_in: CheckIn, workspace: Workspace, zone: str, today: dt.date) -> Line:
    return Line(
        person=check_in.stakeholder.name,
        at=check_in.due_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None),
        how=check_in.get_channel_display().lower(),
        is_overdue=check_in.due_on < today,
        link=addresses.of_check_in(check_in.pk, workspace),
    )


def unsent(workspace: UUID) -> QuerySet[Message]:
    """Those that were composed and did not arrive yet: they name people."""
    return Message.objects.filter(workspace=workspace, kind=KIND).exclude(mime=b"")


def _now() -> dt.datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        now: dt.datetime = cursor.fetchone()[0]
    return now
