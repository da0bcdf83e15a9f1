"""What of a stored guide one participant is asked, in the words of their variant; and a stored guide as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from discussions.guides.text import GuideText, PromptText, VariantText
from discussions.models import GuideVersion, Prompt, Variant


@dataclass(frozen=True)
class Asked:
    """A prompt with the words in which it is put to one segment."""

    prompt: Prompt
    text: str


def asked_of(version: GuideVersion, segment: str) -> list[Asked]:
    """The prompts a segment is asked, in order, in its own words where it has some. Two queries."""
    return [
        Asked(prompt, next((each.text for each in prompt.wordings.all() if each.segment == segment), prompt.text))
        for prompt in version.prompts.order_by("place").prefetch_related("wordings")
        if not prompt.asked_of or segment in prompt.asked_of
    ]


def variant_of(version: GuideVersion, segment: str) -> VariantText:
    """How a segment is greeted and thanked. One query."""
    found = Variant.objects.filter(version=version, segment=segment).first()
    return VariantText(found.opening, found.close) if found else VariantText()


def text_of(version: GuideVersion) -> GuideText:
    """The whole version as plain data. Three queries, unless variants, prompts and wordings were read with it."""
    if "prompts" in getattr(version, "_prefetched_objects_cache", {}):
        prompts, variants = list(version.prompts.all()), list(version.variants.all())
    else:
        # Not kept on the version, which may be written in between two looks at it.
        prompts = list(version.prompts.prefetch_related("wordings").order_by("place"))
        variants = list(version.variants.order_by("pk"))
    return GuideText(
        name=version.guide.name,
        problem=version.problem,
        outcome=version.outcome,
        minutes=version.minutes,
        variants={
            each.segment: VariantText(each.opening, each.close) for each in sorted(variants, key=lambda each: each.pk)
        },
        prompts=tuple(_prompt(each) for each in sorted(prompts, key=lambda each: each.place)),
    )


def _prompt(prompt: Prompt) -> PromptText:
    return PromptText(
        key=str(prompt.pk),
        purpose=prompt.purpose,
        kind=prompt.kind,
        mode=prompt.mode,
        text=prompt.text,
        help=prompt.help,
        required=prompt.required,
        options=tuple(prompt.options),
        many=prompt.many,
        low=prompt.low,
        high=prompt.high,
        asked_again=prompt.asked_again,
        asked_of=tuple(prompt.asked_of),
        wordings={each.segment: each.text for each in sorted(prompt.wordings.all(), key=lambda each: each.pk)},
    )
