"""Turns what people write in cells into our values: a choice, a number, a date, or a sentence on what is wrong.

Every parser gives None for unknown (blank, “?”, “n/a”, “unbekannt”), never a middle value, or raises BadValue.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Mapping

from stakeholders.formats import vocabulary
from stakeholders.formats.vocabulary import listed


class BadValue(ValueError):  # noqa: N818
    """`sentence` names the value and what would be understood."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def text_of(value: object) -> str:
    """A cell as stripped text; lists by comma, None as blank."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(text_of(item) for item in value)
    return str(value).strip()


def _plain(text: str) -> str:
    letters = text.lower()
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.casefold())
        letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(_WORD.findall(letters))


_WORD = re.compile(r"[^\W_]+")
UNKNOWN = frozenset({"", *(_plain(word) for word in listed(vocabulary.OTHERS["unknown"]))})
YES = frozenset(_plain(word) for word in listed(vocabulary.OTHERS["yes"]))
NO = frozenset(_plain(word) for word in listed(vocabulary.OTHERS["no"]))


def is_unknown(value: object) -> bool:
    if isinstance(value, float) and math.isnan(value):
        return True
    return _plain(text_of(value)) in UNKNOWN


def _table(choices: Mapping[str, str]) -> dict[str, str]:
    return {_plain(word): choice for choice, words in choices.items() for word in (choice, *listed(words))}


SEGMENTS = _table(vocabulary.SEGMENTS)
KINDS = _table(vocabulary.KINDS)
ENGAGEMENTS = _table(vocabulary.ENGAGEMENTS)
VOICES = _table(vocabulary.VOICES)
CONFIDENCES = _table(vocabulary.CONFIDENCES)
POSITIONS = {_plain(word): int(number) for number, words in vocabulary.POSITIONS.items() for word in listed(words)}
LEVELS = {_plain(word): int(number) for number, words in vocabulary.LEVELS.items() for word in listed(words)}


def parse_text(value: object) -> str | None:
    return text_of(value) or None


def _choice(value: object, table: Mapping[str, str], what: str, wanted: str) -> str | None:
    if is_unknown(value):
        return None
    found = table.get(_plain(text_of(value)))
    if found is None:
        raise BadValue(f"“{_shown(value)}” is not {what} we know: write {wanted}, or leave it blank.")
    return found


def parse_segment(value: object) -> str | None:
    return _choice(value, SEGMENTS, "a segment", "decision maker, champion, influencer, detractor or participant")


def parse_kind(value: object) -> str | None:
    return _choice(value, KINDS, "a kind of stakeholder", "internal, customer or partner")


def parse_engagement(value: object) -> str | None:
    return _choice(value, ENGAGEMENTS, "an engagement level", "unaware, resistant, neutral, supportive or leading")


def parse_desired_engagement(value: object) -> str | None:
    """Nobody is wished to resist: such a value was meant for another column."""
    level = parse_engagement(value)
    if level == "resistant":
        raise BadValue(
            f"“{_shown(value)}” may be where somebody stands, but nobody is needed there: "
            "write unaware, neutral, supportive or leading, or leave it blank."
        )
    return level


def parse_voice(value: object) -> str | None:
    return _choice(value, VOICES, "a voice", "vocal or quiet")


def parse_confidence(value: object) -> str | None:
    return _choice(value, CONFIDENCES, "a confidence", "low, medium or high")


def parse_is_group(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    if is_unknown(value):
        return None
    word = _plain(text_of(value))
    if word in YES or word in NO:
        return word in YES
    raise BadValue(f"“{_shown(value)}” does not say whether this is a group: write yes or no, or leave it blank.")


def parse_level(value: object) -> int | None:
    """Influence, interest or the weight of a tie on the scale 1 to 5: a whole number, a fraction of five, or a word."""
    if is_unknown(value):
        return None
    found = LEVELS.get(_plain(text_of(value)))
    number = found if found is not None else _whole_number(re.sub(r"\s*/\s*5$", "", text_of(value)))
    if isinstance(value, bool) or number is None or not 1 <= number <= 5:
        raise BadValue(
            f"“{_shown(value)}” is not on the scale 1 to 5: write a whole number from 1 to 5, "
            "a word from very low to very high, or leave it blank."
        )
    return number


def parse_position(value: object) -> int | None:
    if is_unknown(value):
        return None
    found = POSITIONS.get(_plain(text_of(value)))
    number = _whole_number(text_of(value)) if re.search(r"\d", text_of(value)) else found
    if isinstance(value, bool) or number is None or not -2 <= number <= 2:
        raise BadValue(
            f"“{_shown(value)}” is not a position: write opposed, sceptical, neutral, supportive or advocate, "
            "or a whole number from -2 to 2."
        )
    return number


def _whole_number(text: str) -> int | None:
    """“4”, “4.0”, “4,0”, “+1”, “−2” → int; None for anything else."""
    match = re.fullmatch(r"([+\-−–]?)([0-9]{1,3})(?:[.,]0{1,6})?", text.strip())
    if match is None:
        return None
    return int(match.group(2)) * (-1 if match.group(1) in ("-", "−", "–") else 1)


def parse_email(value: object) -> str | None:
    if is_unknown(value):
        return None
    text = re.sub(r"^mailto:", "", text_of(value), flags=re.IGNORECASE)
    if "<" in text and (match := re.fullmatch(r"[^<>]*<([^<>]+)>", text)):
        text = match.group(1).strip()
    if len(text) > 254 or not re.fullmatch(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;.\"]{2,}", text):
        raise BadValue(f"“{_shown(value)}” is not an e-mail address.")
    return text


def parse_tags(value: object) -> list[str]:
    """Tags in their order, each once. A list is taken as it is; text is split by the first of | ; , that it holds."""
    parts = [text_of(item) for item in value] if isinstance(value, list | tuple) else split_tags(text_of(value))
    return list(dict.fromkeys(part for part in parts if part))


def split_tags(text: str, separators: str = "|;,\n") -> list[str]:
    for separator in separators:
        if separator in text:
            return [part.strip() for part in text.split(separator) if part.strip()]
    return [text.strip()] if text.strip() else []


MONTHS = {word: number for number, words in enumerate(vocabulary.MONTHS, start=1) for word in words.split()}


def parse_date(value: object) -> dt.date | None:
    """ISO, day.month.year, dates with a month's name, and slashes where they can mean one day only."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if is_unknown(value):
        return None
    text = text_of(value)
    if match := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?", text, re.ASCII):
        return _date(value, int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4}|\d{2})", text, re.ASCII):
        return _date(value, _year(match[3]), int(match[2]), int(match[1]))
    if match := re.fullmatch(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})", text, re.ASCII):
        return _slashed(value, int(match[1]), int(match[2]), _year(match[3]))
    words = [word for word in _plain(re.sub(r"(?<=\d)(st|nd|rd|th|er)\b", "", text)).split() if word != "de"]
    months = [MONTHS[word] for word in words if word in MONTHS]
    numbers = [word for word in words if re.fullmatch(r"[0-9]{1,2}|[0-9]{4}", word)]
    if len(words) == 3 and len(months) == 1 and len(numbers) == 2 and len(numbers[0]) <= 2 and len(numbers[1]) == 4:
        return _date(value, int(numbers[1]), months[0], int(numbers[0]))
    raise BadValue(f"“{_shown(value)}” is not a date we understand: write it as 2026-05-31.")


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _slashed(value: object, first: int, second: int, year: int) -> dt.date:
    if first <= 12 and second <= 12 and first != second:
        raise BadValue(
            f"“{_shown(value)}” can be {dt.date(year or 1, second or 1, first or 1).isoformat()} or "
            f"{dt.date(year or 1, first or 1, second or 1).isoformat()}: write the year first, as 2026-05-31."
        )
    return _date(value, year, second, first) if first > 12 or first == second else _date(value, year, first, second)


def _date(value: object, year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise BadValue(f"“{_shown(value)}” is a day that does not exist.") from None


def _shown(value: object) -> str:
    line = " ".join(text_of(value).split())
    return line if len(line) <= 60 else line[:59] + "…"
