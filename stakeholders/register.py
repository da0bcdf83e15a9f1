"""Adding and editing stakeholders."""

from __future__ import annotations

from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User, Workspace
from stakeholders.assessments import record_assessment
from stakeholders.models import Department, Segment, Stakeholder

EDITABLE = ("name", "kind", "is_group", "email", "job_title", "department", "owner", "notes", "tags")


class EditedMeanwhile(Exception):  # noqa: N818 - it says what happened, not that something broke
    """Somebody else stored a change first. `now` is the stakeholder as it stands."""

    def __init__(self, now: Stakeholder) -> None:
        super().__init__(f"{now} was changed by somebody else")
        self.now = now


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
