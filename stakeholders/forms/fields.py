"""Fields that say in a sentence what is wrong, and choices that hold "unknown" beside their values."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Membership, User, Workspace

NUL = "This holds a null character, which cannot be stored. Remove it and store again."
CHOOSE = "Choose one of the answers."
UNKNOWN = "unknown"
LONGEST_TEXT = 10_000
MOMENT_PROBLEMS = {"invalid": "This is not a moment. Write it as 2026-11-25 18:00.", "required": "Choose a moment."}


def _texts(max_length: int) -> dict[str, str]:
    return {
        "null_characters_not_allowed": NUL,
        "max_length": f"This may be {max_length:,} characters long at most; it is %(show_value)s long.",
    }


class LineField(forms.CharField):
    """One line; runs of white space become one space."""

    def __init__(self, *, max_length: int = 300, missing: str = "", **kwargs: Any) -> None:
        messages = {**_texts(max_length), "required": missing or "Fill this in."}
        super().__init__(max_length=max_length, error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value) or "").split())

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # A paste that is too long is refused with a sentence, not cut off in silence.
        return {key: item for key, item in super().widget_attrs(widget).items() if key != "maxlength"}


class TextField(forms.CharField):
    """Several lines, stored as typed."""

    def __init__(self, *, missing: str = "", rows: int = 3, max_length: int = LONGEST_TEXT, **kwargs: Any) -> None:
        messages = {**_texts(max_length), "required": missing or "Fill this in."}
        super().__init__(
            max_length=max_length, error_messages=messages, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {key: item for key, item in super().widget_attrs(widget).items() if key != "maxlength"}


class MailField(forms.EmailField):
    def __init__(self, **kwargs: Any) -> None:
        messages = {
            "invalid": "This is not an e-mail address. It looks like name@company.com.",
            **_texts(254),
        }
        super().__init__(max_length=254, error_messages=messages, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {key: item for key, item in super().widget_attrs(widget).items() if key != "maxlength"}


class TagsField(forms.CharField):
    """Words separated by commas; a tag that holds a comma stands in quotes. Cleans to a list without repeats."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(error_messages=_texts(LONGEST_TEXT), max_length=LONGEST_TEXT, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list | tuple):
            return value
        written = io.StringIO()
        csv.writer(written, lineterminator="").writerow(value)
        return written.getvalue().replace(",", ", ") if not any("," in tag for tag in value) else written.getvalue()

    def clean(self, value: Any) -> list[str]:
        text = " ".join(str(super().clean(value) or "").split())
        tags: list[str] = []
        for tag in next(csv.reader([text], skipinitialspace=True), []):
            tag = tag.strip()
            if len(tag) > 300:
                raise ValidationError("A tag may be 300 characters long at most.")
            if tag and tag not in tags:
                tags.append(tag)
        return tags


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A day and a time in the zone of this place, which the help names."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=MomentInput(), error_messages=MOMENT_PROBLEMS, **kwargs)


class Radios(forms.RadioSelect):
    """Radio buttons; `descriptions` says more about a value than its label."""

    def __init__(self, descriptions: Mapping[Any, str] | None = None) -> None:
        super().__init__()
        self.descriptions = {str(getattr(key, "value", key)): note for key, note in (descriptions or {}).items()}


class WordsField(forms.ChoiceField):
    """One of some words; nothing chosen is `unknown` where that is one of them."""

    def __init__(self, *, choices: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"invalid_choice": CHOOSE, "required": CHOOSE})
        super().__init__(choices=list(choices), **kwargs)


class ScaleField(forms.TypedChoiceField):
    """A step of a scale, or unknown: cleans to a number, or None when it is not known."""

    def __init__(self, *, words: Mapping[int, str], **kwargs: Any) -> None:
        choices = [*((str(step), f"{step} · {word}") for step, word in words.items()), (UNKNOWN, "Unknown")]
        super().__init__(
            choices=choices,
            coerce=_step,
            empty_value=None,
            required=False,
            error_messages={"invalid_choice": CHOOSE},
            **kwargs,
        )

    def prepare_value(self, value: Any) -> str:
        return UNKNOWN if value in (None, "") else str(value)


class AnswerField(forms.TypedChoiceField):
    """Yes, no, or nobody knows (None)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("yes", "Yes"), ("no", "No"), (UNKNOWN, "Don’t know")],
            coerce={"yes": True, "no": False, UNKNOWN: None}.get,
            empty_value=None,
            required=False,
            widget=Radios(),
            error_messages={"invalid_choice": CHOOSE},
            **kwargs,
        )

    def prepare_value(self, value: Any) -> str:
        return {True: "yes", False: "no", None: UNKNOWN, "": UNKNOWN}.get(value, str(value))


class OwnerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody of the team."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=User.objects.none(),
            required=False,
            empty_label="Nobody yet",
            error_messages={"invalid_choice": "Choose somebody of the team."},
            **kwargs,
        )

    def of(self, workspace: Workspace) -> None:
        team = Membership.objects.filter(workspace=workspace).team().values("user")
        self.queryset = User.objects.filter(pk__in=team).order_by("name", "email")

    def to_python(self, value: Any) -> User | None:
        # A null character would reach the database.
        if isinstance(value, str) and not value.isdecimal() and value not in self.empty_values:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        found: User | None = super().to_python(value)
        return found


class KeyField(forms.UUIDField):
    """The random key that lets a form be stored once. A form without one gets a fresh key, and counts as new."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput())

    def clean(self, value: Any) -> uuid.UUID:
        try:
            return super().clean(value) or uuid.uuid4()
        except ValidationError:
            return uuid.uuid4()


def _step(value: str) -> int | None:
    return None if value == UNKNOWN else int(value)
