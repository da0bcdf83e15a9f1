"""Entry points of background work on the Discuss station."""

from uuid import UUID

import structlog
from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from accounts.isolation import all_workspaces, scope
from accounts.models import Workspace
from discussions.models import Discussion
from discussions.running import reminding, sweeping
from discussions.synthesis import agreement, following_up
from discussions.synthesis.queries import theming
from web.live import publish

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
    for workspace_id in all_workspaces():
        with scope(workspace=workspace_id):
            found = sweeping.due(Workspace.objects.get(pk=workspace_id), timezone.now())
        for discussion in found:
            try:
                write_letters(workspace_id=str(workspace_id), discussion_id=discussion.pk)
            except Exception:
                # One discussion that breaks must not silence the others.
                log.exception("letters_broken", discussion=discussion.pk)


@shared_task(soft_time_limit=5 * 60, time_limit=6 * 60)
def read_agreement(*, workspace_id: str, discussion_id: int) -> None:
    """Work out where the segments of a discussion agree, and then whether there are groups of opinion."""
    workspace, now = UUID(workspace_id), timezone.now()
    cache.delete(agreement.asked_key(discussion_id))
    with scope(workspace=workspace):
        discussion = Discussion.objects.select_related("version").get(pk=discussion_id)
        if agreement.is_out_of_date(discussion, agreement.reading_of(discussion), now):
            agreement.read(discussion, now=now)
            publish(discussion.channel, "read")
    agreement.find_groups(workspace, discussion_id, now=now)


@shared_task(soft_time_limit=5 * 60, time_limit=6 * 60)
def read_themes(*, workspace_id: str, discussion_id: int, reader_id: int) -> None:
    """Look for themes in what somebody of the team may read, in what was said until now."""
    cache.delete(theming.asked_key(discussion_id, reader_id))
    read_agreement(workspace_id=workspace_id, discussion_id=discussion_id)
    theming.look(UUID(workspace_id), discussion_id, reader_id)


@shared_task(soft_time_limit=5 * 60, time_limit=6 * 60)
def sweep_synthesis() -> None:
    """Work out what is over and was not looked at since, and remind of commitments, in every workspace. What is open
    is worked out when somebody looks: the later, the more answers one publication holds."""
    for workspace_id in all_workspaces():
        now = timezone.now()
        with scope(workspace=workspace_id):
            workspace = Workspace.objects.get(pk=workspace_id)
            unread = list(agreement.unread(workspace, now))
            following_up.write_reminders(workspace, now=now)
        for discussion in unread:
            try:
                read_agreement(workspace_id=str(workspace_id), discussion_id=discussion)
            except Exception:
                log.exception("agreement_broken", discussion=discussion)
