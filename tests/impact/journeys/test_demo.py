"""The demo's journeys: believable on any day, and no channel stands out of them."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.isolation import enter
from impact.demo import measure_demo
from impact.journeys import results
from impact.models import Journey, JourneySet
from stakeholders.demo.workspace import make_demo

pytestmark = pytest.mark.django_db

D = dt.date


@pytest.mark.parametrize(
    ("today", "name", "first_on", "last_on"),
    [
        (D(2026, 11, 20), "Deals of Q3 2026", D(2026, 7, 1), D(2026, 9, 30)),
        (D(2027, 1, 1), "Deals of Q4 2026", D(2026, 10, 1), D(2026, 12, 31)),
        (D(2028, 2, 29), "Deals of Q4 2027", D(2027, 10, 1), D(2027, 12, 31)),
    ],
)
def test_the_last_quarter_s_deals_are_there_on_any_day(time_machine, today, name, first_on, last_on):
    time_machine.move_to(dt.datetime.combine(today, dt.time(12), timezone.get_current_timezone()))
    workspace, _ = make_demo(today=today)
    assert measure_demo(workspace, today=today)
    enter(workspace=workspace.pk)
    made = JourneySet.objects.get()
    told = results.read(made.results)
    assert (made.name, made.first_on, made.last_on, made.created_at.date() <= today) == (name, first_on, last_on, True)
    assert (told.conversions, told.nulls, told.journeys, told.leader) == (25.0, 29.0, 54, None)
    assert sum(one.first_in > 0 for one in told.channels) > 1
    deals = list(Journey.objects.values_list("deal", flat=True))
    assert len(set(deals)) == len(deals) == 54
