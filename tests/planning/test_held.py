"""A person's export, their erasure, the archive of a workspace and the undoing of an import reach what is held here."""

import datetime as dt
import json
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.isolation import enter
from accounts.workspaces import create_workspace
from planning.goals import add_goal, edit_goal
from planning.intake.text import RequestText
from planning.models import Decision, Goal, GoalOwner, GoalPosition, Request, RequestDesk, Stake
from planning.positions import say_position
from planning.requests import bring, decide, estimate, set_desk
from planning.stakes import edit_stake
from stakeholders import erasure
from stakeholders.exports.archive import archive, document_of
from stakeholders.formats.document import Format
from stakeholders.formats.writing import write
from stakeholders.imports import batches
from stakeholders.imports.preview import expand
from stakeholders.models import ImportBatch, Stakeholder
from tests.stakeholders.conftest import imported, preview  # noqa: F401 - fixtures
from tests.stakeholders.test_erasure import tables_that_hold

pytestmark = pytest.mark.django_db

NAME = "Zephyrine Quillfeather"
WORDS = ("zephyrine", "quillfeather", "marmalade")
ROWS = (Goal, GoalOwner, Stake, GoalPosition, Request, Decision, RequestDesk)


@pytest.fixture
def zephyrine(leader, add_person, new_goal, new_stake) -> Stakeholder:
    person, other = add_person(NAME, email="z@northwind.example"), add_person("Bo Li")
    goal = new_goal("Win more", owners=[person, other])
    stake = new_stake(person, goal, what="Her marmalade")
    edit_stake(stake, expected_version=1, expects="More marmalade", measure="Jars", horizon_on=dt.date(2027, 1, 2))
    new_stake(other, goal, what="His Mondays")
    say_position(person, goal=goal, author=leader, position=2, why="Quillfeather loves it", said_on=dt.date(2026, 1, 2))
    set_desk(leader.memberships.get().workspace, owner=leader, days_a_quarter=60)
    said = RequestText(problem="Marmalade sticks", for_whom="Shops", wanted_by=dt.date(2027, 3, 1))
    asked, _ = bring(goal.workspace, key=uuid4(), name=NAME, email="Z@northwind.example", text=said)
    estimate(asked, expected_version=1, goal=goal, days=5, value=3)
    decide(asked, author=leader, state="declined", reason="Quillfeather may wash jars", expected_version=2)
    return person


def test_an_erasure_leaves_nothing(zephyrine, leader):
    held = tables_that_hold(WORDS)
    assert {"planning_stake", "planning_stakeevent", "planning_goalposition", "planning_goalpositionevent"} <= set(held)
    erasure.erase(zephyrine, actor=leader, typed_name=NAME)
    assert tables_that_hold(WORDS) == {}
    assert list(GoalOwner.objects.values_list("stakeholder__name", flat=True)) == ["Bo Li"]
    assert list(Stake.objects.values_list("what", flat=True)) == ["His Mondays"]
    assert Goal.objects.count() == 1


def test_the_page_of_an_erasure_counts_them_and_finds_the_name_elsewhere(as_leader, zephyrine, new_goal, new_stake):
    bo = Stakeholder.objects.get(name="Bo Li")
    new_stake(bo, what=f"Speaks for {NAME}")
    new_goal(f"Keep {NAME} happy")
    held = erasure.holdings(zephyrine)
    assert held.more == [
        (1, "owned goal", "owned goals"),
        (1, "stake", "stakes"),
        (1, "position on a goal", "positions on goals"),
        (1, "request", "requests"),
        (2, "mail to them", "mails to them"),
    ]
    assert held.mentions == [(bo.pk, "Bo Li", "words of a stake"), (None, f"Keep {NAME} happy", "a goal")]
    page = as_leader.get(f"/w/northwind/stakeholders/{zephyrine.pk}/erase/").content.decode()
    assert '<span class="num">1</span><span>position on a goal</span>' in page
    assert f'<span dir="auto">Keep {NAME} happy</span>, a goal' in page


def test_the_export_of_a_person_tells_all_of_it(zephyrine):
    told = erasure.everything_about(zephyrine)
    year = str(timezone.localdate().year)
    assert told["owned_goals"] == [{"goal": "Win more", "period": year}]
    (stake,) = told["stakes"]
    assert {key: stake[key] for key in stake if key != "created_at"} == {
        "goal": "Win more", "invests": "Time", "what": "Her marmalade", "expects": "More marmalade", "measure": "Jars",
        "horizon": dt.date(2027, 1, 2), "ended_on": None, "author": "Ines Rourke",
    }  # fmt: skip
    (said,) = told["positions_on_goals"]
    assert (said["goal"], said["position"], said["why"], said["said_on"]) == (
        "Win more", "Advocate", "Quillfeather loves it", dt.date(2026, 1, 2),
    )  # fmt: skip
    (asked,) = told["requests"]
    (decided,) = asked["decisions"]
    assert (asked["problem"], asked["goal"], decided["became"], decided["reason"]) == (
        "Marmalade sticks", "Win more", "Declined", "Quillfeather may wash jars",
    )  # fmt: skip
    trail = [(row["what"], row["change"]) for row in told["audit_trail"] if row["what"] != "stakeholder"]
    assert sorted(trail) == [
        ("owned goal", "insert"), ("position on a goal", "insert"), ("request", "insert"), ("request", "update"),
        ("request", "update"), ("stake", "insert"), ("stake", "update"),
    ]  # fmt: skip


