"""One order out of many, against published and hand-computed examples, and by what must hold of all of them."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.sessions.orders import (
    Compared,
    Parted,
    Placed,
    borda,
    chance_of_w,
    concordance,
    condorcet,
    kendalls_w,
    pairwise,
    where_they_part,
)

CITIES = ["Memphis", "Nashville", "Chattanooga", "Knoxville"]
# The capital of Tennessee, as voting theory tells it: 100 voters, each city the nearer the better.
TENNESSEE = [
    *[["Memphis", "Nashville", "Chattanooga", "Knoxville"]] * 42,
    *[["Nashville", "Chattanooga", "Knoxville", "Memphis"]] * 26,
    *[["Chattanooga", "Knoxville", "Nashville", "Memphis"]] * 15,
    *[["Knoxville", "Chattanooga", "Nashville", "Memphis"]] * 17,
]
CYCLE = ["abc", "bca", "cab"]


def test_tennessee_has_its_published_points_and_its_winner():
    """Nashville: 42·2 + 26·3 + 15·1 + 17·1 = 194; Chattanooga: 42 + 52 + 45 + 34 = 173; Memphis: 42·3 = 126;
    Knoxville: 0 + 26 + 30 + 51 = 107. Mean rank: 4 - points / 100. Most first votes has Memphis, which every city
    beats by 58 to 42; Nashville beats Chattanooga by 42 + 26 = 68 and Knoxville by 68."""
    assert borda(TENNESSEE, CITIES) == [
        Placed("Nashville", 194.0, 1, False, pytest.approx(2.06)),
        Placed("Chattanooga", 173.0, 2, False, pytest.approx(2.27)),
        Placed("Memphis", 126.0, 3, False, pytest.approx(2.74)),
        Placed("Knoxville", 107.0, 4, False, pytest.approx(2.93)),
    ]
    assert condorcet(TENNESSEE, CITIES) == Compared("Nashville", ("Nashville",), ())
    assert pairwise(TENNESSEE, CITIES) == [[0, 42, 42, 42], [58, 0, 68, 68], [58, 32, 0, 83], [58, 32, 17, 0]]


def test_what_a_ballot_leaves_out_shares_the_points_left():
    """Of five items "a" gets 4 points, the other four share 3 + 2 + 1 + 0 = 6: 1.5 each. "ba" gives b 4, a 3 and the
    other three (2 + 1 + 0) / 3 = 1. So a 7, b 5.5 and c, d, e 2.5 each, on the third place together. An item that was
    taken off the board moves those behind it up, one named twice counts once, and empty ballots count for nothing."""
    placed = borda(["a", "xbab", "", "zz"], "abcde")
    assert [(each.item, each.points, each.place, each.tied) for each in placed] == [
        ("a", 7.0, 1, False),
        ("b", 5.5, 2, False),
        ("c", 2.5, 3, True),
        ("d", 2.5, 3, True),
        ("e", 2.5, 3, True),
    ]
    assert [each.mean_rank for each in placed] == [1.5, 2.25, 3.75, 3.75, 3.75]
    assert pairwise(["a", "xbab", ""], "abc") == [[0, 1, 2], [1, 0, 1], [0, 0, 0]]


def test_cycles_draws_and_those_who_lead():
    """Condorcet's own cycle: a beats b by 2 to 1 (first and third ballot), b beats c (first, second), c beats a
    (second, third); all have 2 + 1 + 0 = 3 points. With d last on all, d is beaten by all and outside. A ring of four:
    a beats b, b beats c, c beats d, d beats a by 3 to 1, while a and c, b and d draw 2 to 2: every one is on a shortest
    ring, and none of three exists. Two opposite ballots draw: both lead, and there is no ring."""
    assert condorcet(CYCLE, "abc") == Compared(None, ("a", "b", "c"), ("a", "b", "c"))
    assert {(each.points, each.place, each.tied) for each in borda(CYCLE, "abc")} == {(3.0, 1, True)}
    assert condorcet([ballot + "d" for ballot in CYCLE], "dcba") == Compared(None, ("c", "b", "a"), ("c", "a", "b"))
    four = ["abcd", "bcda", "cdab", "dabc"]
    assert pairwise(four, "abcd") == [[0, 3, 2, 1], [1, 0, 3, 2], [2, 1, 0, 3], [3, 2, 1, 0]]
    assert condorcet(four, "abcd") == Compared(None, ("a", "b", "c", "d"), ("a", "b", "c", "d"))
    assert condorcet(["ab", "ba"], "ab") == Compared(None, ("a", "b"), ())
    assert condorcet([], "ab") == Compared(None, (), ())
    assert condorcet(["a"], "a") == Compared("a", ("a",), ())


def test_kendalls_w_of_published_examples():
    """Siegel & Castellan 1988, 9.4: three executives rank six applicants. Sums 8, 14, 11, 11, 11, 8, mean 10.5:
    S = 6.25 + 12.25 + 0.25 · 3 + 6.25 = 25.5; W = 12 · 25.5 / (9 · (216 - 6)) = 306 / 1890 = 0.16.

    Kendall's example with ties, three rankings of ten: S = 591; Σ(t³ - t) = 12 + 18 + 84 = 114 (pairs twice; a pair
    thrice; a four and a three); W = 12 · 591 / (9 · 990 - 3 · 114) = 7092 / 8568 = 0.828."""
    executives = np.array([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]], dtype=float)
    tied = np.array(
        [
            [1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10],
            [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5],
            [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10],
        ]
    )
    assert concordance(executives) == 306 / 1890
    assert concordance(tied) == 7092 / 8568
    by_name = ["adcfeb", "aefdbc", "fcbeda"]
    assert kendalls_w(by_name, "abcdef") == 306 / 1890


def test_w_of_little_is_not_known():
    """A cycle has equal sums, so W is 0; one ballot, one item or nobody's opinion say nothing of agreement."""
    assert kendalls_w(CYCLE, "abc") == 0
    assert kendalls_w(["abc", "abc"], "abc") == 1
    assert kendalls_w(["ab", ""], "abc") is None
    assert kendalls_w(["a", "a"], "a") is None
    assert kendalls_w([], "") is None
    assert concordance(np.full((3, 4), 2.5)) is None
    assert chance_of_w(["abc"], "abc") is None


