"""What verdicts say, word for word, and what all of them keep."""

import re
from datetime import date
from importlib import resources
from io import BytesIO
from itertools import product
from pathlib import Path
from zipfile import ZipFile

import pytest

from impact.analysis.assurance import Assurance, assure
from impact.analysis.intervals import compare, promoter_score, share
from impact.analysis.pacing import Period, pace
from impact.analysis.process_behaviour import (
    Change,
    Good,
    Judgement,
    Rule,
    Rules,
    Side,
    Signal,
    judge,
    limits,
    signals,
)
from impact.units import COUNT, NUMBER, SHARE, money
from impact.verdicts import Verdict, of_comparison, of_pace, of_process, of_promoter_score

ROOT = Path(__file__).resolve().parents[2]
UP = [0.80, 0.72] * 7 + [0.79, 0.81, 0.80, 0.81, 0.79, 0.80, 0.82]


def told(values, *, good=Good.UP, target=None, unit=NUMBER, rules=Rules.NHS):
    own = limits(values, least=unit.least, most=unit.most)
    found = judge(values, own, found=signals(values, own, rules=rules), good=good)
    return of_process(values, own, found, assure(own, target, good), good=good, unit=unit, target=target, rules=rules)


def said(verdict):
    return verdict.sentence.replace("\u00a0", " ")


def test_an_improvement_that_will_not_reach_its_target_reliably():
    verdict = told(UP, target=0.9, unit=SHARE)
    assert verdict.sentence == (
        "Rose to 82\u00a0%: more than chance would bring (seven points above the mean). "
        "It will not reach 90\u00a0% reliably as things are."
    )
    assert verdict == Verdict(
        "Got better",
        verdict.sentence,
        "Got better. 21 values, the latest 82\u00a0%, mean 77\u00a0%, 61\u00a0% to 93\u00a0%.",
        "trending-up",
        "--good",
        "good-rise",
    )


STEADY = [49.0, 51.0] * 8
# Latest value and signal → what went how, and why.
WHY = [
    (
        60,
        Rule.OUTSIDE,
        Side.ABOVE,
        Rules.NHS,
        "Rose to 60: more than chance would bring (above the upper limit of 55).",
    ),
    (
        40,
        Rule.OUTSIDE,
        Side.BELOW,
        Rules.NHS,
        "Fell to 40: more than chance would bring (below the lower limit of 45).",
    ),
    (
        60,
        Rule.TREND,
        Side.RISING,
        Rules.NHS,
        "Rose to 60: more than chance would bring (seven points rising one after the other).",
    ),
    (
        40,
        Rule.TREND,
        Side.FALLING,
        Rules.NHS,
        "Fell to 40: more than chance would bring (seven points falling one after the other).",
    ),
    (
        60,
        Rule.ONE_SIDE,
        Side.ABOVE,
        Rules.NHS,
        "Rose to 60: more than chance would bring (seven points above the mean).",
    ),
    (
        40,
        Rule.ONE_SIDE,
        Side.BELOW,
        Rules.NHS,
        "Fell to 40: more than chance would bring (seven points below the mean).",
    ),
    # The latest of a run above the mean may be lower than the one before it.
    (50.5, Rule.ONE_SIDE, Side.ABOVE, Rules.NHS, "50.5: more than chance would bring (seven points above the mean)."),
    (
        54,
        Rule.NEAR_LIMIT,
        Side.ABOVE,
        Rules.NHS,
        "Rose to 54: more than chance would bring (two of three points close to the upper limit).",
    ),
    (
        46,
        Rule.NEAR_LIMIT,
        Side.BELOW,
        Rules.NHS,
        "Fell to 46: more than chance would bring (two of three points close to the lower limit).",
    ),
    (
        54,
        Rule.NEAR_LIMIT,
        Side.ABOVE,
        Rules.WHEELER,
        "Rose to 54: more than chance would bring (three of four points nearer to the upper limit than to the mean).",
    ),
    (
        46,
        Rule.NEAR_LIMIT,
        Side.BELOW,
        Rules.WHEELER,
        "Fell to 46: more than chance would bring (three of four points nearer to the lower limit than to the mean).",
    ),
]
ASSURED = {
    (Assurance.NO_TARGET, Good.UP): "There is no target.",
    (Assurance.NO_TARGET, Good.DOWN): "There is no target.",
    (Assurance.NO_TARGET, Good.NEITHER): "There is no target.",
    (
        Assurance.NO_DIRECTION,
        Good.NEITHER,
    ): "Nobody said whether more or less is better, so 50 cannot be judged as a target.",
    (Assurance.TOO_FEW, Good.UP): "Whether it will reach 50 cannot be said yet.",
    (Assurance.TOO_FEW, Good.DOWN): "Whether it will stay at or below 50 cannot be said yet.",
    (Assurance.WILL_PASS, Good.UP): "It will reach 50 every time as things are.",
    (Assurance.WILL_PASS, Good.DOWN): "It will stay at or below 50 every time as things are.",
    (Assurance.WILL_FAIL, Good.UP): "It will not reach 50 as things are.",
    (Assurance.WILL_FAIL, Good.DOWN): "It will not stay at or below 50 as things are.",
    (Assurance.HIT_AND_MISS, Good.UP): "It will not reach 50 reliably as things are.",
    (Assurance.HIT_AND_MISS, Good.DOWN): "It will not stay at or below 50 reliably as things are.",
}


