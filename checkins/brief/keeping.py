"""A brief as it is kept with a check-in: what was known on the day on which somebody prepared for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any, Final

from checkins.brief.asking import Question
from checkins.brief.composing import Brief, Line, Part

# Another number once a brief is made of something else.
VERSION: Final = 1


def packed(brief: Brief) -> dict[str, Any]:
    return {"version": VERSION, **asdict(brief), "known_on": brief.known_on.isoformat()}


def unpacked(kept: dict[str, Any] | None) -> Brief | None:
    """None where nothing was kept, or something this version does not read."""
    if not kept or kept.get("version") != VERSION:
        return None
    return Brief(
        kept["name"],
        kept["who"],
        kept["headline"],
        dt.date.fromisoformat(kept["known_on"]),
        tuple(
            Part(one["key"], one["title"], tuple(Line(**line) for line in one["lines"]), one["more"], one["lacks"])
            for one in kept["parts"]
        ),
        tuple(Question(**one) for one in kept["questions"]),
        tuple(kept["avoid"]),
    )
