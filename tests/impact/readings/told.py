"""A metric as it is read on one day, as tests of readings say it."""

import datetime as dt

from impact.models import Target
from impact.readings import read

D = dt.date
# A Monday; the last whole month is October 2026.
TODAY = D(2026, 11, 23)
STEADY = [10.0, 12.0] * 10
EVEN, THROUGHOUT, BY_THE_END = Target.Course.values
YEAR = D(2026, 1, 1), D(2026, 12, 31)


def told(metric, observations, *, today=TODAY, **more):
    return read(metric, observations, today=today, **more)


def said(verdict) -> str:
    return verdict.sentence.replace("\u00a0", " ")
