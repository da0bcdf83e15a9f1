"""Ten years of every sort of recurrence in every time zone, against an oracle that shares no code.

python -m tests.checkins.test_oracle 120000     tries so many cases, in about an hour
"""

import datetime as dt
import sys
import time
from zoneinfo import available_timezones

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkins.clock import Pattern, after
from checkins.recurrences import By, Recurrence, Unit, instant
from tests.checkins import oracle

ZONES = sorted(available_timezones())
DAYS = st.dates(dt.date(1995, 1, 1), dt.date(2037, 12, 31))
TEN_YEARS = dt.timedelta(days=3653)
ANY = {"starts_on": DAYS, "interval": st.integers(1, 60)}
RULES = st.one_of(
    st.builds(Recurrence, unit=st.just(Unit.WEEKS), by=st.just(By.WEEKDAY), weekday=st.integers(0, 6), **ANY),
    st.builds(Recurrence, unit=st.just(Unit.MONTHS), by=st.just(By.DAY), day=st.integers(1, 31), **ANY),
    st.builds(
        Recurrence,
        unit=st.just(Unit.MONTHS),
        by=st.just(By.WEEKDAY),
        nth=st.sampled_from([1, 2, 3, 4, -1]),
        weekday=st.integers(0, 6),
        **ANY,
    ),
)
# Clocks are set at night.
TIMES = st.one_of(st.times(), st.times(dt.time(0), dt.time(3, 59)))


def check(rule: Recurrence, zone: str, at: dt.time, holidays: frozenset[dt.date]) -> None:
    until = rule.starts_on + TEN_YEARS
    expected = oracle.occurrences(rule, until)
    assert list(rule.occurrences(dt.date.min + oracle.ONE, until)) == expected
    day = rule.starts_on - oracle.ONE
    for for_on in expected:
        found = after(Pattern(rule, at, zone, holidays), day)
        assert found.for_on == for_on
        assert found.due_on == oracle.working_day(for_on, set(holidays))
        assert found.due_at == oracle.moment(found.due_on, at, zone)
        day = for_on


@st.composite
def cases(draw):
    rule = draw(RULES)
    off = draw(st.lists(st.tuples(st.integers(0, 3653), st.integers(1, 6)), max_size=5))
    holidays = {rule.starts_on + (first + n) * oracle.ONE for first, days in off for n in range(days)}
    return rule, draw(st.sampled_from(ZONES)), draw(TIMES), frozenset(holidays)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(cases())
def test_ten_years_agree_with_a_second_telling(case):
    check(*case)


def jumps(zone: str) -> list[dt.date]:
    """Days of 2024 on which clocks there are set."""
    begin = dt.datetime(2024, 1, 1, 12, tzinfo=dt.UTC)
    noons = [begin + n * oracle.ONE for n in range(366)]
    ahead = [oracle.shown(noon, zone) - noon.replace(tzinfo=None) for noon in noons]
    return [noons[n].date() for n in range(1, 366) if ahead[n] != ahead[n - 1]]


def test_in_every_zone_the_hours_in_which_clocks_jump_are_the_same_moments():
    """Most jump on Sundays, when nothing is due: asked of the moments themselves."""
    tried = 0
    for zone in ZONES:
        for day in jumps(zone):
            for half in range(10):
                at = dt.time(half // 2, 30 * (half % 2))
                assert instant(day, at, zone) == oracle.moment(day, at, zone), (zone, day, at)
                tried += 1
    assert tried > 2_000


def main(cases_wanted: int) -> None:
    tried: set[int] = set()
    zones: set[str] = set()

    def tell() -> None:
        sys.stdout.write(f"{len(tried):,} different cases in {len(zones)} zones, {time.process_time():.0f} s\n")
        sys.stdout.flush()

    @settings(max_examples=cases_wanted, suppress_health_check=list(HealthCheck), database=None, deadline=None)
    @given(cases())
    def try_all(case):
        check(*case)
        tried.add(hash(case))
        zones.add(case[1])
        if len(tried) % 1000 == 0:
            tell()

    try_all()
    tell()
    sys.stdout.write("All of them agree.\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
