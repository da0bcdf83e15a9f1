"""What views have in common that cause letters: the first ones are written now, many by a worker."""

from typing import Any

import structlog
from celery import Task
from django.db import transaction
from django.utils import timezone

from discussions import tasks
from discussions.models import Discussion
from discussions.running import posting
from mail.models import Message
from mail.tasks import send_soon

log = structlog.stdlib.get_logger("discussions.letters")
# So many are written while somebody waits.
AT_ONCE = 20


def write_letters(discussion: Discussion) -> int:
    """Write what is due in a discussion; says how many people are written to, now and in a moment."""
    now = timezone.now()
    written = posting.write_invitations(discussion, now=now, at_most=AT_ONCE)
    written += posting.write_outcomes(discussion, now=now, at_most=AT_ONCE)
    left = 0
    if written:
        waiting = posting.untold if discussion.outcome_told_at else posting.uninvited
        left = waiting(discussion).count()
    leave(discussion, written, left=left)
    return len(written) + left


def leave(discussion: Discussion, written: list[Message], *, left: int = 0) -> None:
    """Have letters leave as soon as the transaction ends, and the rest written; a sweep finds what nobody was told."""
    send_soon(written)
    if left:
        _ask_for(tasks.write_letters, discussion)


def have_rest_reminded(discussion: Discussion) -> None:
    _ask_for(tasks.remind_rest, discussion)


def _ask_for(task: Task[Any, None], discussion: Discussion) -> None:
    told = {"workspace_id": str(discussion.workspace_id), "discussion_id": discussion.pk}

    def ask() -> None:
        try:
            task.apply_async(kwargs=told, retry=False)
        except Exception:
            log.warning("worker_not_told", exc_info=True)

    transaction.on_commit(ask, robust=True)
