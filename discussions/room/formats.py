"""Ready formats for a prompt in a room, as data.

After Henri Lipmanowicz and Keith McCandless, "The Surprising Power of Liberating Structures: Simple Rules to Unleash
a Culture of Innovation" (2013), where both are described; 1-2-4-All takes twelve minutes there, TRIZ thirty-five.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from discussions.models import Step

Setting = Step.Setting


@dataclass(frozen=True)
class Stage:
    """`says` may name the prompt as {prompt}. Where `asks`, people have the prompt's box before them."""

    title: str
    says: str
    setting: str
    minutes: int
    asks: bool


@dataclass(frozen=True)
class Format:
    key: str
    name: str
    says: str
    stages: tuple[Stage, ...]

    @property
    def minutes(self) -> int:
        return sum(stage.minutes for stage in self.stages)


ONE_TWO_FOUR_ALL = Format(
    "1-2-4-all",
    "1-2-4-All",
    "Everybody thinks alone, then in pairs, then in fours; only then the whole room talks.",
    (
        Stage("Alone", "Think in silence and write down what comes to you.", Setting.ALONE, 1, asks=True),
        Stage("In pairs", "Tell each other what you wrote. Add to it, sharpen it.", Setting.PAIRS, 2, asks=True),
        Stage(
            "In fours",
            "Compare what your pairs have. What is alike, what differs? Keep what is strongest.",
            Setting.FOURS,
            4,
            asks=True,
        ),
        Stage("Everybody", "One thing that stood out in your four: say it to the room.", Setting.ALL, 5, asks=True),
    ),
)
TRIZ = Format(
    "triz",
    "TRIZ",
    "Stop what works against you: imagine the worst result, see what you do already that leads there, and end it.",
    (
        Stage(
            "The worst result",
            "“{prompt}” – now turn it round. List all you can do to achieve the worst possible result.",
            Setting.FOURS,
            10,
            asks=False,
        ),
        Stage(
            "What resembles it",
            "Go down your list. Is there anything that we currently do that resembles it, in any way? Be honest.",
            Setting.FOURS,
            10,
            asks=False,
        ),
        Stage(
            "What stops it",
            "Take what you found. What first step will help you stop it?",
            Setting.ALL,
            10,
            asks=True,
        ),
    ),
)
FORMATS: Mapping[str, Format] = {each.key: each for each in (ONE_TWO_FOUR_ALL, TRIZ)}
