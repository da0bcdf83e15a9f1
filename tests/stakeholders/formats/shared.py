"""Published files that stand beside the repository; tests that need them are skipped where they are absent."""

from __future__ import annotations

from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data"


def shared(path: str) -> bytes:
    found = DATA / path
    if not found.exists():
        pytest.skip(f"the published file {path} is not beside the repository")
    return found.read_bytes()
