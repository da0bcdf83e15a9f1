import datetime as dt

import pytest

from impact.queries.days import chosen
from impact.reports.spans import Span

D = dt.date


@pytest.mark.parametrize(
    ("days", "against", "span", "earlier"),
    [
        ("month", "year_before", (D(2026, 1, 1), D(2026, 1, 31)), (D(2025, 1, 1), D(2025, 1, 31))),
        ("quarter", "before", (D(2025, 10, 1), D(2025, 12, 31)), (D(2025, 7, 1), D(2025, 9, 30))),
        ("this_quarter", "year_before", (D(2026, 1, 1), D(2026, 2, 28)), (D(2025, 1, 1), D(2025, 2, 28))),
        ("this_year", "before", (D(2026, 1, 1), D(2026, 2, 28)), (D(2025, 11, 1), D(2025, 12, 31))),
        # What nobody offers.
        ("century", "nothing", (D(2025, 10, 1), D(2025, 12, 31)), (D(2024, 10, 1), D(2024, 12, 31))),
    ],
)
def test_days_and_what_they_are_held_against(days, against, span, earlier):
    found = chosen(days, against, today=D(2026, 2, 28))
    assert (found.span, found.earlier) == (Span(*span), Span(*earlier))
