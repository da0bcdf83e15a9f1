"""What an initiative is, where it stands, what was decided of an experiment, and what it contributed."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Case, Q, Value, When

from accounts.models import Workspace
from impact.contributions import LONGEST_LINK, LONGEST_NAME, MOST_BYTES, Evidence
from impact.evidence import LABELS, MEANINGS, Grade
from impact.forms.metric import CURRENCIES
from impact.forms.numbers import NumberInput, asking, typed
from impact.initiatives import EDITABLE
from impact.models import Contribution, Initiative, Metric
from impact.units import money
from planning.models import Goal
from stakeholders.forms.assess import DATE_PROBLEMS, DateInput
from stakeholders.forms.fields import KeyField, LineField, OwnerField, Radios, TextField, WordsField

STAGE_NOTES = {
    Initiative.Stage.CREATION: "What it shall be is worked out",
    Initiative.Stage.PRODUCTION: "It is made",
    Initiative.Stage.DISTRIBUTION: "It reaches people",
    Initiative.Stage.MEASUREMENT: "What came of it is being found out",
    Initiative.Stage.FINISHED: "It ran to its end. That says nothing about what it brought",
    Initiative.Stage.STOPPED: "It ended before, for a reason",
}
# Forty people for a year.
MOST_DAYS = 9_999
WORKING = [choice for choice in Initiative.Stage.choices if choice[0] not in Initiative.OVER]


def day(label: str, missing: str = "", **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=DateInput(), error_messages={**DATE_PROBLEMS, "required": missing}, **options
    )


class GoalField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def __init__(self) -> None:
        super().__init__(
            queryset=Goal.objects.none(),
            label="Which goal does it serve?",
            required=False,
            empty_label="None",
            error_messages={"invalid_choice": "Choose a goal of yours, or none."},
            help_text="Without one the page says that it serves none.",
        )


class MetricsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def __init__(self) -> None:
        super().__init__(
            queryset=Metric.objects.none(),
            label="Which metrics should it move?",
            required=False,
            widget=forms.CheckboxSelectMultiple(),
            error_messages={
                "invalid_choice": "Choose metrics of yours.",
                "invalid_pk_value": "Choose metrics of yours.",
            },
        )


class InitiativeForm(forms.Form):
    name = LineField(label="Name", max_length=120, missing="Give it a name that people will say.")
    what = TextField(label="What is it?", rows=2, max_length=2000, missing="Say in a sentence or two what is done.")
    goal = GoalField()
    owner = OwnerField(label="Who answers for it?")
    starts_on = day("From", "Choose the day on which it starts.")
    ends_on = day("To", required=False, help_text="Leave it empty when no end is set.")
    days = forms.IntegerField(
        label="How many days of work is it?",
        required=False,
        min_value=0,
        max_value=MOST_DAYS,
        error_messages={
            "invalid": "Write whole days, such as 20.",
            "min_value": "Days cannot be fewer than none.",
            "max_value": f"That is more than {MOST_DAYS:,} days: is it one initiative?",
        },
        help_text="All of it, by everybody. Empty when nobody knows: that is not zero.",
    )
    cost = LineField(
        label="What does it cost?",
        required=False,
        widget=NumberInput,
        help_text="Empty when nobody knows: that is not zero.",
    )
    currency = WordsField(
        label="Currency", choices=[("", "None"), *((each, each) for each in CURRENCIES)], required=False
    )
    metrics = MetricsField()
    how_known = TextField(
        label="How would we know that it worked?",
        required=False,
        rows=2,
        max_length=2000,
        help_text="What would be different, compared with what, by when.",
    )
    is_experiment = forms.BooleanField(label="It is an experiment", required=False)
    hypothesis = TextField(
        label="What do you expect to happen?",
        required=False,
        rows=2,
        max_length=2000,
        help_text="So that you can turn out to be wrong.",
    )
    guard_rails = TextField(
        label="What would make you stop early?",
        required=False,
        rows=2,
        max_length=2000,
        help_text="What must not get worse, and the most it may cost.",
    )

    def __init__(self, *args: Any, workspace: Workspace, initiative: Initiative | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner, goal, metrics = (self.fields[name] for name in ("owner", "goal", "metrics"))
        assert isinstance(owner, OwnerField)
        owner.of(workspace)
        assert isinstance(goal, GoalField)
        held = Q(pk=initiative.goal_id) if initiative is not None and initiative.goal_id else Q(pk=None)
        goal.queryset = Goal.objects.filter(Q(closed_on=None) | held, workspace=workspace).order_by("rank")
        assert isinstance(metrics, MetricsField)
        moved = Q(pk__in=[] if initiative is None else initiative.metric_rows.values("metric"))
        offered = Metric.objects.filter(Q(retired_on=None) | moved, workspace=workspace)
        metrics.queryset = offered.of_impact().in_reading_order()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("cost"):
            data |= {"cost": None, "currency": ""}
        elif not data.get("currency"):
            self.add_error("currency", "Choose its currency.")
        else:
            try:
                data["cost"] = asking(self.fields["cost"], data["cost"], money(data["currency"]))
            except ValidationError as problem:
                self.add_error("cost", problem)
        if not data.get("is_experiment") and (data.get("hypothesis") or data.get("guard_rails")):
            self.add_error("is_experiment", "Say that it is an experiment, or take what you expect from it away.")
        return data

    def fields_to_store(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in EDITABLE} | {"metrics": list(self.cleaned_data["metrics"])}


class NewInitiativeForm(InitiativeForm):
    key = KeyField()
    stage = WordsField(label="Where does it stand?", choices=WORKING)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4(), "stage": Initiative.Stage.CREATION, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class EditInitiativeForm(InitiativeForm):
    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=1)

    def __init__(
        self, *args: Any, initiative: Initiative, initial: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        stands = {
            **{name: getattr(initiative, name) for name in EDITABLE},
            "cost": typed(initiative.cost, money(initiative.currency or "EUR")),
            "metrics": [row.metric_id for row in initiative.metric_rows.all()],
            "version": initiative.version,
        }
        super().__init__(*args, initiative=initiative, initial={**stands, **(initial or {})}, **kwargs)


class StageForm(forms.Form):
    stage = WordsField(label="Where does it stand?", choices=Initiative.Stage.choices, widget=Radios(STAGE_NOTES))
    why = TextField(
        label="Why does it end?", required=False, rows=2, max_length=2000, help_text="Asked for when it is stopped."
    )
    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=1)


class TakeBackForm(forms.Form):
    why = TextField(label="Why does it hold no more?", missing="Say why it holds no more.", rows=2, max_length=2000)


class DecisionForm(forms.Form):
    decision = WordsField(label="What follows?", choices=Initiative.Decision.choices, widget=Radios())
    on = day("Decided on", "Choose the day.")
    why = TextField(
        label="What does the decision rest on?",
        missing="Say what the decision rests on.",
        rows=3,
        max_length=2000,
        help_text="What you expected, what came, and whether a guard rail was touched.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=1)


class ContributionForm(forms.Form):
    """What it did to a metric. The grade decides how strongly that may be said."""

    metric = WordsField(label="Which metric?", choices=[])
    grade = WordsField(
        label="How do you know?",
        choices=[(grade.value, LABELS[grade]) for grade in Grade],
        widget=Radios(MEANINGS),
    )
    amount = LineField(
        label="By how much did it move the metric?",
        required=False,
        widget=NumberInput,
        help_text="In the metric’s unit; a fall with a minus. Empty when nobody knows: unknown is not zero.",
    )
    first_on = day("From", "Choose the first day that is meant.")
    last_on = day("To", "Choose the last day that is meant.")
    says = TextField(
        label="What speaks for it?",
        missing="Say what speaks for it.",
        rows=3,
        max_length=4000,
        help_text="Compared with what, from how many, and what else may have done it.",
    )
    link = LineField(
        label="Where can it be looked at?",
        max_length=LONGEST_LINK,
        required=False,
        help_text="An address of the web. From “Attributed” on, a link or a file is asked for.",
    )
    file = forms.FileField(
        label="Or a file", required=False, help_text="5 MB at most. Whoever may see this page can download it."
    )
    key = KeyField()

    def __init__(self, *args: Any, metrics: list[Metric], standing: Contribution | None = None, **kwargs: Any) -> None:
        self.metrics = {str(metric.pk): metric for metric in metrics}
        self.standing = standing
        kwargs["initial"] = {"key": uuid.uuid4(), **_held(standing), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        if standing is None:
            field = self.fields["metric"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(key, metric.name) for key, metric in self.metrics.items()]
        else:
            del self.fields["metric"]
            self.fields["why"] = TextField(
                label="Why is it said otherwise now?",
                missing="Say why it is said otherwise now.",
                rows=2,
                max_length=2000,
            )
            if standing.filename:
                self.fields["keep"] = forms.BooleanField(
                    label=f"Keep the file “{standing.filename}”", required=False, initial=True
                )

    @property
    def chosen(self) -> Metric | None:
        if self.standing is not None:
            return self.standing.metric
        return self.metrics.get(str(self.cleaned_data.get("metric")))

    def clean_file(self) -> UploadedFile | None:
        sent: UploadedFile | None = self.cleaned_data["file"]
        if sent is None:
            return None
        # The size is known before anything is read into memory.
        if (sent.size or 0) > MOST_BYTES:
            raise ValidationError(
                f"This file has {(sent.size or 0) / 1024 / 1024:.1f} MB; it may have {MOST_BYTES // 1024 // 1024} MB."
            )
        return sent

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        text, metric = data.get("amount", ""), self.chosen
        if text and metric is not None:
            try:
                data["amount"] = asking(self.fields["amount"], text, metric.unit)
            except ValidationError as problem:
                self.add_error("amount", problem)
        return data

    def evidence(self) -> Evidence:
        data = self.cleaned_data
        sent = data["file"]
        filename, content = "", None
        if sent is not None:
            filename, content = _name(sent.name or "file"), sent.read()
        elif self.standing is not None and data.get("keep"):
            held = self.standing.content
            filename, content = self.standing.filename, None if held is None else bytes(held)
        return Evidence(
            Grade(data["grade"]),
            data["amount"] if isinstance(data["amount"], float) else None,
            data["first_on"],
            data["last_on"],
            data["says"],
            data["link"],
            filename,
            content,
        )


def _name(sent: str) -> str:
    """Without what steers a terminal or a header, and with its ending where it is too long."""
    clean = "".join(letter for letter in sent if letter.isprintable()).strip() or "file"
    stem, dot, ending = clean.rpartition(".")
    return clean if len(clean) <= LONGEST_NAME else f"{(stem or ending)[:200]}{dot}{ending[:20]}"


def _held(standing: Contribution | None) -> dict[str, Any]:
    if standing is None:
        return {}
    held = {name: getattr(standing, name) for name in ("grade", "first_on", "last_on", "says", "link")}
    return {**held, "amount": typed(standing.amount, standing.metric.unit)}


def last_month(today: dt.date) -> tuple[dt.date, dt.date]:
    last = today.replace(day=1) - dt.timedelta(days=1)
    return last.replace(day=1), last


def offered(workspace: Workspace, initiative: Initiative) -> list[Metric]:
    """Those that it should move first."""
    own = initiative.metric_rows.values("metric")
    rows = Metric.objects.filter(Q(retired_on=None) | Q(pk__in=own), workspace=workspace).of_impact()
    place = Case(When(pk__in=own, then=Value(0)), default=Value(1))
    return list(rows.alias(first=place).order_by("first", "name", "pk"))
