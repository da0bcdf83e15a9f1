"""Mails whose words are written when they leave: each kind has a composer, which asks again whether it is wanted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from accounts.models import Workspace
from mail.letters import Letter

# What a mail is about, in ids: what `outbox.write_later` was given.
About = Mapping[str, Any]
Composer = Callable[[Workspace, About], Letter]


class NotWantedError(Exception):
    """Nobody is to get this mail any more; `str()` says why in a sentence."""


class NotYetError(Exception):
    """It is wanted, but not before `until`; `str()` says why in a sentence. Then its composer is asked again."""

    def __init__(self, why: str, *, until: dt.datetime) -> None:
        super().__init__(why)
        self.until = until


_composers: dict[str, Composer] = {}


def register(kind: str, composer: Composer) -> None:
    """Once, when the app is ready; a second time replaces the first. A composer reads inside of its workspace."""
    _composers[kind] = composer


def compose(kind: str, workspace: Workspace, about: About) -> Letter:
    return _composers[kind](workspace, about)
