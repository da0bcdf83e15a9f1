"""A guide as plain data: what is checked, previewed, compared, merged and stored, and what the built-in ones are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from stakeholders.models import Segment

# Whoever has no segment is greeted too.
SEGMENTS: tuple[str, ...] = tuple(Segment.values)
MOST_PROMPTS = 24


@dataclass(frozen=True)
class VariantText:
    opening: str = ""
    close: str = ""


@dataclass(frozen=True)
class PromptText:
    """One prompt. `key` tells it apart from others of its guide: the stored row's id, or a name while there is none."""

    key: str
    purpose: str
    kind: str
    mode: str
    text: str
    help: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    many: bool = False
    low: str = ""
    high: str = ""
    asked_again: bool = False
    asked_of: tuple[str, ...] = ()
    wordings: Mapping[str, str] = field(default_factory=dict)

    def is_asked_of(self, segment: str) -> bool:
        return not self.asked_of or segment in self.asked_of

    @property
    def gives_ideas(self) -> bool:
        return self.purpose == "idea" and self.kind == "text"

    def words_for(self, segment: str) -> str:
        return self.wordings.get(segment) or self.text


@dataclass(frozen=True)
class GuideText:
    name: str
    problem: str = ""
    outcome: str = ""
    minutes: int = 5
    variants: Mapping[str, VariantText] = field(default_factory=dict)
    prompts: tuple[PromptText, ...] = ()

    def variant(self, segment: str) -> VariantText:
        return self.variants.get(segment, VariantText())

    def asked_of(self, segment: str) -> Iterator[PromptText]:
        return (prompt for prompt in self.prompts if prompt.is_asked_of(segment))

    def prompt(self, key: str) -> PromptText | None:
        return next((prompt for prompt in self.prompts if prompt.key == key), None)

    def changed(self, key: str, **fields: Any) -> GuideText:
        """With other words in one prompt."""
        return replace(self, prompts=tuple(replace(p, **fields) if p.key == key else p for p in self.prompts))

    def with_prompt(self, prompt: PromptText, *, place: int | None = None) -> GuideText:
        """With a prompt more: at a place, or where it belongs: what success is at the beginning, one's own ideas before
        those of others, anything else before the commitment that ends the guide."""
        place = self._place_for(prompt) if place is None else place
        return replace(self, prompts=(*self.prompts[:place], prompt, *self.prompts[place:]))

    def _place_for(self, prompt: PromptText) -> int:
        if prompt.purpose == "success":
            return 0
        if prompt.gives_ideas and any(each.kind == "ideas" for each in self.prompts):
            return next(place for place, each in enumerate(self.prompts) if each.kind == "ideas")
        ends = bool(self.prompts) and self.prompts[-1].kind == "commitment" and prompt.kind != "commitment"
        return len(self.prompts) - (1 if ends else 0)

    def without_prompt(self, key: str) -> GuideText:
        return replace(self, prompts=tuple(prompt for prompt in self.prompts if prompt.key != key))

    def moved(self, key: str, by: int) -> GuideText:
        """With one prompt so many places further on, as far as there are places."""
        place = next((at for at, prompt in enumerate(self.prompts) if prompt.key == key), None)
        if place is None:
            return self
        rest = [prompt for prompt in self.prompts if prompt.key != key]
        to = min(max(place + by, 0), len(rest))
        return replace(self, prompts=(*rest[:to], self.prompts[place], *rest[to:]))

    def moved_behind(self, key: str, other: str) -> GuideText:
        """With one prompt right behind another one, or last."""
        prompt = self.prompt(key)
        if prompt is None:
            return self
        rest = self.without_prompt(key)
        place = next((at for at, each in enumerate(rest.prompts, 1) if each.key == other), len(rest.prompts))
        return rest.with_prompt(prompt, place=place)


def as_json(guide: GuideText) -> dict[str, Any]:
    return asdict(guide)


def from_json(held: Mapping[str, Any]) -> GuideText:
    variants = {segment: VariantText(**words) for segment, words in held["variants"].items()}
    prompts = tuple(
        PromptText(**{**prompt, "options": tuple(prompt["options"]), "asked_of": tuple(prompt["asked_of"])})
        for prompt in held["prompts"]
    )
    return GuideText(**{**held, "variants": variants, "prompts": prompts})
