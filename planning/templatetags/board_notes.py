"""Notes of a planning board on a page. Each is drawn once by this process for all who watch it, as they differ by whose
screen it is alone: where its forms go, and their token."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any, Final

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from web.remembered import Remembered

register = template.Library()

# In the place of what differs. Nobody knows them, so nobody writes them on a note.
BASE: Final = f"base-{secrets.token_hex(16)}"
TOKEN: Final = f"token-{secrets.token_hex(16)}"
_DRAWN: Final = Remembered[str](6_000)


@register.simple_tag(takes_context=True)
def board_notes(context: Context, notes: Iterable[dict[str, Any]], base: str, level: str, moves: bool) -> SafeString:
    """Notes as `board.changes` tells them."""
    drawn = "".join(_drawn(note, level, bool(moves)) for note in notes)
    token = escape(str(context.get("csrf_token", "")))
    # Both halves were escaped where they were drawn.
    return mark_safe(drawn.replace(BASE, escape(base)).replace(TOKEN, token))


def _drawn(note: dict[str, Any], level: str, moves: bool) -> str:
    fields = {"note": note, "base": BASE, "level": level, "moves": moves, "csrf_token": TOKEN}
    return _DRAWN.get(
        (note["id"], note["mine"], level, moves),
        (note["version"], note["place"], note["text"], note["carried"]),
        lambda: render_to_string("planning/sessions/_note.html", fields),
    )
