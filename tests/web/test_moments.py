"""Moments in words."""

import datetime as dt

from web.moments import in_words

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
BERLIN = "Europe/Berlin"


def test_moments_say_their_zone():
    assert in_words(NOON, "UTC") == "Sunday 22 November 2026, 12:00 (UTC)"
    assert in_words(NOON, BERLIN) == "Sunday 22 November 2026, 13:00 (CET, Europe/Berlin)"
    assert (
        in_words(dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC), BERLIN)
        == "Wednesday 1 July 2026, 14:00 (CEST, Europe/Berlin)"
    )
