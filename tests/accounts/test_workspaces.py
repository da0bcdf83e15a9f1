"""Making a workspace, and the address it gets."""

import pytest
from django.core.exceptions import ValidationError

from accounts.workspaces import create_workspace

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Northwind  Instruments", "northwind-instruments"),
        ("Straßburg & Söhne", "strassburg-sohne"),
        ("Møller Ærø", "moeller-aeroe"),
        ("Łódź", "lodz"),
        ("株式会社", "workspace"),
        ("x" * 49 + " yz", "x" * 49),
    ],
)
def test_the_address_is_spelled_from_the_name(leader, name, slug) -> None:
    assert create_workspace(name, leader=leader).slug == slug


def test_a_name_in_use_gets_another_address(leader) -> None:
    first, second = (create_workspace("Møller", leader=leader) for _ in range(2))
    assert (first.slug, second.slug[:8], len(second.slug)) == ("moeller", "moeller-", 12)


def test_a_workspace_has_a_name(leader) -> None:
    with pytest.raises(ValidationError, match="Give the workspace a name"):
        create_workspace("  ", leader=leader)
