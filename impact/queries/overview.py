"""The overview: the few numbers that lead, exceptions first, and the goals they are there for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from accounts.models import Workspace
from accounts.written import unless_written
from impact import coalition
from impact.analysis.assurance import Assurance, assure
from impact.analysis.process_behaviour import Good
from impact.models import CoalitionQuarter, Initiative, Metric, Observation, Target
from impact.periods import DAY, Every, following, last_day, name_of
from impact.queries.asks import Ask, asks
from impact.queries.days import Chosen
from impact.queries.metrics import READ_FROM, held, listed, of, reading_of
from impact.queries.metrics import Held as Hanging
from impact.readings import Reading
from impact.reports.together import Held, Whole, held_against, known_by, of_span
from impact.units import written
from impact.verdicts import BETTER, CHANGED, SAME, WORSE
from planning.models import Goal
from web.remembered import Remembered

# Older goals are on the leader's pages; nobody steers by more at once.
GOALS = 7
# So long the overview says what was taken off it.
OFF_TOLD: Final = 90 * DAY
OFF_LISTED: Final = 10
# What marketing does for a goal, as far as it is under way.
_WORKS = ArraySubquery(
    Initiative.objects.under_way()
    .filter(goal=OuterRef("pk"))
    .order_by("name")
    .values(data=JSONObject(pk="pk", name="name"))[:5]
)
WORDS = ("None", "One", "Two", "Three", "Four", "Five", "Six", "Seven")
# What a pace that is missed is called where it stands in front.
MISSING: Final = {"Behind": "Behind its target", "Over its target": "Over its target"}


class Track(StrEnum):
    ON = "on"
    OFF = "off"
    OPEN = "open"


@dataclass(frozen=True)
class Leading:
    """One number of the overview. `urgency` is 0 for what is most urgent; `exception` says why it stands in front."""

    reading: Reading
    of: str
    urgency: int
    exception: str
    target: str
    # Whether its target is on track, off, or open; None where there is no target.
    track: Track | None
    age: str
    # Of the days that are looked at, and against the earlier ones, like for like.
    whole: Whole
    held: Held
    # Whether those days are more than chance, where that can be told.
    held_means: str


@dataclass(frozen=True)
class Numbers:
    """What of an overview follows from metrics alone: kept until one of them, or what hangs on it, is written."""

    leading: list[Leading]
    others: int
    stale: int


LATEST: Remembered[Numbers] = Remembered(most=8)


@dataclass(frozen=True)
class Off:
    """A number that was taken off, on which day, by whom, and why."""

    pk: int
    name: str
    on: dt.date
    who: str
    why: str


@dataclass(frozen=True)
class Overview:
    leading: list[Leading]
    says: list[str]
    goals: list[Goal]
    # How old the oldest of the numbers is, in words; empty where there is none.
    oldest: str
    others: int
    # Of the others, how many are not up to date.
    stale: int
    off: list[Off]
    asks: list[Ask]
    # In a sentence; empty where nothing was read yet.
    coalition: str


def overview(workspace: Workspace, chosen: Chosen, *, today: dt.date) -> Overview:
    numbers = unless_written(
        LATEST, workspace, READ_FROM, today, chosen, make=lambda: _numbers(workspace, chosen, today)
    )
    found = numbers.leading
    goals = Goal.objects.filter(workspace=workspace).current(today).annotate(works=_WORKS).order_by("rank")[:GOALS]
    ages = [(age, one) for one in found if (age := one.reading.days_old(today)) is not None]
    oldest = max(ages, key=lambda pair: pair[0], default=None)
    return Overview(
        found,
        _says(found),
        list(goals),
        "" if oldest is None else f"{oldest[1].reading.metric.name}, {_days(oldest[0])}",
        numbers.others,
        numbers.stale,
        _off(workspace, today),
        asks(workspace, today=today),
        coalition.says(CoalitionQuarter.objects.filter(workspace=workspace).first()),
    )


def _numbers(workspace: Workspace, chosen: Chosen, today: dt.date) -> Numbers:
    metrics = list(Metric.objects.filter(workspace=workspace).leading())
    hanging = held(workspace, metrics, today=today)
    found = [_leading(metric, hanging[metric.pk], chosen, today) for metric in metrics]
    # Of what is equally urgent, customers lead.
    found.sort(key=lambda one: (one.urgency, not one.reading.metric.is_of_customers))
    return Numbers(found, *_others(workspace, today))


def _others(workspace: Workspace, today: dt.date) -> tuple[int, int]:
    """How many more numbers of impact there are, and how many of them are not up to date."""
    latest = Observation.objects.standing().filter(workspace=workspace, metric=OuterRef("pk")).order_by("-starts_on")
    kept = Metric.objects.filter(workspace=workspace, leads_since=None).kept().of_impact().order_by()
    rows = list(kept.values_list("every", Subquery(latest.values("starts_on")[:1])))
    return len(rows), sum(_is_stale(Every(every), last, today) for every, last in rows)


def _is_stale(every: Every, last: dt.date | None, today: dt.date) -> bool:
    """Whether a period is over that was not measured."""
    return last is None or last_day(following(last, every), every) < today


def _off(workspace: Workspace, today: dt.date) -> list[Off]:
    since = timezone.make_aware(dt.datetime.combine(today - OFF_TOLD, dt.time.min))
    rows = Metric.objects.filter(workspace=workspace, off_at__gte=since).select_related("off_by").order_by("-off_at")
    return [
        Off(row.pk, row.name, timezone.localdate(row.off_at), str(row.off_by or ""), row.off_why)
        for row in rows[:OFF_LISTED]
    ]


def _leading(metric: Metric, hanging: Hanging, chosen: Chosen, today: dt.date) -> Leading:
    reading = reading_of(metric, hanging, today=today)
    urgency, exception = _urgency(reading, today)
    numbers = {one.starts_on: one for one in known_by(hanging.observations, metric, chosen.span.last)}
    rebased = [one.starts_on for one in hanging.rebases if one.starts_on <= chosen.span.last]
    against = held_against(metric, numbers, chosen.span, chosen.earlier, today=today, rebased=rebased)
    return Leading(
        reading,
        of(reading),
        urgency,
        exception,
        _target(reading),
        _track(reading),
        _age(reading, today),
        of_span(metric, numbers, chosen.span, today=today),
        against,
        _means(against),
    )


def _urgency(reading: Reading, today: dt.date) -> tuple[int, str]:
    """From what must be looked at to what is as it was."""
    pace = reading.pace_verdict
    if reading.verdict.word == WORSE:
        return 0, WORSE
    assured = _assured(reading)
    if assured is Assurance.WILL_FAIL:
        return 1, "Will miss its target"
    if pace is not None and pace.word in MISSING:
        return 1, MISSING[pace.word]
    if reading.missing(today):
        return 2, "Not up to date"
    if not reading.points:
        return 2, "Not measured yet"
    if assured is Assurance.HIT_AND_MISS:
        return 3, ""
    if reading.verdict.word in (BETTER, CHANGED):
        return 4, ""
    return 5, ""


def _track(reading: Reading) -> Track | None:
    """Pace decides where there is one: a sum may be on its way though no single period is sure to reach its part."""
    if reading.target is None:
        return None
    pace, assured = reading.pace_verdict, _assured(reading)
    if reading.verdict.word == WORSE or assured is Assurance.WILL_FAIL or (pace is not None and pace.word in MISSING):
        return Track.OFF
    is_paced = pace is not None and pace.word in ("On pace", "Within its target")
    return Track.ON if is_paced or assured is Assurance.WILL_PASS else Track.OPEN


def _means(held: Held) -> str:
    if held.verdict is None:
        return ""
    # The card has said already whether its latest number is a change: this is of other days.
    return "No more than chance would bring." if held.verdict.word == SAME else f"{held.verdict.word}."


def _assured(reading: Reading) -> Assurance:
    if not reading.stretches:
        return Assurance.TOO_FEW
    return assure(reading.stretches[-1], reading.asked, Good(reading.metric.good))


def _target(reading: Reading) -> str:
    """What it should come to; said plainly where there is no target."""
    target, metric = reading.target, reading.metric
    if target is None:
        return "No target"
    value = written(target.value, metric.unit)
    if target.course == Target.Course.THROUGHOUT:
        return f"Target {value}, each {metric.get_every_display().lower()}"
    pace = reading.pace_verdict
    paced = "" if pace is None else f": {pace.word[0].lower()}{pace.word[1:]}"
    return f"Target {value} by {target.ends_on:%-d %b %Y}{paced}"


def _age(reading: Reading, today: dt.date) -> str:
    days = reading.days_old(today)
    if days is None:
        return ""
    missing = reading.missing(today)
    if missing:
        last = reading.latest
        upto = "" if last is None else f" since {name_of(last.starts_on, Every(reading.metric.every))}"
        return f"{missing} period{'' if missing == 1 else 's'} missing{upto}"
    return _days(days)


def _days(days: int) -> str:
    return "up to date" if days == 0 else "one day old" if days == 1 else f"{days:,} days old"


def _says(found: Sequence[Leading]) -> list[str]:
    """Is it on track, how sure is that, what is missing: the answer first."""
    if not found:
        return []

    def names(*exceptions: str) -> str:
        return listed([one.reading.metric.name for one in found if one.exception in exceptions])

    parts = _tracks([one.track for one in found if one.track])
    many = len(parts)
    if worse := names(WORSE):
        parts.append(f"{worse} got worse.")
    if failing := names("Will miss its target", *MISSING.values()):
        is_one = sum(one.exception in ("Will miss its target", *MISSING.values()) for one in found) == 1
        parts.append(f"As things are, {failing} will miss {'its target' if is_one else 'their targets'}.")
    better = listed([one.reading.metric.name for one in found if one.reading.verdict.word == BETTER])
    if better:
        parts.append(f"{better} got better, by more than chance would bring.")
    if len(parts) == many:
        parts.append("Nothing got better or worse by more than chance would bring.")
    unsure = sum(
        one.reading.verdict.word in ("Too few to say", "Too early to say", "Not measured yet") for one in found
    )
    if unsure:
        parts.append(f"Of {WORDS[unsure].lower()} of {WORDS[len(found)].lower()} too little is known to say.")
    without = sum(one.target == "No target" for one in found)
    if without:
        parts.append(f"{WORDS[without]} of {WORDS[len(found)].lower()} {'has' if without == 1 else 'have'} no target.")
    return parts


def _tracks(tracks: Sequence[Track]) -> list[str]:
    """The first question: how many targets are on track, how many are not, and of how many nobody can be sure."""
    many = len(tracks)
    if not many:
        return []
    on, off, unsure = (tracks.count(one) for one in (Track.ON, Track.OFF, Track.OPEN))
    if many == 1:
        return [f"The one target is {'on track' if on else 'off track' if off else 'neither safe nor lost'}."]
    if many in (on, off):
        return [f"All {WORDS[many].lower()} targets are {'on' if on else 'off'} track."]
    parts = [f"{WORDS[on]} of {WORDS[many].lower()} targets {'is' if on <= 1 else 'are'} on track"]
    if off:
        parts.append(f"{WORDS[off].lower()} {'is' if off == 1 else 'are'} off")
    if unsure:
        parts.append(f"{WORDS[unsure].lower()} may or may not be met")
    return [f"{listed(parts)}."]
