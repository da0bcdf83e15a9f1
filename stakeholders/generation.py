"""Workspaces of any size for measuring: plausible people, ties and assessments, the same ones for the same seed.

`generate` is pure; dates count back from the day it is given, so one seed means the same rows on the same day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from stakeholders.models import Confidence, Engagement, Kind, Relationship, Segment, Source, Voice

PEOPLE: Final = {"S": 60, "M": 1_000, "L": 10_000}
DEPARTMENTS: Final = {"S": 8, "M": 20, "L": 60}
TIES_EACH, ASSESSMENTS_EACH = 5, 10
DAYS = 730
SPAN = 6  # people under one manager

GIVEN = (
    "Abena Ade Agnes Aino Alejandro Amara Andrei Anh Asta Bao Beatriz Bilal Carys Chidi Chloé Dalia Dimitri Ebba Emeka "
    "Esra Farid Femi Gita Goran Hanna Haruki Ilse Imran Inés Isak Jaya Jin Joana Kaito Kamala Karim Kwame Leilani Lior "
    "Maja Malik Mei Mirela Nadia Nils Noa Oluwaseun Omar Petra Quentin Rania Ravi Rosa Sanjay Selma Siobhán Tariq Thea "
    "Uche Valentina Wiremu Xiomara Yusuf Zofia"
)
FAMILY = (
    "Abara Adler Akita Almeida Amundsen Anand Bakker Barros Becker Bhatt Boateng Brandt Castillo Chen Cohen Costa Dahl "
    "Demir Diallo Duarte Eklund Fischer Fofana Garcia Gupta Haddad Halvorsen Hansen Hoang Ivanova Jansen Kaya Keita "
    "Khan Kim Kovacs Lang Larsen Lind Mbeki Mensah Moreau Murphy Nakamura Ndiaye Novak Okafor Oliveira Ortiz Osei "
    "Park Petrov Quist Rahman Reyes Rossi Sato Schmid Silva Singh Suzuki Tanaka Tran Ueda Varga Vogt Weber Wójcik "
    "Yilmaz Zhang"
)
TEAMS = (
    "Sales|Product|Finance|Customer Success|Operations|People|Legal|Marketing|Engineering|Quality|Logistics|Research|"
    "Procurement|Service|Information Technology|Strategy|Design|Compliance|Facilities|Communication"
)
TITLES = ("Head of", "Director,", "Manager,", "Lead,", "Specialist,", "Analyst,")
SEGMENTS: Final = {
    # by rank in the company: decision maker, champion, influencer, detractor, participant, no segment yet
    0: (80, 5, 10, 5, 0, 0),
    1: (35, 15, 30, 15, 0, 5),
    2: (8, 15, 25, 14, 30, 8),
    3: (1, 10, 8, 9, 62, 10),
}
REASONS = (
    "Asked for the numbers before the meeting, not after.",
    "“Show me what it changed.”",
    "Spoke for the plan when nobody had asked.",
    "Has stopped answering; the calendar is full, or the interest is gone.",
    "Heard of it from a colleague and came.",
    "“This takes our work away.” Worth a talk.",
    "Shares what customers say, every Friday.",
    "Nothing new; looked again.",
)
LADDER = [Engagement.UNAWARE, Engagement.RESISTANT, Engagement.NEUTRAL, Engagement.SUPPORTIVE, Engagement.LEADING]


@dataclass
class Someone:
    key: str
    name: str
    email: str
    kind: str
    is_group: bool
    job_title: str
    department: str
    owned: bool
    rank: int
    manager: int | None = None
    assessments: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Tied:
    """A tie between two people by their place in the list."""

    source: int
    target: int
    kind: str
    weight: int | None


@dataclass(frozen=True)
class Generated:
    departments: list[str]
    people: list[Someone]
    ties: list[Tied]


def generate(size: str, *, seed: int, today: dt.date) -> Generated:
    """`size` is S, M or L: 60, 1,000 or 10,000 people, five ties and ten assessments for each."""
    random = Random(f"{size} {seed}")
    count = PEOPLE[size]
    departments = [_department(place) for place in range(DEPARTMENTS[size])]
    people = list(_people(random, count, departments))
    ties = _ties(random, people, total=count * TIES_EACH)
    for someone, looks in zip(people, _shares(random, count, total=count * ASSESSMENTS_EACH), strict=True):
        someone.assessments = _assessments(random, someone, looks, today)
    return Generated(departments, people, ties)


def _department(place: int) -> str:
    teams = TEAMS.split("|")
    turn, team = divmod(place, len(teams))
    return teams[team] if turn == 0 else f"{teams[team]} {('', 'Europe', 'Asia Pacific')[turn]}"


def _people(random: Random, count: int, departments: list[str]) -> Iterator[Someone]:
    outside = count // 8
    members: dict[str, list[int]] = {name: [] for name in departments}
    for place in range(count):
        name = f"{random.choice(GIVEN.split())} {random.choice(FAMILY.split())}"
        someone = Someone(
            key=f"G-{place:05}",
            name=name,
            email=f"{name.split()[0].lower()}.{place}@generated.example".encode("ascii", "ignore").decode(),
            kind=Kind.INTERNAL,
            is_group=False,
            job_title="Chief Executive Officer",
            department="",
            owned=random.random() < 0.7,
            rank=0,
        )
        if place >= count - outside:
            someone.kind = Kind.CUSTOMER if random.random() < 0.75 else Kind.PARTNER
            someone.is_group = random.random() < 0.2
            someone.job_title = (
                "" if someone.is_group else random.choice(("Buyer", "Head of Laboratory", "Distributor"))
            )
            someone.rank = random.choice((1, 2, 3, 3))
        elif place:
            team = departments[place - 1] if place <= len(departments) else random.choice(departments)
            _place(random, someone, members[team], team)
            members[team].append(place)
        yield someone


def _place(random: Random, someone: Someone, team: list[int], name: str) -> None:
    """Into a department: its first member heads it, everybody else reports to an earlier one."""
    someone.department = name
    depth, below = 0, len(team)
    while below:
        below, depth = (below - 1) // SPAN, depth + 1
    someone.rank = min(depth, 3)
    someone.job_title = f"{TITLES[min(depth + (depth > 2) * random.randrange(2), len(TITLES) - 1)]} {name}"
    if not team:
        someone.manager = 0
    elif random.random() > 0.02:
        someone.manager = team[(len(team) - 1) // SPAN]


def _ties(random: Random, people: list[Someone], *, total: int) -> list[Tied]:
    ties = [
        Tied(place, someone.manager, Relationship.Kind.REPORTS_TO, None)
        for place, someone in enumerate(people)
        if someone.manager is not None
    ]
    near: dict[str, list[int]] = {}
    for place, someone in enumerate(people):
        near.setdefault(someone.department, []).append(place)
    # The higher somebody stands, the more ties lead to them.
    weights = [(40, 16, 5, 1)[someone.rank] for someone in people]
    far = random.choices(range(len(people)), weights, k=total)
    kinds = [
        Relationship.Kind.INFLUENCES,
        Relationship.Kind.TRUSTS,
        Relationship.Kind.ADVISES,
        Relationship.Kind.CONFLICT,
    ]
    drawn: set[tuple[int, int, str]] = set()
    for target in _endless(random, far):
        if len(ties) == total:
            return ties
        source = random.randrange(len(people))
        if random.random() < 0.6:
            target = random.choice(near[people[source].department])
        kind = random.choices(kinds, (40, 30, 20, 10))[0]
        if source != target and (source, target, kind) not in drawn:
            drawn.add((source, target, kind))
            ties.append(Tied(source, target, kind, random.choice((None, 1, 2, 2, 3, 3, 3, 4, 4, 5))))
    raise AssertionError("endless")


def _endless(random: Random, places: list[int]) -> Iterator[int]:
    while True:
        yield from places
        random.shuffle(places)


def _shares(random: Random, count: int, *, total: int) -> list[int]:
    """How many assessments each has: one in twelve none, few have many, `total` in all."""
    judged = [place for place in range(count) if random.random() > 1 / 12] or [0]
    shares = [0] * count
    for place in judged:
        shares[place] = 1
    weights = [random.paretovariate(1.6) for _ in judged]
    for place in random.choices(judged, weights, k=total - len(judged)):
        shares[place] += 1
    return shares


def _assessments(random: Random, someone: Someone, looks: int, today: dt.date) -> list[dict[str, Any]]:
    """A walk through time: what is held changes by a step here and there, and is carried forward."""
    days = sorted((random.randrange(DAYS) for _ in range(looks)), reverse=True)
    segment = random.choices(list(Segment), SEGMENTS[someone.rank])[0]
    lean = {Segment.CHAMPION: 1, Segment.DETRACTOR: -1}.get(segment, 0)
    placed = random.random() > 0.05
    held: dict[str, Any] = {
        "segment": segment,
        "influence": _within(5 - someone.rank + random.choice((-1, 0, 0, 1)), 1, 5) if placed else None,
        "interest": random.randint(1, 5) if placed else None,
        "position": _within(lean + random.choice((-1, 0, 0, 1)), -2, 2) if random.random() > 0.08 else None,
        "engagement_now": random.choice(LADDER[:4]) if random.random() > 0.1 else Engagement.UNKNOWN,
        "engagement_desired": random.choice(LADDER[2:]) if random.random() > 0.2 else Engagement.UNKNOWN,
        "voice": random.choice(list(Voice)),
        "approves": segment == Segment.DECISION_MAKER or None,
        "executes": segment == Segment.PARTICIPANT or None,
        "advocates": segment == Segment.CHAMPION or None,
        "resists": segment == Segment.DETRACTOR or None,
    }
    found = []
    for days_ago in days:
        _drift(random, held)
        found.append(
            {
                **held,
                "assessed_on": today - dt.timedelta(days=days_ago),
                "why": random.choice(REASONS),
                "source": random.choice((Source.JUDGEMENT, Source.CONVERSATION, Source.OBSERVATION, Source.HEARSAY)),
                "confidence": random.choice((Confidence.LOW, Confidence.MEDIUM, Confidence.MEDIUM, Confidence.HIGH)),
            }
        )
    return found


def _drift(random: Random, held: dict[str, Any]) -> None:
    for name, low, high in (("influence", 1, 5), ("interest", 1, 5), ("position", -2, 2)):
        if held[name] is not None and random.random() < 0.25:
            held[name] = _within(held[name] + random.choice((-1, 1)), low, high)
    if held["engagement_now"] != Engagement.UNKNOWN and random.random() < 0.2:
        step = LADDER.index(held["engagement_now"]) + random.choice((-1, 1, 1))
        held["engagement_now"] = LADDER[_within(step, 0, len(LADDER) - 1)]


def _within(value: int, low: int, high: int) -> int:
    return max(low, min(high, value))
