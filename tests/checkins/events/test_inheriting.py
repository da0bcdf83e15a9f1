"""A successor has what was there before only once somebody confirms it."""

import pytest
from django.utils import timezone

from checkins.events.inheriting import confirm, let_go
from checkins.events.opening import dismiss, record
from checkins.events.touching import Change
from checkins.models import Inherited
from impact.models import StakeMeasure
from planning.models import Stake
from planning.stakes import add_stake, end_stake
from stakeholders import erasure
from stakeholders.models import Relationship

pytestmark = pytest.mark.django_db


@pytest.fixture
def heritage(workspace, leader, add_person):
    """Ann, who trusted Cy and to whom Bo reported, left; Dana takes her place."""
    ann, bo, cy, dana = (add_person(name) for name in ("Ann", "Bo", "Cy", "Dana"))
    for source, kind, target in ((ann, "trusts", cy), (bo, "reports_to", ann), (dana, "reports_to", ann)):
        Relationship.objects.create(workspace=workspace, source=source, kind=kind, target=target, weight=4)
    add_stake(ann, author=leader, invests="budget", what="50,000", expects="Pipeline", measure="Win rate")
    end_stake(add_stake(ann, author=leader, invests="time", what="Fridays"))
    event, _ = record(workspace, Change("left", ann.pk, other=dana.pk), key="left", says="Ann left.")
    return event, ann, dana


def ties() -> set[tuple[str, str, str]]:
    return set(Relationship.objects.values_list("source__name", "kind", "target__name"))


def test_nothing_is_on_the_map_until_it_is_confirmed(heritage, leader):
    before = ties()
    things = list(Inherited.objects.select_related("tie", "stake"))
    assert [(one.successor.name, str(one.tie or one.stake), one.state) for one in things] == [
        ("Dana", "Budget: 50,000", "unverified"),
        ("Dana", str(things[1].tie), "unverified"),
        ("Dana", str(things[2].tie), "unverified"),
    ]  # fmt: skip
    assert [(one.tie.source.name, one.tie.kind) for one in things[1:]] == [("Bo", "reports_to"), ("Ann", "trusts")]
    stake, reports, trusts = things
    confirm(reports, by=leader)
    let_go(trusts, by=leader)
    # Whoever comes second finds it decided.
    confirm(trusts, by=leader)
    assert ties() == before - {("Bo", "reports_to", "Ann")} | {("Bo", "reports_to", "Dana")}
    confirm(stake, by=leader)
    confirm(stake, by=leader)
    assert list(Stake.objects.standing().values_list("stakeholder__name", "what", "expects", "measure")) == [
        ("Dana", "50,000", "Pipeline", "Win rate")
    ]
    # The line of Bo went, for there is one manager a person, and with it what was said of it.
    assert list(Inherited.objects.values_list("tie__kind", "state", "decided_on", "decided_by")) == [
        (None, "confirmed", timezone.localdate(), leader.pk), ("trusts", "let_go", timezone.localdate(), leader.pk),
    ]  # fmt: skip
    assert StakeMeasure.objects.count() == 0


def test_a_dismissed_event_lets_everything_go(heritage, leader):
    event, _, _ = heritage
    before = ties()
    dismiss(event, why="She stays after all", by=leader)
    assert (ties(), set(Inherited.objects.values_list("state", flat=True))) == (before, {"let_go"})


@pytest.mark.parametrize("who", ["Ann", "Dana"])
def test_the_erasure_of_either_takes_it_along(heritage, leader, who):
    person = next(one for one in heritage[1:] if one.name == who)
    erasure.erase(person, actor=leader, typed_name=who)
    assert Inherited.objects.count() == 0
