"""Which way influence flows along a tie. No database.

Who influences or advises somebody moves them; whom I trust moves me; a manager moves those who report to them. A mutual
tie flows both ways, a conflict carries nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from stakeholders.models.relationship import Relationship

# A tie of unknown strength counts as a rather weak one: better to be surprised by a warm welcome.
UNKNOWN_STRENGTH = 2.0

DIRECTED = Relationship.Direction.DIRECTED.value
BACKWARD = {Relationship.Kind.TRUSTS.value, Relationship.Kind.REPORTS_TO.value}
REPORTS_TO = Relationship.Kind.REPORTS_TO.value
CONFLICT = Relationship.Kind.CONFLICT.value


class Tie(NamedTuple):
    source: int
    target: int
    kind: str
    direction: str
    weight: int | None


class Arc(NamedTuple):
    carrier: int
    receiver: int
    weight: float


def influence(ties: Iterable[Tie]) -> Iterator[Arc]:
    """Who moves whom, and how strongly (1 to 5)."""
    for source, target, kind, direction, weight in ties:
        if kind == CONFLICT:
            continue
        strength = UNKNOWN_STRENGTH if weight is None else float(weight)
        if direction != DIRECTED:
            yield Arc(source, target, strength)
            yield Arc(target, source, strength)
        elif kind in BACKWARD:
            yield Arc(target, source, strength)
        else:
            yield Arc(source, target, strength)


def introductions(ties: Iterable[Tie]) -> Iterator[Arc]:
    """Who can take a message to whom: along influence, and up the reporting line too, since everybody has their
    manager's ear."""
    for tie in ties:
        yield from influence([tie])
        if tie.kind == REPORTS_TO and tie.direction == DIRECTED:
            yield Arc(tie.source, tie.target, UNKNOWN_STRENGTH if tie.weight is None else float(tie.weight))
