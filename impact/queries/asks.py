"""What marketing asks of its readers: in the reports that stand, each the latest edition for its audience."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import F, Func, JSONField

from accounts.models import Workspace
from impact.models import IssuedReport
from impact.periods import DAY

# What nobody answered in so long is asked anew, or not at all.
ASKED_FOR: Final = 190 * DAY
MOST: Final = 5


class AsksOf(Func):
    """Of a whole document that part alone leaves the database."""

    template = """jsonb_path_query_array(%(expressions)s, '$.sections[*] ? (@.part == "ask").items[*]')"""
    output_field = JSONField()


@dataclass(frozen=True)
class Ask:
    words: str
    # Of whom, and in which report.
    reader: str
    title: str
    issued: UUID


def asks(workspace: Workspace, *, today: dt.date) -> list[Ask]:
    editions = IssuedReport.objects.standing().filter(
        workspace=workspace,
        report__audience__retired_on=None,
        report__audience__isnull=False,
        issued_at__date__gte=today - ASKED_FOR,
    )
    latest = (
        editions.order_by("report__audience_id", "-report__ends_on", "-issued_at")
        .distinct("report__audience_id")
        .annotate(asks=AsksOf("document"), reader=F("report__audience__name"), title=F("report__title"))
    )
    rows = sorted(
        latest.values_list("pk", "asks", "reader", "title", "issued_at"), key=lambda row: row[4], reverse=True
    )
    found = [
        Ask(said, reader, title, pk)
        for pk, items, reader, title, _ in rows
        for item in items
        if (said := item["words"] or item["title"])
    ]
    return found[:MOST]
