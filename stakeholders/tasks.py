"""Entry points of background work on the Map station."""

from celery import shared_task


@shared_task
def sweep_imports() -> None:
    """Placeholder."""
