"""Resell check-ins: rules and plans by which they recur, what came of them, and the changes that call for one."""

from checkins.models.change import ChangeEvent, CheckInReason
from checkins.models.check_in import CheckIn, CheckInPromise
from checkins.models.inherited import ChangeWatch, Inherited
from checkins.models.notice import CalendarFeed, CalendarInvitation, NoticePreference
from checkins.models.plan import CheckInPlan, CheckInRule, Holiday
from checkins.models.schedule import SchedulePulse, SegmentMark
from checkins.models.today import RankingWeight, SetAside

__all__ = [
    "CalendarFeed",
    "CalendarInvitation",
    "ChangeEvent",
    "ChangeWatch",
    "CheckIn",
    "CheckInPlan",
    "CheckInPromise",
    "CheckInReason",
    "CheckInRule",
    "Holiday",
    "Inherited",
    "NoticePreference",
    "RankingWeight",
    "SchedulePulse",
    "SegmentMark",
    "SetAside",
]
