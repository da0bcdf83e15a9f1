"""The small form after a person was moved: where to, how sure, and why."""

from __future__ import annotations

from typing import Any

from django import forms

from stakeholders.models import Confidence, Stakeholder
from stakeholders.scales import INFLUENCE, INTEREST


def _scores(words: dict[int, str]) -> list[tuple[str, str]]:
    return [(str(score), f"{score} · {meaning}") for score, meaning in sorted(words.items(), reverse=True)]


class MoveForm(forms.Form):
    """`seen` is the assessment the mover looked at: a newer one means that somebody else was quicker."""

    influence = forms.TypedChoiceField(choices=_scores(INFLUENCE), coerce=int)
    interest = forms.TypedChoiceField(choices=_scores(INTEREST), coerce=int)
    why = forms.CharField(
        label="Why did this move?",
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3, "data-autofocus": ""}),
        help_text="What you saw or heard. The next person who asks reads this.",
        error_messages={"required": "Say in a few words why: without a reason nobody will trust this move later."},
    )
    confidence = forms.ChoiceField(
        choices=[(Confidence.UNKNOWN, "Not said"), (Confidence.LOW, "Low"), (Confidence.MEDIUM, "Medium"),
                 (Confidence.HIGH, "High")],
        required=False,
        initial=Confidence.UNKNOWN,
    )  # fmt: skip
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, stakeholder: Stakeholder, **kwargs: Any) -> None:
        kwargs["auto_id"] = "move-%s"
        super().__init__(*args, **kwargs)
        self.stakeholder = stakeholder

    def clean_why(self) -> str:
        why: str = self.cleaned_data["why"].strip()
        return why

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        current = self.stakeholder.current
        if current is not None and data.get("seen") != current.pk:
            # What is on the form stays; sent again, it is meant.
            self.data = {**{name: self.data.get(name) for name in self.data}, "seen": str(current.pk)}
            who = f"{current.author} assessed" if current.author else "Somebody assessed"
            raise forms.ValidationError(
                f"{who} {self.stakeholder.name} meanwhile: influence {current.influence or 'unknown'}, interest "
                f"{current.interest or 'unknown'}. Store again if yours still holds."
            )
        if current is not None and (current.influence, current.interest) == (
            data.get("influence"),
            data.get("interest"),
        ):
            raise forms.ValidationError(f"{self.stakeholder.name} stands there already: choose another place.")
        return data
