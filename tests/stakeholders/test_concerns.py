"""Raising, answering, settling and reopening concerns; and that they are exported, erased, archived and restored."""

import datetime as dt

import pghistory
import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.isolation import enter
from accounts.workspaces import create_workspace
from stakeholders import erasure
from stakeholders.concerns import (
    AnsweredMeanwhile,
    answer_concern,
    answer_stamp,
    raise_concern,
    reopen_concern,
    settle_concern,
)
from stakeholders.exports.archive import archive, document_of
from stakeholders.imports import batches
from stakeholders.imports.restoring import _Restored
from stakeholders.models import Concern
from tests.stakeholders.test_erasure import tables_that_hold

pytestmark = pytest.mark.django_db
SAID = "“You decide, and we run it at night.”"


@pytest.fixture
def person(add_person):
    return add_person("Gordon Pike")


@pytest.fixture
def concern(person, leader) -> Concern:
    return raise_concern(
        person, author=leader, said=f"  {SAID} \n", cause="losing_control", raised_on=dt.date(2026, 3, 2)
    )


def state(concern: Concern) -> tuple:
    concern.refresh_from_db()
    return concern.response, concern.responded_on, concern.settled_on


def whys() -> list[tuple[str, str]]:
    events = apps.get_model("stakeholders", "ConcernEvent").objects.order_by("pgh_id")
    return [(event.pgh_label, event.pgh_context["why"]) for event in events]


def test_what_was_said_stands_and_is_not_answered(concern, leader):
    assert (concern.said, concern.cause, concern.raised_on, concern.author) == (
        SAID, "losing_control", dt.date(2026, 3, 2), leader,
    )  # fmt: skip
    assert state(concern) == ("", None, None)
    assert list(Concern.objects.standing()) == list(Concern.objects.unanswered()) == [concern]


def test_without_more_it_was_said_today_and_nobody_knows_why(person, leader):
    concern = raise_concern(person, author=leader, said="No.")
    assert (concern.cause, concern.raised_on) == ("unknown", timezone.localdate())


def test_what_was_answered_at_once_was_answered_on_that_day(person, leader):
    concern = raise_concern(
        person, author=leader, said="No.", raised_on=dt.date(2026, 3, 2), response=" The forecast comes first. "
    )
    assert state(concern) == ("The forecast comes first.", dt.date(2026, 3, 2), None)
    assert list(Concern.objects.standing()) == [concern]
    assert list(Concern.objects.unanswered()) == []


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"raised_on": dt.date(2999, 1, 1)}, "Note what was said; this date is still to come."),
        ({"said": " \n "}, "This field cannot be blank."),
        ({"cause": "envy"}, "Value 'envy' is not a valid choice."),
    ],
)
def test_what_cannot_be_is_refused(person, leader, given, problem):
    with pytest.raises(ValidationError) as caught:
        raise_concern(person, author=leader, **{"said": SAID, **given})
    assert caught.value.messages == [problem]
    assert Concern.objects.count() == 0


def test_an_answer_takes_the_place_of_the_one_before_and_history_keeps_both(concern):
    answer_concern(concern, response=" First. ", on=dt.date(2026, 3, 9))
    answer_concern(concern, response="Second.")
    assert state(concern) == ("Second.", timezone.localdate(), None)
    events = apps.get_model("stakeholders", "ConcernEvent").objects.order_by("pgh_id")
    assert [event.response for event in events] == ["", "First.", "Second."]


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"response": "  "}, "Say what was answered."),
        ({"on": dt.date(2999, 1, 1)}, "This date is still to come."),
        ({"on": dt.date(2026, 3, 1)}, "It was raised on 2 March 2026: choose that day or a later one."),
    ],
)
def test_an_answer_that_cannot_be_is_refused(concern, given, problem):
    with pytest.raises(ValidationError) as caught:
        answer_concern(concern, **{"response": "First.", **given})
    assert caught.value.messages == [problem]
    assert state(concern) == ("", None, None)


def test_who_answers_second_is_told_of_the_first(concern):
    opened = answer_stamp(concern)
    answer_concern(concern, response="First.", expected=opened)
    with pytest.raises(AnsweredMeanwhile) as caught:
        answer_concern(concern, response="Second.", expected=opened)
    assert caught.value.now.response == "First."
    assert state(concern)[0] == "First."
    answer_concern(concern, response="Second.", expected=answer_stamp(caught.value.now))
    assert state(concern)[0] == "Second."


def test_it_is_settled_once_and_reopened_once_each_with_its_reason(concern):
    settle_concern(concern, why=" Came to the launch himself. ", on=dt.date(2026, 4, 1))
    settle_concern(concern, why="Again", on=dt.date(2026, 5, 1))
    assert state(concern) == ("", None, dt.date(2026, 4, 1))
    assert list(Concern.objects.standing()) == []
    reopen_concern(concern, why="“I said so.”")
    reopen_concern(concern, why="Again")
    assert state(concern) == ("", None, None)
    settle_concern(concern, why=" ")
    assert state(concern) == ("", None, timezone.localdate())
    assert whys() == [
        ("insert", "Raised a concern"),
        ("update", "Came to the launch himself."),
        ("update", "“I said so.”"),
        ("update", "The concern is settled"),
    ]


