"""However much is known, a brief is two minutes; what it leaves out it says."""

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from checkins.brief.asking import RULES, Question, questions
from checkins.brief.composing import FIRST, LONGEST, PARTS, Line, Part, compose
from checkins.brief.keeping import packed, unpacked
from checkins.brief.known import Aim, Change, Known, Objection, Promise, Put, Words
from checkins.brief.wording import sentence, short

TODAY = dt.date(2026, 11, 23)
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31))
MAYBE = st.none() | DAYS
TEXT = st.sampled_from(["", "growth " * 40, "Two words.", "x" * 300, "\n\n", "“Said”", "漢" * 90, "Is it?"])
CAUSES = st.sampled_from(["nothing_in_it", "losing_control", "bad_experience", "unclear_value", "unknown"])
NOTHING = Known(name="Ada", who="", headline="Ada decides.", today=TODAY, segment="decision_maker")


def few(strategy):
    return st.lists(strategy, max_size=6).map(tuple)


KNOWN = st.builds(
    Known,
    name=TEXT,
    who=TEXT,
    headline=TEXT,
    today=st.just(TODAY),
    segment=st.sampled_from(["decision_maker", "champion", "detractor", "unknown"]),
    position=st.sampled_from([None, -2, -1, 0, 1, 2]),
    assessed_on=MAYBE,
    since=MAYBE,
    met_on=st.none() | st.dates(dt.date(2025, 1, 1), TODAY),
    told_on=st.none() | st.dates(dt.date(2025, 1, 1), TODAY),
    next_step=TEXT,
    next_step_by=MAYBE,
    advice=few(TEXT),
    avoid=few(TEXT),
    heard=few(st.builds(Words, said=TEXT, on=DAYS, is_quote=st.booleans())),
    puts=few(
        st.builds(Put, invests=st.just("Budget"), what=TEXT, expects=TEXT, by=MAYBE, goal=TEXT,
                  serves_today=st.booleans(), metric=TEXT, course=TEXT, word=st.sampled_from(["", "Got worse"]),
                  moved=few(TEXT))
    ),
    objections=few(
        st.builds(Objection, said=TEXT, cause=CAUSES, raised_on=DAYS, answer=TEXT, answered_on=MAYBE, settled_on=MAYBE)
    ),
    promises=few(st.builds(Promise, what=TEXT, is_ours=st.booleans(), due_on=MAYBE, kept=st.none() | st.booleans())),
    aims=few(st.builds(Aim, place=st.integers(1, 9), statement=TEXT, is_theirs=st.booleans(), told=few(TEXT))),
    changes=few(st.builds(Change, on=DAYS, says=TEXT)),
    reasons=few(TEXT),
)  # fmt: skip


@settings(max_examples=60)
@given(KNOWN)
def test_it_is_two_minutes_and_says_what_it_left_out(known):
    brief = compose(known)
    assert brief.words <= LONGEST
    told = [make(known) for make in PARTS]
    assert [(part.key, len(part.lines) + part.more) for part in brief.parts] == [
        (one.key, len(one.lines)) for one in told
    ]
    # Lines stand in their order, and where there is none it says what is not known.
    assert all(part.lines == tuple(one.lines[: len(part.lines)]) for part, one in zip(brief.parts, told, strict=True))
    assert all(bool(part.lacks) == (not one.lines) for part, one in zip(brief.parts, told, strict=True))
    assert len({rule.about for rule in RULES for q in brief.questions if rule.find(known) == q}) >= 2
    assert len(brief.questions) == 2
    assert unpacked(packed(brief)) == brief


def test_every_part_has_its_turn():
    assert sorted(FIRST) == sorted(make(NOTHING).key for make in PARTS)


