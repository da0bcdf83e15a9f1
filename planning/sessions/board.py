"""The board of a session: notes and the proposals they are gathered under.

Every change holds the session's row, counts its revision up and leaves that number on what changed, so that a screen
asks for what is newer than what it shows. Notes, moves and proposals come under keys of the screen that made them: what
is sent twice is done once. Of two who move one thing at a time the first one moves it, and the other is told."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from accounts.models import User
from planning.models import BoardMove, BoardNote, PlanningSession, Proposal, Request, Seat, SessionStage
from web.live import publish
from web.meanwhile import EditedMeanwhile
from web.remembered import Remembered

MOST_NOTES: Final = 2_000
MOST_OF_ONE: Final = 200
LONGEST: Final = 500
LONGEST_TITLE: Final = 200
OVER: Final = "This session has ended. What stands on its board stays as it is."
# Neighbours nearer to each other than this are set apart anew.
NEAREST: Final = 1e-6

Moved = BoardNote | Proposal


@dataclass(frozen=True)
class Mover:
    """Whoever is at the board: somebody at the table, or one of the team at the desk."""

    seat: Seat | None = None
    user: User | None = None

    def of(self, moves: QuerySet[BoardMove]) -> QuerySet[BoardMove]:
        return moves.filter(seat=self.seat) if self.seat else moves.filter(user=self.user, seat=None)


@contextmanager
def held(session: PlanningSession) -> Iterator[PlanningSession]:
    """One after the other; gives the session as it stands. Raises ValidationError before it begins and once it is
    over."""
    with transaction.atomic():
        stands = PlanningSession.objects.select_for_update().get(pk=session.pk)
        if stands.closed_at is not None:
            raise ValidationError(OVER)
        if stands.current_place is None:
            raise ValidationError("This session has not begun yet.")
        yield stands


def _advance(stands: PlanningSession) -> int:
    """The board is about to change: gives the revision of the change, of which screens hear. What turns out to be done
    already comes to no change, and never here."""
    stands.revision += 1
    PlanningSession.objects.filter(pk=stands.pk).update(revision=stands.revision)
    publish(stands.channel, "board")
    return stands.revision


# Notes ----------------------------------------------------------------------------------------------------------------


def write(
    session: PlanningSession, *, key: uuid.UUID, text: str, by: Mover, kind: str = BoardNote.Kind.IDEA
) -> BoardNote:
    """A note at the end of what lies loose. One that comes late is taken all the same. Raises ValidationError."""
    text = " ".join(text.split())
    if not text:
        raise ValidationError({"text": "Write what you mean."})
    if len(text) > LONGEST:
        raise ValidationError({"text": f"A note has room for {LONGEST} characters; this has {len(text)}."})
    with held(session) as stands:
        stored = BoardNote.objects.filter(pk=key).first()
        if stored is not None:
            if stored.session_id != session.pk or stored.seat_id != (by.seat.pk if by.seat else None):
                raise ValidationError("This note is another one’s.")
            return stored
        notes = BoardNote.objects.filter(session=session)
        if notes.count() >= MOST_NOTES or (by.seat and notes.filter(seat=by.seat).count() >= MOST_OF_ONE):
            raise ValidationError("The board is full: there is no room for more notes.")
        return BoardNote.objects.create(
            id=key,
            workspace_id=session.workspace_id,
            session=session,
            kind=kind,
            text=text,
            seat=by.seat,
            place=_end(notes.filter(proposal=None)),
            revision=_advance(stands),
        )


def set_gone(session: PlanningSession, note: uuid.UUID, *, is_gone: bool, by: Mover) -> BoardNote:
    """Taken back, or put back where it was. Whoever wrote it does that, and the team of what nobody wrote."""
    with held(session) as stands:
        found = _note(session, note)
        if found.seat_id != (by.seat.pk if by.seat else None):
            raise ValidationError("Only whoever wrote a note takes it back.")
        if (found.gone_at is not None) != is_gone:
            revision = _advance(stands)
            found.gone_at = timezone.now() if is_gone else None
            _store(found, revision, "gone_at")
            if found.proposal_id is not None:
                (_drop_empty if is_gone else _bring_back)(session, revision, found.proposal_id)
        return found


def answer(session: PlanningSession, note: uuid.UUID, *, text: str) -> BoardNote:
    """What is said to a question, for everybody to read."""
    text = text.strip()
    with held(session) as stands:
        found = _note(session, note)
        if found.kind != BoardNote.Kind.QUESTION:
            raise ValidationError("Only a question is answered.")
        if found.answer != text:
            found.answer = text
            _store(found, _advance(stands), "answer")
        return found


# Moving ---------------------------------------------------------------------------------------------------------------


def move_note(
    session: PlanningSession,
    note: uuid.UUID,
    *,
    key: uuid.UUID,
    to: uuid.UUID | None,
    by: Mover,
    expected_version: int,
    before: uuid.UUID | None = None,
) -> BoardNote:
    """Under a proposal, or loose; at the end, or before another note there.

    Raises EditedMeanwhile with the note as it stands where somebody was first, and ValidationError.
    """
    with held(session) as stands:
        found = _note(session, note)
        if _is_done(key, session):
            return found
        _check_shown(session)
        _check_version(found, expected_version)
        target = _proposal(session, to) if to else None
        rows = BoardNote.objects.filter(session=session, proposal=target).exclude(pk=found.pk)
        revision = _advance(stands)
        place = _place(rows, before, revision)
        _move_note(found, target, place, key=key, by=by, revision=revision)
        return found


def gather(
    session: PlanningSession,
    *,
    key: uuid.UUID,
    notes: Mapping[uuid.UUID, int],
    by: Mover,
    title: str = "",
) -> Proposal:
    """Notes that mean one thing under a new proposal, called as the first of them unless a title is given. The key is
    the proposal's, and each note comes with the version that whoever gathers saw: all are gathered or none.

    Raises EditedMeanwhile with the first one that somebody has moved since, and ValidationError."""
    with held(session) as stands:
        stored = Proposal.objects.filter(session=session, pk=key).first()
        if stored is not None:
            return stored
        _check_shown(session)
        if not notes:
            raise ValidationError("Choose at least one note.")
        found = [_note(session, each) for each in notes]
        for each in found:
            _check_version(each, notes[each.pk])
        revision = _advance(stands)
        title = " ".join(title.split()) or found[0].text
        made = Proposal.objects.create(
            id=key,
            workspace_id=session.workspace_id,
            session=session,
            title=title[:LONGEST_TITLE],
            place=_end(Proposal.objects.filter(session=session)),
            revision=revision,
        )
        for number, each in enumerate(found, 1):
            _move_note(each, made, float(number), key=uuid.uuid4(), by=by, revision=revision)
        return made


def move_proposal(
    session: PlanningSession,
    proposal: uuid.UUID,
    *,
    key: uuid.UUID,
    by: Mover,
    expected_version: int,
    before: uuid.UUID | None = None,
) -> Proposal:
    """In the order of proposals: before another one, or last. Raises as `move_note` does."""
    with held(session) as stands:
        found = _proposal(session, proposal)
        if _is_done(key, session):
            return found
        _check_version(found, expected_version)
        revision = _advance(stands)
        place = _place(Proposal.objects.filter(session=session).exclude(pk=found.pk), before, revision)
        BoardMove.objects.create(
            id=key,
            workspace_id=session.workspace_id,
            session=session,
            proposal=found,
            seat=by.seat,
            user=by.user,
            source_place=found.place,
            target_place=place,
        )
        found.place = place
        _store(found, revision, "place")
        return found


def undo(session: PlanningSession, *, by: Mover) -> Moved | None:
    """The last move of whoever asks, back to where it came from; None where there is none. Raises EditedMeanwhile
    where somebody has moved the same thing since."""
    with held(session) as stands:
        last = by.of(BoardMove.objects.filter(session=session, undone_at=None)).order_by("-at", "-pk").first()
        if last is None:
            return None
        moved: Moved = _note(session, last.note_id) if last.note_id else _proposal(session, last.proposal_id)
        later = BoardMove.objects.filter(session=session, undone_at=None, note=last.note_id, proposal=last.proposal_id)
        if later.filter(at__gt=last.at).exists():
            raise EditedMeanwhile(moved)
        revision = _advance(stands)
        moved.place = last.source_place
        if isinstance(moved, BoardNote):
            # Where it lies by now may be another proposal than it was moved to: what lay loose was gathered.
            left = moved.proposal_id
            moved.proposal_id = last.source_id
            _store(moved, revision, "place", "proposal")
            if left and left != last.source_id:
                _drop_empty(session, revision, left)
            if last.source_id:
                _bring_back(session, revision, last.source_id)
        else:
            _store(moved, revision, "place")
        BoardMove.objects.filter(pk=last.pk).update(undone_at=timezone.now())
        return moved


def edit_proposal(session: PlanningSession, proposal: uuid.UUID, *, expected_version: int, **fields: Any) -> Proposal:
    """Its title, goal, owner, and what becomes of it. Raises EditedMeanwhile and ValidationError."""
    unknown = set(fields) - {"title", "goal", "owner", "decision", "why"}
    if unknown:
        raise TypeError(f"Not edited: {', '.join(sorted(unknown))}")
    with held(session) as stands:
        found = _proposal(session, proposal)
        _check_version(found, expected_version)
        for name, value in fields.items():
            setattr(found, name, " ".join(value.split()) if name == "title" else value)
        if not found.title:
            raise ValidationError({"title": "Say what is proposed."})
        if len(found.title) > LONGEST_TITLE:
            raise ValidationError({"title": f"A title has room for {LONGEST_TITLE} characters."})
        if found.decision == Proposal.Decision.OUT and not found.why.strip():
            raise ValidationError({"why": "Say why it is left out: whoever had the idea reads it."})
        _store(found, _advance(stands), *fields)
        return found


def set_size(session: PlanningSession, proposal: uuid.UUID, *, size: str, why: str) -> Proposal:
    """As the room agreed on it."""
    with held(session) as stands:
        found = _proposal(session, proposal)
        found.size, found.size_why = size, why
        _store(found, _advance(stands), "size", "size_why")
        return found


# What the stages do to the board --------------------------------------------------------------------------------------


def carry_over(session: PlanningSession) -> None:
    """Requests that were put off to a planning lie on the board when it begins."""
    waiting = Request.objects.filter(workspace=session.workspace_id, state=Request.State.DEFERRED)
    missing = waiting.exclude(
        pk__in=BoardNote.objects.filter(session=session, request__isnull=False).values("request")
    ).order_by("received_at", "pk")[:MOST_OF_ONE]
    with held(session) as stands:
        noted = list(missing)
        if not noted:
            return
        revision = _advance(stands)
        BoardNote.objects.bulk_create(
            BoardNote(
                workspace_id=session.workspace_id,
                session=session,
                text=" ".join(each.problem.split())[:LONGEST],
                request=each,
                place=float(number),
                revision=revision,
            )
            for number, each in enumerate(noted, 1)
        )


def show_all(session: PlanningSession) -> None:
    """Every note is news to every screen."""
    with held(session) as stands:
        BoardNote.objects.filter(session=session).update(revision=_advance(stands))


def gather_loose(session: PlanningSession) -> None:
    """What is ordered are proposals: each idea that is still loose becomes one."""
    with held(session) as stands:
        loose = list(BoardNote.objects.filter(session=session, kind="idea", proposal=None, gone_at=None))
        if not loose:
            return
        revision = _advance(stands)
        end = _end(Proposal.objects.filter(session=session))
        for number, note in enumerate(loose):
            note.proposal = Proposal(
                workspace_id=session.workspace_id,
                session=session,
                title=note.text[:LONGEST_TITLE],
                place=end + number,
                revision=revision,
            )
            note.place, note.revision, note.version = 1.0, revision, note.version + 1
        Proposal.objects.bulk_create([note.proposal for note in loose if note.proposal])
        BoardNote.objects.bulk_update(loose, ["proposal", "place", "revision", "version"])


def arrange(session: PlanningSession, order: Sequence[uuid.UUID]) -> None:
    """Proposals in this order; those it does not name after it, as they stood."""
    with held(session) as stands:
        revision = _advance(stands)
        named = {pk: number for number, pk in enumerate(order)}
        ordered = sorted(proposals_of(session), key=lambda each: named.get(each.pk, len(named)))
        for number, each in enumerate(ordered, 1):
            each.place, each.revision, each.version = float(number), revision, each.version + 1
        Proposal.objects.bulk_update(ordered, ["place", "revision", "version"])


# Reading --------------------------------------------------------------------------------------------------------------


def proposals_of(session: PlanningSession) -> QuerySet[Proposal]:
    return Proposal.objects.filter(session=session, gone_at=None).order_by("place", "pk")


def notes_of(session: PlanningSession) -> QuerySet[BoardNote]:
    return BoardNote.objects.filter(session=session, gone_at=None).order_by("place", "pk")


@dataclass(frozen=True)
class _Told:
    """What changed since a revision, before anybody's own rights: whether ideas are shown, and how many there are."""

    are_shown: bool
    ideas: int
    notes: tuple[Mapping[str, Any], ...]
    proposals: tuple[dict[str, Any], ...]


