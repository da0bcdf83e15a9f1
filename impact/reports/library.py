"""Audiences to start from: who they are, the question they ask, and the standard metrics that answer it, in their
words. Customers are stakeholders of the whole company, so what they get leads wherever anybody asks for impact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from impact.models import Audience, AudienceMetric


@dataclass(frozen=True)
class Lead:
    """`key` of the metric library, their word for it, what it means to them, and the size they say it in."""

    key: str
    called: str
    means: str
    scale: int = AudienceMetric.Scale.AS_IT_IS


@dataclass(frozen=True)
class BuiltIn:
    key: str
    name: str
    role: str
    question: str
    cadence: str
    leads: tuple[Lead, ...]


THOUSANDS, MILLIONS = AudienceMetric.Scale.THOUSANDS, AudienceMetric.Scale.MILLIONS
MONTH, QUARTER = Audience.Cadence.MONTH, Audience.Cadence.QUARTER

# fmt: off
# ruff: noqa: E501 - a sentence a line: words are read here.
_BUILT_IN: Final = (
    BuiltIn(
        "board", "Board and chief executive", "The board, the chief executive",
        "Does marketing help the company grow, do customers stay, and how sure are we?", QUARTER,
        (
            Lead("nrr", "What existing customers spend", "Growth that needs no new customer: above 1 to 1 the company grows from those it has."),
            Lead("new-customers", "New customers", "Whether the company becomes known to those who did not buy before."),
            Lead("nps", "Who would recommend us", "An early sign of whether customers stay and bring others."),
            Lead("sourced-revenue", "Revenue that began with marketing", "What came after marketing was the first touch; not all of it came because of it.", MILLIONS),
            Lead("influenced-pipeline-90-days", "Business in sight", "Deals opened in these days that marketing had a hand in.", MILLIONS),
        ),
    ),
    BuiltIn(
        "cfo", "CFO", "Chief financial officer",
        "What came back for what we spent, and what would happen with a tenth more or less?", QUARTER,
        (
            Lead("romi", "Return on marketing", "What a unit of spend brought beyond itself, as far as it can be told from what would have come anyway."),
            Lead("cac-full", "Cost of a new customer", "Everything that was spent to win customers, salaries included."),
            Lead("cac-payback", "Months until a customer pays back", "How long the company's money is tied up in a new customer."),
            Lead("grr", "Revenue that stays", "What is kept of last year's revenue without anything new sold."),
            Lead("logo-churn", "Customers who left", "Every one that leaves has to be won again at full cost."),
            Lead("influenced-pipeline-90-days", "Business in sight", "Deals opened in these days that marketing had a hand in. Not all will close, and not all came because of it.", MILLIONS),
            Lead("hours-saved", "Hours saved", "Hours that were truly used for something else: they show in no budget by themselves."),
        ),
    ),
    BuiltIn(
        "sales", "Sales", "Head of sales, sales leads",
        "Does marketing help us win deals, and which ones?", MONTH,
        (
            Lead("win-rate", "Deals we win", "Of the deals that were decided, how many were ours."),
            Lead("influenced-pipeline-90-days", "Pipeline with marketing in it", "Deals opened in these days where somebody had met our marketing in the ninety days before.", THOUSANDS),
            Lead("referral-share", "Customers who came by recommendation", "The warmest first calls there are."),
        ),
    ),
    BuiltIn(
        "operations", "Operations", "Head of operations, finance and IT partners",
        "What does marketing change in how we work, and does it save us time?", QUARTER,
        (
            Lead("hours-saved", "Hours saved", "Hours that were truly used for something else, not hours that might have been."),
            Lead("ces-agree", "Customers for whom it was easy", "What is easy for customers costs us fewer calls and corrections."),
            Lead("csat", "Satisfied customers", "Whether saving time was paid for by customers."),
        ),
    ),
    BuiltIn(
        "customer-success", "Customer success", "Head of customer success, service leads",
        "Do customers get what they were promised, do they stay, and do they speak for us?", MONTH,
        (
            Lead("csat", "Satisfied customers", "Whether what was promised was kept."),
            Lead("logo-churn", "Customers who left", "The last sign, when it is too late to help."),
            Lead("nps", "Who would recommend us", "Those who promote may be asked to; those who detract need a call."),
            Lead("referral-share", "Customers who came by recommendation", "Whether those who praise us also send somebody."),
        ),
    ),
    BuiltIn(
        "marketing-team", "Marketing team", "Everybody in marketing",
        "What works, what do we stop, and what do we try next?", MONTH,
        (
            Lead("csat", "Satisfied customers", "What all of our work is for."),
            Lead("win-rate", "Deals won", "Whether what we promise helps when it counts."),
            Lead("influenced-pipeline-90-days", "Influenced pipeline", "Where we had a hand; it is no proof that we moved it.", THOUSANDS),
            Lead("strategy-understood", "Colleagues who understand the strategy", "Nobody helps with what they do not understand."),
        ),
    ),
)
# fmt: on
BUILT_IN: Final = {one.key: one for one in _BUILT_IN}
