"""How much each thing counts on Today."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from checkins.today.factors import FACTORS, HEAVIEST

STEPS = ("Does not count", "Hardly", "A little", "Counts", "Much", "Most")


class WeightsForm(forms.Form):
    def __init__(self, *args: object, weights: Mapping[str, int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for factor in FACTORS:
            usual = f" Usually: {STEPS[factor.weight].lower()}."
            self.fields[factor.key] = forms.TypedChoiceField(
                label=factor.label,
                help_text=f"{factor.help}{usual}",
                choices=[(number, STEPS[number]) for number in range(HEAVIEST + 1)],
                coerce=int,
                # Each has a value already: nothing to call required. What is missing is refused with the whole.
                required=False,
                empty_value=None,
                initial=weights[factor.key],
            )

    def weights(self) -> dict[str, int]:
        return {key: -1 if weight is None else weight for key, weight in self.cleaned_data.items()}
