"""What a participant sees behind their personal link."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import LinkRequest, for_link_holders
from discussions.models import Invitation


@require_safe
@for_link_holders("discussion")
def start(request: LinkRequest) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.select_related("discussion"), pk=request.link.subject)
    return render(request, "discussions/answering/start.html", {"discussion": invitation.discussion})
