"""What the pages of attribution show: sets, one of them over all models, and the journeys behind a figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import F, Func, QuerySet, TextField

from accounts.models import Workspace
from impact.attribution.journeys import Journey as Plain
from impact.attribution.parts import part_of
from impact.attribution.picture import HIGH, LOW, Picture, draw
from impact.attribution.words import WORDS, percent
from impact.files import progress
from impact.journeys import life, results
from impact.journeys.columns import ALIKE, LABELS, LEAVE_OUT, OF_DEALS, OF_PATHS, Choices
from impact.journeys.results import Channel, Results
from impact.models import Journey, JourneyFile, JourneySet
from impact.queries.files import Choice, Said
from impact.units import NUMBER, money, written
from impact.verdicts import COUNTED
from stakeholders.imports.preview import expand
from stakeholders.queries.imports import counted

State = JourneyFile.State
RUNNING: Final = (State.READING, State.STORING)
RUNNING_WORDS: Final = {
    State.READING: "Reading the file",
    State.STORING: "Storing all of it, as one piece",
}
# So many channels stand in the picture and the table; the others have a row together.
SHOWN: Final = 20
# More than these have lower rows in the picture.
ROOMY: Final = 12
WAITING: Final = 20


def sets(workspace: Workspace, *, taken_back: bool) -> QuerySet[JourneySet]:
    rows = JourneySet.objects.filter(workspace=workspace).listed()
    return rows.exclude(taken_back_at=None) if taken_back else rows.standing()


def waiting(workspace: Workspace) -> list[Waiting]:
    """Files that were not stored yet, the latest first."""
    rows = JourneyFile.objects.filter(workspace=workspace).exclude(state__in=[State.STORED, State.DISCARDED])
    files = list(rows.select_related("author").defer("content", "details", "choices")[:WAITING])
    running = progress.percent([life.progress_key(file.pk) for file in files if file.state in RUNNING])
    return [Waiting(file, outcome(file), running.get(life.progress_key(file.pk))) for file in files]


@dataclass(frozen=True)
class Waiting:
    file: JourneyFile
    says: str
    percent: int | None

    @property
    def is_running(self) -> bool:
        return self.file.state in RUNNING


def outcome(file: JourneyFile) -> str:
    if file.state == State.FAILED:
        return file.error
    if file.state in RUNNING:
        return RUNNING_WORDS[State(file.state)]
    return "".join(part.text for part in says(file.plan)) if file.plan else ""


# The dry run ------------------------------------------------------------------------------------------------------


def says(plan: Mapping[str, Any]) -> list[Said]:
    """“212 deals on 140 paths through eight channels, 84 of them won. 3 lines cannot be read.”"""
    if plan["asks"]:
        return [Said("Something has to be said before the file can be read.", True)]
    if plan["questions"]:
        asked = len(plan["questions"])
        verb = "has" if asked == 1 else "have"
        return [Said(f"{COUNTED[asked]} question{'' if asked == 1 else 's'} {verb} to be answered first.", True)]
    if not plan["journeys"]:
        return [Said("There is no journey in this file.", True)]
    is_deals = plan["holds"] == JourneySet.Holds.DEALS
    noun = counted(plan["journeys"], "deal") if is_deals else counted(plan["journeys"], "journey")
    in_lines = f" in {counted(plan['touches'], 'touch', 'touches')}" if plan.get("touches") else ""
    through = f"{in_lines} on {counted(plan['paths'], 'path')} through {counted(plan['channels'], 'channel')}"
    found = [Said(noun, True), Said(through)]
    won = plan["conversions"]
    found.append(Said(f", {number(won)} of them won." if is_deals else f", {conversions(won)} in all."))
    if plan.get("deals_out"):
        verb = "is" if plan["deals_out"] == 1 else "are"
        in_all = f"{counted(plan['lines'], 'line')} in all"
        found.append(Said(f" {counted(plan['deals_out'], 'deal')} {verb} left out, {in_all}."))
    elif plan["lines"]:
        verb = "cannot be read and is" if plan["lines"] == 1 else "cannot be read and are"
        found.append(Said(f" {counted(plan['lines'], 'line')} {verb} left out."))
    return found


def can_store(plan: Mapping[str, Any]) -> bool:
    return bool(plan["journeys"]) and not plan["asks"] and not plan["questions"]


def column_choices(plan: Mapping[str, Any], choices: Choices) -> list[Choice]:
    groups = [
        ("The journey", [(str(part), LABELS[part]) for part in ALIKE]),
        ("The deal", [(str(part), LABELS[part]) for part in OF_DEALS]),
        ("Counts, where a line is a path", [(str(part), LABELS[part]) for part in OF_PATHS]),
        ("Otherwise", [(LEAVE_OUT, "Leave out")]),
    ]
    return [
        Choice(f"column-{place}", title, samples, "", groups, choices.columns[place])
        for place, (title, samples) in enumerate(plan.get("columns", []))
    ]


def tabs(plan: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    """The lists that hold something; what is left out leads."""
    found = [
        ("problems", "Left out", plan["problems"]),
        ("remarks", "Remarks", plan["remarks"]),
        ("journeys", "Journeys", plan["journeys"]),
    ]
    return [tab for tab in found if tab[2]]


def details(file: JourneyFile) -> dict[str, list[list[Any]]]:
    packed = JourneyFile.objects.filter(pk=file.pk).values_list("details", flat=True).first()
    found: dict[str, list[list[Any]]] = expand(packed)
    return found


# A set over all models --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """What one model gives one channel. `behind` is the query of the page of the journeys behind it, empty where there
    is none."""

    called: str
    share: str
    value: str
    behind: str


@dataclass(frozen=True)
class Line:
    channel: str
    range: str
    rank: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Model:
    """One in the legend: what it is called, what it does, and where it comes from."""

    rule: str
    called: str
    does: str
    source: str


@dataclass(frozen=True)
class Page:
    says: list[str]
    models: list[Model]
    picture: Picture
    is_low: bool
    # Of the channels that are not drawn: how many, and what they have together.
    others: int
    others_have: str
    facts: list[tuple[str, str]]


def page(journey_set: JourneySet, found: Results) -> Page:
    rules = list(found.rules)
    drawn = {one.name: one.shares for one in found.channels[:SHOWN]}
    others = max(len(found.channels) - SHOWN, 0)
    return Page(
        results.says(found),
        [models_of(rule, does) for rule, does in found.rules.items()],
        draw(drawn, rules, height=LOW if len(drawn) > ROOMY else HIGH),
        len(drawn) > ROOMY,
        others,
        between(found.channels.together(start=SHOWN)) if others else "",
        facts(journey_set, found),
    )


def models_of(rule: str, does: str) -> Model:
    words = WORDS[rule]
    return Model(rule, words.called, f"{does[0].upper()}{does[1:]}", words.source)


def lines(channels: Iterable[Channel], rules: Iterable[str], currency: str, *, is_linked: bool) -> list[Line]:
    return [_line(one, list(rules), currency, is_linked=is_linked) for one in channels]


def others(found: Results, currency: str) -> Line | None:
    """Those that do not stand in the table, as one."""
    many = len(found.channels) - SHOWN
    if many <= 0:
        return None
    rules = list(found.rules)
    return replace(
        _line(found.channels.together(start=SHOWN), rules, currency, is_linked=False),
        channel=f"{counted(many, 'other channel')} together" if many > 1 else "1 other channel",
        rank="",
    )


def between(one: Channel) -> str:
    low, high = percent(one.lowest), percent(one.highest)
    return low if low == high else f"{low} to {high}"


def _line(one: Channel, rules: Sequence[str], currency: str, *, is_linked: bool) -> Line:
    rank = str(one.best_rank) if one.best_rank == one.worst_rank else f"{one.best_rank} to {one.worst_rank}"
    behind = urlencode({"channel": one.name})
    return Line(
        one.name,
        between(one),
        rank,
        tuple(
            Cell(
                WORDS[rule].called,
                percent(one.shares[rule]),
                amount(one.values[rule], currency) if one.values else "",
                f"{behind}&model={rule}" if is_linked else "",
            )
            for rule in rules
        ),
    )


def figures(found: Results, currency: str) -> Iterator[list[object]]:
    """Every figure as a table, its titles first: shares from 0 to 1, values in the currency."""
    rules = list(found.rules)
    titles = ["Channel", "Least share", "Most share", "Best rank", "Worst rank"]
    titles += [f"{WORDS[rule].called}, share" for rule in rules]
    if has_values := bool(found.channels[0].values):
        titles += [f"{WORDS[rule].called}, {currency or 'value'}" for rule in rules]
    yield list(titles)
    for one in found.channels:
        worth = [round(one.values[rule], 2) for rule in rules] if has_values else []
        shares = [round(each, 6) for each in (one.lowest, one.highest, *(one.shares[rule] for rule in rules))]
        yield [one.name, *shares[:2], one.best_rank, one.worst_rank, *shares[2:], *worth]


def facts(journey_set: JourneySet, found: Results) -> list[tuple[str, str]]:
    """What the figures are made of."""
    is_deals = journey_set.holds == JourneySet.Holds.DEALS
    told = [("Conversions", f"{number(found.conversions)} ({journey_set.conversion})")]
    if found.value is not None:
        told.append(("Worth", amount(found.value, journey_set.currency)))
    told.append(("Did not convert", "Not known" if found.nulls is None else number(found.nulls)))
    told.append(("Deals" if is_deals else "Lines of the file", f"{found.journeys:,} on {counted(found.paths, 'path')}"))
    told.append(("Channels", f"{len(found.channels):,}"))
    if found.agreement is not None:
        told.append(("Agreement of ranks", f"{found.agreement:.2f} (Kendall’s W: 1 is the same order in all models)"))
    return told


def number(value: float) -> str:
    return written(value, NUMBER)


def conversions(many: float) -> str:
    return f"{number(many)} conversion{'' if many == 1 else 's'}"


def amount(value: float, currency: str) -> str:
    return written(round(value, 2), money(currency) if currency else NUMBER)


# The journeys behind a figure -------------------------------------------------------------------------------------


class Last(Func):
    """The last element of an array."""

    template = "(%(expressions)s)[cardinality(%(expressions)s)]"
    output_field = TextField()


def behind(journey_set: JourneySet, channel: str, rule: str) -> QuerySet[Journey]:
    """Those of which a model gives the channel something, the largest first."""
    rows = Journey.objects.filter(workspace=journey_set.workspace_id, journey_set=journey_set)
    if rule == "first":
        rows = rows.filter(path__0=channel)
    elif rule == "last":
        rows = rows.alias(last=Last(F("path"))).filter(last=channel)
    else:
        rows = rows.filter(path__contains=[channel])
    if rule != "markov_with_nulls":
        rows = rows.filter(conversions__gt=0)
    return rows.order_by(F("value").desc(nulls_last=True), "-conversions", "pk")


@dataclass(frozen=True)
class Given:
    """A journey and what it gives; empty where a model weighs all journeys together."""

    deal: str
    touches: tuple[tuple[str, bool], ...]
    conversions: str
    value: str
    gives: str
    gives_value: str


def given(rows: Sequence[Journey], channel: str, rule: str, currency: str) -> list[Given]:
    return [_given(row, channel, rule, currency) for row in rows]


def _given(row: Journey, channel: str, rule: str, currency: str) -> Given:
    days = None if row.days_before is None else tuple(row.days_before)
    part = part_of(Plain(tuple(row.path), row.conversions, days_before=days), channel, rule)
    return Given(
        row.deal,
        tuple((touch, touch == channel) for touch in row.path),
        number(row.conversions),
        "" if row.value is None else amount(row.value, currency),
        "" if part is None else number(part * row.conversions),
        "" if part is None or row.value is None else amount(part * row.value, currency),
    )


def says_behind(found: Results, one: Channel, rule: str, *, journeys: int, currency: str) -> list[str]:
    words = WORDS[rule]
    credited = one.shares[rule] * found.conversions
    worth = f", worth {amount(one.values[rule], currency)}" if one.values else ""
    told = [
        f"By {words.told} {one.name} is credited with {number(credited)} of {conversions(found.conversions)} "
        f"({percent(one.shares[rule])}){worth}."
    ]
    if rule in found.effects:
        lost = percent(found.effects[rule][one.name])
        is_one = journeys == 1
        told += [
            "This model weighs all journeys together, so none of them gives a part of its own.",
            f"Without {one.name} it reckons {lost} of the conversions lost; such losses overlap, and the figure is its "
            "part of their sum.",
            f"Below {'is' if is_one else 'are'} the {counted(journeys, 'journey')} that "
            f"{'touches' if is_one else 'touch'} it.",
        ]
    else:
        verb = "gives" if journeys == 1 else "give"
        told.append(f"{counted(journeys, 'journey')} {verb} something of it, the largest first.")
    return told


def models_behind(found: Results, one: Channel, rule: str) -> list[dict[str, Any]]:
    """The other models of the same channel, one click away."""
    return [
        {
            "called": WORDS[each].called,
            "share": percent(one.shares[each]),
            "query": urlencode({"channel": one.name, "model": each}),
            "is_current": each == rule,
        }
        for each in found.rules
    ]


def evidence_query(journey_set: JourneySet, found: Results, one: Channel, rule: str, *, link: str) -> str:
    """What the form of a contribution begins with."""
    low, high = percent(one.lowest), percent(one.highest)
    share = f"{low} in all models" if low == high else f"{low} to {high} over {len(found.rules)} models"
    return urlencode({
        "grade": "attributed",
        "first_on": journey_set.first_on.isoformat(),
        "last_on": journey_set.last_on.isoformat(),
        "says": f"By {WORDS[rule].told} {one.name} is credited with {percent(one.shares[rule])} of "
        f"{conversions(found.conversions)} ({journey_set.conversion}), {share}. From “{journey_set.name}”.",
        "link": link,
    })  # fmt: skip
