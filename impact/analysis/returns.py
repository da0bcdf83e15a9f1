"""What marketing returned: the usual figures, each with its source, its unit and what makes it undefined.

What is not known makes a figure unknown, with the reason, and never zero; what cannot be (more customers lost than
there were, a spend below zero) raises ValueError. Definitions are those of the Marketing Accountability Standards
Board's Common Language dictionary (marketing-dictionary.org, MASB) unless another is named."""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import StrEnum

from impact.analysis.figures import Figure, unknown
from impact.units import HOURS, MONTHS, SHARE, Unit, money


class FirstMargin(StrEnum):
    """Whether the margin of the first period, which is sure, belongs to a customer's lifetime value."""

    EXCLUDED = "first_margin_excluded"
    INCLUDED = "first_margin_included"


def romi(*, incremental_revenue: float | None, margin: float | None, spend: float | None) -> Figure:
    """Return on marketing investment: (incremental revenue × margin − spend) / spend, where `margin` is the
    contribution of a unit of revenue, up to 1. Incremental is what would not have come without the spend; all revenue
    is not that. Undefined without a spend."""

    def work(incremental_revenue: float, margin: float, spend: float) -> float | str:
        _at_least_zero(spend=spend)
        if margin > 1:
            raise ValueError("A margin is a part of revenue, at most 1.")
        if not spend:
            return "Nothing was spent, so there is no return on it."
        return (incremental_revenue * margin - spend) / spend

    return _figure(SHARE, work, incremental_revenue=incremental_revenue, margin=margin, spend=spend)


def lifetime_value(
    *, margin: float | None, retention: float | None, discount: float | None, variant: FirstMargin, currency: str
) -> Figure:
    """Customer lifetime value with a constant `margin` a period, `retention` from period to period and `discount` rate:
    m r / (1 + d − r) with the first margin excluded (Gupta & Lehmann 2003), m (1 + d) / (1 + d − r) with it included
    (Farris et al. 2010, “Marketing Metrics”, 5.3). They differ by m, so the variant belongs to the name. Undefined
    where everybody stays and the future is not discounted: the sum has no end."""

    def work(margin: float, retention: float, discount: float) -> float | str:
        _at_least_zero(discount=discount)
        _part(retention=retention)
        if not 1 + discount - retention:
            return "If nobody ever leaves and later money counts as much as now, the value has no end."
        first = 0.0 if variant is FirstMargin.EXCLUDED else margin
        return margin * retention / (1 + discount - retention) + first

    return _figure(money(currency), work, margin=margin, retention=retention, discount=discount)


def acquisition_cost(*, spend: float | None, new_customers: float | None, currency: str) -> Figure:
    """Customer acquisition cost: what was spent on winning customers over the customers won by it, in one period.
    Undefined without a new customer."""

    def work(spend: float, new_customers: float) -> float | str:
        _at_least_zero(spend=spend, new_customers=new_customers)
        return spend / new_customers if new_customers else "No customer was won."

    return _figure(money(currency), work, spend=spend, new_customers=new_customers)


def payback(*, acquisition_cost: float | None, monthly_margin: float | None) -> Figure:
    """Months until a customer's margin has brought back what winning them cost (Skok 2010, “SaaS metrics”): margin and
    not revenue. Undefined where a customer brings no margin: then it never does."""

    def work(acquisition_cost: float, monthly_margin: float) -> float | str:
        _at_least_zero(acquisition_cost=acquisition_cost)
        return acquisition_cost / monthly_margin if monthly_margin > 0 else "A customer brings no margin."

    return _figure(MONTHS, work, acquisition_cost=acquisition_cost, monthly_margin=monthly_margin)


def logo_churn(*, at_start: float | None, lost: float | None) -> Figure:
    """Customers lost during a period over customers at its start; those won during it are in neither."""

    def work(at_start: float, lost: float) -> float | str:
        return _part_of(lost, at_start, "There was no customer at the start.")

    return _figure(SHARE, work, at_start=at_start, lost=lost)


def revenue_churn(*, at_start: float | None, lost: float | None) -> Figure:
    """Recurring revenue of the customers lost during a period over recurring revenue at its start. Beside logo churn it
    says whether large or small customers leave."""

    def work(at_start: float, lost: float) -> float | str:
        return _part_of(lost, at_start, "There was no recurring revenue at the start.")

    return _figure(SHARE, work, at_start=at_start, lost=lost)


def gross_retention(*, at_start: float | None, contraction: float | None, lost: float | None) -> Figure:
    """Gross revenue retention: recurring revenue at the start less what customers cut and what left with them, over
    revenue at the start; never above 1, since what customers added is not in it (SaaS Metrics Standards Board)."""

    def work(at_start: float, contraction: float, lost: float) -> float | str:
        _at_least_zero(contraction=contraction, lost=lost)
        gone = _part_of(contraction + lost, at_start, "There was no recurring revenue at the start.")
        return gone if isinstance(gone, str) else 1 - gone

    return _figure(SHARE, work, at_start=at_start, contraction=contraction, lost=lost)


def net_retention(
    *, at_start: float | None, expansion: float | None, contraction: float | None, lost: float | None
) -> Figure:
    """Net revenue retention: as gross, with what the same customers added; above 1 they grow faster than others
    leave."""

    def work(at_start: float, expansion: float, contraction: float, lost: float) -> float | str:
        _at_least_zero(expansion=expansion, contraction=contraction, lost=lost)
        gone = _part_of(contraction + lost, at_start, "There was no recurring revenue at the start.")
        return gone if isinstance(gone, str) else 1 - gone + expansion / at_start

    return _figure(SHARE, work, at_start=at_start, expansion=expansion, contraction=contraction, lost=lost)


def share_of_voice(*, own: float | None, market: float | None) -> Figure:
    """Own advertising, mentions or impressions over those of the whole market, own included, by one and the same
    measure."""

    def work(own: float, market: float) -> float | str:
        return _part_of(own, market, "Nobody was heard in the market.")

    return _figure(SHARE, work, own=own, market=market)


def hours_realised(*, hours_saved: float | None, realisation: float | None) -> Figure:
    """Hours saved × the part of them that went into other work, from 0 to 1: a saved hour is worth something once it is
    used (benefits realisation: Ward & Daniel 2006, “Benefits management”)."""

    def work(hours_saved: float, realisation: float) -> float | str:
        _at_least_zero(hours_saved=hours_saved)
        _part(realisation=realisation)
        return hours_saved * realisation

    return _figure(HOURS, work, hours_saved=hours_saved, realisation=realisation)


def _figure(unit: Unit, work: Callable[..., float | str], **given: float | None) -> Figure:
    """`work` gives a number, or a sentence that says why there is none."""
    missing = [name.replace("_", " ") for name, value in given.items() if value is None]
    if missing:
        return unknown(unit, f"Not known: {', '.join(missing)}.")
    for name, value in given.items():
        if value is not None and not math.isfinite(value):
            raise ValueError(f"{name} must be a finite number.")
    found = work(**given)
    return unknown(unit, found) if isinstance(found, str) else Figure(found, unit)


def _part_of(some: float, whole: float, without: str) -> float | str:
    _at_least_zero(part=some, whole=whole)
    if some > whole:
        raise ValueError(f"{some:,} cannot be a part of {whole:,}.")
    return some / whole if whole else without


def _at_least_zero(**given: float) -> None:
    for name, value in given.items():
        if value < 0:
            raise ValueError(f"{name} cannot be below zero.")


def _part(**given: float) -> None:
    for name, value in given.items():
        if not 0 <= value <= 1:
            raise ValueError(f"{name} lies from 0 to 1.")
