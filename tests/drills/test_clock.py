"""The clock in two processes, the other of which is killed in the middle: each check-in is there once. The large drill
is tests/drills/clock.py."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from accounts.isolation import scope
from checkins import ticking
from checkins.models import CheckIn, CheckInPlan
from mail.models import Message
from tests.bench.bench_ticking import DUE, MAKE
from tests.database_plugin import superuser

TICKER = Path(__file__).with_name("worker_of_clock.py")
PLANS = 3_000


def start_ticker() -> subprocess.Popen[bytes]:
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    options = {} if os.environ.get("COALITION_TEST_SERVICES") else {"PGOPTIONS": "-c role=coalition_app"}
    environment = os.environ | {"DATABASE_URL": url, **options}
    return subprocess.Popen([sys.executable, TICKER, "tick"], env=environment, stdout=subprocess.PIPE)


@pytest.mark.django_db(transaction=True)
def test_two_tickers_the_other_of_which_is_killed_open_each_check_in_once():
    with superuser(connection.settings_dict["NAME"]) as admin:
        # While it starts the rows are made.
        other = start_ticker()
        try:
            admin.execute(MAKE.format(plans=PLANS, workspaces=2))
            assert other.stdout.readline() == b"up\n"
            admin.execute(DUE.format(due=PLANS))
            workspaces = [found for (found,) in admin.execute("SELECT id FROM accounts_workspace").fetchall()]
            until = time.monotonic() + 60
            while not admin.execute("SELECT count(*) FROM checkins_checkin").fetchone()[0]:
                assert time.monotonic() < until
                time.sleep(0.01)
            # Stopped where it is, with what it holds: on a busy machine it would have opened all of them by now.
            other.send_signal(signal.SIGSTOP)
            opened = ticking.tick()
        finally:
            other.kill()
            other.wait()
            other.stdout.close()
        assert 0 < opened + ticking.tick() < PLANS
    found = [0, 0, 0, 0]
    for workspace in workspaces:
        with scope(workspace=workspace):
            opened = CheckIn.objects.filter(workspace=workspace)
            plans = CheckInPlan.objects.filter(opened_for__isnull=False)
            once = opened.values("plan").distinct()
            for number, rows in enumerate((opened, once, plans, Message.objects.filter(workspace=workspace))):
                found[number] += rows.count()
    assert found == [PLANS] * 4
