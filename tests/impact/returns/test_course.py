"""What became of a number since somebody put something in: like for like, and what is not known is said."""

import datetime as dt

import pytest

from impact.readings import read
from impact.returns.course import course_of
from tests.impact.rows import FLOW, SHARE, a_metric, a_rebase, in_a_row, one, share

D = dt.date
MARCH = D(2026, 3, 3)
NOVEMBER = D(2026, 11, 23)


def course(metric, rows, *, since=MARCH, today=NOVEMBER, rebases=()):
    reading = read(metric, rows, today=today, rebases=rebases)
    return course_of(reading, rows, since=since, today=today, rebased=[each.starts_on for each in rebases])


def test_a_share_within_what_chance_brings():
    found = course(a_metric(**SHARE), [share(D(2026, 2, 1), 9, 50), share(D(2026, 10, 1), 12, 50)])
    assert (found.then, found.now) == ("18\u00a0% (February 2026)", "24\u00a0% (October 2026)")
    assert found.sentence == (
        "Win rate was 18\u00a0% (February 2026), it is 24\u00a0% (October 2026) now: within what chance brings."
    )
    assert found.verdict.word == "No sign of change"


def test_a_share_by_more_than_chance():
    found = course(a_metric(**SHARE), [share(D(2026, 2, 1), 90, 500), share(D(2026, 10, 1), 190, 500)])
    assert found.sentence == (
        "Win rate was 18\u00a0% (February 2026), it is 38\u00a0% (October 2026) now. It got better, by more than chance"
        " would bring."
    )
    assert found.verdict.word == "Got better"


def test_so_few_that_nobody_can_say():
    found = course(a_metric(**SHARE), [share(D(2026, 2, 1), 1, 2), share(D(2026, 10, 1), 2, 2)])
    assert found.sentence == (
        "Win rate was 50\u00a0% (February 2026), it is 100\u00a0% (October 2026) now. Whether that is more than chance"
        " cannot be said yet."
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "Win rate has not been measured yet, so what came back is not known."),
        ([one(D(2026, 2, 1), 5)], "Win rate was 5 (February 2026). No whole month since is known yet."),
        ([one(D(2026, 10, 1), 5)], "Win rate is 5 (October 2026) now. What it was before is not known."),
        # March began before the stake and ended after it: it is neither.
        ([one(D(2026, 3, 1), 5)],
         "No whole month of Win rate is known from before or since, so what came back is not known."),
    ],
)  # fmt: skip
def test_what_is_not_known_is_said(rows, said):
    found = course(a_metric(), rows)
    assert (found.sentence, found.verdict) == (said, None)


def test_the_month_that_runs_is_not_held_against_a_whole_one():
    rows = in_a_row([100, 100, 100, 100], first=D(2026, 1, 1))
    rows.append(one(D(2026, 11, 1), 12, on=D(2026, 11, 20)))
    found = course(a_metric(**FLOW), rows)
    assert (found.then, found.now) == ("100 (February 2026)", "100 (April 2026)")


def test_what_was_another_process_then_is_not_held_against():
    rows = in_a_row([5] * 10, first=D(2026, 1, 1))
    found = course(a_metric(), rows, rebases=[a_rebase(D(2026, 6, 1))])
    assert found.sentence == (
        "Win rate was 5 (February 2026), it is 5 (October 2026) now. It has become another process since"
        " February 2026, so the two are not held against each other."
    )
    assert found.verdict is None


def test_what_began_before_they_put_it_in_is_not_theirs():
    rows = in_a_row([10, 11, 10, 11, 10, 11, 10, 11, *[20] * 10], first=D(2025, 1, 1))
    found = course(a_metric(), rows, since=D(2026, 3, 3))
    assert found.sentence == (
        "Win rate was 20 (February 2026), it is 20 (June 2026) now. It got better, by more than chance would bring."
        " That began in September 2025, before this was put in."
    )
