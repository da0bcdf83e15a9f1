"""For whoever watches the installation: does the clock of check-ins keep up?"""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from checkins import health


@never_cache
@login_not_required
@require_safe
def schedule(request: HttpRequest) -> JsonResponse:
    """503 when something waits for longer than three ticks; numbers alone."""
    try:
        found = health.read()
    except DatabaseError:
        return JsonResponse({"well": False, "database": "unavailable"}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return JsonResponse(
        {
            "well": found.is_well,
            "starting": found.is_starting,
            "last_tick_seconds": None if found.last_tick is None else round(found.last_tick, 1),
            "oldest_overdue_plan_seconds": round(found.oldest_overdue, 1),
            "oldest_queued_mail_seconds": round(found.oldest_mail, 1),
            "failed_mails": found.failed,
            "plans_in_trouble": found.in_trouble,
        },
        status=HTTPStatus.OK if found.is_well else HTTPStatus.SERVICE_UNAVAILABLE,
    )
