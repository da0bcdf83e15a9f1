"""A synthesis written down, as Markdown to read and as a table to reckon with: the figures of its page, no names."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable

from discussions.models import Idea
from discussions.synthesis.queries.agreed import ONE_OF, Agreed
from discussions.synthesis.queries.differing import Counted, Scaled
from discussions.synthesis.queries.report import Learnt, Report
from stakeholders.formats.characters import neutralise

HEAD = ("part", "about", "segment", "n", "agree", "disagree", "pass", "share", "low", "high", "words")
# Signs that Markdown would take for itself.
SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~])")
NOT_SHOWN, NOT_HEARD = "not shown: fewer than five, or not published yet", "not yet heard"


def markdown(report: Report) -> str:
    discussion = report.discussion
    lines = [f"# {_plain(discussion.title)}", "", _plain(report.says), ""]
    if discussion.version.problem:
        lines += [f"The shared problem: {_plain(discussion.version.problem)}", ""]
    lines += ["## What we heard", ""]
    for part in report.parts:
        lines += [f"### {part.title}", "", *_insights(part.insights), ""]
    if not report.parts:
        lines += [report.nothing_heard, ""]
    lines += _agreed(report)
    lines += ["## What blocks", "", *(_insights(report.blocks) or ["No roadblock is drawn out yet."]), ""]
    lines += _to_do(report)
    lines += ["---", "", "People are counted, not quoted. Segments of unnamed answers are shown from five people."]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return SIGNS.sub(r"\\\1", " ".join(text.split()))


def _insights(insights: Iterable[Learnt]) -> list[str]:
    return [f"- {_plain(one.insight.statement)} ({_plain(one.behind.words)})" for one in insights]


def _agreed(report: Report) -> list[str]:
    lines = ["## Where segments agree, and where not", ""]
    if report.first:
        lines += [report.leads, ""]
        lines += [f"{row.place}. {_plain(row.text)} ({_shares(row)})" for row in report.first]
        lines.append("")
    for _, label, sentences in report.standing_out:
        lines += [f"What stands out for {_plain(label.lower())}:", "", *(f"- {_plain(one)}" for one in sentences), ""]
    for counted in report.counted:
        lines += [f"**{_plain(counted.prompt.text)}**", "", *_counted(counted), ""]
    if report.in_doubt:
        lines += ["In doubt:", ""]
        lines += [f"- {_plain(one.text)}: {one.title.lower()} ({one.words})" for one in report.in_doubt]
        lines.append("")
    return lines


def _shares(row: Agreed) -> str:
    words = []
    for share in row.shares:
        if share.state == "shown":
            words.append(f"{share.label}: {share.agrees} of {share.n} agree, {share.low} to {share.high} %")
        else:
            words.append(f"{share.label}: {NOT_HEARD if share.state == 'missing' else NOT_SHOWN}")
    return "; ".join(words)


def _counted(counted: Counted) -> list[str]:
    return [f"- {_plain(line)}" for line in counted_lines(counted)]


def counted_lines(counted: Counted) -> list[str]:
    lines = [f"{one.label}: {_scaled(one)}, n {one.n}{_afterwards(one)}" for one in counted.scales]
    for choice in counted.choices:
        parts = "; ".join(f"{label}: {yes} of {n}" for _, label, yes, n, _ in choice.parts)
        lines.append(f"{choice.option}: {parts or NOT_SHOWN}")
    lines += [f"{one.option}: {one.points} of 100 points" for one in counted.placed]
    if counted.moved:
        lines.append(counted.moved)
    if counted.withheld:
        lines.append(f"Of {', '.join(counted.withheld)}: {NOT_SHOWN}")
    return lines or [counted.says or NOT_SHOWN]


def _scaled(one: Scaled) -> str:
    return f"median {one.median}, middle half {one.quartiles}"


def _afterwards(one: Scaled) -> str:
    return f"; afterwards median {one.after}, n {one.after_n}" if one.after else ""


def _to_do(report: Report) -> list[str]:
    lines = ["## What we will do", ""]
    if report.discussion.outcome:
        lines += [_plain(report.discussion.outcome), ""]
    lines += [f"- {_plain(one.insight.statement)} → {_plain(one.insight.decided)}" for one in report.decided]
    lines += [_idea(idea) for idea in report.ideas]
    if report.promised:
        lines.append(f"- {report.promised}")
    return [*lines, ""] if len(lines) > 2 else [*lines, "Nothing is decided yet.", ""]


def _idea(idea: Idea) -> str:
    because = f" ({_plain(idea.became_because)})" if idea.became_because else ""
    return f"- {_plain(idea.text)}: {idea.get_became_display().lower()}{because}"


def table(report: Report) -> bytes:
    """One row a figure, UTF-8 with a byte order mark; cells that a spreadsheet would take for a formula are not."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(HEAD)
    for row in _rows(report):
        writer.writerow([neutralise(cell) if isinstance(cell, str) else cell for cell in row])
    return codecs.BOM_UTF8 + stream.getvalue().encode()


Row = tuple[object, ...]
# Of the columns between what it is about and the words.
NO_FIGURES = ("",) * (len(HEAD) - 3)


def _rows(report: Report) -> Iterable[Row]:
    for one in report.insights:
        insight = one.insight
        words = f"{one.behind.words}{f'; decided: {insight.decided}' if insight.decided else ''}"
        yield (insight.get_kind_display(), insight.statement, "", "", "", "", "", "", "", "", words)
    for row in report.first:
        for share in row.shares:
            if share.state == "shown":
                figures = (share.n, share.agrees, share.disagrees, share.passes, share.percent, share.low, share.high)
                yield ("idea", row.text, share.label, *figures, f"consensus {row.consensus}")
            else:
                words = NOT_HEARD if share.state == "missing" else NOT_SHOWN
                yield ("idea", row.text, share.label, "", "", "", "", "", "", "", words)
    for counted in report.counted:
        yield from _counted_rows(counted)
    for idea in report.ideas:
        became = f"{idea.get_became_display()}. {idea.became_because}".strip()
        yield ("what became of it", idea.text, *NO_FIGURES, became)
    for about, words in (("what was decided", report.discussion.outcome), ("commitments", report.promised)):
        if words:
            yield (about, "", *NO_FIGURES, words)


def _counted_rows(counted: Counted) -> Iterable[Row]:
    about = counted.prompt.text
    for one in counted.scales:
        yield ("scale", about, one.label, one.n, "", "", "", "", "", "", _scaled(one))
        if one.after:
            yield ("scale, afterwards", about, one.label, one.after_n, "", "", "", "", "", "", f"median {one.after}")
    if counted.moved:
        yield ("scale, who moved", about, *NO_FIGURES, counted.moved)
    for choice in counted.choices:
        for segment, _, yes, n, percent in choice.parts:
            yield ("choice", f"{about}: {choice.option}", ONE_OF[segment], n, yes, n - yes, "", percent, "", "", "")
    for placed in counted.placed:
        words = f"{placed.points} of 100 points, first for {placed.first}"
        yield ("order", f"{about}: {placed.option}", *NO_FIGURES, words)
    for label in counted.withheld:
        yield ("not shown", about, label, "", "", "", "", "", "", "", NOT_SHOWN)
