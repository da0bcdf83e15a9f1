"""What the demo's planning session took in is among its initiatives."""

from __future__ import annotations

from accounts.isolation import scope
from accounts.models import Workspace
from impact.models import Initiative, Planned
from planning.models import Proposal


def link_planned(workspace: Workspace) -> bool:
    """Whether there was one to link; what somebody has linked or renamed stays as it is."""
    with scope(workspace=workspace.pk):
        if Planned.objects.exists():
            return False
        named = {one.name: one for one in Initiative.objects.filter(workspace=workspace)}
        kept = Proposal.objects.filter(
            session__closed_at__isnull=False, decision=Proposal.Decision.IN, title__in=named.keys()
        )
        made = Planned.objects.bulk_create(
            Planned(workspace=workspace, initiative=named[each.title], proposal=each) for each in kept
        )
    return bool(made)