# Everybody who watches a board asks the same of it at the same moment.
_TOLD: Final = Remembered[_Told](64)


def changes(session: PlanningSession, *, since: int, seat: Seat | None) -> dict[str, Any]:
    """What a screen that shows revision `since` has to draw anew, whole where that is 0. Before ideas are shown, those
    of others are counted and not told; nor are the words of a note that its writer took back. `session` is as it
    stands."""
    told = _TOLD.get((session.pk, since), session.revision, lambda: _told(session, since))
    return {
        "revision": session.revision,
        "shown": told.are_shown,
        "ideas": told.ideas,
        "notes": [
            _to(row, seat)
            for row in told.notes
            if told.are_shown or row["kind"] == BoardNote.Kind.QUESTION or _is_of(row, seat)
        ],
        "proposals": list(told.proposals),
    }


def _told(session: PlanningSession, since: int) -> _Told:
    notes = BoardNote.objects.filter(session=session, revision__gt=since).order_by("place", "pk")
    proposals = Proposal.objects.filter(session=session, revision__gt=since).order_by("place", "pk")
    ideas = SessionStage.objects.filter(session=session, kind=SessionStage.Kind.IDEAS)
    return _Told(
        ideas.exclude(revealed_at=None).exists(),
        BoardNote.objects.filter(session=session, kind=BoardNote.Kind.IDEA, gone_at=None).count(),
        tuple(
            notes.values(
                "pk", "kind", "text", "answer", "proposal_id", "place", "version", "seat_id", "request_id", "gone_at"
            )
        ),
        tuple(
            {
                "id": str(row["pk"]),
                "title": row["title"],
                "place": row["place"],
                "version": row["version"],
                "gone": row["gone_at"] is not None,
            }
            for row in proposals.values("pk", "title", "place", "version", "gone_at")
        ),
    )


