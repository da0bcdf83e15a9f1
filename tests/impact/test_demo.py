"""The demo's numbers: every kind of verdict is among them, whatever the day."""

import datetime as dt

import pytest
from django.core.management import call_command

from accounts.isolation import enter
from impact.demo import measure_demo
from impact.demo_story import LEADING, MEASURED
from impact.metrics import IN_FRONT, add_metric
from impact.models import Annotation, Metric, MetricDefinition, Observation, Planned, Rebase, Target
from impact.readings import Reading, read
from impact.verdicts import OF_ALL_PERIODS
from stakeholders.demo.workspace import demo_workspace, make_demo
from tests.impact.rows import FIELDS

pytestmark = pytest.mark.django_db

D = dt.date
TODAY = D(2026, 11, 20)  # a Friday
# A new year, a leap day, a Sunday that begins a month and a quarter, the last day of a year.
DAYS = (TODAY, D(2027, 1, 1), D(2028, 2, 29), D(2028, 10, 1), D(2026, 12, 31))

UNCHANGED = (
    "influenced-pipeline-90-days", "cac-full", "nps", "hours-saved", "share-of-voice", "win-rate",
    "strategy-understood",
)  # fmt: skip


def northwind(today: dt.date):
    workspace, _ = make_demo(today=today)
    assert measure_demo(workspace, today=today)
    enter(workspace=workspace.pk)
    return workspace


def readings(today: dt.date) -> dict[str, Reading]:
    return {
        metric.from_library: read(
            metric,
            metric.observations.standing(),
            today=today,
            targets=list(metric.targets.standing()),
            rebases=list(metric.rebases.all()),
        )
        for metric in Metric.objects.all()
    }


@pytest.mark.parametrize("today", DAYS)
def test_on_any_day(today, subtests):
    northwind(today)
    found = readings(today)
    with subtests.test("every kind of verdict is there"):
        assert {key: (reading.verdict.word, reading.verdict.tone) for key, reading in found.items()} == {
            "csat": ("Got better", "good-rise"),
            "logo-churn": ("Got worse", "concern-rise"),
            "marketing-spend": ("Changed", "plain-rise"),
            "referral-share": ("Too few to say", "plain"),
            **dict.fromkeys(UNCHANGED, ("No sign of change", "plain")),
        }  # fmt: skip
        assured = {
            "It will reach 70\u00a0% every time as things are.": "csat",
            (
                "It missed its target of 3\u00a0% this time, which its other numbers did not lead one to expect."
            ): "logo-churn",
            "It will not reach 60\u00a0points as things are.": "nps",
            "It will not reach 150\u00a0hours a month as things are.": "hours-saved",
            "It will not stay at or below €2,100 reliably as things are.": "cac-full",
            "It will not reach 25\u00a0% reliably as things are.": "win-rate",
            "It will not reach €917,000 a month reliably as things are.": "influenced-pipeline-90-days",
            "Whether it will reach 25\u00a0% cannot be said yet.": "referral-share",
        }
        for ending, key in assured.items():
            assert found[key].verdict.sentence.endswith(ending)
        for key in ("marketing-spend", "share-of-voice", "strategy-understood"):
            assert found[key].verdict.sentence.endswith("There is no target.")
        assert not any(OF_ALL_PERIODS in reading.verdict.sentence for reading in found.values())
        paces = {key: reading.pace_verdict.word for key, reading in found.items() if reading.pace}
        assert paces == {"influenced-pipeline-90-days": "Nearly on pace", "hours-saved": "Behind"}
        assert found["nps"].score_verdict.word == "More promote than detract"
        assert found["win-rate"].share_verdict.word == "6 of 25"
    with subtests.test("one is old one has a gap and the others are fresh"):
        assert {key: reading.missing(today) for key, reading in found.items() if reading.missing(today)} == {
            "strategy-understood": 3
        }
        gaps = {key: sum(point.value is None for point in reading.points) for key, reading in found.items()}
        assert {key: gap for key, gap in gaps.items() if gap} == {"share-of-voice": 2}
    with subtests.test("nothing is entered before it could be known or on a weekend"):
        for model in (Metric, MetricDefinition, Observation, Target, Rebase, Annotation):
            days = [moment.date() for moment in model.objects.values_list("created_at", flat=True)]
            assert max(days) <= today
            assert not [day for day in days if day.weekday() > 4]
        assert not [row for row in Observation.objects.all() if row.created_at.date() < row.starts_on]
        assert not Annotation.objects.filter(on__gt=today).exists()
        assert not Observation.objects.filter(ended_at__date__gt=today).exists()


def test_what_was_judged_anew_corrected_and_noted_says_why_and_customers_lead():
    northwind(TODAY)
    assert list(Rebase.objects.order_by("starts_on").values_list("metric__from_library", "starts_on", "reason")) == [
        ("hours-saved", D(2025, 5, 1), "An hour counts once it is used, says Finance."),
        ("influenced-pipeline-90-days", D(2026, 1, 1), "Sales and marketing work on one list of accounts since then."),
    ]
    right = Observation.objects.exclude(corrects=None).get()
    assert (right.value, right.corrects.value, right.corrects.ended_why) == (
        2190.0, 2910.0, "Two digits were swapped: Finance has 2,190.",
    )  # fmt: skip
    assert right.created_at == right.corrects.ended_at
    assert Annotation.objects.count() == 5
    hours = Metric.objects.get(from_library="hours-saved")
    assert [row.why for row in hours.definitions.order_by("number")] == [
        "", "An hour counts once it is used, says Finance.",
    ]  # fmt: skip
    assert list(hours.observations.order_by("starts_on").values_list("definition_version", flat=True)) == [
        *[1] * 8, *[2] * 18,
    ]  # fmt: skip
    assert [metric.from_library for metric in Metric.objects.all().leading()] == list(LEADING)
    assert len(LEADING) == IN_FRONT


def test_it_is_the_same_on_the_same_day_and_every_metric_would_be_accepted():
    northwind(TODAY)
    rows = sorted(Observation.objects.values_list("metric__name", "starts_on", "value", "created_at"))
    Metric.objects.all().delete()
    assert measure_demo(demo_workspace(), today=TODAY)
    enter(workspace=demo_workspace().pk)
    assert sorted(Observation.objects.values_list("metric__name", "starts_on", "value", "created_at")) == rows
    for metric in Metric.objects.all():
        metric.full_clean()
    assert len(MEASURED) == Metric.objects.count() == 11


def test_the_command_makes_them_once_and_a_demo_from_before_gets_them(capsys):
    make_demo(today=TODAY)
    call_command("demo")
    said = "its goals, requests, sessions, discussions, metrics, reports, returns and check-ins added"
    assert said in capsys.readouterr().out
    call_command("demo")
    assert "nothing changed" in capsys.readouterr().out
    enter(workspace=demo_workspace().pk)
    assert Metric.objects.count() == 11
    planned = Planned.objects.order_by("proposal__place").values_list("initiative__name", flat=True)
    assert list(planned) == ["Survey after the delivery", "Templates for offers", "Podcast with customers"]


def test_where_somebody_measures_already_nothing_is_added():
    workspace, _ = make_demo(today=TODAY)
    enter(workspace=workspace.pk)
    leader = workspace.memberships.get(role="leader").user
    add_metric(workspace, author=leader, **FIELDS)
    assert not measure_demo(workspace, today=TODAY)
    assert Metric.objects.count() == 1
