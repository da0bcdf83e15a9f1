"""Which initiative came of which proposal of a planning session."""

from __future__ import annotations

from django.db import models

from accounts.owned import Owned, within
from accounts.written import MARK_WRITTEN
from impact.models.initiative import Initiative
from planning.models import Proposal


class Planned(Owned):
    """A proposal that was taken in became this initiative, once. Its size and its place in the order stay where they
    were agreed on."""

    initiative = within(Initiative)
    proposal = within(Proposal)

    class Meta:
        ordering = ["pk"]
        verbose_name = "initiative that was planned"
        verbose_name_plural = "initiatives that were planned"
        triggers = MARK_WRITTEN
        constraints = [
            models.UniqueConstraint(fields=["initiative"], name="initiative_planned_once"),
            models.UniqueConstraint(fields=["proposal"], name="proposal_taken_up_once"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} became {self.initiative_id}"
