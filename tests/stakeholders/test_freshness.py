"""How fresh a relationship is: the cadence by a place on the map, and where it cools and goes quiet."""

import datetime as dt

import pytest

from stakeholders.freshness import Freshness, cadence_of, freshness, says

TODAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("decided", "influence", "interest", "cadence"),
    [
        (None, 4, 4, 30),  # manage closely
        (None, 5, 5, 30),
        (None, 4, 3, 60),  # keep satisfied
        (None, 3, 4, 90),  # keep informed
        (None, 3, 3, 180),  # monitor
        (None, 1, 1, 180),
        (None, None, 4, None),
        (None, 4, None, None),
        (None, None, None, None),
        (14, 5, 5, 14),
        (14, None, None, 14),
    ],
)
def test_the_cadence_is_what_was_decided_else_what_the_place_asks(decided, influence, interest, cadence):
    assert cadence_of(decided, influence, interest) == cadence


@pytest.mark.parametrize(
    ("days", "cadence", "state", "sentence"),
    [
        (0, 30, "in touch", "In touch: met today, wanted every 30."),
        (1, 1, "in touch", "In touch: 1 day since the last contact, wanted every day."),
        (30, 30, "in touch", "In touch: 30 days since the last contact, wanted every 30."),
        (31, 30, "cooling", "Cooling: 31 days since the last contact, wanted every 30."),
        (45, 30, "cooling", "Cooling: 45 days since the last contact, wanted every 30."),
        (46, 30, "gone quiet", "Quiet: 46 days since the last contact, wanted every 30."),
        (71, 30, "gone quiet", "Quiet: 71 days since the last contact, wanted every 30."),
        (2, 1, "gone quiet", "Quiet: 2 days since the last contact, wanted every day."),
        (10, 7, "cooling", "Cooling: 10 days since the last contact, wanted every 7."),
        (11, 7, "gone quiet", "Quiet: 11 days since the last contact, wanted every 7."),
        (500, None, "none asked", "500 days since the last contact; without a place on the map no cadence is asked."),
    ],
)
def test_in_touch_then_cooling_then_quiet(days, cadence, state, sentence):
    found = freshness(TODAY - dt.timedelta(days=days), cadence=cadence, today=TODAY)
    assert found == Freshness(state, days, cadence)
    assert (says(found), found.is_quiet) == (sentence, state == "gone quiet")


@pytest.mark.parametrize(
    ("cadence", "sentence"),
    [(30, "Never met: no contact is logged; one is wanted every 30 days."), (None, "Never met: no contact is logged.")],
)
def test_who_was_never_met_has_not_gone_quiet(cadence, sentence):
    found = freshness(None, cadence=cadence, today=TODAY)
    assert (found, says(found), found.is_quiet) == (Freshness("never met", None, cadence), sentence, False)


def test_a_contact_dated_ahead_counts_as_today():
    assert freshness(TODAY + dt.timedelta(days=3), cadence=30, today=TODAY) == Freshness("in touch", 0, 30)
