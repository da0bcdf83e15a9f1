"""Writing a workspace's own words into a playbook, and going back to the original ones."""

from __future__ import annotations

import pghistory
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User, Workspace
from planning.models import Playbook
from planning.playbooks.book import tidy
from planning.playbooks.texts import ORIGINALS, PARTS
from web.meanwhile import EditedMeanwhile

# The version of a playbook in which nobody has written yet.
UNWRITTEN = 0


def playbook_of(workspace: Workspace, segment: str) -> Playbook:
    """The stored one, or one in which nobody has written yet."""
    found = Playbook.objects.filter(workspace=workspace, segment=segment).select_related("updated_by").first()
    return found or Playbook(workspace=workspace, segment=segment, version=UNWRITTEN)


def edit_playbook(workspace: Workspace, segment: str, *, editor: User, expected_version: int, **texts: str) -> Playbook:
    """Store a workspace's own words. Words that are the original ones, or none, leave the original standing.

    Raises EditedMeanwhile when the version is not the one the form was opened with.
    """
    if set(texts) - set(PARTS):
        raise TypeError(f"No parts of a playbook: {', '.join(sorted(set(texts) - set(PARTS)))}")
    with transaction.atomic(), pghistory.context(why="Edited by hand"):
        now = _locked(workspace, segment, editor)
        if now.version != expected_version:
            raise EditedMeanwhile(now)
        for name, text in texts.items():
            setattr(now, name, _own(segment, name, text))
        now.clean_fields(exclude=["workspace", "updated_by"])
        _store(now, editor)
    return now


def back_to_original(workspace: Workspace, segment: str, *, editor: User) -> None:
    """Take the workspace's own words out; the audit trail keeps them. Nothing changes where there are none."""
    with transaction.atomic(), pghistory.context(why="Back to the original text"):
        now = Playbook.objects.select_for_update(of=("self",)).filter(workspace=workspace, segment=segment).first()
        if now is not None and any(getattr(now, name) for name in PARTS):
            for name in PARTS:
                setattr(now, name, "")
            _store(now, editor)


def _locked(workspace: Workspace, segment: str, editor: User) -> Playbook:
    """The stored one, which nobody else writes until this transaction ends; or a new one that is not stored yet."""
    rows = Playbook.objects.select_for_update(of=("self",)).filter(workspace=workspace, segment=segment)
    return rows.first() or Playbook(workspace=workspace, segment=segment, version=UNWRITTEN, updated_by=editor)


def _store(now: Playbook, editor: User) -> None:
    now.version += 1
    now.updated_by, now.updated_at = editor, timezone.now()
    try:
        # In a savepoint: the first words of two people who write at once meet here.
        with transaction.atomic():
            now.save()
    except IntegrityError:
        raise EditedMeanwhile(Playbook.objects.get(workspace=now.workspace_id, segment=now.segment)) from None


def _own(segment: str, name: str, text: str) -> str:
    text = tidy(text)
    return "" if text == tidy(ORIGINALS[segment][name]) else text
