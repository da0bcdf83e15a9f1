"""Sends what is due: claims a few mails at a time, holds each by a lease, and says after each how it went.

A sender that dies leaves its lease to run out; the next one sends the same bytes. A mail therefore leaves once, or
again as the same mail, and two senders never count for the same claim: the number of the attempt fences them.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import structlog
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import DateTimeField, F, Func, QuerySet, Value
from django.db.models.functions import Coalesce

from accounts.isolation import scope
from accounts.models import Workspace
from accounts.tokens import hashed
from mail import composing, outbox, suppressions, transports
from mail.composing import NotWantedError, NotYetError
from mail.models import CaughtMail, Message
from mail.transports import AwayError, RefusedError, Transport

log = structlog.stdlib.get_logger("mail.sending")

AT_MOST = 200
LEASE = dt.timedelta(seconds=60)
# How long after each refusal the next try comes; after the last one it has failed.
PAUSES = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440)]
PAUSE_WHEN_AWAY = dt.timedelta(minutes=1)
GIVEN_UP_AFTER = dt.timedelta(days=3)
# A sweep goes on while something is due; another may begin when this one has said nothing for so long.
LONGEST_SWEEP = 240
SWEEPING, SWEEPING_FOR = "mail:sweeping", 90
TIDIED, TIDY_EVERY = "mail:tidied", 60 * 60
CAUGHT_KEPT = 500

TOO_OFTEN = "The other side put it off too often."
TOO_LONG = "The mail server could not be reached for three days."
NOT_REACHED = "The mail server cannot be reached at the moment."
BROKEN = "Sending it failed on our side; it is tried again."


@dataclass(frozen=True)
class Claim:
    """One message, held until its lease ends; `attempt` is the fence."""

    id: UUID
    attempt: int
    since: float = field(default_factory=time.monotonic, compare=False)

    @property
    def is_getting_old(self) -> bool:
        return time.monotonic() - self.since > LEASE.seconds / 2


class Now(Func):
    """The database's clock, by which all senders go: each statement's, where CURRENT_TIMESTAMP is the transaction's."""

    function = "statement_timestamp"
    output_field = DateTimeField()


def sweep(*, transport: Transport | None = None) -> int:
    """Send all that is due, unless somebody is at it already; says how many mails left."""
    if not cache.add(SWEEPING, 1, SWEEPING_FOR):
        return 0
    try:
        tidy_now_and_then()
        return _sweep(transport or transports.current(), until=time.monotonic() + LONGEST_SWEEP)
    finally:
        cache.delete(SWEEPING)


def _sweep(transport: Transport, *, until: float) -> int:
    sent = 0
    with transport:
        while time.monotonic() < until:
            claims = claim_due()
            if not claims:
                break
            cache.touch(SWEEPING, SWEEPING_FOR)
            left, is_away = send(claims, transport)
            sent += left
            if is_away:
                break
    return sent


def send_at_once(pks: Sequence[UUID], *, transport: Transport | None = None) -> int:
    """Send these if they are due and nobody holds them: for mails that somebody waits for."""
    claims = [claim for pk in pks if (claim := claim_one(pk)) is not None]
    if not claims:
        return 0
    with transport or transports.current() as opened:
        return send(claims, opened)[0]


def claim_due(at_most: int = AT_MOST) -> list[Claim]:
    """Of every workspace, by the one function that may look over all of them; it tells ids alone."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id, attempt FROM claim_mail(%s, make_interval(secs => %s))", [at_most, LEASE.seconds])
        return [Claim(*row) for row in cursor.fetchall()]


def claim_one(pk: UUID) -> Claim | None:
    with outbox.only(pk):
        claimed = Message.objects.filter(pk=pk, state=Message.State.WAITING, due_at__lte=Now()).update(
            state=Message.State.SENDING,
            attempts=F("attempts") + 1,
            tried_since=Coalesce("tried_since", Now()),
            lease_until=Now() + Value(LEASE),
            due_at=Now() + Value(LEASE),
        )
        if not claimed:
            return None
        return Claim(pk, Message.objects.values_list("attempts", flat=True).get(pk=pk))


def send(claims: Sequence[Claim], transport: Transport) -> tuple[int, bool]:
    """How many of these left, and whether the mail server is away: then the rest of them wait."""
    sent = 0
    for number, claim in enumerate(claims):
        message = _held(claim)
        if message is None:
            continue
        try:
            mime = _kept(claim, message) if message.mime else _composed(claim, message)
            if not mime:
                continue
            transport.deliver(message.recipient, mime)
        except AwayError:
            log.warning("mail_server_away", waiting=len(claims) - number)
            for rest in claims[number:]:
                _put_back(rest)
            return sent, True
        except RefusedError as refused:
            _refused(claim, message, str(refused), for_good=refused.for_good)
        except Exception:
            # One mail that breaks must not keep the others.
            log.exception("mail_broken", message=message.pk)
            _refused(claim, message, BROKEN, for_good=False)
        else:
            sent += _settle(claim, Message.State.SENT, "", sent_at=Now(), mime=b"")
    return sent, False


def tidy_now_and_then() -> None:
    if cache.add(TIDIED, 1, TIDY_EVERY):
        tidy()


def tidy() -> None:
    """Contents of what never arrived go after two weeks, mails about accounts after thirty days."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT tidy_mail()")
    oldest = CaughtMail.objects.values_list("pk", flat=True)[CAUGHT_KEPT : CAUGHT_KEPT + 1].first()
    if oldest is not None:
        CaughtMail.objects.filter(pk__lte=oldest).delete()


