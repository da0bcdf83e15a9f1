"""What a planning session took in becomes initiatives: each proposal one, once."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Lower

from impact.initiatives import add_initiative
from impact.models import Initiative, Planned
from planning.models import BoardNote, PlanningSession, Proposal
from planning.sessions import board
from planning.sessions.poker import days_of

LONGEST: Final = 120
NOT_OVER: Final = "Initiatives are made of what is in once the session has ended."


def take_up(session: PlanningSession) -> list[Initiative]:
    """An initiative of each proposal that is in and is none yet, in the order the room settled on; its size, goal and
    owner as they were agreed on. Those of two who press at once are made once. Raises ValidationError."""
    with transaction.atomic():
        stands = PlanningSession.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=session.pk)
        if stands.closed_at is None:
            raise ValidationError(NOT_OVER)
        taken = Planned.objects.filter(proposal__session=stands).values("proposal")
        kept = board.proposals_of(stands).filter(decision=Proposal.Decision.IN).exclude(pk__in=taken)
        names = set(
            Initiative.objects.filter(workspace=stands.workspace).values_list(Lower("name"), flat=True).order_by()
        )
        return [_take_up(stands, proposal, names) for proposal in kept.select_related("goal", "owner")]


def _take_up(session: PlanningSession, proposal: Proposal, names: set[str]) -> Initiative:
    notes = BoardNote.objects.filter(proposal=proposal, gone_at=None).order_by("place", "pk")
    days = days_of(proposal.size)
    name = free_name(proposal.title, names)
    names.add(name.lower())
    made = add_initiative(
        session.workspace,
        because=f"Planned in “{session.title}”",
        name=name,
        what="\n".join(notes.values_list("text", flat=True)) or proposal.title,
        goal=proposal.goal,
        owner=proposal.owner,
        days=None if days is None else math.ceil(days),
        starts_on=session.starts_on,
        ends_on=session.ends_on,
    )
    Planned.objects.create(workspace=session.workspace, initiative=made, proposal=proposal)
    return made


def free_name(title: str, taken: Collection[str]) -> str:
    """As it is called, as long as nothing else is; else with the next number behind it. `taken` is in small letters."""
    name, number = title[:LONGEST].strip(), 1
    while name.lower() in taken:
        number += 1
        suffix = f" ({number})"
        name = title[: LONGEST - len(suffix)].strip() + suffix
    return name
