"""Characters that files and databases cannot hold: found, replaced or escaped, and formulas made harmless."""

from __future__ import annotations

import re

# PostgreSQL stores neither NUL nor half of a surrogate pair.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# XML 1.0 has no way to write these; a carriage return would come back as a line feed.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_XML_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NEUTRALISED = re.compile(r"'+[=+\-@\t\r]")


def is_storable(value: object) -> bool:
    """Whether text, however deep in lists and dicts, can be stored as typed."""
    if isinstance(value, str):
        return "\x00" not in value if value.isascii() else _UNSTORABLE.search(value) is None
    if isinstance(value, dict):
        return all(is_storable(key) and is_storable(item) for key, item in value.items())
    if isinstance(value, list | tuple):
        return all(is_storable(item) for item in value)
    return True


def storable(value: object) -> object:
    """The same value with a replacement character where nothing can be stored."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("�", value)
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [storable(item) for item in value]
    return value


def escape_for_xml(text: str) -> str:
    """Write what XML cannot hold the way Excel does, as _x000B_ (ECMA-376 part 1, 22.9.2.19)."""
    return _NOT_IN_XML.sub(lambda match: f"_x{ord(match.group()):04X}_", text)


def unescape_from_xml(text: str) -> str:
    if "_x" not in text:
        return text
    return _XML_ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text)


def neutralise(text: str) -> str:
    """An apostrophe before what a spreadsheet would run, and before text that looks neutralised: nothing is lost."""
    return "'" + text if _FORMULA.match(text) else text


def undo_neutralise(text: str) -> str:
    return text[1:] if _NEUTRALISED.match(text) else text
