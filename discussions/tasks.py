"""Entry points of background work on the Discuss station."""

from uuid import UUID

import structlog
from celery import shared_task
from django.db import connection
from django.utils import timezone

from accounts.isolation import scope
from accounts.models import Workspace
from discussions.models import Discussion
from discussions.running import reminding, sweeping

log = structlog.stdlib.get_logger("discussions.tasks")


@shared_task(soft_time_limit=5 * 60, time_limit=6 * 60)
def write_letters(*, workspace_id: str, discussion_id: int) -> None:
    """Write what is due in one discussion, a batch a transaction: whoever dies here has lost one batch."""
    more = True
    while more:
        with scope(workspace=UUID(workspace_id)):
            discussion = Discussion.objects.select_related("workspace").get(pk=discussion_id)
            more = sweeping.write_due(discussion, timezone.now())


@shared_task(soft_time_limit=5 * 60, time_limit=6 * 60)
def remind_rest(*, workspace_id: str, discussion_id: int) -> None:
    """Go on reminding the silent ones of a discussion, asked for by hand, a batch a transaction."""
    waiting = 1
    while waiting:
        with scope(workspace=UUID(workspace_id)):
            discussion = Discussion.objects.select_related("workspace").get(pk=discussion_id)
            waiting = reminding.remind_silent(discussion, now=timezone.now()).waiting


@shared_task(soft_time_limit=5 * 60, time_limit=6 * 60)
def sweep_discussions() -> None:
    """Write the letters whose time has come, in every workspace."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT all_workspace_ids()")
        workspaces = [row[0] for row in cursor.fetchall()]
    for workspace_id in workspaces:
        with scope(workspace=workspace_id):
            found = sweeping.due(Workspace.objects.get(pk=workspace_id), timezone.now())
        for discussion in found:
            try:
                write_letters(workspace_id=str(workspace_id), discussion_id=discussion.pk)
            except Exception:
                # One discussion that breaks must not silence the others.
                log.exception("letters_broken", discussion=discussion.pk)
