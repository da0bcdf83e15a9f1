"""After an erasure no table of the database holds a word that names the person."""

import pytest
from django.db import connection

from stakeholders import erasure
from stakeholders.assessments import record_assessment
from stakeholders.imports import batches
from stakeholders.imports.preview import expand
from stakeholders.models import ImportBatch, Relationship, SavedView, Stakeholder
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
    batches.start_undoing(first, anyway=False)
    assert batches.undo(first.pk, actor=leader) == []
    assert list(Stakeholder.objects.values_list("name", flat=True)) == ["Bo Li"]
