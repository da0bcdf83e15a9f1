"""What kind of relationship a connection of a file is, from its type, its label or the name of its list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stakeholders.formats import vocabulary
from stakeholders.formats.columns import normal
from stakeholders.formats.document import Connection, Document
from stakeholders.formats.values import BadValue, parse_level, text_of
from stakeholders.formats.vocabulary import listed

_TYPE, _LABEL, _WEIGHT = (listed(vocabulary.SPECIAL[part]) for part in ("tie_type", "tie_label", "tie_weight"))
_WORDS = {normal(word): kind for kind, words in vocabulary.TIES.items() for word in (kind, *listed(words))}


@dataclass(frozen=True, slots=True)
class Tie:
    """`is_reversed`: source and target change places (“manages” → reports to). `weight` is 1-5 or None for unknown.

    `label` keeps the file's own words where the kind does not say them already. `problem` names a weight off the scale.
    """

    kind: str
    label: str
    weight: int | None
    is_reversed: bool = False
    problem: str | None = None


def parse_tie_kind(text: str) -> tuple[str, bool] | None:
    """(kind, is_reversed) for words we know: “Boss” → reports_to, “manages” → reports_to reversed; None for others."""
    words = normal(text)
    found = _WORDS.get(words) or _WORDS.get(re.sub(r"^(is|are|has|ist|est) ", "", words))
    if found is None:
        return None
    return found.removesuffix(" reversed"), found.endswith(" reversed")


def tie_of(document: Document, connection: Connection) -> Tie:
    """A type we know decides, then a label, and without both the list's title (“friendship.csv”); else it is other."""
    by_header = {normal(header): value for header, value in connection.attributes.items()}
    stated = _first(by_header, _TYPE)
    label = _first(by_header, _LABEL)
    title = document.tables[connection.table].title if connection.table < len(document.tables) else ""
    kind, is_reversed = "other", False
    for words in (stated, label) if stated or label else (title,):
        if found := parse_tie_kind(words):
            kind, is_reversed = found
            break
    weight, problem = _weight(by_header)
    kept = [words for words in (label, stated) if words and (kind == "other" or words != stated)]
    return Tie(kind, (kept[0] if kept else "")[:300], weight, is_reversed, problem)


def _first(by_header: dict[str, object], headers: tuple[str, ...]) -> str:
    return next((text for header in headers if (text := text_of(by_header.get(header)))), "")


def _weight(by_header: dict[str, object]) -> tuple[int | None, str | None]:
    try:
        return parse_level(_first(by_header, _WEIGHT)), None
    except BadValue as bad:
        return None, bad.sentence
