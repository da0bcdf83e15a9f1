"""Preparing for a check-in: its brief is composed and kept with it, as it was known then."""

from __future__ import annotations

import datetime as dt
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts.models import User
from checkins import check_ins
from checkins.brief.keeping import packed
from checkins.brief.reading import brief_of
from checkins.models import CheckIn, CheckInPlan, Holiday
from checkins.recurrences import DAY, moved_off
from stakeholders.models import Stakeholder

# A conversation that no plan asked for: so many days from now, at this time, where no plan of theirs says otherwise.
SOON: Final = 2 * DAY
AT: Final = dt.time(9, 30)


def prepare(check_in: CheckIn, *, today: dt.date, expected_version: int) -> CheckIn:
    brief = brief_of(check_in.stakeholder, check_in=check_in, today=today)
    return check_ins.prepare(check_in, brief=packed(brief), expected_version=expected_version)


def check_in_for(person: Stakeholder, *, user: User, today: dt.date, key: UUID) -> tuple[CheckIn, bool]:
    """The open check-in with them that is due first, or an extra one on a working day soon, held by whoever asks; and
    whether it was made. `key` comes with the form: sent twice, it is one."""
    with transaction.atomic():
        # Two who press at once wait for each other here.
        Stakeholder.objects.select_for_update(no_key=True).get(pk=person.pk)
        rows = CheckIn.objects.open().filter(workspace=person.workspace_id, stakeholder=person)
        opened = rows.select_related("stakeholder").order_by("due_at", "pk").first()
        if opened is not None:
            return opened, False
        plan = CheckInPlan.objects.filter(stakeholder=person).first()
        holidays = frozenset(Holiday.objects.filter(workspace=person.workspace_id).values_list("day", flat=True))
        made = check_ins.add_extra(
            person,
            due_on=moved_off(today + SOON, holidays),
            at=plan.at if plan else AT,
            zone=plan.zone if plan else settings.TIME_ZONE,
            owner=user,
            **({"channel": plan.channel} if plan else {}),
            key=key,
        )
        return made, True
