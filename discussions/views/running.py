"""The station's first page, one discussion, and preparing, opening and closing it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import trail
from accounts.access import WorkspaceRequest, for_team
from discussions import access
from discussions.forms.running import DatesForm, EditDiscussionForm, NewDiscussionForm, ShapingForm
from discussions.models import Discussion
from discussions.reveal import moment_of
from discussions.running import calendar, closing, preparing, revealing, shaping
from discussions.running.moments import phase_of
from discussions.running.progress import says
from discussions.running.queries import listing, overview
from discussions.running.reminding import nobody_because
from discussions.views.letters import write_letters
from planning.access import get_request, goals
from planning.models import Request
from stakeholders.submissions import first_time
from web.meanwhile import EditedMeanwhile
from web.pagination import paginate
from web.partials import panel_done, render_page

UNPROCESSABLE, CONFLICT = 422, 409


@require_safe
@for_team
def discussions(request: WorkspaceRequest) -> HttpResponse:
    now = timezone.now()
    found = access.discussions(request)
    page = paginate(request, listing.over(found, now), per_page=20)
    running = list(listing.unfinished(found, now))
    rows = listing.rows([*running, *page.object_list], now)
    context = {
        "running": rows[: len(running)],
        "over": rows[len(running) :],
        "page": page,
        "says": listing.says_of(rows),
    }
    return render_page(request, "discussions/running/discussions.html", context, partials={"over"})


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def new(request: WorkspaceRequest) -> HttpResponse:
    asked = _asked(request)
    form = _new_form(request, asked)
    if request.method == "POST" and form.is_valid():
        try:
            if not first_time(request.workspace, user=request.user, key=form.cleaned_data["key"]):
                return panel_done(request, to=_address(request, "discussions"))
            if asked is None:
                made = preparing.prepare(request.workspace, **form.fields_to_store())
            else:
                made = shaping.shape(asked, author=request.user, **form.fields_to_store())
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "The discussion is prepared. Nobody hears of it before you open it.")
            return redirect(_address(request, "discussion", made.pk))
    return _form_page(request, "discussions/running/discussion_form.html", {"form": form, "asked": asked})


def _asked(request: WorkspaceRequest) -> Request | None:
    """What somebody brought to marketing that the discussion is to be about."""
    key = request.POST.get("request") or request.GET.get("request")
    try:
        return get_request(request, UUID(key)) if key else None
    except ValueError:
        raise Http404 from None


def _new_form(request: WorkspaceRequest, asked: Request | None) -> NewDiscussionForm:
    given = {name: request.GET[name] for name in ("goal", "guide", "title") if request.GET.get(name)}
    about: dict[str, Any] = {"workspace": request.workspace, "goals": goals(request), "user": request.user}
    if asked is None:
        return NewDiscussionForm(request.POST or None, initial=given, **about)
    return ShapingForm(request.POST or None, initial=given, asked=asked, **about)


@require_safe
@for_team
def discussion(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found, now = access.get_discussion(request, pk), timezone.now()
    show = request.GET.get("show", "")
    show = show if show in overview.SHOWS else ""
    search = request.GET.get("q", "")[:100].replace("\x00", "").strip()
    page = paginate(request, overview.invited(found, show, search), per_page=25)
    counts = overview.counts(found, now)
    heard = listing.heard_in([found])[found.pk]
    context = {
        "why_nobody": "" if counts["remindable"] else nobody_because(counts["silent"]),
        "discussion": found,
        "phase": phase_of(found, now),
        "is_draft": found.opens_at is None,
        "is_live": found.held == Discussion.Held.LIVE,
        "says": says(heard, is_draft=found.opens_at is None, is_over=found.is_over(now)),
        "heard": heard,
        "people": overview.people(found, list(page.object_list), now),
        "page": page,
        "show": show,
        "shows": [(key, label, counts[key or "everybody"]) for key, label in overview.SHOWS.items()],
        "search": search,
        "counts": counts,
        "timeline": overview.timeline(found, now),
        "to_reveal": revealing.parts(found),
        "asked": overview.asked(found),
        "sees": preparing.SEES_MEANS[Discussion.Sees(found.sees)],
        "moment": moment_of(found).label,
        "reveal": preparing.REVEAL_MEANS[moment_of(found)],
    }
    return render_page(request, "discussions/running/discussion.html", context, partials={"people"})


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def edit(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_discussion(request, pk)
    form = _edit_form(request, found)
    context: dict[str, Any] = {"form": form, "discussion": found}
    status = UNPROCESSABLE
    if request.method == "POST" and form.is_valid():
        try:
            revision = form.cleaned_data["version"]
            preparing.edit(found, expected_revision=revision, now=timezone.now(), **form.fields_to_store())
        except EditedMeanwhile:
            context |= _meanwhile(request, form, found)
            status = CONFLICT
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "The discussion is stored.")
            return panel_done(request, to=_address(request, "discussion", pk))
    return _form_page(request, "discussions/running/discussion_form.html", context, status=status)


def _edit_form(request: WorkspaceRequest, found: Discussion, **given: Any) -> EditDiscussionForm:
    data = None if given else request.POST or None
    return EditDiscussionForm(data, discussion=found, workspace=request.workspace, goals=goals(request), **given)


def _meanwhile(request: WorkspaceRequest, form: EditDiscussionForm, found: Discussion) -> dict[str, Any]:
    """The form as typed, over what stands now; with what somebody else changed, field by field."""
    now = access.get_discussion(request, found.pk)
    differences = form.changed_meanwhile(now)
    theirs = {item.name for item in differences if item.is_taken_over}
    typed = {name: value for name, value in form.cleaned_data.items() if name not in {*theirs, "version", "opened"}}
    about = trail.Wanted(about={"discussion": ("id", now.pk)})
    history = trail.read(request.workspace, about, limit=1).groups
    return {
        "form": _edit_form(request, now, initial=typed),
        "discussion": now,
        "differences": differences,
        "editor": history[0].first.who if history else "Somebody",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def open_(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Opens a draft; people are written to from then on."""
    found, now = access.get_discussion(request, pk), timezone.now()
    form = DatesForm(request.POST or None, discussion=found, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            opened = preparing.open_discussion(found, now=now, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            count = write_letters(opened)
            messages.success(request, _opened(opened, count))
            return panel_done(request, to=_address(request, "discussion", pk))
    context = {"form": form, "discussion": found, "counts": overview.counts(found), "opens": True}
    return _form_page(request, "discussions/running/dates_form.html", context)


def _opened(opened: Discussion, count: int) -> str:
    if not opened.is_open(timezone.now()) and not count:
        return "The dates are stored. Letters leave when it opens."
    if not count:
        return "The discussion is open. Nobody is invited yet: choose whom to ask."
    return f"The discussion is open. {'One letter leaves' if count == 1 else f'{count:,} letters leave'} now."


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def extend(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """Moves the dates, or opens again what is over."""
    found, now = access.get_discussion(request, pk), timezone.now()
    form = DatesForm(request.POST or None, discussion=found, now=now)
    if request.method == "POST" and form.is_valid():
        did = "The discussion is open again" if found.is_over(now) else "The dates are moved"
        try:
            closing.move(found, now=now, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, f"{did}; everybody’s personal link goes on.")
            return panel_done(request, to=_address(request, "discussion", pk))
    context = {"form": form, "discussion": found, "opens": False}
    return _form_page(request, "discussions/running/dates_form.html", context)


@require_POST
@for_team
def close(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_discussion(request, pk)
    try:
        closing.close(found, now=timezone.now())
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    else:
        messages.success(request, "The discussion is closed. Tell those who took part what became of it.")
    return redirect(_address(request, "discussion", pk))


@require_POST
@for_team
def reveal(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_discussion(request, pk)
    try:
        revealing.reveal(found, request.POST.get("part", "")[:20], now=timezone.now())
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    else:
        messages.success(request, "It is revealed: everybody who takes part sees it behind their link.")
    return redirect(_address(request, "discussion", pk))


@require_safe
@for_team
def calendar_file(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """The meeting for one's own calendar."""
    found = access.get_discussion(request, pk)
    if found.opens_at is None:
        return redirect(_address(request, "discussion", pk))
    contents = calendar.entry(
        found,
        method=calendar.PUBLISH,
        organisation=request.workspace.name,
        facilitator=(str(found.facilitator), found.facilitator.email),
        at=timezone.now(),
    )
    response = HttpResponse(contents, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="discussion.ics"'
    return response


def _address(request: WorkspaceRequest, name: str, *args: Any) -> str:
    return reverse(f"discussions:{name}", args=[request.workspace.slug, *args])


def _form_page(
    request: WorkspaceRequest, template: str, context: dict[str, Any], *, status: int = UNPROCESSABLE
) -> HttpResponse:
    status = status if request.method == "POST" else 200
    return render_page(request, template, context, partials={"panel"}, status=status)