MISSED = "It missed its target of 50 this time, which its other numbers did not lead one to expect."


@pytest.mark.parametrize(("case", "assured"), list(product(WHY, ASSURED)))
def test_every_signal_with_every_assurance(case, assured):
    latest, rule, side, rules, why = case
    assurance, good = assured
    signal = Signal(rule, tuple(range(10, 17)), side)
    values = [*STEADY, latest]
    change = Change.NEITHER
    if good is not Good.NEITHER:
        change = Change.IMPROVEMENT if signal.is_up == (good is Good.UP) else Change.CONCERN
    target = None if assurance is Assurance.NO_TARGET else 50.0
    verdict = of_process(
        values, limits(STEADY), Judgement(change, 16, (signal,)), assurance, good=good, target=target, rules=rules
    )
    # What the limits promise and the point outside of them did not keep.
    broken = {
        (Assurance.WILL_PASS, Good.UP, 40): MISSED,
        (Assurance.WILL_PASS, Good.DOWN, 60): MISSED,
        (Assurance.WILL_FAIL, Good.UP, 60): MISSED.replace("missed", "reached"),
        (Assurance.WILL_FAIL, Good.DOWN, 40): MISSED.replace("missed", "reached"),
    }
    assert verdict.sentence == f"{why} {broken.get((*assured, latest), ASSURED[assured])}"
    way, icon = ("rise", "trending-up") if signal.is_up else ("fall", "trending-down")
    word, mood = {
        Change.IMPROVEMENT: ("Got better", "good"),
        Change.CONCERN: ("Got worse", "concern"),
        Change.NEITHER: ("Changed", "plain"),
    }[change]
    assert (verdict.word, verdict.icon, verdict.colour, verdict.tone) == (word, icon, f"--{mood}", f"{mood}-{way}")
    between = "45 to 55" if latest == round(latest) else "44.7 to 55.3"
    assert verdict.alt == f"{word}. 16 values, the latest {latest:g}, mean 50, {between}."


@pytest.mark.parametrize("assured", ASSURED)
def test_chance_with_every_assurance(assured):
    assurance, good = assured
    target = None if assurance is Assurance.NO_TARGET else 50.0
    verdict = of_process(
        STEADY, limits(STEADY), Judgement(Change.COMMON_CAUSE, 15), assurance, good=good, target=target
    )
    assert verdict.sentence == (f"51 is within what chance brings (45 to 55). {ASSURED[assured]}")
    assert (verdict.word, verdict.icon, verdict.tone) == ("No sign of change", "minus", "plain")


