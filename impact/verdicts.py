"""What a number's change means, said once: the sentence, words for who cannot see the chart, the icon, the colour."""

from __future__ import annotations

import math
from dataclasses import dataclass

from impact.analysis.assurance import Assurance
from impact.analysis.intervals import Comparison, Difference, PromoterScore, Share
from impact.analysis.pacing import Pace
from impact.analysis.precision import Precision, precision
from impact.analysis.process_behaviour import Change, Good, Judgement, Limits, Rule, Rules, Side, Signal, Values
from impact.units import NUMBER, SHARE, Unit, written

COUNTED = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")
# One word for each finding, wherever it is told: on a card, on a page, in a report.
BETTER, WORSE, CHANGED, SAME = "Got better", "Got worse", "Changed", "No sign of change"
# By the direction in which the number went; none of them is said by the colour alone.
ICONS = {1: "trending-up", -1: "trending-down", 0: "minus"}
UNKNOWN = "circle-question-mark"
OF_ALL_PERIODS = "Its target is for all of its time together, so no single period can be held against it."
# So near to the pace a day or two decides: neither good nor a concern.
NEARLY = 0.9


@dataclass(frozen=True)
class Verdict:
    """`word` stands beside the number, `sentence` says why, `alt` tells the chart to somebody who cannot see it.
    `icon` is a name of lucide, `colour` a token of tokens.css, `tone` what the component `verdict` takes."""

    word: str
    sentence: str
    alt: str
    icon: str
    colour: str
    tone: str


def _verdict(word: str, sentence: str, alt: str, *, direction: int = 0, is_better: bool | None = None) -> Verdict:
    mood = "plain" if is_better is None else "good" if is_better else "concern"
    way = {1: "-rise", -1: "-fall", 0: ""}[direction]
    return Verdict(word, sentence, f"{word}. {alt}", ICONS[direction], f"--{mood}", f"{mood}{way}")


def _unsaid(sentence: str, alt: str) -> Verdict:
    return Verdict("Too few to say", sentence, f"Too few to say. {alt}", UNKNOWN, "--plain", "plain")


def unmeasured(periods: int) -> Verdict:
    """Of a metric of which no whole period is known."""
    if periods:
        sentence = "No whole period is known yet, so there is nothing to judge."
        return Verdict("Too early to say", sentence, sentence, UNKNOWN, "--plain", "plain")
    return Verdict("Not measured yet", "Nothing is known of it yet.", "No values.", UNKNOWN, "--plain", "plain")


def of_process(
    values: Values,
    limits: Limits,
    judgement: Judgement,
    assurance: Assurance,
    *,
    good: Good,
    unit: Unit = NUMBER,
    target: float | None = None,
    rules: Rules = Rules.NHS,
    is_asked_together: bool = False,
    since: str = "",
    beside: str = "",
    each: str = "",
    needs_target: bool = True,
) -> Verdict:
    """Of a measure over time; `limits` are those of its last stretch. `is_asked_together`: there is a target, though
    not one of each period; of what `needs_target` not, nothing is said where there is none. `since` is the period in
    which the run or trend of the latest value began; `beside` the one number that alone puts the others on one side of
    the mean, with its period; `each` is the period where `target` is but a part of what is asked of all of them
    together."""
    latest = values[judgement.latest]
    if latest is None:
        raise ValueError("The latest value of a judgement is known.")
    now = written(latest, unit)
    exact = precision(values, (limits.lower, limits.upper))
    parts = [
        _beside(now, beside) if beside else _changed(values, limits, judgement, unit, rules, exact),
        _since(judgement, since),
        _missing(len(values) - 1 - judgement.latest),
        _provisional(limits, judgement),
        ""
        if target is None and not needs_target
        else OF_ALL_PERIODS
        if target is None and is_asked_together
        else _assured(assurance, latest, limits, target, good, unit, each, exact),
    ]
    sentence = " ".join(part for part in parts if part)
    mean, between = written(exact.of(limits.mean), unit), _between(limits, latest, unit, exact)
    alt = f"{_some(limits.n, 'value')}, the latest {now}, mean {mean}, {between}."
    if judgement.change is Change.TOO_FEW:
        return _unsaid(sentence, alt)
    if judgement.change is Change.COMMON_CAUSE:
        return _verdict(SAME, sentence, alt)
    direction = 1 if judgement.signals[0].is_up else -1
    if judgement.change is Change.NEITHER:
        return _verdict(CHANGED, sentence, alt, direction=direction)
    is_better = judgement.change is Change.IMPROVEMENT
    return _verdict(BETTER if is_better else WORSE, sentence, alt, direction=direction, is_better=is_better)


