"""Writing a report: begun with what its audience leads with, written on by several people, signed off, discarded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User, Workspace
from impact.models import Audience, Report, ReportItem
from impact.reports.spans import Span
from impact.targets import FIRST, LAST
from stakeholders.models import Stakeholder
from web.meanwhile import EditedMeanwhile

MOST_PIECES: Final = 120
LONGEST_WORDS: Final = 10_000
LONGEST_ANSWER: Final = 2_000
LONGEST_TITLE: Final = 200
MOST_DISMISSED: Final = 300
# As the audit trail says it.
EDITED: Final = "Edited by hand"
PARTS: Final = tuple(ReportItem.Part.values)


@dataclass(frozen=True)
class Piece:
    """`key` is the number of its row, or a word of its own while it has none. It is about one thing, or is words."""

    key: str
    part: str
    words: str = ""
    metric: int | None = None
    initiative: int | None = None
    stake: int | None = None
    commitment: UUID | None = None
    to_them: str = ""

    @property
    def about(self) -> tuple[Any, ...]:
        return self.metric, self.initiative, self.stake, self.commitment

    @property
    def is_words(self) -> bool:
        return not any(each is not None for each in self.about)


@dataclass(frozen=True)
class Text:
    """What people write of a report; pieces by part, in their order."""

    title: str
    answer: str = ""
    pieces: tuple[Piece, ...] = ()
    dismissed: tuple[str, ...] = ()

    def of(self, part: str) -> list[Piece]:
        return [piece for piece in self.pieces if piece.part == part]

    def piece(self, key: str) -> Piece | None:
        return next((piece for piece in self.pieces if piece.key == key), None)

    def ordered(self) -> Text:
        return replace(self, pieces=tuple(piece for part in PARTS for piece in self.of(part)))


def text_of(report: Report, items: Sequence[ReportItem]) -> Text:
    pieces = (
        Piece(
            str(row.pk), row.part, row.words, row.metric_id, row.initiative_id, row.stake_id, row.commitment_id,
            row.to_them,
        )
        for row in items
    )  # fmt: skip
    return Text(report.title, report.answer, tuple(pieces), tuple(report.dismissed)).ordered()


def begin_report(
    workspace: Workspace,
    *,
    author: User,
    title: str,
    span: Span,
    compared: Span | None,
    audience: Audience | None = None,
    stakeholder: Stakeholder | None = None,
    pieces: Sequence[Piece] = (),
) -> Report:
    """Raises ValidationError for what is no report."""
    check_days(span, compared)
    with transaction.atomic(), pghistory.context(why="Begun"):
        report = Report(
            workspace=workspace,
            author=author,
            audience=audience,
            stakeholder=stakeholder,
            **_days(span, compared),
        )
        text = Text(title, pieces=tuple(pieces)).ordered()
        _set_words(report, text)
        report.save(force_insert=True)
        _set_pieces(report, text.pieces)
    return report


def write(report: Report, text: Text, *, expected_version: int) -> Report:
    """Store what was written. Raises EditedMeanwhile when the version is not the one it was opened with. A signature is
    for what was read, so it lapses when anything but a dismissed suggestion is another."""
    with transaction.atomic(), pghistory.context(why=EDITED):
        now = locked(report, expected_version)
        before = text_of(now, list(now.items.all()))
        after = text.ordered()
        _set_words(now, after)
        if replace(after, dismissed=before.dismissed) != before:
            _set_pieces(now, after.pieces)
            _save(now)
        elif after.dismissed != before.dismissed:
            now.save(update_fields=["dismissed"])
    return now


def set_days(report: Report, span: Span, compared: Span | None, *, expected_version: int) -> Report:
    check_days(span, compared)
    with transaction.atomic(), pghistory.context(why=EDITED):
        now = locked(report, expected_version)
        for name, value in _days(span, compared).items():
            setattr(now, name, value)
        _save(now)
    return now


def sign_off(report: Report, *, actor: User, expected_version: int) -> Report:
    """Agree to what stands. Raises EditedMeanwhile when something else stands by now, ValidationError for anybody but
    the one whom its audience names."""
    with transaction.atomic(), pghistory.context(why="Signed off"):
        now = locked(report, expected_version)
        if now.audience is None or now.audience.signs_off_id != actor.pk:
            raise ValidationError("Somebody else signs this report off.")
        now.signed_by, now.signed_at, now.signed_version = actor, timezone.now(), now.version
        now.save(update_fields=["signed_by", "signed_at", "signed_version"])
    return now


def discard_report(report: Report) -> None:
    """Raises ValidationError when it was issued once: then others have read it, and it stays."""
    with transaction.atomic(), pghistory.context(why="Discarded"):
        now = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if now.editions.exists():
            raise ValidationError("It was issued, so it stays. Withdraw the edition if it should not be read any more.")
        if now.issuing_since is not None:
            raise ValidationError("It is being issued just now.")
        now.delete()


def locked(report: Report, expected_version: int) -> Report:
    rows = Report.objects.select_for_update(of=("self",)).select_related("audience", "stakeholder", "workspace")
    now = rows.get(pk=report.pk)
    if now.version != expected_version:
        raise EditedMeanwhile(now)
    return now


def check_days(span: Span, compared: Span | None) -> None:
    for name, each in (("starts_on", span), ("compared_from", compared)):
        if each is not None and (each.first < FIRST or each.last > LAST):
            raise ValidationError({name: "These years cannot be meant."})
    if span.first > timezone.localdate():
        raise ValidationError({"starts_on": "Nothing can be told of days to come."})
    if compared is not None and compared.first >= span.first:
        raise ValidationError({"compared_from": "It is held against an earlier period."})


def _days(span: Span, compared: Span | None) -> dict[str, dt.date | None]:
    return {
        "starts_on": span.first,
        "ends_on": span.last,
        "compared_from": None if compared is None else compared.first,
        "compared_to": None if compared is None else compared.last,
    }


def check_text(text: Text) -> None:
    """Raises ValidationError in a sentence that says what is wrong, by the name of its box."""
    wrong: dict[str, str] = {}
    if not text.title.strip():
        wrong["title"] = "Give it a title."
    if len(text.title) > LONGEST_TITLE:
        wrong["title"] = f"A title may be {LONGEST_TITLE} characters long at most; this has {len(text.title)}."
    if len(text.answer) > LONGEST_ANSWER:
        wrong["answer"] = f"An answer has {LONGEST_ANSWER:,} characters at most; this has {len(text.answer):,}."
    if len(text.pieces) > MOST_PIECES:
        wrong["title"] = f"A report has {MOST_PIECES} pieces at most; this has {len(text.pieces)}."
    for piece in text.pieces:
        if len(piece.words) > LONGEST_WORDS:
            wrong[f"words-{piece.key}"] = f"This may be {LONGEST_WORDS:,} characters long at most."
        if len(piece.to_them) > LONGEST_ANSWER:
            wrong[f"to-them-{piece.key}"] = f"This may be {LONGEST_ANSWER:,} characters long at most."
    if wrong:
        raise ValidationError(wrong)


def _set_words(report: Report, text: Text) -> None:
    check_text(text)
    report.title, report.answer = " ".join(text.title.split()), text.answer.strip()
    report.dismissed = list(text.dismissed[-MOST_DISMISSED:])


def _set_pieces(report: Report, pieces: Sequence[Piece]) -> None:
    """Words alone that say nothing are no piece."""
    kept = [piece for piece in pieces if piece.words.strip() or not piece.is_words]
    held = {str(row.pk): row for row in ReportItem.objects.filter(workspace=report.workspace_id, report=report)}
    gone = set(held) - {piece.key for piece in kept}
    if gone:
        ReportItem.objects.filter(pk__in=[held[key].pk for key in gone]).delete()
    for place, piece in enumerate(kept, start=1):
        to_them = piece.to_them.strip() if piece.stake is not None else ""
        values = {"part": piece.part, "place": place, "words": piece.words.strip(), "to_them": to_them}
        row = held.get(piece.key)
        if row is None:
            ReportItem.objects.create(workspace_id=report.workspace_id, report=report, **values, **_about(piece))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.save(update_fields=list(values))


def _about(piece: Piece) -> Mapping[str, Any]:
    return {
        "metric_id": piece.metric,
        "initiative_id": piece.initiative,
        "stake_id": piece.stake,
        "commitment_id": piece.commitment,
    }


def _save(report: Report) -> None:
    report.version += 1
    report.updated_at = timezone.now()
    report.issuing_problem = ""
    report.save()


def moved(text: Text, key: str, by: int) -> Text:
    """One place up or down; at the end of its part into the next one."""
    piece = text.piece(key)
    if piece is None:
        return text
    beside = text.of(piece.part)
    place = beside.index(piece) + by
    if 0 <= place < len(beside):
        other = beside[place]
        swap = {piece.key: other, other.key: piece}
        return replace(text, pieces=tuple(swap.get(each.key, each) for each in text.pieces))
    part = PARTS.index(piece.part) + by
    if not 0 <= part < len(PARTS):
        return text
    rest = [each for each in text.pieces if each.key != key]
    into = replace(piece, part=PARTS[part])
    pieces = [*rest, into] if by < 0 else [into, *rest]
    return replace(text, pieces=tuple(pieces)).ordered()


def added(text: Text, piece: Piece) -> Text:
    """At the end of its part, once; what is there already stays where it is."""
    is_there = not piece.is_words and any(each.part == piece.part and each.about == piece.about for each in text.pieces)
    if is_there or len(text.pieces) >= MOST_PIECES:
        return text
    return replace(text, pieces=(*text.pieces, replace(piece, key=_free_key(text)))).ordered()


def without(text: Text, key: str) -> Text:
    return replace(text, pieces=tuple(piece for piece in text.pieces if piece.key != key))


def with_words(text: Text, key: str, words: str) -> Text:
    return replace(text, pieces=tuple(replace(each, words=words) if each.key == key else each for each in text.pieces))


def _free_key(text: Text) -> str:
    held = {piece.key for piece in text.pieces}
    return next(key for number in range(1, len(held) + 2) if (key := f"new-{number}") not in held)


@dataclass(frozen=True)
class Difference:
    """What two people wrote in one box. `is_taken_over` where one of them left it as it was."""

    label: str
    was: str
    theirs: str
    yours: str
    is_taken_over: bool


def merged(opened: Text, theirs: Text, yours: Text, *, names: Mapping[str, str]) -> tuple[Text, list[Difference]]:
    """What was typed over what somebody else stored meanwhile: a box that was left as it was takes over theirs, and
    every other one keeps what was typed. `names` of pieces, by key."""
    found: list[Difference] = []

    def box(label: str, was: str, their: str, your: str) -> str:
        if their in (was, your):
            return your
        is_taken_over = your == was
        found.append(Difference(label, was or "Nothing", their or "Nothing", your or "Nothing", is_taken_over))
        return their if is_taken_over else your

    title = box("Title", opened.title, theirs.title, yours.title)
    answer = box("The answer", opened.answer, theirs.answer, yours.answer)
    pieces: list[Piece] = []
    for piece in yours.pieces:
        was, their = opened.piece(piece.key), theirs.piece(piece.key)
        name = names.get(piece.key, "Words")
        if was is not None and their is None:
            if (piece.words, piece.to_them) == (was.words, was.to_them):
                found.append(Difference(name, "There", "Removed", "", True))
                continue
            found.append(Difference(name, "There", "Removed", "Kept, for you wrote on it", False))
            piece = replace(piece, key=f"kept-{piece.key}")
        elif was is not None and their is not None:
            piece = replace(
                piece,
                words=box(name, was.words, their.words, piece.words),
                to_them=box(f"{name}, said to them", was.to_them, their.to_them, piece.to_them),
            )
            if piece.part == was.part:
                piece = replace(piece, part=their.part)
        pieces.append(piece)
    known: Collection[str] = {piece.key for piece in (*opened.pieces, *yours.pieces)}
    new = [piece for piece in theirs.pieces if piece.key not in known]
    found += [Difference(names.get(piece.key, "Words"), "Not there", "Added", "", True) for piece in new]
    dismissed = tuple(dict.fromkeys((*theirs.dismissed, *yours.dismissed)))
    return Text(title, answer, (*pieces, *new), dismissed).ordered(), found
