"""The demo: who is in it, that its rows are what the verbs would have left, and that a second run changes nothing."""

import datetime as dt
from collections import Counter

import pytest

from accounts.isolation import enter
from accounts.models import Membership, User, Workspace
from stakeholders.assessments import JUDGED
from stakeholders.demo.approach import CADENCES, FOLLOW_UPS, NOTES, SALIENCE
from stakeholders.demo.concerns import CONCERNS
from stakeholders.demo.script import CHAMPION, DETRACTOR, judged_fields, look
from stakeholders.demo.workspace import ACCOUNTS, CAST, TIES, address, make_demo, workday
from stakeholders.models import (
    Assessment,
    Concern,
    Engagement,
    FollowUp,
    Note,
    Relationship,
    SalienceJudgement,
    Segment,
    Stakeholder,
    Touchpoint,
)
from stakeholders.queries.concerns import concerns_of, draft_of
from stakeholders.queries.quiet import gone_quiet
from stakeholders.relationships import reporting_cycle
from stakeholders.salience import class_of

TODAY = dt.date(2026, 11, 20)  # a Friday


@pytest.fixture(scope="module")
def made(rows_of_the_module) -> Workspace:
    workspace, is_new = make_demo(today=TODAY)
    assert is_new is True
    return workspace


@pytest.fixture
def northwind(made, db) -> Workspace:
    enter(workspace=made.pk)
    return made


def test_three_people_can_sign_in_without_a_password(northwind):
    members = Membership.objects.filter(workspace=northwind).select_related("user")
    assert {(each.user.email, each.user.name, each.role) for each in members} == {
        ("leader@northwind.example", "Ines Rourke", "leader"),
        ("member@northwind.example", "Sam Ferris", "member"),
        ("executive@northwind.example", "Aiko Tanabe", "executive"),
    }
    assert [each.user.has_usable_password() for each in members] == [False, False, False]
    assert (northwind.name, northwind.slug, northwind.is_demo) == ("Northwind Instruments", "northwind", True)


def test_a_second_run_changes_nothing(northwind):
    before = Stakeholder.objects.count(), Assessment.objects.count(), User.objects.count()
    again, made = make_demo(today=TODAY + dt.timedelta(days=40))
    enter(workspace=northwind.pk)
    assert (again.pk, made) == (northwind.pk, False)
    assert (Stakeholder.objects.count(), Assessment.objects.count(), User.objects.count()) == before


def test_the_company(northwind):
    people = Stakeholder.objects.select_related("current", "department")
    assert Counter(each.kind for each in people) == {"internal": 60, "customer": 5, "partner": 2}
    assert len({each.department_id for each in people if each.department_id}) == 8
    with_champion = {each.department.name for each in people.filter(segment=CHAMPION) if each.department}
    assert {each.department.name for each in people if each.department} - with_champion == {
        "Finance",
        "Operations",
        "Sales",
    }
    assert people.filter(current=None).count() == 5
    assert people.stale(TODAY).count() == 23
    assert people.unowned().count() == 21
    assert people.with_gap().count() == 27


def test_current_is_the_assessment_that_holds_today(northwind):
    held = {row.stakeholder_id: row.pk for row in Assessment.objects.latest_by(TODAY)}
    people = Stakeholder.objects.all()
    assert {each.pk: each.current_id for each in people if each.current_id} == held
    assert {each.pk: each.version - 1 for each in people} == {
        each.pk: each.assessments.count() for each in people.prefetch_related("assessments")
    }


def test_every_date_lies_in_the_two_years_before_today_and_on_a_working_day(northwind):
    days = [row.assessed_on for row in Assessment.objects.all()]
    days += [row.happened_on for row in Touchpoint.objects.all()]
    assert max(days) <= TODAY
    assert min(days) >= TODAY - dt.timedelta(days=731)
    assert {day.weekday() for day in days} <= {0, 1, 2, 3, 4}
    assert [row.pk for row in Touchpoint.objects.all() if row.followed_up_on and row.followed_up_on > TODAY] == []


def test_everybody_inside_reports_up_to_the_chief_executive_and_in_no_circle(northwind):
    lines = dict(Relationship.objects.reporting().values_list("source_id", "target_id"))
    assert [reporting_cycle(lines, start=person) for person in lines if reporting_cycle(lines, start=person)] == []
    internal = Stakeholder.objects.internal().exclude(pk__in=lines)
    assert set(internal.values_list("name", flat=True)) == {"Aiko Tanabe", "Eleanor Whitcombe", "Viktor Lindqvist"}
    outside = Stakeholder.objects.exclude(kind="internal").values_list("pk", flat=True)
    assert set(outside) & set(lines) == set()


def test_marcus_hale_moved_two_steps_and_stays_what_he_is_called(northwind):
    looks = Assessment.objects.filter(stakeholder__name="Marcus Hale").order_by("assessed_on")
    assert [(row.interest, row.position, row.engagement_now) for row in looks] == [
        (2, -2, "resistant"),
        (2, -2, "resistant"),
        (3, -1, "resistant"),
        (4, -1, "neutral"),
        (4, 0, "neutral"),
    ]
    assert {row.segment for row in looks} == {DETRACTOR}


