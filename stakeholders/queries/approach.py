"""What a stakeholder's page reads to approach them: what is promised, notes, freshness and the salience lens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import CharField, DateField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast

from stakeholders.freshness import Freshness, cadence_of, freshness, says
from stakeholders.models import FollowUp, Note, SalienceJudgement, Stakeholder, Touchpoint
from stakeholders.salience import QUESTIONS, Reading, class_of
from stakeholders.scales import span

KEPT_SHOWN = 5
NOTES_SHOWN = 6
READ = 100
JUDGEMENTS = 12
ANSWERED = {True: "yes", False: "no", None: "not known"}


@dataclass(frozen=True)
class Promise:
    """Something to do by a day: planned by itself, or the sequel of a contact (`kind` says which)."""

    pk: int
    words: str
    due_on: dt.date
    done_on: dt.date | None
    today: dt.date
    # The contact it follows, "" when it was planned by itself.
    kind: str = ""
    happened_on: dt.date | None = None

    @property
    def is_overdue(self) -> bool:
        return self.done_on is None and self.due_on < self.today

    @property
    def is_due(self) -> bool:
        return self.done_on is None and self.due_on <= self.today

    @property
    def when(self) -> str:
        """`3 days overdue`, `due today`, `in 5 days`."""
        days = (self.due_on - self.today).days
        if days == 0:
            return "due today"
        return f"{span(-days)} overdue" if days < 0 else "tomorrow" if days == 1 else f"in {span(days)}"

    @property
    def kind_word(self) -> str:
        return str(Touchpoint.Kind(self.kind).label).lower() if self.kind else ""


@dataclass(frozen=True)
class Promises:
    """Open ones, overdue first; and the latest that were kept."""

    waiting: tuple[Promise, ...]
    kept: tuple[Promise, ...]

    @property
    def overdue(self) -> int:
        return sum(promise.is_overdue for promise in self.waiting)


def promises(person: Stakeholder, *, today: dt.date) -> Promises:
    """Follow-ups and the sequels of contacts in one list, in one query."""
    planned = FollowUp.objects.filter(stakeholder=person).annotate(
        what=Cast("words", TextField()),
        due=F("due_on"),
        done=F("done_on"),
        kind=Value("", CharField()),
        after=Value(None, DateField()),
    )
    sequels = Touchpoint.objects.filter(stakeholder=person, follow_up_by__isnull=False).annotate(
        what=F("summary"), due=F("follow_up_by"), done=F("followed_up_on"), after=F("happened_on")
    )
    columns = ("pk", "what", "due", "done", "kind", "after")
    # Open ones have no day of being done, and come first in descending order.
    rows: QuerySet[Touchpoint, tuple[int, str, dt.date, dt.date | None, str, dt.date | None]] = (
        sequels.order_by().values_list(*columns).union(planned.order_by().values_list(*columns), all=True)
    ).order_by("-done", "due", "pk")[:READ]
    found = [Promise(pk, what, due, done, today, kind, after) for pk, what, due, done, kind, after in rows]
    kept = [promise for promise in found if promise.done_on is not None]
    return Promises(tuple(promise for promise in found if promise.done_on is None), tuple(kept[:KEPT_SHOWN]))


def notes(person: Stakeholder) -> list[Note]:
    """Newest first."""
    return list(Note.objects.filter(stakeholder=person).select_related("author")[:READ])


@dataclass(frozen=True)
class InTouch:
    """How fresh the relationship is, with its sentence; `is_chosen`: the cadence was decided for this person."""

    freshness: Freshness
    says: str
    is_chosen: bool


def in_touch(person: Stakeholder, last: dt.date | None, *, today: dt.date) -> InTouch:
    cadence = cadence_of(person.cadence_days, person.influence, person.interest)
    found = freshness(last, cadence=cadence, today=today)
    return InTouch(found, says(found), person.cadence_days is not None)


@dataclass(frozen=True)
class Judged:
    """A judgement of salience in words."""

    judgement: SalienceJudgement
    reading: Reading
    answers: tuple[tuple[str, str], ...]


def judgements(person: Stakeholder) -> Sequence[Judged]:
    """Newest first; the first holds."""
    rows = SalienceJudgement.objects.filter(stakeholder=person).select_related("author")[:JUDGEMENTS]
    return [
        Judged(row, class_of(row), tuple((title, ANSWERED[getattr(row, name)]) for name, title, _ in QUESTIONS))
        for row in rows
    ]


def last_answers(person: Stakeholder) -> dict[str, bool | None]:
    """What was answered last about somebody's salience: what nobody touches stays as it was."""
    last = SalienceJudgement.objects.filter(stakeholder=person).first()
    return {name: getattr(last, name) for name in ("power", "legitimacy", "urgency")} if last else {}
