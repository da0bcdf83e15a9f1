"""How exactly limits and means may be told: they are worked out from values, and are known no better than those."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# From billions to parts that nobody writes.
LARGEST, SMALLEST = 9, -4
# Over so many steps of the values, their own step is fine enough; over fewer, one digit more is told.
STEPS = 10


@dataclass(frozen=True)
class Precision:
    """`step` is what figures are rounded to; 0 where they are not."""

    step: float = 0.0

    @property
    def finer(self) -> Precision:
        """With one digit more."""
        return Precision(self.step / 10)

    def of(self, value: float, *, beside: float | None = None) -> float:
        """The value in whole steps, finer where it would be the same as one `beside` it that it is not."""
        if not self.step:
            return value
        told = _in_steps(value, self.step)
        if beside is not None and value != beside and told == _in_steps(beside, self.step):
            return _in_steps(value, self.step / 10)
        return told


def precision(values: Iterable[float | None], ends: Sequence[float | None]) -> Precision:
    """By the largest power of ten of which all values are multiples, and how far apart the `ends` are between which
    chance brings them."""
    known = [value for value in values if value is not None]
    if not any(known):
        return Precision()
    step = next((10.0**power for power in range(LARGEST, SMALLEST - 1, -1) if _are_whole(known, 10.0**power)), 0.0)
    both = [end for end in ends if end is not None]
    reach = both if len(both) > 1 else [*both, *known]
    return Precision(step if max(reach) - min(reach) >= STEPS * step else step / 10)


def _are_whole(values: Iterable[float], step: float) -> bool:
    return all(abs(value - round(value / step) * step) <= 1e-9 * abs(value) for value in values)


def _in_steps(value: float, step: float) -> float:
    # By the inverse of a part: 0.1 is none that a machine knows.
    return round(value * round(1 / step)) / round(1 / step) if step < 1 else round(value / step) * step
