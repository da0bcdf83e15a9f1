"""When one person is met, what was said before, and what is open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from accounts.models import User
from checkins.models import CheckIn, CheckInPlan, CheckInRule, Holiday
from checkins.models.check_in import CheckInQuerySet
from checkins.recurrences import DAY
from checkins.telling import in_words, next_dates
from stakeholders.models import Stakeholder

HELD = 5
MOST_TROUBLED = 50


@dataclass(frozen=True)
class PlanPage:
    """`rule` is that of their segment; `dates` are the next three, each with the working day it comes to."""

    plan: CheckInPlan | None
    rule: CheckInRule | None
    words: str
    rule_words: str
    dates: list[tuple[dt.date, dt.date]]
    owner: User | None
    is_paused: bool
    opened: list[CheckIn]
    held: list[CheckIn]

    @property
    def follows_another(self) -> bool:
        """Their segment changed, and the clock has not come to them yet."""
        return bool(self.plan and self.plan.follows and self.rule and self.plan.follows != self.rule.segment)

    @property
    def is_off(self) -> bool:
        return bool(self.plan and self.plan.follows and self.rule and not self.rule.is_on)


def of(person: Stakeholder, *, today: dt.date) -> PlanPage:
    plan = CheckInPlan.objects.filter(stakeholder=person).select_related("owner").first()
    rule = CheckInRule.objects.filter(workspace=person.workspace_id, segment=person.segment).first()
    held = check_ins_of(person).filter(state=CheckIn.State.HELD).select_related("owner")
    dates = []
    if plan is not None and plan.next_for is not None:
        holidays = Holiday.objects.filter(workspace=person.workspace_id).values_list("day", flat=True)
        dates = next_dates(plan.recurrence, plan.next_for - DAY, frozenset(holidays))
    return PlanPage(
        plan=plan,
        rule=rule,
        words=in_words(plan.recurrence, plan.at) if plan else "",
        rule_words=in_words(rule.recurrence, rule.at) if rule else "",
        dates=dates,
        owner=(plan and plan.owner) or person.owner,
        is_paused=plan is not None and plan.is_paused(today),
        opened=list(check_ins_of(person).open().select_related("owner").order_by("due_at", "pk")),
        held=list(held.order_by("-held_on", "-pk")[:HELD]),
    )


def troubled(workspace: UUID) -> list[CheckInPlan]:
    """Plans that could not be opened, each with its person."""
    return list(
        CheckInPlan.objects.filter(workspace=workspace).troubled().select_related("stakeholder")[:MOST_TROUBLED]
    )


def check_ins_of(person: Stakeholder) -> CheckInQuerySet:
    return CheckIn.objects.filter(workspace=person.workspace_id, stakeholder=person).defer("brief")


def local(check_in: CheckIn) -> dt.datetime:
    """When it is due, by the clock of its own zone; naive, since templates turn what is not into theirs."""
    return check_in.due_at.astimezone(ZoneInfo(check_in.zone)).replace(tzinfo=None)
