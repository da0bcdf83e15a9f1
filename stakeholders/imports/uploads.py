"""The uploaded files of one import: checked against the limits, kept in one zip, read into one document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Final

from django.core.exceptions import ValidationError

from stakeholders.formats.document import Document, Limits, Progress, Unreadable, combine, shorten
from stakeholders.formats.reading import read

FILES: Final = 12
# Up to this size a file is read while its sender waits; beyond it in a task, with progress.
READ_AT_ONCE: Final = 256 * 1024
# No file's name in the zip: those begin with a number.
PLAN: Final = "plan"


def check(files: Sequence[tuple[str, int]]) -> None:
    """`files` as (name, bytes). Raises a ValidationError that states the limit."""
    if not files:
        raise ValidationError("Choose a file to import.")
    if len(files) > FILES:
        raise ValidationError(f"These are {len(files)} files; at most {FILES} can be imported together.")
    total = sum(size for _name, size in files)
    if total > Limits.FILE_BYTES:
        most = Limits.FILE_BYTES // 1024 // 1024
        raise ValidationError(
            f"This is {total / 1024 / 1024:.1f} MB; at most {most} MB can be imported at once. "
            "Split it into several files."
        )
    for name, size in files:
        if size == 0:
            raise ValidationError(f"“{shorten(name)}” is empty.")


def pack(files: Sequence[tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, content) in enumerate(files):
            # The number keeps two files of one name apart; no name is ever used as a path.
            archive.writestr(f"{number}/{name}", content)
    return stream.getvalue()


def unpack(packed: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        files = [entry for entry in archive.infolist() if entry.filename != PLAN]
        return [(entry.filename.split("/", 1)[1], archive.read(entry)) for entry in files]


def with_plan(packed: bytes, plan: bytes) -> bytes:
    """The same zip with the plan of the dry run beside the files: it goes when they go."""
    stream = io.BytesIO(packed if plan_of(packed) is None else pack(unpack(packed)))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(PLAN, plan)
    return stream.getvalue()


def plan_of(packed: bytes) -> bytes | None:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return archive.read(PLAN) if PLAN in archive.namelist() else None


def read_document(packed: bytes, report: Progress | None = None) -> Document:
    """All files as one document. Raises Unreadable with a sentence that names the file."""
    files = unpack(packed)
    documents = []
    for name, content in files:
        try:
            documents.append(read(content, name, report))
        except Unreadable as unreadable:
            if len(files) == 1:
                raise
            raise Unreadable(f"{shorten(name)}: {unreadable.sentence}") from None
    return documents[0] if len(documents) == 1 else combine(documents)


def clean_name(name: str) -> str:
    """A file's name as it can be stored and shown: no folders, no control characters, not endless."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in bare if char.isprintable())[:200].strip() or "file"
