"""Writing a workspace's own words into a playbook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from planning.forms.edited import EditedForm, differences, opened_with
from planning.models import Playbook
from planning.playbooks.book import tidy
from planning.playbooks.editing import UNWRITTEN
from planning.playbooks.texts import HEADINGS, ORIGINALS, PARTS, label_of
from stakeholders.forms.fields import TextField
from stakeholders.forms.meanwhile import Difference

LONGEST = 4_000
ROWS = {"approach": 7, "objections": 10}


class PlaybookForm(EditedForm):
    """All parts as they are read: the workspace's words, or the original ones to be changed."""

    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=UNWRITTEN)

    def __init__(
        self, data: QueryDict | None = None, *, playbook: Playbook, initial: dict[str, Any] | None = None
    ) -> None:
        values = values_of(playbook)
        super().__init__(data, initial={**values, **opened_with(values, playbook.version), **(initial or {})})
        self.labels = {heading.name: label_of(heading, playbook.segment) for heading in HEADINGS}
        for heading in HEADINGS:
            self.fields[heading.name] = TextField(
                label=self.labels[heading.name],
                help_text=f"{heading.help} Empty: the original text.",
                required=False,
                rows=ROWS.get(heading.name, 5),
                max_length=LONGEST,
            )

    @property
    def parts(self) -> list[forms.BoundField]:
        return [self[name] for name in PARTS]

    def texts(self) -> dict[str, str]:
        return {name: tidy(self.cleaned_data[name]) for name in PARTS}

    def changed_meanwhile(self, now: Playbook) -> list[Difference]:
        return differences(
            self.values_when_opened(), values_of(now), self.texts(), labels=self.labels, said=lambda name, text: text
        )


def values_of(playbook: Playbook) -> dict[str, str]:
    return {name: getattr(playbook, name) or tidy(ORIGINALS[playbook.segment][name]) for name in PARTS}
