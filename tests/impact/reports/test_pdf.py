"""What is set on paper says all that the document says, to everybody, or is not made."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from impact.reports import print_chart
from impact.reports.document import Item, Part, Section, plain, restored
from impact.reports.pdf import PartMissingError, check, fingerprint, is_of, typeset
from tests.impact.reports.documents import (
    a_definition,
    a_document,
    a_figure,
    revenue,
    unmeasured,
    win_rate,
    with_figure,
)
from tests.impact.reports.pages import plain as in_one_line
from tests.impact.reports.pages import read_pdf
from tests.impact.rows import a_metric, in_a_row

TOKENS = Path(__file__).parents[3] / "static" / "css" / "tokens.css"


@pytest.fixture(scope="module")
def document():
    return a_document()


@pytest.fixture(scope="module")
def pages(document):
    return read_pdf(typeset(document))


def test_it_has_a_title_a_language_tags_and_an_outline(pages):
    assert (pages.title, pages.language, pages.is_tagged) == ("The third quarter for the CFO", "en-GB", True)
    assert pages.outline == [
        "What changed", "New business", "Deals won in mid-market", "Hours returned", "Why", "Partner programme",
        "What we do next", "What we ask", "Keep the pilot until February",
        "Finance names one owner of the pipeline number", "What the numbers mean", "New business",
        "Deals won in mid-market", "Hours returned", "About this report",
    ]  # fmt: skip


def test_a_long_table_ends_after_a_year_and_says_where_the_rest_is():
    figure = revenue()
    years = [replace(row, name=f"{row.name[:-4]}{2026 - year}") for year in (0, 1) for row in figure.rows]
    document = with_figure(replace(figure, rows=(*years, replace(years[0], name="=Start"))))
    pages = typeset(document)
    read = read_pdf(pages)
    assert read.tags["TR"] == 1 + 13
    said = "12 earlier periods, from =Start on, are in numbers.csv, which is attached to this PDF."
    assert said in " ".join(read.text.split())
    (content,) = PdfReader(io.BytesIO(pages)).attachments["numbers.csv"]
    # Spreadsheets know by its mark that it is UTF-8.
    told = content.decode().removeprefix("\ufeff").splitlines()
    assert content.startswith(b"\xef\xbb\xbf")
    assert told[0] == "Metric,Period,Number,From,Very likely,Target,Signal"
    assert len(told) == 1 + 25
    assert told[1].startswith('New business,September 2026,"€633,000",')
    assert told[-1].startswith("New business,'=Start,")
    assert pages == typeset(document)
    assert PdfReader(io.BytesIO(typeset(with_figure(figure)))).attachments == {}


def test_each_chart_is_a_figure_with_its_words_and_each_table_has_heads(document, pages):
    drawn = [figure for figure in document.figures if figure.wide]
    assert pages.alts == [f"{figure.name}. {figure.verdict.alt}" for figure in drawn]
    assert pages.tags["Table"] == 2
    # Period, number, target, signal; period, number, from, very likely, signal.
    assert pages.tags["TH"] == 9
    assert pages.tags["TR"] == 2 + sum(len(figure.rows) for figure in drawn)


def test_pages_are_counted_on_each(pages):
    assert [f"{number} of {len(pages.texts)}" in text for number, text in enumerate(pages.texts, start=1)] == [
        True, True, True,
    ]  # fmt: skip


def test_every_number_and_sentence_is_found_as_text(document, pages):
    said = [document.question, document.period, document.compared_with, document.oldest, document.reader]
    said += document.answer.splitlines()
    for figure in document.figures:
        said += [figure.name, figure.metric_name, figure.shown, figure.interval, figure.target, figure.compared]
        said += [one.sentence for one in (figure.verdict, figure.pace, figure.comparison) if one]
        said += [part for row in figure.rows for part in (row.name, row.shown, row.n, row.interval, row.due)]
    for section in document.sections:
        said += [section.title, *(words for item in section.items for words in (item.title, item.words, *item.says))]
    for one in document.definitions:
        said += [one.words, one.formula, one.source, one.unit, one.better, one.rules]
    assert [words for words in said if in_one_line(words) not in pages.text] == []
    assert "Numbers as of Monday 5 October 2026, 08:30 (UTC). The oldest: New business, five days old." in pages.text


def test_a_later_edition_says_why_it_is_there():
    pages = read_pdf(typeset(a_document(edition=2, why="August was counted twice.", signed_by="")))
    assert "Edition 2, issued by Ines Rourke. Why there is another edition: August was counted twice." in pages.text


def test_a_running_period_is_said_to_be_one():
    figure = revenue()
    latest = replace(figure.rows[0], is_partial=True)
    pages = read_pdf(typeset(with_figure(replace(figure, rows=(latest, *figure.rows[1:])))))
    assert "September 2026, not over yet €633,000" in pages.text


# Half a report is never made -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "why"),
    [
        (revenue(wide=None), "The chart of “New business” is missing."),
        (win_rate(narrow=None), "The chart of “Deals won in mid-market” is missing."),
        (revenue(rows=()), "The table of “New business” is missing."),
        (
            revenue(verdict=replace(revenue().verdict, alt="")),
            "The words that tell the chart of “New business” are missing.",
        ),
    ],
    ids=["wide", "narrow", "table", "words"],
)
def test_a_part_that_is_missing_stops_all_of_it(figure, why):
    with pytest.raises(PartMissingError) as refused:
        typeset(with_figure(figure))
    assert (refused.value.part, str(refused.value)) == (figure.name, why)


def test_a_number_without_its_meaning_stops_all_of_it():
    with pytest.raises(PartMissingError, match="What “New business” means is missing"):
        check(replace(with_figure(revenue()), definitions=()))


def test_what_was_never_measured_has_no_chart_and_says_so():
    pages = read_pdf(typeset(with_figure(unmeasured())))
    assert pages.alts == []
    assert "Not measured yet. Nothing is known of it yet." in pages.text


def test_letters_that_no_typeface_draws_stop_all_of_it():
    with pytest.raises(PartMissingError) as refused:
        typeset(a_document(answer="We won 𐰃𐰆."))
    assert str(refused.value) == (
        "No typeface here draws “𐰃𐰆” in “The third quarter for the CFO”: install one for that script."
    )


def test_the_part_that_holds_them_is_named():
    told = with_figure(revenue())
    definition = replace(told.definitions[0], formula="𐰃 / 2")
    with pytest.raises(PartMissingError) as refused:
        typeset(replace(told, definitions=(definition,)))
    assert refused.value.part == "New business"


# Whatever people write -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        '#import "x" $x^2$ *bold* _it_ `code` [x] <y> @z \\ // none = no',
        "<script>alert(1)</script> & \"quotes\" 'all'",
        "Straße, déjà vu, ½ − 5 ≤ 7 … „so“",
    ],
)
def test_what_people_write_stands_there_as_it_is(words):
    told = with_figure(revenue(), title=words, question=words, answer=words)
    pages = read_pdf(typeset(told))
    assert pages.title == words
    assert pages.text.count(words) >= 3


def test_words_from_right_to_left_and_without_an_end_are_set():
    told = with_figure(replace(revenue(), name="מכירות חדשות"), title="תקציר", answer="ж" * 10_000, question="مرحبا")
    pages = read_pdf(typeset(told))
    assert pages.title == "תקציר"
    assert sum(text.count("ж") for text in pages.texts) == 10_000


def test_signs_that_turn_words_around_or_cannot_be_seen_are_left_out():
    pages = read_pdf(typeset(with_figure(revenue(), answer="Up\x07 by\u202e 5 %\x0b.")))
    assert "Up by 5 %." in pages.text


def test_a_picture_that_no_typeface_draws_is_named():
    pages = read_pdf(typeset(with_figure(revenue(), answer="Well done \U0001cf50!")))
    assert "Well done (znamenny neume kryuk)!" in pages.text


def test_twenty_pages_are_set_as_a_whole():
    figures = [
        a_figure(
            a_metric(name=f"Metric {number}", unit_kind="money", currency="EUR"),
            in_a_row([1000 + (place * 37 + number * 13) % 200 for place in range(24)]),
            name=f"Number {number}",
            key=number,
        )
        for number in range(1, 25)
    ]
    items = tuple(Item("number", "", "It went as it went.", (), figure) for figure in figures)
    pages = read_pdf(
        typeset(a_document(sections=(Section(Part.CHANGED, items),), definitions=tuple(map(a_definition, figures))))
    )
    assert len(pages.texts) >= 20
    assert pages.alts == [f"{figure.name}. {figure.verdict.alt}" for figure in figures]


# Whose it is ---------------------------------------------------------------------------------------------------------


def test_a_pdf_is_of_the_document_it_was_made_of_and_of_no_other(document):
    made = typeset(document)
    assert is_of(made, document)
    assert is_of(made, restored(plain(document)))
    assert not is_of(made, replace(document, answer="No."))
    assert not is_of(b"", document)
    assert not is_of(fingerprint(document).encode(), document)


def test_the_same_document_is_set_the_same(document):
    assert typeset(document) == typeset(document)


# Charts --------------------------------------------------------------------------------------------------------------


def test_the_colours_of_print_are_those_of_the_light_theme():
    tokens = dict(re.findall(r"(--[a-z]+): light-dark\((#[0-9a-f]{6}),", TOKENS.read_text()))
    assert {name: tokens[name] for name in print_chart.COLOURS} == print_chart.COLOURS


def test_a_printed_chart_has_every_point_and_tells_concern_by_its_shape():
    chart = win_rate().wide
    drawn = print_chart.draw(chart)
    concerns = sum(dot.tone == "concern" for dot in chart.dots)
    assert (concerns, len(chart.dots)) == (4, 12)
    assert drawn.count("<path ") == 4
    assert drawn.count("<circle ") == 8
    assert [one["says"] for one in print_chart.legend(chart)] == [
        "what chance brings", "mean", "better than chance", "worse than chance",
    ]  # fmt: skip
