"""Attribution: published and hand-made values, and what every rule has to keep."""

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impact.attribution import positions
from impact.attribution.journeys import MOST_CHANNELS, Journey, by_channel, collect
from impact.attribution.markov import removal
from impact.attribution.shapley import shapley
from impact.attribution.side_by_side import POSITIONS, side_by_side

CHANNELS = "abcde"
JOURNEY = st.tuples(
    st.lists(st.sampled_from(CHANNELS), min_size=1, max_size=6).map(tuple), st.integers(0, 5), st.integers(0, 5)
)
LISTED = st.lists(JOURNEY, min_size=1, max_size=12).map(lambda some: [*some, (("a", "b"), 1, 2)])


def journeys(*listed, **more):
    """Each as (path, conversions[, nulls]); a path as a word, a channel a letter."""
    return collect(
        Journey(tuple(path), conversions, nulls=nulls[0] if nulls else None, value=2.5 * conversions, **more)
        for path, conversions, *nulls in listed
    )


def credited(found, amounts):
    return {channel: pytest.approx(amount, abs=1e-12) for channel, amount in zip(found.channels, amounts, strict=True)}


def weighed(rule, *paths):
    found = journeys(*((path, 1) for path in paths))
    return by_channel(found, rule(found)).tolist()


# Bryl 2016, “Marketing multi-channel attribution model with R”, part 1.
BRYL = [("123", 1, 0), ("1", 0, 1), ("23", 0, 1)]


def test_the_removal_effect_as_published():
    found = journeys(*BRYL)
    removed = removal(found, with_nulls=True)
    assert removed.effect.tolist() == pytest.approx([0.5, 1.0, 1.0], abs=1e-12)
    assert removed.expected == pytest.approx(1 / 3, abs=1e-12)
    assert removed.credit(1.0).tolist() == pytest.approx([0.2, 0.4, 0.4], abs=1e-12)


def test_without_those_who_did_not_convert_every_channel_was_needed():
    removed = removal(journeys(*BRYL), with_nulls=False)
    assert removed.effect.tolist() == pytest.approx([1.0, 1.0, 1.0], abs=1e-12)
    assert removed.expected == pytest.approx(1.0, abs=1e-12)


def test_a_loop_by_hand():
    # From a half go back to a, a quarter to b and a quarter convert; from b half go back to a, and half convert.
    found = journeys(("aa", 1), ("aba", 1), ("ab", 1))
    removed = removal(found, with_nulls=False)
    # Six touches in all: a is left five times (1 to a, 2 to b, 2 converted), b twice (1 to a, 1 converted).
    without_b = (2 / 5) / (1 - 1 / 5)
    assert removed.effect.tolist() == pytest.approx([1.0, 1 - without_b], abs=1e-12)


def test_nulls_that_are_not_known_are_not_zero():
    with pytest.raises(ValueError, match="not known"):
        removal(journeys(("ab", 1)), with_nulls=True)
    with pytest.raises(ValueError, match="worth is not known"):
        removal(collect([Journey(("a",), 1.0)]), with_nulls=False, of_value=True)


def test_names_that_other_tools_reserve_are_channels_like_others():
    found = collect(
        [
            Journey(("(start)", "(conversion)", "(null)"), 1, nulls=0),
            Journey(("(start)",), 0, nulls=1),
            Journey(("(conversion)", "(null)"), 0, nulls=1),
        ]
    )
    removed = removal(found, with_nulls=True)
    assert dict(zip(found.channels, removed.credit(1.0).tolist(), strict=True)) == {
        "(start)": pytest.approx(0.2),
        "(conversion)": pytest.approx(0.4),
        "(null)": pytest.approx(0.4),
    }


def removed_by_hand(listed, channel, with_nulls):
    """Conversions out of all, in the chain from which a channel is struck out: solved, row by row."""
    counts, starts = {}, {}
    for path, converted, nulls in listed:
        many = converted + (nulls if with_nulls else 0)
        if not many:
            continue
        starts[path[0]] = starts.get(path[0], 0) + many
        for one, other in pairwise(path):
            counts.setdefault(one, {}).setdefault(other, 0)
            counts[one][other] += many
        last = counts.setdefault(path[-1], {})
        last["!"] = last.get("!", 0) + converted
        last["?"] = last.get("?", 0) + many - converted
    states = sorted(counts)
    matrix, right = np.eye(len(states)), np.zeros(len(states))
    for row, one in enumerate(states):
        total = sum(counts[one].values())
        if one == channel:
            continue
        for other, many in counts[one].items():
            if other == "!":
                right[row] = many / total
            elif other != "?":
                matrix[row, states.index(other)] -= many / total
    chance = np.linalg.solve(matrix, right)
    return sum(chance[states.index(one)] * many for one, many in starts.items()) / sum(starts.values())


