"""The writing desk: a whole guide as one form, which comes back as it was typed whatever becomes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from discussions.guides.check import Place
from discussions.guides.compare import Difference, matched, merged, rekeyed
from discussions.guides.sound import problems
from discussions.guides.text import MOST_PROMPTS, SEGMENTS, GuideText, PromptText, VariantText, as_json, from_json
from discussions.models import Prompt
from stakeholders.forms.fields import CHOOSE, NUL
from stakeholders.models import Segment

SALT = "discussions.guide"
KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")
FLAGS = ("required", "many", "asked_again")
CORE = (
    ("problem", "The shared problem, in one sentence", "What troubles them and us alike?"),
    ("outcome", "The business outcome it leads to", "What will customers or the business have?"),
)
VARIANT = (
    ("opening", 3, "How do we greet them, and why do we ask them?"),
    ("close", 2, "How do we thank them, and what happens next?"),
)


# A desk of 24 prompts has 430 boxes, and a template for each was half of the time it took to draw them.


class Box(forms.Textarea):
    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        held = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<textarea{}>\n{}</textarea>", held, self.format_value(value) or "")


class Line(forms.TextInput):
    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        shown = self.format_value(value)
        held = {"type": "text", "name": name, **({} if shown is None else {"value": shown}), **(attrs or {})}
        return format_html("<input{}>", flatatt(self.build_attrs(self.attrs, held)))


class Pick(forms.Select):
    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        held = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        chosen = set(self.format_value(value))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((each, mark_safe(" selected") if str(each) in chosen else "", label) for each, label in self.choices),
        )
        return format_html("<select{}>{}</select>", held, options)


class Words(forms.CharField):
    """Text as typed. How long it may be is said by the guide as a whole; a null character is refused here."""

    def __init__(self, label: str, *, rows: int = 0, looks: str = "control", holds: str = "") -> None:
        attrs: dict[str, Any] = {"class": looks, "dir": "auto", "aria-label": label}
        if holds:
            attrs["placeholder"] = holds
        widget = Box(attrs={**attrs, "rows": rows}) if rows else Line(attrs=attrs)
        super().__init__(
            label=label, required=False, widget=widget, error_messages={"null_characters_not_allowed": NUL}
        )


def _choice(label: str, choices: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    widget = Pick(attrs={"class": "control", "aria-label": label})
    return forms.ChoiceField(
        label=label, choices=choices, widget=widget, error_messages={"invalid_choice": CHOOSE, "required": CHOOSE}
    )


@dataclass(frozen=True)
class Row:
    """A prompt on the desk."""

    form: DeskForm
    prompt: PromptText
    number: int
    is_first: bool
    is_last: bool

    def __getitem__(self, part: str) -> forms.BoundField:
        return self.form[Place(part, self.prompt.key).field]

    @property
    def key(self) -> str:
        return self.prompt.key

    @property
    def wordings(self) -> Iterator[tuple[Segment, forms.BoundField]]:
        return ((Segment(each), self.form[Place("wording", self.key, each).field]) for each in SEGMENTS)

    @property
    def not_asked(self) -> str:
        return " ".join(segment for segment in SEGMENTS if not self.prompt.is_asked_of(segment))

    @property
    def asks_only(self) -> str:
        """Whom it is asked of, when that is not everybody."""
        return ", ".join(Segment(each).label for each in self.prompt.asked_of)

    @property
    def has_errors(self) -> bool:
        """Whether something is wrong in what stands behind "More"."""
        parts = ("help", "options", "low", "high", "asked_of", *FLAGS)
        return any(self[part].errors for part in parts)


class DeskForm(forms.Form):
    """Made of what is stored, or of what was typed. `revision`, `number` and `opened` say what it was opened with."""

    revision = forms.IntegerField(widget=forms.HiddenInput(), min_value=1)
    number = forms.IntegerField(widget=forms.HiddenInput(), min_value=1)
    opened = forms.CharField(widget=forms.HiddenInput(), required=False)
    minutes = forms.IntegerField(
        label="Minutes promised",
        widget=forms.NumberInput(attrs={"class": "control desk-minutes", "min": 1, "max": 120}),
        error_messages={"invalid": "Write a whole number of minutes.", "required": "Say how many minutes you promise."},
    )

    def __init__(self, data: QueryDict | None = None, *, text: GuideText | None = None, **kwargs: Any) -> None:
        assert (data is None) != (text is None)
        super().__init__(data, auto_id="%s", **kwargs)
        self.text = text if text is not None else self._typed()
        self._add_core()
        for prompt in self.text.prompts:
            self._add_prompt(prompt)
        if data is None:
            self.initial = {**self.initial, **dict(_values(self.text))}

    @classmethod
    def of(cls, text: GuideText, *, revision: int, number: int, opened: GuideText | str = "") -> DeskForm:
        """A desk with these words; `opened` are those that were stored, or what an earlier form carried of them."""
        carried = opened if isinstance(opened, str) else signing.dumps(as_json(opened), salt=SALT, compress=True)
        return cls(text=text, initial={"revision": revision, "number": number, "opened": carried})

    def with_text(self, text: GuideText) -> DeskForm:
        """The same desk with other words on it, not stored."""
        data = self.data
        return DeskForm(text=text, initial={name: data.get(name, "") for name in ("revision", "number", "opened")})

    def _add_core(self) -> None:
        self.fields["name"] = Words("Name of the guide", looks="desk-name", holds="Name of the guide")
        for name, label, holds in CORE:
            self.fields[name] = Words(label, rows=2, looks="control desk-core", holds=holds)
        for segment in SEGMENTS:
            who = Segment(segment).label.lower()
            for part, rows, holds in VARIANT:
                self.fields[f"{part}-{segment}"] = Words(f"{part.capitalize()}, {who}", rows=rows, holds=holds)

    def _add_prompt(self, prompt: PromptText) -> None:
        def add(part: str, made: forms.Field, segment: str = "") -> None:
            self.fields[Place(part, prompt.key, segment).field] = made

        add("text", Words("Words of the prompt", rows=2, looks="desk-asks", holds="What do you want to hear?"))
        add("purpose", _choice("Purpose", Prompt.Purpose.choices))
        add("kind", _choice("Kind", Prompt.Kind.choices))
        add("mode", _choice("Who sees who wrote it", Prompt.Mode.choices))
        add("help", Words("A line of help below it", rows=1))
        add("options", Words("Choices, one on each line", rows=4))
        add("low", Words("Low end, 0"))
        add("high", Words("High end, 10"))
        for name, label in (
            ("required", "It has to be answered"),
            ("many", "More than one may be chosen"),
            ("asked_again", "Ask it again after others’ ideas, to see what moved"),
        ):
            add(name, forms.BooleanField(label=label, required=False))
        asked = forms.MultipleChoiceField(
            label="Asked of",
            choices=Segment.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple(),
            error_messages={"invalid_choice": CHOOSE},
        )
        add("asked_of", asked)
        for segment in SEGMENTS:
            label = f"In the words for {Segment(segment).label.lower()}"
            add("wording", Words(label, rows=1, looks="desk-wording", holds="In the core words above"), segment)

    @property
    def rows(self) -> list[Row]:
        last = len(self.text.prompts)
        return [Row(self, p, place, place == 1, place == last) for place, p in enumerate(self.text.prompts, 1)]

    @property
    def variants(self) -> list[tuple[Segment, forms.BoundField, forms.BoundField]]:
        return [(Segment(each), self[f"opening-{each}"], self[f"close-{each}"]) for each in SEGMENTS]

    def typed(self) -> GuideText:
        """What stands on the desk, as far as it can be read: also when something in it is wrong."""
        return self.text

    def was_opened_with(self) -> GuideText | None:
        """What was stored when the desk was opened; nothing when somebody tampered with it."""
        carried = self.data.get("opened", "") if self.is_bound else self.initial.get("opened", "")
        try:
            return from_json(signing.loads(carried, salt=SALT))
        except (signing.BadSignature, KeyError, TypeError, AttributeError):
            return None

    @property
    def is_changed(self) -> bool:
        """Whether there is something to store."""
        opened = self.was_opened_with()
        return opened is None or merged(None, opened, self.text)[1] != [] or not _same_prompts(opened, self.text)

    def over(self, now: GuideText, *, same_version: bool) -> tuple[GuideText, list[Difference]]:
        """What was typed, over what stands now. The rows of another version have other keys: found by their words."""
        opened, mine = self.was_opened_with(), self.text
        if not same_version and opened is not None:
            keys = {old.key: new.key for old, new in matched(opened.prompts, now.prompts) if old and new}
            opened, mine = rekeyed(opened, keys), rekeyed(mine, keys)
        return merged(opened, now, mine)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, sentence in problems(self.text).items():
            if name not in self.errors:
                self.add_error(name, sentence)
        return data

    # Reading what was typed -----------------------------------------------------------------------------------------

    def _typed(self) -> GuideText:
        assert isinstance(self.data, QueryDict)
        keys = [key for key in dict.fromkeys(self.data.getlist("prompt")) if KEY.fullmatch(key)]
        minutes = self.data.get("minutes", "").strip()
        return GuideText(
            name=_line(self.data.get("name", "")),
            problem=_lines(self.data.get("problem", "")),
            outcome=_lines(self.data.get("outcome", "")),
            minutes=int(minutes) if minutes.isdecimal() and len(minutes) < 5 else 0,
            variants={
                each: VariantText(*(_lines(self.data.get(f"{part}-{each}", "")) for part in ("opening", "close")))
                for each in SEGMENTS
            },
            prompts=tuple(self._typed_prompt(key) for key in keys[: MOST_PROMPTS + 1]),
        )

    def _typed_prompt(self, key: str) -> PromptText:
        assert isinstance(self.data, QueryDict)

        def got(part: str, segment: str = "") -> str:
            return str(self.data.get(Place(part, key, segment).field, ""))

        chosen = set(self.data.getlist(Place("asked_of", key).field))
        asked = tuple(each for each in SEGMENTS if each in chosen)
        words = {each: _lines(got("wording", each)) for each in SEGMENTS}
        kind, text = got("kind"), _lines(got("text"))
        return PromptText(
            key=key,
            purpose=got("purpose"),
            kind=kind,
            mode=got("mode"),
            text=text,
            help=_lines(got("help")),
            required=bool(got("required")),
            many=bool(got("many")) and kind == "choice",
            asked_again=bool(got("asked_again")) and kind == "scale",
            options=tuple(filter(None, map(_line, got("options").splitlines()))),
            low=_line(got("low")),
            high=_line(got("high")),
            asked_of=() if len(asked) == len(SEGMENTS) else asked,
            wordings={each: said for each, said in words.items() if said not in {"", text}},
        )


def _same_prompts(one: GuideText, other: GuideText) -> bool:
    return [each.key for each in one.prompts] == [each.key for each in other.prompts]


def _values(text: GuideText) -> Iterator[tuple[str, Any]]:
    for name in ("name", "problem", "outcome", "minutes"):
        yield name, getattr(text, name)
    for segment in SEGMENTS:
        yield f"opening-{segment}", text.variant(segment).opening
        yield f"close-{segment}", text.variant(segment).close
    for prompt in text.prompts:
        for part in ("text", "purpose", "kind", "mode", "help", "low", "high", *FLAGS):
            yield Place(part, prompt.key).field, getattr(prompt, part)
        yield Place("options", prompt.key).field, "\n".join(prompt.options)
        yield Place("asked_of", prompt.key).field, list(prompt.asked_of) or list(SEGMENTS)
        for segment in SEGMENTS:
            yield Place("wording", prompt.key, segment).field, prompt.wordings.get(segment, "")


def _line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()
