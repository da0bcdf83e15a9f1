"""Entry points of background work on the Impact station."""

from functools import partial
from uuid import UUID

from celery import shared_task
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.isolation import all_workspaces, scope
from accounts.models import User, Workspace
from impact import coalition
from impact.api import storing
from impact.files import life, progress
from impact.journeys import life as journeys
from impact.models import JourneyFile, ObservationFile
from impact.reports import issuing, sending
from impact.reports import progress as report_progress


@shared_task
def read_file(*, workspace_id: str, file_id: int) -> None:
    """Read an uploaded file of observations and make its preview."""
    with scope(workspace=UUID(workspace_id)):
        file = ObservationFile.objects.select_related("workspace").get(pk=file_id)
        life.prepare(file, report=progress.reporter(file_id))
        progress.forget(file_id)


@shared_task
def store_file(*, workspace_id: str, file_id: int, actor_id: int) -> None:
    """Store the observations of a file that was confirmed."""
    with scope(workspace=UUID(workspace_id)):
        life.apply(file_id, actor=User.objects.get(pk=actor_id), report=progress.reporter(file_id))
        progress.forget(file_id)


@shared_task
def undo_file(*, workspace_id: str, file_id: int, actor_id: int) -> None:
    """Take back what a file stored."""
    with scope(workspace=UUID(workspace_id)):
        life.undo(file_id, actor=User.objects.get(pk=actor_id))
        progress.forget(file_id)


@shared_task
def read_journeys(*, workspace_id: str, file_id: int) -> None:
    """Read an uploaded file of journeys and make its preview."""
    with scope(workspace=UUID(workspace_id)):
        key = journeys.progress_key(file_id)
        file = JourneyFile.objects.select_related("workspace").get(pk=file_id)
        journeys.prepare(file, report=progress.reporter(key))
        progress.forget(key)


@shared_task
def store_journeys(*, workspace_id: str, file_id: int, actor_id: int) -> None:
    """Store the journeys of a file that was confirmed."""
    with scope(workspace=UUID(workspace_id)):
        key = journeys.progress_key(file_id)
        try:
            journeys.store(file_id, None, actor=User.objects.get(pk=actor_id), report=progress.reporter(key))
        except ValidationError as problem:
            journeys.fail(file_id, " ".join(problem.messages))
        progress.forget(key)


@shared_task
def issue_report(*, workspace_id: str, report_id: int, actor_id: int, version: int, why: str) -> None:
    """Issue a long report that was claimed."""
    with scope(workspace=UUID(workspace_id)):
        issuing.issue_started(
            report_id,
            actor=User.objects.get(pk=actor_id),
            expected_version=version,
            why=why,
            report_progress=partial(report_progress.tell, report_id),
        )
        report_progress.forget(report_id)


@shared_task
def sweep_files() -> None:
    """Forget files that nobody decided on and give up on work whose worker died, in every workspace."""
    for workspace_id in all_workspaces():
        with scope(workspace=workspace_id):
            workspace = Workspace.objects.get(pk=workspace_id)
            life.sweep(workspace, now=timezone.now())
            journeys.sweep(workspace, now=timezone.now())
            issuing.sweep(workspace, now=timezone.now())


@shared_task
def sweep_api_keys() -> None:
    """Forget the keys of requests that were answered a day ago, in every workspace."""
    for workspace_id in all_workspaces():
        with scope(workspace=workspace_id):
            storing.sweep(workspace_id=workspace_id, now=timezone.now())


@shared_task(soft_time_limit=5 * 60, time_limit=6 * 60)
def sweep_report_sendings() -> None:
    """Write the letters of reports that are due, in every workspace, a batch a transaction."""
    for workspace_id in all_workspaces():
        more = True
        while more:
            with scope(workspace=workspace_id):
                _, looked_at = sending.write_due(Workspace.objects.get(pk=workspace_id))
                more = looked_at >= sending.AT_MOST


@shared_task
def sweep_coalitions() -> None:
    """Read how the coalition of each workspace moved in the quarter that is over, once."""
    for workspace_id in all_workspaces():
        with scope(workspace=workspace_id):
            coalition.read_last_quarter(Workspace.objects.get(pk=workspace_id), today=timezone.localdate())
