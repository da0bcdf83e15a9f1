"""A metric as a report tells it: of the report's days, its verdict of the period that it judges."""

import datetime as dt

import pytest

from impact.reports.figures import Numbers, tell
from impact.reports.spans import Span
from tests.impact.rows import a_metric, in_a_row

D = dt.date
QUARTER, MONTH = Span(D(2026, 7, 1), D(2026, 9, 30)), Span(D(2026, 9, 1), D(2026, 9, 30))
STEADY = [10, 11] * 10


@pytest.mark.parametrize(
    ("values", "span", "sentence"),
    [
        ([*STEADY, 10], QUARTER, "In September 2026 alone, 10 is within what chance brings (7.8 to 13.1)."),
        ([*STEADY, 30], QUARTER, "In September 2026 alone it rose to 30: more than chance would bring"),
        ([*STEADY, 10], MONTH, "10 is within what chance brings (7.8 to 13.1)."),
    ],
)
def test_beside_a_number_of_several_periods_the_verdict_names_its_own(values, span, sentence):
    found = tell(Numbers(a_metric(), in_a_row(values)), None, span, None, today=D(2026, 10, 5))
    assert found.figure.verdict.sentence.startswith(sentence)
