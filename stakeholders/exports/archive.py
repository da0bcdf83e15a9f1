"""The archive of a whole workspace: a Coalition backup (see formats/jsons.py) whose parts are listed here.

Every stakeholder's `attributes` hold its columns: kind, is_group, email, job_title, department, owner (an e-mail),
notes, cadence_days (or null), tags, external_id, attributes (extra fields), created_at. Every relationship's: kind,
label, weight, external_id, attributes, created_at. `project` holds the rest, in the order in which it was stored:
    departments   names
    assessments   objects: stakeholder (a key), assessed_on, recorded_at, author (an e-mail or null), the judged
                  columns, confidence, source, why
    touchpoints   objects: stakeholder, kind, happened_on, mood, summary, follow_up_by, followed_up_on, author,
                  created_at
    saved_views   objects: page, name, query, is_shared, user (an e-mail)
    projects      objects: format, document: what imported projects hold beside their elements
and what each app adds, each under its own name (held_about.Part).
Keys are s1, s2, … in order, so that an archive of a restored workspace is the same archive.
"""

from __future__ import annotations

from typing import Any, Final

from accounts.models import Workspace
from stakeholders import held_about
from stakeholders.assessments import JUDGED
from stakeholders.formats.archives import packed
from stakeholders.formats.document import Connection, Direction, Document, Element, Format
from stakeholders.formats.writing import write
from stakeholders.models import (
    Assessment,
    Department,
    ImportedProject,
    Relationship,
    SavedView,
    Stakeholder,
    Touchpoint,
)

PERSON: Final = (
    "kind",
    "is_group",
    "email",
    "job_title",
    "notes",
    "cadence_days",
    "tags",
    "external_id",
    "attributes",
)
TIE: Final = ("kind", "label", "weight", "external_id", "attributes")
ASSESSMENT: Final = (*JUDGED, "confidence", "source", "why")
TOUCHPOINT: Final = ("kind", "mood", "summary")
CHUNK: Final = 5000


def document_of(workspace: Workspace) -> Document:
    """Everything the workspace holds about its stakeholders."""
    keys: dict[int, str] = {}
    elements = []
    people = (
        Stakeholder.objects.filter(workspace=workspace)
        .order_by("pk")
        .values("pk", "name", "created_at", "department__name", "owner__email", *PERSON)
    )
    for number, row in enumerate(people.iterator(chunk_size=CHUNK), start=1):
        key = keys[row["pk"]] = f"s{number}"
        attributes = {name: row[name] for name in PERSON}
        attributes |= {
            "department": row["department__name"],
            "owner": row["owner__email"],
            "created_at": row["created_at"].isoformat(),
        }
        elements.append(Element(number, key, row["name"], attributes))
    return Document(
        Format.COALITION_JSON,
        tuple(elements),
        tuple(_connections(workspace, keys)),
        {
            "departments": list(Department.objects.filter(workspace=workspace).values_list("name", flat=True)),
            "assessments": _assessments(workspace, keys),
            "touchpoints": _touchpoints(workspace, keys),
            "saved_views": _saved_views(workspace),
            "projects": list(
                ImportedProject.objects.filter(workspace=workspace).order_by("pk").values("format", "document")
            ),
            **{held.part.name: held.part.pack(workspace, keys) for held in held_about.holders()},
        },
    )


def archive(workspace: Workspace) -> bytes:
    """The archive as a zip of one JSON file."""
    return packed({"coalition.json": write(document_of(workspace), Format.COALITION_JSON)})


def _connections(workspace: Workspace, keys: dict[int, str]) -> list[Connection]:
    rows = (
        Relationship.objects.filter(workspace=workspace)
        .order_by("pk")
        .values("source_id", "target_id", "direction", "created_at", *TIE)
    )
    found = []
    for number, row in enumerate(rows.iterator(chunk_size=CHUNK), start=1):
        attributes = {name: row[name] for name in TIE} | {"created_at": row["created_at"].isoformat()}
        direction: Direction = row["direction"]
        found.append(
            Connection(number, f"r{number}", keys[row["source_id"]], keys[row["target_id"]], direction, attributes)
        )
    return found


def _assessments(workspace: Workspace, keys: dict[int, str]) -> list[dict[str, Any]]:
    rows = (
        Assessment.objects.filter(workspace=workspace)
        .order_by("pk")
        .values("stakeholder_id", "assessed_on", "recorded_at", "author__email", *ASSESSMENT)
    )
    return [
        {
            "stakeholder": keys[row["stakeholder_id"]],
            "assessed_on": row["assessed_on"].isoformat(),
            "recorded_at": row["recorded_at"].isoformat(),
            "author": row["author__email"],
            **{name: row[name] for name in ASSESSMENT},
        }
        for row in rows.iterator(chunk_size=CHUNK)
    ]


def _touchpoints(workspace: Workspace, keys: dict[int, str]) -> list[dict[str, Any]]:
    rows = (
        Touchpoint.objects.filter(workspace=workspace)
        .order_by("pk")
        .values(
            "stakeholder_id",
            "happened_on",
            "follow_up_by",
            "followed_up_on",
            "author__email",
            "created_at",
            *TOUCHPOINT,
        )
    )
    return [
        {
            "stakeholder": keys[row["stakeholder_id"]],
            "happened_on": row["happened_on"].isoformat(),
            "follow_up_by": row["follow_up_by"].isoformat() if row["follow_up_by"] else None,
            "followed_up_on": row["followed_up_on"].isoformat() if row["followed_up_on"] else None,
            "author": row["author__email"],
            "created_at": row["created_at"].isoformat(),
            **{name: row[name] for name in TOUCHPOINT},
        }
        for row in rows.iterator(chunk_size=CHUNK)
    ]


def _saved_views(workspace: Workspace) -> list[dict[str, Any]]:
    rows = SavedView.objects.filter(workspace=workspace).order_by("pk")
    return [
        {"page": page, "name": name, "query": query, "is_shared": is_shared, "user": email}
        for page, name, query, is_shared, email in rows.values_list("page", "name", "query", "is_shared", "user__email")
    ]
