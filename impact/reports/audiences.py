"""Adding, editing and retiring audiences, with the people in them and the metrics that lead in what they read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, Workspace
from impact.models import Audience, AudienceMetric, AudiencePerson, Metric
from impact.naming import named_once, trimmed
from impact.reports.library import BuiltIn, Lead
from impact.units import SIZED
from stakeholders.models import Stakeholder
from web.meanwhile import EditedMeanwhile

EDITABLE = ("name", "role", "question", "cadence", "signs_off")
# So many numbers lead in a report, and nobody reads more.
MOST_LEADS: Final = 12
NO_EFFORT: Final = "What marketing puts in or puts out leads in no report: it says how busy marketing is."


@dataclass(frozen=True)
class Leading:
    """A metric that leads, by their word and in their size."""

    metric: Metric
    called: str = ""
    means: str = ""
    scale: int = AudienceMetric.Scale.AS_IT_IS


def add_audience(
    workspace: Workspace,
    *,
    leads: Sequence[Leading] = (),
    people: Sequence[Stakeholder] = (),
    from_library: str = "",
    **fields: Any,
) -> Audience:
    """Raises ValidationError for what is no audience."""
    with named_once(Audience), transaction.atomic(), pghistory.context(why="Added by hand"):
        audience = Audience(workspace=workspace, from_library=from_library, **trimmed(fields))
        _check(audience, leads)
        audience.save(force_insert=True)
        _set_people(audience, people)
        _set_leads(audience, leads)
    return audience


def edit_audience(
    audience: Audience, *, expected_version: int, leads: Sequence[Leading], people: Sequence[Stakeholder], **fields: Any
) -> Audience:
    """Raises EditedMeanwhile when the version is not the one the form was opened with, ValidationError for what is no
    audience."""
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        raise TypeError(f"Not editable: {', '.join(sorted(unknown))}")
    with named_once(Audience), transaction.atomic(), pghistory.context(why="Edited by hand"):
        now = Audience.objects.select_for_update(of=("self",)).get(pk=audience.pk)
        if now.version != expected_version:
            raise EditedMeanwhile(now)
        for name, value in trimmed(fields).items():
            setattr(now, name, value)
        _check(now, leads)
        _set_people(now, people)
        _set_leads(now, leads)
        _save(now)
    return now


def retire_audience(audience: Audience, *, on: dt.date | None = None) -> None:
    """Write to them no more; what was issued stays. Once more changes nothing."""
    _set_retired(audience, on or timezone.localdate(), why="Retired")


def take_up_again(audience: Audience) -> None:
    _set_retired(audience, None, why="Taken up again")


def suggested(built_in: BuiltIn, metrics: Sequence[Metric]) -> list[Leading]:
    """The metrics of a built-in audience that the workspace has, in its order."""
    by_key = {metric.from_library: metric for metric in metrics if not metric.is_effort}
    return [_suggested(lead, by_key[lead.key]) for lead in built_in.leads if lead.key in by_key]


def _suggested(lead: Lead, metric: Metric) -> Leading:
    return Leading(metric, lead.called, lead.means, lead.scale if metric.unit_kind in SIZED else 1)


def _set_retired(audience: Audience, on: dt.date | None, *, why: str) -> None:
    with transaction.atomic(), pghistory.context(why=why):
        now = Audience.objects.select_for_update(of=("self",)).get(pk=audience.pk)
        if (now.retired_on is None) != (on is None):
            now.retired_on = on
            _save(now)


def _save(audience: Audience) -> None:
    audience.version += 1
    audience.updated_at = timezone.now()
    audience.save()


def _check(audience: Audience, leads: Sequence[Leading]) -> None:
    check_sense(audience)
    same = Audience.objects.filter(workspace=audience.workspace_id, name__iexact=audience.name)
    if same.exclude(pk=audience.pk).exists():
        raise ValidationError({"name": f"There is an audience called “{audience.name}” already."})
    if audience.signs_off_id is not None:
        team = Membership.objects.filter(workspace=audience.workspace_id).team()
        if not team.filter(user=audience.signs_off_id).exists():
            raise ValidationError({"signs_off": "Whoever signs off reads the draft, so it is somebody of the team."})
    check_leads(leads)


def check_sense(audience: Audience) -> None:
    """Raises ValidationError in a sentence for what is no audience, whatever others there are."""
    audience.clean_fields(exclude=("workspace", "signs_off"))


def check_leads(leads: Sequence[Leading]) -> None:
    if len(leads) > MOST_LEADS:
        raise ValidationError({"leads": f"{MOST_LEADS} numbers lead at most: nobody reads more."})
    if len({lead.metric.name for lead in leads}) < len(leads):
        raise ValidationError({"leads": "A metric leads once."})
    for lead in leads:
        if lead.metric.is_effort:
            raise ValidationError({"leads": f"“{lead.metric.name}” cannot lead. {NO_EFFORT}"})
        if lead.scale not in AudienceMetric.Scale.values:
            raise ValidationError({"leads": "Choose the size from the list."})
        if lead.scale != 1 and lead.metric.unit_kind not in SIZED:
            raise ValidationError({"leads": f"“{lead.metric.name}” is told as it is: it is no amount."})
        if len(lead.called) > 120:
            raise ValidationError({"leads": "Their word for a metric may be 120 characters long at most."})


def _set_people(audience: Audience, people: Sequence[Stakeholder]) -> None:
    rows = AudiencePerson.objects.filter(workspace=audience.workspace_id, audience=audience)
    wanted = {person.pk for person in people}
    held = set(rows.values_list("stakeholder_id", flat=True))
    if held - wanted:
        rows.filter(stakeholder__in=held - wanted).delete()
    AudiencePerson.objects.bulk_create(
        AudiencePerson(workspace_id=audience.workspace_id, audience=audience, stakeholder_id=pk)
        for pk in sorted(wanted - held)
    )


def _set_leads(audience: Audience, leads: Sequence[Leading]) -> None:
    rows = AudienceMetric.objects.filter(workspace=audience.workspace_id, audience=audience)
    held = {row.metric_id: row for row in rows}
    wanted = {lead.metric.pk for lead in leads}
    if set(held) - wanted:
        rows.exclude(metric__in=wanted).delete()
    for place, lead in enumerate(leads, start=1):
        values = {"place": place, "called": lead.called.strip(), "means": lead.means.strip(), "scale": lead.scale}
        row = held.get(lead.metric.pk)
        if row is None:
            AudienceMetric.objects.create(
                workspace_id=audience.workspace_id, audience=audience, metric_id=lead.metric.pk, **values
            )
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.save(update_fields=list(values))
