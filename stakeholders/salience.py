"""Salience as an optional lens: power, legitimacy and urgency of somebody's claim, judged on a day and never changed.

Mitchell, Agle & Wood, "Toward a theory of stakeholder identification and salience", Academy of Management Review 22
(1997) 853-886: the classes, and what each asks of managers, in our words.
"""

from __future__ import annotations

from dataclasses import dataclass

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from stakeholders.analysis.salience import Class, salience
from stakeholders.models import SalienceJudgement, Stakeholder

QUESTIONS: tuple[tuple[str, str, str], ...] = (
    ("power", "Power", "Can they get marketing to do what it would not have done otherwise?"),
    ("legitimacy", "Legitimacy", "Would most here call their claim on marketing right and proper?"),
    ("urgency", "Urgency", "Is their claim pressing, and does delay cost them something?"),
)
ASKS: dict[Class, str] = {
    "definitive": "Power, a rightful claim, and no time to lose: see to it first, and in person.",
    "dominant": "Power and a rightful claim, without haste: they expect a standing place at the table. Give them one.",
    "dangerous": "Power and haste without a claim that others share: hear them, keep it safe, yield to no pressure.",
    "dependent": "A rightful and pressing claim without power: find somebody with power who speaks for them.",
    "dormant": "Power that is not being used: know what would wake it, and be in touch before that.",
    "discretionary": "A rightful claim that neither presses nor can be forced: serve it because it is right.",
    "demanding": "Haste alone: hear it, answer it, and do not let it push aside those with more at stake.",
    "non-stakeholder": "No claim at present: nothing is asked of us by this lens.",
}


@dataclass(frozen=True)
class Reading:
    """A judgement in words: the class when all three are known, else what it can still turn out to be."""

    title: str
    asks: str
    is_known: bool


def judge_salience(
    stakeholder: Stakeholder,
    *,
    author: User,
    power: bool | None,
    legitimacy: bool | None,
    urgency: bool | None,
    why: str = "",
) -> SalienceJudgement:
    """Append what is judged today. Says in a ValidationError that nothing at all was answered."""
    if power is legitimacy is urgency is None:
        raise ValidationError("Answer at least one of the three; what nobody knows can stay open.")
    judgement = SalienceJudgement(
        workspace_id=stakeholder.workspace_id,
        stakeholder=stakeholder,
        author=author,
        judged_on=timezone.localdate(),
        power=power,
        legitimacy=legitimacy,
        urgency=urgency,
        why=why.strip(),
    )
    with transaction.atomic(), pghistory.context(why=why.strip()[:300] or "Judged by salience"):
        judgement.save(force_insert=True)
    return judgement


def class_of(judgement: SalienceJudgement) -> Reading:
    found = salience(judgement.power, judgement.legitimacy, judgement.urgency)
    if found.name is not None:
        return Reading(_title(found.name), ASKS[found.name], True)
    *most, last = (_title(name).lower() for name in found.possible)
    unknown = [title.lower() for name, title, _ in QUESTIONS if getattr(judgement, name) is None]
    open_words = " and ".join(unknown)
    return Reading(f"{', '.join(most)} or {last}".capitalize(), f"Open until somebody knows: {open_words}.", False)


def _title(name: Class) -> str:
    return "No stakeholder" if name == "non-stakeholder" else name.capitalize()
