"""Entry points of background work on the Map station."""

from collections.abc import Iterator
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from accounts.isolation import all_workspaces, scope
from accounts.models import User, Workspace
from stakeholders.imports import batches, progress
from stakeholders.models import ImportBatch
from stakeholders.network import reading


@shared_task
def read_import(*, workspace_id: str, batch_id: int) -> None:
    """Read an uploaded file and make its preview."""
    with scope(workspace=UUID(workspace_id)):
        # Held while it reads: who sweeps up sees that it lives.
        batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=batch_id)
        batches.prepare(batch, report=progress.reporter(batch_id))
        progress.forget(batch_id)


@shared_task
def apply_import(*, workspace_id: str, batch_id: int) -> None:
    """Write an import that was confirmed."""
    with scope(workspace=UUID(workspace_id)):
        batches.apply(batch_id, report=progress.reporter(batch_id))
        progress.forget(batch_id)


@shared_task
def undo_import(*, workspace_id: str, batch_id: int, actor_id: int, anyway: bool = False) -> None:
    """Take an import back."""
    with scope(workspace=UUID(workspace_id)):
        actor = User.objects.get(pk=actor_id)
        batches.undo(batch_id, actor=actor, anyway=anyway, report=progress.reporter(batch_id))
        progress.forget(batch_id)


def _every_workspace() -> Iterator[Workspace]:
    """Each workspace, in a scope of its own while the caller is at it."""
    for workspace_id in all_workspaces():
        with scope(workspace=workspace_id):
            yield Workspace.objects.get(pk=workspace_id)


@shared_task
def sweep_imports() -> None:
    """Forget old previews and give up on work whose worker died, in every workspace."""
    for workspace in _every_workspace():
        batches.sweep(workspace, now=timezone.now())


@shared_task(soft_time_limit=5 * 60, time_limit=6 * 60)
def read_network(*, workspace_id: str) -> None:
    """Work out layout and measures of a network whose ties changed."""
    with scope(workspace=UUID(workspace_id)):
        workspace = Workspace.objects.get(pk=workspace_id)
        # Asked for twice when nobody came at first: one of them is enough.
        if reading.is_running(workspace) or not reading.out_of_date(workspace):
            return
    with reading.telling(workspace) as report:
        reading.read_network(workspace, report=report)


@shared_task
def sweep_networks() -> None:
    """Have every network read whose ties changed and that nobody has asked for."""
    for workspace in _every_workspace():
        if reading.out_of_date(workspace) and reading.ask_once(workspace):
            # A reading holds no transaction while it measures: another task, so that none waits for this one's.
            read_network.delay(workspace_id=str(workspace.pk))
