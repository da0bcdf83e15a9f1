"""Real data with published figures, read where it is at hand, and small files."""

import csv
import io
from pathlib import Path

import pytest

PUBLISHED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "impact"


@pytest.fixture(scope="session")
def published_rows():
    """The rows of a real file, as dicts."""

    def read(name):
        path = PUBLISHED / name
        if not path.exists():
            pytest.skip(f"{name} is not at hand: the real files are not part of the repository")
        return list(csv.DictReader(io.StringIO(path.read_text())))

    return read


@pytest.fixture
def written(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write
