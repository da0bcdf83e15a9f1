#!/usr/bin/env python3
# ruff: noqa: T201 - it reports to whoever runs it
"""The marketing owner's desk with 10,000 requests: the queue, and one request with what is alike.

Also the order desk and the calendar of work, whose processor time is taken after a request was written: nothing that
was worked out before is kept then.

    python tests/bench/bench_requests.py              brings everything up by itself, in a folder of its own
    python tests/bench/bench_requests.py --data DIR   keeps that folder, so that a second run is quick

Budgets: p95 of 80 ms, 12 queries, 4 x bare. The milliseconds of processor time stay the same on a loaded machine, the
others do not; nothing here passes or fails.
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
from tests.bench.bench_pages import (  # noqa: E402
    P95_MS,
    QUERIES,
    TIMES_BARE,
    fetch,
    prepare,
    run,
    server,
    sign_in,
    temporary_folder,
    times,
)

WORKSPACE = "/w/generated-s/"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="a folder to keep the database in; without it a temporary one")
    parser.add_argument("--rounds", type=int, default=40, help="requests a page (40)")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = options.data or Path(stack.enter_context(temporary_folder()))
        services = stack.enter_context(EmbeddedServices(folder, command="bench"))
        environment = prepare(services, "S")
        within(environment, "make")
        # Statistics of what was just made, as a database has them a minute later.
        prepare(services, "S")
        print(within(environment, "processor_time"), flush=True)
        waits, decided = within(environment, "pages").split()
        port = stack.enter_context(server(environment))
        cookie, _ = sign_in(environment, "S")
        report(port, {"Cookie": cookie}, waits, decided, options.rounds)


def within(environment: dict[str, str], what: str) -> str:
    return run(environment, "shell", "-v0", "-c", f"from tests.bench.large_requests import {what}; {what}()")


def report(port: int, headers: dict[str, str], waits: str, decided: str, rounds: int) -> None:
    pages = {
        "a bare page": "bench/bare/",
        "the desk": "requests/",
        "the desk, all, page 100": "requests/?show=all&page=100",
        "the desk, declined": "requests/?show=declined",
        "one that waits": f"requests/{waits}/",
        "one that was decided": f"requests/{decided}/",
        "the order desk": "impact/order-desk/",
        "the calendar of work": "impact/order-desk/calendar/",
    }
    print(f"\n{rounds} requests a page, one at a time, warm. Load of the machine: {os.getloadavg()[0]:.1f}\n")
    print(f"{'page':<28}{'p50 ms':>9}{'p95 ms':>9}{'queries':>9}{'kB':>7}{'x bare':>8}  budget")
    bare = 0.0
    for name, path in pages.items():
        address = WORKSPACE + path
        taken = times(port, address, headers, rounds)
        status, _, body, queries = fetch(port, address, headers)
        if status != 200:
            sys.exit(f"{address} answers {status}")
        p50, p95 = median(taken), quantiles(taken, n=20)[-1]
        bare = bare or p50
        over = [f"p95 over {P95_MS} ms"] if p95 > P95_MS else []
        over += [f"over {QUERIES} queries"] if int(queries) > QUERIES else []
        over += [f"over {TIMES_BARE} x bare"] if p50 > TIMES_BARE * bare else []
        print(
            f"{name:<28}{p50:>9.1f}{p95:>9.1f}{queries:>9}{len(body) / 1024:>7.0f}{p50 / bare:>8.1f}  {', '.join(over)}"
        )


if __name__ == "__main__":
    main()
