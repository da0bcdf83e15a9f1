"""The plan kept with a preview: applying it writes what reading the file again would, while everything stands."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from stakeholders.imports import applying, batches, kept, uploads
from stakeholders.models import Assessment, Department, ImportBatch, ImportChange, Relationship, Stakeholder

pytestmark = pytest.mark.django_db

FILE = (
    "Name,E-mail,Department,Segment,Influence,Assessed on,Reports to,Tags,Hobby\n"
    'Ana Silva,ana@example.com,Sales,champion,4,2026-03-01,,"a, b",Golf\n'
    "Ana Silva,ana@example.com,Sales,champion,2,2026-01-01,,,\n"
    "Bo Lind,bo@example.com,Legal,detractor,5,,Ana Silva,c,\n"
    "Eve Moe,eve@example.com,Legal,,,,Bo Lind,,Chess\n"
)
PERSON = ("name", "email", "department__name", "tags", "attributes", "version", "segment", "influence")
DAYS = ("assessed_on", "first_assessed_on")


def apply(batch: ImportBatch) -> str:
    return batches.apply(batch.pk, fingerprint=batch.plan["fingerprint"]).state


def stored() -> dict[str, list[tuple]]:
    return {
        "people": list(Stakeholder.objects.order_by("name").values_list(*PERSON, *DAYS, "current__influence")),
        "ties": list(Relationship.objects.order_by("source__name").values_list("source__name", "target__name", "kind")),
        "judged": list(
            Assessment.objects.order_by("stakeholder__name", "assessed_on").values_list(
                "stakeholder__name", "assessed_on", "influence", "segment", "author__email", "source"
            )
        ),
        "noted": [
            (model, before is None, sorted(after))
            for model, before, after in ImportChange.objects.order_by("pk").values_list("model", "before", "after")
        ],
    }


def exchange_file(batch: ImportBatch) -> None:
    """Another file in the place of this one, the plan still beside it: what is written says which was read."""
    plan = uploads.plan_of(bytes(batch.content))
    other = uploads.with_plan(uploads.pack([("people.csv", b"Name\nSomebody else\n")]), plan)
    ImportBatch.objects.filter(pk=batch.pk).update(content=other)


def test_applying_reads_the_file_no_second_time_and_writes_the_same(preview, add_person) -> None:
    march, january, today = dt.date(2026, 3, 1), dt.date(2026, 1, 1), timezone.localdate()
    add_person("Bo Lind", email="bo@example.com", segment="influencer", influence=1, assessed_on=january)
    first = preview("people.csv", FILE)
    exchange_file(first)
    assert apply(first) == "applied"
    from_kept = stored()
    assert from_kept["people"] == [
        ("Ana Silva", "ana@example.com", "Sales", ["a", "b"], {"Hobby": "Golf"}, 1, "champion", 4, march, january, 4),
        ("Bo Lind", "bo@example.com", "Legal", ["c"], {}, 3, "detractor", 5, today, january, 5),
        ("Eve Moe", "eve@example.com", "Legal", [], {"Hobby": "Chess"}, 1, "unknown", None, None, None, None),
    ]
    batches.start_undoing(first, anyway=False)
    assert batches.undo(first.pk, actor=first.author) == []
    second = preview("people.csv", FILE)
    files = uploads.pack(uploads.unpack(bytes(second.content)))
    ImportBatch.objects.filter(pk=second.pk).update(content=files)
    assert apply(second) == "applied"
    read_again = stored()
    # Versions of whom the first import updated went on.
    assert [row[:5] + row[6:] for row in read_again["people"]] == [row[:5] + row[6:] for row in from_kept["people"]]
    assert (read_again["ties"], read_again["judged"]) == (from_kept["ties"], from_kept["judged"])
    assert read_again["noted"] == from_kept["noted"]


def test_what_stands_beside_a_new_name_is_what_the_database_would_look_up(preview) -> None:
    apply(preview("people.csv", FILE))
    columns = (*applying.STANDING, "first_assessed_on")
    written = list(Stakeholder.objects.order_by("pk").values_list(*columns))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE stakeholders_stakeholder SET assessed_on = NULL")
    assert list(Stakeholder.objects.order_by("pk").values_list(*columns)) == written


@pytest.mark.parametrize("what", ["person", "tie", "judgement", "department"])
def test_a_plan_is_made_again_once_something_else_stands(preview, add_person, workspace, what) -> None:
    bo = add_person("Bo Lind", email="bo@example.com")
    cy = add_person("Cy Young")
    batch = preview("people.csv", FILE)
    exchange_file(batch)
    if what == "person":
        Stakeholder.objects.filter(pk=cy.pk).update(notes="New")
    elif what == "tie":
        Relationship.objects.create(workspace=workspace, source=bo, target=cy, kind="trusts")
    elif what == "judgement":
        cy.current = Assessment.objects.create(
            workspace=workspace, stakeholder=cy, assessed_on="2026-01-01", influence=3, author=batch.author
        )
        cy.save()
    else:
        Department.objects.create(workspace=workspace, name="Finance")
    assert apply(batch) == "previewed"
    batch.refresh_from_db()
    assert batch.plan["counts"]["people"]["create"] == 1
    assert batch.plan["difference"][0].startswith("Somebody else (row 2) is added")


def test_a_plan_goes_with_the_file(preview) -> None:
    batch = preview("people.csv", FILE)
    found = kept.unpack(uploads.plan_of(bytes(batch.content)))
    assert found.fingerprint == batch.plan["fingerprint"]
    assert [action.person.name for action in found.plan.people] == ["Ana Silva", "Bo Lind", "Eve Moe"]
    assert [name for name, _content in uploads.unpack(bytes(batch.content))] == ["people.csv"]
    apply(batch)
    batch.refresh_from_db()
    assert batch.content is None
