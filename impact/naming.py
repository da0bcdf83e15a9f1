"""What people call a thing: without blanks around it, and once in a workspace."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models

# Those that turn the direction of all that follows them, also of what somebody else wrote (UAX 9), and controls but
# tabs and the ends of lines.
_UNWRITTEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Without what would reverse the sentence that it is quoted in or is no sign, and without blanks around it."""
    return _UNWRITTEN.sub("", text).strip()


def trimmed(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Blanks around a text are no part of it: neither another name nor another meaning."""
    return {name: plain(value) if isinstance(value, str) else value for name, value in fields.items()}


@contextmanager
def named_once(model: type[models.Model]) -> Iterator[None]:
    """Where two take a name in the same moment neither sees the other's; the database does, by a constraint of its own
    for each model: `metric_named_once`."""
    noun = str(model._meta.model_name)
    try:
        yield
    except IntegrityError as problem:
        if f"{noun}_named_once" not in str(problem):
            raise
        article = "an" if noun[0] in "aeio" else "a"
        raise ValidationError({"name": f"There is {article} {noun} of this name already."}) from problem
