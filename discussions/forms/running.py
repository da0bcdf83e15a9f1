"""Preparing a discussion, its dates, whom to invite, and what became of it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from accounts.models import User, Workspace
from discussions.models import Discussion, GuideVersion
from discussions.running import preparing, shaping
from planning.forms.edited import EditedForm, differences, opened_with
from planning.intake.text import headline
from planning.models import Goal, Request
from planning.models.goal import GoalQuerySet
from stakeholders.formats.document import shorten
from stakeholders.forms.fields import (
    CHOOSE,
    KeyField,
    LineField,
    MomentField,
    OwnerField,
    Radios,
    TextField,
    WordsField,
)
from stakeholders.forms.meanwhile import Difference
from stakeholders.models import Stakeholder
from web.moments import zone_in_words

LABELS = {
    "title": "Title",
    "guide": "Guide",
    "goal": "Goal",
    "facilitator": "Who holds it",
    "held": "How it is held",
    "where": "Where",
    "sees": "What people see of each other",
    "reveal": "When they see it",
    "remind_before": "Reminders",
}
REMINDERS = [("7", "A week before it closes"), ("3", "Three days before"), ("1", "The day before")]


class GuideField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        prompts = f"{obj.asks} prompt{'' if obj.asks == 1 else 's'}"
        minutes = f"{obj.minutes} minute{'' if obj.minutes == 1 else 's'}"
        return f"{obj.guide.name} ({prompts}, {minutes})"


class GoalField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def to_python(self, value: Any) -> Any:
        # A null character would reach the database.
        return super().to_python(value if not isinstance(value, str) or value.isdecimal() else value and "0")


def newest_versions(workspace: Workspace, *, besides: int | None = None) -> Any:
    """The newest version of each guide in use, and the one that stands already."""
    newest = (
        GuideVersion.objects.filter(workspace=workspace, guide__archived_at=None)
        .order_by("guide_id", "-number")
        .distinct("guide_id")
    )
    keys = [*newest.values_list("pk", flat=True), *([besides] if besides else [])]
    found = GuideVersion.objects.filter(workspace=workspace, pk__in=keys).select_related("guide")
    return found.annotate(asks=Count("prompts")).order_by("guide__name", "-number")


class DiscussionForm(forms.Form):
    title = LineField(
        label=LABELS["title"],
        max_length=200,
        missing="Give it a title; people read it in the invitation.",
        help_text="What you want to work out together, as people would say it.",
    )
    guide = GuideField(
        queryset=GuideVersion.objects.none(),
        label=LABELS["guide"],
        empty_label="Choose a guide",
        error_messages={"required": "Choose the guide it is held by.", "invalid_choice": CHOOSE},
    )
    goal = GoalField(
        queryset=Goal.objects.none(),
        label="Goal it serves",
        required=False,
        empty_label="No goal in particular",
        error_messages={"invalid_choice": CHOOSE},
    )
    facilitator = OwnerField(
        label=LABELS["facilitator"], help_text="Confidential answers are read with their names by nobody else."
    )
    held = WordsField(
        label=LABELS["held"],
        choices=Discussion.Held.choices,
        widget=Radios(preparing.HELD_MEANS),
        initial=Discussion.Held.ASYNC,
    )
    where = LineField(label="Where, if it is live", required=False, help_text="A room, or the address of the call.")
    sees = WordsField(
        label=LABELS["sees"],
        choices=Discussion.Sees.choices,
        widget=Radios(preparing.SEES_MEANS),
        initial=Discussion.Sees.IDEAS,
    )
    reveal = WordsField(
        label=LABELS["reveal"],
        choices=Discussion.Reveal.choices,
        widget=Radios(preparing.REVEAL_MEANS),
        initial=Discussion.Reveal.AFTER_OWN,
    )
    remind_before = forms.MultipleChoiceField(
        label="Remind whoever is silent",
        choices=REMINDERS,
        required=False,
        initial=["3", "1"],
        widget=forms.CheckboxSelectMultiple(),
        help_text="Nobody gets more than two reminders, and nobody one after they answered.",
        error_messages={"invalid_choice": CHOOSE},
    )

    def __init__(self, *args: Any, workspace: Workspace, goals: GoalQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guide, goal, facilitator = self.fields["guide"], self.fields["goal"], self.fields["facilitator"]
        assert isinstance(guide, GuideField)
        assert isinstance(goal, GoalField)
        assert isinstance(facilitator, OwnerField)
        besides = self.initial.get("guide")
        guide.queryset = newest_versions(workspace, besides=getattr(besides, "pk", besides))
        goal.queryset = goals
        facilitator.of(workspace)
        facilitator.required, facilitator.empty_label = True, None
        facilitator.error_messages["required"] = "Choose who holds it."

    @property
    def has_guides(self) -> bool:
        guide = self.fields["guide"]
        assert isinstance(guide, GuideField)
        return bool(guide.queryset is not None and guide.queryset.exists())

    def clean_remind_before(self) -> list[int]:
        return sorted((int(days) for days in self.cleaned_data["remind_before"]), reverse=True)

    def fields_to_store(self) -> dict[str, Any]:
        stored = {name: self.cleaned_data[name] for name in LABELS if name != "guide"}
        return stored | {"version": self.cleaned_data["guide"]}


class NewDiscussionForm(DiscussionForm):
    key = KeyField()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4(), "facilitator": user, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["title"].widget.attrs["autofocus"] = True


class ShapingForm(NewDiscussionForm):
    """A discussion about what somebody brought: its problem, and whom to ask, stand in it already."""

    request = forms.UUIDField(widget=forms.HiddenInput())
    problem = TextField(
        label="The problem",
        rows=4,
        max_length=1000,
        missing="Say what the problem is, in a sentence or two.",
        help_text="Everybody reads it at the beginning, as it stands here. Take out what is nobody else’s business.",
    )
    invited = forms.ModelMultipleChoiceField(
        queryset=Stakeholder.objects.none(),
        label="Who is invited",
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text="You can invite more people afterwards.",
        error_messages={"invalid_choice": CHOOSE, "invalid_pk_value": CHOOSE},
    )

    def __init__(self, *args: Any, asked: Request, **kwargs: Any) -> None:
        people = shaping.proposed(asked)
        kwargs["initial"] = {
            "request": asked.pk,
            "title": headline(asked.problem, 90),
            "problem": shorten(asked.problem, 1000),
            "goal": asked.goal_id,
            "invited": [person.pk for person in people],
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        guide, invited = self.fields["guide"], self.fields["invited"]
        assert isinstance(guide, GuideField)
        assert isinstance(invited, forms.ModelMultipleChoiceField)
        guide.required, guide.empty_label = False, "A short one about this problem, made for it"
        guide.help_text = "It asks when they met it, how customers notice it, and what could be tried first."
        invited.queryset = people

    @property
    def has_guides(self) -> bool:
        return True

    def fields_to_store(self) -> dict[str, Any]:
        more = {name: self.cleaned_data[name] for name in ("problem", "invited")}
        return super().fields_to_store() | more


class EditDiscussionForm(EditedForm, DiscussionForm):
    """`version` is the discussion's revision, as in every form that two people may have open."""

    def __init__(
        self, *args: Any, discussion: Discussion, initial: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        stands = {
            **{name: getattr(discussion, name) for name in LABELS if name not in {"guide", "remind_before"}},
            "guide": discussion.version,
            "remind_before": [str(days) for days in discussion.remind_before],
        }
        opened = opened_with(values_of(discussion), discussion.revision)
        super().__init__(*args, initial={**stands, **opened, **(initial or {})}, **kwargs)
        if discussion.opens_at is not None:
            for name in ("guide", "facilitator", "held", "sees", "reveal"):
                self.fields[name].disabled = True

    @property
    def is_settled(self) -> bool:
        return self.fields["sees"].disabled

    def changed_meanwhile(self, now: Discussion) -> list[Difference]:
        typed = in_json(self.fields_to_store())
        return differences(self.values_when_opened(), values_of(now), typed, labels=LABELS, said=self._said)

    def _said(self, name: str, value: Any) -> str:
        if name == "remind_before":
            words = dict(REMINDERS)
            return ", ".join(words.get(str(days), f"{days} days before") for days in value or []) or "None"
        if name in {"guide", "goal", "facilitator"}:
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            found = field.queryset.filter(pk=value).first() if field.queryset is not None and value else None
            return field.label_from_instance(found) if found else "None"
        choices = {"held": Discussion.Held, "sees": Discussion.Sees, "reveal": Discussion.Reveal}
        return str(choices[name](value).label) if name in choices and value else str(value or "")


def values_of(discussion: Discussion) -> dict[str, Any]:
    """Its fields in types that JSON keeps."""
    held = {name: getattr(discussion, name) for name in LABELS if name != "guide"}
    return in_json(held | {"version": discussion.version})


def in_json(values: dict[str, Any]) -> dict[str, Any]:
    written = {name: values["version" if name == "guide" else name] for name in LABELS}
    return {name: getattr(value, "pk", value) for name, value in written.items()}


class DatesForm(forms.Form):
    """From when until when; an empty beginning is now."""

    opens_at = MomentField(label="Opens", required=False)
    closes_at = MomentField(label="Closes")

    def __init__(self, *args: Any, discussion: Discussion, now: dt.datetime, **kwargs: Any) -> None:
        kwargs["initial"] = {**_proposed(discussion, now), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.now, self.discussion = now, discussion
        zone = zone_in_words(timezone.localtime(now), settings.TIME_ZONE)
        opens, closes = self.fields["opens_at"], self.fields["closes_at"]
        if discussion.held == Discussion.Held.LIVE:
            opens.label, closes.label = "Begins", "Ends"
            opens.required = discussion.opens_at is None
            opens.help_text = f"Times are in {zone}."
        else:
            opens.help_text = "Leave it empty to open now."
            closes.help_text = f"The last moment to answer. Times are in {zone}."
        if discussion.opens_at is not None and discussion.opens_at <= now:
            del self.fields["opens_at"]
            closes.help_text = f"Times are in {zone}."

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if closes is not None and closes <= self.now:
            self.add_error("closes_at", "This moment is over already. Choose one to come.")
        elif opens is not None and closes is not None and closes <= opens:
            self.add_error("closes_at", "Choose a moment after the beginning.")
        elif closes is not None and closes > self.now + dt.timedelta(days=366):
            self.add_error("closes_at", "Choose a moment within a year.")
        return data


def _proposed(discussion: Discussion, now: dt.datetime) -> dict[str, Any]:
    """What stands, or: over days until the evening ten days from now, in a room for an hour a week from now."""
    if discussion.opens_at is not None:
        later = discussion.closes_at if discussion.closes_at and discussion.closes_at > now else None
        return {"opens_at": discussion.opens_at, "closes_at": later or _evening(now, 7)}
    if discussion.held == Discussion.Held.LIVE:
        begins = _evening(now, 7).replace(hour=10)
        return {"opens_at": begins, "closes_at": begins + dt.timedelta(hours=1)}
    return {"closes_at": discussion.closes_at or _evening(now, 10)}


def _evening(now: dt.datetime, days: int) -> dt.datetime:
    day = timezone.localtime(now) + dt.timedelta(days=days)
    # Nobody answers on a weekend because a letter says so.
    day += dt.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)
    return day.replace(hour=18, minute=0, second=0, microsecond=0)


class OutcomeForm(forms.Form):
    outcome = TextField(
        label="What became of it",
        rows=8,
        max_length=5000,
        missing="Say what was decided, and what was not, in words you would say aloud.",
        help_text="Everybody who answered gets it by mail, once. Name what you will not do as well, and why.",
    )


class SeedForm(forms.Form):
    key = KeyField()
    text = TextField(label="An idea of the team’s", rows=2, max_length=1000, missing="Write the idea in a sentence.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
