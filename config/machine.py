"""What the embedded services need from the operating system: who they run as, where their files may live, and
processes that neither outlive this one nor are mistaken for another's."""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
# sockaddr_un holds 108 bytes on Linux and 104 on macOS, with the closing NUL.
LONGEST_SOCKET_PATH = 103
SOCKET_NAME_ROOM = len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True)
class Account:
    """The operating system account that the services run as."""

    uid: int
    gid: int
    name: str

    @property
    def is_ours(self) -> bool:
        return self.uid == os.geteuid()


def account_of(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:  # a container started with a number for which it has no account
        return Account(uid, os.getegid(), str(uid))
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)


def account_for(directory: Path) -> Account:
    """Whom the services of this data directory run as: ourselves, except that root (as which PostgreSQL refuses to
    run) steps down to whoever owns the data, or to `nobody`."""
    if os.geteuid() != 0:
        return account_of(os.geteuid())
    nobody = pwd.getpwnam("nobody").pw_uid
    owner = directory.stat().st_uid
    # PostgreSQL refuses numbers that have no account, as a folder brought in from elsewhere may.
    known = {entry.pw_uid for entry in pwd.getpwall()}
    return account_of(owner if owner and owner in known else nobody)


def as_account(account: Account) -> dict[str, Any]:
    """The arguments that make `subprocess` run a program as this account."""
    if account.is_ours:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def can_pass(folder: Path, account: Account) -> bool:
    """Whether the account may go through this folder to what it owns inside."""
    folder = folder.resolve()
    return account.is_ours or all(_allows(one, 0o1, account) for one in (folder, *folder.parents))


def can_reach(path: Path, account: Account) -> bool:
    """Whether the account may read this file or folder and pass every folder above it."""
    if account.is_ours:
        return os.access(path, os.R_OK)
    path = path.resolve()
    return can_pass(path.parent, account) and _allows(path, 0o5 if path.is_dir() else 0o4, account)


def _allows(path: Path, bits: int, account: Account) -> bool:
    status = path.stat()
    if status.st_uid == account.uid:
        return (status.st_mode >> 6) & bits == bits
    if status.st_gid == account.gid:
        return (status.st_mode >> 3) & bits == bits
    return status.st_mode & bits == bits


def make_runtime_folder(account: Account) -> Path:
    """A private folder for sockets in the temp folder, short enough for a socket's path."""
    wanted = [Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")]
    for parent in wanted:
        longest = len(os.fsencode(parent)) + len("/coalition-12345678") + SOCKET_NAME_ROOM
        if parent.is_dir() and longest <= LONGEST_SOCKET_PATH and can_reach(parent, account):
            folder = Path(tempfile.mkdtemp(prefix="coalition-", dir=parent))
            give_to(folder, account)
            return folder
    raise OSError(f"No temp folder is short enough for a socket and open to {account.name}: set TMPDIR, e.g. to /tmp.")


def give_to(path: Path, account: Account) -> None:
    if os.geteuid() == 0:
        os.chown(path, account.uid, account.gid)


def give_tree_to_owner(directory: Path) -> None:
    """When root works on a user's data directory, nothing in it may end up root's."""
    status = directory.stat()
    if os.geteuid() != 0 or status.st_uid == 0:
        return
    for folder, _, files in os.walk(directory):
        for path in (Path(folder), *(Path(folder, name) for name in files)):
            if path.lstat().st_uid == 0:
                os.chown(path, status.st_uid, status.st_gid, follow_symlinks=False)


def copy_tree(source: Path, target: Path) -> None:
    """Copy a folder of programs so that everybody may read and run them."""
    shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("*.a", "doc", "include"))
    for folder, _, files in os.walk(target):
        Path(folder).chmod(0o755)
        for name in files:
            path = Path(folder, name)
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)


def write_private(path: Path, text: str) -> None:
    """Write a file that only we can read, whole or not at all."""
    unfinished = path.with_name(path.name + ".new")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    unfinished.replace(path)


def _die_with_parent(stop_signal: signal.Signals) -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def ask_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(stop_signal), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask_kernel


def launch(
    command: Sequence[str | Path],
    *,
    account: Account | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stdout: int | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[str]:
    """Start a child that does not hear the terminal's Ctrl-C (we stop it, in order) and that the kernel signals when
    this process dies without a word. Call from a thread that lives as long as the child should: Linux watches that."""
    return subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.STDOUT if stdout is not None else None,
        text=True,
        errors="replace",
        env=dict(env) if env is not None else None,
        cwd=cwd,
        start_new_session=True,
        # Runs after the step down to the account, which is needed: changing accounts clears the setting.
        preexec_fn=_die_with_parent(death_signal),
        **(as_account(account) if account else {}),
    )


def command_line(pid: int) -> str:
    """The command line of a process, empty when there is none."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return ""
    except PermissionError:
        pass
    ps = shutil.which("ps")
    if not ps:
        return ""
    return subprocess.run(
        [ps, "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        # A zombie has ended; only its parent has not looked yet.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return not Path("/proc/self").exists()


def end_child(child: subprocess.Popen[str], steps: Sequence[tuple[signal.Signals, float]]) -> None:
    """Send one signal after the other to a child of ours, giving each its seconds."""
    for number, seconds in steps:
        if child.poll() is not None:
            return
        child.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(seconds)


def end_process(pid: int, steps: Sequence[tuple[signal.Signals, float]]) -> bool:
    """Send one signal after the other, giving each its seconds; whether the process has ended."""
    for number, seconds in steps:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return True
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not is_running(pid):
                return True
            time.sleep(0.02)
    return not is_running(pid)
