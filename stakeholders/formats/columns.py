"""Which of our fields a column of a stranger's file is, guessed from its header and its content."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache

from stakeholders.formats import values, vocabulary
from stakeholders.formats.document import Document
from stakeholders.formats.vocabulary import listed


class Field(StrEnum):
    """What a column can become. One column a field, except that several may be notes."""

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    JOB_TITLE = "job_title"
    DEPARTMENT = "department"
    KIND = "kind"
    IS_GROUP = "is_group"
    SEGMENT = "segment"
    INFLUENCE = "influence"
    INTEREST = "interest"
    POSITION = "position"
    ENGAGEMENT_NOW = "engagement_now"
    ENGAGEMENT_DESIRED = "engagement_desired"
    VOICE = "voice"
    CONFIDENCE = "confidence"
    OWNER_EMAIL = "owner_email"
    REPORTS_TO = "reports_to"
    TAGS = "tags"
    NOTES = "notes"
    EXTERNAL_ID = "external_id"
    ASSESSED_ON = "assessed_on"
    WHY = "why"


SYNONYMS: Mapping[Field, tuple[str, ...]] = {Field(name): listed(words) for name, words in vocabulary.HEADERS.items()}

# Headers that name different things in different files: the values decide.
_DECIDED_BY_VALUES = frozenset(
    listed("""
        type, element type, typ, tipo, category, kategorie, catégorie, categoría, art, stakeholder type, role,
        rolle, rôle, rol, stakeholder role, position, posición, posizione, support, group, gruppe, groupe,
        grupo, owner, lead, impact, date, datum, fecha, stand, current, target, desired, engagement
    """)
)

# So many values can speak against a title.
TELLING = 4
EMAIL_SHAPE = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]{2,}")


def normal(header: str) -> str:
    """A header for comparing: “E-Mail_Address*” → “e mail address”."""
    text = unicodedata.normalize("NFKC", header).casefold()
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header) if header != header.upper() else header
    if spaced != header:
        split = " ".join(re.findall(r"[^\W_]+", spaced.casefold()))
        if split in EXACT:
            return split
    if text.strip() == "_id":
        return "_id"
    return " ".join(re.findall(r"[^\W_]+", text))


EXACT: dict[str, Field] = {}
for _field, _words in SYNONYMS.items():
    for _word in _words:
        EXACT.setdefault(_word, _field)


def guess(headers: Sequence[str], sample_rows: Iterable[Mapping[str, object]]) -> dict[str, Field | None]:
    """One guess a header, in their order; None where nothing fits. A field is given once, to the best header."""
    samples: dict[str, list[str]] = {header: [] for header in headers}
    for row in sample_rows:
        for header, value in row.items():
            text = values.text_of(value)
            if header in samples and text:
                samples[header].append(text)
    offers = [
        (strength, position, header, field)
        for position, header in enumerate(headers)
        for strength, field in _offers(header, samples[header])
    ]
    found: dict[str, Field | None] = dict.fromkeys(headers)
    taken: set[Field] = set()
    for _strength, _position, header, field in sorted(offers, key=lambda offer: (-offer[0], offer[1])):
        if found[header] is None and field not in taken:
            found[header] = field
            taken.add(field)
    if Field.NAME in taken:
        for header, guessed in found.items():
            if guessed in (Field.FIRST_NAME, Field.LAST_NAME):
                found[header] = None
    return found


def guess_document(document: Document) -> dict[str, Field | None]:
    """The guess for a file's people, agreeing with the reader on which columns are the name and the id."""
    guessed: dict[str, Field | None] = guess(document.headers(), document.sample(200))
    for table in document.tables:
        if table.holds != "elements":
            continue
        fixed: dict[str, Field | None] = {table.key_column: Field.EXTERNAL_ID} if table.key_column else {}
        parts = (Field.FIRST_NAME, Field.LAST_NAME) if len(table.name_columns) == 2 else (Field.NAME,)
        fixed |= dict(zip(table.name_columns, parts, strict=False))
        surrendered = {*fixed.values(), Field.NAME} if table.name_columns else set(fixed.values())
        guessed = {header: None if field in surrendered else field for header, field in guessed.items()} | fixed
    return guessed


def speaks_for(header: str, field: Field) -> bool:
    """Whether the title alone says that a column is this field: otherwise its values were what was gone by."""
    return field in (offered for _strength, offered in _by_title(normal(header)))


def belied(header: str, samples: Sequence[str]) -> Field | None:
    """The field whose title a column bears, when its values are something else."""
    known = [text for text in samples if not values.is_unknown(text)]
    fields = [field for _strength, field in _by_title(normal(header))]
    return fields[0] if fields and not any(_fits(field, known, 0.5) for field in fields) else None


def _offers(header: str, samples: Sequence[str]) -> list[tuple[float, Field]]:
    words = normal(header)
    exact = EXACT.get(words)
    known = [text for text in samples if not values.is_unknown(text)]
    if words in _DECIDED_BY_VALUES and samples:
        return _by_values(words, exact, samples) or _by_values_alone(known)
    # A plain title is believed until several values speak against it.
    is_believed = exact is not None and len(known) < TELLING
    offers = [(strength, field) for strength, field in _by_title(words) if is_believed or _fits(field, known, 0.5)]
    if known and _share(known, lambda text: EMAIL_SHAPE.fullmatch(text) is not None) >= 0.6 and exact is None:
        offers.append((2, Field.EMAIL))
    return offers or _by_likeness(words, known) or _by_values_alone(known)