@settings(max_examples=40)
@given(LISTED, st.booleans())
def test_removal_effects_are_those_of_chains_without_the_channel(listed, with_nulls):
    found = journeys(*listed)
    removed = removal(found, with_nulls=with_nulls)
    whole = removed_by_hand(listed, None, with_nulls)
    assert removed.expected == pytest.approx(whole, abs=1e-12)
    for channel, effect in zip(found.channels, removed.effect.tolist(), strict=True):
        assert effect == pytest.approx(1 - removed_by_hand(listed, channel, with_nulls) / whole, abs=1e-9)


@settings(max_examples=40)
@given(LISTED)
def test_every_model_credits_exactly_what_was_converted(listed):
    found = side_by_side(journeys(*listed))
    total = sum(converted for _, converted, _ in listed)
    assert set(found.conversions) == {*POSITIONS, "markov_with_nulls", "markov_without_nulls", "shapley"}
    for amounts in found.conversions.values():
        assert amounts.sum() == pytest.approx(total, abs=1e-9)
        assert amounts.min() >= 0
    for amounts in found.value.values():
        assert amounts.sum() == pytest.approx(2.5 * total, abs=1e-9)


@settings(max_examples=40)
@given(LISTED, st.randoms(use_true_random=False))
def test_the_order_of_paths_changes_nothing(listed, random):
    once, again = side_by_side(journeys(*listed)), side_by_side(journeys(*random.sample(listed, len(listed))))
    for model, amounts in once.conversions.items():
        assert amounts.tolist() == again.conversions[model].tolist()
    assert (once.standings, once.sentence, once.agreement) == (again.standings, again.sentence, again.agreement)


@settings(max_examples=40)
@given(LISTED, st.permutations(CHANNELS))
def test_other_names_change_nothing_but_the_names(listed, names):
    renamed = dict(zip(CHANNELS, names, strict=True))
    once = side_by_side(journeys(*listed))
    again = side_by_side(journeys(*(("".join(renamed[one] for one in path), *rest) for path, *rest in listed)))
    for model, amounts in once.conversions.items():
        other = dict(zip(again.channels, again.conversions[model].tolist(), strict=True))
        for channel, amount in zip(once.channels, amounts.tolist(), strict=True):
            assert other[renamed[channel]] == pytest.approx(amount, abs=1e-9)


@settings(max_examples=40)
@given(st.lists(JOURNEY, min_size=1, max_size=8).map(lambda some: [*some, (("a",), 1, 0)]))
def test_shapley_is_the_mean_over_all_orders_in_which_channels_may_join(listed):
    found = journeys(*listed)

    def worth(channels):
        return sum(converted for path, converted, _ in listed if set(path) <= channels)

    mean = dict.fromkeys(found.channels, 0.0)
    orders = list(permutations(found.channels))
    for order in orders:
        joined = set()
        for channel in order:
            before = worth(joined)
            joined.add(channel)
            mean[channel] += (worth(joined) - before) / len(orders)
    assert credited(found, shapley(found, found.conversions)) == mean


def test_shapley_treats_alike_who_is_alike_and_gives_nothing_to_who_adds_nothing():
    found = journeys(("ab", 4, 0), ("ba", 2, 0), ("bc", 0, 9), ("aab", 6, 1), ("c", 0, 3))
    assert shapley(found, found.conversions).tolist() == [6.0, 6.0, 0.0]


@pytest.mark.parametrize(
    ("rule", "one", "two", "three", "four", "five"),
    [
        (positions.first, [1], [1, 0], [1, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0, 0]),
        (positions.last, [1], [0, 1], [0, 0, 1], [0, 0, 0, 1], [0, 0, 0, 0, 1]),
        (positions.linear, [1], [0.5] * 2, [1 / 3] * 3, [0.25] * 4, [0.2] * 5),
        (positions.u_shaped, [1], [0.5] * 2, [0.4, 0.2, 0.4], [0.4, 0.1, 0.1, 0.4], [0.4, 1 / 15, 1 / 15, 1 / 15, 0.4]),
        (positions.w_shaped, [1], [0.5] * 2, [1 / 3] * 3, [0.3, 0.1, 0.3, 0.3], [0.3, 0.05, 0.3, 0.05, 0.3]),
        (positions.time_decay, [1], [1 / 3, 2 / 3], [1 / 7, 2 / 7, 4 / 7], [1 / 15, 2 / 15, 4 / 15, 8 / 15], None),
    ],
)
def test_rules_of_position(rule, one, two, three, four, five):
    for path, expected in (("a", one), ("ab", two), ("abc", three), ("abcd", four), ("abcde", five)):
        if expected is not None:
            assert weighed(rule, path) == pytest.approx(expected, abs=1e-15)


