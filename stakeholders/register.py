"""Adding and editing stakeholders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat
from django.utils import timezone

from accounts.models import User, Workspace
from stakeholders.assessments import record_assessment, record_assessments
from stakeholders.freshness import LONGEST_CADENCE
from stakeholders.models import Department, Segment, Stakeholder
from stakeholders.models.stakeholder import Folded
from web.meanwhile import EditedMeanwhile

# Instead of an owner, a department, or a step of a scale: take away the one they have.
CLEAR: Final = "clear"
# What may be judged of many people at once.
JUDGED_TOGETHER: Final = ("segment", "influence", "interest", "position", "engagement_now", "engagement_desired")
# Of people with one name so many are compared, and so many shown.
LOOKED_AT: Final = 50
SHOWN: Final = 5
TAGS: Final = Stakeholder._meta.get_field("tags")
EDITABLE = ("name", "kind", "is_group", "email", "job_title", "department", "owner", "notes", "tags")


def add_stakeholder(
    workspace: Workspace, *, author: User, segment: str = Segment.UNKNOWN, why: str = "", **fields: Any
) -> Stakeholder:
    """Store a new stakeholder, and a first assessment when a segment is known."""
    with transaction.atomic(), pghistory.context(why="Added by hand"):
        stakeholder = Stakeholder(workspace=workspace, **fields)
        _check(stakeholder)
        stakeholder.save(force_insert=True)
        if segment != Segment.UNKNOWN:
            record_assessment(stakeholder, author=author, why=why, segment=segment)
    return stakeholder


def edit_stakeholder(stakeholder: Stakeholder, *, expected_version: int, **fields: Any) -> Stakeholder:
    """Store changed fields. Raises EditedMeanwhile when the version is not the one the form was opened with."""
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        raise TypeError(f"Not editable: {', '.join(sorted(unknown))}")
    with transaction.atomic(), pghistory.context(why="Edited by hand"):
        now = (
            Stakeholder.objects.select_for_update(of=("self",))
            .select_related("department", "owner", "current")
            .get(pk=stakeholder.pk)
        )
        if now.version != expected_version:
            raise EditedMeanwhile(now)
        for name, value in fields.items():
            setattr(now, name, value)
        _check(now)
        now.version += 1
        now.updated_at = timezone.now()
        now.save(update_fields=[*fields, "version", "updated_at"])
    return now


def set_cadence(stakeholder: Stakeholder, *, days: int | None) -> None:
    """Store every how many days to be in touch; None: as often as their place on the map asks."""
    if days is not None and not 1 <= days <= LONGEST_CADENCE:
        raise ValidationError({"cadence_days": f"Give a number of days from 1 to {LONGEST_CADENCE}."})
    with transaction.atomic(), pghistory.context(why="Chose how often to be in touch"):
        changed = Stakeholder.objects.filter(pk=stakeholder.pk).exclude(cadence_days=days)
        changed.update(cadence_days=days, version=F("version") + 1, updated_at=timezone.now())


@dataclass(frozen=True)
class Changes:
    """What to change about many people at once; None leaves a field as it is. `owner`, `department`, `influence`,
    `interest` and `position` may be given as CLEAR: nobody, none, unknown."""

    owner: User | str | None = None
    department: Department | str | None = None
    kind: str | None = None
    tag: str | None = None
    segment: str | None = None
    influence: int | str | None = None
    interest: int | str | None = None
    position: int | str | None = None
    engagement_now: str | None = None
    engagement_desired: str | None = None

    @property
    def fields(self) -> dict[str, Any]:
        return self._given("owner", "department", "kind")

    @property
    def judged(self) -> dict[str, Any]:
        return self._given(*JUDGED_TOGETHER)

    def _given(self, *names: str) -> dict[str, Any]:
        given = {name: getattr(self, name) for name in names}
        return {name: None if value == CLEAR else value for name, value in given.items() if value is not None}


def edit_many(people: Sequence[Stakeholder], *, author: User, changes: Changes, why: str = "") -> int:
    """Change many people in one transaction; what is judged appends assessments. Says how many were looked at."""
    if changes.judged and not why.strip():
        raise ValidationError({"why": "Say why: this is stored with each of the assessments."})
    pks = [person.pk for person in people]
    with transaction.atomic(), pghistory.context(why="Edited many at once"):
        chosen = Stakeholder.objects.filter(pk__in=pks)
        # In one order, so that two of these at once wait for each other instead of blocking each other.
        list(chosen.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
        if changes.fields:
            different = Q()
            for name, value in changes.fields.items():
                different |= ~Q(**{name: value}) | Q(**{f"{name}__isnull": value is not None})
            chosen.filter(different).update(version=F("version") + 1, updated_at=timezone.now(), **changes.fields)
        if changes.tag:
            chosen.exclude(tags__contains=[changes.tag]).update(
                tags=Func(F("tags"), Value(changes.tag), function="array_append", output_field=TAGS),
                version=F("version") + 1,
                updated_at=timezone.now(),
            )
        if changes.judged:
            record_assessments(people, author=author, why=why, **changes.judged)
    return len(pks)


@dataclass(frozen=True)
class Twin:
    """Somebody who may be the one being added. The same address is hardly chance; the same name elsewhere may be."""

    person: Stakeholder
    has_address: bool
    is_near: bool

    @property
    def is_likely(self) -> bool:
        return self.has_address or self.is_near


def duplicates_of(workspace: Workspace, *, name: str, email: str = "", department: str = "") -> list[Twin]:
    """Whoever has the same e-mail, or the same name but for case and accents: those in that department first."""
    people = Stakeholder.objects.filter(workspace=workspace).select_related("department").order_by("pk")
    address, place = email.strip().casefold(), " ".join(department.split()).casefold()
    found = list(people.filter(email__iexact=address)[:SHOWN]) if address else []
    if name := " ".join(name.split()):
        # The folded text begins with the name, on a line of its own.
        first_line = Concat(Folded(Value(name)), Value("\n"))
        found += people.filter(folded__startswith=first_line).exclude(pk__in=[person.pk for person in found])[
            :LOOKED_AT
        ]
    twins = [
        Twin(
            person,
            has_address=bool(address) and person.email.casefold() == address,
            is_near=(person.department.name.casefold() if person.department else "") == place,
        )
        for person in found
    ]
    return sorted(twins, key=lambda twin: (not twin.has_address, not twin.is_near))[:SHOWN]


def department_named(workspace: Workspace, name: str) -> Department | None:
    """The department of that name, made when it is new; none for an empty name."""
    name = " ".join(name.split())
    if not name:
        return None
    found = Department.objects.filter(workspace=workspace, name__iexact=name).first()
    return found or Department.objects.create(workspace=workspace, name=name[:120])


def _check(stakeholder: Stakeholder) -> None:
    stakeholder.name = " ".join(stakeholder.name.split())
    if not stakeholder.name:
        raise ValidationError({"name": "Give this stakeholder a name."})
    stakeholder.clean_fields(exclude=["workspace", "department", "owner", "current"])
