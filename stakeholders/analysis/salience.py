"""Stakeholder salience (Mitchell, Agle & Wood 1997): who must be attended to, by power, legitimacy and urgency."""

from dataclasses import dataclass
from itertools import product
from typing import Literal

Class = Literal[
    "definitive", "dominant", "dangerous", "dependent", "dormant", "discretionary", "demanding", "non-stakeholder"
]
Level = Literal["definitive", "expectant", "latent", "none"]

CLASSES: dict[tuple[bool, bool, bool], Class] = {
    (True, True, True): "definitive",
    (True, True, False): "dominant",
    (True, False, True): "dangerous",
    (False, True, True): "dependent",
    (True, False, False): "dormant",
    (False, True, False): "discretionary",
    (False, False, True): "demanding",
    (False, False, False): "non-stakeholder",
}
LEVELS: tuple[Level, ...] = ("none", "latent", "expectant", "definitive")


@dataclass(frozen=True)
class Salience:
    """`name` is None while an attribute is unknown; `possible` lists every class it can still turn out to be, most
    salient first. `least` and `most` are the levels between which it lies: none, latent, expectant, definitive."""

    name: Class | None
    possible: tuple[Class, ...]
    least: Level
    most: Level

    @property
    def known(self) -> bool:
        return self.name is not None


def salience(power: bool | None, legitimacy: bool | None, urgency: bool | None) -> Salience:
    """The class by which attributes somebody has; None means that nobody has judged it yet."""
    powers, claims, calls = (
        (True, False) if attribute is None else (attribute,) for attribute in (power, legitimacy, urgency)
    )
    combinations = sorted(product(powers, claims, calls), key=lambda attributes: -sum(attributes))
    possible = tuple(CLASSES[attributes] for attributes in combinations)
    return Salience(
        possible[0] if len(possible) == 1 else None,
        possible,
        LEVELS[sum(combinations[-1])],
        LEVELS[sum(combinations[0])],
    )
