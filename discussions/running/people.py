"""Inviting stakeholders into a discussion: chosen from the register, or by a list of names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from discussions.models import Answer, Discussion, Invitation
from discussions.voices import key_of
from planning.models import Goal, GoalOwner, Stake
from stakeholders.models import Stakeholder
from stakeholders.models.stakeholder import StakeholderQuerySet

# So many people in one discussion, at most.
MOST = 2_000
MOST_LINES = 500
# "Ada Mensah <ada@northwind.example>"
WITH_ADDRESS = re.compile(r"^(?P<name>.*?)[<(\[]\s*(?P<address>[^<>()\[\]\s]+@[^<>()\[\]\s]+)\s*[>)\]]$")


@dataclass(frozen=True)
class Invited:
    """What became of a choice of people: invited now (`new`, or `back` after they were withdrawn), or in it already."""

    new: int = 0
    back: int = 0
    already: int = 0
    without_address: int = 0

    @property
    def count(self) -> int:
        return self.new + self.back


@dataclass(frozen=True)
class Named:
    """Whom a list of lines names; lines that name nobody, and lines that several people answer to."""

    people: list[Stakeholder] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)


def invite(discussion: Discussion, people: Iterable[Stakeholder]) -> Invited:
    """Invite each of them once, with their segment as it is now. Letters are written by `posting`."""
    chosen = {person.pk: person for person in people}
    if discussion.is_over(timezone.now()):
        raise ValidationError("This discussion is over. Move its end, then invite more people.")
    with transaction.atomic(), pghistory.context(why="Invited"):
        # Whoever invites at the same moment waits: the limit counts for both.
        Discussion.objects.select_for_update().get(pk=discussion.pk)
        held = {each.stakeholder_id: each for each in Invitation.objects.filter(discussion=discussion)}
        new = [person for pk, person in chosen.items() if pk not in held]
        if len(held) + len(new) > MOST:
            raise ValidationError(f"A discussion holds {MOST:,} people at most; {len(held):,} are in this one already.")
        Invitation.objects.bulk_create(
            Invitation(
                workspace_id=discussion.workspace_id,
                discussion=discussion,
                stakeholder=person,
                segment=person.segment,
            )
            for person in new
        )
        back = [each.pk for pk, each in held.items() if pk in chosen and each.withdrawn_at is not None]
        _take_back_in(back)
    without = sum(not person.email for pk, person in chosen.items() if pk not in held or held[pk].pk in back)
    return Invited(len(new), len(back), len(chosen) - len(new) - len(back), without)


def _take_back_in(invitations: Sequence[UUID]) -> None:
    """Their links have ended: they get a new letter."""
    Invitation.objects.filter(pk__in=invitations).update(withdrawn_at=None, invited_at=None)


def named(people: StakeholderQuerySet, text: str) -> Named:
    """The people that a pasted list names, a line each, by name or by e-mail address. Nobody is guessed at."""
    lines = list(dict.fromkeys(" ".join(line.split()) for line in re.split(r"[\n;]", text)))
    lines = [line for line in lines if line]
    if len(lines) > MOST_LINES:
        raise ValidationError(f"Paste {MOST_LINES} lines at most; these are {len(lines):,}.")
    if any("\x00" in line for line in lines):
        raise ValidationError("A null character is in no name. Remove it and try again.")
    wanted = {line: _parts(line) for line in lines}
    names = {name for name, _ in wanted.values() if name}
    addresses = {address for _, address in wanted.values() if address}
    found = list(
        people.alias(small_name=Lower("name"), small_address=Lower("email"))
        .filter(Q(small_name__in=names) | Q(small_address__in=addresses))
        .order_by("pk")
    )
    result = Named()
    for line, (name, address) in wanted.items():
        by_address = [each for each in found if address and each.email.lower() == address]
        fitting = by_address or [each for each in found if name and each.name.lower() == name]
        if len(fitting) == 1:
            if fitting[0] not in result.people:
                result.people.append(fitting[0])
        else:
            (result.shared if fitting else result.unknown).append(line)
    return result


def _parts(line: str) -> tuple[str, str]:
    """Name and address in small letters, as far as the line has them."""
    both = WITH_ADDRESS.match(line)
    if both:
        return both["name"].strip(" ,\"'").lower(), both["address"].lower()
    return ("", line.lower()) if "@" in line and " " not in line else (line.lower(), "")


def behind(goal: Goal, people: StakeholderQuerySet) -> StakeholderQuerySet:
    """Who owns a goal or has a stake in it that stands."""
    owners = GoalOwner.objects.filter(goal=goal).values("stakeholder")
    investors = Stake.objects.standing().filter(goal=goal).order_by().values("stakeholder")
    return people.filter(Q(pk__in=owners) | Q(pk__in=investors))


def has_written(invitation: Invitation) -> bool:
    """Whether a link of theirs opens words of theirs, be they drafts."""
    if invitation.started_at is not None:
        return True
    keys = [key_of(invitation, prompt) for prompt in invitation.discussion.version.prompts.all()]
    return Answer.objects.filter(discussion=invitation.discussion_id, voice__in=keys).exists()
