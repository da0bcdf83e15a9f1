"""The mail that brings the brief the day before: written when it leaves, to whoever has the check-in by then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Membership, User, Workspace
from checkins import addresses, clock
from checkins.brief.ground import Grounds
from checkins.brief.reading import brief_of
from checkins.models import CheckIn, Holiday
from checkins.notices import gates
from mail import letters, outbox
from mail.composing import NotWantedError
from mail.letters import Letter
from mail.models import Message
from mail.outbox import Later

KIND: Final = gates.BRIEF
# What `later` says, of the `turned` of a tick.
OF_TURNED: Final = """
    SELECT mail AS id, 'check-in:' || opened || ':brief:' || due_on || ':' || owner AS key, address AS recipient,
        'Check-in with ' || name AS subject,
        about || jsonb_build_object('check_in', opened, 'stakeholder', stakeholder) AS about, brief_at AS due_at
      FROM turned
     WHERE address <> ''
"""
# Mails leave in batches, mostly of few workspaces.
_grounds: Final = Grounds()


def key(check_in: str, due_on: dt.date, owner: int | None) -> str:
    """One mail to one owner for one day: handed over or moved, it is another one."""
    return f"check-in:{check_in}:brief:{due_on}:{owner}"


def about(owner: int | None, due_on: dt.date) -> dict[str, Any]:
    return {"owner": owner, "due_on": due_on.isoformat()}


def later(
    *, check_in: str, stakeholder: int, name: str, owner: int, address: str, due_on: dt.date, brief_at: dt.datetime
) -> Later:
    return Later(
        key=key(check_in, due_on, owner),
        to=address,
        subject=f"Check-in with {name}",
        about=about(owner, due_on) | {"check_in": check_in, "stakeholder": stakeholder},
        due_at=brief_at,
    )


def write_again(check_ins: QuerySet[CheckIn]) -> None:
    """For check-ins of one workspace that were moved, handed over or made by hand: the mails they need now. Those that
    wait already find out by themselves that they are not wanted any more."""
    found = list(check_ins.exclude(owner=None).select_related("stakeholder").order_by("pk"))
    if not found:
        return
    workspace = found[0].workspace_id
    owners = [one.owner_id for one in found]
    team = Membership.objects.team().filter(workspace=workspace, user__in=owners).select_related("user")
    addresses = {membership.user_id: membership.user.email for membership in team}
    holidays = frozenset(Holiday.objects.filter(workspace=workspace).values_list("day", flat=True))
    mails = [
        later(
            check_in=str(one.pk),
            stakeholder=one.stakeholder_id,
            name=one.stakeholder.name,
            owner=one.owner_id,
            address=addresses[one.owner_id],
            due_on=one.due_on,
            brief_at=clock.brief_moment(one.due_on, one.zone, holidays),
        )
        for one in found
        if one.owner_id in addresses
    ]
    outbox.write_later(mails, workspace=workspace, kind=KIND)


def still_wanted(workspace: Workspace, about: Mapping[str, Any]) -> CheckIn:
    """Is it still open, on that day, theirs, and are they still of the team?"""
    found = _opened(workspace, about["check_in"])
    if found is None:
        raise NotWantedError("The check-in is not there any more.")
    if not found.is_open:
        raise NotWantedError(f"The check-in is {found.get_state_display().lower()} already.")
    if found.due_on.isoformat() != about["due_on"]:
        raise NotWantedError("The check-in was moved to another day.")
    if found.owner_id != about["owner"]:
        raise NotWantedError("Somebody else has the check-in by now.")
    if found.due_at < timezone.now():
        raise NotWantedError("The check-in was due before the mail could leave.")
    if not Membership.objects.team().filter(workspace=workspace, user=found.owner_id).exists():
        raise NotWantedError("They are not of the team any more.")
    gates.refuse_unwanted(workspace, about["owner"])
    return found


def compose(workspace: Workspace, about: Mapping[str, Any]) -> Letter:
    """Asked as the mail leaves."""
    found = still_wanted(workspace, about)
    reader = User.objects.get(pk=about["owner"])
    gates.let_brief_through(workspace, reader, found)
    ground = _grounds.of(workspace, timezone.localdate())
    brief = brief_of(found.stakeholder, check_in=found, today=ground.today, ground=ground)
    context = {
        "check_in": found,
        "brief": brief,
        "person": found.stakeholder.name,
        # Naive, since templates turn what is not into their own zone.
        "when": found.due_at.astimezone(ZoneInfo(found.zone)).replace(tzinfo=None),
        "reader": reader,
        "link": addresses.of_check_in(found.pk, workspace),
    }
    return letters.render("checkins/emails/brief", context, workspace=workspace)


def _opened(workspace: Workspace, pk: str) -> CheckIn | None:
    whole = CheckIn.objects.select_related("stakeholder__department", "stakeholder__current", "workspace")
    return whole.filter(workspace=workspace, pk=pk).first()


def mails_about(workspace: UUID, stakeholder: int) -> QuerySet[Message]:
    """To the team about somebody, and for calendars: their subject names them."""
    return Message.objects.filter(workspace=workspace, kind__startswith=KIND, about__stakeholder=stakeholder)
