"""Taking data out: every file is a POST with a note in the audit trail; one person's data, and their erasure."""

import io
import json
import zipfile

import pytest
from django.test import Client

from accounts.models import AuditEntry
from stakeholders.formats.reading import read
from stakeholders.models import Relationship, SavedView, Stakeholder

pytestmark = pytest.mark.django_db

PAGE = "/w/northwind/export/"


def notes() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.order_by("pk").values_list("act", "detail"))


@pytest.fixture
def people(workspace, add_person) -> list[Stakeholder]:
    ana = add_person(
        "Ana Kovač", email="ana@example.com", department="Sales", segment="champion", notes="=HYPERLINK(1)"
    )
    bo = add_person("Bo Li", department="Finance", segment="detractor")
    Relationship.objects.create(workspace=workspace, source=bo, target=ana, kind="reports_to")
    return [ana, bo]


def test_the_page_offers_every_format_and_the_archive(as_leader, people) -> None:
    response = as_leader.get(PAGE)
    assert [offer["format"] for offer in response.context["offered"]] == [
        "xlsx", "csv", "csv_zip", "edges", "kumu_xlsx", "kumu_json", "graphml", "gexf",
    ]  # fmt: skip
    assert (response.context["everybody"], response.context["is_narrowed"]) == (2, False)


def test_a_filtered_register_is_exported_as_filtered(as_leader, people) -> None:
    page = as_leader.get(f"{PAGE}?segment=champion")
    assert (page.context["narrowed"], page.context["query"]) == (1, "segment=champion")
    assert "kumu_json" not in [offer["format"] for offer in page.context["offered"]]
    response = as_leader.post(f"{PAGE}csv/", {"query": "segment=champion"})
    document = read(response.content, "people.csv")
    assert [element.name for element in document.elements] == ["Ana Kovač"]
    assert notes() == [("exported", "CSV table, 1 stakeholder")]


def test_a_formula_leaves_as_text(as_leader, people) -> None:
    text = as_leader.post(f"{PAGE}csv/").content.decode("utf-8-sig")
    assert ",'=HYPERLINK(1)" in text
    assert ",=HYPERLINK(1)" not in text


