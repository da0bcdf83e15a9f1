"""The tokens keep their promises: contrast in both themes, and segments that stay apart under colour blindness."""

import itertools
import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "static/css/tokens.css").read_text()
THEMES = ("light", "dark")
BACKGROUNDS = ("paper", "surface", "sunken", "raised")
TEXT = ("ink", "ink-2", "ink-3", "accent", "good", "concern", "plain")
SEGMENTS = ("decision-maker", "champion", "influencer", "detractor", "participant", "unsegmented")
SHAPES = (*SEGMENTS, "line-strong", "focus", "accent")

# Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB
BLINDNESS = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
# a just noticeable difference in OKLab is about 0.02; shapes and words differ as well
APART = 0.075

Colour = tuple[float, float, float]


def linear(theme: str, token: str, styles: str = TOKENS) -> Colour:
    found = re.search(rf"--{token}: light-dark\((#[0-9a-f]{{6}}), (#[0-9a-f]{{6}})\);", styles)
    assert found, f"--{token} is not light-dark(#rrggbb, #rrggbb)"
    written = found[1 + THEMES.index(theme)]
    channels = (int(written[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return red, green, blue


def luminance(colour: Colour) -> float:
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def contrast(one: Colour, other: Colour) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def seen_with(blindness: str, colour: Colour) -> Colour:
    red, green, blue = (
        min(1.0, max(0.0, sum(weight * channel for weight, channel in zip(row, colour, strict=True))))
        for row in BLINDNESS[blindness]
    )
    return red, green, blue


def oklab(colour: Colour) -> Colour:
    """Ottosson 2020."""
    r, g, b = colour
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def distance(one: Colour, other: Colour) -> float:
    return sum((a - b) ** 2 for a, b in zip(oklab(one), oklab(other), strict=True)) ** 0.5


def test_the_yardsticks_measure_what_they_should():
    black, white = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
    assert round(contrast(black, white), 2) == 21
    assert round(distance(black, white), 2) == 1
    assert [round(c, 3) for c in seen_with("deuteranopia", white)] == [1, 1, 1]
    red, green = (0.25, 0.05, 0.0), (0.1, 0.12, 0.0)
    assert distance(seen_with("deuteranopia", red), seen_with("deuteranopia", green)) < distance(red, green) / 2


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize("token", TEXT)
def test_text_reaches_4_5_to_1(theme, background, token):
    assert contrast(linear(theme, token), linear(theme, background)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize("token", SHAPES)
def test_shapes_reach_3_to_1(theme, background, token):
    assert contrast(linear(theme, token), linear(theme, background)) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("ink", "background"),
    [
        ("accent-ink", "accent"),
        ("accent-ink", "accent-strong"),
        ("accent", "accent-wash"),
        ("ink", "accent-wash"),
        ("ink-2", "accent-wash"),
        ("concern", "concern-wash"),
        ("good", "good-wash"),
        ("ink", "concern-wash"),
        ("paper", "ink"),
    ],
)
def test_text_on_a_coloured_ground_reaches_4_5_to_1(theme, ink, background):
    assert contrast(linear(theme, ink), linear(theme, background)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("token", SEGMENTS)
def test_segments_are_seen_in_the_quadrant_that_is_washed(theme, token):
    assert contrast(linear(theme, token), linear(theme, "accent-wash")) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_segments_stay_apart(theme, blindness):
    colours = {name: seen_with(blindness, linear(theme, name)) for name in SEGMENTS}
    closest = min(itertools.combinations(SEGMENTS, 2), key=lambda pair: distance(colours[pair[0]], colours[pair[1]]))
    assert distance(colours[closest[0]], colours[closest[1]]) >= APART, closest


def test_both_themes_come_from_one_list():
    """A colour outside light-dark() would be the same by day and by night."""
    block = TOKENS.split("@media")[0]
    assert re.findall(r"--[\w-]+: (?:#|rgb)[^;]*;", block) == []
