"""After an erasure no table of the database holds a word that names the person."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from mail import outbox
from mail.models import Message
from stakeholders import erasure
from stakeholders.assessments import record_assessment
from stakeholders.follow_ups import finish_follow_up, plan_follow_up
from stakeholders.imports import batches
from stakeholders.imports.preview import expand
from stakeholders.models import ImportBatch, ImportChange, Relationship, SavedView, Stakeholder
from stakeholders.notes import add_note, remove_note
from stakeholders.salience import judge_salience
from stakeholders.touchpoints import log_touchpoint

pytestmark = pytest.mark.django_db

NAME, EMAIL = "Zephyrine Quillfeather", "zq@quillfeather.example"
WORDS = ("zephyrine", "quillfeather", "marmalade")


def tables_that_hold(words) -> dict[str, list[str]]:
    """Every row of every table that the application can read or write, as text, searched for the words."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            " AND has_table_privilege(oid, 'SELECT')"
        )
        names = [row[0] for row in cursor.fetchall()]
        for table in names:
            cursor.execute(f'SELECT "{table}"::text FROM "{table}"')
            for (row,) in cursor.fetchall():
                found.setdefault(table, []).extend(word for word in words if word in row.casefold())
        cursor.execute("SELECT reasons, details FROM stakeholders_importbatch")
        for packed in [packed for row in cursor.fetchall() for packed in row if packed]:
            found.setdefault("packed", []).extend(w for w in words if w in str(expand(packed)).casefold())
    return {table: held for table, held in found.items() if held}


@pytest.fixture
def planted(workspace, leader, add_person, imported, preview) -> Stakeholder:
    imported(
        f"{NAME}.csv",
        f"Name,Email,Notes,Influence,Pet\n{NAME},{EMAIL},likes marmalade,four,{NAME}\nBo,,,9,\n{NAME},{EMAIL},,,\n",
    )
    person = Stakeholder.objects.get(name=NAME)
    other = add_person("Bo Li")
    record_assessment(person, author=leader, why=f"{NAME} likes marmalade", influence=2)
    Relationship.objects.create(workspace=workspace, source=other, target=person, kind="advises", label="marmalade")
    log_touchpoint(
        person, author=leader, kind="call", happened_on=person.created_at.date(), mood="good", summary="marmalade again"
    )
    note = add_note(person, author=leader, kind="quote", words="“More marmalade”")
    remove_note(note, why="No marmalade after all")
    add_note(person, author=leader, kind="fact", words="Marmalade, says the canteen")
    plan_follow_up(person, author=leader, due_on=timezone.localdate(), words="Bring marmalade")
    judge_salience(person, author=leader, power=True, legitimacy=None, urgency=None, why="marmalade")
    SavedView.objects.create(
        workspace=workspace, user=leader, page="register", name="One", query="q=Zephyrine+Quillfeather"
    )
    imported("ties.csv", f"From,To,Type\nBo Li,{NAME},trusts\n")
    preview("again.csv", f"Name,Notes\n{NAME},more marmalade\n")
    return person


def test_the_words_were_there(planted) -> None:
    held = tables_that_hold(WORDS)
    assert {
        "stakeholders_stakeholder",
        "stakeholders_stakeholderevent",
        "stakeholders_assessment",
        "stakeholders_assessmentevent",
        "stakeholders_relationshipevent",
        "stakeholders_touchpoint",
        "stakeholders_touchpointevent",
        "stakeholders_note",
        "stakeholders_noteevent",
        "stakeholders_followup",
        "stakeholders_followupevent",
        "stakeholders_saliencejudgement",
        "stakeholders_saliencejudgementevent",
        "stakeholders_savedview",
        "stakeholders_importbatch",
    } <= set(held)


def test_nothing_names_somebody_who_was_erased(planted, leader) -> None:
    removed = erasure.erase(planted, actor=leader, typed_name=NAME)
    assert removed > 5
    assert tables_that_hold(WORDS) == {}


