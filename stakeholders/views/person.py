"""One stakeholder: the page, and editing who they are."""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import WorkspaceRequest, for_team
from accounts.models import User
from stakeholders import access
from stakeholders.formats.document import shorten
from stakeholders.forms import EditForm, NoteForm, TouchpointForm
from stakeholders.forms.meanwhile import differences
from stakeholders.forms.stakeholder import values_of
from stakeholders.models import Assessment, Stakeholder
from stakeholders.notes import GUIDANCE
from stakeholders.queries import approach
from stakeholders.queries import person as reads
from stakeholders.queries.register import contradictions_of
from stakeholders.queries.ties import ties
from stakeholders.register import edit_stakeholder
from stakeholders.scales import ago
from web.meanwhile import EditedMeanwhile
from web.pagination import paginate
from web.partials import panel_done, render_page

STEPS = 6


@require_safe
@for_team
def person(request: WorkspaceRequest, pk: int) -> HttpResponse:
    person = access.get_stakeholder(request, pk)
    today = timezone.localdate()
    history = reads.history(person)
    # Few were assessed more often than the lines show: then what was read for those is all there is.
    latest = list(history[: reads.DRAWN + 1])
    told: Sequence[Assessment] = latest if len(latest) <= reads.DRAWN else reads.Told(history, latest)
    page = paginate(request, told, per_page=STEPS)
    earlier = page.paginator.object_list[page.end_index()] if page.has_next() else None
    contacts = reads.contacts(person)
    now = person.current
    last = contacts[0].happened_on if contacts else None
    context: dict[str, Any] = {
        "person": person,
        "now": now,
        "says": reads.person_says(person, now, today=today, contacted=ago(last, today) if last else ""),
        "standing": reads.standing(now or Assessment()),
        "apart": reads.apart(now or Assessment()),
        "contradictions": contradictions_of(now) if now else (),
        "page": page,
        "steps": reads.steps(list(page.object_list), earlier, current=person.current_id, contacts=contacts),
        "lines": reads.lines(latest),
        "ties": ties(person, every=request.GET.get("ties") == "all"),
        "contacts": contacts,
        "extras": reads.extras(person),
        "today": today,
    }
    return render_page(
        request, "stakeholders/person.html", context | _approach(person, last, today), partials={"history"}
    )


def _approach(person: Stakeholder, last: dt.date | None, today: dt.date) -> dict[str, Any]:
    """What helps to approach somebody, with empty forms to add to it."""
    return {
        "in_touch": approach.in_touch(person, last, today=today),
        "promises": approach.promises(person, today=today),
        "notes": approach.notes(person),
        "notes_shown": approach.NOTES_SHOWN,
        "judgements": approach.judgements(person),
        "guidance": GUIDANCE,
        "blank": _blank(today),
        "keys": {"contact": uuid.uuid4(), "note": uuid.uuid4()},
    }


@functools.lru_cache(maxsize=1)
def _blank(on: dt.date) -> dict[str, forms.Form]:
    """The forms as everybody meets them on a day, with nothing typed yet: drawn once, whoever the page is about."""
    return {"contact": TouchpointForm(), "note": NoteForm(auto_id="note_%s")}


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def edit(request: WorkspaceRequest, pk: int) -> HttpResponse:
    person = access.get_stakeholder(request, pk)
    form = EditForm(request.POST or None, workspace=request.workspace, person=person)
    context: dict[str, Any] = {"form": form, "person": person, "departments": form.departments}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _store(person, form)
            except EditedMeanwhile as meanwhile:
                context |= _meanwhile(request, form, meanwhile.now)
                status = 409
            except ValidationError as problem:
                form.add_error(None, problem)
            else:
                messages.success(request, f"{shorten(form.cleaned_data['name'])} is stored.")
                return panel_done(request, to=reverse("stakeholders:person", args=[request.workspace.slug, pk]))
    return render_page(request, "stakeholders/edit.html", context, partials={"panel"}, status=status)


def _store(person: Stakeholder, form: EditForm) -> None:
    # In a savepoint: a new department is made only when the edit is stored.
    with transaction.atomic():
        edit_stakeholder(person, expected_version=form.cleaned_data["version"], **form.fields_to_store())


def _meanwhile(request: WorkspaceRequest, form: EditForm, now: Stakeholder) -> dict[str, Any]:
    """The form as typed, over what stands now; with what somebody else changed, field by field."""
    opened, typed, theirs = form.values_when_opened(), form.values_typed(), values_of(now)
    owners = {user.pk: str(user) for user in User.objects.filter(memberships__workspace=request.workspace)}
    found = differences(opened, theirs, typed, owners=owners)
    taken = {item.name: theirs[item.name] for item in found if item.is_taken_over}
    again = EditForm(workspace=request.workspace, person=now)
    again.initial.update({**typed, **taken})
    return {"form": again, "differences": found, "editor": reads.last_editor(now)}
