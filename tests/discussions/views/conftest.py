"""Browsers behind a personal link."""

from collections.abc import Callable

import pytest
from django.test import Client

from discussions.models import Invitation


@pytest.fixture
def visit(token_of) -> Callable[[Invitation], Client]:
    """A browser that has gone through the door of this invitation's link."""

    def opened(invitation: Invitation) -> Client:
        client = Client()
        assert client.post(f"/l/{token_of(invitation)}/").status_code == 302
        return client

    return opened