def _to(row: Mapping[str, Any], seat: Seat | None) -> dict[str, Any]:
    is_told = row["gone_at"] is None or _is_of(row, seat)
    return {
        "id": str(row["pk"]),
        "kind": row["kind"],
        "text": row["text"] if is_told else "",
        "answer": row["answer"] if is_told else "",
        "under": str(row["proposal_id"]) if row["proposal_id"] else "",
        "place": row["place"],
        "version": row["version"],
        "mine": _is_of(row, seat),
        "carried": row["request_id"] is not None,
        "gone": row["gone_at"] is not None,
    }


# What the verbs share -------------------------------------------------------------------------------------------------


def _is_of(row: Mapping[str, Any], seat: Seat | None) -> bool:
    return seat is not None and row["seat_id"] == seat.pk


def _note(session: PlanningSession, pk: uuid.UUID | None) -> BoardNote:
    found = BoardNote.objects.filter(session=session, pk=pk).first() if pk else None
    if found is None:
        raise ValidationError("This note is not on the board any more.")
    return found


def _proposal(session: PlanningSession, pk: uuid.UUID | None) -> Proposal:
    found = Proposal.objects.filter(session=session, pk=pk).first() if pk else None
    if found is None:
        raise ValidationError("This proposal is not on the board any more.")
    return found


