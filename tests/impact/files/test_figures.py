"""Which number a cell holds, by itself and by what its column shows."""

import pytest

from impact.files.cells import BadCell
from impact.files.figures import (
    Decimal,
    Found,
    check_unit,
    decimal_of,
    take_apart,
    value_of,
    whole_of,
)
from impact.units import HOURS, NUMBER, POINTS, RATIO, SHARE, money

POINT, COMMA = Decimal.POINT, Decimal.COMMA


def sentence_of(verb, *args):
    with pytest.raises(BadCell) as caught:
        verb(*args)
    return caught.value.sentence


@pytest.mark.parametrize(
    ("cell", "decimal", "value"),
    [
        ("1234", None, 1234.0),
        ("1234.5", None, 1234.5),
        ("12,5", None, 12.5),
        (".5", None, 0.5),
        ("0,123", None, 0.123),
        ("1234.567", None, 1234.567),
        ("1,234", POINT, 1234.0),
        ("1,234", COMMA, 1.234),
        ("1.234", COMMA, 1234.0),
        ("1.234,56", None, 1234.56),
        ("1,234.56", None, 1234.56),
        ("1,234,567", None, 1234567.0),
        ("1.234.567", None, 1234567.0),
        ("1 234 567,8", None, 1234567.8),
        ("1\u202f234,5", None, 1234.5),
        ("1'234.50", None, 1234.5),
        ("-12.5", None, -12.5),
        ("−12.5", None, -12.5),
        ("(1,200)", POINT, -1200.0),
        ("€1,200", POINT, 1200.0),
        ("-€1.200,00", None, -1200.0),
        ("€ -5", None, -5.0),
        ("1.200,00 €", None, 1200.0),
        ("EUR 12", None, 12.0),
        ("12 EUR", None, 12.0),
        ("82 %", None, 82.0),
        ("82.4%", None, 82.4),
        ("1.2e5", None, 120000.0),
        ("12 hours", None, 12.0),
        ("2.5 to 1", None, 2.5),
        ("2.5:1", None, 2.5),
        (12, None, 12.0),
        (-0.25, None, -0.25),
    ],
)
def test_a_number_is_read(cell, decimal, value):
    assert value_of(take_apart(cell), decimal) == value


@pytest.mark.parametrize("cell", ["", " ", None, "n/a", "N/A", "na", "-", "–", "unknown", "null", float("nan")])
def test_what_was_not_measured_is_no_number_and_no_zero(cell):
    assert take_apart(cell) is None


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("=A1+2", "“=A1+2” is a formula. Save the sheet with its values and try that."),
        ("+SUM(A1)", "“+SUM(A1)” is a formula. Save the sheet with its values and try that."),
        ("'=1", "“'=1” is a formula. Save the sheet with its values and try that."),
        ("#REF!", "“#REF!” is an error of the spreadsheet, not a number."),
        ("#N/A", "“#N/A” is an error of the spreadsheet, not a number."),
        ("#DIV/0!", "“#DIV/0!” is an error of the spreadsheet, not a number."),
        ("about 12", "“about 12” is no number. Leave the cell blank where nothing was measured."),
        ("12-15", "“12-15” is no number. Leave the cell blank where nothing was measured."),
        ("١٢", "“١٢” is no number. Leave the cell blank where nothing was measured."),
        ("9" * 61, f"“{'9' * 39}…” is no number. Leave the cell blank where nothing was measured."),
        ("1.2k", "“1.2k” is shortened: write the number in full."),
        ("€1.2m", "“€1.2m” is shortened: write the number in full."),
        ("€12 EUR", "“€12 EUR” names two currencies."),
        (True, "“True” is yes or no, not a number."),
        (10**30, f"“1{'0' * 30}” is too large a number."),
    ],
)
def test_what_is_no_number_is_said(cell, sentence):
    assert sentence_of(take_apart, cell) == sentence


@pytest.mark.parametrize(
    ("cell", "decimal", "sentence"),
    [
        ("1,234", None, "“1,234” can be two numbers: say below which sign is the decimal one."),
        ("12,5", POINT, "“12,5” does not fit its column, in which the point is the decimal sign."),
        ("1.5", COMMA, "“1.5” does not fit its column, in which the comma is the decimal sign."),
        ("1,2,3", None, "“1,2,3” does not fit its column, in which the point is the decimal sign."),
        ("12,34,567", None, "“12,34,567” does not fit its column, in which the point is the decimal sign."),
        ("9e99", None, "“9e99” is too large a number."),
        ("9999999999999999", None, "“9999999999999999” is too large a number."),
    ],
)
def test_a_number_that_does_not_fit_its_column_is_said(cell, decimal, sentence):
    assert sentence_of(value_of, take_apart(cell), decimal) == sentence


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["1,234", "12,5"], Found(COMMA)),
        (["1,234", "0.5"], Found(POINT)),
        (["1,234", "1,234.5"], Found(POINT)),
        (["1.234.567", "1.234"], Found(COMMA)),
        (["1,234", "2,500"], Found(None, "1,234")),
        (["1.5", "1,5"], Found(None, "both")),
        (["12", "1234", 1.5], Found(None)),
        (["0,123"], Found(COMMA)),
        (["1 234"], Found(None)),
    ],
)
def test_the_column_says_which_sign_is_the_decimal_one(cells, found):
    assert decimal_of([take_apart(cell) for cell in cells]) == found


@pytest.mark.parametrize(
    ("cell", "count"),
    [("1,234", 1234), ("1.234", 1234), ("12.0", 12), ("12,00", 12), (12.0, 12), (0, 0), ("1 234", 1234)],
)
def test_a_count_is_whole(cell, count):
    assert whole_of(take_apart(cell)) == count


@pytest.mark.parametrize("cell", ["12.5", "1,0000", "-3", "3 %", "€3", 2.5, "3 hours"])
def test_what_is_no_count_is_said(cell):
    assert sentence_of(whole_of, take_apart(cell)) == f"“{cell}” is no count: write a whole number."


def test_a_count_beyond_what_can_be_kept_is_said():
    assert sentence_of(whole_of, take_apart("2147483648")) == "“2147483648” is too large a count."


@pytest.mark.parametrize(
    ("cell", "unit"),
    [
        ("€12", money("EUR")),
        ("12 EUR", money("EUR")),
        ("$12", money("CAD")),
        ("CHF 12", money("CHF")),
        ("12", money("EUR")),
        ("12 %", SHARE),
        ("12 hours", HOURS),
        ("2.5x", RATIO),
        ("3 pts", POINTS),
    ],
)
def test_a_sign_of_the_metrics_own_unit_is_taken(cell, unit):
    assert check_unit(take_apart(cell), unit) is None


@pytest.mark.parametrize(
    ("cell", "unit", "sentence"),
    [
        ("$12", money("EUR"), "“$12” is in another currency: this metric is kept in EUR."),
        ("USD 12", money("CAD"), "“USD 12” is in another currency: this metric is kept in CAD."),
        ("€12", NUMBER, "“€12” is money, and this metric is not."),
        ("12 %", NUMBER, "“12 %” has a percent sign, and this metric is no share."),
        ("12 hours", NUMBER, "“12 hours” holds words that are not this metric's unit."),
    ],
)
def test_a_sign_of_another_unit_is_said(cell, unit, sentence):
    assert sentence_of(check_unit, take_apart(cell), unit) == sentence
