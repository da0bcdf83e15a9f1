"""Bringing a problem to marketing, estimating it, and the marketing owner's decisions. Every decision has a reason,
and whoever asked reads it behind their link."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, Final

import pghistory
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from accounts import links
from accounts.models import PersonalLink, User, Workspace
from mail import letters, outbox
from planning.intake.check import check, is_prescribed
from planning.intake.text import WORDS, RequestText
from planning.models import Decision, Request, RequestDesk
from stakeholders.models import Stakeholder
from web.meanwhile import EditedMeanwhile

# Of links: to where anybody of the company asks, and to one request.
ASKING: Final = "requests"
ASKED: Final = "request"
LIVES: Final = dt.timedelta(days=366)
LONGEST: Final = 10_000
ESTIMATES: Final = ("goal", "days", "value")


class NotTheOwnerError(Exception):
    """Somebody else speaks for marketing."""


# The desk -------------------------------------------------------------------------------------------------------------


def desk_of(workspace: Workspace) -> RequestDesk:
    """With its owner; one that was never stored has neither owner nor days."""
    found = RequestDesk.objects.select_related("owner").filter(workspace=workspace).first()
    return found or RequestDesk(workspace=workspace)


def set_desk(workspace: Workspace, *, owner: User | None, days_a_quarter: int | None) -> None:
    with transaction.atomic(), pghistory.context(why="Set by hand"):
        RequestDesk.objects.update_or_create(
            workspace=workspace, defaults={"owner": owner, "days_a_quarter": days_a_quarter}
        )


def open_asking(workspace: Workspace) -> str:
    """A new address where anybody who has it brings a problem; it is kept nowhere. Others go on working."""
    token = links.issue(workspace, purpose=ASKING, subject=workspace.pk, expires_at=timezone.now() + LIVES)
    return links.address(token)


def end_asking(workspace: Workspace) -> int:
    """Nobody asks by the addresses given out so far; says how many were open."""
    return links.revoke(workspace, purpose=ASKING, subject=workspace.pk)


def is_asking_open(workspace: Workspace) -> bool:
    return PersonalLink.objects.open().filter(workspace=workspace, purpose=ASKING, subject=workspace.pk).exists()


# Asking ---------------------------------------------------------------------------------------------------------------


def bring(
    workspace: Workspace,
    *,
    key: uuid.UUID,
    name: str,
    text: RequestText,
    email: str = "",
    stakeholder: Stakeholder | None = None,
    typed_by: User | None = None,
) -> tuple[Request, bool]:
    """Store a problem under its form's `key`, and whether that was the first time: the same form sent twice is one
    request. Whoever gave an address gets their link by mail. Raises ValidationError."""
    said = {field: getattr(text, field).strip() for field in WORDS}
    name, email = " ".join(name.split()), email.strip()
    _check(name, email, said)
    found = check(RequestText(**said, wanted_by=text.wanted_by, said_on=timezone.localdate()))
    request = Request(
        id=key,
        workspace=workspace,
        name=name,
        email=email,
        stakeholder=stakeholder or _known_by(workspace, email),
        typed_by=typed_by,
        wanted_by=text.wanted_by,
        found=sorted({each.rule for each in found}),
        prescribed=is_prescribed(found),
        **said,
    )
    with transaction.atomic(), pghistory.context(why="Typed in by the team" if typed_by else "Brought by a link"):
        Request.objects.bulk_create([request], ignore_conflicts=True)
        stored = Request.objects.filter(workspace=workspace, pk=key, received_at=request.received_at).first()
        if stored is None:
            return Request.objects.get(workspace=workspace, pk=key), False
        _write(stored, "request_received", key=f"request {key}")
    return stored, True


def is_as_stored(request: Request, *, name: str, email: str, text: RequestText) -> bool:
    """Whether it says what was stored, to the letter."""
    said = [getattr(text, field).strip() for field in WORDS]
    stored = [getattr(request, field) for field in WORDS]
    who = (" ".join(name.split()), email.strip(), text.wanted_by)
    return said == stored and who == (request.name, request.email, request.wanted_by)


def issue_link(request: Request) -> str:
    """A new token that opens a request; it is kept nowhere, and others go on working."""
    ends = timezone.now() + LIVES
    return links.issue(request.workspace, purpose=ASKED, subject=request.pk, expires_at=ends)


def _known_by(workspace: Workspace, email: str) -> Stakeholder | None:
    """The one stakeholder with this address."""
    known = list(Stakeholder.objects.filter(workspace=workspace, email__iexact=email)[:2]) if email else []
    return known[0] if len(known) == 1 else None


def _check(name: str, email: str, said: dict[str, str]) -> None:
    if not name:
        raise ValidationError({"name": "Say who asks, so that somebody can answer."})
    if email:
        validate_email(email)
    if not said["problem"]:
        raise ValidationError({"problem": "Say what the problem is."})
    for field, words in said.items():
        if len(words) > LONGEST:
            raise ValidationError({field: f"This may be {LONGEST:,} characters long at most; it is {len(words):,}."})


# Deciding -------------------------------------------------------------------------------------------------------------


def estimate(request: Request, *, expected_version: int, **fields: Any) -> Request:
    """Which goal it serves, how many days of work it is, what it is worth from 1 to 5. The same sent twice is stored
    once. Raises EditedMeanwhile."""
    unknown = set(fields) - set(ESTIMATES)
    if unknown:
        raise TypeError(f"Not estimated: {', '.join(sorted(unknown))}")
    with transaction.atomic(), pghistory.context(why="Estimated"):
        now = _locked(request)
        if now.version == expected_version + 1 and all(getattr(now, name) == value for name, value in fields.items()):
            return now
        _check_opened(now, expected_version)
        for name, value in fields.items():
            setattr(now, name, value)
        now.version += 1
        now.save(update_fields=[*fields, "version"])
    return now


def decide(
    request: Request,
    *,
    author: User,
    state: str,
    reason: str,
    expected_version: int,
    estimated: Mapping[str, Any] | None = None,
) -> Decision:
    """What marketing says, and why; whoever asked is written to. A later decision supersedes it; the same sent twice
    is one. `estimated` is stored with it.

    Raises NotTheOwnerError, EditedMeanwhile, and ValidationError where the reason is missing.
    """
    reason = reason.strip()
    if state not in Request.State.values or state == Request.State.NEW:
        raise ValidationError({"state": "Choose what becomes of it."})
    if not reason:
        raise ValidationError({"reason": "Say why: whoever asked reads it."})
    if len(reason) > LONGEST:
        raise ValidationError({"reason": f"This may be {LONGEST:,} characters long at most; it is {len(reason):,}."})
    with transaction.atomic(), pghistory.context(why="Decided"):
        if desk_of(request.workspace).owner != author:
            raise NotTheOwnerError
        now = _locked(request)
        last = Decision.objects.filter(request=now).order_by("at", "pk").last()
        is_next = now.version == expected_version + 1
        if is_next and last and (last.author_id, last.state, last.reason) == (author.pk, state, reason):
            return last
        _check_opened(now, expected_version)
        for name, value in (estimated or {}).items():
            setattr(now, name, value)
        made = Decision.objects.create(
            workspace=now.workspace, request=now, state=state, reason=reason, goal=now.goal, author=author
        )
        now.state, now.decided_at, now.version = state, made.at, now.version + 1
        now.save(update_fields=["state", "decided_at", "version", *(estimated or {})])
        _write(now, "request_decided", key=f"request {now.pk} decision {made.pk}", decision=made)
    return made


def _locked(request: Request) -> Request:
    return Request.objects.select_for_update(of=("self",)).select_related("workspace", "goal").get(pk=request.pk)


def _check_opened(now: Request, expected_version: int) -> None:
    if now.version != expected_version:
        raise EditedMeanwhile(now)


def _write(request: Request, name: str, *, key: str, **more: Any) -> None:
    if not request.email:
        return
    context = {"asked": request, "link": links.address(issue_link(request)), **more}
    letter = letters.render(f"planning/emails/{name}", context, workspace=request.workspace)
    outbox.write(key=key, workspace=request.workspace, to=request.email, kind=name, **letter)
