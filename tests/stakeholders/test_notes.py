"""Notes are marked, dated, and leave a reason when they go."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone

from stakeholders.models import Note
from stakeholders.notes import GUIDANCE, add_note, remove_note


def events():
    rows = apps.get_model("stakeholders", "NoteEvent")._default_manager.order_by("pgh_id")
    return [(row.pgh_label, row.words, (row.pgh_context or {}).get("why")) for row in rows]


def test_a_note_is_stored_and_its_removal_says_why(add_person, leader):
    person = add_person()
    note = add_note(person, author=leader, kind="quote", words="  “Show me.”  ")
    assert (note.words, note.noted_on, note.author) == ("“Show me.”", timezone.localdate(), leader)
    remove_note(note, why="Said in confidence")
    assert Note.objects.count() == 0
    assert events() == [
        ("insert", "“Show me.”", "Added a note"),
        ("delete", "“Show me.”", "Removed a note: Said in confidence"),
    ]


def test_a_removal_without_a_reason_says_what_it_was(add_person, leader):
    remove_note(add_note(add_person(), author=leader, kind="fact", words="x", noted_on=dt.date(2026, 1, 5)))
    assert [why for _, _, why in events()] == ["Added a note", "Removed a note"]


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"words": "   "}, "This field cannot be blank."),
        ({"kind": "gossip"}, "Value 'gossip' is not a valid choice."),
        ({"noted_on": dt.date(2999, 1, 1)}, "A note is dated today or earlier; this date is still to come."),
    ],
)
def test_what_cannot_be_stored_is_said(add_person, leader, wrong, problem):
    with pytest.raises(ValidationError) as refused:
        add_note(add_person(), author=leader, **{"kind": "fact", "words": "x", **wrong})
    assert refused.value.messages == [problem]
    assert Note.objects.count() == 0


def test_every_mark_has_its_guidance():
    assert [kind for kind, _words in GUIDANCE] == Note.Kind.values
