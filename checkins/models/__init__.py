"""Resell check-ins: rules and plans by which they recur, what came of them, and the changes that call for one."""

from checkins.models.change import ChangeEvent, CheckInReason
from checkins.models.check_in import CheckIn
from checkins.models.inherited import ChangeWatch, Inherited
from checkins.models.plan import CheckInPlan, CheckInRule, Holiday
from checkins.models.schedule import SchedulePulse, SegmentMark

__all__ = [
    "ChangeEvent",
    "ChangeWatch",
    "CheckIn",
    "CheckInPlan",
    "CheckInReason",
    "CheckInRule",
    "Holiday",
    "Inherited",
    "SchedulePulse",
    "SegmentMark",
]
