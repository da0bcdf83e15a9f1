"""Reading what people write, hiding what should not stand, putting in ideas, and settling duplicates."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, for_team
from discussions import access
from discussions.forms.running import SeedForm
from discussions.models import Discussion, Idea
from discussions.models.answer import Said
from discussions.running import moderation
from discussions.running.queries import moderating as reads
from discussions.voices import SMALLEST_CROWD
from web.pagination import paginate
from web.partials import render_page

UNPROCESSABLE = 422
PER_PAGE = 40


@require_safe
@for_team
def moderate(request: WorkspaceRequest, pk: int) -> HttpResponse:
    return _page(request, access.get_discussion(request, pk))


def _page(request: WorkspaceRequest, found: Discussion, *, status: int = 200, **more: Any) -> HttpResponse:
    show = request.GET.get("show", "")
    show = show if show in reads.SHOWS else reads.IDEAS
    reading = reads.reading_of(found, request.user)
    counts = reads.counts(reading)
    context: dict[str, Any] = {
        "discussion": found,
        "show": show,
        "shows": [(key, label, counts[key]) for key, label in reads.SHOWS.items()],
        "counts": counts,
        "reasons": REASONS,
        "form": SeedForm(),
        "smallest": SMALLEST_CROWD,
    }
    if show == reads.SAME:
        context |= {"suggested": reads.suggested(found), "settled": reads.settled(found)}
    else:
        rows = reads.hidden(reading) if show == reads.HIDDEN else reads.listed(reading, show)
        page = paginate(request, rows, per_page=PER_PAGE)
        context |= {
            "page": page,
            "rows": reads.written(page.object_list, found, request.user, reading.prompts, as_asked=True),
        }
    return render_page(request, "discussions/running/moderate.html", context | more, partials={"rows"}, status=status)


REASONS = [
    "It names or describes a person.",
    "It is not about this question.",
    "It holds something confidential.",
    "Its words would hurt somebody.",
]


@require_POST
@for_team
def hide(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_discussion(request, pk)
    row = _row(request, found)
    try:
        moderation.hide(row, by=request.user, because=request.POST.get("because", ""))
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    else:
        messages.success(request, "It is hidden. Whoever wrote it reads your reason on their page.")
    return _back(request, pk)


@require_POST
@for_team
def unhide(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_discussion(request, pk)
    moderation.unhide(_row(request, found), by=request.user)
    messages.success(request, "It is shown again.")
    return _back(request, pk)


@require_POST
@for_team
def seed(request: WorkspaceRequest, pk: int) -> HttpResponse:
    found = access.get_discussion(request, pk)
    form = SeedForm(request.POST)
    if form.is_valid():
        try:
            moderation.add_seed(found, form.cleaned_data["text"], key=form.cleaned_data["key"])
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "The idea is in. People read that it is the team’s.")
            return _back(request, pk)
    return _page(request, found, form=form, status=UNPROCESSABLE)


@require_POST
@for_team
def same(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """`duplicate` is the same as `idea` (`verdict` same), it is not (different), or not any more (apart)."""
    found = access.get_discussion(request, pk)
    duplicate, verdict = _idea(request, found, "duplicate"), request.POST.get("verdict", "")
    if verdict == "apart":
        moderation.apart(duplicate)
        messages.success(request, "They are two ideas again.")
    elif verdict == "different":
        moderation.different(duplicate, _idea(request, found, "idea"), by=request.user)
        messages.success(request, "They stay two ideas, and are not suggested again.")
    elif verdict == "same":
        moderation.same(duplicate, as_idea=_idea(request, found, "idea"))
        messages.success(request, "The second one is passed on no more. Its author still sees it.")
    else:
        raise Http404
    return _back(request, pk)


def _row(request: WorkspaceRequest, found: Discussion) -> Said:
    kind = moderation.KINDS.get(request.POST.get("kind", ""))
    if kind is None:
        raise Http404
    return get_object_or_404(kind, discussion=found, pk=_key(request.POST.get("which", "")))


def _idea(request: WorkspaceRequest, found: Discussion, name: str) -> Idea:
    return get_object_or_404(Idea, discussion=found, pk=_key(request.POST.get(name, "")))


def _key(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise Http404 from None


def _back(request: WorkspaceRequest, discussion: int) -> HttpResponse:
    show = request.POST.get("show", "")
    address = reverse("discussions:moderate", args=[request.workspace.slug, discussion])
    return redirect(f"{address}?show={show}" if show in reads.SHOWS else address)
