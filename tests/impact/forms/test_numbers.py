"""Numbers as people type them."""

import pytest
from django.core.exceptions import ValidationError

from impact.forms.numbers import CanBeTwoError, CountField, NumberField, NumberInput, meanings, number_of, typed
from impact.units import COUNT, HOURS, NUMBER, SHARE, money


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1200", NUMBER, 1200),
        ("1,200.50", NUMBER, 1200.5),
        ("1 200 000", NUMBER, 1_200_000),
        ("1 200", NUMBER, 1200),
        ("1'200", NUMBER, 1200),
        ("−3.5", NUMBER, -3.5),
        (".5", NUMBER, 0.5),
        ("1,5", NUMBER, 1.5),
        ("2.140,50 €", money("EUR"), 2140.5),
        ("12,25 %", SHARE, 0.1225),
        ("82", SHARE, 0.82),
        ("82.5 %", SHARE, 0.825),
        # A thousand percent is none.
        ("12.345 %", SHARE, 0.12345),
        ("0.125", NUMBER, 0.125),
        ("1.2000", NUMBER, 1.2),
        ("1234.567", NUMBER, 1234.567),
        ("1.200,00", NUMBER, 1200),
        ("€1,200", money("EUR"), 1200),
        ("1,200 €", money("EUR"), 1200),
        ("-€12", money("EUR"), -12),
        ("CHF 12", money("CHF"), 12),
    ],
)
def test_numbers_are_understood(text, unit, value) -> None:
    assert number_of(text, unit) == value


@pytest.mark.parametrize(
    ("text", "unit", "sentence"),
    [
        ("0,125", NUMBER, "Write 0.125 with a point: a comma separates thousands, as in 1,200."),
        ("1,2000", NUMBER, "Write 1.2000 with a point: a comma separates thousands, as in 1,200."),
        ("12 %", COUNT, "This metric is not counted in percent. Leave the % out."),
        ("$12", money("EUR"), "This is not a number. Write it as 1200 or 1,200.50."),
        ("=1+1", NUMBER, "This is not a number. Write it as 1200 or 1,200.50."),
        ("nan", NUMBER, "This is not a number. Write it as 1200 or 1,200.50."),
        ("1e3", NUMBER, "This is not a number. Write it as 1200 or 1,200.50."),
        ("٣", NUMBER, "This is not a number. Write it as 1200 or 1,200.50."),
        ("9" * 400, NUMBER, "That is more than can be kept."),
    ],
)
def test_others_get_a_sentence(text, unit, sentence) -> None:
    with pytest.raises(ValidationError) as refused:
        number_of(text, unit)
    assert refused.value.messages == [sentence]


@pytest.mark.parametrize(
    ("text", "unit", "both"),
    [
        ("1.200", NUMBER, [1200, 1.2]),
        ("12.345 €", money("EUR"), [12_345, 12.345]),
        ("−€1.250", money("EUR"), [-1250, -1.25]),
        ("3.000", HOURS, [3000, 3]),
    ],
)
def test_what_can_be_two_numbers_is_asked_about(text, unit, both) -> None:
    with pytest.raises(CanBeTwoError) as asked:
        number_of(text, unit)
    assert asked.value.messages == [f"{text} can be two numbers, so nothing is stored yet."]
    # Whichever is chosen can be that one alone, and a choice that belongs to another text is none.
    assert [number_of(one.typed, unit) for one in meanings(text)] == both
    for one in meanings(text):
        sent = {"value": text, "value-meant": one.typed}
        assert NumberInput().value_from_datadict(sent, {}, "value") == one.typed
        assert NumberInput().value_from_datadict({**sent, "value": "7.500"}, {}, "value") == "7.500"


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (1200.5, NUMBER),
        (1.235, NUMBER),
        (-12.345, HOURS),
        (0.12345, SHARE),
        (0.825, SHARE),
        (-3.0, NUMBER),
        (0.0, SHARE),
        (1e15, NUMBER),
    ],
)
def test_what_is_stored_is_typed_back(value, unit) -> None:
    assert number_of(typed(value, unit), unit) == pytest.approx(value, rel=1e-12)


def test_nothing_typed_is_nothing_known() -> None:
    assert NumberField(unit=NUMBER, required=False).clean(" ") is None
    assert typed(None, NUMBER) == ""


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("1,204", 1204), ("12 000", 12_000)])
def test_people_are_counted(text, value) -> None:
    assert CountField().clean(text) == value


@pytest.mark.parametrize("text", ["", "-1", "1.5", "ten", "9" * 12])
def test_what_is_no_count_is_refused(text) -> None:
    with pytest.raises(ValidationError):
        CountField().clean(text)
