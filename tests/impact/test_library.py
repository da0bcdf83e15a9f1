"""The metrics that come with the product: each can be added as it is, and none of them flatters."""

import pytest

from impact.library import LIBRARY, Standard, fields
from impact.metrics import add_metric
from impact.models import Metric
from impact.units import Kind, Unit

EVERY = pytest.mark.parametrize("standard", LIBRARY.values(), ids=LIBRARY.keys())
OUTCOME, LEVEL = Metric.Outcome, Metric.Level


@EVERY
def test_each_can_be_added_as_it_is(workspace, leader, standard):
    metric = add_metric(workspace, author=leader, **fields(standard, "CHF"))
    metric.refresh_from_db()
    assert (metric.name, metric.from_library, metric.source) == (standard.name, standard.key, "")
    assert metric.unit == Unit(Kind(standard.unit_kind), "CHF" if standard.unit_kind == "money" else "")
    assert metric.definitions.get().formula == standard.formula != ""


@EVERY
def test_each_says_where_it_comes_from_and_how_it_misleads_in_sentences(standard: Standard):
    for text in (standard.words, standard.source, standard.caution):
        assert text.endswith(".")
        assert text == text.strip()
        assert "—" not in text
    assert len(standard.name) <= 60
    assert LIBRARY[standard.key] is standard


def test_no_name_is_given_twice():
    assert len({standard.name.lower() for standard in LIBRARY.values()}) == len(LIBRARY) == 31


def test_rivals_know_each_other():
    for standard in LIBRARY.values():
        for key in standard.rivals:
            assert key != standard.key
            assert standard.key in LIBRARY[key].rivals
            assert (LIBRARY[key].outcome, LIBRARY[key].words) != (standard.outcome, standard.words)
    assert LIBRARY["sourced-pipeline-first-touch"].rivals == (
        "sourced-pipeline-last-touch", "sourced-pipeline-recorded",
    )  # fmt: skip
    assert {key for key, standard in LIBRARY.items() if standard.rivals} == {
        "sourced-pipeline-first-touch", "sourced-pipeline-last-touch", "sourced-pipeline-recorded",
        "influenced-pipeline-any-touch", "influenced-pipeline-90-days", "cac-full", "cac-programme", "ces-agree",
        "ces-mean", "logo-churn", "revenue-churn", "grr", "nrr", "clv-first-excluded", "clv-first-included",
    }  # fmt: skip


def test_every_outcome_has_one_that_may_sit_on_a_page_about_impact(workspace, leader):
    for standard in LIBRARY.values():
        add_metric(workspace, author=leader, **fields(standard, "EUR"))
    assert set(Metric.objects.of_impact().values_list("outcome", flat=True)) == set(OUTCOME.values)
    effort = Metric.objects.exclude(pk__in=Metric.objects.of_impact())
    assert sorted(effort.values_list("from_library", "level")) == [
        ("assets-published", "output"), ("leads", "output"), ("marketing-spend", "input"), ("share-of-voice", "output"),
    ]  # fmt: skip


def test_which_way_is_better_where_it_is_easily_mistaken():
    good = {key: standard.good for key, standard in LIBRARY.items()}
    assert {key for key, way in good.items() if way == "down"} == {
        "cac-full", "cac-programme", "cac-payback", "ces-mean", "logo-churn", "revenue-churn",
    }  # fmt: skip
    assert {key for key, way in good.items() if way == "neither"} == {"marketing-spend", "assets-published", "leads"}


def test_what_can_pass_the_whole_is_no_share_and_what_cannot_is_one():
    assert {LIBRARY[key].unit_kind for key in ("romi", "nrr")} == {Kind.RATIO}
    assert {LIBRARY[key].unit_kind for key in ("grr", "logo-churn", "revenue-churn", "csat", "share-of-voice")} == {
        Kind.SHARE
    }
