"""One check-in: who, when, why, and what came of it."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import WorkspaceRequest, for_team
from checkins import access
from web.partials import render_page


@require_safe
@for_team
def check_in(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    return render_page(request, "checkins/check_in.html", {"check_in": access.get_check_in(request, pk)})
