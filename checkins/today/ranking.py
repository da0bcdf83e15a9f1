"""Which conversations are worth most this week: points for each thing that counts, all of them shown. Pure.

points = weight × strength × 10, rounded, with a strength from 0 to 1; the score is the sum of what is shown. Whoever
was met in the last days rests, unless a check-in is due or something changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

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
CARRIES: Final = {Segment.DECISION_MAKER: 1.0, Segment.INFLUENCER: 0.6}
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


CALLS: Final = frozenset(factor.key for factor in FACTORS if factor.calls)


def ranked(people: Iterable[Facts], weights: Mapping[str, int], *, most: int = MOST) -> list[Conversation]:
    """The most valuable first; of equal ones whoever has most influence, then by name."""
    found = [(one, parts) for one in people if (parts := counted(one, weights))]
    found.sort(key=lambda pair: (-_sum(pair[1]), -(pair[0].influence or 0), pair[0].name.casefold(), pair[0].pk))
    return [Conversation(one.pk, _sum(parts), reason(parts), parts) for one, parts in found[:most]]


def counted(one: Facts, weights: Mapping[str, int]) -> tuple[Part, ...]:
    """What counts for a conversation with them; nothing where nothing calls for one this week."""
    strengths = _strengths(one)
    parts = tuple(
        Part(factor.key, said, points)
        for factor in FACTORS
        if (given := strengths.get(factor.key)) is not None
        for strength, said in [given]
        if (points := round(weights[factor.key] * strength * 10))
    )
    calling = {part.factor for part in parts} & CALLS
    if one.met is not None and one.met < RESTS:
        calling &= {"due", "changed"}
    return parts if calling else ()


def _sum(parts: Iterable[Part]) -> int:
    return sum(part.points for part in parts)


def reason(parts: Sequence[Part]) -> str:
    """ "Decides on the budget in 9 days, is sceptical, no champion beside them." What counts most, in a fixed order;
    what another one says as well is not said twice."""
    apart = [part for part in parts if not any(other.says.startswith(f"{part.says} ") for other in parts)]
    heavy = sorted(apart, key=lambda part: -part.points)[:NAMED]
    said = ", ".join(part.says for part in apart if part in heavy)
    return f"{said[0].upper()}{said[1:]}."


def _strengths(one: Facts) -> dict[str, tuple[float, str]]:
    found: dict[str, tuple[float, str]] = {}
    if (near := _near(one)) is not None:
        found["decides"] = near
    if one.changes:
        found["changed"] = 1.0, "something changed for them" if one.changes == 1 else f"{one.changes} changes"
    if one.due_in is not None and one.due_in <= AHEAD:
        found["due"] = _due(one.due_in)
    carries = max(CARRIES.get(Segment(one.segment), 0.0), (one.influence or 0) / 5)
    if carries:
        found["carries"] = carries, _carries(one)
    if one.position is None:
        if (one.influence or 0) >= MATTERS or one.segment == Segment.DECISION_MAKER:
            found["against"] = 0.4, "nobody knows where they stand"
    elif one.position < 0:
        found["against"] = AGAINST[one.position], f"is {stands(one.position)}"
    if one.unanswered:
        many = "a concern" if one.unanswered == 1 else f"{one.unanswered} concerns"
        found["unanswered"] = min(1.0, one.unanswered / 2), f"{many} unanswered"
    if (quiet := _quiet(one)) is not None:
        found["quiet"] = quiet
    if not one.has_champion and one.segment != Segment.CHAMPION and (one.influence or 0) >= MATTERS - 1:
        found["alone"] = 1.0, "no champion beside them"
    if one.waits is not None and one.waits >= WAITS:
        found["untold"] = min(1.0, one.waits / (3 * WAITS)), "never told what came of their stake"
    return found


def _near(one: Facts) -> tuple[float, str] | None:
    """The nearer of a budget and a return."""
    found = []
    if one.budget_in is not None and 0 <= one.budget_in <= DECISION:
        decides = "decides on the budget" if one.segment == Segment.DECISION_MAKER else "their budget ends"
        found.append((1 - one.budget_in / (2 * DECISION), f"{decides} {_in(one.budget_in)}"))
    if one.return_in is not None and -RETURN <= one.return_in <= RETURN:
        said = f"expects a return {_in(one.return_in)}"
        if one.return_in < 0:
            said = f"expected a return {span(-one.return_in)} ago"
        found.append((1 - abs(one.return_in) / (2 * RETURN), said))
    return max(found, default=None)


def _in(days: int) -> str:
    return "today" if days == 0 else "tomorrow" if days == 1 else f"in {span(days)}"


def _due(days: int) -> tuple[float, str]:
    if days < 0:
        return 1.0, f"the check-in is {span(-days)} overdue"
    return 1 - days / (2 * AHEAD), f"a check-in is due {_in(days)}"


def _carries(one: Facts) -> str:
    if one.segment == Segment.DECISION_MAKER:
        return "decides"
    return "moves others" if one.segment == Segment.INFLUENCER else f"influence {one.influence} of 5"


def _quiet(one: Facts) -> tuple[float, str] | None:
    """From one and a half times their cadence on; whoever was never met counts where they matter."""
    cadence = cadence_of(one.cadence_days, one.influence, one.interest)
    if one.met is None:
        return (0.6, "never met") if (one.influence or 0) >= MATTERS else None
    if cadence is None or 2 * one.met <= 3 * cadence:
        return None
    return min(1.0, one.met / (3 * cadence)), f"not heard from for {span(one.met)}"