def _changed(values: Values, limits: Limits, judgement: Judgement, unit: Unit, rules: Rules, exact: Precision) -> str:
    latest = values[judgement.latest] or 0.0
    now = written(latest, unit)
    if judgement.change is Change.TOO_FEW:
        if limits.n == 1:
            return f"{now}. One value is too few to say what is chance and what is not."
        return f"{now}. {_some(limits.n, 'value')} are too few to say what is chance and what is not."
    if judgement.change is Change.COMMON_CAUSE:
        if not limits.moving_range:
            return f"{now}, as always so far."
        return f"{now} is within what chance brings ({_between(limits, latest, unit, exact)})."
    before = next((one for one in reversed(values[limits.start : judgement.latest]) if one is not None), latest)
    is_up = judgement.signals[0].is_up
    went = f"Rose to {now}" if is_up and latest > before else f"Fell to {now}" if not is_up and latest < before else now
    return f"{went}: more than chance would bring ({_why(judgement.signals[0], limits, latest, unit, rules, exact)})."


def _beside(now: str, number: str) -> str:
    return (
        f"{now}, like its neighbours, lies on one side of the mean only because of one number far from all others:"
        f" {number}. Without it there is no sign of a change. Look whether that number is right."
    )


def _since(judgement: Judgement, since: str) -> str:
    run = run_of(judgement)
    if run is None or not since:
        return ""
    if run.rule is Rule.TREND:
        return f"It has been {'rising' if run.is_up else 'falling'} since {since}."
    return f"It has been {'above' if run.is_up else 'below'} the mean since {since}."


def run_of(judgement: Judgement) -> Signal | None:
    """Of the signals that the latest value is part of, the one that has a beginning: it stays on one side, or goes one
    way."""
    runs = {one.rule: one for one in judgement.signals}
    return runs.get(Rule.ONE_SIDE) or runs.get(Rule.TREND)


def _why(signal: Signal, limits: Limits, latest: float, unit: Unit, rules: Rules, exact: Precision) -> str:
    many = _counted(len(signal.indices)).lower()
    upper = signal.side is Side.ABOVE
    if signal.rule is Rule.OUTSIDE:
        limit = limits.upper if upper else limits.lower
        at = "" if limit is None else f" of {written(exact.of(limit, beside=latest), unit)}"
        return f"above the upper limit{at}" if upper else f"below the lower limit{at}"
    if signal.rule is Rule.TREND:
        way = "rising" if signal.side is Side.RISING else "falling"
        return f"{many} points {way} one after the other"
    if signal.rule is Rule.ONE_SIDE:
        return f"{many} points {'above' if upper else 'below'} the mean"
    edge = "upper" if upper else "lower"
    if rules is Rules.WHEELER:
        return f"three of four points nearer to the {edge} limit than to the mean"
    return f"two of three points close to the {edge} limit"


def _between(limits: Limits, latest: float, unit: Unit, exact: Precision) -> str:
    lower, upper = (
        None if one is None else written(exact.of(one, beside=latest), unit) for one in (limits.lower, limits.upper)
    )
    if limits.moving_range is None:
        return "no limits"
    if lower is None and upper is None:
        return "no limit on either side"
    if lower is None:
        return f"up to {upper}, no lower limit"
    if upper is None:
        return f"from {lower}, no upper limit"
    return f"{lower} to {upper}"


def _missing(many: int) -> str:
    if not many:
        return ""
    return (
        "Nothing is known of the period after it." if many == 1 else f"Nothing is known of the {many} periods after it."
    )


def _provisional(limits: Limits, judgement: Judgement) -> str:
    if judgement.change is Change.TOO_FEW or not limits.is_trial:
        return ""
    return f"The limits are on trial: they rest on {_counted(limits.n).lower()} values."


def _assured(
    assurance: Assurance,
    latest: float,
    limits: Limits,
    target: float | None,
    good: Good,
    unit: Unit,
    each: str,
    exact: Precision,
) -> str:
    if assurance is Assurance.NO_TARGET or target is None:
        return "There is no target."
    # A part of a target is worked out; a target is what somebody said.
    goal = f"{written(exact.of(target, beside=latest), unit)} a {each}" if each else written(target, unit)
    if assurance is Assurance.NO_DIRECTION:
        return f"Nobody said whether more or less is better, so {goal} cannot be judged as a target."
    reach = f"reach {goal}" if good is Good.UP else f"stay at or below {goal}"
    if assurance is Assurance.TOO_FEW:
        return f"Whether it will {reach} cannot be said yet."
    reached = latest >= target if good is Good.UP else latest <= target
    if limits.is_outside(latest) and assurance is (Assurance.WILL_FAIL if reached else Assurance.WILL_PASS):
        # What its limits promise did not come true: it is not as it was.
        met = "reached" if reached else "missed"
        return f"It {met} its target of {goal} this time, which its other numbers did not lead one to expect."
    if assurance is Assurance.WILL_PASS:
        return f"It will {reach} every time as things are."
    if assurance is Assurance.WILL_FAIL:
        return f"It will not {reach} as things are."
    return f"It will not {reach} reliably as things are."


