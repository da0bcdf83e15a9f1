"""What Today says first, in a sentence or two. Pure."""

from __future__ import annotations

from planning.alignment import counted
from web.shapes import POSITIONS


def says(talks: int, *, overdue: int, promises: int, has_people: bool) -> tuple[str, ...]:
    """ "Three conversations are worth most this week." "Two check-ins are overdue, and one promise is due." """
    if not has_people:
        return ("Nobody is on the map yet.", "This page fills as you go round the loop.")
    if talks:
        are = "conversation is" if talks == 1 else "conversations are"
        first = f"{counted(talks).capitalize()} {are} worth most this week."
    else:
        first = "No conversation presses this week."
    late = _some(overdue, "check-in is", "check-ins are")
    due = _some(promises, "promise is", "promises are")
    parts = [f"{late} overdue"] * bool(overdue) + [f"{due} due"] * bool(promises)
    if not parts:
        return (first,)
    second = ", and ".join(parts)
    return first, f"{second[0].upper()}{second[1:]}."


def _some(many: int, one: str, several: str) -> str:
    return f"{counted(many)} {one if many == 1 else several}"


def changed(before: int | None, after: int | None) -> tuple[str, str]:
    """("Sceptical → neutral", "good-rise")."""
    words = f"{POSITIONS[before]} → {POSITIONS[after].lower()}"
    if before is None or after is None:
        return words, "plain"
    return words, "good-rise" if after > before else "concern-fall"
