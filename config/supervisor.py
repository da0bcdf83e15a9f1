"""Keeps the product's processes alive side by side in one terminal: their output under short names, restarts with
patience, one orderly stop."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from config import machine
from config.installations import ServicesError

RESTARTS = 4
FIRST_PAUSE = 1.0
# A process that lived this long starts with a clean record.
FORGIVEN_AFTER = 60.0
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
COLOURS = {"web": "36", "live": "35", "worker": "33", "mail": "34"}


class Terminal:
    """Lines of many threads, whole; colours only where somebody sees them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.colours = sys.stdout.isatty() and os.environ.get("NO_COLOR", "") == ""

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colours else text

    def say(self, text: str = "") -> None:
        # The terminal may have been closed; stopping in order still matters.
        with self._lock, contextlib.suppress(OSError):
            print(text, flush=True)

    def status(self, name: str, text: str, seconds: float | None = None) -> None:
        timing = self.paint(f"{seconds:5.1f} s", "2") if seconds is not None else ""
        self.say(f"  {self.paint('✓', '32')} {name:<12}{text:<44}{timing}".rstrip())


class StoppingError(Exception):
    """Somebody asked to stop while something was still being prepared."""


class Child:
    """One long-lived process: how to start it and what it did so far."""

    def __init__(
        self, name: str, command: Sequence[str], terminal: Terminal, env: Mapping[str, str], cwd: Path, patience: float
    ) -> None:
        self.name = name
        self.command = command
        self.terminal = terminal
        self.env = env
        self.cwd = cwd
        self.patience = patience
        self.process: subprocess.Popen[str] | None = None
        self.failures = 0
        self.due: float | None = None
        self.started = 0.0
        self.said: deque[str] = deque(maxlen=12)
        self._reader: threading.Thread | None = None

    def start(self) -> None:
        self.due = None
        self.started = time.monotonic()
        self.process = machine.launch(self.command, env=self.env, cwd=self.cwd, stdout=subprocess.PIPE)
        self._reader = threading.Thread(target=self._repeat, args=[self.process], name=self.name, daemon=True)
        self._reader.start()

    def _repeat(self, process: subprocess.Popen[str]) -> None:
        label = self.terminal.paint(f"{self.name:<7}", COLOURS.get(self.name, "37"))
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                if line.strip():
                    # The children cannot see whether anybody looks.
                    text = line.rstrip() if self.terminal.colours else COLOUR.sub("", line.rstrip())
                    self.said.append(text)
                    self.terminal.say(f"{label} {text}")

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self) -> None:
        """Wait for the end that was asked for, and make it one when that takes too long."""
        if self.process is None:
            return
        try:
            self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            self.terminal.say(f"{self.name} did not stop within {self.patience:.0f} seconds: ended.")
        self.kill()

    def kill(self) -> None:
        """End the process and what it started, which shares its group."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        # Its last words are often the reason.
        if self._reader is not None:
            self._reader.join(2)


class Supervisor:
    """Starts children, restarts the fallen, stops all. Everything runs in the main thread, which the kernel takes as
    the children's parent."""

    def __init__(
        self, terminal: Terminal, health: Callable[[], str | None], *, first_pause: float = FIRST_PAUSE
    ) -> None:
        self.terminal = terminal
        self.children: list[Child] = []
        self.health = health
        self.first_pause = first_pause
        self.asked_to_stop = 0

    def listen_to_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: object) -> None:
        self.asked_to_stop += 1
        if self.asked_to_stop > 1:
            for child in self.children:
                if child.process is not None and child.process.poll() is None:
                    child.kill()

    def check_stop(self) -> None:
        if self.asked_to_stop:
            raise StoppingError

    def start(self, child: Child) -> None:
        self.children.append(child)
        child.start()

    def wait_until(self, ready: Callable[[], bool], child: Child, patience: float = 60) -> float:
        """Seconds until the child was ready; keeps an eye on all of them meanwhile."""
        began = time.monotonic()
        while not ready():
            self.check_stop()
            reason = self.look_after()
            if reason is None and time.monotonic() - began > patience:
                reason = f"{child.name} was not ready after {patience:.0f} seconds."
            if reason is not None:
                raise ServicesError(reason)
            time.sleep(0.05)
        return time.monotonic() - began

    def look_after(self) -> str | None:
        """Restart what has fallen; the reason to give up, once there is one."""
        reason = self.health()
        if reason is not None:
            return reason
        now = time.monotonic()
        for child in self.children:
            if child.due is not None:
                if now >= child.due:
                    child.start()
                continue
            code = child.process.poll() if child.process is not None else None
            if code is None:
                continue
            child.kill()
            if now - child.started > FORGIVEN_AFTER:
                child.failures = 0
            child.failures += 1
            how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit {code}"
            if child.failures > RESTARTS:
                lines = "\n".join(f"    {line}" for line in child.said) or "    (nothing)"
                return f"{child.name} {how}, for the {child.failures}th time. The last it said:\n{lines}"
            pause = self.first_pause * 2 ** (child.failures - 1)
            self.terminal.say(f"{child.name} {how}: starting it again in {pause:.0f} s.")
            child.due = now + pause
        return None

    def run(self) -> str | None:
        """Until somebody asks to stop (None) or something cannot go on (why)."""
        while not self.asked_to_stop:
            reason = self.look_after()
            if reason is not None:
                return reason
            time.sleep(0.2)
        return None

    def stop(self) -> None:
        """In the order of their start: pages close before the jobs they ask for."""
        for child in self.children:
            child.ask_to_stop()
            child.wait()
