"""Recording what we judge of a stakeholder: every judgement is a new row that carries the last one forward."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.models import User
from stakeholders.models import Assessment, Source, Stakeholder
from stakeholders.models.assessment import POSITION, SCALE
from stakeholders.models.stakeholder import STANDING

JUDGED: Final = (
    "segment",
    "influence",
    "interest",
    "position",
    "engagement_now",
    "engagement_desired",
    "voice",
    "approves",
    "holds_capital",
    "executes",
    "advocates",
    "resists",
    "resistance_cause",
)


STEPS: Final = {"influence": SCALE, "interest": SCALE, "position": POSITION}

# As the database copies it for whoever was never judged.
NOTHING: Final = Assessment()


def record_assessment(
    stakeholder: Stakeholder,
    *,
    author: User | None,
    why: str,
    assessed_on: dt.date | None = None,
    source: str = Source.JUDGEMENT,
    confidence: str | None = None,
    **changes: Any,
) -> Assessment:
    """Append an assessment: `changes` over what held on that date. Says in a ValidationError what cannot be stored.

    An earlier date is welcome (the map of that day learns of it); a future one is refused.
    """
    today = timezone.localdate()
    assessed_on = assessed_on or today
    if assessed_on > today:
        raise ValidationError({"assessed_on": "An assessment is dated today or earlier; this date is still to come."})
    unknown = set(changes) - set(JUDGED)
    if unknown:
        raise TypeError(f"Not judged in an assessment: {', '.join(sorted(unknown))}")
    with transaction.atomic(), pghistory.context(why=why.strip()[:300] or "Assessed"):
        # The lock keeps `current` right when two people judge the same person at once.
        Stakeholder.objects.select_for_update().only("pk").get(pk=stakeholder.pk)
        previous = assessment_on(stakeholder, assessed_on)
        carried = {field: getattr(previous, field) for field in JUDGED} if previous else {}
        assessment = Assessment(
            workspace_id=stakeholder.workspace_id,
            stakeholder=stakeholder,
            assessed_on=assessed_on,
            author=author,
            source=source,
            why=why.strip(),
            **{**carried, **changes},
        )
        if confidence is not None:
            assessment.confidence = confidence
        assessment.clean_fields(exclude=["workspace", "stakeholder", "author"])
        refuse_steps_off_the_scale(assessment)
        assessment.save(force_insert=True)
        point_to_current(stakeholder)
    return assessment


def refuse_steps_off_the_scale(assessment: Assessment) -> None:
    """What the constraints of the table say of numbers; asked by Django, each of them is a query."""
    for field, (lowest, highest) in STEPS.items():
        step = getattr(assessment, field)
        if step is not None and not lowest <= step <= highest:
            raise ValidationError(f"{field.capitalize()} is a step from {lowest} to {highest}, not {step}.")


def record_assessments(people: Sequence[Stakeholder], *, author: User, why: str, **changes: Any) -> int:
    """Append today's assessment to each of many people, `changes` over what holds now, in a handful of statements.

    Whoever is judged so already is left as they are. Says how many were judged.
    """
    unknown = set(changes) - set(JUDGED)
    if unknown:
        raise TypeError(f"Not judged in an assessment: {', '.join(sorted(unknown))}")
    today = timezone.localdate()
    with transaction.atomic(), pghistory.context(why=why.strip()[:300] or "Assessed"):
        locked = (
            Stakeholder.objects.select_for_update(of=("self",))
            .filter(pk__in=[person.pk for person in people])
            .select_related("current")
            .order_by("pk")
        )
        new: list[Assessment] = []
        for person in locked:
            now = person.current
            if now is not None and all(getattr(now, field) == value for field, value in changes.items()):
                continue
            carried = {field: getattr(now, field) for field in JUDGED} if now else {}
            assessment = Assessment(
                workspace_id=person.workspace_id,
                stakeholder=person,
                assessed_on=today,
                author=author,
                source=Source.JUDGEMENT,
                why=why.strip(),
                **{**carried, **changes},
            )
            if not new:
                # All differ only by what is stored already: what is wrong with one is wrong with all.
                assessment.clean_fields(exclude=["workspace", "stakeholder", "author"])
            new.append(assessment)
        Assessment.objects.bulk_create(new, batch_size=2000)
        judged = [assessment.stakeholder_id for assessment in new]
        latest = Assessment.objects.filter(stakeholder=OuterRef("pk")).order_by("-assessed_on", "-pk").values("pk")
        Stakeholder.objects.filter(pk__in=judged).update(current=Subquery(latest[:1]), updated_at=timezone.now())
    return len(new)


def assessment_on(stakeholder: Stakeholder, on: dt.date) -> Assessment | None:
    """The assessment of a stakeholder that holds on a date."""
    return stakeholder.assessments.filter(assessed_on__lte=on).order_by("-assessed_on", "-pk").first()


def point_to_current(stakeholder: Stakeholder) -> None:
    """Make `current` the assessment that holds today."""
    stakeholder.current = stakeholder.assessments.order_by("-assessed_on", "-pk").first()
    for field in STANDING:
        setattr(stakeholder, field, getattr(stakeholder.current or NOTHING, field))
    # The version stays: it guards the fields that somebody edits, and a judgement changes none of them.
    stakeholder.updated_at = timezone.now()
    Stakeholder.objects.filter(pk=stakeholder.pk).update(current=stakeholder.current, updated_at=stakeholder.updated_at)
