"""From what a report is made of to the document that is read: in its readers' words, of its days, by the evidence there
is. Pure. Of people it takes what they put in, what they promised and what they expect, and nothing of how they are
judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from discussions.models import Commitment
from impact.evidence import LABELS, MEANINGS, Grade, during, is_stronger, sentence
from impact.models import AudienceMetric, Contribution, Initiative, Report, ReportItem
from impact.reports.document import FORMAT, Claim, Document, Item, Part, Section
from impact.reports.figures import Told, called, definition, sized
from impact.reports.spans import Span
from impact.returns import telling as returns
from impact.returns.course import Course, course_of
from impact.units import money, written
from planning.models import Stake

STATES: Final = {
    Commitment.State.PROPOSED: "Proposed, not yet agreed to.",
    Commitment.State.CONFIRMED: "Agreed and open.",
    Commitment.State.CHANGED: "Changed since.",
    Commitment.State.DECLINED: "Not agreed to.",
}

NO_EVIDENCE: Final = "There is no evidence yet that it moved anything in these days."
NO_BEST: Final = "No evidence yet."


@dataclass(frozen=True)
class Materials:
    """What a report draws on, as it is known `today`. `told` by metric, `usages` by metric as its audience calls them,
    `contributions` that stand by initiative, `measures` the metric that would prove a stake, by stake, `proofs` what
    stands as having moved such a metric, by metric."""

    report: Report
    workspace: str
    reader: str
    question: str
    today: dt.date
    items: Sequence[ReportItem]
    told: Mapping[int, Told] = field(default_factory=dict)
    usages: Mapping[int, AudienceMetric] = field(default_factory=dict)
    contributions: Mapping[int, Sequence[Contribution]] = field(default_factory=dict)
    measures: Mapping[int, int] = field(default_factory=dict)
    proofs: Mapping[int, Sequence[Contribution]] = field(default_factory=dict)

    @property
    def span(self) -> Span:
        return Span(self.report.starts_on, self.report.ends_on)

    @property
    def compared(self) -> Span | None:
        first, last = self.report.compared_from, self.report.compared_to
        return None if first is None or last is None else Span(first, last)


@dataclass(frozen=True)
class Edition:
    """Of which edition a document is, why there is another one, and who stands for it."""

    number: int = 1
    why: str = ""
    issued_by: str = ""
    signed_by: str = ""


class Composer:
    """What each piece of a report says."""

    def __init__(self, materials: Materials) -> None:
        self.materials, self.today = materials, materials.today

    def told(self, metric: int) -> Told:
        return self.materials.told[metric]

    def item(self, row: ReportItem) -> Item:
        if row.initiative is not None:
            return self._initiative(row, row.initiative)
        if row.commitment is not None:
            return _commitment(row, row.commitment, self.today)
        if row.stake is not None:
            return self._stake(row, row.stake)
        if row.metric_id is not None:
            told = self.told(row.metric_id)
            return Item("metric", told.figure.name, row.words, told.notes, told.figure)
        return Item("words", "", row.words)

    def _initiative(self, row: ReportItem, one: Initiative) -> Item:
        if row.part == ReportItem.Part.WHY:
            evidence = self.contributed(one)
            says = [claim.says for claim in evidence] or [NO_EVIDENCE]
        else:
            best = self._best(one)
            evidence = [] if best is None else [best]
            says = [*_under_way(one), *([claim.says for claim in evidence] or [NO_BEST])]
        return Item("initiative", one.name, row.words, tuple(says), initiative=one.pk, evidence=tuple(evidence))

    def contributed(self, one: Initiative) -> list[Claim]:
        """What it did to metrics within the report's days, as its evidence lets it be said."""
        span, found = self.materials.span, []
        for each in self.materials.contributions.get(one.pk, ()):
            if each.first_on > span.last or each.last_on < span.first:
                continue
            found.append(Claim(each.pk, claimed(each, self.materials.usages.get(each.metric_id))))
        return found

    def _best(self, one: Initiative) -> Claim | None:
        found = strongest(self.materials.contributions.get(one.pk, ()))
        return None if found is None else Claim(found.pk, best_so_far(found))

    def _stake(self, row: ReportItem, stake: Stake) -> Item:
        to_them = self.materials.report.stakeholder_id == stake.stakeholder_id
        title, says = stake.what, [returns.put_in(stake, to_them=to_them), *returns.hoped(stake, to_them=to_them)]
        if to_them and row.to_them:
            title, says = returns.INVESTED[stake.invests], [row.to_them]
        metric = self.measure(row)
        if metric is None:
            says.append(returns.unproved(to_them=to_them))
            return Item("stake", title, row.words, tuple(says), None, stake.stakeholder_id)
        told = self.told(metric)
        says.append(self.course(stake, metric).sentence)
        proofs, last = self.materials.proofs.get(metric, ()), self.materials.span.last
        since = returns.since(stake)
        evidence = tuple(Claim(one.pk, returns.moved(one)) for one in returns.moving(proofs, first=since, last=last))
        says += [claim.says for claim in evidence]
        return Item(
            "stake", title, row.words, (*says, *told.notes), told.figure, stake.stakeholder_id,
            since=since, evidence=evidence,
        )  # fmt: skip

    def measure(self, row: ReportItem) -> int | None:
        """The metric that would prove the stake of a piece."""
        return row.metric_id or (self.materials.measures.get(row.stake_id) if row.stake_id else None)

    def course(self, stake: Stake, metric: int) -> Course:
        """What became of a metric from when something was put in to the last day of the report."""
        told, last = self.told(metric), self.materials.span.last
        return course_of(
            told.reading,
            told.known,
            since=returns.since(stake),
            today=min(self.today, last),
            rebased=told.rebased,
            name=told.figure.name,
        )

    def definitions(self, rows: Sequence[ReportItem]) -> list[int]:
        """Which metrics the pieces show, each once, in their order."""
        found: dict[int, None] = {}
        for row in rows:
            metric = self.measure(row)
            if metric is not None:
                found.setdefault(metric)
        return list(found)


