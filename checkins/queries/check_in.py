"""One check-in: when by its own clock, why, and what was said the last times."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from checkins.models import CheckIn, CheckInReason
from checkins.queries.plan import check_ins_of, local
from stakeholders.scales import POSITION, ago

BEFORE = 3


@dataclass(frozen=True)
class CheckInPage:
    """`late` says in words how overdue it is; `before` are the latest ones that were held."""

    when: dt.datetime
    late: str
    reasons: list[CheckInReason]
    before: list[CheckIn]
    position_word: str


def page_of(check_in: CheckIn, *, today: dt.date) -> CheckInPage:
    reasons = CheckInReason.objects.filter(workspace=check_in.workspace_id, check_in=check_in)
    before = check_ins_of(check_in.stakeholder).filter(state=CheckIn.State.HELD).exclude(pk=check_in.pk)
    judged = check_in.assessment.position if check_in.assessment else None
    return CheckInPage(
        when=local(check_in),
        late=ago(check_in.due_on, today) if check_in.is_open and check_in.due_on < today else "",
        reasons=list(reasons.select_related("event")),
        before=list(before.order_by("-held_on", "-pk")[:BEFORE]),
        position_word=POSITION[judged] if judged is not None else "",
    )