def test_erasing_leaves_others_and_finished_imports(planted, leader, workspace) -> None:
    erasure.erase(planted, actor=leader, typed_name=NAME)
    assert sorted(Stakeholder.objects.values_list("name", flat=True)) == ["Bo", "Bo Li"]
    states = dict(ImportBatch.objects.values_list("filename", "state"))
    assert states == {"[erased].csv": "applied", "ties.csv": "applied", "A file": "discarded"}
    first = ImportBatch.objects.get(filename="[erased].csv")
    # Noted in one line with the erased; their judgement and the line to Bo Li were all that two others noted.
    assert list(ImportChange.objects.values_list("model", "object_ids")) == [
        ("stakeholder", [Stakeholder.objects.get(name="Bo").pk])
    ]
    batches.start_undoing(first, anyway=False)
    assert batches.undo(first.pk, actor=leader) == []
    assert list(Stakeholder.objects.values_list("name", flat=True)) == ["Bo Li"]


def test_notes_follow_ups_and_salience_are_told_and_named(add_person, leader) -> None:
    ann, bo = add_person("Ann Ott", cadence_days=45), add_person("Bo Li")
    today = timezone.localdate()
    add_note(ann, author=leader, kind="quote", words="“Show me.”", noted_on=dt.date(2026, 2, 2))
    finish_follow_up(plan_follow_up(ann, author=leader, due_on=today, words="Show her"))
    judge_salience(ann, author=leader, power=True, legitimacy=True, urgency=None, why="Asked")
    told = erasure.everything_about(ann)
    assert told["stakeholder"]["cadence_days"] == 45
    parts = {name: told[name] for name in ("notes", "follow-ups", "judgements_of_salience")}
    assert [{k: v for k, v in row.items() if k != "created_at"} for rows in parts.values() for row in rows] == [
        {"kind": "Quote", "words": "“Show me.”", "noted_on": dt.date(2026, 2, 2), "author": "Ines Rourke"},
        {"what": "Show her", "due_on": today, "done_on": today, "author": "Ines Rourke"},
        {
            "power": True, "legitimacy": True, "urgency": None, "class": "Definitive or dominant", "why": "Asked",
            "judged_on": today, "author": "Ines Rourke",
        },
    ]  # fmt: skip
    whats = [row["what"] for row in told["audit_trail"]]
    assert {what: whats.count(what) for what in ("note", "follow-up", "judgement of salience")} == {
        "note": 1, "follow-up": 2, "judgement of salience": 1,
    }  # fmt: skip
    assert erasure.holdings(ann).more == [
        (1, "note", "notes"), (1, "follow-up", "follow-ups"), (1, "judgement of salience", "judgements of salience"),
    ]  # fmt: skip
    add_note(bo, author=leader, kind="fact", words="Was hired by ann ott, she says")
    plan_follow_up(bo, author=leader, due_on=today, words="Ask about Ann Ott")
    judge_salience(bo, author=leader, power=True, legitimacy=None, urgency=None, why="Ann Ott says so")
    assert erasure.mentions(ann) == [
        (bo.pk, "Bo Li", "a follow-up"),
        (bo.pk, "Bo Li", "a note"),
        (bo.pk, "Bo Li", "reason of a judgement of salience"),
    ]


def test_mails_to_somebody_are_told_and_go_with_them(add_person, workspace, leader):
    person = add_person("Marcus Hale", email="Marcus@northwind.example")
    for key, to in (("ours", "marcus@northwind.example"), ("theirs", "ada@northwind.example")):
        outbox.write(key=key, workspace=workspace, to=to, subject=f"About {key}", text="Hello\n", kind="invitation")
    [told] = erasure.everything_about(person)["mails"]
    assert (told["subject"], told["state"], told["sent"]) == ("About ours", "Waiting", None)
    assert (1, "mail to them", "mails to them") in erasure.holdings(person).more
    erasure.erase(person, actor=leader, typed_name="Marcus Hale")
    assert [message.key for message in Message.objects.all()] == ["theirs"]