@pytest.mark.parametrize(
    ("values", "unit", "target", "sentence"),
    [
        ([7.0], COUNT, None, "7. One value is too few to say what is chance and what is not. There is no target."),
        (
            [7.0, 9.0, 7.0, 8.0],
            COUNT,
            9,
            "8. Four values are too few to say what is chance and what is not. Whether it will reach 9 cannot be said "
            "yet.",
        ),
        (
            [7.0, 9.0, 7.0, 8.0, 9.0],
            COUNT,
            None,
            "9 is within what chance brings (4 to 12). The limits are on trial: they rest "
            "on five values. There is no target.",
        ),
        (
            [1.0, 3.0] * 6,
            COUNT,
            9,
            "3 is within what chance brings (up to 7.3, no lower limit). It will not reach 9 as things are.",
        ),
        (
            [0.94, 0.99] * 6,
            SHARE,
            None,
            "99 % is within what chance brings (from 83 %, no upper limit). There is no target.",
        ),
        (
            [0.1, 0.9] * 6,
            SHARE,
            None,
            "90 % is within what chance brings (no limit on either side). There is no target.",
        ),
        ([4.0] * 12, NUMBER, 4, "4, as always so far. It will reach 4 every time as things are."),
        (
            [*[1200.0, 1400.0] * 6, None],
            money("EUR"),
            None,
            "€1,400 is within what chance brings (€800 to €1,800). Nothing is known of the period "
            "after it. There is no target.",
        ),
        (
            [*[1200.0, 1400.0] * 6, None, None],
            money("EUR"),
            None,
            "€1,400 is within what chance brings (€800 to €1,800). Nothing is known of the 2 "
            "periods after it. There is no target.",
        ),
    ],
)
def test_of_real_values(values, unit, target, sentence):
    assert said(told(values, unit=unit, target=target)) == sentence


def test_no_target_is_never_told_as_good():
    for values in (STEADY, [4.0] * 12, [7.0]):
        verdict = told(values)
        assert verdict.sentence.endswith("There is no target.")
        assert verdict.tone == "plain"


def test_where_less_is_better_a_fall_is_good_news():
    values = [*STEADY, 40.0]
    down, up = told(values, good=Good.DOWN), told(values, good=Good.UP)
    assert (down.word, down.icon, down.tone) == ("Got better", "trending-down", "good-fall")
    assert (up.word, up.icon, up.tone) == ("Got worse", "trending-down", "concern-fall")
    assert down.sentence == up.sentence


@pytest.mark.parametrize(
    ("earlier", "later", "good", "word", "tone", "sentence"),
    [
        (
            (750, 1000),
            (800, 1000),
            Good.UP,
            "Got better",
            "good-rise",
            "Up from 75 % of 1,000 to 80 % of 1,000: more than chance would bring.",
        ),
        (
            (750, 1000),
            (800, 1000),
            Good.DOWN,
            "Got worse",
            "concern-rise",
            "Up from 75 % of 1,000 to 80 % of 1,000: more than chance would bring.",
        ),
        (
            (800, 1000),
            (750, 1000),
            Good.UP,
            "Got worse",
            "concern-fall",
            "Down from 80 % of 1,000 to 75 % of 1,000: more than chance would bring.",
        ),
        (
            (800, 1000),
            (750, 1000),
            Good.DOWN,
            "Got better",
            "good-fall",
            "Down from 80 % of 1,000 to 75 % of 1,000: more than chance would bring.",
        ),
        (
            (800, 1000),
            (750, 1000),
            Good.NEITHER,
            "Changed",
            "plain-fall",
            "Down from 80 % of 1,000 to 75 % of 1,000: more than chance would bring.",
        ),
        (
            (75, 100),
            (80, 100),
            Good.UP,
            "No sign of change",
            "plain",
            "From 75 % of 100 to 80 % of 100: no more than chance would bring.",
        ),
        (
            (3, 4),
            (1, 5),
            Good.UP,
            "Too few to say",
            "plain",
            "Before, 75 % of 4; after, 20 % of 5: too few to say whether that is a change.",
        ),
        (
            (0, 0),
            (1, 5),
            Good.UP,
            "Too few to say",
            "plain",
            "Before, nobody asked; after, 20 % of 5: too few to say whether that is a change.",
        ),
    ],
)
def test_of_two_shares(earlier, later, good, word, tone, sentence):
    verdict = of_comparison(compare(share(*earlier), share(*later)), good=good)
    assert (verdict.word, verdict.tone, said(verdict)) == (word, tone, sentence)
    assert verdict.alt.startswith(f"{word}. Before: ")


