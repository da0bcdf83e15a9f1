"""Goals, stakes, positions, playbooks, requests and sessions in the archive of a workspace: people by their keys, goals
by their place.

goals      objects: statement, starts_on, ends_on, measured_by, customer_outcome, closed_on, created_at, and
           owners (keys), in their order
stakes     objects: stakeholder (a key), goal (a place, from 0, or null), invests, what, expects, measure,
           horizon_on, ended_on, author (an e-mail), created_at
positions  objects: stakeholder, goal, position, why, said_on, author, created_at
playbooks  objects: segment, the parts ("" where the original text stands), updated_by (an e-mail), updated_at
requests   objects: stakeholder (a key, or null), name, email, what was said, wanted_by, found, prescribed, goal, days,
           value, typed_by (an e-mail, or null), received_at, and decisions: state, reason, goal, author, at
desk       objects, at most one: owner (an e-mail, or null), days_a_quarter
sessions   objects, as planning.sessions.packing says
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max, Prefetch, ProtectedError

from accounts.models import User, Workspace
from planning.intake.text import WORDS
from planning.models import (
    Decision,
    Goal,
    GoalOwner,
    GoalPosition,
    PlanningSession,
    Playbook,
    Request,
    RequestDesk,
    Stake,
)
from planning.playbooks.texts import PARTS
from planning.sessions import packing, restoring
from stakeholders.held_about import Refused, Restoring, Written, day_of, iso_of, moment_of, number_of

GOAL = ("statement", "measured_by", "customer_outcome")
STAKE = ("invests", "what", "expects", "measure")
REQUEST = ("name", "email", *WORDS, "found", "prescribed", "days", "value")
Packed = dict[str, list[dict[str, Any]]]


def pack(workspace: Workspace, keys: Mapping[int, str]) -> Packed:
    owners: dict[int, list[str]] = {}
    for goal, person in (
        GoalOwner.objects.filter(workspace=workspace).order_by("pk").values_list("goal_id", "stakeholder_id")
    ):
        owners.setdefault(goal, []).append(keys[person])
    goals = list(Goal.objects.filter(workspace=workspace).order_by("rank"))
    places = {goal.pk: place for place, goal in enumerate(goals)}
    requests = list(_requests(workspace))
    return {
        "goals": [_goal(goal, owners.get(goal.pk, [])) for goal in goals],
        "stakes": [
            {
                "stakeholder": keys[stake.stakeholder_id],
                "goal": None if stake.goal_id is None else places[stake.goal_id],
                "horizon_on": iso_of(stake.horizon_on),
                "ended_on": iso_of(stake.ended_on),
                "author": stake.author.email,
                "created_at": stake.created_at.isoformat(),
                **{name: getattr(stake, name) for name in STAKE},
            }
            for stake in Stake.objects.filter(workspace=workspace).select_related("author").order_by("pk")
        ],
        "positions": [
            {
                "stakeholder": keys[said.stakeholder_id],
                "goal": places[said.goal_id],
                "position": said.position,
                "why": said.why,
                "said_on": said.said_on.isoformat(),
                "author": said.author.email,
                "created_at": said.created_at.isoformat(),
            }
            for said in GoalPosition.objects.filter(workspace=workspace).select_related("author").order_by("pk")
        ],
        "playbooks": [
            {
                "segment": book.segment,
                "updated_by": book.updated_by.email,
                "updated_at": book.updated_at.isoformat(),
                **{name: getattr(book, name) for name in PARTS},
            }
            for book in Playbook.objects.filter(workspace=workspace).select_related("updated_by").order_by("pk")
        ],
        "requests": [_request(asked, keys, places) for asked in requests],
        "desk": [
            {"owner": desk.owner.email if desk.owner else None, "days_a_quarter": desk.days_a_quarter}
            for desk in RequestDesk.objects.filter(workspace=workspace).select_related("owner")
        ],
        "sessions": packing.pack(workspace, keys, places, {asked.pk: place for place, asked in enumerate(requests)}),
    }


def _requests(workspace: Workspace) -> Iterable[Request]:
    decisions = Decision.objects.select_related("author").order_by("at", "pk")
    rows = Request.objects.filter(workspace=workspace).select_related("typed_by").order_by("received_at", "pk")
    return rows.prefetch_related(Prefetch("decisions", decisions))


def _request(asked: Request, keys: Mapping[int, str], places: Mapping[int, int]) -> dict[str, Any]:
    return {
        **{name: getattr(asked, name) for name in REQUEST},
        "stakeholder": None if asked.stakeholder_id is None else keys[asked.stakeholder_id],
        "goal": None if asked.goal_id is None else places[asked.goal_id],
        "wanted_by": iso_of(asked.wanted_by),
        "typed_by": asked.typed_by.email if asked.typed_by else None,
        "received_at": asked.received_at.isoformat(),
        "decisions": [
            {
                "state": each.state,
                "reason": each.reason,
                "goal": None if each.goal_id is None else places[each.goal_id],
                "author": each.author.email,
                "at": each.at.isoformat(),
            }
            for each in asked.decisions.all()
        ],
    }


def _goal(goal: Goal, owners: list[str]) -> dict[str, Any]:
    return {
        "starts_on": goal.starts_on.isoformat(),
        "ends_on": goal.ends_on.isoformat(),
        "closed_on": iso_of(goal.closed_on),
        "created_at": goal.created_at.isoformat(),
        "owners": owners,
        **{name: getattr(goal, name) for name in GOAL},
    }


def unpack(packed: Any, to: Restoring) -> tuple[Callable[[], Written], Refused]:
    restored = _Restored(to)
    for part, take in (
        ("goals", restored.goal),
        ("stakes", restored.stake),
        ("positions", restored.position),
        ("playbooks", restored.playbook),
        ("requests", restored.request),
        ("desk", restored.desk),
        ("sessions", restored.sessions.take),
    ):
        rows = packed.get(part, []) if isinstance(packed, dict) else []
        for number, row in enumerate(rows if isinstance(rows, list) else [], start=1):
            where = f"{part.removesuffix('s').capitalize()} {number}"
            try:
                take(row)
            except ValidationError as error:
                restored.refused.append((where, " ".join(error.messages)))
            except (KeyError, TypeError, ValueError, AttributeError, IndexError):
                restored.refused.append((where, "This entry is not as a backup has it."))
    return restored.write, restored.refused


def take_back(created: Mapping[str, Iterable[int]]) -> None:
    """Remove restored sessions and goals on which nothing hangs, and playbooks in which nobody has written since; what
    was about people went with them."""
    sessions = set(created["planningsession"])
    untouched_sessions = restoring.untouched().values_list("pk", flat=True)
    gone = [key for key in untouched_sessions if number_of(key) in sessions]
    PlanningSession.objects.filter(follows__in=gone).update(follows=None)
    PlanningSession.objects.filter(pk__in=gone).delete()
    came = set(created["request"])
    untouched = Request.objects.filter(version=1).values_list("pk", flat=True)
    Request.objects.filter(pk__in=[key for key in untouched if number_of(key) in came]).delete()
    for goal in Goal.objects.filter(pk__in=list(created["goal"]), stakes=None, positions=None, owner_rows=None):
        # What serves it may be of an app that this one does not know: then it stays with that.
        with suppress(ProtectedError):
            goal.delete()
    Playbook.objects.filter(pk__in=list(created["playbook"]), version=1).delete()
    RequestDesk.objects.filter(pk__in=list(created["requestdesk"]), version=1).delete()


class _Restored:
    """The rows of a backup as model instances, which refer to people that may not be stored yet."""

    def __init__(self, to: Restoring) -> None:
        self.to = to
        self.refused: Refused = []
        # By their place in the backup; one that was refused leaves a gap.
        self.goals: list[Goal | None] = []
        self.owners: list[GoalOwner] = []
        self.stakes: list[Stake] = []
        self.positions: list[GoalPosition] = []
        self.playbooks: list[Playbook] = []
        self.requests: list[Request] = []
        # By their place, as goals.
        self.asked: list[Request | None] = []
        self.decisions: list[Decision] = []
        self.desks: list[RequestDesk] = []
        self.sessions = restoring.Sessions(to, self.goals, self.asked)
        self.written = set(Playbook.objects.filter(workspace=to.workspace).values_list("segment", flat=True))

    def goal(self, row: Mapping[str, Any]) -> None:
        self.goals.append(None)
        goal = Goal(
            workspace=self.to.workspace,
            starts_on=day_of(row["starts_on"]),
            ends_on=day_of(row["ends_on"]),
            closed_on=day_of(row["closed_on"]) if row.get("closed_on") else None,
            created_at=moment_of(row["created_at"]),
            rank=len(self.goals),
            **{name: row[name] for name in GOAL},
        )
        goal.clean_fields(exclude=["workspace"])
        if goal.ends_on < goal.starts_on:
            raise ValidationError("A goal ends after it starts.")
        people = [self.to.people[key] for key in dict.fromkeys(row.get("owners", []))]
        self.goals[-1] = goal
        self.owners += [GoalOwner(workspace=self.to.workspace, goal=goal, stakeholder=person) for person in people]

    def stake(self, row: Mapping[str, Any]) -> None:
        place = row.get("goal")
        stake = Stake(
            workspace=self.to.workspace,
            stakeholder=self.to.people[row["stakeholder"]],
            goal=None if place is None else self._goal_at(place),
            horizon_on=day_of(row["horizon_on"]) if row.get("horizon_on") else None,
            ended_on=day_of(row["ended_on"]) if row.get("ended_on") else None,
            author=self._author(row),
            created_at=moment_of(row["created_at"]),
            **{name: row[name] for name in STAKE},
        )
        stake.clean_fields(exclude=["workspace", "stakeholder", "goal", "author"])
        self.stakes.append(stake)

    def position(self, row: Mapping[str, Any]) -> None:
        if row["position"] not in range(-2, 3):
            raise ValidationError("A position goes from -2 to 2.")
        said = GoalPosition(
            workspace=self.to.workspace,
            stakeholder=self.to.people[row["stakeholder"]],
            goal=self._goal_at(row["goal"]),
            position=row["position"],
            why=row["why"],
            said_on=day_of(row["said_on"]),
            author=self._author(row),
            created_at=moment_of(row["created_at"]),
        )
        said.clean_fields(exclude=["workspace", "stakeholder", "goal", "author"])
        self.positions.append(said)

    def playbook(self, row: Mapping[str, Any]) -> None:
        book = Playbook(
            workspace=self.to.workspace,
            segment=row["segment"],
            updated_by=self.to.users.get(row.get("updated_by") or "") or self.to.author,
            updated_at=moment_of(row["updated_at"]),
            **{name: row[name] for name in PARTS},
        )
        book.clean_fields(exclude=["workspace", "updated_by"])
        if book.segment in self.written:
            raise ValidationError(f"The playbook “{book}” has words of its own here already; they stay.")
        self.written.add(book.segment)
        self.playbooks.append(book)

    def request(self, row: Mapping[str, Any]) -> None:
        self.asked.append(None)
        whose, place = row.get("stakeholder"), row.get("goal")
        decided = sorted(row.get("decisions", []), key=lambda each: str(each["at"]))
        asked = Request(
            workspace=self.to.workspace,
            stakeholder=None if whose is None else self.to.people[whose],
            goal=None if place is None else self._goal_at(place),
            wanted_by=day_of(row["wanted_by"]) if row.get("wanted_by") else None,
            typed_by=self.to.users.get(row.get("typed_by") or ""),
            received_at=moment_of(row["received_at"]),
            state=decided[-1]["state"] if decided else Request.State.NEW,
            decided_at=moment_of(decided[-1]["at"]) if decided else None,
            **{name: row[name] for name in REQUEST},
        )
        asked.clean_fields(exclude=["workspace", "stakeholder", "goal", "typed_by"])
        decisions = [
            Decision(
                workspace=self.to.workspace,
                request=asked,
                state=each["state"],
                reason=each["reason"],
                goal=None if each.get("goal") is None else self._goal_at(each["goal"]),
                author=self._author(each),
                at=moment_of(each["at"]),
            )
            for each in decided
        ]
        for each in decisions:
            each.clean_fields(exclude=["workspace", "request", "goal", "author"])
        self.requests.append(asked)
        self.asked[-1] = asked
        self.decisions += decisions

    def desk(self, row: Mapping[str, Any]) -> None:
        if self.desks or RequestDesk.objects.filter(workspace=self.to.workspace).exists():
            raise ValidationError("Who decides on requests is said here already; it stays.")
        desk = RequestDesk(
            workspace=self.to.workspace,
            owner=self.to.users.get(row.get("owner") or ""),
            days_a_quarter=row["days_a_quarter"],
        )
        desk.clean_fields(exclude=["workspace", "owner"])
        self.desks.append(desk)

    def _goal_at(self, place: int) -> Goal:
        goal = self.goals[place] if place >= 0 else None
        if goal is None:
            raise ValidationError("The goal it belongs to is missing.")
        return goal

    def _author(self, row: Mapping[str, Any]) -> User:
        # Whoever wrote it may not be a member here: then it is whoever restores it.
        return self.to.users.get(row.get("author") or "") or self.to.author

    def write(self) -> Written:
        last = Goal.objects.filter(workspace=self.to.workspace).aggregate(Max("rank"))["rank__max"] or 0
        goals = [goal for goal in self.goals if goal is not None]
        for place, goal in enumerate(goals, start=1):
            goal.rank = last + place
        Goal.objects.bulk_create(goals)
        # Django takes keys over when a row is made, and people and goals had none then.
        about: tuple[list[GoalOwner], list[Stake], list[GoalPosition], list[Request]] = (
            self.owners, self.stakes, self.positions, self.requests,
        )  # fmt: skip
        for rows in about:
            for row in rows:
                if row.stakeholder is not None:
                    row.stakeholder_id = row.stakeholder.pk
        with_goals: list[Any] = [*self.owners, *self.stakes, *self.positions, *self.requests, *self.decisions]
        for each in with_goals:
            if each.goal is not None:
                each.goal_id = each.goal.pk
        GoalOwner.objects.bulk_create(self.owners)
        Stake.objects.bulk_create(self.stakes)
        GoalPosition.objects.bulk_create(self.positions)
        Playbook.objects.bulk_create(self.playbooks)
        Request.objects.bulk_create(self.requests)
        Decision.objects.bulk_create(self.decisions)
        RequestDesk.objects.bulk_create(self.desks)
        written: list[tuple[str, list[Any]]] = [
            ("goal", goals),
            ("goalowner", self.owners),
            ("stake", self.stakes),
            ("goalposition", self.positions),
            ("playbook", self.playbooks),
            ("request", self.requests),
            ("requestdesk", self.desks),
            *self.sessions.write(),
        ]
        return [(name, rows) for name, rows in written]
