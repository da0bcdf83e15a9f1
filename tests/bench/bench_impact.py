#!/usr/bin/env python3
# ruff: noqa: T201 - it reports to whoever runs it
"""Impact at size: 500 metrics with 1,000,000 observations, their targets and notes, 60 initiatives with 240
contributions, two audiences, reports of twenty pages, and 10,000 paths that channels are credited by.

    python tests/bench/bench_impact.py              brings everything up by itself, in a folder of its own
    python tests/bench/bench_impact.py --data DIR   keeps that folder, so that a second run is quick

Prints how long it takes to work things out, then the pages as p50, p95 and a ratio to a bare page of the same server,
the quietest of several turns over all of them. Budgets: p95 of 150 ms
for the overview and 80 ms for the others, 12 queries, 4 x bare; a PDF of 20 pages in 2 s. A loaded machine gives other
figures, so nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from config.embedded import EmbeddedServices  # noqa: E402
from tests.bench.bench_pages import (  # noqa: E402
    QUERIES,
    TIMES_BARE,
    Measured,
    fetch,
    prepare,
    run,
    server,
    sign_in,
    temporary_folder,
    times,
)

OVERVIEW = "overview"
P95_MS, OVERVIEW_P95_MS = 80, 150
# Name, address below the station and, for a page of somebody without an account, from the root.
PAGES = [
    (OVERVIEW, ""),
    ("metrics", "metrics/"),
    ("metrics, page 12", "metrics/?page=12"),
    ("metrics, search", "metrics/?q=rate"),
    ("one metric", "metrics/{metric}/"),
    ("one metric, store a number", "metrics/{metric}/observe/"),
    ("explore, two that lead", "explore/"),
    ("explore, six", "explore/?{chosen}"),
    ("explore, six in one", "explore/?{chosen}&in_one=1"),
    ("initiatives", "initiatives/"),
    ("one initiative", "initiatives/{initiative}/"),
    ("attribution", "attribution/"),
    ("attribution, one set", "attribution/{set}/"),
    ("attribution, behind a figure", "attribution/{set}/behind/"),
    ("audiences", "audiences/"),
    ("reports", "reports/"),
    ("report, on the desk", "reports/{draft}/"),
    ("report, as it will be read", "reports/{draft}/preview/"),
    ("report, issued", "reports/issued/{issued}/"),
    ("report, its PDF", "reports/issued/{issued}/report.pdf"),
    ("report, behind a link", "/r/{share}/"),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="a folder to keep the database in; without it a temporary one")
    parser.add_argument("--rounds", type=int, default=40, help="requests a page and turn (40)")
    parser.add_argument("--times", type=int, default=1, help="turns over all pages; the quietest of a page counts")
    parser.add_argument("--json", type=Path, help="write the numbers here")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = options.data or Path(stack.enter_context(temporary_folder()))
        services = stack.enter_context(EmbeddedServices(folder, command="bench"))
        environment = prepare(services, "S")
        for step in ("measured", "told"):
            print(run(environment, "shell", "-v0", "-c", f"from tests.bench import large_impact as l; l.{step}()"))
            # Statistics of what was just made, as a database has them a minute later.
            prepare(services, "S")
        said = run(environment, "shell", "-v0", "-c", "from tests.bench import large_impact as l; l.measure()")
        told, _, known = said.rpartition("\n")
        print(told, flush=True)
        port = stack.enter_context(server(environment))
        cookie, _ = sign_in(environment, "S")
        found = pages(port, cookie, json.loads(known), options)
    report(found, options)
    if options.json:
        options.json.write_text(json.dumps([asdict(each) for each in found], indent=1))


def pages(port: int, cookie: str, known: dict[str, str], options: argparse.Namespace) -> list[Measured]:
    start = f"/w/{known['slug']}/"
    asked = {"a bare page": (f"{start}bench/bare/", {"Cookie": cookie})}
    for name, page in PAGES:
        address = page.format(**known)
        by_link = address.startswith("/")
        headers = {"Cookie": known["visit"] if by_link else cookie}
        asked[name] = (address if by_link else f"{start}impact/{address}", headers)
    taken: dict[str, list[list[float]]] = {name: [] for name in asked}
    for _ in range(options.times):
        for name, (address, headers) in asked.items():
            taken[name].append(times(port, address, headers, options.rounds))
    bare = min(median(turn) for turn in taken["a bare page"])
    found = []
    for name, (address, headers) in asked.items():
        status, _, body, queries = fetch(port, address, headers)
        if status != 200:
            sys.exit(f"{address} answers {status}")
        quietest = min(taken[name], key=median)
        p50, p95 = median(quietest), quantiles(quietest, n=20)[-1]
        found.append(Measured(name, address, status, p50, p95, int(queries), len(body) / 1024, p50 / bare))
    return found


def report(found: list[Measured], options: argparse.Namespace) -> None:
    said = f"{options.rounds} requests a page, one at a time, warm; the quietest of {options.times}"
    print(f"\n{said}. Load of the machine: {os.getloadavg()[0]:.1f}\n")
    print(f"{'page':<32}{'p50 ms':>9}{'p95 ms':>9}{'queries':>9}{'kB':>7}{'x bare':>8}  budget")
    for each in found:
        print(
            f"{each.name:<32}{each.p50:>9.1f}{each.p95:>9.1f}{each.queries:>9}{each.kilobytes:>7.0f}"
            f"{each.times_bare:>8.1f}  {verdict(each)}"
        )


def verdict(each: Measured) -> str:
    budget = OVERVIEW_P95_MS if each.name == OVERVIEW else P95_MS
    over = [f"p95 over {budget} ms"] if each.p95 > budget else []
    over += [f"over {QUERIES} queries"] if each.queries > QUERIES else []
    over += [f"over {TIMES_BARE} x bare"] if each.times_bare > TIMES_BARE and each.name != OVERVIEW else []
    return ", ".join(over)


if __name__ == "__main__":
    main()