def test_what_is_known_stands_in_their_terms():
    known = replace(
        NOTHING,
        position=-1,
        assessed_on=TODAY - dt.timedelta(days=9),
        since=dt.date(2026, 10, 26),
        next_step="Bring the numbers of the pilot",
        next_step_by=dt.date(2026, 11, 20),
        advice=("Bring one page.",),
        avoid=("Surprising them.",),
        heard=(Words("Send me one page", TODAY, is_quote=True),),
        puts=(
            Put("Budget", "€ 600 k", expects="a shorter sales cycle", goal="Mid-market", serves_today=True,
                metric="Win rate", course="Win rate was 21 %, it is 24 % now.", word="Got better", tone="good-rise",
                moved=("“Pilot” contributed to the rise.",)),
        ),
        objections=(
            Objection("Too slow", "bad_experience", TODAY, "A pilot of six weeks", TODAY),
            Objection("Who decides?", "losing_control", TODAY),
        ),
        promises=(
            Promise("names three accounts", is_ours=False, due_on=dt.date(2026, 11, 20)),
            Promise("send the price", is_ours=True, due_on=dt.date(2026, 11, 27)),
            Promise("a dashboard", is_ours=True, kept=False, settled_on=TODAY, happened="The data came late"),
        ),
        aims=(
            Aim(1, "Grow abroad", is_theirs=False),
            Aim(2, "Mid-market", is_theirs=True, told=("“Pilot” caused a rise of 3 percentage points.",)),
        ),
        reasons=("A new CFO joins.",),
    )  # fmt: skip
    brief = compose(known)
    parts = {part.key: part for part in brief.parts}
    assert parts["since"] == Part(
        "since",
        "Since 26 October 2026",
        (
            Line("A new CFO joins."),
            Line("Agreed then by 20 November: Bring the numbers of the pilot."),
            Line("We did not keep “a dashboard”.", "The data came late."),
        ),
    )
    assert parts["evidence"].lines == (
        Line("Win rate was 21 %, it is 24 % now.", "Got better", "good-rise"),
        Line("“Pilot” contributed to the rise."),
        Line("They were never told."),
    )
    assert parts["concerns"].lines == (
        Line("“Who decides?”", "Fear of losing control. Not answered yet: bring an answer.", "concern", is_quote=True),
        Line("“Too slow”", "We answered: A pilot of six weeks.", is_quote=True),
    )
    assert parts["promises"].lines == (
        Line("We: send the price.", "By 27 November."),
        Line("They: names three accounts.", "Overdue since 20 November.", "concern"),
    )
    assert parts["value"].lines == (Line("Goal 2, “Mid-market”: “Pilot” caused a rise of 3 percentage points."),)
    assert parts["stakes"].lines == (Line("Budget: € 600 k.", "Expects: a shorter sales cycle."),)
    assert parts["approach"].lines == (Line("“Send me one page”", is_quote=True), Line("Bring one page."))
    assert brief.questions == (
        Question(
            "What stands in the way of “names three accounts”?",
            "They took it on by 20 November, and nobody said how it went.",
        ),
        Question("What does this change for you?", "A new CFO joins."),
    )
    assert brief.avoid == (
        "Presenting what is theirs to decide as decided.",
        "Promising again what failed before, or explaining it away.",
        "Surprising them.",
    )


def test_where_little_is_known_it_says_so_and_asks():
    brief = compose(NOTHING)
    assert [(part.key, part.lines, part.lacks) for part in brief.parts] == [
        ("approach", (), "Nobody has noted it."),
        ("stakes", (), "Nobody has noted anything that they put in."),
        ("evidence", (), "No stake of theirs is known, so no return can be shown."),
        ("since", (), "The first conversation: nobody has met them yet."),
        ("concerns", (), "No objection of theirs is noted."),
        ("promises", (), "Nothing is promised on either side."),
        ("value", (), "There is no goal of today to hold it against."),
    ]
    assert [question.ask for question in brief.questions] == [
        "If it were decided today, what would you say?",
        "What would you put in, and what would you want back?",
    ]


def test_questions_come_from_what_contradicts_itself_first():
    champion = replace(NOTHING, segment="champion", position=-1, puts=(Put("Time", "a day a week", goal="Old goal"),))
    assert [question.because for question in questions(champion)] == [
        "They count as a champion and are sceptical.",
        "It was put in for “Old goal”, which is no goal of today.",
    ]


def test_long_writing_is_cut_where_words_end():
    assert short("One two three.", 3) == "One two three"
    assert short("One two, three", 2) == "One two…"
    assert short("漢" * 100, 2) == "漢" * 16 + "…"
    assert [sentence(text, 3) for text in ("So it is.", "Is it?", "", "One two three four")] == [
        "So it is.", "Is it?", "", "One two three…",
    ]  # fmt: skip


def test_nothing_kept_or_kept_by_another_version_is_no_brief():
    assert [unpacked(kept) for kept in (None, {}, {"version": 0}, {"words": "Kept by hand"})] == [None] * 4
