"""What is said about a request: for the team as the partial `shaped` of its page, and for whoever brought it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import LinkRequest, WorkspaceRequest, for_team
from discussions.models import Invitation
from discussions.running import shaping
from discussions.running.moments import phase_of
from planning.access import get_request
from planning.models import Request
from planning.views.asking import for_whoever_asked
from web.partials import render_page

SECTION = {"shaped"}


@require_safe
@for_team
def of_request(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    asked, now = get_request(request, pk), timezone.now()
    context = {
        "asked": asked,
        "rows": [(each, phase_of(each, now)) for each in shaping.about(asked)],
        "talk_url": f"{reverse('discussions:discussion-new', args=[request.workspace.slug])}?request={pk}",
    }
    return render_page(request, "discussions/running/request.html", context, partials=SECTION)


@require_safe
@for_whoever_asked
def behind_link(request: LinkRequest, brought: Request) -> HttpResponse:
    """That it is talked about, until when, and what came out; never who is asked, or what anybody said."""
    now = timezone.now()
    found = [each for each in shaping.about(brought) if each.opens_at is not None]
    invited = Invitation.objects.standing().filter(discussion__in=found, stakeholder=brought.stakeholder_id)
    context = {
        "holder": brought.workspace,
        "asked": brought,
        "rows": [(each, phase_of(each, now)) for each in found],
        "invited_to": set(invited.values_list("discussion_id", flat=True)) if brought.stakeholder_id else set(),
    }
    return render_page(request, "discussions/running/asked.html", context, partials=SECTION)
