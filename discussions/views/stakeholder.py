"""One stakeholder across the discussions; as the partial `discussed`, a section of their page."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, for_team
from discussions.running.queries import stakeholder as reads
from stakeholders.access import get_stakeholder
from web.partials import render_page, wanted_partial

SECTION = {"discussed"}


@require_safe
@for_team
def for_stakeholder(request: WorkspaceRequest, pk: int) -> HttpResponse:
    person = get_stakeholder(request, pk)
    context = {
        "person": person,
        "parts": reads.parts(person, timezone.now()),
        "commitments": reads.commitments(person, reader=request.user),
        "quotes": reads.quotes(person),
        "is_section": wanted_partial(request, SECTION) is not None,
    }
    return render_page(request, "discussions/running/stakeholder.html", context, partials=SECTION)
