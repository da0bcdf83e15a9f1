"""Opens zip files only after their totals are known: what is inside, and whether unpacking it could hurt."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from stakeholders.formats.document import Limits, Unreadable

_DAMAGED = "The file is damaged or was cut off on its way. Open it where it comes from, save it again and try that."


@contextmanager
def opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    """A checked archive. Whatever its reading raises for damaged data becomes one sentence."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check(archive.infolist(), len(content))
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, OSError):
        raise Unreadable(_DAMAGED) from None


def check(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Declared sizes can be trusted as an upper bound: zipfile reads no byte beyond them."""
    if len(entries) > Limits.ZIP_ENTRIES:
        raise Unreadable(f"The file packs {len(entries)} parts; at most {Limits.ZIP_ENTRIES} are unpacked.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("The file is protected by a password. Remove the password, save it and try that.")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > Limits.UNPACKED_BYTES:
        raise Unreadable(
            f"Unpacked, the file would take {megabytes(unpacked)}; "
            f"at most {megabytes(Limits.UNPACKED_BYTES)} are allowed."
        )
    if unpacked > Limits.RATIO_FREE_BYTES and unpacked > size * Limits.RATIO:
        raise Unreadable(
            f"Unpacked, the file would grow {unpacked // max(size, 1)} times; at most {Limits.RATIO} times are "
            "allowed. Delete empty formatted rows and columns, save it and try that."
        )


def read_entry(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part, whose checksum is checked on the way."""
    try:
        return archive.read(name)
    except RuntimeError:  # zipfile's word for "encrypted"
        raise Unreadable("The file is protected by a password. Remove the password, save it and try that.") from None


def megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:,.0f} MB"


def packed(parts: dict[str, bytes]) -> bytes:
    """The same parts always give the same bytes: entries carry no time of writing."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
