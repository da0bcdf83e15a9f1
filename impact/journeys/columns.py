"""What each column of a file of journeys means: guessed from its title, chosen by a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from impact.files.days import Order
from impact.files.figures import Decimal
from impact.files.reading import Sheet
from stakeholders.formats.columns import normal


class Part(StrEnum):
    """What a column may hold."""

    PATH = "path"
    CHANNEL = "channel"
    CONVERSIONS = "conversions"
    NULLS = "nulls"
    DEAL = "deal"
    CONVERTED = "converted"
    VALUE = "value"
    DATES = "dates"
    DAYS = "days"


class Blanks(StrEnum):
    """Whose touch a line is that names no deal."""

    ABOVE = "above"
    NOBODY = "nobody"


LEAVE_OUT: Final = ""
LABELS: Final[Mapping[Part, str]] = {
    Part.PATH: "The path",
    Part.CHANNEL: "The channel of one touch",
    Part.VALUE: "What it was worth",
    Part.DATES: "The date of each touch",
    Part.DAYS: "Days of each touch before the end",
    Part.CONVERSIONS: "How many converted on it",
    Part.NULLS: "How many did not",
    Part.DEAL: "The deal",
    Part.CONVERTED: "Whether it was won",
}
ALIKE: Final = (Part.PATH, Part.CHANNEL, Part.VALUE, Part.DATES, Part.DAYS)
OF_PATHS: Final = (Part.CONVERSIONS, Part.NULLS)
OF_DEALS: Final = (Part.DEAL, Part.CONVERTED)
# Of several titles that fit, the one that stands first here.
TITLES: Final[Mapping[Part, Sequence[str]]] = {
    Part.PATH: (
        "path", "journey", "touches", "touchpoints", "touch points", "channels", "channel path", "pfad", "kontakte",
        "conversion path", "top conversion paths", "default channel group path", "mcf channel grouping path",
    ),
    Part.CONVERSIONS: ("total conversions", "conversions", "conversion", "konversionen", "converted count"),
    Part.NULLS: ("total null", "total nulls", "null", "nulls", "non conversions", "not converted"),
    # Several deals of an account are several deals.
    Part.DEAL: (
        "deal", "deal name", "opportunity", "opportunity name", "deal id", "opportunity id", "geschaft", "geschäft",
        "account", "account name", "company", "company name", "firma", "kunde", "customer", "id",
    ),
    Part.CONVERTED: (
        "converted", "won", "is won", "closed won", "is closed won", "won or lost", "gewonnen", "outcome", "result",
        "stage", "deal stage", "status",
    ),
    Part.VALUE: (
        "total conversion value", "conversion value", "value", "amount", "revenue", "deal value", "deal amount",
        "opportunity amount", "wert", "betrag", "umsatz",
    ),
    Part.DATES: ("dates", "touch dates", "dates of touches", "date of touches", "daten"),
    Part.DAYS: ("days before", "days", "days before conversion", "days to conversion", "tage"),
}  # fmt: skip
# Where a line is one touch.
TITLES_OF_TOUCHES: Final[Mapping[Part, Sequence[str]]] = {
    Part.CHANNEL: (
        "channel", "touch channel", "marketing channel", "channel group", "kanal", "touch", "touchpoint",
        "touch point", "campaign", "campaign name", "kampagne", "source", "utm source", "original source",
        "lead source", "quelle",
    ),
    Part.DATES: (
        "touch date", "date of touch", "touchpoint date", "touched on", "interaction date", "activity date",
        "member first associated date", "date", "datum", "timestamp", "time",
    ),
}  # fmt: skip
# Titles under which people are named, or reached: attribution needs none of them.
PERSONAL: Final = frozenset(
    {"contact", "contact name", "first name", "last name", "full name", "person", "person name", "lead name", "lead"}
    | {"email", "e mail", "e mail address", "email address", "phone", "mobile", "telephone", "user", "user name"}
    | {"vorname", "nachname", "ansprechpartner", "kontakt", "name of contact", "contact e mail", "contact email"}
)


@dataclass(frozen=True)
class Choices:
    """`columns` as parts by their place; `order`, `decimal` and `blanks` as a person answered."""

    columns: tuple[str, ...] = ()
    order: Order | None = None
    decimal: Decimal | None = None
    blanks: Blanks | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "columns": list(self.columns), "order": self.order, "decimal": self.decimal, "blanks": self.blanks,
        }  # fmt: skip

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Choices:
        return cls(
            tuple(stored.get("columns", ())),
            Order(stored["order"]) if stored.get("order") else None,
            Decimal(stored["decimal"]) if stored.get("decimal") else None,
            Blanks(stored["blanks"]) if stored.get("blanks") else None,
        )

    def place(self, part: Part) -> int | None:
        return self.columns.index(part) if part in self.columns else None

    @property
    def is_of_touches(self) -> bool:
        return Part.CHANNEL in self.columns

    @property
    def is_of_deals(self) -> bool:
        return Part.DEAL in self.columns or Part.CONVERTED in self.columns


def guess(sheet: Sheet) -> Choices:
    """By titles; where none says path, the first column whose cells hold “>” does, and where none does, a line that
    names a deal and a channel is one touch."""
    words = [normal(title) for title in sheet.headers]
    columns = [LEAVE_OUT] * len(words)
    _choose(columns, words, TITLES)
    if Part.PATH not in columns:
        place = next((place for place, part in enumerate(columns) if not part and _has_path(sheet, place)), None)
        if place is not None:
            columns[place] = Part.PATH
    if Part.CONVERSIONS in columns:
        # A line a path: what else a title may mean belongs to deals.
        columns = [LEAVE_OUT if part in OF_DEALS else part for part in columns]
    elif Part.PATH not in columns and Part.DEAL in columns:
        _choose(columns, words, TITLES_OF_TOUCHES)
    return Choices(tuple(columns))


def _choose(columns: list[str], words: Sequence[str], titles: Mapping[Part, Sequence[str]]) -> None:
    for part, known in titles.items():
        fits = [place for place, word in enumerate(words) if not columns[place] and word in known]
        if fits and part not in columns:
            columns[min(fits, key=lambda place: known.index(words[place]))] = str(part)


def _has_path(sheet: Sheet, place: int) -> bool:
    return any(">" in str(cells[place]) for _line, cells in sheet.rows[:200])


def check(choices: Choices) -> list[str]:
    """What has to be said before the file can be read."""
    asks = []
    for part in Part:
        if choices.columns.count(part) > 1:
            asks.append(f"Two columns are “{LABELS[part]}”. Leave one of them out.")
    if choices.is_of_touches:
        return asks + _check_touches(choices)
    if Part.PATH not in choices.columns:
        asks.append(
            "Say which column holds the path: the channels of a journey with “ > ” between them. Where a line is one "
            "touch, say which holds its channel."
        )
    if Part.DATES in choices.columns and Part.DAYS in choices.columns:
        asks.append("Dates of the touches and days before the end say the same. Leave one of them out.")
    of_paths = [part for part in OF_PATHS if part in choices.columns]
    if choices.is_of_deals and of_paths:
        asks.append("A line is either a deal or a path with how many went it. Leave out the columns of one of the two.")
    elif not choices.is_of_deals and Part.CONVERSIONS not in choices.columns:
        asks.append("Say which column counts conversions on each path, or which names the deal of each line.")
    return asks


def _check_touches(choices: Choices) -> list[str]:
    asks = []
    if Part.DEAL not in choices.columns:
        asks.append("Say which column names the deal of each touch.")
    if Part.PATH in choices.columns:
        asks.append("A line holds either one touch or a whole path. Leave out the column of one of the two.")
    if Part.DAYS in choices.columns:
        asks.append("Where a line is one touch, its date says when it was. Leave the days before the end out.")
    if any(part in choices.columns for part in OF_PATHS):
        asks.append("A line that is one touch has no counts. Leave them out.")
    return asks


def personal(sheet: Sheet) -> list[str]:
    """Titles of columns that seem to be about people."""
    return [title for title in sheet.headers if normal(title) in PERSONAL]
