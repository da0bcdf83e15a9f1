"""Mails to write, and mail servers to send them to."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Workspace
from mail import outbox
from mail.models import Message


@pytest.fixture
def write(workspace: Workspace) -> Callable[..., Message]:
    """`write("a")`: an invitation to Ada, due now."""

    def written(key: str = "a", **said: Any) -> Message:
        words: dict[str, Any] = {
            "workspace": workspace,
            "to": "Ada@Partner.example",
            "subject": "Five minutes for what matters",
            "text": "Open https://coalition.example/l/secret-of-ada/\n",
            "kind": "invitation",
        }
        return outbox.write(key=key, **(words | said))

    return written


@pytest.fixture
def through(settings) -> Callable[[Any], None]:
    """Let mails leave by this server."""

    def chosen(server: Any) -> None:
        settings.MAIL_TRANSPORT = "smtp"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port

    return chosen
