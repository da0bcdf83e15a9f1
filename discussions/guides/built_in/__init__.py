"""The guides that come with the product, to start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from discussions.guides.built_in import situations
from discussions.guides.text import GuideText
from stakeholders.models import Segment


@dataclass(frozen=True)
class BuiltIn:
    """`for_whom` is the segment whose situation it is written for; everybody else has a variant in it too."""

    key: str
    says: str
    for_whom: str
    text: GuideText


BUILT_IN: Final[Mapping[str, BuiltIn]] = {
    each.key: each
    for each in (
        BuiltIn("round", "One round with everybody: each hears the questions that fit them.", "", situations.ROUND),
        BuiltIn(
            "not-lost",
            "What they must not lose, and what would make a trial fair.",
            Segment.DETRACTOR,
            situations.NOT_LOST,
        ),
        BuiltIn(
            "decision",
            "Which proof and which guard-rails they need, and when they decide.",
            Segment.DECISION_MAKER,
            situations.DECISION,
        ),
        BuiltIn("said", "What they could say honestly, and to whom.", Segment.INFLUENCER, situations.SAID),
        BuiltIn("worked", "What made it work for them, and what would spread it.", Segment.CHAMPION, situations.WORKED),
        BuiltIn("week", "What their week is like, and what eases it.", Segment.PARTICIPANT, situations.NORMAL_WEEK),
        BuiltIn("short", "Three questions, one idea and one promise, for a full calendar.", "", situations.SHORT),
    )
}  # fmt: skip