def claimed(one: Contribution, usage: AudienceMetric | None) -> str:
    """What an initiative did, in the words and the size of whoever reads it."""
    grade = Grade(one.grade)
    name, unit = called(one.metric, usage), sized(one.metric, usage).unit
    words = sentence(one.initiative.name, name, grade, one.amount, unit, during(one.first_on, one.last_on))
    return f"{words} {LABELS[grade]}: {_begun_small(MEANINGS[grade])}."


def strongest(found: Sequence[Contribution]) -> Contribution | None:
    best: Contribution | None = None
    for each in found:
        if best is None or is_stronger(Grade(each.grade), Grade(best.grade)):
            best = each
    return best


def best_so_far(one: Contribution) -> str:
    return f"Best evidence so far: {_begun_small(LABELS[Grade(one.grade)])}."


def compose(materials: Materials, *, as_of: dt.datetime, edition: Edition | None = None) -> Document:
    """The document as it reads with what is known at `as_of`, a moment of the materials' day, of nothing later than the
    report's days."""
    report, edition = materials.report, edition or Edition()
    composer = Composer(materials)
    in_order = [row for part in Part for row in materials.items if row.part == part.value]
    sections = tuple(
        Section(part, tuple(composer.item(row) for row in in_order if row.part == part.value)) for part in Part
    )
    if report.stakeholder_id is not None:
        # To one person is written what concerns them, and nothing of what does not.
        sections = tuple(section for section in sections if section.items)
    shown = composer.definitions(in_order)
    return Document(
        format=FORMAT,
        workspace=materials.workspace,
        title=report.title,
        reader=materials.reader,
        question=materials.question,
        answer=report.answer,
        period=str(materials.span),
        compared_with="" if materials.compared is None else str(materials.compared),
        as_of=as_of,
        oldest=_oldest([composer.told(metric) for metric in shown]),
        edition=edition.number,
        why=edition.why,
        issued_by=edition.issued_by,
        signed_by=edition.signed_by,
        sections=sections,
        definitions=tuple(
            definition(composer.told(metric).reading.metric, materials.usages.get(metric)) for metric in shown
        ),
        first_on=materials.span.first,
        last_on=materials.span.last,
    )


def without(document: Document, stakeholder: int) -> Document:
    """The document without what it quotes of one person."""
    return replace(
        document,
        sections=tuple(
            replace(section, items=tuple(item for item in section.items if item.stakeholder != stakeholder))
            for section in document.sections
        ),
    )


def _oldest(told: Sequence[Told]) -> str:
    measured = [(one.measured_to, one.figure) for one in told if one.measured_to is not None]
    if not measured:
        return ""
    day, figure = min(measured, key=lambda pair: pair[0])
    return f"{figure.name}, measured to {day:%-d %B %Y}"


def _under_way(one: Initiative) -> list[str]:
    to = f" to {one.ends_on:%-d %B %Y}" if one.ends_on else ", no end set"
    stage = one.get_stage_display()
    if one.ended_on is not None:
        first = f"{stage} on {one.ended_on:%-d %B %Y}." if not one.ended_why else (
            f"{stage} on {one.ended_on:%-d %B %Y}: {one.ended_why}"
        )  # fmt: skip
    else:
        first = f"{stage}, from {one.starts_on:%-d %B %Y}{to}."
    cost = "What it costs is not known." if one.cost is None else f"Costs {written(one.cost, money(one.currency))}."
    said = [first, cost]
    # That it serves none is the team's to mend, and said on its page.
    if one.goal is not None:
        said.append(f"It serves the goal “{one.goal.statement}”.")
    if one.is_experiment:
        said.append(f"An experiment. Expected: {one.hypothesis}")
    if one.decision:
        said.append(f"Decided: {_begun_small(one.get_decision_display())}. {one.decided_why}")
    return said


def _commitment(row: ReportItem, one: Commitment, today: dt.date) -> Item:
    who = str(one.stakeholder.name if one.stakeholder is not None else one.user)
    by = f", by {one.due_on:%-d %B %Y}" if one.due_on else ", no day set"
    state = Commitment.State(one.state)
    if state is Commitment.State.KEPT:
        said = "Kept." if one.settled_on is None else f"Kept on {one.settled_on:%-d %B %Y}."
    elif state is Commitment.State.BROKEN:
        said = "Not kept."
    elif state in (Commitment.State.PROPOSED, Commitment.State.CONFIRMED) and one.due_on and one.due_on < today:
        said = f"Open, and overdue since {one.due_on:%-d %B %Y}."
    else:
        said = STATES[state]
    says = [f"{who}{by}. {said}"]
    if one.happened:
        says.append(one.happened)
    return Item("commitment", one.what, row.words, tuple(says), None, one.stakeholder_id)


def _begun_small(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"
