"""Makes a workspace of a size to measure on, each app its part of it."""

from django.utils import timezone

from accounts.models import User, Workspace
from impact import generation as impact
from planning import generation as planning
from stakeholders.management.commands import generate


class Command(generate.Command):
    def add(self, workspace: Workspace, leader: User, *, size: str, seed: int) -> None:
        today = timezone.localdate()
        planning.generate(workspace, leader, size=size, seed=seed, today=today)
        impact.generate(workspace, leader, size=size, seed=seed, today=today)

    def clear(self) -> None:
        impact.empty()
        planning.empty()
        super().clear()
