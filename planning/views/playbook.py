"""The playbook of each segment, writing in it, and the brief for one person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import WorkspaceRequest, for_team
from planning.forms.playbook import PlaybookForm
from planning.models import Playbook
from planning.playbooks.book import book_of
from planning.playbooks.editing import back_to_original, edit_playbook, playbook_of
from planning.playbooks.texts import PARTS, TITLES
from planning.queries import playbook as reads
from stakeholders.access import get_stakeholder, stakeholders
from stakeholders.models import Segment
from web.meanwhile import EditedMeanwhile
from web.partials import panel_done, render_page

UNPROCESSABLE, CONFLICT = 422, 409


@require_safe
@for_team
def playbook(request: WorkspaceRequest) -> HttpResponse:
    segment = request.GET.get("segment", "")
    segment = segment if segment in Segment.values else Segment.DECISION_MAKER
    stored = playbook_of(request.workspace, segment)
    people = reads.of_segment(stakeholders(request), segment)
    positions = list(people.values_list("position", flat=True))
    context = {
        "segment": Segment(segment),
        "title": TITLES[Segment(segment)],
        "segments": [(choice, choice == segment) for choice in Segment],
        "book": book_of(segment, {name: getattr(stored, name) for name in PARTS}),
        "stored": stored,
        "says": reads.segment_says(segment, positions),
        "people": people.select_related("department")[: reads.NAMED],
        "more": max(0, len(positions) - reads.NAMED),
    }
    return render_page(request, "planning/playbook.html", context)


def _known(segment: str) -> Segment:
    if segment not in Segment.values:
        raise Http404
    return Segment(segment)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def edit(request: WorkspaceRequest, segment: str) -> HttpResponse:
    kind = _known(segment)
    stored = playbook_of(request.workspace, kind)
    form = PlaybookForm(request.POST or None, playbook=stored)
    context: dict[str, Any] = {"form": form, "segment": kind}
    status = UNPROCESSABLE if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            edit_playbook(request.workspace, kind, editor=request.user, expected_version=version, **form.texts())
        except EditedMeanwhile as meanwhile:
            context |= _meanwhile(form, meanwhile.now)
            status = CONFLICT
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, f"The playbook “{kind.label}” is stored.")
            return panel_done(request, to=_page_of(request, kind))
    return render_page(request, "planning/playbook_form.html", context, partials={"panel"}, status=status)


def _meanwhile(form: PlaybookForm, now: Playbook) -> dict[str, Any]:
    """The form as typed, over what stands now; with what somebody else changed, part by part."""
    found = form.changed_meanwhile(now)
    theirs = {item.name for item in found if item.is_taken_over}
    typed = {name: text for name, text in form.texts().items() if name not in theirs}
    return {"form": PlaybookForm(playbook=now, initial=typed), "differences": found, "editor": str(now.updated_by)}


@require_POST
@for_team
def original(request: WorkspaceRequest, segment: str) -> HttpResponse:
    kind = _known(segment)
    back_to_original(request.workspace, kind, editor=request.user)
    messages.success(request, f"The playbook “{kind.label}” is back at its original text.")
    return redirect(_page_of(request, kind))


@require_safe
@for_team
def brief(request: WorkspaceRequest, pk: int) -> HttpResponse:
    person = get_stakeholder(request, pk)
    today = timezone.localdate()
    context = {"person": person, "brief": reads.brief(request.workspace, person, today=today), "today": today}
    return render_page(request, "planning/brief.html", context)


@require_safe
@for_team
def brief_way(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Who can take us there: the brief loads it on its own, for finding a way reads the whole network."""
    person = get_stakeholder(request, pk)
    context = {"person": person, "there": reads.way_there(request.workspace, person)}
    return render_page(request, "planning/brief_way.html", context, partials={"way"})


def _page_of(request: WorkspaceRequest, segment: str) -> str:
    return f"{reverse('planning:playbook', args=[request.workspace.slug])}?segment={segment}"
