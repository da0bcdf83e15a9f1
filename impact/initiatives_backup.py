"""Initiatives in the archive of a workspace, beside the metrics they move. What is empty is left out.

initiatives  objects: what it is (FIELDS), goal (statement and starts_on), owner (an e-mail), its days, created_at, and
             metrics        names
             planned        what it was at a planning session: session (when that was made), title and place
             contributions  metric (a name), grade, amount, first_on, last_on, says, link, filename, replaces (a place
                            in this list, from 0), ended_at, ended_why, ended_by and author (e-mails), at
Files that speak for a contribution are not in it: of each its name alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User, Workspace
from impact import contributions, initiatives, reports_backup, targets
from impact.contributions import Evidence
from impact.evidence import Grade
from impact.keys import number_rows
from impact.models import Contribution, Initiative, InitiativeMetric, Metric, Planned
from planning.models import Goal, Proposal
from stakeholders.held_about import Restoring, day_of, iso_of, moment_of

FIELDS = (
    "name", "what", "stage", "ended_why", "days", "cost", "currency", "how_known", "is_experiment", "hypothesis",
    "guard_rails", "decision", "decided_why",
)  # fmt: skip
DAYS = ("starts_on", "ends_on", "ended_on", "decided_on")
NOT_AS_WRITTEN = "This entry is not as a backup has it."
Entry = dict[str, Any]


# Of a contribution the name of its initiative and its place among what that contributed.
Place = tuple[str, int]


def pack(workspace: Workspace) -> tuple[list[Entry], dict[int, Place]]:
    """With where each contribution stands, by its number."""
    found: dict[int, Entry] = {}
    rows = Initiative.objects.filter(workspace=workspace).select_related("goal", "owner").order_by("pk")
    for one in rows:
        goal = one.goal
        found[one.pk] = _told({
            **{name: getattr(one, name) for name in FIELDS},
            **{name: iso_of(getattr(one, name)) for name in DAYS},
            "goal": goal and {"statement": goal.statement, "starts_on": goal.starts_on.isoformat()},
            "owner": one.owner.email if one.owner else None,
            "created_at": one.created_at.isoformat(),
        })  # fmt: skip
    for row in InitiativeMetric.objects.filter(workspace=workspace).select_related("metric").order_by("pk"):
        found[row.initiative_id].setdefault("metrics", []).append(row.metric.name)
    for planned in Planned.objects.filter(workspace=workspace).select_related("proposal__session"):
        proposal = planned.proposal
        found[planned.initiative_id]["planned"] = {
            "session": proposal.session.created_at.isoformat(),
            "title": proposal.title,
            "place": proposal.place,
        }
    places: dict[int, int] = {}
    standing: dict[int, Place] = {}
    held = Contribution.objects.filter(workspace=workspace).defer("content")
    for each in held.select_related("metric", "author", "ended_by").order_by("initiative", "pk"):
        told = found[each.initiative_id].setdefault("contributions", [])
        places[each.pk] = len(told)
        standing[each.pk] = (found[each.initiative_id]["name"], len(told))
        told.append(_contribution(each, places))
    return list(found.values()), standing


def _contribution(one: Contribution, places: Mapping[int, int]) -> Entry:
    return _told({
        "metric": one.metric.name, "grade": one.grade, "amount": one.amount, "first_on": one.first_on.isoformat(),
        "last_on": one.last_on.isoformat(), "says": one.says, "link": one.link, "filename": one.filename,
        "replaces": None if one.replaces_id is None else places[one.replaces_id],
        "ended_at": one.ended_at.isoformat() if one.ended_at else None, "ended_why": one.ended_why,
        "ended_by": one.ended_by.email if one.ended_by else None,
        "author": one.author.email, "at": one.created_at.isoformat(),
    })  # fmt: skip


def _told(entry: Entry) -> Entry:
    return {name: value for name, value in entry.items() if value is not None and value != "" and value is not False}


class Restored:
    """The initiatives of a backup as model instances. `metrics` are those restored with them; others are looked up by
    their names, and goals by their words, once they are stored."""

    def __init__(self, to: Restoring, metrics: Iterable[Metric]) -> None:
        self.to = to
        here = [*Metric.objects.filter(workspace=to.workspace), *metrics]
        self.metrics = {metric.name.lower(): metric for metric in here}
        taken = Initiative.objects.filter(workspace=to.workspace).values_list("name", flat=True)
        self.names = {name.lower() for name in taken}
        self.made: list[Initiative] = []
        self.goals: dict[int, tuple[str, dt.date]] = {}
        self.moved: list[InitiativeMetric] = []
        self.planned: list[tuple[Initiative, dt.datetime, str, float]] = []
        self.contributions: list[Contribution] = []
        # Of each initiative by their places in the backup, by its name in small letters.
        self.evidence: dict[str, list[Contribution | None]] = {}

    def initiative(self, take: Callable[[str, Callable[[Any], None], Any], None], where: str, row: Any) -> None:
        made = Initiative(
            workspace=self.to.workspace,
            owner=self.to.users.get(row.get("owner") or ""),
            created_at=moment_of(row["created_at"]),
            **{name: _day(row[name]) for name in DAYS if row.get(name)},
            **{name: row[name] for name in FIELDS if name in row},
        )
        initiatives.check_sense(made)
        if made.name.lower() in self.names:
            raise ValidationError(f"There is an initiative called “{made.name}” already; it stays.")
        if (made.ended_on is not None) != (made.stage in Initiative.OVER) or (
            (made.stage == Initiative.Stage.STOPPED or not made.is_over) and made.is_over != bool(made.ended_why)
        ):
            raise ValidationError("What ended did so on a day, and what was stopped for a reason.")
        if len({bool(made.decision), bool(made.decided_why), made.decided_on is not None}) > 1 or (
            made.decision and not made.is_experiment
        ):
            raise ValidationError("An experiment is decided on for a reason, on a day.")
        metrics = [self._metric(name) for name in row.get("metrics", [])]
        was = row.get("planned")
        planned = was and (made, moment_of(was["session"]), str(was["title"]), float(was["place"]))
        if row.get("goal"):
            self.goals[len(self.made)] = (str(row["goal"]["statement"]), _day(row["goal"]["starts_on"]))
        self.names.add(made.name.lower())
        self.made.append(made)
        self.planned += [planned] if planned else []
        for metric in {id(one): one for one in metrics}.values():
            self.moved.append(InitiativeMetric(workspace=self.to.workspace, initiative=made, metric=metric))
        places: list[Contribution | None] = self.evidence.setdefault(made.name.lower(), [])

        def contribution(each: Any) -> None:
            self._contribution(made, places, each)

        for number, each in enumerate(_list(row.get("contributions", [])), start=1):
            take(f"{where}, contribution {number}", contribution, each)

    def _metric(self, name: str) -> Metric:
        found: Metric | None = self.metrics.get(name.lower())
        if found is None or found.is_effort:
            raise ValidationError(f"There is no metric called “{name}” that it could move.")
        return found

    def _contribution(self, of: Initiative, places: list[Contribution | None], row: Mapping[str, Any]) -> None:
        places.append(None)
        metric = self._metric(row["metric"])
        amount = row.get("amount")
        if amount is not None and type(amount) not in (int, float):
            raise TypeError(amount)
        found = Evidence(
            Grade(row["grade"]),
            None if amount is None else float(amount),
            _day(row["first_on"]),
            _day(row["last_on"]),
            row["says"],
            row.get("link", ""),
            row.get("filename", ""),
        )
        contributions.check(metric, found)
        made = Contribution(
            workspace=self.to.workspace, initiative=of, metric=metric, grade=found.grade.value, amount=found.amount,
            first_on=found.first_on, last_on=found.last_on, says=found.says, link=found.link, filename=found.filename,
            ended_at=moment_of(row["ended_at"]) if row.get("ended_at") else None, ended_why=row.get("ended_why", ""),
            ended_by=self._ended_by(row),
            author=self._author(row), created_at=moment_of(row["at"]),
        )  # fmt: skip
        made.clean_fields(exclude=["workspace", "initiative", "metric", "author", "replaces"])
        if (made.ended_at is None) != (made.ended_why == ""):
            raise ValidationError("What was replaced has a reason.")
        place = row.get("replaces")
        if place is not None:
            before = places[place] if type(place) is int and 0 <= place < len(places) - 1 else None
            if before is not None and before.ended_at is not None and before.metric is metric:
                if any(one is not None and one.replaces is before for one in places):
                    raise ValidationError("What it replaces was replaced already.")
                made.replaces = before
        places[-1] = made
        self.contributions.append(made)

    def _author(self, row: Mapping[str, Any]) -> User:
        # Whoever wrote it may not be a member here: then it is whoever restores it.
        return self.to.users.get(row.get("author") or "") or self.to.author

    def _ended_by(self, row: Mapping[str, Any]) -> User | None:
        if not row.get("ended_at") or not row.get("ended_by"):
            return None
        return self.to.users.get(row["ended_by"]) or self.to.author

    def write(self) -> list[Initiative]:
        """To be called when metrics and goals are stored."""
        now = timezone.now()
        goals = {(goal.statement, goal.starts_on): goal for goal in Goal.objects.filter(workspace=self.to.workspace)}
        for number, one in enumerate(self.made):
            one.updated_at = now
            if number in self.goals:
                one.goal = goals.get(self.goals[number])
        Initiative.objects.bulk_create(self.made)
        rows: list[InitiativeMetric | Contribution] = [*self.moved, *self.contributions]
        for row in rows:
            # Django takes keys over when a row is made, and these had none then.
            row.initiative_id, row.metric_id = row.initiative.pk, row.metric.pk
        InitiativeMetric.objects.bulk_create(self.moved)
        self._plan()
        _number_rows(self.contributions)
        Contribution.objects.bulk_create(self.contributions)
        return self.made

    def _plan(self) -> None:
        """Sessions are stored by now."""
        taken = set(Planned.objects.filter(workspace=self.to.workspace).values_list("proposal", flat=True))
        for made, at, title, place in self.planned:
            of = Proposal.objects.filter(workspace=self.to.workspace, session__created_at=at, title=title, place=place)
            proposal = of.exclude(pk__in=taken).order_by("-pk").first()
            if proposal is not None:
                taken.add(proposal.pk)
                Planned.objects.create(workspace=self.to.workspace, initiative=made, proposal=proposal)


def take_back(created: Iterable[int]) -> None:
    """Remove restored initiatives on which nobody has worked since."""
    later = Q(created_at__gt=OuterRef("updated_at")) | Q(ended_at__gt=OuterRef("updated_at"))
    worked_on = Contribution.objects.filter(later, initiative=OuterRef("pk"))
    gone = list(
        Initiative.objects.filter(pk__in=list(created), version=1)
        .exclude(Exists(worked_on))
        .exclude(reports_backup.hanging("initiative"))
        .values_list("pk", flat=True)
    )
    for model in (Contribution, InitiativeMetric, Planned):
        model._default_manager.filter(initiative__in=gone)._raw_delete("default")
    Initiative.objects.filter(pk__in=gone)._raw_delete("default")


def hanging() -> Q:
    """On a metric, what an initiative that stays holds to it."""
    on = {"metric": OuterRef("pk")}
    return Q(Exists(Contribution.objects.filter(**on))) | Q(Exists(InitiativeMetric.objects.filter(**on)))


def _number_rows(rows: list[Contribution]) -> None:
    """One refers to another that is stored with it."""
    number_rows(rows)
    for row in rows:
        if row.replaces is not None:
            row.replaces_id = row.replaces.pk


def _list(rows: Any) -> list[Any]:
    return rows if isinstance(rows, list) else []


def _day(text: Any) -> dt.date:
    found = day_of(text)
    if not targets.FIRST <= found <= targets.LAST:
        raise ValidationError(f"The year {found.year} cannot be meant.")
    return found
