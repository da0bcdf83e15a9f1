"""What differs between two texts of a guide: from version to version, and when two people write at once. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from discussions.guides.text import SEGMENTS, GuideText, PromptText, VariantText
from discussions.models import Prompt
from stakeholders.models import Segment

CORE = {"name": "Name", "problem": "Shared problem", "outcome": "Business outcome", "minutes": "Minutes promised"}
PARTS = {
    "text": "Words",
    "help": "Help",
    "purpose": "Purpose",
    "kind": "Kind",
    "mode": "Mode",
    "options": "Choices",
    "low": "Low end",
    "high": "High end",
    "asked_of": "Asked of",
    "required": "Must be answered",
    "many": "More than one",
    "asked_again": "Asked again at the end",
}
WORDS = {"purpose": Prompt.Purpose, "kind": Prompt.Kind, "mode": Prompt.Mode}
# Two prompts of different versions that share so much of their words are one prompt that was changed.
SAME = 0.6


@dataclass(frozen=True)
class Change:
    """One difference in words; nothing before means added, nothing after means removed."""

    label: str
    before: str
    after: str


def changes(before: GuideText, after: GuideText) -> list[Change]:
    """What became different, in the order in which it is read. Prompts are matched by their words, for copies have
    keys of their own."""
    found = [
        Change(label, said(name, getattr(before, name)), said(name, getattr(after, name)))
        for name, label in CORE.items()
        if getattr(before, name) != getattr(after, name)
    ]
    for segment in SEGMENTS:
        for part in ("opening", "close"):
            was, now = (getattr(guide.variant(segment), part) for guide in (before, after))
            if was != now:
                found.append(Change(f"{part.capitalize()}, {Segment(segment).label.lower()}", was, now))
    pairs = matched(before.prompts, after.prompts)
    for old, new in pairs:
        found += _of_prompt(old, new, after)
    kept = [(old, new) for old, new in pairs if old and new]
    if [new for _, new in sorted(kept, key=lambda pair: before.prompts.index(pair[0]))] != [new for _, new in kept]:
        found.append(Change("Order", " · ".join(_numbers(before)), " · ".join(_numbers(after))))
    return found


def _numbers(guide: GuideText) -> list[str]:
    return [f"{place}. {_short(prompt.text)}" for place, prompt in enumerate(guide.prompts, 1)]


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39].rstrip()}…"


def matched(
    before: Sequence[PromptText], after: Sequence[PromptText]
) -> list[tuple[PromptText | None, PromptText | None]]:
    """Old and new prompts in pairs, in the new order; those removed come last."""
    left, pairs = list(before), {}
    for alike in (1.0, SAME):
        for new in after:
            if new.key in pairs:
                continue
            best = max(left, key=lambda old: (_alike(old, new), old.kind == new.kind), default=None)
            if best is not None and _alike(best, new) >= alike:
                pairs[new.key] = best
                left.remove(best)
    return [*((pairs.get(new.key), new) for new in after), *((old, None) for old in left)]


def _alike(old: PromptText, new: PromptText) -> float:
    return 1.0 if old.text == new.text else SequenceMatcher(None, old.text, new.text, autojunk=False).ratio() * 0.99


def _of_prompt(old: PromptText | None, new: PromptText | None, after: GuideText) -> Iterator[Change]:
    if new is None:
        assert old is not None
        yield Change("Prompt removed", old.text, "")
    elif old is None:
        yield Change(f"Prompt {after.prompts.index(new) + 1} added", "", new.text)
    else:
        where = f"Prompt {after.prompts.index(new) + 1}"
        for name, label in PARTS.items():
            was, now = getattr(old, name), getattr(new, name)
            if was != now:
                yield Change(where if name == "text" else f"{where}, {label.lower()}", said(name, was), said(name, now))
        for segment in SEGMENTS:
            words = old.wordings.get(segment, ""), new.wordings.get(segment, "")
            if words[0] != words[1]:
                yield Change(f"{where}, words for {Segment(segment).label.lower()}", *words)


def said(name: str, value: Any) -> str:
    """A value as a reader is told of it."""
    part = name.rpartition(".")[2]
    if part in WORDS:
        return str(WORDS[part](value).label) if value in WORDS[part].values else str(value)
    if part == "asked_of":
        return ", ".join(Segment(each).label for each in value if each in SEGMENTS) or "Everybody"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list | tuple):
        return " · ".join(value)
    return str(value or "")


@dataclass(frozen=True)
class Difference:
    """A box that somebody else changed: what it held, what they wrote, what this form holds."""

    name: str
    label: str
    was: str
    theirs: str
    yours: str
    is_taken_over: bool


def merged(opened: GuideText | None, theirs: GuideText, mine: GuideText) -> tuple[GuideText, list[Difference]]:
    """What was typed, over what stands now, and what somebody else changed meanwhile.

    A box left as it was takes their words; one that both changed keeps what was typed, for a person to decide. A
    prompt they added comes in; one they removed goes unless words in it were changed here. Without `opened` nothing is
    known to have been left alone, and all that was typed stays.
    """
    was, now, typed = (_flat(guide) for guide in (opened, theirs, mine))
    kept: dict[str, Any] = {}
    found: list[Difference] = []
    keys = _keys(opened, theirs, mine, was, now, typed, found)
    for name in dict.fromkeys([*now, *typed]):
        key = name.split(".")[0] if "." in name else ""
        if key and key not in keys:
            continue
        both = name in now and name in typed
        kept[name] = typed[name] if name in typed else now[name]
        if not both or now[name] == typed[name] or (name in was and now[name] == was[name]):
            continue
        taken = name in was and typed[name] == was[name]
        if taken:
            kept[name] = now[name]
        before = said(name, was.get(name, "")) or "Nothing"
        found.append(
            Difference(name, _label(name, theirs), before, said(name, now[name]) or "Nothing",
                       said(name, typed[name]) or "Nothing", taken)
        )  # fmt: skip
    return _built(kept, keys), found


def _flat(guide: GuideText | None) -> dict[str, Any]:
    """Every box by its name; those of a prompt as `key.part`."""
    if guide is None:
        return {}
    boxes: dict[str, Any] = {name: getattr(guide, name) for name in CORE}
    for segment in SEGMENTS:
        boxes[f"opening-{segment}"] = guide.variant(segment).opening
        boxes[f"close-{segment}"] = guide.variant(segment).close
    for prompt in guide.prompts:
        boxes |= {f"{prompt.key}.{part}": getattr(prompt, part) for part in PARTS}
        boxes |= {f"{prompt.key}.wording-{segment}": prompt.wordings.get(segment, "") for segment in SEGMENTS}
    return boxes


def _label(name: str, guide: GuideText) -> str:
    key, _, part = name.rpartition(".")
    if not key:
        if part in CORE:
            return CORE[part]
        word, _, segment = part.partition("-")
        return f"{word.capitalize()}, {Segment(segment).label.lower()}"
    place = next((at for at, prompt in enumerate(guide.prompts, 1) if prompt.key == key), 0)
    word, _, segment = part.partition("-")
    what = f"words for {Segment(segment).label.lower()}" if segment else PARTS[part].lower()
    return f"Prompt {place}, {what}"


def _keys(
    opened: GuideText | None,
    theirs: GuideText,
    mine: GuideText,
    was: Mapping[str, Any],
    now: Mapping[str, Any],
    typed: Mapping[str, Any],
    found: list[Difference],
) -> list[str]:
    """The prompts that are kept, in order; what was added or removed by somebody else is said."""
    stood, here, there = ([p.key for p in guide.prompts] if guide else [] for guide in (opened, mine, theirs))

    def unchanged(key: str, boxes: Mapping[str, Any]) -> bool:
        return all(value == was.get(name) for name, value in boxes.items() if name.startswith(f"{key}."))

    removed = [key for key in here if key in stood and key not in there]
    gone = {key for key in removed if unchanged(key, typed)}
    for key in removed:
        yours = typed[f"{key}.text"]
        found.append(Difference(key, "A prompt", was[f"{key}.text"], "Removed", yours, key in gone))
    order = [key for key in here if key not in gone]
    left_alone = [key for key in here if key in stood] == [key for key in stood if key in here]
    if left_alone:
        common = iter([key for key in there if key in order])
        order = [next(common) if key in there else key for key in order]
    for place, key in enumerate(there):
        if key not in here and key not in stood:
            after = next((each for each in reversed(there[:place]) if each in order), None)
            order.insert(order.index(after) + 1 if after else 0, key)
            found.append(Difference(key, "A prompt", "Nothing", now[f"{key}.text"], "", True))
        elif key not in here and not unchanged(key, now):
            found.append(Difference(key, "A prompt", was[f"{key}.text"], now[f"{key}.text"], "Removed", False))
    return order


def _built(boxes: Mapping[str, Any], keys: Sequence[str]) -> GuideText:
    prompts = tuple(
        PromptText(
            key=key,
            wordings={s: boxes[f"{key}.wording-{s}"] for s in SEGMENTS if boxes[f"{key}.wording-{s}"]},
            **{part: boxes[f"{key}.{part}"] for part in PARTS},
        )
        for key in keys
    )
    variants = {s: VariantText(boxes[f"opening-{s}"], boxes[f"close-{s}"]) for s in SEGMENTS}
    return replace(GuideText(**{name: boxes[name] for name in CORE}), variants=variants, prompts=prompts)


def rekeyed(guide: GuideText, keys: Mapping[str, str]) -> GuideText:
    """With other keys for its prompts where there are some."""
    prompts = tuple(replace(prompt, key=keys.get(prompt.key, prompt.key)) for prompt in guide.prompts)
    return replace(guide, prompts=prompts)
