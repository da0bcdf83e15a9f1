"""Where the segments of a discussion agree, as its page tells it: sentences, shares with n and interval, what is
missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np

from discussions.agreement.consensus import wilson
from discussions.agreement.representative import Finding, told, told_without_figures
from discussions.agreement.suppression import LEAST
from discussions.agreement.uncertainty import Doubt
from discussions.models import AgreementReading, Discussion, Idea, Prompt
from discussions.synthesis.publishing import EVERYONE
from stakeholders.models import Segment

MANY_OF = {
    "decision_maker": "decision makers",
    "champion": "champions",
    "influencer": "influencers",
    "detractor": "detractors",
    "participant": "participants",
    "unknown": "people without a segment",
    EVERYONE: "people",
}
# Of a hundred: below it more are not for an idea than are.
HALF = 50
ONE_OF = {**dict(Segment.choices), "unknown": "No segment said", EVERYONE: "Everyone together"}
DOUBTS = {
    Doubt.UNSURE: ("Many pass", "people are not ready to take a side"),
    Doubt.DIVIDED: ("Segments are divided", "one agrees, another does not"),
    Doubt.SPLIT: ("Split in half", "as many for as against"),
    Doubt.TOO_FEW: ("Too few to tell", "more voices may settle it"),
}
# The bounds of a share (agree, n), of a hundred.
Intervals = Mapping[tuple[int, int], tuple[int, int]]
# The bar of a share is drawn in a box so wide.
WIDE = 200


@dataclass(frozen=True)
class Share:
    """How a segment voted on one idea. `state`: "shown", "withheld" (too few to show, or not published yet) or
    "missing" (not yet heard); without figures unless shown. x values are places in a bar `WIDE` wide."""

    segment: str
    label: str
    state: str
    n: int = 0
    agrees: int = 0
    disagrees: int = 0
    passes: int = 0
    percent: int = 0
    low: int = 0
    high: int = 0

    @property
    def agree_wide(self) -> int:
        return round(WIDE * self.agrees / self.n) if self.n else 0

    @property
    def pass_wide(self) -> int:
        return round(WIDE * self.passes / self.n) if self.n else 0

    @property
    def disagree_at(self) -> int:
        return self.agree_wide + self.pass_wide

    @property
    def disagree_wide(self) -> int:
        return WIDE - self.disagree_at if self.n else 0

    @property
    def low_at(self) -> int:
        return WIDE * self.low // 100

    @property
    def interval_wide(self) -> int:
        return max(1, WIDE * self.high // 100 - self.low_at)


@dataclass(frozen=True)
class Agreed:
    """One idea. `consensus` is of a hundred, None where nothing may be shown; `missing` segments are not in it."""

    pk: str
    place: int
    text: str
    by_team: bool
    consensus: int | None
    product: str
    together: Share
    shares: tuple[Share, ...]
    missing: tuple[str, ...]
    withheld: tuple[str, ...]

    @property
    def shown(self) -> list[Share]:
        return [each for each in self.shares if each.state == "shown"]

    @property
    def not_shown(self) -> str:
        return _listed([MANY_OF[segment] for segment in self.withheld])

    @property
    def not_heard(self) -> str:
        return _listed([MANY_OF[segment] for segment in self.missing])


@dataclass(frozen=True)
class Doubtful:
    text: str
    title: str
    means: str
    words: str


def shown_ideas(reading: AgreementReading) -> list[str]:
    """The ideas in order of consensus; those without any figure last."""
    return list(reading.findings.get("votes", {}).get("ideas", []))


def texts(discussion: Discussion, keys: Sequence[str]) -> dict[str, Idea]:
    found = Idea.objects.shown().filter(discussion=discussion, pk__in=[UUID(key) for key in keys])
    return {str(idea.pk): idea for idea in found}


def agreed(
    reading: AgreementReading, keys: Sequence[str], ideas: Mapping[str, Idea], invited: Mapping[str, int]
) -> list[Agreed]:
    """The rows of these ideas; one hidden since the reading is left out."""
    votes = reading.findings["votes"]
    place = {key: row for row, key in enumerate(votes["ideas"])}
    wanted = [key for key in keys if key in place and key in ideas]
    counts = {key: votes["counts"][place[key]] for key in wanted}
    whole = {key: [sum(each) for each in zip(*rows, strict=True)] or [0, 0, 0] for key, rows in counts.items()}
    # Of all figures of the page at once: one by one they take most of its time.
    within = intervals([*whole.values(), *(row for rows in counts.values() for row in rows)])
    return [_agreed(votes, place[key], ideas[key], whole[key], within, invited) for key in wanted]


def _agreed(
    votes: Mapping[str, Any],
    row: int,
    idea: Idea,
    whole: Sequence[int],
    within: Intervals,
    invited: Mapping[str, int],
) -> Agreed:
    counts = dict(zip(votes["groups"], votes["counts"][row], strict=True))
    segments = [EVERYONE] if any(counts.get(EVERYONE, ())) else _segments(votes, invited)
    shares = tuple(_share(votes, segment, counts.get(segment, [0, 0, 0]), within) for segment in segments)
    value = votes["agree"][row]
    product = votes["polis_agree"][row]
    return Agreed(
        pk=str(idea.pk),
        place=row + 1,
        text=idea.text,
        by_team=idea.is_seed,
        consensus=None if value is None else round(100 * value),
        product="" if product is None else f"{product:.3f}",
        together=share(EVERYONE, whole, within),
        shares=shares,
        missing=tuple(each.segment for each in shares if each.state == "missing"),
        withheld=tuple(each.segment for each in shares if each.state == "withheld"),
    )


def _segments(votes: Mapping[str, Any], invited: Mapping[str, int]) -> list[str]:
    if votes["pooled"]:
        return [EVERYONE]
    wanted = {*votes["groups"], *(segment for segment, many in invited.items() if many)} - {EVERYONE}
    return [segment for segment in MANY_OF if segment in wanted]


def _share(votes: Mapping[str, Any], segment: str, counts: Sequence[int], within: Intervals) -> Share:
    if sum(counts):
        return share(segment, counts, within)
    # Of unnamed votes it is not told whether a segment was silent on this idea or too small to show.
    voted = votes["voters"] if segment == EVERYONE else votes["voted"].get(segment, 0)
    silent = not voted if votes["mode"] != Prompt.Mode.ATTRIBUTED else True
    return Share(segment, ONE_OF.get(segment, segment), "missing" if silent else "withheld")


def intervals(counts: Iterable[Sequence[int]]) -> Intervals:
    pairs = list(dict.fromkeys((each[0], sum(each)) for each in counts if sum(each)))
    low, high = wilson(np.array([agrees for agrees, _ in pairs]), np.array([n for _, n in pairs]))
    bounds = zip(np.rint(100 * low).astype(int).tolist(), np.rint(100 * high).astype(int).tolist(), strict=True)
    return dict(zip(pairs, bounds, strict=True))


def share(segment: str, counts: Sequence[int], within: Intervals | None = None) -> Share:
    """Of agree, disagree, pass."""
    agrees, disagrees, passes = counts
    n = agrees + disagrees + passes
    label = ONE_OF.get(segment, segment)
    if not n:
        return Share(segment, label, "missing")
    low, high = (within or intervals([counts]))[agrees, n]
    return Share(segment, label, "shown", n, agrees, disagrees, passes, round(100 * agrees / n), low, high)


def standing_out(reading: AgreementReading, ideas: Mapping[str, Idea]) -> list[tuple[str, str, list[str]]]:
    """(segment, its name, sentences) of what each agrees or disagrees on when the others do not."""
    found = reading.findings.get("votes", {}).get("standing_out", {})
    told_of = []
    for segment in (each for each in MANY_OF if each in found):
        findings = found[segment]
        sentences = [
            told(_finding(each), group=MANY_OF.get(segment, segment), statement=ideas[each["statement"]].text)
            for each in findings
            if each["statement"] in ideas
        ]
        if sentences:
            told_of.append((segment, ONE_OF.get(segment, segment), sentences))
    return told_of


def _finding(kept: Mapping[str, Any]) -> Finding:
    numbers = ("z", "own_z", "p", "q", "ratio")
    return Finding(**{**kept, **{name: float("nan") if kept[name] is None else kept[name] for name in numbers}})


def ideas_told(reading: AgreementReading) -> set[str]:
    """Whose words the sentences need."""
    votes = reading.findings.get("votes", {})
    found = {each["statement"] for findings in votes.get("standing_out", {}).values() for each in findings}
    found |= {each["statement"] for each in votes.get("in_doubt", [])}
    return found | {each["statement"] for group in reading.groups.get("defining", []) for each in group}


def in_doubt(reading: AgreementReading, ideas: Mapping[str, Idea], *, most: int = 12) -> list[Doubtful]:
    found = []
    for each in reading.findings.get("votes", {}).get("in_doubt", []):
        if each["statement"] not in ideas:
            continue
        title, means = DOUBTS[Doubt(each["doubt"])]
        words = f"{each['agrees']:,} agree, {each['disagrees']:,} disagree, {each['passes']:,} pass"
        found.append(Doubtful(ideas[each["statement"]].text, title, means, words))
    return found[:most]


@dataclass(frozen=True)
class Opinion:
    """A discovered group: how many, and the sentences that define it."""

    name: str
    people: int
    sentences: tuple[str, ...]


def opinions(reading: AgreementReading, ideas: Mapping[str, Idea]) -> list[Opinion]:
    groups = reading.groups
    by_name = reading.findings.get("votes", {}).get("mode") == Prompt.Mode.ATTRIBUTED
    sentence = told if by_name else told_without_figures
    return [
        Opinion(
            f"Group {'ABCDE'[place]}",
            size,
            tuple(
                sentence(
                    _finding(each), group=f"people of group {'ABCDE'[place]}", statement=ideas[each["statement"]].text
                )
                for each in groups["defining"][place]
                if each["statement"] in ideas
            ),
        )
        for place, size in enumerate(groups.get("sizes", []))
    ]


def why_no_opinions(reading: AgreementReading, *, is_over: bool) -> str:
    """Why no groups are shown, "" when they are or are still looked for."""
    votes = reading.findings.get("votes", {})
    voters, groups = votes.get("voters", 0), reading.groups
    if voters < 50:
        return f"Groups of opinion are looked for from 50 voters; {_people(voters)} voted so far."
    if votes["mode"] != Prompt.Mode.ATTRIBUTED and not is_over:
        return "These votes carry no names, so groups are looked for once the discussion is over: figures that move with each vote would give it away."  # noqa: E501
    if groups.get("reason") == "too_few_people":
        return f"Only {_people(groups['people'])} voted on enough ideas; groups are looked for from 50."
    if groups.get("reason") == "no_clear_groups":
        return "Groups were looked for, and what was found is no clearer than in shuffled votes. So there are none to show."  # noqa: E501
    return ""


def _people(count: int) -> str:
    return "one person" if count == 1 else f"{count:,} people"


def says(reading: AgreementReading | None, first: Agreed | None, invited: Mapping[str, int]) -> str:
    """The first sentence of the page."""
    if reading is None:
        return "The first figures are being worked out."
    votes = reading.findings.get("votes") or {}
    if not votes:
        return "This guide shows nobody others’ ideas, so there are no votes to tell of."
    if not votes["voters"]:
        return "Nobody has voted on an idea yet."
    if first is None or first.consensus is None:
        return f"{_people(votes['voters']).capitalize()} voted. Figures are shown from {LEAST} people of a segment, so that nobody’s vote can be told."  # noqa: E501
    missing = [MANY_OF[segment] for segment, many in invited.items() if many and not votes["voted"].get(segment)]
    times = "once" if votes["cast"] == 1 else f"{votes['cast']:,} times"
    heard = f"{_people(votes['voters']).capitalize()} voted {times}."
    across = _among([each.segment for each in first.shown])
    leads = f"Most agreed on{across}: “{first.text.rstrip('.')}”."
    if first.consensus < HALF:
        leads = f"Nothing is agreed on{across} yet; closest comes “{first.text.rstrip('.')}”."
    return " ".join([heard, leads, *([f"Not yet heard: {_listed(missing)}."] if missing else [])])


def _among(segments: Sequence[str]) -> str:
    """Of whom an agreement is told: of one segment alone it is none across segments."""
    if segments == [EVERYONE]:
        return ""
    return f" among {MANY_OF[segments[0]]}" if len(segments) == 1 else " across segments"


def _listed(words: Sequence[str]) -> str:
    if not words:
        return ""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
