"""What stakeholders invest and expect: adding stakes, changing their words, ending them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from planning.models import Goal, Stake
from stakeholders.models import Stakeholder
from web.meanwhile import EditedMeanwhile

EDITABLE = ("goal", "invests", "what", "expects", "measure", "horizon_on")


def add_stake(
    stakeholder: Stakeholder,
    *,
    author: User,
    invests: str,
    what: str,
    goal: Goal | None = None,
    expects: str = "",
    measure: str = "",
    horizon_on: dt.date | None = None,
) -> Stake:
    stake = Stake(
        workspace_id=stakeholder.workspace_id,
        stakeholder=stakeholder,
        goal=goal,
        invests=invests,
        what=what,
        expects=expects,
        measure=measure,
        horizon_on=horizon_on,
        author=author,
    )
    _check(stake)
    with transaction.atomic(), pghistory.context(why="Added by hand"):
        stake.save(force_insert=True)
    return stake


def edit_stake(stake: Stake, *, expected_version: int, **fields: Any) -> Stake:
    """Store changed fields. Raises EditedMeanwhile when the version is not the one the form was opened with."""
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        raise TypeError(f"Not editable: {', '.join(sorted(unknown))}")
    with transaction.atomic(), pghistory.context(why="Edited by hand"):
        now = Stake.objects.select_for_update(of=("self",)).select_related("goal").get(pk=stake.pk)
        if now.version != expected_version:
            raise EditedMeanwhile(now)
        for name, value in fields.items():
            setattr(now, name, value)
        _check(now)
        now.version += 1
        now.updated_at = timezone.now()
        now.save(update_fields=[*fields, "version", "updated_at"])
    return now


def end_stake(stake: Stake, *, on: dt.date | None = None) -> None:
    """Say that it is not invested any more; a second time changes nothing."""
    with transaction.atomic(), pghistory.context(why="Ended"):
        Stake.objects.filter(pk=stake.pk, ended_on=None).update(
            ended_on=on or timezone.localdate(), version=F("version") + 1, updated_at=timezone.now()
        )


def _check(stake: Stake) -> None:
    stake.what, stake.expects, stake.measure = stake.what.strip(), stake.expects.strip(), stake.measure.strip()
    if not stake.what:
        raise ValidationError({"what": "Say what exactly they put in."})
    stake.clean_fields(exclude=["workspace", "stakeholder", "goal", "author"])
