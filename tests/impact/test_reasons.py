"""Reasons that people type stand in sentences beside what others wrote, as names and notes do."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from impact.contributions import Evidence, add_contribution, replace_contribution
from impact.evidence import Grade
from impact.initiatives import add_initiative, move_stage
from impact.metrics import add_metric, put_in_front, take_from_front
from impact.models import Contribution, Initiative, Observation
from impact.observations import correct_observation, number, record_observation, withdraw_observation
from impact.targets import set_target
from tests.impact.rows import FIELDS

pytestmark = pytest.mark.django_db
D = dt.date
TURNED, PLAIN = " It was \u202egnorw\u202c\x07 ", "It was gnorw"
NOTHING = "\u202e \u2066\x07"


@pytest.fixture
def metric(workspace, leader):
    return add_metric(workspace, author=leader, **FIELDS)


def test_no_reason_turns_the_sentence_around_it(workspace, leader, metric):
    first = record_observation(metric, number(1), starts_on=D(2026, 1, 1), author=leader)
    again = correct_observation(first, number(2), why=TURNED, author=leader)
    withdraw_observation(again, why=TURNED, author=leader)
    whys = Observation.objects.order_by("pk").values_list("ended_why", flat=True)
    assert list(whys) == [PLAIN, PLAIN]
    target = set_target(metric, 9, starts_on=D(2026, 1, 1), ends_on=D(2026, 12, 31), author=leader, why=TURNED)
    assert target.why == PLAIN
    begun = add_initiative(workspace, name="Fair", what="A stand", starts_on=D(2026, 1, 1))
    link = "https://example.org/\u202efdp.slots"
    found = Evidence(Grade.ASSERTED, None, D(2026, 1, 1), D(2026, 1, 31), "Sales says so", link, "\u202elots.csv")
    row = add_contribution(begun, metric, found, author=leader)
    assert (row.link, row.filename) == ("https://example.org/fdp.slots", "lots.csv")
    replace_contribution(row, found, why=TURNED, author=leader)
    assert Contribution.objects.get(pk=row.pk).ended_why == PLAIN
    stopped = move_stage(begun, Initiative.Stage.STOPPED, expected_version=1, why=TURNED, on=D(2026, 3, 2))
    assert stopped.ended_why == PLAIN
    put_in_front(metric)
    take_from_front(metric, author=leader, why=TURNED)
    metric.refresh_from_db()
    assert metric.off_why == PLAIN


def test_signs_that_nobody_sees_are_no_reason(leader, metric):
    row = record_observation(metric, number(1), starts_on=D(2026, 1, 1), author=leader)
    with pytest.raises(ValidationError):
        withdraw_observation(row, why=NOTHING, author=leader)
    assert Observation.objects.standing().count() == 1
