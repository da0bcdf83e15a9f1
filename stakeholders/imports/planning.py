"""The dry run: what an import would create, update and leave as it is, and why. Pure calculation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from stakeholders.exports.words import made_up_id
from stakeholders.formats.document import shorten
from stakeholders.imports.incoming import Incoming, Person, Reason
from stakeholders.imports.mapping import NEW, SKIP, Choices
from stakeholders.imports.matching import SUGGESTED_FOR, Register
from stakeholders.imports.plan import CREATE, SKIPPED, UNCHANGED, UPDATE, NewJudgement, PersonAction, Plan, named_as
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
    rows, repeated = _without_repetitions(incoming)
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


def _without_repetitions(incoming: Incoming) -> tuple[list[Person], list[Reason]]:
    """Rows about somebody an earlier row is about are left out; what they judge on another day is added to it."""
    by_id: dict[str, Person] = {}
    by_name: dict[tuple[str, str], list[Person]] = {}
    rows, reasons = [], []
    for person in incoming.people:
        name = folded_name(person.name), folded_name(person.department)
        first, same = by_id.get(person.external_id) if person.external_id else None, "ID"
        if first is None and not incoming.is_faithful:
            first, same = _same_in(by_name.get(name, ()), person), "name"
        if first is None:
            rows.append(person)
            by_name.setdefault(name, []).append(person)
            if person.external_id:
                by_id[person.external_id] = person
        elif not _add_judgements(first, person):
            said = f"row {first.row}" if isinstance(first.row, int) else str(first.row)
            what = f"The ID “{shorten(person.external_id)}” stands" if same == "ID" else "The same person stands"
            reasons.append(Reason(person.row, shorten(person.name), f"{what} in {said} already.", fatal=True))
    return rows, reasons


def _same_in(earlier: Iterable[Person], person: Person) -> Person | None:
    """Somebody of the same name and department whom neither an e-mail nor an ID tells apart."""
    for other in earlier:
        differ = any(
            one and two and one != two
            for one, two in (
                (other.email.casefold(), person.email.casefold()),
                (other.external_id, person.external_id),
            )
        )
        if not differ:
            return other
    return None


def _add_judgements(first: Person, person: Person) -> bool:
    """A history has a row an assessment: each with a date of its own."""
    dates = {judgement.on for judgement in first.judgements}
    news = [judgement for judgement in person.judgements if judgement.on is not None and judgement.on not in dates]
    first.judgements += news
    return bool(news)


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
            _introduce(action, standing, made.reasons, today)
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


def _introduce(action: PersonAction, standing: Standing, reasons: list[Reason], today: dt.date) -> None:
    person = action.person
    person.department = standing.departments.get(folded_name(person.department), person.department)
    _owner(person, standing, reasons)
    action.judgements = [
        NewJudgement(judgement.on, dict(judgement.values), judgement.confidence, judgement.why)
        for judgement in sorted(person.judgements, key=lambda judgement: judgement.on or today)
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
        # Capitals and spaces alone are no news where they do not tell people apart.
        same = folded_name if name in ("name", "email", "department") else str
        if value and same(value) != same(getattr(there, name)):
            changes[name] = getattr(there, name), value
    if person.external_id and not there.external_id and person.external_id != made_up_id(there.pk):
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
    named = named_as(there.attributes, person.attributes)
    extra = {
        named[k]: v for k, v in person.attributes.items() if named[k] in there.attributes or k not in person.originals
    }
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
    for judgement in sorted(person.judgements, key=lambda judgement: judgement.on or today):
        held = standing.judged_on(there.pk, judgement.on or today)
        changes = {name: value for name, value in judgement.values.items() if held[name] != value}
        if changes:
            found.append(NewJudgement(judgement.on, changes, judgement.confidence, judgement.why))
    return found