def _check_version(moved: Moved, expected: int) -> None:
    if moved.version != expected or moved.gone_at is not None:
        raise EditedMeanwhile(moved)


def _check_shown(session: PlanningSession) -> None:
    if SessionStage.objects.filter(session=session, kind="ideas", revealed_at=None).exists():
        raise ValidationError("Notes are gathered once all of them are shown.")


def _is_done(key: uuid.UUID, session: PlanningSession) -> bool:
    return BoardMove.objects.filter(pk=key, session=session).exists()


def _move_note(
    note: BoardNote, target: Proposal | None, place: float, *, key: uuid.UUID, by: Mover, revision: int
) -> None:
    source = note.proposal_id
    BoardMove.objects.create(
        id=key,
        workspace_id=note.workspace_id,
        session_id=note.session_id,
        note=note,
        seat=by.seat,
        user=by.user,
        source_id=source,
        target=target,
        source_place=note.place,
        target_place=place,
    )
    note.proposal, note.place = target, place
    _store(note, revision, "proposal", "place")
    if target is not None:
        _bring_back(note.session, revision, target.pk)
    if source is not None and source != note.proposal_id:
        _drop_empty(note.session, revision, source)


def _store(moved: Moved, revision: int, *fields: str) -> None:
    moved.revision, moved.version = revision, moved.version + 1
    moved.save(update_fields=[*fields, "revision", "version"])


