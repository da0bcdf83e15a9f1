#!/usr/bin/env python3
# ruff: noqa: T201 - it reports to whoever runs it
"""What comes out of one large discussion: 1,580 people who cast 100,000 votes on 316 ideas and give 10,000 answers.

    python tests/bench/bench_synthesis.py              brings everything up by itself, in a folder of its own
    python tests/bench/bench_synthesis.py --data DIR   keeps that folder, so that a second run is quick

Budget: recomputation 1 s, pages 150 ms at p95. A loaded machine gives other figures, so nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from config.embedded import EmbeddedServices  # noqa: E402
from tests.bench.bench_pages import prepare, run, temporary_folder  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="a folder to keep the database in; without it a temporary one")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = options.data or Path(stack.enter_context(temporary_folder()))
        services = stack.enter_context(EmbeddedServices(folder, command="bench"))
        # As a worker should run: threads of numpy's own make small tables slower, most of all beside other work.
        environment = {**prepare(services, "S"), "OPENBLAS_NUM_THREADS": "1"}
        print(run(environment, "shell", "-v0", "-c", "from tests.bench.large_discussion import measure; measure()"))


if __name__ == "__main__":
    main()