def test_a_channel_touched_twice_has_the_credit_of_both():
    assert weighed(positions.linear, "aba") == pytest.approx([2 / 3, 1 / 3])
    assert weighed(positions.u_shaped, "aba") == pytest.approx([0.8, 0.2])


def test_a_touch_seven_days_earlier_counts_half():
    found = journeys(("ab", 3), days_before=(7.0, 0.0))
    assert by_channel(found, positions.time_decay(found)).tolist() == pytest.approx([1 / 3, 2 / 3])
    # After many years it is still the distance between them that counts.
    late = journeys(("ab", 3), days_before=(20_007.0, 20_000.0))
    assert by_channel(late, positions.time_decay(late)).tolist() == pytest.approx([1 / 3, 2 / 3])
    assert side_by_side(found).rules["time_decay"].startswith("by age")
    assert side_by_side(journeys(("ab", 3))).rules["time_decay"].startswith("by place in the path")


def test_equal_paths_are_added_up():
    found = journeys(("ab", 2, 1), ("ab", 3, 4), ("b", 1, 0))
    assert (found.conversions.tolist(), found.nulls.tolist(), found.value.tolist()) == ([5, 1], [5, 0], [12.5, 2.5])
    assert (found.length.tolist(), found.place.tolist(), found.owner.tolist()) == ([2, 1], [0, 1, 0], [0, 0, 1])


@pytest.mark.parametrize(
    ("journey", "sentence"),
    [
        (Journey((), 1), "at least one channel"),
        (Journey(("a",), -1), "below zero"),
        (Journey(("a",), 1, nulls=-2), "below zero"),
        (Journey(("a",), float("nan")), "below zero"),
        (Journey(("a",), 0, value=3), "no value"),
        (Journey(("a", "b"), 1, days_before=(1.0,)), "Every touch"),
        (Journey(("a",), 0), "Nobody converted"),
    ],
)
def test_journeys_that_cannot_be(journey, sentence):
    with pytest.raises(ValueError, match=sentence):
        collect([journey])


def test_too_many_channels_are_named():
    with pytest.raises(ValueError, match="There are 1,001 channels; at most 1,000"):
        collect(Journey((str(one),), 1) for one in range(MOST_CHANNELS + 1))


def test_a_channel_stands_out():
    found = side_by_side(journeys(("a", 80, 20), ("ab", 20, 10), ("b", 10, 80)))
    assert found.leader == "a"
    assert (
        found.sentence
        == "a stands out: it is first in all nine models, with 72.7\u00a0% to 90.9\u00a0% of the conversions."
    )
    assert (found.agreement, found.standings[0].first_in) == (1.0, 9)


@pytest.mark.parametrize(
    ("listed", "sentence"),
    [
        ([("a", 3, 1)], "Every conversion came by way of a alone, so there is nothing to compare."),
        ([("a", 3, 0), ("b", 3, 0)], "a and b are first together in all nine models, so no channel stands out."),
        (
            [("a", 3, 0), ("b", 2, 0)],
            "a is first in all nine models, but not in each by more than chance would bring, so no channel stands out.",
        ),
        (
            [("ab", 90, 0), ("c", 1, 0)],
            "b is first in eight of the nine models and a in seven, in some of them together, "
            "so no channel stands out.",
        ),
        (
            [("abcd", 9, 0), ("c", 1, 0), ("b", 1, 0)],
            "The nine models put four different channels first, so no channel stands out.",
        ),
        (
            [(f"z{last}", 1, 0) for last in "abcd"],
            "z is first in eight of the nine models and others in the rest, so no channel stands out.",
        ),
    ],
)
def test_no_channel_stands_out(listed, sentence):
    found = side_by_side(journeys(*listed))
    assert found.sentence == sentence


def test_who_has_most_stands_before_those_that_share_a_place():
    """By ranks alone z, last in one model, would come behind each of twenty that are second in all others."""
    found = side_by_side(journeys(*((f"z{last}", 1, 0) for last in "abcdefghijklmnopqrst")))
    assert [one.channel for one in found.standings][:3] == ["z", "a", "b"]
    assert (found.standings[0].worst_rank, found.standings[0].first_in) == (21, 8)


def test_ranges_and_ranks():
    found = side_by_side(journeys(*BRYL))
    told = {
        one.channel: (one.lowest, one.highest, one.best_rank, one.worst_rank, one.first_in) for one in found.standings
    }
    assert told == {
        "1": (0.0, 1.0, 1, 3, 6),
        "2": (0.0, pytest.approx(0.4), 1, 3, 5),
        "3": (0.0, 1.0, 1, 2, 8),
    }
    assert found.leader is None


def test_without_nulls_or_value_nothing_is_made_up():
    found = side_by_side(collect([Journey(("a", "b"), 2.0), Journey(("b",), 1.0)]))
    assert (found.value, sorted(found.removals)) == (None, ["markov_without_nulls"])
    assert "markov_with_nulls" not in found.conversions
