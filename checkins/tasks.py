"""Entry points of the clock of check-ins, and of who looks for changes."""

import structlog
from celery import shared_task

from checkins import health, sweeping, ticking

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
    sweeping.notice_changes()


@shared_task(soft_time_limit=2 * 60, time_limit=3 * 60)
def send_notices() -> None:
    """Write the digests that are due, and tell calendars what changed."""
    sweeping.send_notices()
