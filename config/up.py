"""`manage.py up`: the whole product on one machine with one command, and away again with Ctrl-C.

Imports no Django: the settings are read by the processes that this one starts."""

import argparse
import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from pathlib import Path

import redis

from config import machine
from config.embedded import EmbeddedServices
from config.installations import ServicesError
from config.supervisor import Child, StoppingError, Supervisor, Terminal

BASE_DIR = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="manage.py up",
        description="Start PostgreSQL, Redis, the web pages, live updates and the worker; open the printed address.",
    )
    parser.add_argument("--port", type=int, default=8000, help="of the pages; live updates use the next one (8000)")
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("DATA_DIR", BASE_DIR / "var")), metavar="DIR")
    parser.add_argument("--no-demo", action="store_true", help="no demo workspace and no one-click sign-in")
    parser.add_argument("--reset", action="store_true", help="throw all data in the data folder away first")
    parser.add_argument("--logs", action="store_true", help="a line in the terminal for each request and task")
    parser.add_argument("--debug", action="store_true", help="Django's DEBUG: error pages with source, unhashed files")
    options = parser.parse_args(arguments)
    if not 1 <= options.port <= 65534:
        parser.error("--port must lie between 1 and 65534")
    return Up(options).run()


class Up:
    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.terminal = Terminal()
        self.services = EmbeddedServices(options.data, command="up")
        self.data_dir = self.services.data_dir
        self.own_database = "DATABASE_URL" in os.environ
        self.supervisor = Supervisor(self.terminal, lambda: self.services.look_after(self.terminal.say))
        self.address = f"http://localhost:{options.port}"
        self.live_address = f"http://localhost:{options.port + 1}"
        self.environment: dict[str, str] = {}

    def run(self) -> int:
        began = time.monotonic()
        self.supervisor.listen_to_signals()
        reason: str | None = None
        try:
            self._check_ports()
            self._start_services()
            self._prepare()
            self._start_processes()
            self._announce(time.monotonic() - began)
            reason = self.supervisor.run()
        except StoppingError:
            pass
        except ServicesError as error:
            reason = str(error)
        finally:
            self._stop(reason)
        return 0 if reason is None else 1

    # Steps --------------------------------------------------------------------------------------------------------

    def _check_ports(self) -> None:
        ports = (self.options.port, self.options.port + 1)
        taken = [port for port in ports if not port_is_free(port)]
        directory = self.services.directory
        # A run that was killed a moment ago is still being cleared away.
        patience = time.monotonic() + (8 if taken and directory.was_killed() else 0)
        while taken and time.monotonic() < patience:
            self.supervisor.check_stop()
            time.sleep(0.1)
            taken = [port for port in ports if not port_is_free(port)]
        if not taken:
            return
        other = next(
            (port for port in range(self.options.port + 2, 65534) if port_is_free(port) and port_is_free(port + 1)), 0
        )
        which = f"Port {taken[0]} is" if len(taken) == 1 else f"Ports {ports[0]} and {ports[1]} are"
        raise ServicesError(
            f"{which} in use by another program (pages use {ports[0]}, live updates {ports[1]}). "
            f"Try: {sys.executable} manage.py up --port {other}"
        )

    def _start_services(self) -> None:
        began = time.monotonic()
        if self.options.reset:
            self.services.destroy()
            self.terminal.status("data", f"{self.data_dir} emptied", time.monotonic() - began)
            began = time.monotonic()
        self.services.start()
        self.supervisor.check_stop()
        self.terminal.status(
            "services",
            f"PostgreSQL {self.services.postgres_version}, {self.services.redis_version}",
            time.monotonic() - began,
        )
        self.environment = {
            **os.environ,
            **self.services.environment,
            # What the developer chose wins over what we brought up.
            **{name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if name in os.environ},
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "EMBEDDED": "1",
            "DEBUG": "1" if self.options.debug else "0",
            "DEMO": "1" if self._has_demo else "0",
            "DATA_DIR": str(self.data_dir),
            "STATIC_ROOT": str(self.data_dir / "static"),
            "SECRET_KEY": self.services.directory.secret_key(),
            "BASE_URL": self.address,
            "LIVE_URL": self.live_address + "/",
            "PYTHONUNBUFFERED": "1",
        }
        if not (self.options.logs or self.options.debug):
            self.environment.setdefault("LOG_LEVEL", "WARNING")
        if self.own_database:
            self.environment["DATABASE_OWNER_URL"] = os.environ.get("DATABASE_OWNER_URL", os.environ["DATABASE_URL"])

    @property
    def _has_demo(self) -> bool:
        # One click signs anybody in: only on data that we made ourselves.
        return not self.options.no_demo and not self.own_database

    def _prepare(self) -> None:
        """Tables, files and the demo workspace, each only when something changed since the last start."""
        jobs: list[Job] = []
        migrations = fingerprint([BASE_DIR / "requirements.txt", *BASE_DIR.glob("*/migrations/*.py")])
        if self.own_database or self._remembered("migrated") != migrations:
            jobs.append(Job("database", "tables brought up to date", ["migrate", "--no-input"], "migrated", migrations))
        files = fingerprint([BASE_DIR / "requirements.txt", *BASE_DIR.glob("web/*.py"), *BASE_DIR.glob("static/**/*")])
        if not self.options.debug and self._remembered("collected") != files:
            collect = ["collectstatic", "--no-input", "--clear", "--verbosity=0"]
            jobs.append(Job("files", "styles and scripts collected", collect, "collected", files))
        self._run_jobs(jobs)
        if self._has_demo and self.services.is_empty("accounts_workspace"):
            self._run_jobs([Job("demo", "demo workspace made", ["demo"])])
        machine.give_tree_to_owner(self.data_dir)

    def _run_jobs(self, jobs: "list[Job]") -> None:
        """Side by side; one that fails stops everything and shows what it said."""
        for job in jobs:
            job.start(self.environment)
        try:
            for job in jobs:
                while job.process.poll() is None:
                    self.supervisor.check_stop()
                    time.sleep(0.02)
                if job.process.returncode:
                    raise ServicesError(f"manage.py {job.arguments[0]} failed:\n{job.output()}")
                self.terminal.status(job.name, job.text, time.monotonic() - job.began)
                if job.remember_as:
                    (self.data_dir / job.remember_as).write_text(job.fingerprint)
        finally:
            for job in jobs:
                machine.end_child(job.process, ((signal.SIGTERM, 5), (signal.SIGKILL, 5)))

    def _remembered(self, name: str) -> str:
        try:
            return (self.data_dir / name).read_text()
        except FileNotFoundError:
            return ""

    def _start_processes(self) -> None:
        port = self.options.port
        granian = [sys.executable, "-m", "granian", f"--host={HOST}", "--log-level=warning", "--no-ws"]
        web = self._child(
            "web",
            [
                *(*granian, "--interface=wsgi", f"--port={port}", "--workers=2", "--blocking-threads=2"),
                *("--workers-kill-timeout=5", "config.wsgi:application"),
            ],
            patience=10,
        )
        live = self._child(
            "live",
            [
                *(*granian, "--interface=asgi", f"--port={port + 1}", "--workers=1", "--workers-kill-timeout=2"),
                "config.live:app",
            ],
            patience=5,
        )
        worker = self._child(
            "worker",
            [
                *(
                    sys.executable,
                    "-m",
                    "celery",
                    "--quiet",
                    "-A",
                    "config",
                    "worker",
                    "-B",
                    "-P",
                    "threads",
                    "-c",
                    "2",
                ),
                *("--loglevel=warning", "--without-mingle", "--without-gossip"),
                f"--schedule={self.data_dir / 'beat-schedule'}",
            ],
            patience=15,
        )
        waits: list[tuple[Child, str, Callable[[], bool]]] = [
            (web, f"pages on {self.address}", lambda: answers(f"http://{HOST}:{port}/healthz")),
            (live, f"live updates on port {port + 1}", lambda: answers(f"http://{HOST}:{port + 1}/healthz")),
            (worker, "worker and its clock (beat)", self._worker_listens),
        ]
        for child, text, ready in waits:
            self.supervisor.wait_until(ready, child)
            self.terminal.status(child.name, text, time.monotonic() - child.started)

    def _child(self, name: str, command: list[str], patience: float) -> Child:
        environment = self.environment
        if os.geteuid() == 0 and name == "worker":
            # On one's own machine root is a choice; four lines of Celery about it at every start are none.
            environment = environment | {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}
        child = Child(name, command, self.terminal, environment, BASE_DIR, patience)
        self.supervisor.start(child)
        return child

    def _worker_listens(self) -> bool:
        """A worker that is ready has bound its mailbox in the broker."""
        with contextlib.closing(redis.Redis.from_url(self.environment["REDIS_URL"])) as client:
            return bool(client.exists("_kombu.binding.celery.pidbox"))

    def _announce(self, seconds: float) -> None:
        say, paint = self.terminal.say, self.terminal.paint
        say()
        say(f"  Coalition is ready after {seconds:.1f} s. Open")
        say()
        say(f"      {paint(self.address + '/', '1;4;36')}")
        say()
        if self._has_demo:
            say("  One click there signs you in to the demo workspace, in the role you like.")
        elif self.own_database:
            say("  DATABASE_URL names a database of your own, so there is no demo workspace and no one-click sign-in.")
        if "EMAIL_URL" not in os.environ:
            say(f"  Mails stay on this machine: {self.address}/inbox/")
        say(f"  Ctrl-C stops everything; your data stays in {self.data_dir}.")
        say()

    def _stop(self, reason: str | None) -> None:
        say = self.terminal.say
        if reason is not None:
            say()
            say(self.terminal.paint(reason, "31"))
        running = self.supervisor.children or self.services.directory.is_taken
        if running and reason is None:
            say()
            say("  Stopping …")
        began = time.monotonic()
        self.supervisor.stop()
        self.services.stop()
        if running:
            say(f"  Everything has stopped after {time.monotonic() - began:.1f} s; data stays in {self.data_dir}.")


class Job:
    """One of Django's commands that must be through before the processes start."""

    process: subprocess.Popen[str]

    def __init__(self, name: str, text: str, arguments: list[str], remember_as: str = "", mark: str = "") -> None:
        self.name = name
        self.text = text
        self.arguments = arguments
        self.remember_as = remember_as
        self.fingerprint = mark
        self.began = time.monotonic()

    def start(self, environment: dict[str, str]) -> None:
        command = [sys.executable, str(BASE_DIR / "manage.py"), *self.arguments]
        self._said = tempfile.TemporaryFile("w+")  # noqa: SIM115 - lives as long as the job
        self.process = machine.launch(command, env=environment, cwd=BASE_DIR, stdout=self._said.fileno())

    def output(self) -> str:
        self._said.seek(0)
        return "\n".join(f"    {line}" for line in self._said.read().splitlines()[-25:])


def fingerprint(paths: Iterable[Path]) -> str:
    """Changes when one of the files does, comes or goes."""
    digest = hashlib.sha256()
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(f"{path.relative_to(BASE_DIR)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        # A port whose last connections are still closing counts as free, as it does for the server.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
