"""Entry points of the clock of check-ins, and of who looks for changes."""

import structlog
from celery import shared_task

from accounts.isolation import all_workspaces
from checkins import health, ticking
from checkins.calendars import invitations
from checkins.events import noticing
from checkins.notices import digests

log = structlog.stdlib.get_logger("checkins.tasks")


@shared_task(soft_time_limit=2 * 60, time_limit=3 * 60)
def tick(*, helps: bool = False) -> None:
    """Open the check-ins that are due; a second worker helps where very many are."""
    ticking.tick(call_help=None if helps else _call_help)


def _call_help() -> None:
    try:
        tick.apply_async(kwargs={"helps": True}, expires=health.TICK_EVERY, retry=False)
    except Exception:
        log.warning("help_not_called", exc_info=True)


@shared_task(soft_time_limit=4 * 60, time_limit=5 * 60)
def notice_changes() -> None:
    """Look for changes of people, goals and results in every workspace."""
    for workspace in all_workspaces():
        try:
            noticing.sweep(workspace)
        except Exception:
            log.exception("changes_not_noticed", workspace=str(workspace))


@shared_task(soft_time_limit=2 * 60, time_limit=3 * 60)
def send_notices() -> None:
    """Write the digests that are due, and tell calendars what changed."""
    for workspace in digests.waiting():
        try:
            digests.sweep(workspace)
            invitations.sweep(workspace)
        except Exception:
            log.exception("notices_not_sent", workspace=str(workspace))
