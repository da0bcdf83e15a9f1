"""The dry run: what an import would create, update and leave as it is, and why. Pure calculation."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from stakeholders.formats.document import Row, shorten
from stakeholders.imports.incoming import Incoming, Person, Reason
from stakeholders.imports.mapping import NEW, SKIP, Choices
from stakeholders.imports.matching import SUGGESTED_FOR, Register
from stakeholders.imports.plan import CREATE, SKIPPED, UNCHANGED, UPDATE, NewJudgement, PersonAction, Plan
from stakeholders.imports.standing import Standing, StandingPerson, folded_name
from stakeholders.imports.ties import plan_ties


@dataclass
class Matched:
    """Which row is which stakeholder, and who is suggested for the rest."""

    actions: list[PersonAction]
    left_out: list[Reason]


def match(incoming: Incoming, standing: Standing, choices: Choices) -> Matched:
    """Decide for every row who it is: the leader's decision first, then what is sure; suggestions are kept aside."""
    register = Register(standing.people.values())
    decided: dict[str, int] = {}
    undecided: list[Person] = []
    actions: dict[str, PersonAction] = {}
    rows, repeated = _without_repetitions(incoming.people)
    for person in rows:
        decision = choices.decisions.get(person.ref, "")
        if decision == SKIP:
            actions[person.ref] = PersonAction(person, SKIPPED, reason="you chose to skip this row")
        elif decision == NEW:
            actions[person.ref] = PersonAction(person, CREATE, reason="you chose to add this row as new")
        elif decision.isdigit() and int(decision) in standing.people and int(decision) not in register.taken:
            decided[person.ref] = int(decision)
            register.taken.add(int(decision))
        else:
            undecided.append(person)
    matched = register.match_all(undecided)
    unmatched = [person for person in undecided if person.ref not in matched]
    suggests = len(unmatched) <= SUGGESTED_FOR and bool(standing.people)
    for person in undecided:
        if person.ref in matched:
            pk, reason = matched[person.ref]
            actions[person.ref] = PersonAction(person, UPDATE, pk, reason)
        else:
            candidates = register.suggest(person) if suggests else ()
            actions[person.ref] = PersonAction(person, CREATE, candidates=candidates)
    for person in rows:
        if person.ref in decided:
            actions[person.ref] = PersonAction(person, UPDATE, decided[person.ref], "you chose to update this one")
        elif choices.decisions.get(person.ref) in (NEW, SKIP) and suggests:
            # What was decided stays open to a second thought, with the same offers.
            actions[person.ref].candidates = register.suggest(person)
    return Matched([actions[person.ref] for person in rows], repeated)


def _without_repetitions(people: list[Person]) -> tuple[list[Person], list[Reason]]:
    """Rows that say word for word what an earlier row says are left out."""
    seen: dict[str, Row] = {}
    rows, reasons = [], []
    for person in people:
        if person.external_id:
            key = f"id {person.external_id}"
        else:
            known = [person.name, person.email, person.department, person.job_title, person.notes, person.tags]
            judged = [(str(j.on), sorted(j.values.items())) for j in person.judgements]
            key = json.dumps([known, judged, person.attributes], sort_keys=True, default=str)
        if key in seen:
            said = f"row {seen[key]}" if isinstance(seen[key], int) else str(seen[key])
            sentence = (
                f"The ID “{shorten(person.external_id)}” stands in {said} already."
                if person.external_id
                else f"This row says the same as {said}."
            )
            reasons.append(Reason(person.row, shorten(person.name), sentence, fatal=True))
            continue
        seen[key] = person.row
        rows.append(person)
    return rows, reasons


def dated_people(matched: Matched, standing: Standing) -> set[int]:
    """Those whose past has to be read: a row dates a judgement before what holds today."""
    return {
        action.pk
        for action in matched.actions
        if action.pk is not None
        and (current := standing.people[action.pk].current_on) is not None
        and any(judgement.on is not None and judgement.on < current for judgement in action.person.judgements)
    }


