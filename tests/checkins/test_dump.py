"""After an erasure a dump of the whole database holds no word of a person, in no encoding of what mails are kept as."""

import os
import re
import subprocess
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.utils import timezone

from accounts.isolation import scope
from accounts.workspaces import create_workspace
from checkins import check_ins, ticking
from checkins.brief import preparing
from checkins.check_ins import Outcome
from checkins.events.opening import record
from checkins.events.touching import Change
from checkins.models import CheckIn
from config.installations import system_postgres, wheel_postgres
from mail import sending
from mail.models import Message
from mail.transports import RefusedError
from planning.stakes import add_stake
from stakeholders import erasure
from stakeholders.models import Stakeholder
from tests.conftest import make_user
from tests.services_plugin import OURS

NAME = "Zephyrine Quillfeather"
WORDS = (b"zephyrine", b"quillfeather", b"marmalade")
BYTES = re.compile(rb"\\\\x([0-9a-f]{2,})")


class PutsOff:
    def __enter__(self):
        return self

    def __exit__(self, *error) -> None:
        pass

    def deliver(self, recipient: str, mime: bytes) -> None:
        raise RefusedError("Come again.", for_good=False)


def dumped() -> bytes:
    """As a backup takes it, and what stands there as bytes once more as what they are."""
    [postgres, *_] = [*system_postgres(), *wheel_postgres()]
    url = urlsplit(os.environ.get(OURS) or os.environ["DATABASE_URL"])
    name = connection.settings_dict["NAME"]
    command = [postgres.programs / "pg_dump", "--data-only", url._replace(path=f"/{name}").geturl()]
    found = subprocess.run(command, capture_output=True, check=True).stdout
    return (found + b"".join(bytes.fromhex(each[: len(each) & ~1].decode()) for each in BYTES.findall(found))).lower()


@pytest.mark.django_db(transaction=True)
def test_nothing_of_who_was_erased_is_in_a_dump(weekly):
    leader = make_user("ines@northwind.example", "Ines Rourke")
    workspace = create_workspace("Northwind Instruments", leader=leader, slug="northwind")
    with scope(workspace=workspace.pk, user=leader.pk):
        person, other = (
            Stakeholder.objects.create(workspace=workspace, name=name, owner=leader) for name in (NAME, "Marcus Hale")
        )
        add_stake(person, author=leader, invests="time", what="Marmalade on Fridays")
        for each in (person, other):
            weekly(each)
        record(workspace, Change("joined", person.pk), key="joined", says=f"{NAME} joined.")
    assert ticking.tick() == 2
    with scope(workspace=workspace.pk, user=leader.pk):
        Message.objects.update(due_at=timezone.now())
    sending.send(sending.claim_due(), PutsOff())
    with scope(workspace=workspace.pk, user=leader.pk):
        theirs = list(CheckIn.objects.filter(stakeholder=person).order_by("due_at"))
        assert len(theirs) == 2
        preparing.prepare(theirs[0], today=timezone.localdate(), expected_version=theirs[0].version)
        came = Outcome("Wants marmalade", next_step=f"Ask {NAME} again")
        check_ins.hold(theirs[1], came, author=leader, expected_version=theirs[1].version)
    before = dumped()
    assert [before.count(word) > 3 for word in WORDS] == [True, True, True]
    with scope(workspace=workspace.pk, user=leader.pk):
        erasure.erase(Stakeholder.objects.get(pk=person.pk), actor=leader, typed_name=NAME)
    assert [dumped().count(word) for word in WORDS] == [0, 0, 0]
