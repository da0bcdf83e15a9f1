"""File formats: `read` turns bytes into a Document, `write` a Document into bytes. No database, no requests."""

from __future__ import annotations

from stakeholders.formats.document import Document, Format, Unreadable, Unwritable
from stakeholders.formats.reading import read
from stakeholders.formats.writing import WRITERS, write

__all__ = ["WRITERS", "Document", "Format", "Unreadable", "Unwritable", "read", "write"]
