"""Entry points of background work on the Align station."""

import structlog
from celery import shared_task
from django.utils import timezone

from accounts.isolation import all_workspaces, scope
from accounts.models import Workspace
from planning.sessions import over_days

log = structlog.stdlib.get_logger("planning.tasks")


@shared_task(soft_time_limit=5 * 60, time_limit=6 * 60)
def sweep_sessions() -> None:
    """Go on with sessions that are held over days, in every workspace."""
    for workspace_id in all_workspaces():
        try:
            with scope(workspace=workspace_id):
                over_days.go_on(Workspace.objects.get(pk=workspace_id), now=timezone.now())
        except Exception:
            # One that breaks must not hold up the others.
            log.exception("sessions_broken", workspace=str(workspace_id))
