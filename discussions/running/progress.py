"""Who has been heard, in one sentence. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stakeholders.models import Segment

ORDER = [Segment.DECISION_MAKER, Segment.INFLUENCER, Segment.CHAMPION, Segment.DETRACTOR, Segment.PARTICIPANT]


@dataclass(frozen=True)
class Heard:
    """How many of a segment are invited, and how many of them have answered."""

    segment: str
    invited: int
    answered: int


def in_order(heard: Iterable[Heard]) -> list[Heard]:
    places = {segment: place for place, segment in enumerate([*ORDER, Segment.UNKNOWN])}
    return sorted((each for each in heard if each.invited), key=lambda each: places[Segment(each.segment)])


def says(heard: Iterable[Heard], *, is_draft: bool = False, is_over: bool = False) -> str:
    """Such as “14 of 22 have answered; no decision maker yet.” A segment of whom nobody is invited is not missed."""
    rows = in_order(heard)
    if is_draft:
        return chosen(sum(each.invited for each in rows))
    invited, answered = sum(each.invited for each in rows), sum(each.answered for each in rows)
    if not invited:
        return "Nobody was invited." if is_over else "Nobody is invited yet."
    if not answered:
        return _nobody(invited, is_over=is_over)
    missing = [
        f"no {Segment(each.segment).label.lower()}"
        for each in rows
        if not each.answered and each.segment != Segment.UNKNOWN
    ]
    counted = _counted(answered, invited, is_over=is_over)
    if not missing:
        return f"{counted}."
    return f"{counted}; {_and(missing)} {'did' if is_over else 'yet'}."


def chosen(invited: int) -> str:
    """Of a draft. Pure."""
    if not invited:
        return "Nobody is chosen yet."
    return "One person is chosen." if invited == 1 else f"{invited:,} people are chosen."


def _nobody(invited: int, *, is_over: bool) -> str:
    if invited == 1:
        return "The one person invited did not answer." if is_over else "The one person invited has not answered yet."
    return f"None of {invited:,} answered." if is_over else f"None of {invited:,} has answered yet."


def _counted(answered: int, invited: int, *, is_over: bool) -> str:
    if answered == invited:
        everybody = f"All {invited:,}" if invited > 1 else "The one person invited"
        return f"{everybody} {'answered' if is_over else 'have answered' if invited > 1 else 'has answered'}"
    return (
        f"{answered:,} of {invited:,} {'answered' if is_over else 'have answered' if answered > 1 else 'has answered'}"
    )


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
