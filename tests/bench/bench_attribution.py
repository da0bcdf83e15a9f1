# ruff: noqa: T201 - it reports to whoever runs it
"""Attribution, beside a loop that only counts touches: `python tests/bench/bench_attribution.py [PATHS …]`."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
# As a worker should run: threads of numpy's own make small tables slower, most of all beside other work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from impact.attribution.journeys import Journey, Journeys, by_channel, collect
from impact.attribution.markov import removal
from impact.attribution.shapley import shapley
from impact.attribution.side_by_side import POSITIONS, side_by_side

ROUNDS = 5


def journeys(many: int, channels: int, *, seed: int = 1) -> list[Journey]:
    """Paths of one to thirty touches, five on average; a few channels are touched far more than others."""
    random = np.random.default_rng(seed)
    taste = 1.0 / np.arange(1, channels + 1)
    lengths = np.minimum(random.geometric(0.2, size=many), 30)
    touched = random.choice(channels, size=int(lengths.sum()), p=taste / taste.sum())
    paths = np.split(touched, np.cumsum(lengths)[:-1])
    conversions, nulls = random.poisson(2, size=many), random.poisson(40, size=many)
    return [
        Journey(tuple(f"channel {one}" for one in path.tolist()), float(won), 25.0 * float(won), float(lost))
        for path, won, lost in zip(paths, conversions, nulls, strict=True)
    ]


def count(listed: list[Journey]) -> dict[str, float]:
    """The baseline: what any rule does at least, in plain Python."""
    touches: dict[str, float] = {}
    for journey in listed:
        for channel in journey.path:
            touches[channel] = touches.get(channel, 0.0) + journey.conversions
    return touches


def median(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return sorted(taken)[ROUNDS // 2]


def rules(found: Journeys) -> dict[str, Callable[[], object]]:
    by_position = {
        name: lambda rule=rule: by_channel(found, rule(found) * found.conversions[found.owner])
        for name, rule in POSITIONS.items()
    }
    return {
        **by_position,
        "markov with nulls": lambda: removal(found, with_nulls=True),
        "markov without nulls": lambda: removal(found, with_nulls=False),
        "shapley": lambda: shapley(found, found.conversions),
        "everything side by side": lambda: side_by_side(found),
    }


def main(*arguments: str) -> None:
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; seconds of the processor, median of {ROUNDS}")
    for many in [int(argument) for argument in arguments] or [10_000]:
        for channels in (10, 100, 1000):
            listed = journeys(many, channels)
            found = collect(listed)
            print(f"{many:,} paths, {len(found.touch):,} touches of {len(found.channels):,} channels")
            counted = median(lambda listed=listed: count(listed))
            print(f"  {'a loop that counts touches':28} {counted * 1000:8.1f} ms")
            for name, work in {"journeys collected": lambda listed=listed: collect(listed), **rules(found)}.items():
                taken = median(work)
                print(f"  {name:28} {taken * 1000:8.1f} ms   {taken / counted:6.1f} × the loop")


if __name__ == "__main__":
    main(*sys.argv[1:])
