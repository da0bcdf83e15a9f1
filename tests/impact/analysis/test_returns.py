"""Returns: published values, values by hand, and what is not known."""

import inspect

import pytest

from impact.analysis import returns
from impact.analysis.figures import Figure
from impact.analysis.returns import (
    FirstMargin,
    acquisition_cost,
    gross_retention,
    hours_realised,
    lifetime_value,
    logo_churn,
    net_retention,
    payback,
    revenue_churn,
    romi,
    share_of_voice,
)
from impact.units import HOURS, MONTHS, SHARE, money, written


def test_return_on_marketing_investment_as_published():
    found = romi(incremental_revenue=500_000, margin=0.6, spend=100_000)
    assert found == Figure(2.0, SHARE)
    assert written(found.value, found.unit) == "200\u00a0%"
    assert romi(incremental_revenue=0, margin=0.6, spend=100_000).value == -1.0


@pytest.mark.parametrize(
    ("variant", "value"), [(FirstMargin.EXCLUDED, 266.67), (FirstMargin.INCLUDED, 366.67)], ids=str
)
def test_lifetime_value_as_published_in_both_variants(variant, value):
    found = lifetime_value(margin=100, retention=0.8, discount=0.1, variant=variant, currency="EUR")
    assert (round(found.value, 2), found.unit) == (value, money("EUR"))


def test_churn_of_a_telephone_company_as_published(published_rows):
    rows = published_rows("telco_churn.csv")
    gone = [row for row in rows if row["Churn"] == "Yes"]
    assert round(100 * logo_churn(at_start=len(rows), lost=len(gone)).value, 2) == 26.54
    charges, lost = (sum(float(row["MonthlyCharges"]) for row in some) for some in (rows, gone))
    assert round(100 * revenue_churn(at_start=charges, lost=lost).value, 2) == 30.5


@pytest.mark.parametrize(
    ("found", "value", "unit"),
    [
        (acquisition_cost(spend=50_000, new_customers=40, currency="USD"), 1250.0, money("USD")),
        (payback(acquisition_cost=1250, monthly_margin=100), 12.5, MONTHS),
        (gross_retention(at_start=100.0, contraction=5.0, lost=10.0), 0.85, SHARE),
        (net_retention(at_start=100.0, expansion=30.0, contraction=5.0, lost=10.0), 1.15, SHARE),
        (share_of_voice(own=20, market=80), 0.25, SHARE),
        (hours_realised(hours_saved=120, realisation=0.5), 60.0, HOURS),
        (hours_realised(hours_saved=120, realisation=0.0), 0.0, HOURS),
    ],
)
def test_by_hand(found, value, unit):
    assert (found.value, found.unit, found.reason) == (pytest.approx(value, abs=1e-12), unit, "")


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (romi(incremental_revenue=5, margin=0.5, spend=0), "Nothing was spent, so there is no return on it."),
        (
            lifetime_value(margin=1, retention=1, discount=0, variant=FirstMargin.INCLUDED, currency="EUR"),
            "If nobody ever leaves and later money counts as much as now, the value has no end.",
        ),
        (acquisition_cost(spend=5, new_customers=0, currency="EUR"), "No customer was won."),
        (payback(acquisition_cost=5, monthly_margin=0), "A customer brings no margin."),
        (payback(acquisition_cost=5, monthly_margin=-1), "A customer brings no margin."),
        (logo_churn(at_start=0, lost=0), "There was no customer at the start."),
        (revenue_churn(at_start=0, lost=0), "There was no recurring revenue at the start."),
        (gross_retention(at_start=0, contraction=0, lost=0), "There was no recurring revenue at the start."),
        (
            net_retention(at_start=0, expansion=4, contraction=0, lost=0),
            "There was no recurring revenue at the start.",
        ),
        (share_of_voice(own=0, market=0), "Nobody was heard in the market."),
        (romi(incremental_revenue=None, margin=0.5, spend=None), "Not known: incremental revenue, spend."),
    ],
)
def test_undefined_says_why_and_is_not_zero(found, reason):
    assert (found.value, found.reason) == (None, reason)


FIGURES = [
    one
    for name, one in inspect.getmembers(returns, inspect.isfunction)
    if one.__module__ == returns.__name__ and not name.startswith("_")
]


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.__name__)
def test_what_is_not_known_is_never_taken_for_zero(figure):
    numbers = [name for name, one in inspect.signature(figure).parameters.items() if one.annotation == "float | None"]
    rest = {"variant": FirstMargin.INCLUDED, "currency": "EUR"}
    rest = {name: value for name, value in rest.items() if name in inspect.signature(figure).parameters}
    for unknown in numbers:
        found = figure(**dict.fromkeys(numbers, 0.5) | {unknown: None}, **rest)
        assert (found.value, found.reason) == (None, f"Not known: {unknown.replace('_', ' ')}.")
        with pytest.raises(ValueError, match="finite"):
            figure(**dict.fromkeys(numbers, 0.5) | {unknown: float("nan")}, **rest)


@pytest.mark.parametrize(
    "impossible",
    [
        lambda: romi(incremental_revenue=1, margin=1.2, spend=1),
        lambda: romi(incremental_revenue=1, margin=0.2, spend=-1),
        lambda: lifetime_value(margin=1, retention=1.1, discount=0, variant=FirstMargin.INCLUDED, currency="EUR"),
        lambda: lifetime_value(margin=1, retention=0.5, discount=-0.1, variant=FirstMargin.INCLUDED, currency="EUR"),
        lambda: acquisition_cost(spend=1, new_customers=-1, currency="EUR"),
        lambda: payback(acquisition_cost=-1, monthly_margin=1),
        lambda: logo_churn(at_start=3, lost=4),
        lambda: gross_retention(at_start=3, contraction=2, lost=2),
        lambda: gross_retention(at_start=3, contraction=-2, lost=2),
        lambda: net_retention(at_start=3, expansion=-1, contraction=0, lost=0),
        lambda: share_of_voice(own=2, market=1),
        lambda: hours_realised(hours_saved=1, realisation=1.01),
        lambda: Figure(None, SHARE),
        lambda: Figure(1.0, SHARE, "no"),
    ],
)
def test_what_cannot_be_is_refused(impossible):
    with pytest.raises(ValueError, match=r"cannot|lies from|at most|has a value"):
        impossible()
