"""What is held about somebody is told to them, erased to the last row, and comes back whole from an archive."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.utils import timezone

from checkins import check_ins, plans
from checkins.check_ins import Outcome, Promised
from checkins.events import inheriting
from checkins.models import (
    ChangeEvent,
    CheckIn,
    CheckInPlan,
    CheckInPromise,
    CheckInReason,
    CheckInRule,
    Holiday,
    Inherited,
    NoticePreference,
    RankingWeight,
)
from checkins.notices import preferences
from checkins.notices.hours import Hours
from checkins.notices.preferences import Choice
from checkins.today.choosing import weigh
from checkins.today.factors import DEFAULTS
from mail.models import Message
from planning.models import Stake
from planning.stakes import add_stake
from stakeholders import erasure
from stakeholders.imports import batches
from stakeholders.imports.preview import expand
from stakeholders.models import ImportBatch, Relationship, Stakeholder
from tests.impact.test_backup import elsewhere, written

pytestmark = pytest.mark.django_db

NAME = "Zephyrine Quillfeather"
MODELS = (
    CheckInRule,
    Holiday,
    CheckInPlan,
    CheckIn,
    ChangeEvent,
    CheckInReason,
    CheckInPromise,
    Inherited,
    NoticePreference,
    RankingWeight,
)


@pytest.fixture
def story(workspace, leader, add_person):
    """Two people with plans; one check-in each, open and held; a change that calls for one of them."""
    person = add_person(NAME, segment="champion", position=1, owner=leader, job_title="Zz")
    other = add_person("Marcus Hale", segment="detractor")
    plans.begin(workspace, zone="Europe/Berlin")
    plans.add_holidays(workspace, [(dt.date(2026, 12, 25), "Christmas")])
    plan = CheckInPlan.objects.get(stakeholder=person)
    plans.pause(plan, why="On leave", until=dt.date(2999, 1, 1), expected_version=1)
    day = timezone.localdate() + dt.timedelta(days=3)
    made = {}
    for each in (person, other):
        made[each] = CheckIn.objects.create(
            workspace=workspace, stakeholder=each, plan=CheckInPlan.objects.get(stakeholder=each), origin="planned",
            for_on=day, due_on=day, due_at=dt.datetime.combine(day, dt.time(9), dt.UTC), zone="Europe/Berlin",
            owner=leader,
        )  # fmt: skip
    check_ins.move(made[person], to=day + dt.timedelta(days=1), expected_version=1)
    came = Outcome(
        f"{NAME} doubts it", position=-1, next_step=f"Ask {NAME} again", promises=[Promised("The cohort", by=leader)]
    )
    check_ins.hold(made[person], came, author=leader, expected_version=2)
    brief = {"ties": [f"Reports to {NAME.upper()}"], "who": "Marcus Hale"}
    check_ins.prepare(made[other], brief=brief, expected_version=1)
    hours = Hours("Asia/Tokyo", dt.time(7), dt.time(12), frozenset({1, 4}))
    preferences.choose(workspace, leader, Choice(False, 3, "week", True, hours))
    weigh(workspace, {**DEFAULTS, "quiet": 0})
    add_stake(other, author=leader, invests="budget", what="50,000")
    tie = Relationship.objects.create(workspace=workspace, source=other, target=add_person("Cy"), kind="trusts")
    joined = ChangeEvent.objects.create(
        workspace=workspace, stakeholder=tie.target, other=other, kind="joined", key="joined:0", says="Cy joined"
    )
    Inherited.objects.create(workspace=workspace, event=joined, successor=tie.target, tie=tie)
    add_stake(other, author=leader, invests="time", what="Fridays")
    for stake, decide in zip(Stake.objects.order_by("pk"), (inheriting.confirm, inheriting.let_go), strict=True):
        thing = Inherited.objects.create(workspace=workspace, event=joined, successor=tie.target, stake=stake)
        decide(thing, by=leader, on=dt.date(2026, 3, 2))
    for number, about in enumerate((person, None)):
        event = ChangeEvent.objects.create(
            workspace=workspace, stakeholder=about, kind="left", key=f"left:{number}", says=f"{NAME} leaves"
        )
        CheckInReason.objects.create(workspace=workspace, check_in=made[other], event=event, why="Their ally leaves")
    return person


def test_they_are_told_all_of_it(story):
    told = erasure.everything_about(story)
    assert [(row["state"], row["outcome"]) for row in told["check-ins"]] == [("Held", f"{NAME} doubts it")]
    assert [row["paused_because"] for row in told["check_in_plans"]] == ["On leave"]
    assert [row["says"] for row in told["changes"]] == [f"{NAME} leaves"]
    assert {row["what"] for row in told["audit_trail"]} >= {"check-in"}


def test_the_erasure_leaves_no_word_of_them(workspace, leader, story):
    assert (None, f"{NAME} leaves", "a change") in erasure.holdings(story).mentions
    # What is about nobody in particular is shown to whoever erases, and is theirs to change.
    ChangeEvent.objects.filter(stakeholder=None).delete()
    assert Message.objects.filter(subject__contains=NAME).exists()
    erasure.erase(story, actor=leader, typed_name=NAME)
    assert CheckIn.objects.get().brief == {"ties": ["Reports to [erased]"], "who": "Marcus Hale"}
    assert not CheckInReason.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND (relname LIKE 'checkins_%' OR relname = 'mail_message')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {table} AS held WHERE held::text ILIKE %s", [f"%{NAME}%"])
            # Of the change about nobody the audit tells that it was there and went.
            assert cursor.fetchone() == (2 if table == "checkins_changeeventevent" else 0,), table


def counts() -> list[int]:
    return [model.objects.count() for model in MODELS]


def test_it_comes_back_whole_and_goes_again(workspace, leader, story):
    before, here = written(workspace), counts()
    assert here == [5, 1, 2, 2, 3, 2, 1, 3, 1, 1]
    batch = elsewhere(leader, before)
    assert [row for row in expand(batch.reasons) if row[3]] == []
    assert batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"]).state == "applied"
    assert counts() == here
    now = json.loads(written(batch.workspace))["project"]["checkins"]
    assert now == json.loads(before)["project"]["checkins"]
    plan = CheckInPlan.objects.get(stakeholder__name="Marcus Hale")
    assert plan.opens_at is not None
    assert CheckIn.objects.get(stakeholder__name="Marcus Hale").plan == plan
    batches.start_undoing(ImportBatch.objects.get(), anyway=False)
    assert batches.undo(batch.pk, actor=leader) == []
    assert counts() == [0] * 10


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda held: held["rules"][0].update(interval=0), "Rule of check-ins 1"),
        (lambda held: held["plans"][0].update(zone="Nowhere/Land"), "Plan of check-ins 1"),
        (lambda held: held["plans"][0].update(nth=9), "Plan of check-ins 1"),
        (lambda held: held["plans"][1].update(paused_why="No day"), "Plan of check-ins 2"),
        (lambda held: held["check_ins"][0].update(state="held"), "Check-in 1"),
        (lambda held: held["check_ins"][0].update(due_at="soon"), "Check-in 1"),
        (lambda held: held["check_ins"].append(held["check_ins"][0]), "Check-in 3"),
        (lambda held: held["changes"][0].update(key="left:1"), "Change 3"),
        (lambda held: held["changes"][0]["reasons"].append({"check_in": -1, "why": "x"}), "Change 1"),
        (lambda held: held["holidays"].append("x"), "Holiday 2"),
        (lambda held: held.update(changes=[7]), "Change 1"),
        (lambda held: held["notices"][0].update(weekdays=[7]), "What somebody hears of 1"),
        (lambda held: held["changes"][0]["inherited"][1].update(decided_on=None), "Change 1"),
        (lambda held: held["changes"][0]["inherited"][1].update(state="x"), "Change 1"),
        (lambda held: held["check_ins"][1].update(promises=[{"what": "x", "created_at": "soon"}]), "Check-in 2"),
        (lambda held: held["weights"][0].update(weight=99), "What counts on Today 1"),
        (lambda held: held["notices"][0].update(hours_end="x"), "What somebody hears of 1"),
    ],
)
def test_what_is_hostile_in_it_is_left_out(workspace, leader, story, change, where):
    document = json.loads(written(workspace))
    change(document["project"]["checkins"])
    batch = elsewhere(leader, json.dumps(document).encode())
    reasons = [row[0] for row in expand(batch.reasons) if row[3]]
    assert batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"]).state == "applied"
    assert reasons == [where]


def test_a_plan_that_the_clock_made_does_not_keep_an_import(workspace, leader, story):
    batch = batches.receive(workspace, author=leader, files=[("a.csv", b"name,segment\nAda Moreno,Champion\n")])
    batches.prepare(batch)
    batch.refresh_from_db()
    batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"])
    ada = Stakeholder.objects.get(name="Ada Moreno")
    plans.place(workspace.pk, [ada.pk], now=timezone.now())
    assert CheckInPlan.objects.filter(stakeholder=ada).count() == 1
    batches.start_undoing(ImportBatch.objects.get(pk=batch.pk), anyway=False)
    assert batches.undo(batch.pk, actor=leader) == []
    assert not CheckInPlan.objects.filter(stakeholder=ada.pk).exists()
