"""A generated workspace has metrics measured for years, the same ones for the same seed."""

import datetime as dt
from collections import Counter

import pytest
from django.core.management import call_command

from accounts.isolation import enter
from accounts.models import User
from accounts.workspaces import memberships_of
from impact.generation import SIZES, generate
from impact.models import Annotation, Metric, MetricDefinition, Observation, Rebase, Target
from impact.observations import Number, check_number, value_of
from impact.readings import read

pytestmark = pytest.mark.django_db

ALL = (Metric, MetricDefinition, Observation, Target, Rebase, Annotation)


def held(slug: str) -> list[list[tuple]]:
    leader = User.objects.get(email="leader@generated.example")
    workspace = next(each.workspace for each in memberships_of(leader.pk) if each.workspace.slug == slug)
    enter(workspace=workspace.pk)
    return [
        sorted(Metric.objects.values_list("name", "every", "from_library", "good")),
        sorted(Observation.objects.values_list("metric__name", "starts_on", "value", "n", "ahead", "behind"), key=str),
        sorted(Target.objects.values_list("metric__name", "value", "starts_on", "ends_on")),
        sorted(Rebase.objects.values_list("metric__name", "starts_on")),
        sorted(Annotation.objects.values_list("says", "on", "metric__name"), key=str),
    ]


def test_the_same_seed_makes_the_same_numbers_and_replacing_leaves_none_behind():
    call_command("generate", size="S", seed=7, workspace="first")
    call_command("generate", size="S", seed=7, workspace="second")
    call_command("generate", size="S", seed=8, workspace="third")
    first, second, third = held("first"), held("second"), held("third")
    assert first == second
    assert first != third
    assert [len(rows) for rows in first] == [5, 65, len(first[2]), 1, 5]
    call_command("generate", size="S", seed=8, workspace="first", replace=True)
    assert held("first") == third


@pytest.fixture
def middle(workspace, leader):
    generate(workspace, leader, size="M", seed=1, today=dt.date(2026, 11, 23))


def test_each_number_is_one_that_a_person_could_have_stored(middle):
    assert [model.objects.count() for model in ALL] == [50, 50, 3150, Target.objects.count(), 8, 5]
    standing = Observation.objects.standing()
    assert (standing.count(), standing.exclude(corrects=None).count()) == (3000, 150)
    for metric in Metric.objects.all():
        metric.full_clean()
        assert metric.definitions.get().words == metric.words
    for row in Observation.objects.select_related("metric", "corrects"):
        found = Number(row.value, row.n, row.ahead, row.behind)
        check_number(row.metric, found)
        assert row.value == value_of(found)
        if row.corrects:
            assert (row.corrects.starts_on, row.corrects.metric_id) == (row.starts_on, row.metric_id)
            assert row.corrects.ended_why != ""
    assert standing.order_by("-starts_on")[0].starts_on == dt.date(2026, 10, 1)
    assert not Observation.objects.filter(created_at__gt=dt.datetime(2026, 11, 23, 23, tzinfo=dt.UTC)).exists()
    # What is stored by numbers of its own leaves the next ones free.
    metric = Metric.objects.order_by("pk")[0]
    row = standing.filter(metric=metric)[0]
    row.pk, row.starts_on, row.corrects = None, dt.date(2000, 1, 1), None
    row.save(force_insert=True)


def test_as_many_lead_as_may(middle):
    assert Metric.objects.leading().count() == 7


def test_they_read_as_metrics_do(middle):
    words = Counter(
        read(
            metric,
            metric.observations.standing(),
            today=dt.date(2026, 11, 23),
            targets=list(metric.targets.standing()),
            rebases=list(metric.rebases.all()),
        ).verdict.word
        for metric in Metric.objects.all()
    )
    assert words == {"No sign of change": 38, "Got worse": 6, "Got better": 4, "Changed": 2}


def test_large_is_a_million_of_which_a_quarter_stands():
    size = SIZES["L"]
    assert (size.metrics * size.periods, size.every) == (260_000, "week")
    more, of = size.corrected_of
    assert of == size.periods
    assert size.metrics * (more * (size.corrected + 1) + (of - more) * size.corrected) == 1_000_000
    assert size.periods // 52 == 10
