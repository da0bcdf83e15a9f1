"""The demo has somebody whose return can be told, and many who wait."""

import datetime as dt

from accounts.isolation import enter
from impact.demo import measure_demo
from impact.models import StakeMeasure
from impact.queries.returns import returns_of, waiting
from impact.returns.demo import return_demo
from planning.demo import plan_demo
from stakeholders.demo.workspace import make_demo
from stakeholders.models import Stakeholder

TODAY = dt.date(2026, 11, 23)


def test_two_are_said_to_be_proved_by_a_number(db):
    workspace, _ = make_demo(today=TODAY)
    plan_demo(workspace, today=TODAY)
    measure_demo(workspace, today=TODAY)
    assert (return_demo(workspace, today=TODAY), return_demo(workspace, today=TODAY)) == (True, False)
    enter(workspace=workspace.pk)
    assert sorted(one.metric.from_library for one in StakeMeasure.objects.all()) == ["logo-churn", "win-rate"]
    aiko = Stakeholder.objects.get(name="Aiko Tanabe")
    found = returns_of(aiko, workspace=workspace, today=TODAY)
    told = [one.stake.what for one in found if one.course and one.course.verdict]
    assert told == ["€ 600 k for the mid-market programme."]
    assert sum(row.measured for row in waiting(workspace)) == 2
