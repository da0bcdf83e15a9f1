"""The life of a file of journeys: received, read, previewed, stored as a set. Every step is taken once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from accounts.audit import note
from accounts.models import AuditEntry, User, Workspace
from impact.files import progress
from impact.files.life import ABANDONED_AFTER, KEPT, READ_AT_ONCE, check_size
from impact.files.plan import Problem
from impact.files.reading import Progress, Sheet, read
from impact.journeys import columns, results
from impact.journeys.columns import Choices
from impact.journeys.people import named
from impact.journeys.planning import Found, Plan, Rows, read_journeys
from impact.journeys.sets import About, add_set
from impact.journeys.touches import Touches
from impact.models import JourneyFile, JourneySet
from impact.units import NUMBER, money, written
from stakeholders.formats.document import Unreadable, shorten
from stakeholders.formats.values import text_of
from stakeholders.imports.preview import compress
from stakeholders.imports.uploads import clean_name

State = JourneyFile.State

# Up to so many lines are stored while somebody waits.
WRITE_AT_ONCE: Final = 2000
# So many of each sort are listed; the counts are always of all.
LISTED: Final = 1000
SAMPLES: Final = 3
# Counts that say afterwards what a file brought.
KEPT_OF_PLAN: Final = ("holds", "journeys", "paths", "channels", "conversions", "lines", "problems", "fingerprint")

NAMED = "Somebody in the register is called like this. Name the company or the opportunity, or the channel: no person."
STOPPED = "Storing stopped before it was finished, and nothing of it was stored. Check the file again to repeat it."
READING_STOPPED = (
    "Reading the file stopped before it was finished. Nothing was stored. Check the file again to repeat it."
)


@dataclass(frozen=True)
class Outcome:
    """`made` is the set that stands now; without one, `state` says what became of the attempt."""

    state: str
    made: JourneySet | None = None


def receive(workspace: Workspace, *, author: User, name: str, content: bytes) -> JourneyFile:
    """Keep an uploaded file until it is stored or forgotten. Raises a ValidationError that states a broken limit."""
    check_size(name, len(content))
    return JourneyFile.objects.create(
        workspace=workspace, author=author, filename=clean_name(name), content=content, choices={}
    )


def advance(file: JourneyFile, before: str, after: str, **fields: Any) -> bool:
    """Take a file from one state to another; False when it is not in that state any more."""
    taken = JourneyFile.objects.filter(pk=file.pk, state=before).update(
        state=after, updated_at=timezone.now(), **fields
    )
    if taken:
        file.state = after
    return bool(taken)


def prepare(file: JourneyFile, *, report: Progress | None = None) -> None:
    """Read the file and plan what it would store: it is previewed afterwards, or failed with a sentence."""
    if file.state != State.READING:
        return
    try:
        sheet = read(bytes(file.content or b""), progress.part(report, 0, 50))
    except Unreadable as unreadable:
        advance(file, State.READING, State.FAILED, error=unreadable.sentence, content=None)
        return
    choices = Choices.from_json(file.choices)
    if not choices.columns:
        choices = columns.guess(sheet)
    _store_preview(file, sheet, choices, State.READING, progress.part(report, 50, 100))


def revise(file: JourneyFile, choices: Choices) -> None:
    """Plan again with other choices."""
    _store_preview(file, read(bytes(file.content or b"")), choices, State.PREVIEWED)


def make_plan(sheet: Sheet, choices: Choices, report: Progress | None = None) -> Plan:
    asks = columns.check(choices)
    if asks:
        return Plan(asks=asks)
    return read_journeys(sheet, choices, report, by=Touches if choices.is_of_touches else Rows)


def _store_preview(
    file: JourneyFile, sheet: Sheet, choices: Choices, before: str, report: Progress | None = None
) -> None:
    plan = make_plan(sheet, choices, report)
    people = named(file.workspace, plan.journeys)
    plan.remarks = [Problem(line, name, NAMED) for name, line in people.items()] + plan.remarks
    kept = {**file.choices, **choices.as_json()}
    advance(
        file,
        before,
        State.PREVIEWED,
        format=sheet.format,
        choices=kept,
        plan=_summary(plan, sheet, choices) | {"bytes": len(file.content or b""), "people": len(people)},
        details=_packed(plan),
    )


def _summary(plan: Plan, sheet: Sheet, choices: Choices) -> dict[str, Any]:
    journeys = [found.journey for found in plan.journeys]
    nulls = [one.nulls for one in journeys if one.nulls is not None]
    return {
        "holds": JourneySet.Holds.DEALS if choices.is_of_deals else JourneySet.Holds.PATHS,
        "journeys": len(journeys),
        "paths": len({one.path for one in journeys}),
        "channels": plan.channels,
        "conversions": sum(one.conversions for one in journeys),
        "nulls": sum(nulls) if nulls else None,
        "value": sum(one.value or 0 for one in journeys) if plan.has_value else None,
        "is_dated": any(one.days_before is not None for one in journeys),
        "touches": plan.touches,
        "deals_out": plan.deals_out,
        "lines": len({problem.line for problem in plan.problems}),
        "problems": len(plan.problems),
        "remarks": len(plan.remarks),
        "asks": plan.asks,
        "questions": [[one.name, one.sentence, [list(option) for option in one.options]] for one in plan.questions],
        "fingerprint": plan.fingerprint(),
        "columns": [[title, _samples(sheet, place)] for place, title in enumerate(sheet.headers)],
        "currency": plan.currency,
        "first_on": plan.first_on and plan.first_on.isoformat(),
        "last_on": plan.last_on and plan.last_on.isoformat(),
    }


def _samples(sheet: Sheet, place: int) -> list[str]:
    texts = [text for cell in islice(sheet.column(place), 200) if (text := text_of(cell))]
    return [shorten(text, 40) for text in list(dict.fromkeys(texts))[:SAMPLES]]


def _packed(plan: Plan) -> bytes:
    return compress({
        "journeys": [_told(found, plan.currency) for found in plan.journeys[:LISTED]],
        "problems": [[one.line, shorten(one.value, 120), one.sentence] for one in plan.problems[:LISTED]],
        "remarks": [[one.line, shorten(one.value, 120), one.sentence] for one in plan.remarks[:LISTED]],
    })  # fmt: skip


def _told(found: Found, currency: str) -> list[Any]:
    """[line, deal, path, conversions, value]"""
    one = found.journey
    unit = money(currency) if currency else NUMBER
    value = "" if one.value is None else written(one.value, unit)
    return [found.line, found.deal, shorten(" > ".join(one.path), 300), written(one.conversions, NUMBER), value]


def keep_typed(file: JourneyFile, typed: Mapping[str, str]) -> None:
    """What was typed about the journeys is kept beside the choices, whatever becomes of the rest."""
    file.choices = {**file.choices, "typed": dict(typed)}
    JourneyFile.objects.filter(pk=file.pk, state=State.PREVIEWED).update(choices=file.choices)


def is_large(file: JourneyFile) -> bool:
    """Whether reading it again, or what it writes, takes longer than somebody waits for a page."""
    return bool(file.plan.get("journeys", 0) > WRITE_AT_ONCE or file.plan.get("bytes", 0) > READ_AT_ONCE)


def start_storing(file: JourneyFile, fingerprint: str, about: About) -> bool:
    """Claim a file for a task. False when it was taken already, or shows another plan than the page did. Raises
    ValidationError where its name is taken."""
    about.check(file.workspace)
    same = JourneyFile.objects.filter(pk=file.pk, state=State.PREVIEWED, plan__fingerprint=fingerprint)
    choices = {**file.choices, "about": about.as_json()}
    return bool(same.update(state=State.STORING, choices=choices, updated_at=timezone.now()))


def store(
    file_id: int, about: About | None, *, actor: User, fingerprint: str = "", report: Progress | None = None
) -> Outcome:
    """Store all that a file brings in one transaction, once: whoever comes second finds it stored. In a task `about` is
    None: it was kept when the file was claimed. Raises ValidationError where its name is taken."""
    with transaction.atomic():
        file = JourneyFile.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=file_id)
        ready = State.PREVIEWED if about is not None else State.STORING
        if file.state != ready or (about is not None and file.plan.get("fingerprint") != fingerprint):
            return Outcome(file.state, JourneySet.objects.filter(file=file).first())
        about = about or About.from_json(file.choices["about"])
        choices = Choices.from_json(file.choices)
        plan = make_plan(read(bytes(file.content or b""), progress.part(report, 0, 40)), choices)
        if report is not None:
            report(50, 100)
        made = add_set(
            file.workspace,
            about,
            plan.journeys,
            holds=JourneySet.Holds(file.plan["holds"]),
            filename=file.filename,
            author=actor,
            file=file,
            report=progress.part(report, 50, 100),
        )
        # What stood in the file goes with it, samples and lists too; what it brought is in the set.
        kept = {name: file.plan[name] for name in KEPT_OF_PLAN if name in file.plan}
        emptied: dict[str, Any] = {"choices": {}, "content": None, "details": None}
        advance(file, file.state, State.STORED, plan=kept, error="", **emptied)
        told = results.read(made.results)
        detail = f"{told.journeys:,} journeys stored as “{made.name}”"
        note(file.workspace, actor=actor, act=AuditEntry.Act.IMPORTED, detail=detail)
    return Outcome(State.STORED, made)


def fail(file_id: int, sentence: str) -> None:
    """A file that could not be stored can be checked again."""
    JourneyFile.objects.filter(pk=file_id, state=State.STORING).update(
        state=State.FAILED, error=sentence, updated_at=timezone.now()
    )


def has_content(file: JourneyFile) -> bool:
    return JourneyFile.objects.filter(pk=file.pk, content__isnull=False).exists()


def read_again(file: JourneyFile) -> bool:
    """Take a failed file that is still here back to reading."""
    kept = JourneyFile.objects.filter(pk=file.pk, state=State.FAILED, content__isnull=False)
    return bool(kept.update(state=State.READING, error="", updated_at=timezone.now()))


def discard(file: JourneyFile) -> bool:
    """Forget a file that was not stored."""
    waiting = JourneyFile.objects.filter(pk=file.pk, state__in=[State.PREVIEWED, State.FAILED, State.READING])
    return bool(waiting.update(**_emptied()))


def _emptied() -> dict[str, Any]:
    emptied: dict[str, Any] = {"content": None, "details": None, "plan": {}, "choices": {}}
    return {**emptied, "state": State.DISCARDED, "updated_at": timezone.now()}


def sweep(workspace: Workspace, *, now: dt.datetime) -> dict[str, int]:
    """Forget files that nobody decided on, and say of work that died what became of it. Running work holds a lock and
    is left alone."""
    old = JourneyFile.objects.filter(
        workspace=workspace, state__in=[State.PREVIEWED, State.FAILED], updated_at__lt=now - KEPT
    )
    forgotten = old.exclude(content=None).update(**_emptied())
    # Those that were stored when lists and samples were kept with them.
    stored = JourneyFile.objects.filter(workspace=workspace, state=State.STORED).exclude(details=None)
    stored.update(details=None, plan={}, updated_at=now)
    abandoned = 0
    for before, sentence in ((State.READING, READING_STOPPED), (State.STORING, STOPPED)):
        with transaction.atomic():
            dead = JourneyFile.objects.filter(
                workspace=workspace, state=before, updated_at__lt=now - ABANDONED_AFTER
            ).select_for_update(skip_locked=True, of=("self",))
            pks: Sequence[int] = list(dead.values_list("pk", flat=True))
            JourneyFile.objects.filter(pk__in=pks).update(state=State.FAILED, error=sentence, updated_at=now)
            abandoned += len(pks)
    return {"forgotten": forgotten, "abandoned": abandoned}


def progress_key(file_id: int) -> str:
    """Beside the files of observations, which are known by their numbers alone."""
    return f"journeys-{file_id}"