def test_what_chance_does():
    """Three ballots of three items are one order in (1/6)² = 1/36 of all cases; a cycle's W of 0 is always reached."""
    assert chance_of_w(["abc"] * 3, "abc", shuffles=3600) == pytest.approx(1 / 36, abs=0.01)
    assert chance_of_w(CYCLE, "abc") == 1
    assert chance_of_w(["abcdefgh"] * 5, "abcdefgh") == 0.001


def test_where_groups_part():
    """Sales put a first (ranks 1, 1), product last (3, 3): 2 apart. c the other way round: ranks 3, 2 = 2.5 and 1, 2 =
    1.5: 1 apart. b: 2, 3 = 2.5 and 2, 1 = 1.5: 1 apart. Legal has one ballot, which is too few to be told."""
    cast = {"sales": ["abc", "acb"], "product": ["cba", "bca"], "legal": ["b"]}
    assert where_they_part(cast, "abc", at_least=2) == [
        Parted("a", 2.0, "sales", "product", {"sales": 1.0, "product": 3.0}),
        Parted("b", 1.0, "product", "sales", {"sales": 2.5, "product": 1.5}),
        Parted("c", 1.0, "product", "sales", {"sales": 2.5, "product": 1.5}),
    ]
    assert [(each.item, each.gap, each.not_by) for each in where_they_part(cast, "abc")] == [
        ("a", 2.0, "product"),
        ("b", 1.5, "sales"),
        ("c", 1.0, "sales"),
    ]
    assert where_they_part({"sales": ["abc"], "product": [""]}, "abc") == []
    assert where_they_part({"sales": ["ab"], "product": ["ab"]}, "ab") == []


@st.composite
def elections(draw):
    items = list(range(draw(st.integers(2, 6))))
    ballot = st.permutations(items).flatmap(lambda order: st.integers(1, len(items)).map(lambda many: order[:many]))
    return draw(st.lists(ballot, min_size=1, max_size=8)), items


@given(elections(), st.randoms(use_true_random=False))
def test_what_holds_of_every_election(election, random):
    """By the definitions, told another way: Smith's set by trying all, W by Friedman's chi-square, names changed."""
    ballots, items = election
    long, many = len(items), len(ballots)
    points = {each.item: each.points for each in borda(ballots, items)}
    assert sum(points.values()) == many * long * (long - 1) / 2
    preferred = pairwise(ballots, items)
    beats = [[one > other for one, other in zip(row, column, strict=True)] for row, column in
             zip(preferred, zip(*preferred, strict=True), strict=True)]  # fmt: skip

    compared = condorcet(ballots, items)
    leading = set(compared.leading)
    smallest = min(
        (
            chosen
            for size in range(1, long + 1)
            for chosen in _of_size(items, size)
            if all(beats[inside][outside] for inside in chosen for outside in set(items) - chosen)
        ),
        key=len,
    )
    assert leading == smallest
    assert compared.winner == (compared.leading[0] if len(leading) == 1 else None)
    if compared.winner is not None:
        assert points[compared.winner] > min(points.values()) or long == 1
    ring = compared.cycle
    assert all(beats[one][other] for one, other in zip(ring, ring[1:] + ring[:1], strict=True))
    assert len(ring) == 0 or len(ring) >= 3

    w = kendalls_w(ballots, items)
    if many < 2:
        assert w is None
    else:
        assert 0 <= w <= 1 + 1e-12
        assert w * many * (long - 1) == pytest.approx(_friedman(ballots, items))
        assert kendalls_w([ballots[0]] * many, items) == pytest.approx(1)

    names = [f"n{number}" for number in items]
    random.shuffle(names)
    renamed = [[names[item] for item in ballot] for ballot in ballots]
    assert borda(renamed, names) == [
        Placed(each.item, points[names.index(each.item)], each.place, each.tied, each.mean_rank)
        for each in borda(renamed, names)
    ]
    assert {names.index(name) for name in condorcet(renamed, names).leading} == leading
    assert kendalls_w(renamed, names) == (None if w is None else pytest.approx(w))


def _of_size(items, size):
    return (set(chosen) for chosen in combinations(items, size))


def _friedman(ballots, items):
    """Friedman's chi-square, by squares of ranks within ballots, which needs no correction for ties."""
    rows = []
    for ballot in ballots:
        left = (len(ballot) + 1 + len(items)) / 2
        rows.append([ballot.index(item) + 1 if item in ballot else left for item in items])
    middle = (len(items) + 1) / 2
    within = sum((rank - middle) ** 2 for row in rows for rank in row)
    between = sum((sum(column) - len(rows) * middle) ** 2 for column in zip(*rows, strict=True))
    return (len(items) - 1) * between / within
