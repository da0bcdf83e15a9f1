"""Restarts, giving up and stopping, with small real processes."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from config.supervisor import RESTARTS, Child, Supervisor, Terminal

STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
)


@pytest.fixture
def supervisor() -> Supervisor:
    return Supervisor(Terminal(), lambda: None, first_pause=0.01)


def child(supervisor: Supervisor, code: str, patience: float = 10) -> Child:
    made = Child("small", [sys.executable, "-c", code], supervisor.terminal, os.environ, Path.cwd(), patience)
    supervisor.start(made)
    return made


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_one_that_keeps_falling_is_given_up_with_its_last_words(
    supervisor: Supervisor, capsys: pytest.CaptureFixture[str]
) -> None:
    child(supervisor, "print('the reason'); raise SystemExit(3)")
    assert supervisor.run() == (
        f"small ended with exit 3, for the {RESTARTS + 1}th time. The last it said:\n"
        + "\n".join(["    the reason"] * (RESTARTS + 1))
    )
    supervisor.stop()
    said = capsys.readouterr().out.splitlines()
    assert said.count("small   the reason") == RESTARTS + 1
    assert [line for line in said if "starting it again" in line] == [
        "small ended with exit 3: starting it again in 0 s."
    ] * RESTARTS


def test_stop_waits_for_an_orderly_end(supervisor: Supervisor) -> None:
    made = child(supervisor, "import time; print('up', flush=True); time.sleep(60)")
    wait_for(lambda: "up" in made.said)
    supervisor.stop()
    assert made.process.returncode == -signal.SIGTERM


def test_one_that_does_not_listen_is_ended(supervisor: Supervisor, capsys: pytest.CaptureFixture[str]) -> None:
    made = child(supervisor, STUBBORN, patience=0.3)
    wait_for(lambda: "deaf" in made.said)
    supervisor.stop()
    assert made.process.returncode == -signal.SIGKILL
    assert "small did not stop within 0 seconds: ended." in capsys.readouterr().out


def test_second_signal_ends_at_once(supervisor: Supervisor) -> None:
    made = child(supervisor, STUBBORN, patience=30)
    wait_for(lambda: "deaf" in made.said)
    supervisor._on_signal(signal.SIGINT, None)
    assert supervisor.run() is None
    began = time.monotonic()
    impatient = threading.Timer(0.2, supervisor._on_signal, [signal.SIGINT, None])
    impatient.start()
    supervisor.stop()
    impatient.join()
    assert made.process.returncode == -signal.SIGKILL
    assert time.monotonic() - began < 10


def test_what_a_child_started_ends_with_it(supervisor: Supervisor) -> None:
    made = child(
        supervisor,
        "import subprocess, time; print(subprocess.Popen(['sleep', '60']).pid, flush=True); time.sleep(60)",
    )
    wait_for(lambda: made.said)
    grandchild = int(made.said[0])
    supervisor.stop()
    wait_for(lambda: not Path(f"/proc/{grandchild}").exists() or " Z " in Path(f"/proc/{grandchild}/stat").read_text())


def test_colours_of_children_are_dropped_where_nobody_sees_them(
    supervisor: Supervisor, capsys: pytest.CaptureFixture[str]
) -> None:
    made = child(supervisor, r"print('\x1b[31mred\x1b[0m', flush=True); import time; time.sleep(60)")
    wait_for(lambda: made.said)
    supervisor.stop()
    assert capsys.readouterr().out == "small   red\n"
