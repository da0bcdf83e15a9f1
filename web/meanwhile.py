"""Two people at one thing: whoever stores second is told what the first has stored."""

from __future__ import annotations

from typing import Any

from django.db.models import Model


class EditedMeanwhile(Exception):  # noqa: N818 - it says what happened, not that something broke
    """Somebody else stored a change first. `now` is the row as it stands, of the model that was to be changed."""

    now: Any

    def __init__(self, now: Model) -> None:
        super().__init__(f"{now} was changed by somebody else")
        self.now = now
