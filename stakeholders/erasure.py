"""Everything we hold about one stakeholder: handed to them on request, or erased, audit rows included."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, quote_plus

import pghistory
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.models import Q, Value
from django.forms.models import model_to_dict

from accounts.audit import note
from accounts.models import AuditEntry, User
from mail import outbox
from mail.models import Message
from stakeholders import held_about
from stakeholders.models import (
    Assessment,
    ImportBatch,
    ImportChange,
    ImportedProject,
    Relationship,
    SavedView,
    Stakeholder,
    Touchpoint,
)
from stakeholders.models.stakeholder import STANDING

ERASED: Final = "[erased]"
# Rows in which triggers copied what was stored, newest last: (what, table, condition).
EVENTS: Final = (
    ("stakeholder", "stakeholders_stakeholderevent", "id = %(pk)s"),
    ("assessment", "stakeholders_assessmentevent", "stakeholder_id = %(pk)s"),
    ("relationship", "stakeholders_relationshipevent", "source_id = %(pk)s OR target_id = %(pk)s"),
    ("touchpoint", "stakeholders_touchpointevent", "stakeholder_id = %(pk)s"),
)


@dataclass(frozen=True)
class Holdings:
    """How much there is of each sort, and where the name stands in words about others, which stay."""

    assessments: int
    relationships: int
    touchpoints: int
    previews: int
    views: int
    mentions: list[tuple[int | None, str, str]]
    # What else is held: (how many, one of them, many of them).
    more: list[tuple[int, str, str]]


def holdings(stakeholder: Stakeholder) -> Holdings:
    sorts: dict[str, models.QuerySet[Any]] = {
        "assessments": Assessment.objects.filter(stakeholder=stakeholder),
        "relationships": _ties(stakeholder),
        "touchpoints": Touchpoint.objects.filter(stakeholder=stakeholder),
        "previews": _waiting_batches(stakeholder),
        "views": _views(stakeholder),
    }
    more = {table.name: table.about(stakeholder) for table in held_about.tables()}
    more["mails"] = _mails(stakeholder)
    first, *rest = (rows.order_by().values_list(Value(sort)) for sort, rows in (sorts | more).items())
    counts = Counter(row[0] for row in first.union(*rest, all=True))
    return Holdings(
        mentions=mentions(stakeholder),
        more=[
            (counts[name], one, many)
            for name, one, many in (
                *((table.name, table.one, table.many) for table in held_about.tables()),
                ("mails", "mail to them", "mails to them"),
            )
            if counts[name]
        ],
        **{sort: counts[sort] for sort in sorts},
    )


def mentions(stakeholder: Stakeholder) -> list[tuple[int | None, str, str]]:
    """(stakeholder, their name, where): notes, reasons and summaries about others that hold the name; without a
    stakeholder, words that are about nobody in particular."""
    name, workspace = stakeholder.name, stakeholder.workspace_id
    notes = Stakeholder.objects.filter(workspace=workspace, notes__icontains=name).exclude(pk=stakeholder.pk)
    reasons = Assessment.objects.filter(workspace=workspace, why__icontains=name).exclude(stakeholder=stakeholder)
    summaries = Touchpoint.objects.filter(workspace=workspace, summary__icontains=name).exclude(stakeholder=stakeholder)
    rows = (
        notes.order_by()
        .values_list("pk", "name", Value("notes"))
        .union(
            reasons.order_by().values_list("stakeholder_id", "stakeholder__name", Value("reason of an assessment")),
            summaries.order_by().values_list("stakeholder_id", "stakeholder__name", Value("summary of a contact")),
            *held_about.mentions(stakeholder),
        )
    )
    return sorted(rows, key=lambda row: (row[1], row[2]))[:150]


def everything_about(stakeholder: Stakeholder) -> dict[str, Any]:
    """All rows about a stakeholder in plain values, audit rows included, for the person themselves."""
    ties = _ties(stakeholder).select_related("source", "target")
    return {
        "stakeholder": _row(stakeholder, drop=("current", *STANDING, "first_assessed_on", "workspace", "folded"))
        | {
            "department": str(stakeholder.department or ""),
            "owner": str(stakeholder.owner or ""),
            "created_at": stakeholder.created_at,
        },
        "assessments": [
            _row(row, drop=("workspace", "stakeholder"))
            | {"author": str(row.author or ""), "recorded_at": row.recorded_at}
            for row in stakeholder.assessments.select_related("author").order_by("assessed_on", "pk")
        ],
        "relationships": [
            {
                "from": tie.source.name,
                "relationship": tie.get_kind_display(),
                "to": tie.target.name,
                "label": tie.label,
                "strength": tie.weight,
                "direction": tie.direction,
                "extra_fields": tie.attributes,
                "since": tie.created_at,
            }
            for tie in ties.order_by("pk")
        ],
        "touchpoints": [
            _row(row, drop=("workspace", "stakeholder")) | {"author": str(row.author), "logged_at": row.created_at}
            for row in stakeholder.touchpoints.select_related("author").order_by("happened_on", "pk")
        ],
        **held_about.told(stakeholder),
        "mails": [
            {
                "subject": mail.subject,
                "written": mail.created_at,
                "state": mail.get_state_display(),
                "sent": mail.sent_at,
            }
            for mail in _mails(stakeholder).order_by("created_at", "pk")
        ],
        "audit_trail": audit_rows(stakeholder),
    }


def audit_rows(stakeholder: Stakeholder) -> list[dict[str, Any]]:
    """What the database itself wrote down about every change, oldest first; by whom and why where that is known."""
    rows: list[dict[str, Any]] = []
    users: dict[int, str] = {}
    with connection.cursor() as cursor:
        for what, table, condition in (*EVENTS, *held_about.events()):
            cursor.execute(
                f"SELECT to_jsonb(event) FROM {table} AS event WHERE {condition} ORDER BY pgh_id",
                {"pk": stakeholder.pk},
            )
            for (stored,) in cursor.fetchall():
                event: dict[str, Any] = json.loads(stored) if isinstance(stored, str) else stored
                context = event.pop("pgh_context", None) or {}
                values = {k: v for k, v in event.items() if not k.startswith("pgh_") and k not in ("workspace_id",)}
                rows.append(
                    {
                        "at": event["pgh_created_at"],
                        "what": what,
                        "change": event["pgh_label"],
                        "by": context.get("user"),
                        "why": context.get("why", ""),
                        "values": values,
                    }
                )
    users = {user.pk: str(user) for user in User.objects.filter(pk__in={row["by"] for row in rows if row["by"]})}
    return [row | {"by": users.get(row["by"], "")} for row in sorted(rows, key=lambda row: str(row["at"]))]


def as_json(everything: dict[str, Any]) -> bytes:
    return json.dumps(everything, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def _row(row: models.Model, *, drop: Iterable[str]) -> dict[str, Any]:
    values = model_to_dict(row)
    return {name: value for name, value in values.items() if name not in drop}


def erase(stakeholder: Stakeholder, *, actor: User, typed_name: str) -> int:
    """Remove a stakeholder and every trace of them. Returns how many audit rows went.

    Raises a ValidationError unless the name was typed as it stands.
    """
    if " ".join(typed_name.split()) != " ".join(stakeholder.name.split()):
        raise ValidationError({"name": "Type the name exactly as it is written above."})
    pk, workspace = stakeholder.pk, stakeholder.workspace
    words = _identifying(stakeholder)
    with transaction.atomic(), pghistory.context(why="Erased on request"):
        _forget_waiting(stakeholder)
        _forget_applied(stakeholder, words)
        _views(stakeholder).delete()
        _forget_changes(stakeholder)
        _redact_projects(stakeholder, words)
        _mails(stakeholder).delete()
        held_about.forget(stakeholder)
        Stakeholder.objects.filter(pk=pk).update(current=None)
        stakeholder.delete()
        # Deleting wrote audit rows of its own: those go last.
        with connection.cursor() as cursor:
            cursor.execute("SELECT erase_stakeholder_events(%s)", [pk])
            removed = int(cursor.fetchone()[0])
        removed += held_about.erase_events(pk)
        note(workspace, actor=actor, act=AuditEntry.Act.ERASED_PERSON, detail=f"{removed} audit rows went with it")
    return removed


def _mails(stakeholder: Stakeholder) -> models.QuerySet[Message]:
    return outbox.written_to(stakeholder.workspace, stakeholder.email)


def _identifying(stakeholder: Stakeholder) -> re.Pattern[str]:
    """What names somebody in free text, longest first."""
    words = {stakeholder.name, stakeholder.email, stakeholder.external_id if len(stakeholder.external_id) > 3 else ""}
    longest_first = sorted((word for word in words if word), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)


def _ties(stakeholder: Stakeholder) -> models.QuerySet[Relationship]:
    return Relationship.objects.filter(Q(source=stakeholder) | Q(target=stakeholder))


def _views(stakeholder: Stakeholder) -> models.QuerySet[SavedView]:
    """Saved views that name the person: in words, or as an address writes them."""
    condition = Q(name__icontains=stakeholder.name)
    for word in {stakeholder.name, quote(stakeholder.name), quote_plus(stakeholder.name)}:
        condition |= Q(query__icontains=word)
    return SavedView.objects.filter(condition, workspace=stakeholder.workspace_id)


def _waiting_batches(stakeholder: Stakeholder) -> models.QuerySet[ImportBatch]:
    """Imports whose file is still here. Any of them may name the person, in an encoding that no search sees through."""
    return ImportBatch.objects.filter(workspace=stakeholder.workspace_id, content__isnull=False)


def _forget_waiting(stakeholder: Stakeholder) -> None:
    _waiting_batches(stakeholder).update(
        state=ImportBatch.State.DISCARDED,
        filename="A file",
        content=None,
        details=None,
        reasons=None,
        plan={},
        mapping={},
        error="",
    )


def _forget_applied(stakeholder: Stakeholder, words: re.Pattern[str]) -> None:
    """What is kept of imports that are over: the rows they left out, and names of files."""
    over = ImportBatch.objects.filter(workspace=stakeholder.workspace_id, content=None)
    for batch in over.defer("details", "reasons").iterator(chunk_size=50):
        ImportBatch.objects.filter(pk=batch.pk).update(
            reasons=None,
            details=None,
            plan=redact(batch.plan, words),
            mapping=redact(batch.mapping, words),
            filename=redact(batch.filename, words),
            error=redact(batch.error, words),
        )


def _forget_changes(stakeholder: Stakeholder) -> None:
    """What imports wrote down of the person, their judgements, ties and touchpoints, those gone by now too."""
    about = {"stakeholder": [stakeholder.pk]}
    with connection.cursor() as cursor:
        for what, table, condition in (*EVENTS[1:], *held_about.imported()):
            cursor.execute(f"SELECT DISTINCT id FROM {table} WHERE {condition}", {"pk": stakeholder.pk})
            about[what] = [row[0] for row in cursor.fetchall()]
    changes = ImportChange.objects.filter(workspace=stakeholder.workspace_id)
    for what, ids in about.items():
        named = changes.filter(model=what, object_ids__overlap=ids)
        for pk, object_ids in named.values_list("pk", "object_ids"):
            changes.filter(pk=pk).update(object_ids=sorted(set(object_ids).difference(ids)))
    changes.filter(object_ids=[]).delete()


def _redact_projects(stakeholder: Stakeholder, words: re.Pattern[str]) -> None:
    """Maps and descriptions of imported projects keep their shape without the name."""
    for project in ImportedProject.objects.filter(workspace=stakeholder.workspace_id):
        redacted = redact(project.document, words)
        if redacted != project.document:
            ImportedProject.objects.filter(pk=project.pk).update(document=redacted)


def redact(value: Any, words: re.Pattern[str]) -> Any:
    """The same JSON with every identifying word replaced, whatever its case."""
    if isinstance(value, str):
        return words.sub(ERASED, value)
    if isinstance(value, dict):
        return {redact(key, words): redact(item, words) for key, item in value.items()}
    if isinstance(value, list):
        return [redact(item, words) for item in value]
    return value
