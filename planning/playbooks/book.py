"""A playbook as it is read: a workspace's own words where it wrote some, the original ones elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planning.playbooks.texts import HEADINGS, ORIGINALS, label_of


@dataclass(frozen=True)
class Objection:
    said: str
    answer: str


@dataclass(frozen=True)
class Part:
    """One heading with its points, or with objections and their answers. `is_own`: the workspace's words."""

    name: str
    label: str
    points: tuple[str, ...]
    objections: tuple[Objection, ...]
    is_own: bool


@dataclass(frozen=True)
class Book:
    segment: str
    parts: tuple[Part, ...]

    @property
    def own(self) -> int:
        """How many parts hold the workspace's own words."""
        return sum(part.is_own for part in self.parts)


def tidy(text: str) -> str:
    """Text as it is compared and stored: lines end alike, none has blanks behind it, nor the text lines around it."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


def points(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def objections(text: str) -> tuple[Objection, ...]:
    """Paragraphs: the first line is what they say, the rest of it the answer."""
    found: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            found[-1].append(line.strip())
        elif found[-1]:
            found.append([])
    return tuple(Objection(lines[0], " ".join(lines[1:])) for lines in found if lines)


def book_of(segment: str, own: Mapping[str, str]) -> Book:
    """The playbook of a segment; `own` gives a workspace's words by part, "" where it has none."""
    parts = []
    for heading in HEADINGS:
        written = own.get(heading.name, "")
        text = written or ORIGINALS[segment][heading.name]
        are_pairs = heading.name == "objections"
        parts.append(
            Part(
                heading.name,
                label_of(heading, segment),
                () if are_pairs else points(text),
                objections(text) if are_pairs else (),
                bool(written),
            )
        )
    return Book(segment, tuple(parts))
