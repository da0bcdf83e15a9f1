"""Which conversations are worth most this week: points for each thing that counts, all of them shown. Pure.

points = weight × strength × 10, rounded, with a strength from 0 to 1; the score is the sum of what is shown. Whoever
was met in the last days rests, unless a check-in is due or something changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from checkins.today.factors import FACTORS
from planning.alignment import stands
from stakeholders.freshness import cadence_of
from stakeholders.models import Segment
from stakeholders.scales import span

MOST: Final = 7
NAMED: Final = 4
# Days: how far ahead a decision, a return or a check-in counts; how long whoever was met rests; after how many somebody
# who put something in waits to be told.
DECISION, RETURN, AHEAD, RESTS, WAITS = 30, 30, 7, 7, 60
MATTERS: Final = 4
CARRIES: Final[dict[str, float]] = {Segment.DECISION_MAKER: 1.0, Segment.INFLUENCER: 0.6}
AGAINST: Final = {-2: 1.0, -1: 0.7}


class Facts(NamedTuple):
    """One person. Days are counted from today, None where there is nothing to count: `due_in` and `return_in` may be
    below zero, `budget_in` is when the goal ends that their budget is for, `met` how long ago the last contact was,
    `waits` how long they have waited to be told what came of their stake."""

    pk: int
    name: str
    segment: str
    position: int | None
    influence: int | None
    interest: int | None
    cadence_days: int | None = None
    met: int | None = None
    due_in: int | None = None
    changes: int = 0
    budget_in: int | None = None
    return_in: int | None = None
    unanswered: int = 0
    has_champion: bool = False
    waits: int | None = None


class Part(NamedTuple):
    """What counted, in words, and how much."""

    factor: str
    says: str
    points: int


@dataclass(frozen=True, slots=True)
class Conversation:
    pk: int
    score: int
    reason: str
    parts: tuple[Part, ...]


ORDER: Final = tuple(factor.key for factor in FACTORS)
CALLS: Final = frozenset(factor.key for factor in FACTORS if factor.calls)
# What calls for a conversation though there was one these days.
RESTLESS: Final = frozenset({"due", "changed"})


def ranked(people: Iterable[Facts], weights: Mapping[str, int], *, most: int = MOST) -> list[Conversation]:
    """The most valuable first; of equal ones whoever has most influence, then by name."""
    # Of thousands who are due most are alike but for their name.
    alike: dict[tuple[Any, ...], dict[str, int]] = {}
    found = []
    for one in people:
        points = alike.get(one[2:])
        if points is None:
            points = alike[one[2:]] = pointed(one, weights)
        if points:
            found.append((one, points))
    found.sort(key=lambda pair: (-sum(pair[1].values()), -(pair[0].influence or 0), pair[0].name, pair[0].pk))
    return [_conversation(one, points) for one, points in found[:most]]


def pointed(one: Facts, weights: Mapping[str, int]) -> dict[str, int]:
    """By factor, what counts for a conversation with them; nothing where nothing calls for one this week."""
    strengths = _strengths(one)
    points = {key: found for key in ORDER if key in strengths and (found := round(weights[key] * strengths[key] * 10))}
    calling = RESTLESS if one.met is not None and one.met < RESTS else CALLS
    return points if calling & points.keys() else {}


def _conversation(one: Facts, points: Mapping[str, int]) -> Conversation:
    parts = tuple(Part(key, SAYS[key](one), many) for key, many in points.items())
    return Conversation(one.pk, sum(points.values()), reason(parts), parts)


def reason(parts: Sequence[Part]) -> str:
    """ "Decides on the budget in 9 days, sceptical, no champion beside them." What counts most, in a fixed order; what
    another one says as well is not said twice."""
    apart = [part for part in parts if not any(other.says.startswith(f"{part.says} ") for other in parts)]
    heavy = sorted(apart, key=lambda part: -part.points)[:NAMED]
    said = ", ".join(part.says for part in apart if part in heavy)
    return f"{said[0].upper()}{said[1:]}."


# How strongly each of them counts, from 0 to 1 -----------------------------------------------------------------------


def _strengths(one: Facts) -> dict[str, float]:
    found: dict[str, float] = {}
    if (near := max(_budget(one), _return(one))) > 0:
        found["decides"] = near
    found["carries"] = max(CARRIES.get(one.segment, 0.0), (one.influence or 0) / 5)
    if one.position is None:
        if (one.influence or 0) >= MATTERS or one.segment == Segment.DECISION_MAKER:
            found["against"] = 0.4
    elif one.position < 0:
        found["against"] = AGAINST[one.position]
    if not one.has_champion and one.segment != Segment.CHAMPION and (one.influence or 0) >= MATTERS - 1:
        found["alone"] = 1.0
    if one.changes:
        found["changed"] = 1.0
    if one.due_in is not None and one.due_in <= AHEAD:
        found["due"] = 1.0 if one.due_in < 0 else 1 - one.due_in / (2 * AHEAD)
    if one.unanswered:
        found["unanswered"] = min(1.0, one.unanswered / 2)
    found["quiet"] = _quiet(one)
    if one.waits is not None and one.waits >= WAITS:
        found["untold"] = min(1.0, one.waits / (3 * WAITS))
    return found


def _budget(one: Facts) -> float:
    return 0.0 if one.budget_in is None or not 0 <= one.budget_in <= DECISION else 1 - one.budget_in / (2 * DECISION)


def _return(one: Facts) -> float:
    return 0.0 if one.return_in is None or abs(one.return_in) > RETURN else 1 - abs(one.return_in) / (2 * RETURN)


def _quiet(one: Facts) -> float:
    """From one and a half times their cadence on; whoever was never met counts where they matter."""
    if one.met is None:
        return 0.6 if (one.influence or 0) >= MATTERS else 0.0
    cadence = cadence_of(one.cadence_days, one.influence, one.interest)
    return 0.0 if cadence is None or 2 * one.met <= 3 * cadence else min(1.0, one.met / (3 * cadence))


# What is said of each -----------------------------------------------------------------------------------------------


def _says_near(one: Facts) -> str:
    if one.budget_in is not None and _budget(one) >= _return(one):
        # Known from the goal that they put budget into: nobody enters when budgets are decided.
        decides = "decides on the budget" if one.segment == Segment.DECISION_MAKER else "their budget ends"
        return f"{decides} {_in(one.budget_in)}"
    days = one.return_in or 0
    return f"expected a return {span(-days)} ago" if days < 0 else f"expects a return {_in(days)}"


def _says_carries(one: Facts) -> str:
    if one.segment == Segment.DECISION_MAKER:
        return "decides"
    return "moves others" if one.segment == Segment.INFLUENCER else f"influence {one.influence} of 5"


def _says_against(one: Facts) -> str:
    return "nobody knows where they stand" if one.position is None else stands(one.position)


def _says_due(one: Facts) -> str:
    days = one.due_in or 0
    return f"the check-in is {span(-days)} overdue" if days < 0 else f"a check-in is due {_in(days)}"


def _in(days: int) -> str:
    return "today" if days == 0 else "tomorrow" if days == 1 else f"in {span(days)}"


SAYS: Final[Mapping[str, Callable[[Facts], str]]] = {
    "decides": _says_near,
    "carries": _says_carries,
    "against": _says_against,
    "alone": lambda one: "no champion beside them",
    "changed": lambda one: "something changed for them" if one.changes == 1 else f"{one.changes} changes touch them",
    "due": _says_due,
    "unanswered": lambda one: f"{'a concern' if one.unanswered == 1 else f'{one.unanswered} concerns'} unanswered",
    "quiet": lambda one: "never met" if one.met is None else f"not heard from for {span(one.met)}",
    "untold": lambda one: "never told what came of their stake",
}
