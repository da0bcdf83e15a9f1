"""What the coverage page reads: the gaps that there are, those that cost most first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, F, Q, When
from django.urls import reverse

from accounts.models import Workspace
from accounts.written import unless_written
from planning import coverage
from planning.coverage import NAMED, Gap, Someone
from planning.models import Goal, Stake
from stakeholders.analysis.network import Network
from stakeholders.models import Concern, Department, Kind, NetworkReading, Relationship, Segment, Stakeholder
from stakeholders.models.stakeholder import STALE_AFTER
from stakeholders.network.coverage import Judged, overlooked, single_threads, unreached
from stakeholders.network.reading import introduction_network
from stakeholders.queries.paths import our_team
from web.remembered import Remembered

# Everything that a gap is found in, beside who the team is.
READ = (Stakeholder, Relationship, Department, Concern, Goal, Stake, NetworkReading)
LATEST: Remembered[tuple[list[Gap], int]] = Remembered(24)


@dataclass
class Register:
    """Everybody with what the gaps ask of them, read once."""

    workspace: Workspace
    # Ourselves: nobody we would have to win.
    team: frozenset[int]
    today: dt.date

    @cached_property
    def rows(self) -> list[tuple[Judged, str, str, dt.date | None]]:
        """(judged, name, kind, assessed on), by name."""
        fields = ("pk", "segment", "position", "influence", "department_id", "name", "kind", "assessed_on")
        people = Stakeholder.objects.filter(workspace=self.workspace).order_by("folded", "pk").values_list(*fields)
        return [(Judged(*row[:5]), row[5], row[6], row[7]) for row in people.iterator(5_000)]

    @cached_property
    def judged(self) -> dict[int, Judged]:
        return {judged.pk: judged for judged, *_ in self.rows}

    @cached_property
    def names(self) -> dict[int, str]:
        return {judged.pk: name for judged, name, *_ in self.rows}

    @cached_property
    def inside(self) -> list[Judged]:
        return [judged for judged, _, kind, _ in self.rows if kind == Kind.INTERNAL]

    @cached_property
    def departments(self) -> dict[int, str]:
        return dict(Department.objects.filter(workspace=self.workspace).values_list("pk", "name"))

    @cached_property
    def ours(self) -> list[int]:
        """From whom a message starts: champions, and the team."""
        return [pk for pk, judged in self.judged.items() if judged.segment == Segment.CHAMPION or pk in self.team]

    @cached_property
    def ties(self) -> Network:
        return introduction_network(self.workspace)

    def at(self, name: str, *keys: object) -> str:
        return reverse(name, args=[self.workspace.slug, *keys])

    def someone(self, pk: int, *, note: str = "", action: str = "", href: str = "", in_panel: bool = False) -> Someone:
        judged = self.judged[pk]
        return Someone(pk, self.names[pk], judged.segment, judged.position, note, action, href, in_panel)


def gaps(workspace: Workspace, *, today: dt.date) -> tuple[list[Gap], int]:
    """Every gap there is, and how many people the register holds; found anew when something of it has changed."""
    team = frozenset(our_team(workspace).values_list("pk", flat=True))
    return unless_written(LATEST, workspace, READ, team, today, make=lambda: _found(workspace, team, today))


def _found(workspace: Workspace, team: frozenset[int], today: dt.date) -> tuple[list[Gap], int]:
    register = Register(workspace, team, today)
    if not register.rows:
        return [], 0
    found = [
        *_unanswered(register),
        *_unreached(register),
        *_without_champion(register),
        *_threads(register),
        *_overlooked(register),
        *_unserved(register),
        *_unassessed(register),
        *_stale(register),
    ]
    return found, len(register.rows)


def _unanswered(register: Register) -> Iterable[Gap]:
    concerns = list(
        Concern.objects.unanswered()
        .filter(workspace=register.workspace)
        # Whoever decides or resists first: theirs cost most.
        .order_by(
            Case(When(stakeholder__segment__in=[Segment.DECISION_MAKER, Segment.DETRACTOR], then=0), default=1),
            F("stakeholder__influence").desc(nulls_last=True),
            "raised_on",
            "pk",
        )
        .values_list("stakeholder_id", "said", "raised_on")
    )
    if concerns:
        by_person: dict[int, list[tuple[str, dt.date]]] = {}
        for pk, said, raised_on in concerns:
            by_person.setdefault(pk, []).append((said, raised_on))
        yield Gap(
            "concerns",
            coverage.unanswered_concerns([register.names[pk] for pk in by_person], len(concerns)),
            "A concern without a response is a reason to resist that we left standing.",
            tuple(
                register.someone(
                    pk,
                    note=coverage.in_quotes(said[0][0]),
                    action="Answer it",
                    href=register.at("stakeholders:person", pk),
                )
                for pk, said in list(by_person.items())[:NAMED]
            ),
            len(by_person),
        )


def _unreached(register: Register) -> Iterable[Gap]:
    deciders = [judged for judged in register.inside if judged.segment == Segment.DECISION_MAKER]
    if not deciders:
        return
    positions = {pk: judged.position for pk, judged in register.judged.items()}
    deciders.sort(key=lambda judged: -(judged.influence or 0))
    left = unreached(register.ties, register.ours, [judged.pk for judged in deciders], positions)
    if left:
        yield Gap(
            "paths",
            coverage.no_warm_path([register.names[pk] for pk in left], len(register.ours)),
            "Somebody knows them. One tie from anybody on our side opens a way.",
            tuple(
                register.someone(
                    pk, action="Note who knows them", href=register.at("stakeholders:tie-new", pk), in_panel=True
                )
                for pk in left[:NAMED]
            ),
            len(left),
        )


def _without_champion(register: Register) -> Iterable[Gap]:
    used: dict[int, bool] = {}
    for judged in register.inside:
        if judged.department is not None:
            used[judged.department] = judged.segment == Segment.CHAMPION or used.get(judged.department, False)
    lacking = sorted((pk for pk, has_one in used.items() if not has_one), key=lambda pk: register.departments[pk])
    if lacking:
        nearest = _nearest_to_us(register.inside)
        yield Gap(
            "champions",
            coverage.departments_without_champion([register.departments[pk] for pk in lacking], len(used)),
            "Where nobody speaks for marketing, we are spoken about. These are nearest to us there.",
            tuple(
                register.someone(
                    nearest[pk],
                    note=register.departments[pk],
                    action="Read how to win them",
                    href=register.at("planning:brief", nearest[pk]),
                )
                for pk in lacking[:NAMED]
                if pk in nearest
            ),
            sum(pk in nearest for pk in lacking),
        )


def _nearest_to_us(people: Sequence[Judged]) -> dict[int, int]:
    """Per department who is most in favour, and of them has most influence; nobody who is against."""
    best: dict[int, Judged] = {}
    for judged in people:
        if judged.department is not None and (judged.position or 0) >= 0:
            known = best.get(judged.department)
            if known is None or _favour(judged) > _favour(known):
                best[judged.department] = judged
    return {department: judged.pk for department, judged in best.items()}


def _favour(judged: Judged) -> tuple[int, int]:
    return (judged.position if judged.position is not None else -1, judged.influence or 0)


def _threads(register: Register) -> Iterable[Gap]:
    if not register.ours:
        return
    threads = [
        (department, pk)
        for department, pk in single_threads(register.ties, register.ours, list(register.judged.values()))
        if department in register.departments
    ]
    if threads:
        named = [(register.departments[department], register.names[pk]) for department, pk in threads]
        yield Gap(
            "threads",
            coverage.single_threaded(named),
            "When that one person leaves or changes their mind, the whole department is out of touch.",
            tuple(
                register.someone(
                    pk,
                    note=register.departments[department],
                    action="Who else is there?",
                    href=f"{register.at('stakeholders:register')}?department={department}",
                )
                for department, pk in threads[:NAMED]
            ),
            len(threads),
        )


def _overlooked(register: Register) -> Iterable[Gap]:
    top = NetworkReading.objects.filter(workspace=register.workspace).values_list("findings__top__pagerank", flat=True)
    carriers: list[tuple[int, float]] = [(pk, share) for pk, share in top.first() or [] if pk not in register.team]
    missing = overlooked(carriers, register.judged)
    if missing:
        yield Gap(
            "overlooked",
            coverage.overlooked([register.names[pk] for pk in missing]),
            "Titles say who decides; ties say who is listened to. Judge them again.",
            tuple(
                register.someone(
                    pk,
                    note=_influence(register.judged[pk]),
                    action="Assess",
                    href=register.at("stakeholders:assess", pk),
                    in_panel=True,
                )
                for pk in missing[:NAMED]
            ),
            len(missing),
        )


def _influence(judged: Judged) -> str:
    return "influence unknown" if judged.influence is None else f"influence {judged.influence} of 5"


def _unserved(register: Register) -> Iterable[Gap]:
    stakes = Stake.objects.standing().filter(workspace=register.workspace)
    served = Q(goal__closed_on=None, goal__isnull=False)
    rows = list(stakes.exclude(served).order_by("pk").values_list("pk", "stakeholder_id", "what"))
    if rows:
        by_person: dict[int, tuple[int, str]] = {}
        for pk, person, what in rows:
            by_person.setdefault(person, (pk, what))
        yield Gap(
            "stakes",
            coverage.unserved_stakes([register.names[person] for person in by_person], len(rows)),
            "An investment that no goal returns is withdrawn sooner or later.",
            tuple(
                register.someone(
                    person,
                    note=what,
                    action="Tie it to a goal",
                    href=register.at("planning:stake-edit", pk),
                    in_panel=True,
                )
                for person, (pk, what) in list(by_person.items())[:NAMED]
            ),
            len(by_person),
        )


def _to_assess(register: Register, people: Sequence[Judged]) -> tuple[Someone, ...]:
    return tuple(
        register.someone(judged.pk, action="Assess", href=register.at("stakeholders:assess", judged.pk), in_panel=True)
        for judged in people[: NAMED // 2]
    )


def _unassessed(register: Register) -> Iterable[Gap]:
    unassessed = [judged for judged, _, _, assessed_on in register.rows if assessed_on is None]
    unassessed = [judged for judged in unassessed if judged.pk not in register.team]
    if unassessed:
        yield Gap(
            "unassessed",
            coverage.never_assessed([register.names[judged.pk] for judged in unassessed], len(register.rows)),
            "Whoever nobody has looked at may decide, or resist: what is said here leaves them out.",
            _to_assess(register, unassessed),
            len(unassessed),
            all_href=f"{register.at('stakeholders:register')}?unassessed=1",
            all_label="Everybody who was never assessed",
        )


def _stale(register: Register) -> Iterable[Gap]:
    before = register.today - STALE_AFTER
    stale = [judged for judged, _, _, assessed_on in register.rows if assessed_on is not None and assessed_on < before]
    if stale:
        deciders = sum(judged.segment == Segment.DECISION_MAKER for judged in stale)
        stale.sort(key=lambda judged: -(judged.influence or 0))
        yield Gap(
            "stale",
            coverage.stale_assessments(len(stale), deciders, STALE_AFTER.days),
            "People move. What nobody has looked at for months is a guess.",
            _to_assess(register, stale),
            len(stale),
            f"{register.at('stakeholders:register')}?stale=1",
            "All of them in the register",
        )
