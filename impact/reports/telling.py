"""What an issued report says around its numbers, the same on screen and on paper. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.conf import settings

from impact.reports.document import Definition, Document, Figure, Item, Part, Row
from web.moments import in_words

NOTHING: Final = {
    Part.CHANGED: "Nothing is said of what changed.",
    Part.WHY: "Nothing is said of why.",
    Part.NEXT: "Nothing is planned yet.",
    Part.ASK: "Nothing is asked of you.",
}


@dataclass(frozen=True)
class Column:
    name: str
    is_numeric: bool
    cells: tuple[str, ...]


def kicker(document: Document) -> str:
    reader = f"For {document.reader}" if document.reader else ""
    return " · ".join(each for each in (document.workspace, reader) if each)


def facts(document: Document) -> list[str]:
    """Of which time it tells, and how old its numbers are."""
    compared = f", compared with {document.compared_with}" if document.compared_with else ""
    oldest = f" The oldest: {document.oldest}." if document.oldest else ""
    return [
        f"{document.period}{compared}.",
        f"Numbers as of {in_words(document.as_of, settings.TIME_ZONE)}.{oldest}",
    ]


def about(document: Document) -> list[str]:
    signed = f" Signed off by {document.signed_by}." if document.signed_by else ""
    return [
        f"Edition {document.edition}, issued by {document.issued_by}.{signed}",
        *([f"Why there is another edition: {document.why}"] if document.why else []),
        "It is kept as it was issued. A number that is corrected later is changed in a later edition, with the reason.",
        "Whether a number moved by more than chance is judged by its own course. The band in its chart is what chance"
        " brings.",
    ]


def title(item: Item) -> str:
    return item.title or (item.figure.name if item.figure else "")


def ours(item: Item) -> str:
    """Our name of a metric, where the readers use another word."""
    name = item.figure.metric_name if item.figure else ""
    return "" if name == title(item) else name


def beside(figure: Figure) -> list[str]:
    """Of when the number is, from how many, how sure, how old."""
    interval = f"Very likely {figure.interval}" if figure.interval else ""
    return [each for each in (figure.of, interval, figure.age) if each]


def held_against(figure: Figure) -> list[str]:
    return [each for each in (figure.target, figure.compared) if each]


def columns(rows: tuple[Row, ...]) -> list[Column]:
    """Of a figure's table; what says nothing in any row is left out."""
    return [column for column in all_columns(rows) if any(column.cells)]


def all_columns(rows: tuple[Row, ...]) -> tuple[Column, ...]:
    return (
        Column("Period", False, tuple(f"{row.name}, not over yet" if row.is_partial else row.name for row in rows)),
        Column("Number", True, tuple(row.shown or "not measured" for row in rows)),
        Column("From", True, tuple(row.n for row in rows)),
        Column("Very likely", True, tuple(row.interval for row in rows)),
        Column("Target", True, tuple(row.due for row in rows)),
        Column("Signal", False, tuple(row.signal for row in rows)),
    )


def called(one: Definition) -> str:
    return (
        f"{one.metric_name}, definition {one.version}" if one.metric_name != one.name else f"Definition {one.version}"
    )


def meaning(one: Definition) -> list[tuple[str, str]]:
    told = (
        ("Worked out as", one.formula),
        ("Comes from", one.source or "No source said"),
        ("Counted in", one.unit),
        ("Better", one.better),
        ("Judged by", one.rules),
    )
    return [(name, words) for name, words in told if words]
