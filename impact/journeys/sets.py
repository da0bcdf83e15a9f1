"""Storing a set of journeys with what its rules find, and taking it back; nothing of it is edited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.audit import note
from accounts.models import AuditEntry, User, Workspace
from impact.files.reading import Progress
from impact.journeys import results
from impact.journeys.planning import Found
from impact.models import Journey, JourneyFile, JourneySet
from impact.naming import named_once, plain
from impact.targets import FIRST

BATCH: Final = 2000


@dataclass(frozen=True)
class About:
    """What the journeys of a set are. `currency` is empty where nothing is known of their value."""

    name: str
    conversion: str
    first_on: dt.date
    last_on: dt.date
    currency: str = ""

    def as_json(self) -> dict[str, str]:
        return {key: value if isinstance(value, str) else value.isoformat() for key, value in asdict(self).items()}

    @classmethod
    def from_json(cls, stored: Mapping[str, str]) -> About:
        days = {name: dt.date.fromisoformat(stored[name]) for name in ("first_on", "last_on")}
        return cls(stored["name"], stored["conversion"], currency=stored["currency"], **days)

    def check(self, workspace: Workspace, *, on: dt.date | None = None) -> None:
        """Raises ValidationError in a sentence for what cannot be on a day, today where none is said."""
        if not self.name or not self.conversion:
            raise ValidationError({"name": "Give it a name, and say what a conversion is."})
        if self.first_on < FIRST:
            raise ValidationError({"first_on": f"The year {self.first_on.year} cannot be meant."})
        if self.last_on < self.first_on:
            raise ValidationError({"last_on": "It ends on the day it starts, or later."})
        if self.first_on > (on or timezone.localdate()):
            raise ValidationError({"first_on": "Nobody converted yet on days to come."})
        same = JourneySet.objects.standing().filter(workspace=workspace, name__iexact=self.name)
        if same.exists():
            raise ValidationError({"name": "There is a set of journeys of this name already."})


def add_set(
    workspace: Workspace,
    about: About,
    found: Sequence[Found],
    *,
    holds: JourneySet.Holds,
    filename: str,
    author: User,
    file: JourneyFile | None = None,
    at: dt.datetime | None = None,
    report: Progress | None = None,
) -> JourneySet:
    """Raises ValidationError for what cannot be, and ValueError for journeys that no rule can credit."""
    about.check(workspace, on=at.date() if at else None)
    worked_out = results.work_out([one.journey for one in found])
    with transaction.atomic(), named_once(JourneySet):
        made = JourneySet.objects.create(
            workspace=workspace,
            file=file,
            name=about.name,
            conversion=about.conversion,
            currency=about.currency if worked_out["values"] else "",
            first_on=about.first_on,
            last_on=about.last_on,
            holds=holds,
            filename=filename,
            rules_version=results.VERSION,
            results=worked_out,
            says=worked_out["sentence"],
            conversions=worked_out["total"],
            author=author,
            created_at=at or timezone.now(),
        )
        store_journeys(made, found, report)
    return made


def store_journeys(made: JourneySet, found: Sequence[Found], report: Progress | None = None) -> None:
    for start in range(0, len(found), BATCH):
        part = found[start : start + BATCH]
        Journey.objects.bulk_create(
            Journey(
                workspace_id=made.workspace_id,
                journey_set=made,
                path=list(one.journey.path),
                days_before=None if one.journey.days_before is None else list(one.journey.days_before),
                conversions=one.journey.conversions,
                value=one.journey.value,
                nulls=one.journey.nulls,
                deal=one.deal,
            )
            for one in part
        )
        if report is not None:
            report(start + len(part), len(found))


def take_back(journey_set: JourneySet, *, why: str, actor: User) -> None:
    """Its journeys, and with them the names of deals, are removed; what its rules found stays as history. Raises
    ValidationError without a reason, or where somebody else took it back first."""
    if not plain(why):
        raise ValidationError({"why": "Say why it is taken back."})
    with transaction.atomic():
        fields: dict[str, Any] = {
            "taken_back_at": timezone.now(),
            "taken_back_why": plain(why),
            "taken_back_by": actor,
        }
        if not JourneySet.objects.standing().filter(pk=journey_set.pk).update(**fields):
            raise ValidationError("Somebody else has taken it back already.")
        gone = Journey.objects.filter(journey_set=journey_set.pk)._raw_delete("default")
        detail = f"{gone:,} journeys of “{journey_set.name}” taken back"
        note(journey_set.workspace, actor=actor, act=AuditEntry.Act.IMPORT_UNDONE, detail=detail)
