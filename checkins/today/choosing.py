"""What a workspace says counts, and whom one of the team sets aside for a week. Neither is learnt from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User, Workspace
from checkins.models import RankingWeight, SetAside
from checkins.today.factors import DEFAULTS, HEAVIEST
from stakeholders.models import Stakeholder


def set_aside(person: Stakeholder, *, user: User, week_on: dt.date) -> None:
    """Until that week is over, for this reader alone; twice is once."""
    SetAside.objects.update_or_create(
        workspace_id=person.workspace_id, stakeholder=person, user=user, defaults={"week_on": week_on}
    )


def bring_back(person: Stakeholder, *, user: User) -> None:
    SetAside.objects.filter(workspace=person.workspace_id, stakeholder=person, user=user).delete()


def weigh(workspace: Workspace, weights: Mapping[str, int]) -> None:
    """How much each thing counts here, as a whole; what counts as everywhere is not kept."""
    unknown = set(weights) ^ set(DEFAULTS)
    if unknown or any(not 0 <= weight <= HEAVIEST for weight in weights.values()):
        raise ValidationError(f"Say how much each of them counts, from 0 to {HEAVIEST}.")
    if not any(weights.values()):
        raise ValidationError("Let at least one of them count: without any there is nothing to rank by.")
    kept = [
        RankingWeight(workspace=workspace, factor=factor, weight=weight)
        for factor, weight in weights.items()
        if weight != DEFAULTS[factor]
    ]
    with transaction.atomic():
        back_to_defaults(workspace)
        RankingWeight.objects.bulk_create(kept)


def back_to_defaults(workspace: Workspace) -> None:
    RankingWeight.objects.filter(workspace=workspace).delete()
