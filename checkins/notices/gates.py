"""What one of the team chose stands before each mail about a check-in: none, later, or all at once."""

from __future__ import annotations

import datetime as dt
from typing import Final
from uuid import UUID

from django.db import connection
from django.utils import timezone

from accounts.models import User, Workspace
from checkins.models import CheckIn, NoticePreference
from checkins.notices import digests
from checkins.notices.preferences import Digest, change, chosen
from checkins.recurrences import instant, local_date
from mail import outbox
from mail.composing import NotWantedError, NotYetError
from mail.models import Message
from mail.suppressions import WayOut

BRIEF: Final = "check-in"


def refuse_unwanted(workspace: Workspace, reader: int) -> None:
    wish = chosen(workspace, reader)
    if wish is not None and not wish.briefs:
        raise NotWantedError("They want no briefs by mail.")


def let_brief_through(workspace: Workspace, reader: User, check_in: CheckIn) -> None:
    """Of a brief that is wanted: raises NotWantedError or NotYetError where it does not go to its reader now. One that
    would come too late within their hours comes at once."""
    wish, now = chosen(workspace, reader), timezone.now()
    if wish is None:
        return
    wanted = wish.hours.first_within(now)
    if now < wanted < check_in.due_at:
        raise NotYetError("It waits for the hours in which they want mails.", until=wanted)
    _one_at_a_time(workspace.pk, reader.pk)
    if _came_today(workspace, reader, wish, now) >= wish.briefs_a_day:
        digests.write_instead(workspace, reader, wish.hours, now)
        raise NotWantedError(f"They want {wish.briefs_a_day} a day at most: it is in one mail with the others.")


def _came_today(workspace: Workspace, reader: User, wish: NoticePreference, now: dt.datetime) -> int:
    """How many briefs were written for them since their day began: only what was written has a way out."""
    begun = instant(local_date(now, wish.zone), dt.time(0), wish.zone)
    mails = outbox.written_to(workspace, reader.email).filter(kind=BRIEF, due_at__gte=begun)
    return mails.exclude(unsubscribe_hash=None).exclude(state=Message.State.DROPPED).count()


def _one_at_a_time(workspace: UUID, reader: int) -> None:
    """Two senders count one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"briefs {workspace} {reader}"])


# Ways out ------------------------------------------------------------------------------------------------------------


def wants(mail: Message, name: str) -> bool:
    wish = chosen(*_whose(mail))
    return wish is None or bool(getattr(wish, name))


def _whose(mail: Message) -> tuple[UUID, int]:
    assert mail.workspace_id is not None
    assert mail.about is not None
    return mail.workspace_id, mail.about["owner"]


NO_BRIEFS: Final = WayOut(
    what="briefs of check-ins",
    is_out=lambda mail: not wants(mail, "briefs"),
    leave=lambda mail: change(*_whose(mail), briefs=False),
    come_back=lambda mail: change(*_whose(mail), briefs=True),
)
NO_DIGESTS: Final = WayOut(
    what="lists of check-ins",
    is_out=lambda mail: not _has_digest(mail),
    leave=lambda mail: change(*_whose(mail), digest=Digest.NONE),
    come_back=lambda mail: change(*_whose(mail), digest=(mail.about or {}).get("every", Digest.DAILY)),
)
NO_INVITATIONS: Final = WayOut(
    what="check-ins for your calendar",
    is_out=lambda mail: not wants(mail, "invitations"),
    leave=lambda mail: change(*_whose(mail), invitations=False),
    come_back=lambda mail: change(*_whose(mail), invitations=True),
)


def _has_digest(mail: Message) -> bool:
    wish = chosen(*_whose(mail))
    return wish is not None and wish.digest != Digest.NONE
