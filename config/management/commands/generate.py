"""Makes a workspace of a size to measure on, each app its part of it."""

from django.utils import timezone

from accounts.models import User, Workspace
from planning import generation
from stakeholders.management.commands import generate


class Command(generate.Command):
    def add(self, workspace: Workspace, leader: User, *, size: str, seed: int) -> None:
        generation.generate(workspace, leader, size=size, seed=seed, today=timezone.localdate())

    def clear(self) -> None:
        generation.empty()
        super().clear()
