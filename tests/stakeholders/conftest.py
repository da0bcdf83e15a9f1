"""What tests of imports start from: real files where they are at hand, and an import taken to a state."""

from collections.abc import Callable
from pathlib import Path

import pytest

from stakeholders.imports import batches
from stakeholders.models import ImportBatch

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@pytest.fixture
def shared_file() -> Callable[[str], tuple[str, bytes]]:
    """A file of real data beside the repository, as (name, content)."""

    def read(path: str) -> tuple[str, bytes]:
        file = SHARED / path
        if not file.exists():
            pytest.skip(f"{path} is not at hand: the real files are not part of the repository")
        return file.name, file.read_bytes()

    return read


@pytest.fixture
def preview(workspace, leader) -> Callable[..., ImportBatch]:
    """`preview("people.csv", "Name\\nAna\\n")`, or with several (name, content) pairs: received and read."""

    def made(*files) -> ImportBatch:
        if isinstance(files[0], str):
            files = (files,)
        named = [(name, content.encode() if isinstance(content, str) else content) for name, content in files]
        batch = batches.receive(workspace, author=leader, files=named)
        batches.prepare(batch)
        return ImportBatch.objects.get(pk=batch.pk)

    return made


@pytest.fixture
def imported(preview) -> Callable[..., ImportBatch]:
    """Previewed and applied at once."""

    def made(*files) -> ImportBatch:
        batch = preview(*files)
        assert batch.state == "previewed", batch.error
        outcome = batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"])
        assert outcome.state == "applied", outcome
        return ImportBatch.objects.get(pk=batch.pk)

    return made
