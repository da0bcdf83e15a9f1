"""Generated workspaces: the promised sizes, the same rows for the same seed, and nothing of anybody's overwritten."""

import datetime as dt
import hashlib
import json

import pytest
from django.core.management import CommandError, call_command

from accounts.isolation import enter
from accounts.models import User
from accounts.workspaces import memberships_of
from stakeholders.demo.workspace import make_demo
from stakeholders.generation import generate
from stakeholders.models import Assessment, Relationship, Stakeholder
from stakeholders.relationships import reporting_cycle

TODAY = dt.date(2026, 11, 20)


def exported(slug: str) -> str:
    """A hash of every row of a workspace, ids and times of writing aside."""
    leader = User.objects.get(email="leader@generated.example")
    workspace = next(each.workspace for each in memberships_of(leader.pk) if each.workspace.slug == slug)
    enter(workspace=workspace.pk)
    people = Stakeholder.objects.order_by("external_id").values_list(
        "external_id", "name", "email", "kind", "is_group", "job_title", "department__name", "owner__email", "version"
    )
    looks = Assessment.objects.order_by("stakeholder__external_id", "assessed_on", "pk").values_list(
        "stakeholder__external_id", "assessed_on", "segment", "influence", "interest", "position", "engagement_now",
        "engagement_desired", "voice", "confidence", "source", "why", "approves", "executes", "advocates", "resists",
    )  # fmt: skip
    ties = Relationship.objects.order_by("source__external_id", "target__external_id", "kind").values_list(
        "source__external_id", "target__external_id", "kind", "weight"
    )
    return hashlib.sha256(json.dumps([list(people), list(looks), list(ties)], default=str).encode()).hexdigest()


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_workspace_and_another_seed_another():
    call_command("generate", size="S", seed=7, workspace="first")
    call_command("generate", size="S", seed=7, workspace="second")
    call_command("generate", size="S", seed=8, workspace="third")
    first, second, third = exported("first"), exported("second"), exported("third")
    assert first == second
    assert first != third
    call_command("generate", size="S", seed=8, workspace="first", replace=True)
    assert exported("first") == third


@pytest.mark.django_db
def test_current_and_version_are_what_the_verbs_would_have_left():
    call_command("generate", size="S", seed=1)
    exported("generated-s")
    assert (Stakeholder.objects.count(), Relationship.objects.count(), Assessment.objects.count()) == (60, 300, 600)
    held = {row.stakeholder_id: row.pk for row in Assessment.objects.latest_by(dt.date.today())}
    people = Stakeholder.objects.prefetch_related("assessments")
    assert {each.pk: each.current_id for each in people if each.current_id} == held
    assert [each.name for each in people if each.version != 1 + len(each.assessments.all())] == []


@pytest.mark.django_db
def test_an_existing_workspace_is_left_alone_unless_asked():
    call_command("generate", size="S", seed=1)
    before = exported("generated-s")
    with pytest.raises(CommandError, match="--replace empties it first"):
        call_command("generate", size="S", seed=2)
    assert exported("generated-s") == before


@pytest.mark.django_db
def test_people_who_were_not_generated_are_never_replaced():
    demo, _ = make_demo(today=TODAY)
    enter(workspace=demo.pk)
    before = Stakeholder.objects.count()
    with pytest.raises(CommandError, match="/w/northwind/ holds people who were not generated"):
        call_command("generate", size="S", workspace="northwind", leader="leader@northwind.example", replace=True)
    enter(workspace=demo.pk)
    assert Stakeholder.objects.count() == before


def test_the_address_of_somebody_else_is_refused(stranger):
    with pytest.raises(CommandError, match="The address /w/elsewhere/ belongs to others"):
        call_command("generate", size="S", workspace="elsewhere")
    assert [each.workspace.slug for each in memberships_of(stranger.pk)] == ["elsewhere"]
    assert User.objects.filter(email="leader@generated.example").count() == 0


@pytest.mark.django_db
def test_an_unknown_leader_is_refused():
    with pytest.raises(CommandError, match="No account has the address nobody@"):
        call_command("generate", size="S", leader="nobody@generated.example")


@pytest.mark.parametrize(("size", "people"), [("S", 60), ("M", 1_000)])
def test_sizes_and_shape(size, people):
    made = generate(size, seed=3, today=TODAY)
    assert (len(made.people), len(made.ties)) == (people, 5 * people)
    assert sum(len(each.assessments) for each in made.people) == 10 * people
    lines = {tie.source: tie.target for tie in made.ties if tie.kind == "reports_to"}
    assert [person for person in lines if reporting_cycle(lines, start=person)] == []
    assert {made.people[place].kind for pair in lines.items() for place in pair} == {"internal"}
    assert [tie for tie in made.ties if tie.source == tie.target] == []
    assert len({(tie.source, tie.target, tie.kind) for tie in made.ties}) == len(made.ties)
    unassessed = sum(not each.assessments for each in made.people) / people
    assert 0 < unassessed < 0.18
    days = [look["assessed_on"] for each in made.people for look in each.assessments]
    assert TODAY - dt.timedelta(days=730) < min(days) <= max(days) <= TODAY
