#!/usr/bin/env python3
# ruff: noqa: T201 - it reports to whoever runs it
"""What comes out of one large discussion: 1,580 people who cast 100,000 votes on 316 ideas and give 10,000 answers.

    python tests/bench/bench_synthesis.py              brings everything up by itself, in a folder of its own
    python tests/bench/bench_synthesis.py --data DIR   keeps that folder, so that a second run is quick

Budgets: recomputation 1 s; p95 of 150 ms for what reads a whole discussion and 80 ms for the others; 12 queries.
A loaded machine gives other figures, so nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from config.embedded import EmbeddedServices  # noqa: E402
from tests.bench.bench_pages import fetch, prepare, run, server, sign_in, temporary_folder, times  # noqa: E402

QUERIES = 12
# What reads a whole discussion is allowed more.
PAGES = [
    ("synthesis/", 150), ("agreement/", 150), ("agreement/?page=20", 150), ("coding/", 150),
    ("coding/?uncoded=1&page=20", 150), ("themes/", 80), ("shifts/", 80), ("loop/", 80), ("synthesis.csv", 80),
    ("synthesis.md", 80), ("", 80), ("moderate/", 80), ("room/", 80), ("invite/", 80),
]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="a folder to keep the database in; without it a temporary one")
    parser.add_argument("--rounds", type=int, default=40, help="requests a page (40)")
    parser.add_argument("--times", type=int, default=1, help="as often over all pages; the quietest of a page counts")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = options.data or Path(stack.enter_context(temporary_folder()))
        services = stack.enter_context(EmbeddedServices(folder, command="bench"))
        environment = prepare(services, "S")
        run(environment, "shell", "-v0", "-c", "from tests.bench.large_discussion import make; make()")
        # Statistics of what was just made, as a database has them a minute later.
        prepare(services, "S")
        said = run(environment, "shell", "-v0", "-c", "from tests.bench.large_discussion import measure; measure()")
        print(said, flush=True)
        port = stack.enter_context(server(environment))
        cookie, _ = sign_in(environment, "S")
        report(port, {"Cookie": cookie}, f"/w/generated-s/discuss/{said.split()[-1]}/", options)


def report(port: int, headers: dict[str, str], own: str, options: argparse.Namespace) -> None:
    bare = "/w/generated-s/bench/bare/"
    taken: dict[str, list[list[float]]] = {}
    for _ in range(options.times):
        for address in [bare, *(f"{own}{page}" for page, _ in PAGES)]:
            taken.setdefault(address, []).append(times(port, address, headers, options.rounds))
    best = {address: min(runs, key=median) for address, runs in taken.items()}
    said = f"{options.rounds} requests a page, one at a time, warm; the quietest of {options.times}"
    print(f"\n{said}. Load of the machine: {os.getloadavg()[0]:.1f}\n")
    print(f"{'page':<28}{'p50 ms':>9}{'p95 ms':>9}{'queries':>9}{'kB':>7}{'x bare':>8}  budget")
    for address, budget in [(bare, 0), *((f"{own}{page}", budget) for page, budget in PAGES)]:
        status, _, body, queries = fetch(port, address, headers)
        if status != 200:
            sys.exit(f"{address} answers {status}")
        p50, p95 = median(best[address]), quantiles(best[address], n=20)[-1]
        over = [f"p95 over {budget} ms"] if budget and p95 > budget else []
        over += [f"over {QUERIES} queries"] if int(queries) > QUERIES else []
        name = "a bare page" if address == bare else address.removeprefix(own) or "the discussion"
        ratio = p50 / median(best[bare])
        print(f"{name:<28}{p50:>9.1f}{p95:>9.1f}{queries:>9}{len(body) / 1024:>7.0f}{ratio:>8.1f}  {', '.join(over)}")


if __name__ == "__main__":
    main()
