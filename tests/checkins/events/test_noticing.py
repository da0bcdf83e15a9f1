"""The app notices what changed in its own rows: once, and nothing that was so before it looked."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from accounts import members
from accounts.isolation import scope
from accounts.models import Membership
from accounts.workspaces import create_workspace
from checkins import plans
from checkins.events import noticing, opening
from checkins.models import ChangeEvent, ChangeWatch, CheckIn, CheckInReason
from impact.metrics import add_metric
from impact.models import Target
from impact.observations import number, record_observation
from planning.goals import add_goal, close_goal, edit_goal, move_goal, reopen_goal
from planning.models import Goal
from planning.stakes import add_stake
from stakeholders.assessments import record_assessment
from stakeholders.models import Touchpoint
from stakeholders.register import add_stakeholder, edit_stakeholder
from stakeholders.relationships import add_relationship
from tests.conftest import make_user
from tests.impact.rows import FIELDS, FLOW

DAY = dt.timedelta(days=1)


@pytest.fixture
def watched(workspace):
    """Looked at since a month ago."""
    plans.begin(workspace)
    now = timezone.now()
    ChangeWatch.objects.create(workspace=workspace, begun_at=now - 30 * DAY, swept_to=now - 30 * DAY)
    return workspace


def told(workspace, *, later=dt.timedelta(0)) -> list[tuple[str, str]]:
    """What is noticed now, and that a second look notices nothing."""
    known = set(ChangeEvent.objects.values_list("pk", flat=True))
    now = timezone.now() + later
    noticing.sweep(workspace.pk, now=now)
    assert noticing.sweep(workspace.pk, now=now + dt.timedelta(minutes=5)) == 0
    return sorted(ChangeEvent.objects.exclude(pk__in=known).values_list("kind", "says"))


@pytest.mark.django_db
def test_nothing_of_what_was_there_before_is_a_change(workspace, leader, add_person):
    person = add_person("Ann", segment="champion", position=2, influence=5, interest=5)
    record_assessment(person, author=leader, segment="detractor", position=-2, why="Angry", influence=5)
    assert (noticing.sweep(workspace.pk), ChangeWatch.objects.count()) == (0, 0)
    plans.begin(workspace)
    assert (noticing.sweep(workspace.pk), ChangeWatch.objects.count()) == (0, 1)


@pytest.mark.django_db
def test_people(watched, leader, add_person):
    bo, cy, di = (add_person(name, segment="decision_maker", job_title="Head of Sales") for name in ("Bo", "Cy", "Di"))
    nobody = add_person("Nobody", job_title="Clerk")
    add_relationship(bo, target=cy, kind="reports_to")
    assert told(watched) == []
    edit_stakeholder(bo, expected_version=bo.version, job_title="Chief Revenue Officer")
    edit_stakeholder(cy, expected_version=cy.version, job_title="Head of Sales.")
    edit_stakeholder(nobody, expected_version=nobody.version, job_title="Director")
    add_relationship(bo, target=di, kind="reports_to")
    new = add_stakeholder(watched, author=leader, name="Ed")
    add_stakeholder(watched, author=leader, name="Fay")
    record_assessment(new, author=leader, segment="influencer", why="Seen")
    assert told(watched) == [
        ("joined", "Ed is new among the stakeholders."),
        ("promoted", "Bo is Chief Revenue Officer now; before: Head of Sales."),
        ("reports_elsewhere", "Bo reports to somebody else now."),
    ]
    assert sorted(CheckIn.objects.values_list("stakeholder__name", "origin")) == [
        ("Bo", "change"), ("Di", "change"), ("Ed", "change"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_support(watched, leader, add_person):
    ann = add_person("Ann", segment="champion", position=2, assessed_on=timezone.localdate() - 60 * DAY)
    bo = add_person("Bo", segment="decision_maker", position=1, assessed_on=timezone.localdate() - 60 * DAY)
    cy = add_person("Cy", segment="influencer", position=1, assessed_on=timezone.localdate() - 60 * DAY)
    assert told(watched) == []
    for person, segment, position in ((ann, "influencer", 1), (bo, "decision_maker", -1), (cy, "influencer", -1)):
        record_assessment(person, author=leader, segment=segment, position=position, why="Heard")
    # Back again before anybody looked.
    record_assessment(cy, author=leader, segment="influencer", position=1, why="A misunderstanding")
    assert told(watched) == [
        ("champion_lost", "Ann is no champion any more."),
        ("position_dropped", "Bo went from supportive to sceptical."),
    ]
    whys = set(CheckInReason.objects.values_list("check_in__stakeholder__name", "why"))
    assert whys == {
        ("Ann", "Was a champion and is none any more: ask what changed."),
        ("Bo", "Went from supportive to sceptical: ask what changed."),
    }


@pytest.mark.django_db
def test_goals(watched, add_person):
    ann = add_person("Ann")
    period = {"starts_on": timezone.localdate() - 30 * DAY, "ends_on": timezone.localdate() + 300 * DAY}
    win, keep, grow = (add_goal(watched, statement=name, **period) for name in ("Win", "Keep", "Grow"))
    over = add_goal(watched, statement="Old", starts_on=dt.date(2020, 1, 1), ends_on=dt.date(2020, 12, 31))
    assert told(watched) == [
        ("goal_added", "A new goal: “Grow”."), ("goal_added", "A new goal: “Keep”."),
        ("goal_added", "A new goal: “Win”."),
    ]  # fmt: skip
    # As if they had been there since yesterday: rows of the audit cannot be made older.
    history = Goal.pgh_event_model
    with time_machine.travel(timezone.now() - DAY):
        for row in list(history.objects.filter(pgh_label="insert").order_by("pgh_id")):
            row.pk = None
            row.save(force_insert=True)
    move_goal(grow, before=win)
    # Whoever orders goals may not be done yet.
    assert told(watched) == []
    close_goal(keep)
    close_goal(win)
    reopen_goal(win)
    close_goal(over)
    said = told(watched, later=dt.timedelta(minutes=20))
    assert said == [
        ("goal_dropped", f"“Keep” was dropped before the end of {keep.period}."),
        ("goal_reordered", "“Grow” comes before “Win” now."),
    ]
    assert ann.pk not in set(CheckIn.objects.values_list("stakeholder", flat=True))


@pytest.mark.django_db
def test_the_calendar(watched, leader, add_person):
    today = timezone.localdate()
    quiet = add_person("Quinn", segment="champion", influence=5, interest=5, position=1)
    long_ago = add_person("Lou", segment="champion", influence=5, interest=5, position=1)
    for person, days in ((quiet, 50), (long_ago, 200)):
        Touchpoint.objects.create(
            workspace=watched, stakeholder=person, kind="call", happened_on=today - days * DAY, author=leader
        )
    goal = add_goal(watched, statement="Win", starts_on=today - 80 * DAY, ends_on=today + 10 * DAY)
    add_stake(quiet, author=leader, goal=goal, invests="budget", what="50,000")
    assert told(watched) == [
        ("budget_near", f"Goals that were given budget end on {goal.ends_on:%-d %B %Y}: what comes next is decided"
         " about now."),
        ("goal_added", "A new goal: “Win”."),
        ("silence", f"Nothing from Quinn since {today - 50 * DAY:%-d %B %Y}."),
    ]  # fmt: skip
    assert sorted(CheckInReason.objects.values_list("check_in__stakeholder__name", "why")) == [
        ("Quinn", "Nobody has been in touch for 50 days; wanted every 30."),
        ("Quinn", f"Put budget in, and decides by {goal.ends_on:%-d %B} whether there is more."),
        ("Quinn", "Put budget into the new goal “Win”."),
    ]
    # A day later the same silence is the same event.
    noticing.sweep(watched.pk, now=timezone.now() + DAY)
    assert ChangeEvent.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("course", "values", "expected"),
    [
        ("even", [40, 40, 40], "target_beaten"),
        ("even", [40, 40, 39], "target_missed"),
        ("even", [40, 40], None),
        ("throughout", [40, 40, 39], "target_missed"),
        ("throughout", [120, 120, 120], "target_beaten"),
    ],
)
def test_a_target_whose_days_are_over(watched, leader, course, values, expected):
    """Of 120 in a quarter of three months."""
    metric = add_metric(watched, author=leader, **(FIELDS | FLOW))
    for month, value in enumerate(values):
        record_observation(metric, number(value), starts_on=dt.date(2026, 7 + month, 1), author=leader)
    Target.objects.create(
        workspace=watched, metric=metric, value=120, starts_on=dt.date(2026, 7, 1), ends_on=dt.date(2026, 9, 30),
        course=course, author=leader,
    )  # fmt: skip
    now = dt.datetime(2026, 10, 10, 12, tzinfo=dt.UTC)
    ChangeWatch.objects.update(begun_at=now - 30 * DAY, swept_to=now - DAY)
    noticing.sweep(watched.pk, now=now)
    assert list(ChangeEvent.objects.values_list("kind", flat=True)) == ([] if expected is None else [expected])


@pytest.mark.django_db
def test_what_breaks_is_looked_for_again(watched, add_person, leader, monkeypatch):
    ann = add_person("Ann", segment="champion", position=2, assessed_on=timezone.localdate() - 60 * DAY)
    record_assessment(ann, author=leader, segment="detractor", position=-2, why="Angry")
    right = opening.record

    def breaks(*args, **kwargs):
        right(*args, **kwargs)
        raise RuntimeError

    swept_to = ChangeWatch.objects.get().swept_to
    with monkeypatch.context() as patched:
        patched.setattr(opening, "record", breaks)
        assert noticing.sweep(watched.pk) == 0
    assert (ChangeEvent.objects.count(), ChangeWatch.objects.get().swept_to) == (0, swept_to)
    assert told(watched) == [("champion_lost", "Ann is no champion any more.")]


@pytest.mark.django_db(transaction=True)
def test_a_goal_that_changed_hands():
    """In transactions of their own: a goal's first owners come with it."""
    leader = make_user("ines@northwind.example", "Ines Rourke")
    workspace = create_workspace("Northwind Instruments", leader=leader, slug="northwind")
    inside = {"workspace": workspace.pk, "user": leader.pk}
    with scope(**inside):
        plans.begin(workspace)
        ann, bo, cy = (add_stakeholder(workspace, author=leader, name=name) for name in ("Ann", "Bo", "Cy"))
    noticing.sweep(workspace.pk)
    with scope(**inside):
        goal = add_goal(
            workspace, statement="Win", owners=[ann, bo], starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2099, 1, 1)
        )
    noticing.sweep(workspace.pk)
    with scope(**inside):
        CheckIn.objects.all().delete()
        edit_goal(goal, expected_version=1, owners=[bo, cy])
    assert (noticing.sweep(workspace.pk), noticing.sweep(workspace.pk)) == (1, 0)
    with scope(**inside):
        assert list(ChangeEvent.objects.order_by("pk").values_list("kind", "says")) == [
            ("goal_added", "A new goal: “Win”."), ("goal_owner", "“Win” has another owner."),
        ]  # fmt: skip
        assert sorted(CheckInReason.objects.values_list("check_in__stakeholder__name", "why")) == [
            ("Ann", "Does not own “Win” any more."), ("Cy", "Owns “Win” now."),
        ]  # fmt: skip


@pytest.mark.django_db
def test_who_was_taken_out_of_the_workspace_may_have_left(watched, workspace, executive, add_person):
    ann = add_person("Ann", segment="decision_maker", email=executive.email.upper())
    add_person("Bo", segment="decision_maker", email="bo@northwind.example")
    assert told(watched) == []
    members.remove(Membership.objects.get(workspace=workspace, user=executive))
    assert told(watched) == [("other", "Ann was taken out of this workspace. If they left, enter it.")]
    assert CheckInReason.objects.get().check_in.stakeholder == ann
