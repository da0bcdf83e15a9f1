"""What each column of a file of journeys means: guessed from its title, chosen by a person."""

from __future__ import annotations

from collections.abc import Mapping
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
    CONVERSIONS = "conversions"
    NULLS = "nulls"
    DEAL = "deal"
    CONVERTED = "converted"
    VALUE = "value"
    DATES = "dates"
    DAYS = "days"


LEAVE_OUT: Final = ""
LABELS: Final[Mapping[Part, str]] = {
    Part.PATH: "The path",
    Part.VALUE: "What it was worth",
    Part.DATES: "The date of each touch",
    Part.DAYS: "Days of each touch before the end",
    Part.CONVERSIONS: "How many converted on it",
    Part.NULLS: "How many did not",
    Part.DEAL: "The deal",
    Part.CONVERTED: "Whether it was won",
}
ALIKE: Final = (Part.PATH, Part.VALUE, Part.DATES, Part.DAYS)
OF_PATHS: Final = (Part.CONVERSIONS, Part.NULLS)
OF_DEALS: Final = (Part.DEAL, Part.CONVERTED)
TITLES: Final[Mapping[Part, frozenset[str]]] = {
    Part.PATH: frozenset(
        {"path", "journey", "touches", "touchpoints", "touch points", "channels", "channel path", "pfad", "kontakte"}
        | {"conversion path", "top conversion paths", "default channel group path", "mcf channel grouping path"}
    ),
    Part.CONVERSIONS: frozenset({"total conversions", "conversions", "conversion", "konversionen", "converted count"}),
    Part.NULLS: frozenset({"total null", "total nulls", "null", "nulls", "non conversions", "not converted"}),
    Part.DEAL: frozenset(
        {"deal", "deal name", "deal id", "opportunity", "opportunity name", "opportunity id", "account", "company"}
        | {"account name", "company name", "geschaft", "geschäft", "firma", "kunde", "customer", "id"}
    ),
    Part.CONVERTED: frozenset(
        {"converted", "won", "is won", "stage", "status", "outcome", "result", "closed won", "gewonnen", "won or lost"}
    ),
    Part.VALUE: frozenset(
        {"total conversion value", "conversion value", "value", "amount", "revenue", "deal value", "deal amount"}
        | {"wert", "betrag", "umsatz"}
    ),
    Part.DATES: frozenset({"dates", "touch dates", "dates of touches", "date of touches", "daten"}),
    Part.DAYS: frozenset({"days before", "days", "days before conversion", "days to conversion", "tage"}),
}
# Titles under which people are named, or reached: attribution needs none of them.
PERSONAL: Final = frozenset(
    {"contact", "contact name", "first name", "last name", "full name", "person", "person name", "lead name", "lead"}
    | {"email", "e mail", "e mail address", "email address", "phone", "mobile", "telephone", "user", "user name"}
    | {"vorname", "nachname", "ansprechpartner", "kontakt", "name of contact", "contact e mail", "contact email"}
)


@dataclass(frozen=True)
class Choices:
    """`columns` as parts by their place; `order` and `decimal` as a person answered."""

    columns: tuple[str, ...] = ()
    order: Order | None = None
    decimal: Decimal | None = None

    def as_json(self) -> dict[str, Any]:
        return {"columns": list(self.columns), "order": self.order, "decimal": self.decimal}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Choices:
        return cls(
            tuple(stored.get("columns", ())),
            Order(stored["order"]) if stored.get("order") else None,
            Decimal(stored["decimal"]) if stored.get("decimal") else None,
        )

    def place(self, part: Part) -> int | None:
        return self.columns.index(part) if part in self.columns else None

    @property
    def is_of_deals(self) -> bool:
        return Part.DEAL in self.columns or Part.CONVERTED in self.columns


def guess(sheet: Sheet) -> Choices:
    """By titles; where none says path, the first column whose cells hold “>” does."""
    columns: list[str] = []
    for title in sheet.headers:
        word = normal(title)
        part = next((str(part) for part, words in TITLES.items() if word in words), LEAVE_OUT)
        columns.append(LEAVE_OUT if part in columns else part)
    if Part.PATH not in columns:
        place = next((place for place, part in enumerate(columns) if not part and _has_path(sheet, place)), None)
        if place is not None:
            columns[place] = Part.PATH
    if Part.CONVERSIONS in columns:
        # A line a path: what else a title may mean belongs to deals.
        columns = [LEAVE_OUT if part in OF_DEALS else part for part in columns]
    return Choices(tuple(columns))


def _has_path(sheet: Sheet, place: int) -> bool:
    return any(">" in str(cells[place]) for _line, cells in sheet.rows[:200])


def check(choices: Choices) -> list[str]:
    """What has to be said before the file can be read."""
    asks = []
    for part in Part:
        if choices.columns.count(part) > 1:
            asks.append(f"Two columns are “{LABELS[part]}”. Leave one of them out.")
    if Part.PATH not in choices.columns:
        asks.append("Say which column holds the path: the channels of a journey with “ > ” between them.")
    if Part.DATES in choices.columns and Part.DAYS in choices.columns:
        asks.append("Dates of the touches and days before the end say the same. Leave one of them out.")
    of_paths = [part for part in OF_PATHS if part in choices.columns]
    if choices.is_of_deals and of_paths:
        asks.append("A line is either a deal or a path with how many went it. Leave out the columns of one of the two.")
    elif not choices.is_of_deals and Part.CONVERSIONS not in choices.columns:
        asks.append("Say which column counts conversions on each path, or which names the deal of each line.")
    return asks


def personal(sheet: Sheet) -> list[str]:
    """Titles of columns that seem to be about people."""
    return [title for title in sheet.headers if normal(title) in PERSONAL]