def test_the_decision_maker_who_resists_is_told_as_a_contradiction(northwind):
    gordon = Stakeholder.objects.select_related("current").get(name="Gordon Pike").current
    assert (gordon.segment, gordon.approves, gordon.resists) == (Segment.DECISION_MAKER, True, True)


def test_the_new_chief_financial_officer_inherits_ties_that_nobody_verified(northwind):
    inherited = Relationship.objects.filter(label__contains="not verified", target__name="Isabel Duarte")
    assert {(tie.source.name, tie.weight) for tie in inherited.select_related("source")} == {
        ("Aiko Tanabe", None),
        ("Tom Okafor", None),
        ("Margit Halvorsen", None),
    }
    left = Stakeholder.objects.select_related("current").get(name="Viktor Lindqvist").current
    assert (left.segment, left.influence, left.interest, left.position) == (Segment.UNKNOWN, None, None, None)


def test_the_story_is_consistent_in_itself():
    names = [person.name for person in CAST]
    assert len(names) == len(set(names))
    assert {tie.source for tie in TIES} | {tie.target for tie in TIES} <= set(names)
    assert {person.reports_to for person in CAST} - {""} <= set(names)
    assert {person.owner for person in CAST} - {""} <= set(ACCOUNTS)
    judged = {name for person in CAST for each in person.looks for name in each.changes}
    assert judged <= set(JUDGED)
    assert [each.why for person in CAST for each in person.looks if not 10 <= len(each.why) <= 160] == []
    emails = [address(person) for person in CAST if address(person)]
    assert len(emails) == len(set(emails))


def test_notes_follow_ups_and_salience(northwind):
    assert Note.objects.values("stakeholder").distinct().count() == 10
    assert set(Note.objects.values_list("kind", flat=True)) == {"fact", "quote", "judgement"}
    overdue = FollowUp.objects.open().filter(due_on__lt=TODAY)
    assert list(overdue.values_list("stakeholder__name", flat=True)) == ["Joel Marsh", "Clara Benning"]
    assert (FollowUp.objects.open().count(), FollowUp.objects.exclude(done_on=None).count()) == (6, 1)
    gordon = SalienceJudgement.objects.filter(stakeholder__name="Gordon Pike")
    assert [class_of(judgement).title for judgement in gordon] == ["Definitive", "Definitive or dangerous"]
    asked = Stakeholder.objects.exclude(cadence_days=None).values_list("name", "cadence_days")
    assert dict(asked) == CADENCES
    quiet = Stakeholder.objects.filter(gone_quiet(TODAY)).values_list("name", flat=True)
    assert set(quiet) == {"Clara Benning", "Gordon Pike", "Joel Marsh", "Ruth Abelman"}
    days = [day for model in (Note, FollowUp, SalienceJudgement) for day in model.objects.values_list("created_at")]
    assert max(day[0].date() for day in days) <= TODAY


def test_concerns_and_what_became_of_them(northwind):
    assert Concern.objects.count() == 11
    unanswered = Concern.objects.unanswered().order_by("raised_on", "pk").values_list("stakeholder__name", flat=True)
    assert list(unanswered) == ["Clara Benning", "Gordon Pike", "Dana Wu", "Carmen Ortega", "Isabel Duarte"]
    settled = concerns_of(Stakeholder.objects.get(name="Marcus Hale"))[-1]
    assert [(act.what, act.why) for act in settled.acts] == [
        ("Settled", "Uses “our definition” in his own forecast call."), ("Answered", ""), ("Raised", ""),
    ]  # fmt: skip
    days = [day for days in Concern.objects.values_list("raised_on", "responded_on", "settled_on") for day in days]
    assert max(day for day in days if day) <= TODAY
    joel = Stakeholder.objects.select_related("current").get(name="Joel Marsh")
    assert draft_of(joel.current, []).cause == "losing_control"


def test_the_story_of_approaching_them_names_people_who_are_there():
    names = {person.name for person in CAST}
    assert {each.who for each in (*NOTES, *FOLLOW_UPS, *SALIENCE, *CONCERNS)} | set(CADENCES) <= names
    assert [each.words for each in NOTES if each.kind == "quote" and not each.words.startswith("“")] == []
    assert [each.words for each in NOTES if each.kind == "judgement" and ":" not in each.words] == []


def test_desired_is_rarely_leading():
    desired = Counter(
        fields["engagement_desired"]
        for person in CAST
        for _, fields in judged_fields(person.looks)[-1:]
        if "engagement_desired" in fields
    )
    assert desired[Engagement.LEADING] * 4 < sum(desired.values())


def test_a_look_carries_the_one_before():
    first = look(20, "a@x.example", "First", DETRACTOR, at=(4, 2), position=-1)
    second = look(10, "a@x.example", "Second", position=0)
    held = {"segment": "detractor", "resists": True, "advocates": False, "influence": 4, "interest": 2}
    assert judged_fields((second, first)) == [(first, {**held, "position": -1}), (second, {**held, "position": 0})]


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (dt.date(2026, 11, 20), dt.date(2026, 11, 20)),
        (dt.date(2026, 11, 21), dt.date(2026, 11, 20)),
        (dt.date(2026, 11, 22), dt.date(2026, 11, 20)),
        (dt.date(2026, 11, 23), dt.date(2026, 11, 23)),
    ],
)
def test_a_weekend_counts_as_its_friday(day, worked):
    assert workday(day) == worked
