# ruff: noqa: T201 - it reports to whoever runs it
"""Recomputing a discussion: `python tests/bench/bench_agreement.py [VOTES …]`, by default 100,000 votes."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
# As a worker should run: threads of numpy's own make small tables slower, most of all beside other work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from discussions.agreement.consensus import consensus, shares
from discussions.agreement.opinion_groups import opinion_groups
from discussions.agreement.representative import representative
from discussions.agreement.suppression import tallies_shown
from discussions.agreement.uncertainty import areas_of_uncertainty
from discussions.agreement.votes import Tallies, Votes, collect, collect_rows, tally

SEGMENTS = 5
ROUNDS = 5

Row = tuple[int, int, int]


def votes(many: int, *, seen: float = 0.2, seed: int = 1) -> list[Row]:
    """As many votes, a fifth of (people × statements), five times as many people as statements, three camps."""
    random = np.random.default_rng(seed)
    statements = max(int(np.sqrt(many / seen / 5)), 2)
    people = statements * 5
    taste = random.choice([-1, 1], size=(3, statements))[np.arange(people) % 3]
    value = np.where(random.random((people, statements)) < 0.6, taste, random.choice([-1, 0, 1], size=taste.shape))
    cells = random.permutation(people * statements)[:many]
    voter, statement = np.divmod(cells, statements)
    return list(zip(voter.tolist(), statement.tolist(), value[voter, statement].tolist(), strict=True))


def best(name: str, work: Callable[[], object]) -> None:
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    print(f"  {name:44} median {sorted(taken)[ROUNDS // 2] * 1000:8.1f} ms   slowest {max(taken) * 1000:8.1f} ms")


def recompute(cast: Votes, segment_of: dict[int, int]) -> None:
    tallies: Tallies = tallies_shown(tally(cast, segment_of, range(SEGMENTS)))
    shares(tallies.agrees, tallies.seen)
    consensus(tallies)
    representative(tallies)
    areas_of_uncertainty(tallies)


def main(*arguments: str) -> None:
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    for many in [int(argument) for argument in arguments] or [100_000]:
        rows = votes(many)
        cast = collect_rows(rows)
        segment_of = {person: person % SEGMENTS for person in range(len(cast.participants))}
        print(f"{cast.cells:,} votes of {len(cast.participants):,} people on {len(cast.statements):,} statements")
        columns = tuple(np.array(column) for column in zip(*rows, strict=True))
        best("from columns of the database", lambda columns=columns, cast=cast: collect(
            range(len(cast.participants)), range(len(cast.statements)), *columns
        ))  # fmt: skip
        best("from rows", lambda rows=rows: collect_rows(rows))
        best("tallies, shares, consensus, findings, doubt", lambda cast=cast, of=segment_of: recompute(cast, of))
        begun, worked = time.perf_counter(), time.process_time()
        found = opinion_groups(cast)
        taken, worked = time.perf_counter() - begun, time.process_time() - worked
        print(f"  opinion groups, once {taken:24.1f} s    of the processor {worked:.1f} s    {type(found).__name__}")


if __name__ == "__main__":
    main(*sys.argv[1:])