def of_comparison(compared: Comparison, *, good: Good) -> Verdict:
    """Of two shares, of an earlier and a later period."""
    before, after = (_share(one) for one in (compared.earlier, compared.later))
    alt = f"Before: {before}; after: {after}."
    if compared.difference is Difference.TOO_FEW:
        return _unsaid(f"Before, {before}; after, {after}: too few to say whether that is a change.", alt)
    if compared.difference is Difference.CHANCE:
        return _verdict(SAME, f"From {before} to {after}: no more than chance would bring.", alt)
    direction = 1 if compared.difference is Difference.HIGHER else -1
    is_better = None if good is Good.NEITHER else (direction > 0) == (good is Good.UP)
    word = CHANGED if is_better is None else BETTER if is_better else WORSE
    way = "Up" if direction > 0 else "Down"
    sentence = f"{way} from {before} to {after}: more than chance would bring."
    return _verdict(word, sentence, alt, direction=direction, is_better=is_better)


def _share(one: Share) -> str:
    return "nobody asked" if one.share is None else f"{written(one.share, SHARE)} of {one.n:,}"


def of_share(found: Share) -> Verdict:
    """Of one period: how sure it is, from how many."""
    if found.share is None or found.low is None or found.high is None:
        return _unsaid("Nobody was asked.", "Nobody asked.")
    share, low, high = (written(one, SHARE) for one in (found.share, found.low, found.high))
    of = f"{found.count:,} of {found.n:,}"
    if found.is_too_few:
        return _unsaid(f"{share}, {of}: too few to say. It may be anything between {low} and {high}.", f"{of}.")
    return _verdict(f"{of}", f"{share}, {of}: very likely between {low} and {high}.", f"{share}.")


def of_promoter_score(found: PromoterScore) -> Verdict:
    if found.score is None or found.low is None or found.high is None:
        return _unsaid("Nobody has answered yet.", "No answers.")
    who = "one answer" if found.n == 1 else f"{found.n:,} answers"
    low, high = (written(round(one), NUMBER) for one in (found.low, found.high))
    alt = f"{found.promoters:,} promote, {found.passives:,} are passive, {found.detractors:,} detract."
    score = f"{'+' if round(found.score) > 0 else ''}{written(round(found.score), NUMBER)}"
    if found.is_too_few:
        return _unsaid(
            f"{score} from {who}: too few to say. Among everybody it may be anything between {low} and {high}.", alt
        )
    sentence = f"{score} from {who}, very likely between {low} and {high}."
    if found.low > 0:
        return _verdict("More promote than detract", sentence, alt, is_better=True)
    if found.high < 0:
        return _verdict("More detract than promote", sentence, alt, is_better=False)
    return _verdict("Undecided", f"{sentence} Whether more promote or detract is open.", alt)


def of_pace(found: Pace, unit: Unit, *, good: Good = Good.UP) -> Verdict:
    """Of what should be more, or with Good.DOWN of what should stay below its target."""
    goal = written(found.target, unit)
    time = f"day {found.gone} of {found.days}"
    if found.figure.value is None:
        word = "Not known" if found.actual is None else "Too early to say"
        return Verdict(word, found.figure.reason, f"No pace: {found.figure.reason}", UNKNOWN, "--plain", "plain")
    is_cap = good is Good.DOWN
    so_far = f"{written(found.actual or 0.0, unit)} of {'at most ' if is_cap else ''}{goal} on {time}"
    sentence = f"{so_far}: {_of_pace(found.figure.value)} of an even pace."
    alt = f"{so_far}."
    if good is Good.NEITHER:
        return _verdict("So far", sentence, alt)
    reached = found.figure.value if not is_cap else 1 / found.figure.value if found.figure.value > 0 else math.inf
    if reached >= 1:
        return _verdict("Within its target" if is_cap else "On pace", sentence, alt, is_better=True)
    if reached >= NEARLY:
        return _verdict("Slightly over" if is_cap else "Nearly on pace", sentence, alt)
    return _verdict("Over its target" if is_cap else "Behind", sentence, alt, is_better=False)


def _of_pace(share: float) -> str:
    """In whole percents, but where that would make of almost all of it all."""
    whole = round(share, 2)
    return written(share if whole == 1 else whole, SHARE)


def _some(many: int, noun: str) -> str:
    return f"{_counted(many)} {noun}{'' if many == 1 else 's'}"


def _counted(many: int) -> str:
    return COUNTED[many] if many < len(COUNTED) else f"{many:,}"
