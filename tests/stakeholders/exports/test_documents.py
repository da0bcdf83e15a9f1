"""What is imported can be exported again without a loss."""

import pytest

from stakeholders.exports.documents import KUMU, document_of
from stakeholders.formats.document import Document, Format
from stakeholders.formats.reading import read
from stakeholders.formats.writing import write
from stakeholders.imports.preview import expand
from stakeholders.models import Relationship, Stakeholder

pytestmark = pytest.mark.django_db


def content(document: Document) -> tuple[list, list]:
    """Elements and connections with all they hold, connections by the names of their ends, in a fixed order."""
    names = {element.key: element.title for element in document.elements if element.key}
    elements = sorted((e.title, e.key or "", sorted(map(str, e.attributes.items()))) for e in document.elements)
    connections = sorted(
        (
            names.get(c.source_ref, c.source_ref),
            names.get(c.target_ref, c.target_ref),
            c.direction,
            c.key or "",
            sorted(map(str, c.attributes.items())),
        )
        for c in document.connections
    )
    return elements, connections


def changes(batch) -> list:
    """What a preview would change, field by field."""
    lists = expand(batch.details)
    rows = [*lists["people"]["update"], *lists["people"]["create"], *lists["questions"]]
    ties = [*lists["ties"]["update"], *lists["ties"]["create"]]
    return [(row["name"], row["changes"], row["judged"]) for row in rows] + [
        (tie["source"], tie["target"], tie["kind"], tie["label"], tie["changes"]) for tie in ties
    ]


def test_a_kumu_workbook_comes_back_as_it_was(workspace, imported, shared_file) -> None:
    name, original = shared_file("imports/paypal-mafia.xlsx")
    imported((name, original))
    exported = write(document_of(workspace, Format.KUMU_XLSX), Format.KUMU_XLSX)
    before, after = read(original, name), read(exported, name)
    assert len(after.elements) == 34
    assert len(after.connections) == 49
    assert content(after) == content(before)
    assert after.headers("elements") == before.headers("elements")


def test_a_kumu_backup_comes_back_as_it_was(workspace, imported, shared_file) -> None:
    name, original = shared_file("imports/kumu-changelabs-template.json")
    imported((name, original))
    exported = write(document_of(workspace, Format.KUMU_JSON), Format.KUMU_JSON)
    before, after = read(original, name), read(exported, name)
    assert content(after) == content(before)
    assert after.project == before.project


@pytest.mark.parametrize(
    "shape",
    [Format.XLSX, Format.CSV, Format.CSV_ZIP, Format.GRAPHML, Format.GEXF, Format.KUMU_XLSX, Format.KUMU_JSON],
)
def test_what_we_write_we_read_again_without_a_change(workspace, add_person, preview, shape) -> None:
    named_alike = {"Influence": "a seat on the board", "VOICE": "soft"}
    ana = add_person(
        "Ana Kovač", email="ana@northwind.example", department="Sales", segment="champion", influence=4, interest=2,
        position=-1, engagement_now="neutral", engagement_desired="leading", tags=["EMEA", "board"],
        job_title="=HEAD()", notes="Two lines\nof notes",
        attributes={"Region": "North", **named_alike},
    )  # fmt: skip
    team = add_person("Field sales", is_group=True, department="Sales")
    shop = add_person("Corner shops", kind="customer", is_group=True)
    buyer, seller = add_person("Kim Lee", job_title="Buyer"), add_person("Kim Lee", job_title="Seller")
    Relationship.objects.create(workspace=workspace, source=seller, target=buyer, kind="trusts")
    Relationship.objects.create(workspace=workspace, source=ana, target=team, kind="reports_to")
    Relationship.objects.create(workspace=workspace, source=team, target=shop, kind="influences", weight=3)
    Relationship.objects.create(
        workspace=workspace, source=shop, target=ana, kind="other", label="buys from", direction="mutual",
        attributes={"Region": "North"},
    )  # fmt: skip
    exported = write(document_of(workspace, shape), shape)
    if shape in KUMU:
        (written,) = (element for element in read(exported, f"export.{shape}").elements if element.name == ana.name)
        said = {header.casefold(): value for header, value in written.attributes.items()}
        assert (said["influence in coalition"], said["influence"]) == (4, "a seat on the board")
    batch = preview(f"export.{shape}", exported)
    assert batch.state == "previewed", batch.error
    assert changes(batch) == []
    assert batch.plan["counts"]["people"] == {"create": 0, "update": 0, "unchanged": 5, "skipped": 0}
    # A single table of people holds reporting lines alone.
    ties = 1 if shape == Format.CSV else 4
    assert batch.plan["counts"]["ties"] == {"create": 0, "update": 0, "unchanged": ties}
    assert batch.plan["counts"]["other"]["left_out"] == 0
    assert Stakeholder.objects.count() == 5
