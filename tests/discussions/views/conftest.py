"""The open discussion's addresses, and people invited into it."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from discussions.models import Invitation
from discussions.running.people import invite as invite_people
from stakeholders.models import Stakeholder

LIST = "/w/northwind/discuss/"


@pytest.fixture
def page(discussion) -> str:
    return f"{LIST}{discussion.pk}/"


@pytest.fixture
def asked(discussion, add_person) -> Callable[..., Invitation]:
    """Invites a new person who has an address, three days ago."""

    def made(name: str = "Ada Mensah", segment: str = "champion", email: str | None = None, **fields) -> Invitation:
        address = f"{name.split()[0].lower()}@northwind.example" if email is None else email
        person: Stakeholder = add_person(name, segment=segment, email=address)
        person.refresh_from_db()
        invite_people(discussion, [person])
        moment = timezone.now() - dt.timedelta(days=3)
        Invitation.objects.filter(stakeholder=person).update(**({"invited_at": moment} | fields))
        return Invitation.objects.get(stakeholder=person)

    return made
