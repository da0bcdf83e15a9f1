"""Events open the check-ins they call for: one a person, with every reason, however many come at once."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.isolation import scope
from accounts.models import Workspace
from accounts.workspaces import create_workspace
from checkins import plans
from checkins.events.kinds import due_on
from checkins.events.opening import dismiss, record
from checkins.events.touching import Change
from checkins.models import ChangeEvent, CheckIn, CheckInPlan, CheckInReason
from mail.models import Message
from planning.goals import add_goal
from planning.stakes import add_stake
from stakeholders.models import Relationship, Stakeholder
from tests.conftest import make_user
from tests.discussions.running.test_races import at_once

TOGETHER = 50


@pytest.fixture
def ann(workspace, leader, add_person) -> Stakeholder:
    return add_person("Ann", segment="champion", position=1, influence=4, interest=4, owner=leader)


@pytest.mark.django_db
def test_one_check_in_with_every_reason_as_soon_as_the_most_urgent_asks(workspace, leader, member, ann):
    plans.begin(workspace, zone="Europe/Berlin")
    CheckInPlan.objects.filter(stakeholder=ann).update(owner=member, channel="call", at=dt.time(14))
    first, is_new = record(workspace, Change("promoted", ann.pk), key="a", says="Ann is CFO now.")
    again, second_time = record(workspace, Change("promoted", ann.pk), key="a", says="Ann is CFO now.")
    assert (is_new, second_time, first.pk) == (True, False, again.pk)
    record(workspace, Change("champion_lost", ann.pk), key="b", says="Ann is no champion any more.")
    record(workspace, Change("promoted", ann.pk), key="c", says="Ann is CEO now.")
    check_in = CheckIn.objects.get()
    today = timezone.now().astimezone(ZoneInfo("Europe/Berlin")).date()
    assert (check_in.origin, check_in.state, check_in.owner, check_in.channel, check_in.moved_times) == (
        "change", "due", member, "call", 1,
    )  # fmt: skip
    assert check_in.due_on == due_on("champion_lost", today, today=today)
    assert check_in.due_at.astimezone(ZoneInfo("Europe/Berlin")).time() == dt.time(14)
    assert list(check_in.reasons.values_list("event__key", "why")) == [
        ("a", "Has another role: what they need of marketing may be another thing now."),
        ("b", "Was a champion and is none any more: ask what changed."),
        ("c", "Has another role: what they need of marketing may be another thing now."),
    ]
    # A mail for each day it was due on; the first finds out by itself that it is not wanted.
    assert Message.objects.filter(kind="check-in").count() == 2


@pytest.mark.django_db
def test_an_event_that_is_dismissed_takes_only_its_own_check_ins_with_it(workspace, leader, ann, add_person):
    bo = add_person("Bo", segment="decision_maker")
    Relationship.objects.create(workspace=workspace, source=bo, target=ann, kind="trusts")
    lost, _ = record(workspace, Change("champion_lost", ann.pk), key="lost", says="Ann is no champion any more.")
    record(workspace, Change("promoted", ann.pk), key="role", says="Ann is CFO now.")
    with pytest.raises(ValidationError):
        dismiss(lost, why=" ", by=leader)
    dismiss(lost, why="A slip of the pen", by=leader)
    dismiss(lost, why="Once more", by=leader)
    lost.refresh_from_db()
    assert (lost.dismissed_on, lost.dismissed_why) == (timezone.localdate(), "A slip of the pen")
    assert set(CheckIn.objects.values_list("stakeholder__name", "state", "skipped_why")) == {
        ("Ann", "due", ""), ("Bo", "skipped", "Not called for any more: A slip of the pen"),
    }  # fmt: skip
    # Never told again: neither is a check-in opened.
    assert record(workspace, Change("champion_lost", ann.pk), key="lost", says="Ann …")[1] is False
    assert CheckIn.objects.open().count() == 1
    # Another change opens another one.
    record(workspace, Change("promoted", bo.pk), key="bo", says="Bo is CEO now.")
    assert list(CheckIn.objects.open().values_list("stakeholder__name", flat=True).order_by("stakeholder__name")) == [
        "Ann", "Bo",
    ]  # fmt: skip


@pytest.mark.django_db
def test_with_who_left_nobody_checks_in(workspace, leader, ann):
    plans.begin(workspace)
    record(workspace, Change("promoted", ann.pk), key="role", says="Ann is CFO now.")
    ahead = timezone.localdate() + dt.timedelta(days=20)
    record(workspace, Change("left", ann.pk, day=ahead), key="leaves", says="Ann leaves.")
    assert (CheckIn.objects.get().state, CheckInPlan.objects.get().paused_on) == ("due", None)
    record(workspace, Change("left", ann.pk), key="left", says="Ann left.")
    assert (CheckIn.objects.get().state, CheckIn.objects.get().skipped_why) == ("skipped", "They left.")
    assert (CheckInPlan.objects.get().paused_why, CheckInPlan.objects.get().next_due_at) == ("They left.", None)


@pytest.mark.django_db
def test_rows_are_read_for_each_kind(workspace, leader, ann, add_person):
    bo = add_person("Bo", segment="decision_maker", approves=True)
    ourselves = add_person("Ines", email=leader.email.upper())
    goal = add_goal(
        workspace, statement="Win more", owners=[ann, ourselves], starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2099, 1, 1),
    )  # fmt: skip
    add_stake(ann, author=leader, goal=goal, invests="budget", what="50,000")
    add_stake(bo, author=leader, invests="budget", what="10,000")
    record(workspace, Change("goal_dropped", goals=(goal.pk,)), key="dropped", says="“Win more” was dropped.")
    record(workspace, Change("budget_near", goals=(goal.pk,)), key="budget", says="Budgets are near.")
    record(workspace, Change("left", ann.pk), key="left", says="Ann left.")
    found = CheckInReason.objects.order_by("pk").values_list("event__key", "check_in__stakeholder__name", "why")
    assert list(found) == [
        ("dropped", "Ann", "Put budget into “Win more”, which was dropped: the return they expect breaks."),
        ("budget", "Ann", "Put budget in, and decides whether there is more."),
        ("budget", "Bo", "Put budget in, and decides whether there is more."),
    ]


@pytest.mark.django_db(transaction=True)
def test_fifty_identical_and_fifty_different_ones_at_once():
    leader = make_user("ines@northwind.example", "Ines Rourke")
    workspace = create_workspace("Northwind Instruments", leader=leader, slug="northwind")
    with scope(workspace=workspace.pk, user=leader.pk):
        people = [Stakeholder.objects.create(workspace=workspace, name=f"P{number}") for number in range(4)]
        goals = [
            add_goal(workspace, statement=f"Goal {n}", starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2099, 1, 1))
            for n in range(2)
        ]
        for number, person in enumerate(people):
            for goal in goals[number % 2 :]:
                add_stake(person, author=leader, goal=goal, invests="time", what="Fridays")
    number = iter(range(TOGETHER))

    def tell(change: Change, key: str) -> None:
        with scope(workspace=workspace.pk, user=leader.pk):
            record(Workspace.objects.get(pk=workspace.pk), change, key=key, says="It was dropped.")

    def identical() -> None:
        tell(Change("goal_dropped", goals=(goals[0].pk,)), "same")

    def different() -> None:
        one = next(number)
        tell(Change("goal_dropped", goals=(goals[one % 2].pk,)), f"different:{one}")

    assert at_once(TOGETHER, identical) == []
    assert at_once(TOGETHER, different) == []
    with scope(workspace=workspace.pk, user=leader.pk):
        assert ChangeEvent.objects.count() == 1 + TOGETHER
        assert list(CheckIn.objects.order_by("stakeholder").values_list("stakeholder__name", "state", "origin")) == [
            (person.name, "due", "change") for person in people
        ]
        # Two of them have a stake in both goals, two in the second alone.
        counts = [CheckInReason.objects.filter(check_in__stakeholder=person).count() for person in people]
        assert counts == [TOGETHER + 1, TOGETHER // 2, TOGETHER + 1, TOGETHER // 2]
