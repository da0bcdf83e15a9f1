"""What every page of a leader says when check-ins are unwell."""

from collections.abc import Callable

from django.http import HttpRequest

from checkins import unwell
from checkins.unwell import Trouble


def schedule(request: HttpRequest) -> dict[str, Callable[[], tuple[Trouble, ...]]]:
    """A callable: only whole pages draw it, and no part of one pays for the look."""
    membership = getattr(request, "membership", None)
    leads = membership if membership is not None and membership.is_leader else None
    return {"schedule_troubles": lambda: unwell.looked(leads.workspace_id) if leads else ()}
