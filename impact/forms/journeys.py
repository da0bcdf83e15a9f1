"""What the journeys of a file are, and why a set is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms

from impact.files.days import Order
from impact.files.figures import Decimal
from impact.forms.initiative import day
from impact.forms.metric import CURRENCIES
from impact.journeys.columns import LEAVE_OUT, Blanks, Choices, Part
from impact.journeys.sets import About
from stakeholders.forms.fields import LineField, TextField, WordsField


class AboutForm(forms.Form):
    """`has_value` says whether a currency is asked for, `currency` which one the file names."""

    name = LineField(
        label="Name",
        max_length=120,
        missing="Give it a name that people will say.",
        help_text="As people will say it: deals of the third quarter.",
    )
    conversion = LineField(
        label="What is a conversion?",
        max_length=120,
        missing="Say what a conversion is.",
        help_text="A deal won, a trial begun, an order.",
    )
    first_on = day("From", "Choose the first day that is meant.")
    last_on = day("To", "Choose the last day that is meant.")
    currency = WordsField(label="Currency of the values", choices=[], required=True)

    def __init__(self, *args: Any, has_value: bool, currency: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_value:
            del self.fields["currency"]
            return
        field = self.fields["currency"]
        assert isinstance(field, forms.ChoiceField)
        known = [currency] if currency else CURRENCIES
        field.choices = [*([] if currency else [("", "Not said yet")]), *((each, each) for each in known)]
        field.error_messages["required"] = "Say in which currency the values are."

    def about(self) -> About:
        data = self.cleaned_data
        return About(data["name"], data["conversion"], data["first_on"], data["last_on"], data.get("currency", ""))


class TakeBackForm(forms.Form):
    why = TextField(label="Why is it taken back?", missing="Say why it is taken back.", rows=2, max_length=2000)


def chosen_on_page(choices: Choices, posted: Mapping[str, str]) -> Choices:
    """What was not on the page, or is nothing that could be chosen, stays as it was."""
    parts = {str(part) for part in Part} | {LEAVE_OUT}
    columns = tuple(
        found if (found := posted.get(f"column-{place}", was)) in parts else was
        for place, was in enumerate(choices.columns)
    )
    order, decimal, blanks = (posted.get(name, "") for name in ("order", "decimal", "blanks"))
    return replace(
        choices,
        columns=columns,
        order=Order(order) if order in Order._value2member_map_ else choices.order,
        decimal=Decimal(decimal) if decimal in Decimal._value2member_map_ else choices.decimal,
        blanks=Blanks(blanks) if blanks in Blanks._value2member_map_ else choices.blanks,
    )
