"""What is looked at now and then in every workspace, by the beat or by cron; one that breaks keeps no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

import structlog

from accounts.isolation import all_workspaces
from checkins.calendars import invitations
from checkins.events import noticing
from checkins.notices import digests

log = structlog.stdlib.get_logger("checkins.sweeping")


def notice_changes() -> int:
    """Says how many changes of people, goals and results are new."""
    return _each(all_workspaces(), noticing.sweep, "changes_not_noticed")


def send_notices() -> int:
    """Digests that are due, and what changed for calendars; says how many mails were written."""
    return _each(digests.waiting(), lambda one: digests.sweep(one) + invitations.sweep(one), "notices_not_sent")


def _each(workspaces: Iterable[UUID], sweep: Callable[[UUID], int], broken: str) -> int:
    done = 0
    for workspace in workspaces:
        try:
            done += sweep(workspace)
        except Exception:
            log.exception(broken, workspace=str(workspace))
    return done