def _by_title(words: str) -> list[tuple[float, Field]]:
    exact = EXACT.get(words)
    if exact is not None:
        # The first words of a list are the plainest names of a field.
        return [(3 - SYNONYMS[exact].index(words) / 100, exact)]
    return [(1 + len(word) / 100, EXACT[word]) for word in EXACT if len(word) >= 5 and f" {word} " in f" {words} "]


def _by_likeness(words: str, known: Sequence[str]) -> list[tuple[float, Field]]:
    """“Intrest” is interest when its values are."""
    field = _alike(words)
    if field is None or field not in _TESTS or not known or not _fits(field, known, 0.8):
        return []
    return [(0.9, field)]


@lru_cache(maxsize=1024)
def _alike(words: str) -> Field | None:
    found = get_close_matches(words, [word for word in EXACT if len(word) >= 5], n=1, cutoff=0.84)
    return EXACT[found[0]] if found else None


def _by_values_alone(known: Sequence[str]) -> list[tuple[float, Field]]:
    """The field whose words nothing else has. Numbers from 1 to 5, yes and no, high and low could be anything."""
    if not known:
        return []
    for field in (Field.SEGMENT, Field.KIND, Field.POSITION, Field.ENGAGEMENT_NOW):
        if _fits(field, known, 0.8):
            numbers = [text for text in known if re.fullmatch(r"[+\-−–]?\d+([.,]\d+)?", text)]
            if not numbers or (len(numbers) == len(known) and any(text[0] in "-−–" for text in numbers)):
                return [(0.8, field)]
    return []


# Fields whose values tell whether a column is theirs.
_TESTS: Mapping[Field, Callable[[object], object]] = {
    Field.SEGMENT: values.parse_segment,
    Field.KIND: values.parse_kind,
    Field.POSITION: values.parse_position,
    Field.ENGAGEMENT_NOW: values.parse_engagement,
    # By all words of the scale: a single wish that cannot be is a remark, and no reason to give up the column.
    Field.ENGAGEMENT_DESIRED: values.parse_engagement,
    Field.IS_GROUP: values.parse_is_group,
    Field.INFLUENCE: values.parse_level,
    Field.INTEREST: values.parse_level,
    Field.VOICE: values.parse_voice,
    Field.CONFIDENCE: values.parse_confidence,
    Field.OWNER_EMAIL: values.parse_email,
    Field.ASSESSED_ON: values.parse_date,
}


def _fits(field: Field, known: Sequence[str], share: float) -> bool:
    return field not in _TESTS or not known or _share(known, lambda text: _parses(_TESTS[field], text)) >= share


def _by_values(words: str, exact: Field | None, samples: Sequence[str]) -> list[tuple[float, Field]]:
    """The fields whose words fill at least half of the column."""
    allowed: dict[str, tuple[Field, ...]] = {
        "position": (Field.POSITION, Field.ENGAGEMENT_NOW),
        "posición": (Field.POSITION, Field.ENGAGEMENT_NOW),
        "posizione": (Field.POSITION, Field.ENGAGEMENT_NOW),
        "support": (Field.POSITION, Field.ENGAGEMENT_NOW),
    }
    first = (exact,) if exact in _TESTS else ()
    candidates = allowed.get(words) or tuple(dict.fromkeys((*first, Field.SEGMENT, Field.KIND, Field.IS_GROUP)))
    if exact is Field.JOB_TITLE:
        candidates = (Field.SEGMENT,)
    if exact in (Field.INFLUENCE, Field.OWNER_EMAIL, Field.ASSESSED_ON, Field.ENGAGEMENT_NOW, Field.ENGAGEMENT_DESIRED):
        candidates = (exact,)
    for field in candidates:
        if _fits(field, samples, 0.5):
            return [(2.8 if field is exact else 2.2, field)]
    if exact in (Field.JOB_TITLE, Field.POSITION):
        return [(2.5, Field.JOB_TITLE)]
    return []


def _parses(parse: Callable[[object], object], text: str) -> bool:
    try:
        return parse(text) is not None
    except values.BadValue:
        return False


def _share(samples: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(1 for text in samples if test(text)) / len(samples)


def parse(field: Field, value: object) -> object:
    """The value as our field wants it; None for unknown. Raises values.BadValue with a sentence naming the value."""
    return _PARSERS[field](value)


_PARSERS: Mapping[Field, Callable[[object], object]] = {
    **dict.fromkeys(Field, values.parse_text),
    Field.EMAIL: values.parse_email,
    Field.KIND: values.parse_kind,
    Field.IS_GROUP: values.parse_is_group,
    Field.SEGMENT: values.parse_segment,
    Field.INFLUENCE: values.parse_level,
    Field.INTEREST: values.parse_level,
    Field.POSITION: values.parse_position,
    Field.ENGAGEMENT_NOW: values.parse_engagement,
    Field.ENGAGEMENT_DESIRED: values.parse_desired_engagement,
    Field.VOICE: values.parse_voice,
    Field.CONFIDENCE: values.parse_confidence,
    Field.OWNER_EMAIL: values.parse_email,
    Field.TAGS: values.parse_tags,
    Field.ASSESSED_ON: values.parse_date,
}