def _drop_empty(session: PlanningSession, revision: int, proposal: uuid.UUID) -> None:
    """A proposal under which nothing is left goes; it comes back with the first note."""
    if BoardNote.objects.filter(proposal=proposal, gone_at=None).exists():
        return
    Proposal.objects.filter(session=session, pk=proposal, gone_at=None).update(
        gone_at=timezone.now(), revision=revision, version=F("version") + 1
    )


def _bring_back(session: PlanningSession, revision: int, proposal: uuid.UUID) -> None:
    Proposal.objects.filter(session=session, pk=proposal, gone_at__isnull=False).update(
        gone_at=None, revision=revision, version=F("version") + 1
    )


def _end(rows: QuerySet[Any]) -> float:
    return float((rows.aggregate(last=Max("place"))["last"] or 0.0) + 1.0)


def _place(rows: QuerySet[Any], before: uuid.UUID | None, revision: int) -> float:
    """Between the row `before` and the one in front of it; at the end without one."""
    follower = rows.filter(pk=before).values_list("place", flat=True).first() if before else None
    if follower is None:
        return _end(rows)
    ahead = rows.filter(place__lt=follower).aggregate(last=Max("place"))["last"]
    place = (ahead + follower) / 2 if ahead is not None else follower - 1.0
    if ahead is not None and follower - ahead < NEAREST:
        _set_apart(rows, revision)
        return _place(rows, before, revision)
    return float(place)


def _set_apart(rows: QuerySet[Any], revision: int) -> None:
    """They stand as they stood; but every screen needs their new places to put the one that is moved among them."""
    ordered: Iterable[Any] = list(rows.order_by("place", "pk"))
    for number, row in enumerate(ordered, 1):
        row.place, row.revision = float(number), revision
    rows.model._default_manager.bulk_update(ordered, ["place", "revision"])
