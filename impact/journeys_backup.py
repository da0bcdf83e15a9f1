"""Sets of journeys in the archive of a workspace, with what their models found. What is empty is left out.

journeys     objects: what they are (FIELDS), first_on, last_on, author (an e-mail), at, taken_back_at, taken_back_why,
             taken_back_by (an e-mail), results (as they were frozen), and
             journeys       path, days_before, conversions, value, nulls, deal; none where they were taken back
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from impact.attribution.journeys import Journey as Plain
from impact.journeys import results
from impact.journeys.planning import CHANNEL_CHARACTERS, DEAL_CHARACTERS, MOST_TOUCHES, Found
from impact.journeys.sets import About, store_journeys
from impact.models import Journey, JourneySet
from stakeholders.held_about import Restoring, day_of, moment_of

FIELDS = ("name", "conversion", "currency", "holds", "filename", "rules_version")
NUMBERS = ("conversions", "value", "nulls")
NOT_AS_WRITTEN = "This entry is not as a backup has it."
CHUNK = 5_000
Entry = dict[str, Any]


def pack(workspace: Any) -> list[Entry]:
    found: dict[int, Entry] = {}
    rows = JourneySet.objects.filter(workspace=workspace).select_related("author", "taken_back_by")
    for one in rows.order_by("pk"):
        found[one.pk] = _told({
            **{name: getattr(one, name) for name in FIELDS},
            "first_on": one.first_on.isoformat(), "last_on": one.last_on.isoformat(),
            "author": one.author.email, "at": one.created_at.isoformat(),
            "taken_back_at": one.taken_back_at.isoformat() if one.taken_back_at else None,
            "taken_back_why": one.taken_back_why,
            "taken_back_by": one.taken_back_by.email if one.taken_back_by else None,
            "results": one.results,
        })  # fmt: skip
    for row in Journey.objects.filter(workspace=workspace).order_by("pk").iterator(chunk_size=CHUNK):
        found[row.journey_set_id].setdefault("journeys", []).append(
            _told({
                "path": row.path, "days_before": row.days_before, "deal": row.deal,
                **{name: getattr(row, name) for name in NUMBERS},
            })
        )  # fmt: skip
    return list(found.values())


def _told(entry: Entry) -> Entry:
    return {name: value for name, value in entry.items() if value is not None and value != ""}


class Restored:
    """The sets of a backup, each whole or not at all: a figure without its journeys could not be looked behind."""

    def __init__(self, to: Restoring) -> None:
        self.to = to
        standing = JourneySet.objects.standing().filter(workspace=to.workspace).values_list("name", flat=True)
        self.names = {name.lower() for name in standing}
        self.made: list[tuple[JourneySet, list[Found]]] = []

    def journey_set(self, row: Any) -> None:
        """Raises ValidationError, or one of the errors that stand for an entry that is not as a backup has it."""
        about = About(
            row["name"].strip(), row["conversion"].strip(), day_of(row["first_on"]), day_of(row["last_on"]),
            row.get("currency", ""),
        )  # fmt: skip
        about.check(self.to.workspace)
        is_standing = not row.get("taken_back_at")
        if is_standing and about.name.lower() in self.names:
            raise ValidationError("There is a set of journeys of this name already.")
        found = [_journey(line, each) for line, each in enumerate(row.get("journeys", []), start=2)]
        stored = row["results"]
        if is_standing and row["rules_version"] == results.VERSION:
            # What was frozen is what the same rules find again.
            stored = results.work_out([one.journey for one in found])
        told = results.checked(stored)
        made = JourneySet(
            workspace=self.to.workspace, name=about.name, conversion=about.conversion, currency=about.currency,
            first_on=about.first_on, last_on=about.last_on, holds=JourneySet.Holds(row["holds"]),
            filename=str(row.get("filename", "")), rules_version=row["rules_version"], results=stored,
            says=told.sentence, conversions=told.conversions,
            author=self.to.users.get(row.get("author") or "") or self.to.author, created_at=moment_of(row["at"]),
        )  # fmt: skip
        if not is_standing:
            made.taken_back_at = moment_of(row["taken_back_at"])
            made.taken_back_why = row["taken_back_why"].strip()
            made.taken_back_by = self.to.users.get(row.get("taken_back_by") or "")
            found = []
            if not made.taken_back_why:
                raise ValidationError("What was taken back has a reason.")
        made.clean_fields(exclude=["workspace", "author", "file", "taken_back_by"])
        if is_standing:
            self.names.add(about.name.lower())
        self.made.append((made, found))

    def write(self) -> list[JourneySet]:
        JourneySet.objects.bulk_create(made for made, _ in self.made)
        for made, found in self.made:
            store_journeys(made, found)
        return [made for made, _ in self.made]


def _journey(line: int, row: Mapping[str, Any]) -> Found:
    path, days, deal = row["path"], row.get("days_before"), row.get("deal", "")
    if not isinstance(path, list) or not 0 < len(path) <= MOST_TOUCHES or not isinstance(deal, str):
        raise TypeError(path)
    if any(not isinstance(one, str) or not 0 < len(one) <= CHANNEL_CHARACTERS for one in path):
        raise TypeError(path)
    for number in (*(row.get(name) for name in NUMBERS), *(days or ())):
        if number is not None and type(number) not in (int, float):
            raise TypeError(number)
    plain = Plain(
        tuple(path), row["conversions"], row.get("value"), row.get("nulls"), None if days is None else tuple(days)
    )
    return Found(line, plain, deal[:DEAL_CHARACTERS])


def take_back(created: list[int]) -> None:
    """Remove restored sets with their journeys."""
    Journey.objects.filter(journey_set__in=created)._raw_delete("default")
    JourneySet.objects.filter(pk__in=created)._raw_delete("default")