def _held(claim: Claim) -> Message | None:
    """The message, its lease begun anew when half of it went by; None when it is somebody else's by now."""
    with outbox.only(claim.id):
        if claim.is_getting_old:
            _ours(claim).update(lease_until=Now() + Value(LEASE), due_at=Now() + Value(LEASE))
        message = _ours(claim).first()
    if message is not None and message.refusals > len(PAUSES):
        # Every sender that had it died.
        _settle(claim, Message.State.FAILED, TOO_OFTEN)
        return None
    return message


def _kept(claim: Claim, message: Message) -> bytes:
    """The bytes of the first try. Hours may have gone by: of those that were written as they left it is asked again
    whether anybody wants them."""
    if message.about is None or message.workspace_id is None:
        return bytes(message.mime)
    with scope(workspace=message.workspace_id):
        workspace = Workspace.objects.get(pk=message.workspace_id)
        try:
            if suppressions.holds(workspace, message.recipient):
                raise NotWantedError(suppressions.WHY)
            composing.ask_again(message.kind, workspace, message.about)
        except NotWantedError as reason:
            _settle(claim, Message.State.DROPPED, str(reason)[:300], mime=b"")
            return b""
    return bytes(message.mime)


def _composed(claim: Claim, message: Message) -> bytes:
    """The bytes of a mail that is written as it leaves: stored before they do, so that each later try sends the same.
    Empty where nobody wants it any more, or where it is somebody else's by now."""
    if message.about is None or message.workspace_id is None:
        return b""
    with scope(workspace=message.workspace_id):
        workspace = Workspace.objects.get(pk=message.workspace_id)
        try:
            if suppressions.holds(workspace, message.recipient):
                raise NotWantedError(suppressions.WHY)
            letter = composing.compose(message.kind, workspace, message.about)
        except NotWantedError as reason:
            _settle(claim, Message.State.DROPPED, str(reason)[:300])
            return b""
        except NotYetError as later:
            # Nobody tried to send it: it is not late.
            _settle(claim, Message.State.WAITING, str(later)[:300], due_at=later.until, tried_since=None)
            return b""
        mime = outbox.rendered_letter(message, letter)
        token = letter["unsubscribe"]
        stored = _ours(claim).update(
            mime=mime, subject=letter["subject"][:300], unsubscribe_hash=hashed(token) if token else None
        )
    return mime if stored else b""


def _refused(claim: Claim, message: Message, why: str, *, for_good: bool) -> None:
    if for_good:
        _settle(claim, Message.State.BOUNCED, why)
    elif message.refusals >= len(PAUSES):
        _settle(claim, Message.State.FAILED, why if why != BROKEN else TOO_OFTEN)
    else:
        pause = PAUSES[message.refusals]
        _settle(claim, Message.State.WAITING, why, due_at=Now() + Value(pause), refusals=message.refusals + 1)


def _put_back(claim: Claim) -> None:
    """Nothing was wrong with the mail: it costs no refusal, but does not wait for ever."""
    with outbox.only(claim.id):
        given_up = _ours(claim).filter(tried_since__lt=Now() - Value(GIVEN_UP_AFTER))
        if given_up.update(state=Message.State.FAILED, lease_until=None, last_error=TOO_LONG):
            return
    _settle(claim, Message.State.WAITING, NOT_REACHED, due_at=Now() + Value(PAUSE_WHEN_AWAY))


def _settle(claim: Claim, state: str, why: str, **changes: object) -> int:
    with outbox.only(claim.id):
        return _ours(claim).update(state=state, last_error=why, lease_until=None, **changes)


def _ours(claim: Claim) -> QuerySet[Message]:
    return Message.objects.filter(pk=claim.id, state=Message.State.SENDING, attempts=claim.attempt)
