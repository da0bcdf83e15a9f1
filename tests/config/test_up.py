"""`manage.py up` as a person meets it: a real process, real ports, real signals."""

import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from config import up
from config.data_directory import DataDirectory
from tests.config.test_embedded import data_dir, processes_of, wait_until_gone

__all__ = ["data_dir"]

ROOT = Path(__file__).parents[2]
PATIENCE = 90
# What the plugin sets for the tests' own process; `up` finds its services by itself.
SERVICES = {
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "EMBEDDED",
    "DEMO",
    "COALITION_TEST_SERVICES",
}


def free_ports() -> int:
    """The first of two free ports side by side, of those that nobody is given who asks for just any port: between here
    and their use, another test may ask."""
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        if up.port_is_free(port) and up.port_is_free(port + 1):
            return port


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in SERVICES and "XDIST" not in name}


def wait_for(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.05)


class Terminal:
    """One `manage.py up` and all that it has printed."""

    def __init__(self, data: Path, port: int, *options: str) -> None:
        self.port = port
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up", f"--data={data}", f"--port={port}", *options],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def wait_until_ready(self) -> "Terminal":
        def ready() -> bool:
            assert self.process.poll() is None, self.text
            return "Ctrl-C stops everything" in self.text

        wait_for(ready, f"up:\n{self.text}")
        return self

    def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        code = self.process.wait(PATIENCE)
        self._reader.join(5)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code

    def children(self, word: str) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [pid for pid in map(int, listed) if word in command_of(pid)]


def command_of(pid: int) -> str:
    """Empty once the process has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    opened: list[Terminal] = []
    yield opened
    for terminal in opened:
        if terminal.process.poll() is None:
            terminal.process.kill()
            terminal.wait()


def status_of(address: str) -> int:
    with urllib.request.urlopen(address, timeout=10) as response:
        return int(response.status)


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
def test_a_day_with_up(data_dir: Path, terminals: list[Terminal]) -> None:
    port = free_ports()
    first = Terminal(data_dir, port, "--no-demo", "--debug").wait_until_ready()
    terminals.append(first)
    # A line for each part, then the address.
    assert re.findall(r"^  ✓ (\w+)", first.text, re.MULTILINE) == ["services", "database", "web", "live", "worker"]
    assert f"      http://localhost:{port}/" in first.lines
    assert "\x1b[" not in first.text
    assert status_of(f"http://127.0.0.1:{port}/healthz") == 200
    assert status_of(f"http://127.0.0.1:{port + 1}/healthz") == 200

    # A second one on the same data says who has it, and harms nobody.
    second = Terminal(data_dir, free_ports(), "--no-demo")
    terminals.append(second)
    assert second.wait() == 1
    assert f"{data_dir} is in use by `manage.py up` (process {first.process.pid})" in second.text

    # Another command works on the running services.
    shell = "from django.db import connection as c; print(c.cursor().execute('SELECT current_user').fetchone()[0])"
    asked = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", shell],
        cwd=ROOT,
        env=environment() | {"DATA_DIR": str(data_dir)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (asked.stdout.strip(), asked.returncode) == ("coalition_app", 0), asked.stderr

    # A process that dies comes back.
    (live,) = first.children("config.live:app")
    os.kill(live, signal.SIGKILL)
    wait_for(lambda: first.children("config.live:app") not in ([live], []), "live to come back")
    assert "live was ended by SIGKILL: starting it again in 1 s." in first.lines

    # Killed without a word, nothing stays behind, and the next start is quick and finds everything.
    runtime = Path(DataDirectory(data_dir).noted()["runtime"])
    first.process.kill()
    first.wait()
    third = Terminal(data_dir, port, "--no-demo", "--debug").wait_until_ready()
    terminals.append(third)
    assert re.findall(r"^  ✓ (\w+)", third.text, re.MULTILINE) == ["services", "web", "live", "worker"]
    wait_until_gone(runtime)
    assert not runtime.exists()

    # SIGTERM, like Ctrl-C, stops everything in order.
    runtime = Path(DataDirectory(data_dir).noted()["runtime"])
    assert third.end(signal.SIGTERM) == 0, third.text
    assert re.search(r"Everything has stopped after \d+\.\d s; data stays in ", third.text)
    assert processes_of(data_dir) == processes_of(runtime) == []
    assert not runtime.exists()


@pytest.mark.parametrize("both", [False, True])
def test_port_in_use_is_said_before_anything_starts(data_dir: Path, both: bool) -> None:
    port = free_ports()
    with ExitStack() as others:
        for taken in (port, port + 1) if both else (port + 1,):
            other = others.enter_context(socket.socket())
            other.bind(("127.0.0.1", taken))
            other.listen()
        terminal = Terminal(data_dir, port)
        assert terminal.wait() == 1
    proposed = re.search(r"--port (\d+)$", terminal.text)
    which = f"Ports {port} and {port + 1} are" if both else f"Port {port + 1} is"
    assert terminal.lines[1] == (
        f"{which} in use by another program (pages use {port}, live updates {port + 1}). "
        f"Try: {sys.executable} manage.py up --port {proposed[1] if proposed else '?'}"
    )
    assert not data_dir.exists()


def test_interrupted_start_stops_what_it_started(data_dir: Path, terminals: list[Terminal]) -> None:
    terminal = Terminal(data_dir, free_ports(), "--no-demo", "--debug")
    terminals.append(terminal)
    wait_for(lambda: "✓ services" in terminal.text, "the services")
    assert terminal.end() == 0, terminal.text
    assert "Stopping …" in terminal.text
    assert "Traceback" not in terminal.text
    assert processes_of(data_dir) == []


def test_command_alone_starts_services_and_stops_them(data_dir: Path) -> None:
    # `migrate` speaks as the owner, everything else as the application.
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--plan", "--verbosity=0"],
        cwd=ROOT,
        env=environment() | {"DATA_DIR": str(data_dir)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert processes_of(data_dir) == []
    assert not (data_dir / "services.json").exists()


def test_makemigrations_needs_no_database(data_dir: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "makemigrations", "--check"],
        cwd=ROOT,
        env=environment() | {"DATA_DIR": str(data_dir)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "No changes detected\n", "")
    assert not data_dir.exists()


def test_production_without_a_database_says_so() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=environment() | {"BASE_URL": "https://coalition.example", "SECRET_KEY": "x", "ALLOWED_HOSTS": "a.example"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith("Set the DATABASE_URL environment variable")


@pytest.mark.parametrize("port", ["0", "65535", "x"])
def test_ports_that_cannot_be(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        up.main(["--port", port])
    assert stopped.value.code == 2
    assert "--port" in capsys.readouterr().err


def test_fingerprint_changes_with_content_and_with_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(up, "BASE_DIR", tmp_path)
    (tmp_path / "a").write_text("1")
    before = up.fingerprint(tmp_path.glob("*"))
    assert up.fingerprint(tmp_path.glob("*")) == before
    (tmp_path / "a").write_text("2")
    changed = up.fingerprint(tmp_path.glob("*"))
    (tmp_path / "a").rename(tmp_path / "b")
    assert len({before, changed, up.fingerprint(tmp_path.glob("*"))}) == 3
