"""People invited with an address, and moments to look at them from."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from discussions.models import Discussion, Invitation
from discussions.running.people import invite
from stakeholders.models import Stakeholder


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now()


@pytest.fixture
def asked(discussion, add_person) -> Callable[..., Invitation]:
    """Invites a new person who has an address."""

    def made(name: str = "Ada Mensah", segment: str = "champion", email: str | None = None, **fields) -> Invitation:
        address = f"{name.split()[0].lower()}@northwind.example" if email is None else email
        person: Stakeholder = add_person(name, segment=segment, email=address)
        person.refresh_from_db()
        invite(discussion, [person])
        Invitation.objects.filter(stakeholder=person).update(**fields)
        return Invitation.objects.select_related("stakeholder", "discussion__workspace").get(stakeholder=person)

    return made


@pytest.fixture
def silent(asked, now) -> Callable[..., Invitation]:
    """Somebody asked three days ago, who has said nothing."""

    def made(name: str = "Ada Mensah", **fields) -> Invitation:
        return asked(name, **({"invited_at": now - dt.timedelta(days=3)} | fields))

    return made


@pytest.fixture
def live(discussion, now) -> Discussion:
    """The discussion, held in a room tomorrow."""
    begins = now + dt.timedelta(days=1)
    Discussion.objects.filter(pk=discussion.pk).update(
        held="live", opens_at=begins, closes_at=begins + dt.timedelta(hours=2), where="Room 4"
    )
    discussion.refresh_from_db()
    return discussion
