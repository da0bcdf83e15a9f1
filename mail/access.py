"""The only way a view gets a message by its id."""

from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import WorkspaceRequest
from mail.models import CaughtMail, Message


def get_message(request: WorkspaceRequest, pk: UUID) -> Message:
    return get_object_or_404(Message.objects.of(request.workspace), pk=pk)


def get_caught(pk: int) -> CaughtMail:
    require_inbox()
    return get_object_or_404(CaughtMail, pk=pk)


def require_inbox() -> None:
    """Only on one's own machine and only where no mail server is named: whoever opens the page reads every mail."""
    if settings.MAIL_TRANSPORT != "inbox" or settings.PRODUCTION:
        raise Http404
