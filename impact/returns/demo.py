"""The demo's returns: by which numbers two of those who put something in will know what became of it."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pghistory

from accounts.isolation import scope
from accounts.models import User, Workspace
from impact.models import Metric, StakeMeasure
from impact.returns.measures import choose_measure
from planning.models import Stake
from stakeholders.demo.script import INES
from stakeholders.demo.workspace import WHY, at_work, workday

# Metrics of the library by what somebody put in, as the goals' story tells it; and so many days ago it was said.
PROVED: Final = {
    "€ 600 k for the mid-market programme.": ("win-rate", 60),
    "Notes of every renewal call, the lost ones first.": ("logo-churn", 20),
}


def return_demo(workspace: Workspace, *, today: dt.date) -> bool:
    """Whether they were said. A demo of before gets them as well, unless somebody has begun to choose."""
    ines = User.objects.get(email=INES)
    with scope(workspace=workspace.pk, user=ines.pk), pghistory.context(user=ines.pk, why=WHY):
        if StakeMeasure.objects.filter(workspace=workspace).exists():
            return False
        wanted = {key for key, _ in PROVED.values()}
        kept = Metric.objects.kept().filter(workspace=workspace, from_library__in=wanted)
        metrics = {one.from_library: one for one in kept}
        said = False
        for stake in Stake.objects.standing().filter(workspace=workspace, what__in=PROVED).order_by("pk"):
            key, days_ago = PROVED[stake.what]
            if key in metrics:
                choose_measure(stake, metrics[key], author=ines)
                day = workday(today - dt.timedelta(days=days_ago))
                StakeMeasure.objects.filter(stake=stake).update(created_at=at_work(day))
                said = True
    return said
