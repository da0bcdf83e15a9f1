"""What the figures of an order desk mean, request by request: the sums of the database are held against it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from statistics import median

from django.utils import timezone

from impact.analysis.intervals import share
from impact.order_desk import Desk, Span, Taken, concentration, index_of, works_of
from planning.models import Decision, Request, RequestEvent


@dataclass(frozen=True)
class Asked:
    """`decisions` in their order, the last one holds; `changed_on` are days on which its size or goal was changed
    while it stood accepted."""

    key: Hashable
    title: str
    who: Hashable
    name: str
    received_on: dt.date
    is_prescribed: bool = False
    decisions: tuple[tuple[dt.date, str], ...] = ()
    goal: int | None = None
    days: int | None = None
    changed_on: tuple[dt.date, ...] = ()
    wanted_by: dt.date | None = None

    @property
    def states(self):
        return [state for _day, state in self.decisions]

    @property
    def accepted_on(self):
        return next((day for day, state in self.decisions if state == "accepted"), None)

    @property
    def is_changed_late(self):
        after = self.states[self.states.index("accepted") :] if "accepted" in self.states else []
        return bool(after) and (set(after) != {"accepted"} or bool(self.changed_on))

    def is_in(self, span):
        return bool(self.decisions) and span.has(self.decisions[-1][0])

    @property
    def taken(self):
        is_as_ordered = self.is_prescribed and "shaping" not in self.states
        return Taken(
            self.key, self.title, self.who, self.decisions[-1][0], self.goal, self.days, self.wanted_by, is_as_ordered
        )


def read(asked, begun, span: Span) -> Desk:
    received = [one for one in asked if span.has(one.received_on)]
    decided = [one for one in asked if one.is_in(span)]
    accepted = [one for one in asked if span.has(one.accepted_on)]
    took = [
        (one.decisions[0][0] - one.received_on).days for one in asked if one.decisions and span.has(one.decisions[0][0])
    ]
    taken = [one.taken for one in decided if one.states[-1] in ("accepted", "shaping")]
    works = works_of(taken, begun, span)
    return Desk(
        index_of(works),
        share(sum(one.is_prescribed for one in received), len(received)),
        share(sum(one.states[-1] == "declined" or "shaping" in one.states for one in decided), len(decided)),
        share(sum(one.is_changed_late for one in accepted), len(accepted)),
        concentration((one.who, 1) for one in received),
        works,
        concentration((one.who, one.days) for one in taken if one.days),
        median(took) if len(took) >= 3 else None,
        len(took),
    )


def all_asked(workspace) -> list[Asked]:
    """Every request, row by row, with what the database wrote down of it."""
    decided, changed, before = defaultdict(list), defaultdict(list), {}
    for one in Decision.objects.filter(workspace=workspace).order_by("at", "pk"):
        decided[one.request_id].append((timezone.localdate(one.at), one.state))
    for event in RequestEvent.objects.filter(workspace=workspace).order_by("pgh_id"):
        old = before.get(event.pgh_obj_id)
        if (
            old
            and old.state == "accepted"
            and any(
                getattr(old, name) is not None and getattr(event, name) != getattr(old, name)
                for name in ("days", "goal_id")
            )
        ):
            changed[event.pgh_obj_id].append(timezone.localdate(event.pgh_created_at))
        before[event.pgh_obj_id] = event
    return [
        Asked(
            one.pk, one.problem, one.stakeholder_id or one.email.lower() or one.name.lower(), one.name,
            timezone.localdate(one.received_at), one.prescribed, tuple(decided[one.pk]), one.goal_id, one.days,
            tuple(changed[one.pk]), one.wanted_by,
        )
        for one in Request.objects.filter(workspace=workspace).order_by("received_at", "pk")
    ]  # fmt: skip
