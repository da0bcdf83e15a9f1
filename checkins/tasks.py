"""Entry points of the clock of check-ins."""

from celery import shared_task

from checkins import ticking


@shared_task(soft_time_limit=2 * 60, time_limit=3 * 60)
def tick() -> None:
    """Open the check-ins that are due."""
    ticking.tick()
