"""Files that others made arrive whole, and a second import of them changes nothing."""

import pytest

from stakeholders.models import ImportedProject, Relationship, Stakeholder

pytestmark = pytest.mark.django_db

NOTHING = {"create": 0, "update": 0}


def test_a_kumu_workbook_arrives_whole(imported, shared_file) -> None:
    batch = imported(shared_file("imports/paypal-mafia.xlsx"))
    assert batch.format == "kumu_xlsx"
    assert batch.plan["counts"]["people"] == {"create": 34, "update": 0, "unchanged": 0, "skipped": 0}
    assert batch.plan["counts"]["ties"] == {"create": 49, "update": 0, "unchanged": 0}
    assert batch.plan["counts"]["other"]["left_out"] == 0
    assert Stakeholder.objects.count() == 34
    assert Relationship.objects.count() == 49
    assert Stakeholder.objects.filter(is_group=True, kind="partner").count() == 17
    assert Stakeholder.objects.filter(is_group=False, kind="internal").count() == 17
    botha = Stakeholder.objects.get(name="Roelof Botha")
    assert botha.tags == ["PayPal-Mafia"]
    assert botha.attributes["Type"] == "Person"
    assert botha.notes.startswith("Roelof Botha is a partner at Sequoia Capital")
    assert set(Relationship.objects.values_list("kind", "label")) == {
        ("other", "Employee/Founder"),
        ("other", "Investor"),
    }


def test_a_kumu_workbook_again_changes_nothing(imported, preview, shared_file) -> None:
    imported(shared_file("imports/paypal-mafia.xlsx"))
    again = preview(shared_file("imports/paypal-mafia.xlsx"))
    assert again.plan["counts"]["people"] == {"create": 0, "update": 0, "unchanged": 34, "skipped": 0}
    assert again.plan["counts"]["ties"] == {"create": 0, "update": 0, "unchanged": 49}
    assert again.plan["changes"] is False


def test_a_kumu_backup_arrives_whole(imported, shared_file) -> None:
    batch = imported(shared_file("imports/kumu-changelabs-template.json"))
    assert batch.format == "kumu_json"
    assert Stakeholder.objects.count() == 10
    assert Relationship.objects.count() == 11
    assert batch.plan["project"] == "25 field definitions, 2 maps and 2 perspectives"
    project = ImportedProject.objects.get()
    assert len(project.document["project"]["attributes"]) == 25
    assert sorted(Stakeholder.objects.values_list("external_id", flat=True))[0] == "elem-6WdXO7R5"
    outcome = Stakeholder.objects.get(name="Phenomenon B")
    assert outcome.attributes == {
        "element type": "Phenomenon",
        "type of leverage": "1. The paradigm or mindset of the system",
    }


def test_a_kumu_backup_again_changes_nothing(imported, preview, shared_file) -> None:
    imported(shared_file("imports/kumu-changelabs-template.json"))
    again = preview(shared_file("imports/kumu-changelabs-template.json"))
    assert again.plan["counts"]["people"] == {"create": 0, "update": 0, "unchanged": 10, "skipped": 0}
    assert again.plan["counts"]["ties"] == {"create": 0, "update": 0, "unchanged": 11}
    assert again.plan["changes"] is False


def test_the_firm_of_krackhardt_arrives_from_four_files(imported, preview, shared_file) -> None:
    files = [
        shared_file(f"networks/krackhardt/{name}.csv") for name in ("attributes", "advice", "friendship", "reportto")
    ]
    batch = imported(*files)
    assert batch.filename == "attributes.csv and 3 more"
    assert Stakeholder.objects.count() == 21
    assert Stakeholder.objects.get(external_id="A07").name == "A07"
    kinds = {kind: Relationship.objects.filter(kind=kind).count() for kind in ("advises", "trusts", "reports_to")}
    assert kinds == {"advises": 190, "trusts": 102, "reports_to": 20}
    again = preview(*files)
    assert again.plan["changes"] is False


def test_the_firm_of_krackhardt_arrives_file_by_file(imported, preview, shared_file) -> None:
    imported(shared_file("networks/krackhardt/attributes.csv"))
    batch = preview(shared_file("networks/krackhardt/reportto.csv"))
    assert batch.mapping["ties"] == [["reportto", "reports_to"]]
    assert batch.plan["counts"]["ties"] == {"create": 20, "update": 0, "unchanged": 0}
    assert batch.plan["counts"]["people"] == {"create": 0, "update": 0, "unchanged": 0, "skipped": 0}
