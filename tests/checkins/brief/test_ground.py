"""What briefs of one workspace share: read once for many, and anew when something of it was written."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.isolation import scope
from checkins.brief.ground import Grounds
from checkins.brief.reading import brief_of
from planning.goals import add_goal
from planning.playbooks.editing import UNWRITTEN, edit_playbook


@pytest.mark.django_db(transaction=True)
def test_it_is_laid_once_until_a_goal_or_a_playbook_is_written(workspace, leader, add_person):
    today = timezone.localdate()
    with scope(workspace=workspace.pk, user=leader.pk):
        person = add_person("Marcus Hale", segment="champion", position=2)
    grounds = Grounds()

    def composed():
        with scope(workspace=workspace.pk), CaptureQueriesContext(connection) as asked:
            brief = brief_of(person, check_in=None, today=today, ground=grounds.of(workspace, today))
        return brief, len(asked)

    first, asked = composed()
    second, asked_again = composed()
    assert (second, asked - asked_again) == (first, 2)
    with scope(workspace=workspace.pk, user=leader.pk):
        add_goal(workspace, statement="Win more deals", starts_on=today, ends_on=today + dt.timedelta(days=90))
        edit_playbook(workspace, "champion", editor=leader, expected_version=UNWRITTEN, approach="Bring cake.")
    told = composed()[0]
    words = [line.words for part in told.parts for line in part.lines]
    assert [sum(said in one for one in words) for said in ("Win more deals", "Bring cake")] == [1, 1]