@pytest.fixture
def second_home(workspace, leader, zephyrine) -> tuple[bytes, bytes, ImportBatch]:
    """The archive of the first workspace, its plain document, and its import into a second one."""
    packed, before = archive(workspace), write(document_of(workspace), Format.COALITION_JSON)
    empty = create_workspace("Second home", leader=leader, slug="second")
    enter(workspace=empty.pk, user=leader.pk)
    batch = batches.receive(empty, author=leader, files=[("a.zip", packed)])
    batches.prepare(batch)
    batch.refresh_from_db()
    return packed, before, batch


def test_an_archive_comes_back_whole(second_home):
    _, before, batch = second_home
    assert batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"]).state == "applied"
    assert json.loads(write(document_of(batch.workspace), Format.COALITION_JSON)) == json.loads(before)
    assert [model.objects.count() for model in ROWS] == [1, 2, 2, 1, 1, 1, 1]
    assert Stake.objects.get(what="Her marmalade").stakeholder.name == NAME


def test_a_restored_archive_can_be_undone(second_home, leader):
    _, _, batch = second_home
    batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"])
    batches.start_undoing(ImportBatch.objects.get(), anyway=False)
    assert batches.undo(batch.pk, actor=leader) == []
    assert [model.objects.count() for model in (Stakeholder, *ROWS)] == [0] * 8


def test_what_was_added_to_a_restored_person_keeps_them(second_home, leader):
    _, _, batch = second_home
    batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"])
    bo, goal = Stakeholder.objects.get(name="Bo Li"), Goal.objects.get()
    say_position(bo, goal=goal, author=leader, position=0, why="Waits")
    batches.start_undoing(ImportBatch.objects.get(), anyway=False)
    left = batches.undo(batch.pk, actor=leader)
    assert [(row.name, row.reason) for row in left] == [("Bo Li", "was given a position on a goal since")]
    assert [model.objects.count() for model in (Stakeholder, *ROWS)] == [1, 1, 1, 1, 1, 0, 0, 0]


def test_people_of_an_import_who_were_given_a_stake_stay(leader, imported, new_stake):  # noqa: F811
    batch = imported("people.csv", "Name\nAna\nBo\n")
    new_stake(Stakeholder.objects.get(name="Ana"))
    batches.start_undoing(batch, anyway=False)
    left = batches.undo(batch.pk, actor=leader)
    assert [(row.name, row.reason) for row in left] == [("Ana", "was given a stake since")]
    assert list(Stakeholder.objects.values_list("name", flat=True)) == ["Ana"]


@pytest.mark.parametrize(
    ("part", "change", "said"),
    [
        ("goals", {"ends_on": "1999-01-01"}, "A goal ends after it starts."),
        ("goals", {"starts_on": "soon"}, "This entry is not as a backup has it."),
        ("stakes", {"goal": 7}, "This entry is not as a backup has it."),
        ("stakes", {"goal": -1}, "The goal it belongs to is missing."),
        ("stakes", {"stakeholder": "s99"}, "This entry is not as a backup has it."),
        ("stakes", {"invests": "love"}, "Value 'love' is not a valid choice."),
        ("positions", {"position": 9}, "A position goes from -2 to 2."),
        ("positions", {"why": None}, "This field cannot be null."),
    ],
)
def test_what_a_backup_holds_wrong_is_left_out_with_a_sentence(workspace, leader, zephyrine, part, change, said):
    document = json.loads(write(document_of(workspace), Format.COALITION_JSON))
    document["project"]["planning"][part][0].update(change)
    empty = create_workspace("Second home", leader=leader, slug="second")
    enter(workspace=empty.pk, user=leader.pk)
    batch = batches.receive(empty, author=leader, files=[("a.json", json.dumps(document).encode())])
    batches.prepare(batch)
    batch.refresh_from_db()
    reasons = expand(batch.reasons)
    where = f"{part.removesuffix('s').capitalize()} 1"
    assert [row[2] for row in reasons if row[0] == where] == [said]
    assert batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"]).state == "applied"


def test_restored_goals_come_after_those_that_stand(second_home, leader):
    _, _, batch = second_home
    add_goal(batch.workspace, statement="Here", starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 2, 1))
    batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"])
    assert list(Goal.objects.order_by("rank").values_list("statement", "rank")) == [("Here", 1), ("Win more", 2)]
    edit_goal(Goal.objects.get(rank=2), expected_version=1, statement="Win")
