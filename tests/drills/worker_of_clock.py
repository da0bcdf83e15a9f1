"""A ticker or a sender in a process of its own, to be killed by a drill:
`python tests/drills/worker_of_clock.py tick|naive|send|plain`."""

import os
import sys
import time
from pathlib import Path
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from django.db import connection  # noqa: E402
from django.db.utils import InterfaceError, OperationalError  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.isolation import all_workspaces, scope  # noqa: E402
from accounts.models import Workspace  # noqa: E402
from checkins import briefs, ticking  # noqa: E402
from checkins.models import CheckIn, CheckInPlan  # noqa: E402
from mail import composing, sending, transports  # noqa: E402
from mail.letters import Letter  # noqa: E402


def naive() -> None:
    """The control: reads what is due, opens it, and advances in a second step, each occurrence with a key of its own.
    Two of these double what they find."""
    for workspace in all_workspaces():
        with scope(workspace=workspace):
            due = list(CheckInPlan.objects.filter(opens_at__lte=timezone.now()).order_by("opens_at")[:200])
            CheckIn.objects.bulk_create(
                CheckIn(
                    pk=uuid4(), workspace_id=workspace, stakeholder_id=plan.stakeholder_id, origin="extra",
                    for_on=plan.next_for, due_on=plan.next_for, due_at=plan.next_due_at, zone=plan.zone,
                )
                for plan in due
            )  # fmt: skip
        time.sleep(0.2)
        with scope(workspace=workspace):
            CheckInPlan.objects.filter(pk__in=[plan.pk for plan in due]).update(
                next_for=None, next_due_at=None, opens_at=None
            )


def send() -> None:
    """Without the lock by which a sweep keeps others from beginning."""
    sending._sweep(transports.current(), until=time.monotonic() + 600)


def plain() -> None:
    """Senders of one line instead of a brief, which costs most of a mail's time."""

    def line(workspace: Workspace, about: composing.About) -> Letter:
        found = briefs.still_wanted(workspace, about)
        return Letter(
            subject=f"Check-in on {found.due_on}", text="It is due.\n", html="<p>It is due.</p>", unsubscribe=None
        )

    composing.register(briefs.KIND, line, gate=briefs.still_wanted)
    send()


work = {"tick": ticking.tick, "naive": naive, "send": send, "plain": plain}[sys.argv[1]]
sys.stdout.write("up\n")
sys.stdout.flush()
while True:
    try:
        work()
    except (OperationalError, InterfaceError):
        # As Celery does between tasks.
        connection.close()
        time.sleep(0.2)
    time.sleep(0.05)
