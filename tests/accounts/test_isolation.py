"""The second wall: the database shows and takes rows of the chosen workspace alone."""

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction

from accounts.isolation import scope
from accounts.models import Membership, Workspace
from stakeholders.assessments import record_assessment
from stakeholders.models import Assessment, Department, Stakeholder
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


def workspace_tables() -> list[str]:
    return sorted(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model is Workspace or any(field.name == "workspace" for field in model._meta.concrete_fields)
    )


def test_every_table_of_a_workspace_forces_row_level_security():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity ORDER BY 1")
        assert [name for (name,) in cursor.fetchall()] == workspace_tables()


def test_the_application_is_neither_superuser_nor_owner_of_anything():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole AND relkind = 'r'")
        assert cursor.fetchone() == (0,)


def test_reasons_of_changes_are_kept_in_the_audit_rows_alone(add_person, leader):
    person = add_person("Marcus Hale")
    record_assessment(person, author=leader, why="Said that marketing is an order desk", influence=3)
    events = apps.get_model("stakeholders", "AssessmentEvent").objects.filter(stakeholder_id=person.pk)
    assert [event.pgh_context["why"] for event in events] == ["Said that marketing is an order desk"]
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT metadata FROM pghistory_context")


def test_without_a_scope_nothing_shows(add_person):
    add_person("Marcus Hale")
    with scope():
        assert not Stakeholder.objects.exists()
        assert not Workspace.objects.exists()
        assert not Membership.objects.exists()


def test_a_foreign_row_is_invisible_by_every_road(workspace, foreign_stakeholder, add_person):
    add_person("Marcus Hale")
    assert [person.name for person in Stakeholder.objects.all()] == ["Marcus Hale"]
    assert not Stakeholder.objects.filter(pk=foreign_stakeholder.pk).exists()
    assert Stakeholder.objects.filter(pk=foreign_stakeholder.pk).update(name="Taken") == 0
    assert Stakeholder.objects.filter(pk=foreign_stakeholder.pk).delete()[0] == 0


def test_a_row_of_another_workspace_is_refused(workspace, foreign_stakeholder):
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Stakeholder.objects.create(workspace_id=foreign_stakeholder.workspace_id, name="Planted")


def test_a_key_cannot_lead_out_of_the_workspace(workspace, foreign_stakeholder, leader):
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="same_workspace"), transaction.atomic():
        Assessment.objects.create(
            workspace=workspace, stakeholder_id=foreign_stakeholder.pk, assessed_on="2026-01-01", author=leader
        )


def test_scopes_nest_and_restore(workspace, stranger):
    Department.objects.create(workspace=workspace, name="Sales")
    with scope(user=stranger.pk):
        assert not Department.objects.exists()
        assert [m.workspace.slug for m in Membership.objects.select_related("workspace")] == ["elsewhere"]
    assert Department.objects.count() == 1


def test_audit_rows_cannot_be_changed_by_the_application(workspace, add_person):
    person = add_person("Marcus Hale")
    event = apps.get_model("stakeholders", "StakeholderEvent")
    assert event.objects.filter(pgh_obj_id=person.pk).count() == 1
    for verb in ("UPDATE stakeholders_stakeholderevent SET name = 'x'", "DELETE FROM stakeholders_stakeholderevent"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(verb)


def test_a_membership_elsewhere_shows_nothing_here(workspace):
    other = make_user("new@else.example")
    with scope(user=other.pk):
        assert not Membership.objects.exists()
        assert not Workspace.objects.exists()