def plan(incoming: Incoming, standing: Standing, matched: Matched, choices: Choices, *, today: dt.date) -> Plan:
    """What follows from the rows. Needs the history of `dated_people` in `standing`."""
    made = Plan(reasons=[*incoming.reasons, *matched.left_out])
    for action in matched.actions:
        if action.action == UPDATE:
            assert action.pk is not None
            _compare(action, standing, made.reasons, today)
        elif action.action == CREATE:
            _introduce(action, standing, made.reasons)
        made.people.append(action)
    plan_ties(made, incoming, standing, choices)
    names = {
        folded_name(name): name
        for action in made.people
        if (name := _department_given(action)) and folded_name(name) not in standing.departments
    }
    made.departments = sorted(names.values(), key=str.casefold)
    return made


def _department_given(action: PersonAction) -> str:
    if action.action == CREATE:
        return action.person.department
    return str(action.changes["department"][1]) if "department" in action.changes else ""


def _introduce(action: PersonAction, standing: Standing, reasons: list[Reason]) -> None:
    person = action.person
    person.department = standing.departments.get(folded_name(person.department), person.department)
    _owner(person, standing, reasons)
    action.judgements = [
        NewJudgement(judgement.on, dict(judgement.values), judgement.confidence, judgement.why)
        for judgement in person.judgements
    ]


def _compare(action: PersonAction, standing: Standing, reasons: list[Reason], today: dt.date) -> None:
    """Fill in what differs. A blank cell never erases; tags and extra fields are added to what is there."""
    person = action.person
    assert action.pk is not None
    there = standing.people[action.pk]
    person.department = standing.departments.get(folded_name(person.department), person.department)
    changes: dict[str, tuple[Any, Any]] = {}
    for name in ("name", "email", "job_title", "department", "notes"):
        value = getattr(person, name)
        if value and value != getattr(there, name):
            changes[name] = getattr(there, name), value
    if person.external_id and not there.external_id:
        changes["external_id"] = "", person.external_id
    if person.kind and person.kind != there.kind:
        changes["kind"] = there.kind, person.kind
    if person.is_group is not None and person.is_group != there.is_group:
        changes["is_group"] = there.is_group, person.is_group
    owner = _owner(person, standing, reasons)
    if owner is not None and owner != there.owner_id:
        changes["owner_id"] = there.owner_id, owner
    if set(person.tags) - set(there.tags):
        changes["tags"] = there.tags, [*there.tags, *(tag for tag in person.tags if tag not in there.tags)]
    # Words kept beside a field are no news where that field says the same.
    extra = {k: v for k, v in person.attributes.items() if k in there.attributes or k not in person.originals}
    if any(there.attributes.get(key, _MISSING) != value for key, value in extra.items()):
        changes["attributes"] = there.attributes, {**there.attributes, **extra}
    action.changes = changes
    action.judgements = _judgements(person, there, standing, today)
    action.action = UPDATE if changes or action.judgements else UNCHANGED


_MISSING = object()


def _owner(person: Person, standing: Standing, reasons: list[Reason]) -> int | None:
    if not person.owner_email:
        return None
    owner = standing.owners.get(person.owner_email.casefold())
    if owner is None:
        sentence = "Nobody in this workspace's team has this e-mail. Imported without an owner."
        reasons.append(Reason(person.row, person.owner_email, sentence, fatal=False))
    return owner


def _judgements(person: Person, there: StandingPerson, standing: Standing, today: dt.date) -> list[NewJudgement]:
    found = []
    for judgement in person.judgements:
        held = standing.judged_on(there.pk, judgement.on or today)
        changes = {name: value for name, value in judgement.values.items() if held[name] != value}
        if changes:
            found.append(NewJudgement(judgement.on, changes, judgement.confidence, judgement.why))
    return found
