"""Judging a stakeholder: five plain questions, a segment that a person decides on, and where somebody stands."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from stakeholders.assessments import JUDGED
from stakeholders.forms.desired import CHOICES as DESIRED
from stakeholders.forms.fields import AnswerField, KeyField, Radios, ScaleField, TextField, WordsField
from stakeholders.forms.stakeholder import SEGMENT_NOTES
from stakeholders.models import Assessment, Confidence, Engagement, ResistanceCause, Segment, Source, Voice
from stakeholders.scales import ENGAGEMENT_NOTES, INFLUENCE, INTEREST, POSITION
from stakeholders.segments import QUESTIONS, Answers

WHY = "Say in one sentence why: whoever reads this next needs the reason."
CONFIDENCES = [
    (Confidence.HIGH, "High"),
    (Confidence.MEDIUM, "Medium"),
    (Confidence.LOW, "Low"),
    (Confidence.UNKNOWN, "Not said"),
]
# An import says where it comes from by itself.
SOURCES = [(value, label) for value, label in Source.choices if value != Source.IMPORT]
DATE_PROBLEMS = {"invalid": "This is not a date. Write it as 2026-11-20."}


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class QuickAssessForm(forms.Form):
    """Where somebody stands on the map, and why: what a drag asks for."""

    influence = ScaleField(label="Influence", words=INFLUENCE)
    interest = ScaleField(label="Interest", words=INTEREST)
    confidence = WordsField(
        label="How sure are you?", choices=CONFIDENCES, widget=Radios(), initial=Confidence.UNKNOWN, required=False
    )
    why = TextField(
        label="Why?",
        missing=WHY,
        rows=2,
        max_length=2000,
        help_text="One sentence: what you saw or heard. Write it so that the person could read it one day.",
    )
    # The assessment that held when the form was opened, and the key that stores it once.
    seen = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    key = KeyField()

    def __init__(self, *args: Any, current: Assessment | None, **kwargs: Any) -> None:
        stands = {field: getattr(current, field) for field in JUDGED} if current else {}
        kwargs["initial"] = {
            **stands,
            "seen": current.pk if current else None,
            "key": uuid.uuid4(),
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)

    def clean_confidence(self) -> str:
        return self.cleaned_data["confidence"] or Confidence.UNKNOWN

    def judged(self) -> dict[str, Any]:
        """What `record_assessment` takes as changes."""
        return {name: self.cleaned_data[name] for name in JUDGED if name in self.fields}


class AssessForm(QuickAssessForm):
    """Everything that is judged. Authority, reach, stance and the segment are fields of their own."""

    influence = ScaleField(label="Influence in the company", words=INFLUENCE, widget=Radios())
    interest = ScaleField(label="Interest in marketing strategy", words=INTEREST, widget=Radios())
    approves = AnswerField()
    holds_capital = AnswerField()
    executes = AnswerField()
    advocates = AnswerField()
    resists = AnswerField()
    voice = WordsField(label="If they resist, how?", choices=[
        (Voice.VOCAL, "Out loud"), (Voice.QUIET, "By staying away"), (Voice.UNKNOWN, "Don’t know"),
    ], widget=Radios(), required=False)  # fmt: skip
    resistance_cause = WordsField(label="And why?", choices=[
        (ResistanceCause.NOTHING_IN_IT, "They see nothing in it for them"),
        (ResistanceCause.FEARS_LOSING_CONTROL, "They fear losing control"),
        (ResistanceCause.UNKNOWN, "Don’t know"),
    ], widget=Radios(), required=False)  # fmt: skip
    segment = WordsField(
        label="Segment", choices=Segment.choices, widget=Radios(SEGMENT_NOTES), initial=Segment.UNKNOWN, required=False
    )
    position = ScaleField(label="Position towards marketing’s plans", words=POSITION, widget=Radios())
    engagement_now = WordsField(
        label="Engagement now", choices=Engagement.choices, widget=Radios(ENGAGEMENT_NOTES), required=False
    )
    engagement_desired = WordsField(
        label="Engagement we need",
        help_text="Not everybody has to lead: what does the strategy need from them?",
        choices=DESIRED,
        widget=Radios(ENGAGEMENT_NOTES),
        required=False,
    )
    source = WordsField(label="Where is this from?", choices=SOURCES, initial=Source.JUDGEMENT, required=False)
    assessed_on = forms.DateField(
        label="As of", required=False, widget=DateInput(), error_messages=DATE_PROBLEMS,
        help_text="An earlier day is welcome: the map of that day learns of it.",
    )  # fmt: skip

    def __init__(self, *args: Any, current: Assessment | None, **kwargs: Any) -> None:
        unknown = dict.fromkeys(["voice", "resistance_cause", "engagement_now", "engagement_desired"], "unknown")
        kwargs["initial"] = {**unknown, **self._held(current), **kwargs.get("initial", {})}
        super().__init__(*args, current=current, **kwargs)
        for question in QUESTIONS:
            self.fields[question.field].label = question.text
        position = self.fields["position"]
        assert isinstance(position, ScaleField)
        position.choices = [*((str(step), word) for step, word in POSITION.items()), ("unknown", "Unknown")]
        if current is not None and current.engagement_desired == Engagement.RESISTANT:
            # Nobody is wished to resist, but what an import brought is not changed unasked.
            desired = self.fields["engagement_desired"]
            assert isinstance(desired, WordsField)
            desired.choices = [*DESIRED, (Engagement.RESISTANT, Engagement.RESISTANT.label)]
        self.fields["assessed_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    @staticmethod
    def _held(current: Assessment | None) -> dict[str, Any]:
        held = {field: getattr(current, field) for field in JUDGED} if current else {}
        return {**held, "assessed_on": timezone.localdate()}

    def _clean_word(self, name: str) -> str:
        return self.cleaned_data[name] or "unknown"

    def clean_voice(self) -> str:
        return self._clean_word("voice")

    def clean_resistance_cause(self) -> str:
        return self._clean_word("resistance_cause")

    def clean_segment(self) -> str:
        return self._clean_word("segment")

    def clean_engagement_now(self) -> str:
        return self._clean_word("engagement_now")

    def clean_engagement_desired(self) -> str:
        return self._clean_word("engagement_desired")

    def clean_source(self) -> str:
        return self.cleaned_data["source"] or Source.JUDGEMENT

    def clean_assessed_on(self) -> dt.date:
        today = timezone.localdate()
        day: dt.date = self.cleaned_data["assessed_on"] or today
        if day > today:
            raise ValidationError("An assessment is dated today or earlier; this date is still to come.")
        if day.year < 1900:
            raise ValidationError("This date is more than a century ago. Check the year.")
        return day

    @property
    def question_fields(self) -> list[tuple[str, forms.BoundField]]:
        return [(question.about, self[question.field]) for question in QUESTIONS]

    def answers(self) -> Answers:
        """What was answered so far; an answer that means nothing counts as not given."""
        names = [*(question.field for question in QUESTIONS), "voice", "resistance_cause"]
        if not self.is_bound:
            return Answers(**{name: self.initial[name] for name in names if name in self.initial})
        self.is_valid()
        return Answers(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})

    def chosen(self) -> dict[str, Any]:
        """The segment and the position as they stand in the form, to hold against the answers."""
        if not self.is_bound:
            return {"segment": self.initial.get("segment", Segment.UNKNOWN), "position": self.initial.get("position")}
        self.is_valid()
        return {
            "segment": self.cleaned_data.get("segment", Segment.UNKNOWN),
            "position": self.cleaned_data.get("position"),
        }
