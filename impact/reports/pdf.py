"""A report as it was issued, set on paper by typst as PDF/UA: tagged, searchable, in the product's typefaces.

It is made of the document alone. Half a report is never made: what cannot be drawn raises PartMissingError."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import unicodedata
from collections.abc import Callable
from functools import partial
from importlib.resources import files
from typing import Any, Final

import typst

from impact.reports import print_chart, telling
from impact.reports.document import Definition, Document, Figure, Item, Said, Section, plain
from stakeholders.formats.characters import neutralise
from web.typesetting import set_pdf

# A word without an end breaks after so many letters, in a column of a table sooner.
LONGEST, LONGEST_IN_CELL = 30, 12
BREAK: Final = "\u200b"
# Signs that turn the words after them around, and what no typeface draws.
UNWRITTEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\uffff\ud800-\udfff]")
UNSHOWN = re.compile(r"the text `\"(.+?)\"` could not be displayed")
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
EMOJI_JOINERS = "\u200d\ufe0e\ufe0f"
MOST_ROUNDS: Final = 5
# So many periods stand in a table: a year and the month to hold it against. All of them are in the file with the pages.
TABLED: Final = 13
ATTACHED: Final = "numbers.csv"
UNTOLD: Final = {"metric", "observation", "stakeholder", "target_row", "contribution", "initiative"}


class PartMissingError(Exception):
    """A part of the report cannot be drawn; `part` is its name, and the message a sentence for people."""

    def __init__(self, part: str, why: str) -> None:
        super().__init__(why)
        self.part = part


def typeset(document: Document) -> bytes:
    """The whole report as PDF/UA-1. Raises PartMissingError where any part of it cannot be drawn."""
    check(document)
    source = files("impact.reports").joinpath("report.typ").read_text(encoding="utf-8")
    unshown: dict[str, str] = {}
    for _round in range(MOST_ROUNDS):
        told = sheet(document, shown=partial(_without, unshown=unshown))
        try:
            return set_pdf(source, is_accessible=True, report=json.dumps(told))
        except typst.TypstError as problem:
            unshown = unshown | _instead(problem, document, known=unshown)
    raise PartMissingError(document.title, "The report could not be set on paper.")


def check(document: Document) -> None:
    """That every figure that was measured has its chart, in both sizes, and its words. Raises PartMissingError."""
    for figure in document.figures:
        if any(row.observation is not None for row in figure.rows) and not (figure.wide and figure.narrow):
            raise PartMissingError(figure.name, f"The chart of “{figure.name}” is missing.")
        if not figure.verdict.alt or not figure.verdict.sentence:
            raise PartMissingError(figure.name, f"The words that tell the chart of “{figure.name}” are missing.")
        if (figure.wide or figure.narrow) and not figure.rows:
            raise PartMissingError(figure.name, f"The table of “{figure.name}” is missing.")
    defined = {one.metric_name for one in document.definitions}
    for figure in document.figures:
        if figure.metric_name not in defined:
            raise PartMissingError(figure.name, f"What “{figure.name}” means is missing.")


def fingerprint(document: Document) -> str:
    """Of everything that the report says: the same on each machine, in each year, and where it is restored."""
    kept = json.dumps(_told(plain(document)), sort_keys=True, ensure_ascii=True)
    return f"coalition-{hashlib.sha256(kept.encode()).hexdigest()}"


def _told(kept: Any) -> Any:
    """Without the numbers under which this database keeps what the report was made of."""
    if isinstance(kept, dict):
        return {name: _told(value) for name, value in kept.items() if name not in UNTOLD}
    return [_told(each) for each in kept] if isinstance(kept, list) else kept


def is_of(pages: bytes, document: Document) -> bool:
    """Whether the PDF was made of this document: it carries its fingerprint."""
    return pages.startswith(b"%PDF-") and fingerprint(document).encode() in pages


# What the paper says -------------------------------------------------------------------------------------------------


def sheet(document: Document, *, shown: Callable[[str], str] = lambda words: words) -> dict[str, Any]:
    """Everything the paper says, as report.typ reads it; `shown` has the last word on every string."""
    told = {
        "name": document.title,
        "workspace": document.workspace,
        "kicker": telling.kicker(document),
        "question": document.question,
        "answer": _paragraphs(document.answer),
        "facts": telling.facts(document),
        "sections": [_section(section) for section in document.sections],
        "definitions": [_definition(one) for one in document.definitions],
        "about": telling.about(document),
        "footer": f"{document.workspace} · {document.title}",
    }
    written: dict[str, Any] = _each(told, shown)
    return written | {"mark": fingerprint(document), "attached": attached(document)}


def attached(document: Document) -> str:
    """Every period of every figure as CSV; empty where the tables hold them all. It begins with the mark by which
    spreadsheets know UTF-8."""
    if all(len(figure.rows) <= TABLED for figure in document.figures):
        return ""
    stream = io.StringIO()
    rows = csv.writer(stream, lineterminator="\n")
    rows.writerow(["Metric", *(column.name for column in telling.all_columns(()))])
    for figure in document.figures:
        cells = zip(*(column.cells for column in telling.all_columns(figure.rows)), strict=True)
        rows.writerows([neutralise(text) for text in (_plain(figure.name), *map(_plain, row))] for row in cells)
    return f"\ufeff{stream.getvalue()}"


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "items": [_item(item) for item in section.items],
        "nothing": telling.NOTHING[section.part],
    }


def _item(item: Item) -> dict[str, Any]:
    figure = item.figure
    return {
        "title": telling.title(item),
        "under": telling.ours(item),
        "figure": _figure(figure, item.words) if figure else None,
        "words": [] if figure else _paragraphs(item.words),
        "says": list(item.says),
    }


def _figure(figure: Figure, words: str) -> dict[str, Any]:
    more = [_said(one) for one in (figure.pace, figure.comparison) if one is not None]
    columns = telling.columns(figure.rows[:TABLED])
    earlier = figure.rows[TABLED:]
    return {
        "shown": figure.shown or "–",
        "facts": [
            each for each in (figure.of, figure.interval and f"Very likely {figure.interval}", figure.age) if each
        ],
        "verdict": _said(figure.verdict),
        "more": more,
        "words": _paragraphs(words),
        "beside": telling.held_against(figure),
        "chart": print_chart.draw(figure.wide) if figure.wide else None,
        "alt": f"{_plain(figure.name)}. {_plain(figure.verdict.alt)}",
        "legend": print_chart.legend(figure.wide) if figure.wide else [],
        "heads": [{"name": column.name, "numeric": column.is_numeric} for column in columns],
        "rows": [list(cells) for cells in zip(*(column.cells for column in columns), strict=True)],
        "rest": _rest(len(earlier), earlier[-1].name) if earlier else "",
    }


def _rest(many: int, first: str) -> str:
    periods = "One earlier period" if many == 1 else f"{many} earlier periods, from {first} on,"
    return f"{periods} {'is' if many == 1 else 'are'} in {ATTACHED}, which is attached to this PDF."


def _said(said: Said) -> dict[str, str]:
    colour = print_chart.COLOURS[said.colour]
    return {
        "word": said.word,
        "sentence": said.sentence,
        "colour": colour,
        "icon": print_chart.icon(said.icon, colour),
    }


def _definition(one: Definition) -> dict[str, Any]:
    return {
        "name": one.name,
        "under": telling.called(one),
        "words": _paragraphs(one.words),
        "facts": [{"name": name, "words": words} for name, words in telling.meaning(one)],
    }


def _paragraphs(words: str) -> list[str]:
    return [line for line in map(str.strip, _plain(words).split("\n")) if line]


# Words as paper takes them -------------------------------------------------------------------------------------------

# What is drawn or read aloud, and not set as text.
AS_THEY_ARE: Final = {"icon", "chart", "colour", "drawn", "alt"}


def _each(told: Any, shown: Callable[[str], str], *, most: int = LONGEST) -> Any:
    if isinstance(told, dict):
        return {
            name: value
            if name in AS_THEY_ARE
            else _each(value, shown, most=LONGEST_IN_CELL if name == "rows" else most)
            for name, value in told.items()
        }
    if isinstance(told, list):
        return [_each(each, shown, most=most) for each in told]
    return _broken(shown(_plain(told)), most) if isinstance(told, str) else told


def _plain(words: str) -> str:
    return UNWRITTEN.sub("", words.replace("\t", " "))


def _broken(words: str, most: int) -> str:
    """With places to break in words that no line holds."""
    return re.sub(
        rf"\S{{{most + 1},}}", lambda word: BREAK.join(re.findall(rf"\S{{1,{most}}}", word[0], re.DOTALL)), words
    )


def _without(words: str, unshown: dict[str, str]) -> str:
    for sign, name in unshown.items():
        words = words.replace(sign, name)
    return words


def _instead(problem: typst.TypstError, document: Document, *, known: dict[str, str]) -> dict[str, str]:
    """What is written for signs that no typeface here draws: of a picture its name, of a joiner nothing. Raises
    PartMissingError for letters."""
    found = {sign for shown in UNSHOWN.findall(str(problem.diagnostic)) for sign in _unescaped(shown)} - known.keys()
    if not found:
        raise PartMissingError(document.title, "The report could not be set on paper.") from problem
    letters = sorted(sign for sign in found if unicodedata.category(sign)[0] in "LMN")
    if letters:
        part = _where(plain(document), letters[0]) or document.title
        raise PartMissingError(
            part, f"No typeface here draws “{''.join(letters[:10])}” in “{part}”: install one for that script."
        ) from problem
    return {sign: _named(sign) for sign in found}


def _named(sign: str) -> str:
    if sign in EMOJI_JOINERS or unicodedata.category(sign)[0] == "C":
        return ""
    return f"({unicodedata.name(sign, 'sign').lower()})"


def _unescaped(shown: str) -> str:
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), shown)


def _where(told: Any, sign: str, name: str = "") -> str:
    """The nearest name of what holds the sign; empty where nothing does."""
    if isinstance(told, dict):
        name = told.get("name") or told.get("title") or name
        return next((found for each in told.values() if (found := _where(each, sign, name))), "")
    if isinstance(told, list):
        return next((found for each in told if (found := _where(each, sign, name))), "")
    return name if isinstance(told, str) and sign in told else ""
