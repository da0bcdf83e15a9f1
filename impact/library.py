"""Standard metrics to start from, each with its definition, where that comes from, and how it misleads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from impact.models import Metric
from impact.units import Kind

Outcome, Level, Measured, Every = Metric.Outcome, Metric.Level, Metric.Measured, Metric.Every
Nature, Together, Good = Metric.Nature, Metric.Together, Metric.Good


@dataclass(frozen=True)
class Standard:
    """`source` is where the definition comes from, `rivals` are keys of other definitions of the same thing, `caution`
    says in a sentence how it misleads or is gamed. Everything else is as a Metric has it."""

    key: str
    name: str
    words: str
    formula: str
    outcome: str
    level: str
    measured: str
    every: str
    nature: str
    together: str
    unit_kind: str
    good: str
    source: str
    caution: str
    rivals: tuple[str, ...] = ()


# How numbers come: one a period that adds up, one that stands, so many of so many, answers from 0 to 10.
FLOW: Final[dict[str, Any]] = {"measured": Measured.VALUE, "nature": Nature.FLOW, "together": Together.SUM}
LEVEL: Final[dict[str, Any]] = {"measured": Measured.VALUE, "nature": Nature.LEVEL, "together": Together.MEAN}
SHARE: Final[dict[str, Any]] = {
    "measured": Measured.SHARE, "nature": Nature.LEVEL, "together": Together.POOLED, "unit_kind": Kind.SHARE,
}  # fmt: skip
PROMOTERS: Final[dict[str, Any]] = {
    "measured": Measured.PROMOTERS, "nature": Nature.LEVEL, "together": Together.POOLED, "unit_kind": Kind.POINTS,
}  # fmt: skip


# fmt: off
# ruff: noqa: E501 - a sentence a line: definitions are read here.
def _growth() -> Iterator[Standard]:
    yield Standard(
        key="win-rate", name="Win rate", outcome=Outcome.BUSINESS_GROWTH, level=Level.OUTCOME, **SHARE,
        every=Every.MONTH, good=Good.UP,
        words="Of the deals that were decided in the period, how many were won. Deals without a decision count in neither.",
        formula="deals won / (deals won + deals lost)",
        source="Common use in sales; no one standard.",
        caution="It rises when hopeless deals are left open or never entered, so look at the number of decided deals beside it.",
    )
    yield Standard(
        key="new-customers", name="New customers", outcome=Outcome.BUSINESS_GROWTH, level=Level.IMPACT, **FLOW,
        every=Every.MONTH, unit_kind=Kind.COUNT, good=Good.UP,
        words="Customers who bought for the first time in the period.",
        formula="count of first orders, one a customer",
        source="Common use; no one standard.",
        caution="Discounts win customers who leave again, and all of the company wins them: it says nothing of what marketing caused.",
    )
    yield Standard(
        key="unaided-awareness", name="Unaided awareness", outcome=Outcome.BUSINESS_GROWTH, level=Level.OUT_TAKE, **SHARE,
        every=Every.QUARTER, good=Good.UP,
        words="Of those asked in the market, how many name us when asked which suppliers they know, without a list.",
        formula="people who name us / people asked",
        source="Awareness in the Common Language dictionary of the Marketing Accountability Standards Board (MASB); an out-take in AMEC's Integrated Evaluation Framework.",
        caution="Being known is not being bought, and another panel or another wording moves it more than a campaign does.",
    )
    yield Standard(
        key="share-of-voice", name="Share of voice", outcome=Outcome.BUSINESS_GROWTH, level=Level.OUTPUT, **LEVEL,
        every=Every.MONTH, unit_kind=Kind.SHARE, good=Good.UP,
        words="Our part of all advertising, mentions or impressions in the market, ours included, by one and the same measure.",
        formula="own / whole market, own included",
        source="Common use in advertising; Farris et al. 2010, “Marketing Metrics”.",
        caution="It says how loud we are, not what anybody thinks of it, and it depends on whom one counts as the market.",
    )


def _revenue() -> Iterator[Standard]:
    sourced = ("sourced-pipeline-first-touch", "sourced-pipeline-last-touch", "sourced-pipeline-recorded")
    influenced = ("influenced-pipeline-any-touch", "influenced-pipeline-90-days")
    pipeline: dict[str, Any] = {
        "outcome": Outcome.REVENUE, "level": Level.OUTCOME, **FLOW, "every": Every.MONTH, "unit_kind": Kind.MONEY,
        "good": Good.UP,
    }

    def rivals(keys: tuple[str, ...], key: str) -> dict[str, Any]:
        return {"key": key, "rivals": tuple(other for other in keys if other != key)}

    yield Standard(
        **rivals(sourced, "sourced-pipeline-first-touch"), **pipeline,
        name="Marketing-sourced pipeline (first touch)",
        words="Value of the opportunities opened in the period whose first known touch, of anybody at that customer, was marketing's.",
        formula="sum of the value of opportunities opened, where the first touch is marketing's",
        source="Common use in business-to-business marketing; first touch is one of the models of Salesforce's Campaign Influence.",
        caution="The first touch that is known is rarely the first there was, and a newsletter from years ago takes the credit for a deal that Sales found.",
    )
    yield Standard(
        **rivals(sourced, "sourced-pipeline-last-touch"), **pipeline,
        name="Marketing-sourced pipeline (last touch)",
        words="Value of the opportunities opened in the period whose last touch before they were opened was marketing's.",
        formula="sum of the value of opportunities opened, where the last touch before is marketing's",
        source="Common use in business-to-business marketing; last touch is one of the models of Salesforce's Campaign Influence.",
        caution="It rewards whoever stands nearest to the form, such as a search for our own name, and nothing that made people search.",
    )
    yield Standard(
        **rivals(sourced, "sourced-pipeline-recorded"), **pipeline,
        name="Marketing-sourced pipeline (recorded source)",
        words="Value of the opportunities opened in the period in whose source field somebody chose marketing.",
        formula="sum of the value of opportunities opened, where the lead source is one of marketing's",
        source="Common use: the lead source of a customer database. No one standard.",
        caution="Whoever fills in the field decides, often long after, and a bonus that hangs on it decides with them.",
    )
    yield Standard(
        **rivals(influenced, "influenced-pipeline-any-touch"), **pipeline,
        name="Marketing-influenced pipeline (any touch)",
        words="Value of the opportunities opened in the period of which anybody at that customer had any touch with marketing, ever.",
        formula="sum of the value of opportunities opened with at least one marketing touch before",
        source="Common use in business-to-business marketing; no one standard.",
        caution="With enough e-mails it comes to all of the pipeline: influenced means that somebody was there, not that anything changed.",
    )
    yield Standard(
        **rivals(influenced, "influenced-pipeline-90-days"), **pipeline,
        name="Marketing-influenced pipeline (90 days)",
        words="Value of the opportunities opened in the period of which somebody at that customer responded to marketing in the 90 days before.",
        formula="sum of the value of opportunities opened with a response to marketing in the 90 days before",
        source="Common use: a window before the opportunity, such as the time frame of Salesforce's Campaign Influence. Its length is our choice.",
        caution="The window decides the number: say how long it is, and never make it longer to reach a target.",
    )
    yield Standard(
        key="sourced-revenue", name="Marketing-sourced revenue (first touch)", outcome=Outcome.REVENUE, level=Level.IMPACT, **FLOW,
        every=Every.MONTH, unit_kind=Kind.MONEY, good=Good.UP,
        words="Revenue of the deals closed in the period whose first known touch, of anybody at that customer, was marketing's.",
        formula="sum of the value of deals won, where the first touch is marketing's",
        source="Common use in business-to-business marketing; no one standard.",
        caution="It counts what came after marketing, not what came because of it, and lags by as long as a sale takes.",
    )
    yield Standard(
        key="romi", name="Return on marketing investment", outcome=Outcome.REVENUE, level=Level.IMPACT, **LEVEL,
        every=Every.QUARTER, unit_kind=Kind.RATIO, good=Good.UP,
        words="What a unit of spend brought beyond itself: the margin of the revenue that would not have come without it, less the spend, over the spend. 0.5 to 1 is half a euro earned on each one spent.",
        formula="(incremental revenue × contribution margin − spend) / spend",
        source="Marketing Accountability Standards Board (MASB), Common Language dictionary.",
        caution="All revenue is not incremental revenue: without a comparison group the numerator is a guess. And the ratio is best just before one spends too little.",
    )


def _efficiency() -> Iterator[Standard]:
    cost: dict[str, Any] = {
        "outcome": Outcome.EFFICIENCY, "level": Level.OUTCOME, **LEVEL, "every": Every.MONTH, "unit_kind": Kind.MONEY,
        "good": Good.DOWN,
    }
    yield Standard(
        key="cac-full", name="Customer acquisition cost (fully loaded)", **cost, rivals=("cac-programme",),
        words="What was spent on winning customers in the period, people and tools of marketing and sales included, over the customers won in it.",
        formula="(programme spend + people + tools of marketing and sales) / new customers",
        source="Farris et al. 2010, “Marketing Metrics” (average acquisition cost); Skok, “SaaS Metrics 2.0”, with all costs of sales and marketing.",
        caution="Spend of this month wins customers of later ones, so it looks best when one stops spending.",
    )
    yield Standard(
        key="cac-programme", name="Customer acquisition cost (programmes alone)", **cost, rivals=("cac-full",),
        words="What was paid to others for campaigns in the period, over the customers won in it. People and tools are left out.",
        formula="programme spend / new customers",
        source="Common use; it leaves out what Skok, “SaaS Metrics 2.0”, puts in.",
        caution="It is always lower than the full cost: work done by one's own people is not free.",
    )
    yield Standard(
        key="cac-payback", name="Payback of acquisition cost", outcome=Outcome.EFFICIENCY, level=Level.OUTCOME, **LEVEL,
        every=Every.QUARTER, unit_kind=Kind.MONTHS, good=Good.DOWN,
        words="Months until the margin of a new customer has brought back what winning them cost.",
        formula="customer acquisition cost / monthly gross margin of a new customer",
        source="Skok, “SaaS Metrics 2.0” (months to recover the cost of acquisition).",
        caution="By revenue in place of margin it looks much shorter, and it knows nothing of customers who leave before.",
    )
    yield Standard(
        key="hours-saved", name="Hours saved (realised)", outcome=Outcome.EFFICIENCY, level=Level.OUTCOME, **FLOW,
        every=Every.MONTH, unit_kind=Kind.HOURS, good=Good.UP,
        words="Hours that work took before and takes no more, times the part of them that went into other work. Say how both were found.",
        formula="hours saved × realisation, from 0 to 1",
        source="Benefits realisation: Ward & Daniel 2006, “Benefits Management”.",
        caution="An hour saved is worth something once it is used: without the factor, minutes that nobody notices add up to salaries that nobody saves.",
    )
    yield Standard(
        key="marketing-spend", name="Marketing spend", outcome=Outcome.EFFICIENCY, level=Level.INPUT, **FLOW,
        every=Every.MONTH, unit_kind=Kind.MONEY, good=Good.NEITHER,
        words="What marketing spent in the period, people and tools included, as Finance books it.",
        formula="sum of the marketing cost centres",
        source="Marketing spending in the Common Language dictionary of the Marketing Accountability Standards Board (MASB); an input in AMEC's Integrated Evaluation Framework.",
        caution="It is what others invest in us, never a result: neither much nor little of it is a success.",
    )
    yield Standard(
        key="assets-published", name="Assets published", outcome=Outcome.EFFICIENCY, level=Level.OUTPUT, **FLOW,
        every=Every.MONTH, unit_kind=Kind.COUNT, good=Good.NEITHER,
        words="Papers, films, pages and events that marketing put out in the period.",
        formula="count of what was published",
        source="An output in AMEC's Integrated Evaluation Framework.",
        caution="It is never a success: it says that we were busy, and is doubled by cutting everything in half.",
    )
    yield Standard(
        key="leads", name="Leads", outcome=Outcome.EFFICIENCY, level=Level.OUTPUT, **FLOW,
        every=Every.MONTH, unit_kind=Kind.COUNT, good=Good.NEITHER,
        words="People who left their address in the period, each counted once.",
        formula="count of new addresses",
        source="Common use; no one standard.",
        caution="It is never a success by itself: ask how many of them Sales accepted, and what became of those.",
    )


def _customers() -> Iterator[Standard]:
    yield Standard(
        key="csat", name="Customer satisfaction (top two boxes)", outcome=Outcome.CUSTOMER_SATISFACTION, level=Level.OUTCOME, **SHARE,
        every=Every.MONTH, good=Good.UP,
        words="Of the customers who answered how satisfied they are, from 1 to 5, how many answered 4 or 5.",
        formula="answers of 4 and 5 / all answers",
        source="Common use in customer research; customer satisfaction in the Common Language dictionary of the Marketing Accountability Standards Board (MASB).",
        caution="Those who left do not answer, and whoever chooses the moment of asking chooses the number.",
    )
    yield Standard(
        key="ces-agree", name="Customer effort (made easy)", outcome=Outcome.CUSTOMER_SATISFACTION, level=Level.OUTCOME, **SHARE,
        every=Every.MONTH, good=Good.UP, rivals=("ces-mean",),
        words="Of the customers asked whether we made it easy to handle their issue, from 1 (not at all) to 7, how many answered 5 or more.",
        formula="answers of 5, 6 and 7 / all answers",
        source="The later wording of the Customer Effort Score: Dixon, Toman & DeLisi 2013, “The Effortless Experience”. To count the share of 5 to 7 is common use.",
        caution="It is of one contact and not of the whole relation, and of those alone who got as far as being asked.",
    )
    yield Standard(
        key="ces-mean", name="Customer effort (mean)", outcome=Outcome.CUSTOMER_SATISFACTION, level=Level.OUTCOME, **LEVEL,
        every=Every.MONTH, unit_kind=Kind.NUMBER, good=Good.DOWN, rivals=("ces-agree",),
        words="How much effort customers say it took them to have their request handled, from 1 (very little) to 5: the mean of the answers.",
        formula="sum of the answers / number of answers",
        source="Dixon, Freeman & Toman 2010, “Stop Trying to Delight Your Customers”, Harvard Business Review, July–August.",
        caution="Less is better, which people who answer and people who read it get wrong; a mean hides the few who had all the trouble.",
    )
    yield Standard(
        key="logo-churn", name="Customers lost", outcome=Outcome.CUSTOMER_RETENTION, level=Level.IMPACT, **SHARE,
        every=Every.MONTH, good=Good.DOWN, rivals=("revenue-churn",),
        words="Of the customers at the start of the period, how many were none at its end. Those won during it count in neither. Also called logo churn.",
        formula="customers lost / customers at the start",
        source="Common use in subscription business: customer churn in Skok, “SaaS Metrics 2.0”.",
        caution="A small customer counts as much as the largest, and a month in which few contracts end always looks good.",
    )
    yield Standard(
        key="revenue-churn", name="Revenue lost with customers", outcome=Outcome.CUSTOMER_RETENTION, level=Level.IMPACT, **LEVEL,
        every=Every.MONTH, unit_kind=Kind.SHARE, good=Good.DOWN, rivals=("logo-churn",),
        words="Recurring revenue of the customers lost in the period, over recurring revenue at its start. Also called revenue churn.",
        formula="recurring revenue of customers lost / recurring revenue at the start",
        source="Common use in subscription business: dollar churn in Skok, “SaaS Metrics 2.0”, who also nets expansion off; here it is not.",
        caution="Some count reductions by customers who stay, or take off what others added: read the formula before comparing.",
    )
    yield Standard(
        key="grr", name="Gross revenue retention", outcome=Outcome.CUSTOMER_RETENTION, level=Level.IMPACT, **LEVEL,
        every=Every.MONTH, unit_kind=Kind.SHARE, good=Good.UP, rivals=("nrr",),
        words="Recurring revenue from the customers of a year ago, without anything they added since, over what it was then. Never above 100 %.",
        formula="(revenue at the start − reductions − revenue of customers lost) / revenue at the start",
        source="SaaS Metrics Standards Board.",
        caution="It moves slowly by its making, twelve months at once: a bad month is seen in it late.",
    )
    yield Standard(
        key="nrr", name="Net revenue retention", outcome=Outcome.CUSTOMER_RETENTION, level=Level.IMPACT, **LEVEL,
        every=Every.MONTH, unit_kind=Kind.RATIO, good=Good.UP, rivals=("grr",),
        words="Recurring revenue from the customers of a year ago, with what they added, over what it was then. 1.08 to 1 is also written as 108 %.",
        formula="(revenue at the start + additions − reductions − revenue of customers lost) / revenue at the start",
        source="SaaS Metrics Standards Board.",
        caution="A few who buy much more, or higher prices, hide many who leave: read it beside gross retention.",
    )
    for key, name, first, formula, source in (
        ("clv-first-excluded", "Customer lifetime value (first margin excluded)", "The margin of the first period, which is sure, is not in it.",
         "margin × retention / (1 + discount − retention)", "Gupta & Lehmann 2003."),
        ("clv-first-included", "Customer lifetime value (first margin included)", "The margin of the first period is in it.",
         "margin × (1 + discount) / (1 + discount − retention)", "Farris et al. 2010, “Marketing Metrics”."),
    ):
        yield Standard(
            key=key, name=name, outcome=Outcome.CUSTOMER_RETENTION, level=Level.IMPACT, **LEVEL,
            every=Every.QUARTER, unit_kind=Kind.MONEY, good=Good.UP,
            rivals=("clv-first-included" if key == "clv-first-excluded" else "clv-first-excluded",),
            words=f"What a customer's margins are worth today, with the same margin, retention and discount in every period. {first}",
            formula=formula, source=source,
            caution="The two ways differ by a whole margin, and a point of retention moves it more than anything one can measure: say which one, and its assumptions.",
        )
    yield Standard(
        key="nps", name="Net Promoter Score", outcome=Outcome.CUSTOMER_ADVOCACY, level=Level.OUTCOME, **PROMOTERS,
        every=Every.QUARTER, good=Good.UP,
        words="Of the customers asked how likely they are to recommend us, from 0 to 10: the share of 9 and 10 less the share of 0 to 6, in points.",
        formula="100 × (answers of 9 and 10 − answers from 0 to 6) / all answers",
        source="Reichheld 2003, “The One Number You Need to Grow”, Harvard Business Review, December.",
        caution="What people say they would do is not what they do; with few answers it jumps by chance, and a plea for a ten makes it worthless.",
    )
    yield Standard(
        key="referral-share", name="New customers by recommendation", outcome=Outcome.CUSTOMER_ADVOCACY, level=Level.IMPACT, **SHARE,
        every=Every.QUARTER, good=Good.UP,
        words="Of the new customers of the period, how many came because a customer had recommended us, as they say when asked.",
        formula="new customers by recommendation / new customers who were asked",
        source="Common use (referral rate); others divide by all customers or count recommendations instead.",
        caution="It also rises when other ways of winning customers fall, and a reward for recommending buys it.",
    )


def _employees() -> Iterator[Standard]:
    yield Standard(
        key="strategy-understood", name="Employees who understand the strategy", outcome=Outcome.EMPLOYEE, level=Level.OUT_TAKE, **SHARE,
        every=Every.QUARTER, good=Good.UP,
        words="Of the employees asked, how many can say in their own words what the marketing strategy asks of their work.",
        formula="employees who can / employees asked",
        source="The question behind Kaplan & Norton 2005, “The Office of Strategy Management”, Harvard Business Review, October; the wording is ours.",
        caution="To agree that one understands it is not to understand it: let people say it, and let somebody else judge.",
    )
    yield Standard(
        key="enps", name="Employees who would recommend us", outcome=Outcome.EMPLOYEE, level=Level.OUTCOME, **PROMOTERS,
        every=Every.QUARTER, good=Good.UP,
        words="Of the employees asked how likely they are to recommend working here, from 0 to 10: the share of 9 and 10 less the share of 0 to 6, in points.",
        formula="100 × (answers of 9 and 10 − answers from 0 to 6) / all answers",
        source="Reichheld's question of 2003, asked of employees: common use.",
        caution="Nobody answers freely whose answer can be traced, and marketing moves little of it.",
    )
# fmt: on


LIBRARY: Final[Mapping[str, Standard]] = {
    one.key: one for part in (_growth, _revenue, _efficiency, _customers, _employees) for one in part()
}


def fields(standard: Standard, currency: str) -> dict[str, Any]:
    """As `add_metric` takes them; `currency` is used where the metric is money. Where its numbers come from is for
    whoever adds it to say."""
    as_a_metric = ("name", "words", "formula", "outcome", "level", "measured", "every", "nature", "together", "good")
    return {
        **{name: str(getattr(standard, name)) for name in as_a_metric},
        "unit_kind": str(standard.unit_kind),
        "currency": currency if standard.unit_kind == Kind.MONEY else "",
        "from_library": standard.key,
    }
