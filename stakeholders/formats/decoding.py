"""Turns the bytes of a text file into text: which encoding it is in, and a note where that was a guess."""

from __future__ import annotations

import codecs
import re

from stakeholders.formats.document import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(content: bytes) -> tuple[str, str | None]:
    """(text, note). Byte order marks decide, then UTF-8, then the NULs of UTF-16 without a mark, then Windows-1252."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return _checked(content[len(mark) :].decode(encoding)), None
            except UnicodeDecodeError:
                raise Unreadable(
                    f"The file says it is {encoding.upper()} and is not. Save it again as CSV UTF-8 and try that."
                ) from None
    if b"\x00" in content:
        return _utf16(content)
    try:
        return _checked(content.decode("utf-8")), None
    except UnicodeDecodeError:
        pass
    try:
        text, name = content.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        text, name = content.decode("latin-1"), "Latin-1"
    if len(_CONTROL.findall(text[:100_000])) * 50 > min(len(text), 100_000):
        raise Unreadable("This is no text table: it is full of control characters. Choose a CSV, .xlsx or JSON file.")
    note = f"The file is not in UTF-8 and was read as {name}: check that letters such as ä, é and ñ look right."
    return _checked(text), note


def _utf16(content: bytes) -> tuple[str, str | None]:
    sample = content[:4000]
    even, odd = sample[0::2].count(0) / max(len(sample[0::2]), 1), sample[1::2].count(0) / max(len(sample[1::2]), 1)
    encoding = "utf-16-le" if odd > 0.3 > even else "utf-16-be" if even > 0.3 > odd else None
    if encoding is not None:
        try:
            return _checked(content.decode(encoding)), "The file was read as UTF-16: check that its letters look right."
        except UnicodeDecodeError:
            pass
    raise Unreadable(
        "The file holds NUL characters, so it is not a text table. Open it in the program it comes from and save it as "
        "CSV UTF-8 or .xlsx."
    )


def _checked(text: str) -> str:
    if "\x00" in text:
        raise Unreadable("The file holds NUL characters. Save it again as CSV UTF-8 or .xlsx and try that.")
    return text.removeprefix("\ufeff")
