"""The folder that keeps everything of one machine's Coalition: who may use it, who uses it now, and its secrets."""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config import machine
from config.installations import ServicesError


class DataDirectoryInUseError(ServicesError):
    """Another process holds the data directory."""


@dataclass(frozen=True)
class Running:
    """What a process that holds the data directory says about its services."""

    pid: int
    command: str
    environment: dict[str, str]


class DataDirectory:
    """One process at a time holds it, by a lock that the kernel drops when the process dies in whatever way."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._lock: int | None = None
        self._users: int | None = None

    @property
    def is_taken(self) -> bool:
        return self._lock is not None

    def take(self, command: str) -> machine.Account:
        """Hold the directory, making it when it is new; returns whom its services run as."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o644)
            users = os.open(self.path / "users", os.O_RDWR | os.O_CREAT, 0o644)
        except PermissionError as error:
            raise ServicesError(self._whose()) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(lock, 200).decode(errors="replace").strip() or "another process"
            os.close(lock)
            os.close(users)
            raise DataDirectoryInUseError(
                f"{self.path} is in use by {holder}: stop that one first, or choose another folder with --data."
            ) from None
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"`manage.py {command}` (process {os.getpid()})".encode(), 0)
        self._lock, self._users = lock, users
        try:
            return self._account()
        except ServicesError:
            self.let_go()
            raise

    def let_go(self) -> None:
        for handle in (self._users, self._lock):
            if handle is not None:
                os.close(handle)
        self._users = self._lock = None

    def wait_for_users(self) -> None:
        """Wait for the other commands that use our services."""
        if self._users is not None:
            fcntl.flock(self._users, fcntl.LOCK_EX)

    @contextlib.contextmanager
    def using(self) -> Iterator[None]:
        """Say that this process uses another's services, so that a short command waits before it stops them."""
        handle = os.open(self.path / "users", os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH)
            yield
        finally:
            os.close(handle)

    def empty(self) -> None:
        """Throw away all that is in it."""
        for path in self.path.iterdir():
            if path.name in {"lock", "users"}:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()

    def _account(self) -> machine.Account:
        account = machine.account_for(self.path)
        database = self.path / "postgres"
        if not database.exists():
            if not account.is_ours and self.path.stat().st_uid == 0:
                # The folder is root's: the account may pass it, though not list it.
                self.path.chmod(self.path.stat().st_mode | 0o011)
            return account
        made_by = database.stat().st_uid
        if os.geteuid() != 0 and made_by != os.geteuid():
            raise ServicesError(self._whose())
        return machine.account_of(made_by) if made_by else account

    def _whose(self) -> str:
        me = machine.account_of(os.geteuid())
        if not os.path.exists(self.path):  # pathlib's exists() raises where we may not look
            return f"{me.name} may not make {self.path}: choose another folder with --data."
        owner = machine.account_of(self.path.stat().st_uid)
        if owner.uid == me.uid:  # ours, with a database in it that is not
            owner = machine.account_of(0)
        start = "sudo" if owner.uid == 0 else f"sudo -u {owner.name}"
        return (
            f"{self.path} belongs to {owner.name}, and you are {me.name}. Do one of these:\n"
            f"  start as {owner.name}:  {start} {sys.executable} manage.py up --data {self.path}\n"
            f"  make it yours, data and all:  sudo chown -R {me.uid}:{me.gid} {self.path}\n"
            f"  leave it alone:  {sys.executable} manage.py up --data another-folder"
        )

    # What it remembers --------------------------------------------------------------------------------------------

    def note(self, state: dict[str, Any]) -> None:
        """Say to other commands, and to the next start, what runs."""
        machine.write_private(self.path / "services.json", json.dumps(state))

    def noted(self) -> dict[str, Any]:
        try:
            state: dict[str, Any] = json.loads((self.path / "services.json").read_text())
        except (FileNotFoundError, ValueError):
            return {}
        return state

    def forget(self) -> None:
        (self.path / "services.json").unlink(missing_ok=True)

    def running(self) -> Running | None:
        """The services that another process keeps here, when they are ready."""
        try:
            state = self.noted()
        except PermissionError as error:
            raise ServicesError(self._whose()) from error
        if not state.get("environment") or not machine.is_running(state["pid"]):
            return None
        return Running(state["pid"], state["command"], state["environment"])

    def was_killed(self) -> bool:
        """Whether the last process that held it left without tidying up."""
        try:
            state = self.noted()
        except PermissionError:
            return False
        return bool(state) and not machine.is_running(state["pid"])

    def secret_key(self) -> str:
        """The SECRET_KEY of this directory, made once: people stay signed in over a restart."""
        path = self.path / "secret_key"
        if not path.exists():
            machine.write_private(path, secrets.token_urlsafe(50))
        return path.read_text()
