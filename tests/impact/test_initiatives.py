"""What the database itself refuses of initiatives and contributions, and who comes second."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, transaction

from impact.contributions import Evidence, add_contribution, is_link, replace_contribution
from impact.evidence import Grade
from impact.initiatives import add_initiative, edit_initiative
from impact.metrics import add_metric
from impact.models import Contribution, Initiative
from tests.impact.rows import FIELDS
from web.meanwhile import EditedMeanwhile

pytestmark = pytest.mark.django_db
D = dt.date
FOUND = Evidence(Grade.ASSERTED, None, D(2026, 1, 1), D(2026, 1, 31), "Sales says so")


@pytest.fixture
def fair(workspace) -> Initiative:
    return add_initiative(workspace, name="Fair", what="A stand", starts_on=D(2026, 1, 1))


@pytest.fixture
def said(workspace, leader, fair) -> Contribution:
    return add_contribution(fair, add_metric(workspace, author=leader, **FIELDS), FOUND, author=leader)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"what": ""},
        {"stage": "stopped", "ended_on": D(2026, 2, 1)},
        {"stage": "finished"},
        {"ended_on": D(2026, 2, 1)},
        {"ended_why": "Nobody came"},
        {"cost": 5.0},
        {"currency": "EUR"},
        {"cost": -1.0, "currency": "EUR"},
        {"ends_on": D(2025, 12, 31)},
        {"is_experiment": True},
        {"hypothesis": "More come"},
        {"is_experiment": True, "hypothesis": "More come", "decision": "keep"},
        {"decision": "keep", "decided_why": "So", "decided_on": D(2026, 2, 1)},
    ],
)
def test_the_database_keeps_no_initiative_that_cannot_be(fair, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Initiative.objects.filter(pk=fair.pk).update(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"grade": "proven"},
        {"says": ""},
        {"last_on": D(2025, 12, 31)},
        {"link": "javascript:alert(1)"},
        {"grade": "experiment"},
        {"content": b"x"},
        {"filename": "big", "content": b"x" * (5 * 1024 * 1024 + 1)},
        {"ended_why": "So"},
        {"amount": 1e16},
    ],
)
def test_the_database_keeps_no_contribution_that_cannot_be(said, fields):
    row = Contribution.objects.get(pk=said.pk)
    row.pk = None
    for name, value in fields.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("fields", [{"says": "Otherwise"}, {"amount": 1.0}, {"grade": "self_reported"}])
def test_what_was_said_cannot_be_edited(said, fields):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Contribution.objects.filter(pk=said.pk).update(**fields)


def test_one_name_once_and_who_comes_second_is_told(workspace, fair):
    with pytest.raises(ValidationError, match="already"):
        add_initiative(workspace, name=" fair ", what="Another", starts_on=D(2026, 1, 1))
    edit_initiative(fair, expected_version=1, metrics=[], what="A bigger stand")
    with pytest.raises(EditedMeanwhile):
        edit_initiative(fair, expected_version=1, metrics=[], what="A smaller stand")


def test_a_contribution_is_replaced_once(said, leader):
    replace_contribution(said, FOUND, why="Again", author=leader)
    with pytest.raises(ValidationError, match="Somebody else has replaced this already"):
        replace_contribution(said, FOUND, why="Again", author=leader)
    assert Contribution.objects.standing().count() == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://example.org", True),
        ("HTTPS://example.org", False),
        ("javascript:alert(1)", False),
        ("//example.org", False),
        ("https://", False),
        ("https://a b", False),
        ("https://[x/", False),
        ("data:text/html,x", False),
        (f"https://example.org/{'a' * 1000}", False),
    ],
)
def test_a_link_leads_to_the_web_alone(text, expected):
    assert is_link(text) == expected
