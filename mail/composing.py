"""Mails whose words are written when they leave: each kind has a composer, which asks again whether it is wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from accounts.models import Workspace
from mail.letters import Letter

# What a mail is about, in ids: what `outbox.write_later` was given.
About = Mapping[str, Any]
Composer = Callable[[Workspace, About], Letter]


class NotWantedError(Exception):
    """Nobody is to get this mail any more; `str()` says why in a sentence."""


_composers: dict[str, Composer] = {}


def register(kind: str, composer: Composer) -> None:
    """Once, when the app is ready; a second time replaces the first. A composer reads inside of its workspace."""
    _composers[kind] = composer


def compose(kind: str, workspace: Workspace, about: About) -> Letter:
    return _composers[kind](workspace, about)
