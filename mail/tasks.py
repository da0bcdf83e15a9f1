"""Entry points of sending mail in the background."""

from collections.abc import Iterable
from functools import partial
from uuid import UUID

import structlog
from celery import shared_task
from django.db import transaction

from mail import sending
from mail.models import Message

log = structlog.stdlib.get_logger("mail.tasks")


@shared_task(soft_time_limit=5 * 60, time_limit=6 * 60)
def sweep_outbox() -> None:
    """Send every mail that is due."""
    sending.sweep()


@shared_task(soft_time_limit=2 * 60, time_limit=3 * 60)
def send_at_once(*, message_ids: list[str]) -> None:
    """Send mails somebody waits for, without waiting for the next sweep."""
    sending.send_at_once([UUID(message_id) for message_id in message_ids])


def send_soon(messages: Iterable[Message]) -> None:
    """From a view: have these sent as soon as the transaction ends. Whether or not a worker can be told, they are
    written: the next sweep finds them."""
    ids = [str(message.pk) for message in messages if message.state == Message.State.WAITING]
    if ids:
        transaction.on_commit(partial(_ask_for, ids), robust=True)


def _ask_for(ids: list[str]) -> None:
    try:
        send_at_once.apply_async(kwargs={"message_ids": ids}, retry=False)
    except Exception:
        log.warning("worker_not_told", exc_info=True)
