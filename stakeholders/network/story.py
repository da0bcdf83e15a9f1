"""What the network says, in sentences. Pure: findings and names in, words out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Of whoever would lose touch without somebody the first sentence speaks when they are so many, and such a share.
WORTH_SAYING, SHARE_WORTH_SAYING = 2, 0.005


@dataclass(frozen=True)
class Part:
    """A piece of a sentence; with `person` it leads to somebody."""

    text: str
    person: int | None = None


@dataclass(frozen=True)
class Story:
    strong: tuple[Part, ...]
    rest: tuple[Part, ...]


def tell(findings: Mapping[str, Any], names: Mapping[int, str], *, ours: Collection[int] = ()) -> Story:
    """Who carries most influence beside our own team, who cannot be lost, who stands alone. Empty parts where there is
    nothing to say."""
    if not findings["people"]:
        return Story((), ())
    if findings["people"] == 1:
        return Story((Part("One person, and nobody to be tied to yet"),), (Part("."),))
    if not findings["ties"]:
        return Story((Part(f"{_people(findings['people'])}, and no tie between them yet"),), (Part("."),))
    ranked = [pk for pk, _ in findings["top"]["pagerank"] if pk in names]
    carriers = [pk for pk in ranked if pk not in ours][:2]
    # The list beside the drawing has our own people too: the sentence says whom it leaves out.
    beside = [Part("Outside our own team, ")] if carriers != ranked[:2] else []
    carry = "carries" if len(carriers) == 1 else "carry"
    strong = (*beside, *_names(carriers, names), Part(f" {carry} most influence"))
    rest: list[Part] = [Part(". ")]
    worth = max(WORTH_SAYING, findings["people"] * SHARE_WORTH_SAYING)
    cut = next((cut for cut in findings["cut_points"]["worst"] if cut["id"] in names and cut["cut_off"] >= worth), None)
    if cut:
        rest += [
            Part("Without "),
            Part(names[cut["id"]], cut["id"]),
            Part(f" {_people(cut['cut_off'])} would lose touch. "),
        ]
    alone = findings["alone"]
    if alone:
        rest.append(Part(f"{_people(alone)} {'has' if alone == 1 else 'have'} no tie yet."))
    return Story(strong, tuple(rest))


def _names(pks: Sequence[int], names: Mapping[int, str]) -> list[Part]:
    parts: list[Part] = []
    for index, pk in enumerate(pks):
        if index:
            parts.append(Part(" and " if index == len(pks) - 1 else ", "))
        parts.append(Part(names[pk], pk))
    return parts


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"
