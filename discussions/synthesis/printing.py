"""A synthesis as a report on paper: the figures and sentences of its page, without names, set by typst."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from django.utils import timezone

from discussions.models import Idea
from discussions.synthesis import writing_out
from discussions.synthesis.queries.agreed import Agreed
from discussions.synthesis.queries.report import Learnt, Report
from web.typesetting import set_pdf

# The most agreed on; all of them are in the table.
IDEAS = 12


def pdf(report: Report, *, organisation: str) -> bytes:
    source = files("discussions.synthesis").joinpath("report.typ").read_text(encoding="utf-8")
    return set_pdf(source, report=json.dumps(sheet(report, organisation=organisation)))


def sheet(report: Report, *, organisation: str) -> dict[str, Any]:
    """Everything the paper says, as report.typ reads it."""
    discussion, today = report.discussion, timezone.localdate()
    return {
        "organisation": organisation,
        "kicker": f"{organisation} · Synthesis of a discussion · {today.day} {today:%B %Y}",
        "footer": "People are counted, not quoted. Segments of unnamed answers are shown from five people.",
        "title": discussion.title,
        "says": report.says,
        "problem": discussion.version.problem,
        "nothing_heard": report.nothing_heard,
        "leads": report.leads,
        "parts": [{"title": part.title, "rows": _learnt(part.insights)} for part in report.parts],
        "blocks": _learnt(report.blocks),
        "concerns": _concerns(report.concerns),
        "ideas": [_idea(row) for row in report.first[:IDEAS]],
        "standing": [{"title": f"{label} stand out", "lines": lines} for _, label, lines in report.standing_out],
        "counted": [{"title": each.prompt.text, "lines": writing_out.counted_lines(each)} for each in report.counted],
        "doubts": [f"“{one.text}”: {one.title.lower()} ({one.words})" for one in report.in_doubt],
        "outcome": [each for each in discussion.outcome.splitlines() if each.strip()],
        "decided": [
            {"words": one.insight.decided, "behind": f"because: {one.insight.statement}"} for one in report.decided
        ],
        "became": [_became(idea) for idea in report.ideas],
        "promised": report.promised,
    }


def _became(idea: Idea) -> str:
    said = f"{idea.text.rstrip('.')}: {idea.get_became_display().lower()}."
    return f"{said} {idea.became_because}".strip()


def _learnt(rows: Iterable[Learnt]) -> list[dict[str, str]]:
    return [{"words": one.insight.statement, "behind": one.behind.words} for one in rows]


def _concerns(count: int) -> str:
    if not count:
        return ""
    one = count == 1
    return f"{'One concern was' if one else f'{count:,} concerns were'} raised about ideas, with what would solve {'it' if one else 'them'}."  # noqa: E501


def _idea(row: Agreed) -> dict[str, Any]:
    shares = [
        {
            "label": share.label,
            "n": share.n,
            "agrees": share.agrees,
            "disagrees": share.disagrees,
            "words": f"{share.agrees:,} of {share.n:,} agree, {share.low} to {share.high} %",
        }
        for share in row.shown
    ]
    more = []
    if row.withheld:
        more.append(f"Not shown, fewer than five or not published yet: {row.not_shown}.")
    if row.missing:
        more.append(f"Not yet heard: {row.not_heard}.")
    return {"place": str(row.place), "words": row.text, "shares": shares, "more": " ".join(more)}
