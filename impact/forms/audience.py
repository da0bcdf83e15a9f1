"""Who an audience is, what they ask, and the metrics that lead in what they read: as one form that comes back as it was
typed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict

from accounts.models import Workspace
from impact.models import Audience, AudienceMetric, Metric
from impact.reports.audiences import Leading
from impact.units import SIZED
from planning.forms.people import PeopleField, lines
from stakeholders.forms.fields import NUL, KeyField, LineField, OwnerField, WordsField
from stakeholders.models import Stakeholder


@dataclass(frozen=True)
class Lead:
    """A row of the form."""

    metric: Metric
    called: str
    means: str
    scale: int
    is_first: bool = False
    is_last: bool = False

    @property
    def key(self) -> int:
        return self.metric.pk

    @property
    def sizes(self) -> list[tuple[int, str, bool]]:
        """(value, label, chosen); none for what is no amount."""
        if self.metric.unit_kind not in SIZED:
            return []
        return [(value, label, value == self.scale) for value, label in AudienceMetric.Scale.choices]


class AudienceForm(forms.Form):
    name = LineField(label="Name", max_length=120, missing="Say who it is for.", help_text="CFO, Sales, the board.")
    role = LineField(
        label="Who, by their role",
        max_length=120,
        required=False,
        help_text="Stays right when another person takes the role over.",
    )
    question = LineField(label="The question they ask", max_length=300, missing="Write the question that they ask.")
    cadence = WordsField(label="How often do they want to hear?", choices=Audience.Cadence.choices)
    signs_off = OwnerField(
        label="Who signs off?",
        help_text="Somebody of the team, who has to agree before anything is issued to them.",
    )
    owners = PeopleField(label="Who is in it", help_text="Those who get what is sent to this audience.")
    key = KeyField()
    version = forms.IntegerField(widget=forms.HiddenInput(), required=False, min_value=1)
    from_library = forms.SlugField(widget=forms.HiddenInput(), required=False, max_length=60)

    def __init__(
        self, data: QueryDict | None = None, *, workspace: Workspace, leads: Sequence[Lead] = (), **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"key": uuid.uuid4(), "cadence": Audience.Cadence.QUARTER, **kwargs.get("initial", {})}
        super().__init__(data, **kwargs)
        signs_off, people = self.fields["signs_off"], self.fields["owners"]
        assert isinstance(signs_off, OwnerField)
        signs_off.of(workspace)
        signs_off.empty_label = "Nobody has to"
        assert isinstance(people, PeopleField)
        people.of(Stakeholder.objects.filter(workspace=workspace))
        offered = Metric.objects.of_impact().filter(workspace=workspace).in_reading_order()
        self.metrics = {str(metric.pk): metric for metric in offered}
        self.leads = marked(leads if data is None else self._typed(data))

    def _typed(self, data: QueryDict) -> list[Lead]:
        found = []
        for key in dict.fromkeys(data.getlist("lead")):
            if key in self.metrics:
                size = data.get(f"scale-{key}", "1")
                called, means = (data.get(f"{name}-{key}", "").replace("\x00", "") for name in ("called", "means"))
                found.append(Lead(self.metrics[key], called, means, int(size) if size.isdecimal() else 1))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if any(len(lead.called) > 120 for lead in self.leads):
            self.add_error(None, "Their word for a metric may be 120 characters long at most.")
        if any("\x00" in str(value) for value in data.values()):
            self.add_error(None, NUL)
        return data

    @property
    def owner_lines(self) -> list[str]:
        return lines(self["owners"])

    @property
    def addable(self) -> list[Metric]:
        """Metrics that do not lead yet; those that were retired no more."""
        there = {lead.key for lead in self.leads}
        return [metric for metric in self.metrics.values() if metric.pk not in there and metric.retired_on is None]

    @property
    def leading(self) -> list[Leading]:
        return [Leading(lead.metric, lead.called, lead.means, lead.scale) for lead in self.leads]

    def act(self, do: str) -> None:
        """What a button does to the rows: "up:12", "down:12", "remove:12", "add"."""
        verb, _, of = do.partition(":")
        rows = list(self.leads)
        place = next((place for place, lead in enumerate(rows) if str(lead.key) == of), None)
        if verb == "add" and (chosen := self.metrics.get(self.data.get("choose", ""))) is not None:
            rows.append(Lead(chosen, "", "", 1))
        elif place is not None and verb == "remove":
            rows.pop(place)
        elif place is not None and verb in ("up", "down"):
            other = place + (-1 if verb == "up" else 1)
            if 0 <= other < len(rows):
                rows[place], rows[other] = rows[other], rows[place]
        self.leads = marked(rows)


def marked(leads: Sequence[Lead]) -> list[Lead]:
    last = len(leads) - 1
    return [replace(lead, is_first=place == 0, is_last=place == last) for place, lead in enumerate(leads)]


def leads_of(found: Sequence[Leading] | Sequence[AudienceMetric]) -> list[Lead]:
    return [Lead(each.metric, each.called, each.means, each.scale) for each in found]
