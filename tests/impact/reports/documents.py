"""Documents as they are issued, made by the code that reads metrics; nothing is stored by these."""

import datetime as dt
from dataclasses import replace

from impact.models import Metric
from impact.queries import metrics as found
from impact.readings import read
from impact.reports.document import FORMAT, Definition, Document, Figure, Item, Part, Row, Said, Section
from impact.verdicts import Verdict
from tests.impact.rows import FLOW, SHARE, a_metric, a_target, in_a_row, share

TODAY = dt.date(2026, 10, 5)
READ_AT = dt.datetime(2026, 10, 5, 8, 30, tzinfo=dt.UTC)
REVENUE = [410_000, 395_000, 428_000, 402_000, 417_000, 399_000, 431_000, 408_000, 590_000, 612_000, 605_000, 633_000]
ASKED = [0.31, 0.29, 0.33, 0.30, 0.28, 0.32, 0.30, 0.31, 0.18, 0.17, 0.19, 0.18]


def said(verdict: Verdict) -> Said:
    return Said(verdict.word, verdict.sentence, verdict.alt, verdict.icon, verdict.colour, verdict.tone)


def a_figure(metric: Metric, observations, *, name: str, key: int = 1, targets=(), **more) -> Figure:
    for number, observation in enumerate(observations, start=100 * key):
        observation.pk = number
    reading = read(metric, observations, today=TODAY, targets=targets)
    facts, charts = found.facts(reading, TODAY), found.charts(reading, [])
    rows = [
        Row(
            row.name, row.starts_on, row.observation and row.observation.pk, row.shown, row.n, row.interval, row.due,
            row.signal, row.is_partial,
        )
        for row in found.rows(reading)
    ]  # fmt: skip
    figure = Figure(
        key, name, metric.name, reading.shown, facts.period if facts else "", facts.interval if facts else "",
        "At least €500,000 a month" if targets else "No target", facts.age if facts else "never measured",
        said(reading.verdict), said(reading.pace_verdict) if reading.pace_verdict else None, "", None,
        charts and charts[0], charts and charts[1], tuple(rows),
    )  # fmt: skip
    return replace(figure, **more)


def revenue(**more) -> Figure:
    metric = a_metric(name="Marketing-sourced revenue", unit_kind="money", currency="EUR", **FLOW)
    target = a_target(6_000_000, dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    observations = in_a_row(REVENUE, first=dt.date(2025, 10, 1))
    return a_figure(metric, observations, name="New business", key=1, targets=[target], **more)


def win_rate(**more) -> Figure:
    metric = a_metric(name="Mid-market win rate", **SHARE)
    months = [dt.date(2025 + (9 + place) // 12, (9 + place) % 12 + 1, 1) for place in range(len(ASKED))]
    observations = [share(month, round(200 * value), 200) for month, value in zip(months, ASKED, strict=True)]
    compared = Said("Concern", "Down from 31 % of 600 to 18 % of 600: more than chance would bring.", "Fell.",
                    "trending-down", "--concern", "concern-fall")  # fmt: skip
    more = {"compared": "31 % in the same quarter of 2025", "comparison": compared, **more}
    return a_figure(metric, observations, name="Deals won in mid-market", key=2, **more)


def unmeasured() -> Figure:
    return a_figure(a_metric(name="Hours returned to Sales", unit_kind="hours"), [], name="Hours returned", key=3)


def a_definition(figure: Figure, **more) -> Definition:
    told = Definition(
        figure.name, figure.metric_name, 2, f"What {figure.metric_name} counts.", "sum of deals won in the month",
        "CRM, opportunity report", "euros", "More is better", "NHS rules",
    )  # fmt: skip
    return replace(told, **more)


def a_document(**more) -> Document:
    figures = [revenue(), win_rate(), unmeasured()]
    document = Document(
        FORMAT, "Northwind Instruments", "The third quarter for the CFO", "Tomás Vidal, CFO",
        "Did we get what we paid for?",
        "Yes on new business, no on mid-market. Revenue from marketing rose for real and is on pace.\n"
        "The win rate in mid-market fell after the lead definition changed.",
        "July to September 2026", "July to September 2025", READ_AT, "New business, five days old", 1, "",
        "Ines Rourke", "Tomás Vidal",
        (
            Section(Part.CHANGED, (
                Item("number", "", "It rose when the partner programme began.", (), figures[0]),
                Item("number", "", "The new lead definition sends deals that are too early.", (), figures[1]),
                Item("number", "", "", (), figures[2]),
            )),
            Section(Part.WHY, (
                Item("initiative", "Partner programme", "",
                     ("The partner programme was associated with a rise of new business.", "It cost €120,000.")),
            )),
            Section(Part.NEXT, (
                Item("words", "", "We take the old lead definition back for mid-market, and look again in January."),
            )),
            Section(Part.ASK, (
                Item("words", "Keep the pilot until February", "Its payback cannot be judged before that."),
                Item("commitment", "Finance names one owner of the pipeline number", "",
                     ("Promised by Tomás Vidal until 1 November 2026: open.",), None, 3),
            )),
        ),
        tuple(a_definition(figure) for figure in figures),
    )  # fmt: skip
    return replace(document, **more)


def with_figure(figure: Figure, **more) -> Document:
    """A document about one number alone."""
    sections = (Section(Part.CHANGED, (Item("number", "", "", (), figure),)),)
    return a_document(sections=sections, definitions=(a_definition(figure),), **more)
