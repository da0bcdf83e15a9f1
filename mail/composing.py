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
# Raises NotWantedError where a mail whose words are written already is not wanted any more.
Gate = Callable[[Workspace, About], object]


class NotWantedError(Exception):
    """Nobody is to get this mail any more; `str()` says why in a sentence."""


class NotYetError(Exception):
    """It is wanted, but not before `until`; `str()` says why in a sentence. Then its composer is asked again."""

    def __init__(self, why: str, *, until: dt.datetime) -> None:
        super().__init__(why)
        self.until = until


_composers: dict[str, tuple[Composer, Gate | None]] = {}


def register(kind: str, composer: Composer, *, gate: Gate | None = None) -> None:
    """Once, when the app is ready; a second time replaces the first. A composer reads inside of its workspace. The
    `gate` is asked before each later try, which sends the words of the first."""
    _composers[kind] = (composer, gate)


def compose(kind: str, workspace: Workspace, about: About) -> Letter:
    composer, _ = _composers[kind]
    return composer(workspace, about)


def ask_again(kind: str, workspace: Workspace, about: About) -> None:
    _, gate = _composers[kind]
    if gate is not None:
        gate(workspace, about)
