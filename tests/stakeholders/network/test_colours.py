"""The departments' colours in the network: told from the ground and from one another, by everybody, in both themes."""

import itertools
from pathlib import Path

import pytest

from tests.web.test_tokens import BLINDNESS, THEMES, contrast, distance, linear, seen_with

STYLES = (Path(__file__).parents[3] / "static/css/network.css").read_text()
DEPARTMENTS = [f"department-{number}" for number in range(1, 9)]
# More than segments keep: these have no shape of their own.
APART = 0.11


@pytest.mark.parametrize("theme", THEMES)
def test_every_department_reaches_3_to_1_against_the_drawing(theme):
    ground = linear(theme, "surface")
    faint = [each for each in (*DEPARTMENTS, "department-none") if contrast(linear(theme, each, STYLES), ground) < 3]
    assert faint == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_departments_stay_apart(theme, blindness):
    seen = {each: seen_with(blindness, linear(theme, each, STYLES)) for each in DEPARTMENTS}
    assert [pair for pair in itertools.combinations(seen, 2) if distance(*(seen[each] for each in pair)) < APART] == []
