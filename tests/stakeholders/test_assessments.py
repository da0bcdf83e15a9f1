"""Judgements append, carry the last one forward and keep `current` right."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from stakeholders.assessments import assessment_on, record_assessment, record_assessments
from stakeholders.models import Assessment, Stakeholder
from stakeholders.models.stakeholder import STANDING


def test_an_assessment_carries_the_last_one_forward(add_person, leader):
    person = add_person(segment="detractor", influence=4, interest=2, position=-1, assessed_on=dt.date(2026, 1, 5))
    record_assessment(person, author=leader, why="Backed the pilot", interest=4, position=1)
    person.refresh_from_db()
    now = person.current
    assert (now.segment, now.influence, now.interest, now.position, now.why) == (
        "detractor", 4, 4, 1, "Backed the pilot",
    )  # fmt: skip
    assert person.assessments.count() == 2


def test_an_earlier_date_builds_on_what_held_then_and_leaves_today_alone(add_person, leader):
    person = add_person(segment="champion", influence=3, assessed_on=dt.date(2026, 1, 5))
    record_assessment(person, author=leader, why="Now", influence=5, assessed_on=dt.date(2026, 6, 1))
    between = record_assessment(person, author=leader, why="Back then", interest=2, assessed_on=dt.date(2026, 3, 1))
    person.refresh_from_db()
    assert (between.influence, between.interest) == (3, 2)
    assert (person.current.why, person.current.influence, person.current.interest) == ("Now", 5, None)
    assert assessment_on(person, dt.date(2026, 4, 1)) == between
    assert assessment_on(person, dt.date(2026, 1, 4)) is None


def test_the_later_of_two_on_one_day_holds(add_person, leader):
    person = add_person(influence=1, assessed_on=dt.date(2026, 3, 1))
    second = record_assessment(person, author=leader, why="Again", influence=2, assessed_on=dt.date(2026, 3, 1))
    assert Stakeholder.objects.get(pk=person.pk).current == second


def test_a_date_to_come_is_refused(add_person, leader):
    person = add_person()
    with pytest.raises(ValidationError) as caught:
        record_assessment(person, author=leader, why="Soon", assessed_on=dt.date(2999, 1, 1))
    assert caught.value.message_dict == {
        "assessed_on": ["An assessment is dated today or earlier; this date is still to come."]
    }
    assert person.assessments.count() == 0


def test_what_is_not_judged_is_a_mistake_of_the_caller(add_person, leader):
    with pytest.raises(TypeError, match="Not judged in an assessment: name"):
        record_assessment(add_person(), author=leader, why="x", name="Somebody")


def standing(person: Stakeholder) -> tuple[object, ...]:
    return Stakeholder.objects.values_list(*STANDING).get(pk=person.pk)


def test_people_carry_what_holds_today(add_person, leader):
    person = add_person()
    unknown = ("unknown", None, None, None, "unknown", "unknown", None)
    assert standing(person) == unknown
    now = {"segment": "detractor", "influence": 4, "interest": 2, "position": -1, "engagement_now": "resistant"}
    record_assessment(person, author=leader, why="Met", assessed_on=dt.date(2026, 1, 5), **now)
    held = ("detractor", 4, 2, -1, "resistant", "unknown", dt.date(2026, 1, 5))
    assert standing(person) == held
    assert tuple(getattr(person, name) for name in STANDING) == held
    record_assessment(person, author=leader, why="Before", assessed_on=dt.date(2025, 1, 5), influence=1)
    assert standing(person) == held
    person.refresh_from_db()
    assert person.first_assessed_on == dt.date(2025, 1, 5)
    Stakeholder.objects.filter(pk=person.pk).update(current=None)
    assert standing(person) == unknown


def test_only_assessments_say_what_people_carry(add_person, leader):
    person = add_person("Ann", segment="champion", influence=4)
    stale = Stakeholder.objects.get(pk=person.pk)
    Stakeholder.objects.filter(pk=person.pk).update(segment="detractor", influence=1)
    assert standing(person)[:2] == ("champion", 4)
    stale.segment, stale.position, stale.name = "detractor", 2, "Anna"
    stale.save()
    assert (Stakeholder.objects.get(pk=person.pk).name, *standing(person)[:4]) == ("Anna", "champion", 4, None, None)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("influence", 0, "Influence is a step from 1 to 5, not 0."),
        ("influence", 6, "Influence is a step from 1 to 5, not 6."),
        ("interest", -1, "Interest is a step from 1 to 5, not -1."),
        ("position", -3, "Position is a step from -2 to 2, not -3."),
        ("position", 3, "Position is a step from -2 to 2, not 3."),
    ],
)
def test_a_step_outside_the_scale_is_refused(add_person, leader, field, value, said):
    person = add_person()
    with pytest.raises(ValidationError) as caught:
        record_assessment(person, author=leader, why="x", **{field: value})
    assert caught.value.messages == [said]
    assert person.assessments.count() == 0


@pytest.mark.parametrize(
    "field",
    ["segment", "engagement_now", "engagement_desired", "voice", "resistance_cause", "confidence", "source"],
)
def test_a_word_nobody_knows_is_refused(add_person, leader, field):
    person = add_person()
    with pytest.raises(ValidationError) as caught:
        record_assessment(person, author=leader, why="x", **{field: "odd"})
    assert caught.value.message_dict == {field: ["Value 'odd' is not a valid choice."]}
    assert person.assessments.count() == 0


def test_every_step_of_the_scale_is_stored(add_person, leader):
    person = add_person()
    for influence, position in zip((1, 2, 3, 4, 5), (-2, -1, 0, 1, 2), strict=True):
        stored = record_assessment(person, author=leader, why="x", influence=influence, position=position)
        assert (stored.influence, stored.interest, stored.position) == (influence, None, position)


def test_an_assessment_leaves_the_version_of_the_person_alone(add_person, leader):
    person = add_person()
    record_assessment(person, author=leader, why="x", influence=3)
    assert Stakeholder.objects.get(pk=person.pk).version == 1


def test_many_are_judged_at_once_and_who_stands_there_already_is_left(add_person, leader):
    ann = add_person("Ann", segment="champion", influence=4)
    bo = add_person("Bo", segment="detractor", influence=2)
    cy = add_person("Cy")
    assert record_assessments([ann, bo, cy], author=leader, why="All spoke up", segment="champion") == 2
    rows = Stakeholder.objects.order_by("name").values_list("name", "segment", "influence")
    assert list(rows) == [("Ann", "champion", 4), ("Bo", "champion", 2), ("Cy", "champion", None)]
    assert list(Assessment.objects.filter(stakeholder=ann).values_list("why", flat=True)) == ["First look"]
    assert Assessment.objects.filter(why="All spoke up").count() == 2


def test_judging_many_takes_the_same_number_of_queries_for_one_and_for_three(
    add_person, leader, django_assert_num_queries
):
    people = [add_person(f"Person {number}", influence=number + 1) for number in range(4)]
    with django_assert_num_queries(5):
        record_assessments(people[:1], author=leader, why="x", segment="champion")
    with django_assert_num_queries(5):
        record_assessments(people[1:], author=leader, why="x", segment="champion")
