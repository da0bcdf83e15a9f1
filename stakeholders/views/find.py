"""Finding people and pages: for the command palette, for fields that name somebody, and as a page of its own."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, for_team
from stakeholders import access
from stakeholders.queries import find as reads
from web.partials import render_page, wanted_partial

LONGEST = 200
NAMES = ("q", "person", "other", "owners")
PARTIALS = {"find-results", "people"}


@require_safe
@for_team
def find(request: WorkspaceRequest) -> HttpResponse:
    """`?q=`, or `?person=`, `?other=` or `?owners=` when a field that names somebody asks for suggestions."""
    # No name holds a null character; the database could not even be asked.
    text = (
        next((request.GET[name] for name in NAMES if request.GET.get(name)), "").replace("\x00", " ")[:LONGEST].strip()
    )
    people = access.stakeholders(request)
    if wanted_partial(request, PARTIALS) == "people":
        context: dict[str, Any] = {"suggested": reads.suggested_people(people, text)}
    else:
        context = {"query": text, "groups": reads.find(people, text, membership=request.membership)}
    return render_page(request, "stakeholders/find.html", context, partials=PARTIALS)