def test_it_is_not_settled_before_it_was_raised(concern):
    with pytest.raises(ValidationError) as caught:
        settle_concern(concern, why="x", on=dt.date(2026, 2, 1))
    assert caught.value.messages == ["It was raised on 2 March 2026: choose that day or a later one."]
    assert state(concern) == ("", None, None)


# What is held about a person ---------------------------------------------------------------------------------------


def test_a_person_is_told_of_their_concerns(person, concern, add_person, leader):
    answer_concern(concern, response="The forecast comes first.", on=dt.date(2026, 3, 9))
    settle_concern(concern, why="Came himself", on=dt.date(2026, 4, 1))
    told = erasure.everything_about(person)
    assert [{key: value for key, value in row.items() if key != "created_at"} for row in told["concerns"]] == [
        {
            "said": SAID, "cause": "Fear of losing control", "raised_on": dt.date(2026, 3, 2),
            "response": "The forecast comes first.", "responded_on": dt.date(2026, 3, 9),
            "settled_on": dt.date(2026, 4, 1), "author": "Ines Rourke",
        }
    ]  # fmt: skip
    assert [row["what"] for row in told["audit_trail"]].count("concern") == 3
    assert erasure.holdings(person).more == [(1, "concern", "concerns")]
    bo = add_person("Bo Li")
    raise_concern(bo, author=leader, said="No.", response="Ask gordon pike first.")
    assert erasure.mentions(person) == [(bo.pk, "Bo Li", "a concern")]


def test_an_erasure_takes_the_concerns_and_their_history_along(add_person, leader):
    person, other = add_person("Zephyrine Quillfeather"), add_person("Bo Li")
    concern = raise_concern(person, author=leader, said="Too much marmalade")
    answer_concern(concern, response="Less marmalade")
    settle_concern(concern, why="Marmalade is off")
    kept = raise_concern(other, author=leader, said="Not again.")
    assert {"stakeholders_concern", "stakeholders_concernevent"} <= set(tables_that_hold(("marmalade",)))
    erasure.erase(person, actor=leader, typed_name=person.name)
    assert tables_that_hold(("marmalade", "zephyrine")) == {}
    assert list(Concern.objects.all()) == [kept]


# The archive -------------------------------------------------------------------------------------------------------


def test_an_archive_carries_concerns_into_another_workspace(workspace, leader, member, person, preview):
    with pghistory.context(user=leader.pk):
        first = raise_concern(
            person, author=member, said=SAID, cause="losing_control", raised_on=dt.date(2026, 3, 2),
            response="The forecast comes first.",
        )  # fmt: skip
    settle_concern(first, why="Came himself", on=dt.date(2026, 4, 1))
    raise_concern(person, author=leader, said="Who pays?", raised_on=dt.date(2026, 5, 1))
    packed = archive(workspace)
    assert document_of(workspace).project["approach"]["concerns"] == [
        {
            "stakeholder": "s1", "cause": "losing_control", "said": SAID, "raised_on": "2026-03-02",
            "response": "The forecast comes first.", "responded_on": "2026-03-02", "settled_on": "2026-04-01",
            "author": "sam@northwind.example", "created_at": first.created_at.isoformat(),
        },
        {
            "stakeholder": "s1", "cause": "unknown", "said": "Who pays?", "raised_on": "2026-05-01",
            "response": "", "responded_on": None, "settled_on": None, "author": "ines@northwind.example",
            "created_at": Concern.objects.get(said="Who pays?").created_at.isoformat(),
        },
    ]  # fmt: skip
    empty = create_workspace("Second home", leader=leader, slug="second")
    enter(workspace=empty.pk, user=leader.pk)
    batch = batches.receive(empty, author=leader, files=[("backup.zip", packed)])
    batches.prepare(batch)
    batch.refresh_from_db()
    assert batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"]).state == "applied"
    # Sam is no member of the second workspace: the concern is then by whoever restored it.
    assert list(
        Concern.objects.filter(workspace=empty)
        .order_by("pk")
        .values_list("stakeholder__name", "said", "response", "settled_on", "author__email")
    ) == [
        ("Gordon Pike", SAID, "The forecast comes first.", dt.date(2026, 4, 1), "ines@northwind.example"),
        ("Gordon Pike", "Who pays?", "", None, "ines@northwind.example"),
    ]


def test_concerns_that_are_not_as_a_backup_has_them_are_left_out(workspace, leader, concern):
    document = document_of(workspace)
    held = document.project["approach"]["concerns"]
    held += [{**held[0], "said": ""}, {**held[0], "cause": "envy"}, {**held[0], "raised_on": "soon"}, "x"]
    empty = create_workspace("Second home", leader=leader, slug="second")
    enter(workspace=empty.pk, user=leader.pk)
    restored = _Restored(document, empty, leader)
    restored.check()
    assert restored.refused == [
        ("Concern 2", "This field cannot be blank."),
        ("Concern 3", "Value 'envy' is not a valid choice."),
        ("Concern 4", "This entry is not as a backup has it."),
        ("Concern 5", "This entry is not as a backup has it."),
    ]
