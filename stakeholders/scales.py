"""The words of the scales an assessment uses, and of dates as people say them."""

from __future__ import annotations

import datetime as dt

from stakeholders.models import Engagement

INFLUENCE = {
    5: "Decides alone",
    4: "Sways most decisions",
    3: "Is listened to",
    2: "Is heard at times",
    1: "Hardly any",
}
INTEREST = {5: "Follows it closely", 4: "Asks about it", 3: "Open to it", 2: "Rarely looks", 1: "Hardly any"}
POSITION = {2: "Advocate", 1: "Supportive", 0: "Neutral", -1: "Sceptical", -2: "Opposed"}
ENGAGEMENT_NOTES = {
    Engagement.UNAWARE: "Does not know what marketing does or plans",
    Engagement.RESISTANT: "Knows, and works against it",
    Engagement.NEUTRAL: "Knows, and neither helps nor hinders",
    Engagement.SUPPORTIVE: "Knows, and helps",
    Engagement.LEADING: "Drives it actively",
}


def ago(day: dt.date, today: dt.date) -> str:
    """How long ago, in the coarsest unit that still says something: "today", "12 days ago", "4 months ago"."""
    days = (today - day).days
    if days < 0:
        return "tomorrow" if days == -1 else f"in {span(-days)}"
    if days == 0:
        return "today"
    return "yesterday" if days == 1 else f"{span(days)} ago"


def span(days: int) -> str:
    """A number of days, as people say it: days up to 4 weeks, weeks up to 9, then months, then years."""
    if days < 28:
        return f"{days} day{'' if days == 1 else 's'}"
    if days < 63:
        return f"{days // 7} weeks"
    if days < 730:
        return f"{round(days / 30.44)} months"
    return f"{days // 365} years"