@pytest.mark.parametrize(
    ("scores", "word", "tone", "sentence"),
    [
        ([], "Too few to say", "plain", "Nobody has answered yet."),
        (
            [10],
            "Too few to say",
            "plain",
            "+100 from one answer: too few to say. Among everybody it may be anything between −48 and 98.",
        ),
        (
            [0, 9],
            "Too few to say",
            "plain",
            "0 from 2 answers: too few to say. Among everybody it may be anything between −73 and 73.",
        ),
        (
            [10] * 60 + [3] * 20 + [7] * 20,
            "More promote than detract",
            "good",
            "+40 from 100 answers, very likely between 23 and 54.",
        ),
        (
            [10] * 20 + [3] * 60 + [7] * 20,
            "More detract than promote",
            "concern",
            "−40 from 100 answers, very likely between −54 and −23.",
        ),
        (
            [10] * 40 + [3] * 38 + [7] * 22,
            "Undecided",
            "plain",
            "+2 from 100 answers, very likely between −15 and 19. Whether more promote or detract is open.",
        ),
    ],
)
def test_of_promoters(scores, word, tone, sentence):
    verdict = of_promoter_score(promoter_score(scores))
    assert (verdict.word, verdict.tone, said(verdict)) == (word, tone, sentence)


@pytest.mark.parametrize(
    ("actual", "day", "word", "tone", "sentence"),
    [
        (320_000, 20, "Nearly on pace", "plain", "€320,000 of €500,000 on day 20 of 30: 96 % of an even pace."),
        (400_000, 20, "On pace", "good", "€400,000 of €500,000 on day 20 of 30: 120 % of an even pace."),
        (100_000, 20, "Behind", "concern", "€100,000 of €500,000 on day 20 of 30: 30 % of an even pace."),
        (0, 20, "Behind", "concern", "€0 of €500,000 on day 20 of 30: 0 % of an even pace."),
        (100_000, 3, "Too early to say", "plain", "Day 3 of 30 is too early to speak of a pace."),
        (None, 20, "Not known", "plain", "What was reached so far is not known."),
    ],
)
def test_of_a_pace(actual, day, word, tone, sentence):
    june = Period(date(2026, 6, 1), date(2026, 6, 30))
    found = pace(actual, 500_000, june, today=date(2026, 6, day), is_flow=True)
    verdict = of_pace(found, money("EUR"))
    assert (verdict.word, verdict.tone, said(verdict)) == (word, tone, sentence)


def every_kind():
    values = [*STEADY, 60.0]
    for good in Good:
        yield told(values, good=good)
    yield from (told(STEADY), told([1.0]), of_promoter_score(promoter_score([])))
    june = Period(date(2026, 6, 1), date(2026, 6, 30))
    yield from (of_pace(pace(one, 9, june, today=date(2026, 6, 20), is_flow=True), NUMBER) for one in (None, 1, 9))
    yield told([*STEADY, 40.0])


def test_icons_and_colours_exist():
    drawn = set(ZipFile(BytesIO(resources.files("lucide").joinpath("lucide.zip").read_bytes())).namelist())
    tokens = set(re.findall(r"(--[a-z-]+):", (ROOT / "static/css/tokens.css").read_text()))
    for verdict in every_kind():
        assert f"{verdict.icon}.svg" in drawn
        assert verdict.colour in tokens
        assert verdict.tone.partition("-")[0] == verdict.colour.removeprefix("--")


def test_a_verdict_needs_its_latest_value():
    with pytest.raises(ValueError, match="latest value"):
        of_process([1.0, None], limits([1.0]), Judgement(Change.TOO_FEW, 1), Assurance.NO_TARGET, good=Good.UP)