@pytest.mark.parametrize(
    ("shape", "ending", "media"),
    [
        ("xlsx", "stakeholders.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("csv", "stakeholders.csv", "text/csv; charset=utf-8"),
        ("csv_zip", "stakeholders.zip", "application/zip"),
        ("edges", "relationships.csv", "text/csv; charset=utf-8"),
        ("kumu_xlsx", "stakeholders.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("kumu_json", "stakeholders.json", "application/json"),
        ("graphml", "stakeholders.graphml", "application/graphml+xml"),
        ("gexf", "stakeholders.gexf", "application/gexf+xml"),
    ],
)
def test_every_format_is_a_file_that_can_be_read_again(as_leader, people, shape, ending, media) -> None:
    response = as_leader.post(f"{PAGE}{shape}/")
    name = response["Content-Disposition"].removeprefix('attachment; filename="').rstrip('"')
    assert (name.startswith("northwind-"), name.endswith(ending), response["Content-Type"]) == (True, True, media)
    document = read(response.content, name)
    assert len(document.connections) == (0 if shape == "csv" else 1)
    assert len(document.elements) == (0 if shape == "edges" else 2)
    assert notes()[0][0] == "exported"


def test_the_archive_is_a_zip_of_json(as_leader, people) -> None:
    response = as_leader.post(f"{PAGE}coalition_json/")
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    held = json.loads(archive.read("coalition.json"))
    assert archive.namelist() == ["coalition.json"]
    assert (held["format"], held["version"], len(held["stakeholders"]), len(held["project"]["assessments"])) == (
        "coalition", 1, 2, 2,
    )  # fmt: skip
    assert notes() == [("exported", "the whole workspace, as an archive")]


def test_an_unknown_format_does_not_exist(as_leader) -> None:
    assert as_leader.post(f"{PAGE}docx/").status_code == 404
    assert as_leader.get(f"{PAGE}csv/").status_code == 405


def test_a_person_gets_everything_about_them(as_member, people) -> None:
    ana = people[0]
    page = as_member.get(f"/w/northwind/stakeholders/{ana.pk}/export/")
    assert (page.context["holdings"].assessments, page.context["holdings"].relationships) == (1, 1)
    held = json.loads(as_member.post(page.request["PATH_INFO"], {"as": "json"}).content)
    assert held["stakeholder"]["name"] == "Ana Kovač"
    assert [row["segment"] for row in held["assessments"]] == ["champion"]
    assert [(row["from"], row["relationship"], row["to"]) for row in held["relationships"]] == [
        ("Bo Li", "reports to", "Ana Kovač")
    ]
    assert [(row["what"], row["change"]) for row in held["audit_trail"]] == [
        ("stakeholder", "insert"), ("assessment", "insert"), ("relationship", "insert"),
    ]  # fmt: skip
    assert notes() == [("exported_person", f"stakeholder {ana.pk}")]
    readable = as_member.post(page.request["PATH_INFO"], {"as": "html"})
    assert readable["Content-Disposition"] == 'attachment; filename="ana-kova.html"'
    assert "Ana Kovač" in readable.content.decode()


def test_erasing_asks_for_the_name(as_leader, people) -> None:
    ana = people[0]
    response = as_leader.post(f"/w/northwind/stakeholders/{ana.pk}/erase/", {"name": "Ana"})
    assert response.status_code == 422
    assert response.context["form"].errors["name"] == ["Type the name exactly as it is written above."]
    assert Stakeholder.objects.count() == 2


def test_erasing_says_what_goes_and_where_the_name_stands_besides(as_leader, people, workspace, leader) -> None:
    ana, bo = people
    Stakeholder.objects.filter(pk=bo.pk).update(notes="Talk to Ana Kovač first")
    SavedView.objects.create(workspace=workspace, user=leader, page="register", name="Hers", query="q=Ana+Kova%C4%8D")
    holdings = as_leader.get(f"/w/northwind/stakeholders/{ana.pk}/erase/").context["holdings"]
    assert (holdings.assessments, holdings.relationships, holdings.touchpoints, holdings.views) == (1, 1, 0, 1)
    assert holdings.mentions == [(bo.pk, "Bo Li", "notes")]


def test_erasing_is_for_leaders(as_leader, as_member, as_executive, as_stranger, people) -> None:
    address = f"/w/northwind/stakeholders/{people[0].pk}/erase/"
    assert as_member.post(address, {"name": "Ana Kovač"}).status_code == 403
    assert as_executive.get(address).status_code == 403
    assert as_stranger.get(address).status_code == 404
    assert Client().get(address).status_code == 302
    response = as_leader.post(address, {"name": " Ana  Kovač "})
    assert (response.status_code, response["Location"]) == (302, "/w/northwind/stakeholders/")
    assert list(Stakeholder.objects.values_list("name", flat=True)) == ["Bo Li"]
    act, detail = notes()[-1]
    assert (act, "Ana" in detail) == ("erased_person", False)


def test_pages_of_export_ask_the_database_a_dozen_times_at_most(
    as_leader, people, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(12):
        as_leader.get(PAGE)
    # One of them opens the test's inner transaction.
    with django_assert_max_num_queries(13):
        as_leader.get(f"/w/northwind/stakeholders/{people[0].pk}/erase/")


@pytest.mark.parametrize("path", ["export/", "stakeholders/{pk}/export/"])
def test_executives_and_strangers_export_nothing(as_executive, as_stranger, people, path) -> None:
    address = f"/w/northwind/{path.format(pk=people[0].pk)}"
    assert as_executive.get(address).status_code == 403
    assert as_stranger.get(address).status_code == 404
