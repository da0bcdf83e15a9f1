"""Limits and means are told no more exactly than the values that they are worked out from."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.analysis.precision import Precision, precision

WHOLE = [98.0, 102, 97, 130, 150]


@pytest.mark.parametrize(
    ("values", "ends", "step"),
    [
        # Over more than ten steps of the values their own step does.
        (WHOLE, (69.5, 130.8), 1),
        ([148_500.0, 152_000, None, 149_900], (120_341, 181_222), 100),
        ([0.94, 0.99, 0.9], (0.832, None), 0.01),
        # Over fewer one digit more is told, and of what is all zeros nothing is known.
        ([7.0, 9, 8], (4.01, 11.99), 0.1),
        ([2.5, 2.7], (2.1, 2.9), 0.01),
        ([0.0, 0, 0], (0, 0), 0),
        ([], (), 0),
        ([1 / 3, 2 / 3], (0, 1), 0),
    ],
)
def test_the_step_is_that_of_the_values(values, ends, step) -> None:
    assert precision(values, ends).step == pytest.approx(step, rel=1e-12)


def test_a_limit_is_never_told_as_the_number_that_lies_beyond_it() -> None:
    exact = precision(WHOLE, (69.5, 130.8))
    assert (exact.of(69.5), exact.of(130.8), exact.of(103.4)) == (70, 131, 103)
    assert (exact.of(130.8, beside=131), exact.of(131, beside=131), exact.of(130.8, beside=132)) == (130.8, 131, 131)
    assert exact.finer.of(158.333) == 158.3
    assert Precision().of(0.123) == 0.123


@given(
    st.lists(st.integers(-10_000, 10_000).filter(bool), min_size=1, max_size=20), st.integers(-3, 6), st.floats(-1, 1)
)
def test_no_more_than_one_digit_more_than_the_values_have(digits, power, part) -> None:
    size = 10.0**power
    values = [one * size for one in digits]
    exact = precision(values, (min(values), max(values)))
    shown = exact.of(part * max(map(abs, values)))
    assert exact.step >= size / 10 * (1 - 1e-9)
    assert math.isclose(shown / exact.step, round(shown / exact.step), abs_tol=1e-6)
