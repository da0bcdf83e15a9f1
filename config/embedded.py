"""A private PostgreSQL and Redis for one machine, kept in one data directory: for `manage.py up`, for single commands
and for the tests. Never for production. Imports no Django: settings are read after the services have addresses."""

import atexit
import json
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from config import machine
from config.data_directory import DataDirectory
from config.installations import Postgres, ServicesError, find_redis, system_postgres, wheel_postgres

DATABASE = "coalition"
ROLES_SQL = Path(__file__).with_name("roles.sql")
LOG_LIMIT = 2_000_000
ELSEWHERE = Path("/var/lib/coalition-embedded")
PATIENCE = 30.0
# So many, each within a minute of the one before, are more than an accident.
RESTARTS, FORGIVEN_AFTER = 5, 60.0


class EmbeddedServices:
    """PostgreSQL and Redis on sockets of their own, for as long as this process holds the data directory.

    `lasting=False` is for tests: nothing is flushed to disk, and the owner role may create databases."""

    def __init__(
        self,
        data_dir: Path,
        *,
        command: str = "command",
        lasting: bool = True,
        postgres: Postgres | None = None,
        redis_server: Path | None = None,
    ) -> None:
        self.directory = DataDirectory(data_dir)
        self.data_dir = self.directory.path
        self.command = command
        self.lasting = lasting
        self._wanted_postgres = postgres
        self._wanted_redis = redis_server
        self._runtime: Path | None = None
        self._postgres: subprocess.Popen[str] | None = None
        self._redis: subprocess.Popen[str] | None = None
        self._passwords: dict[str, str] = {}
        self._restarts = 0
        self._restarted = 0.0
        self.account: machine.Account
        self.postgres_dir: Path
        self.postgres_version = ""
        self.redis_version = ""

    # Addresses ----------------------------------------------------------------------------------------------------

    @property
    def runtime(self) -> Path:
        if self._runtime is None:
            raise ServicesError("The services are not running.")
        return self._runtime

    @property
    def database_url(self) -> str:
        return self._url("coalition_app", self._passwords["app"])

    @property
    def owner_url(self) -> str:
        return self._url("coalition_owner", self._passwords["owner"])

    @property
    def redis_url(self) -> str:
        return f"unix://{self.runtime}/redis.sock?db=0"

    @property
    def environment(self) -> dict[str, str]:
        """The variables through which settings find the services."""
        return {
            "DATABASE_URL": self.database_url,
            "DATABASE_OWNER_URL": self.owner_url,
            "REDIS_URL": self.redis_url,
        }

    def _url(self, user: str, password: str, database: str = DATABASE) -> str:
        return f"postgres://{user}:{password}@/{database}?host={quote(str(self.runtime))}"

    # Life ---------------------------------------------------------------------------------------------------------

    def start(self) -> Self:
        """Take the data directory, clear what a killed run left, and start both services."""
        self.take()
        atexit.register(self.stop)
        try:
            self._clear_previous_run()
            self._passwords = self._load_passwords()
            self._runtime = machine.make_runtime_folder(self.account)
            self._note_state(ready=False)
            self._start_redis()
            self._start_postgres()
            self._prepare_database()
            self._wait_for_redis()
            self._note_state(ready=True)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self, *, wait_for_users: bool = False) -> None:
        """Stop both services and let go of the data directory; harmless when nothing runs."""
        if not self.directory.is_taken:
            return
        atexit.unregister(self.stop)
        if wait_for_users:
            self.directory.wait_for_users()
        self.directory.forget()
        if self._postgres is not None:
            # Fast shutdown: open transactions are rolled back, everything is written.
            machine.end_child(self._postgres, ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)))
        if self._redis is not None:
            machine.end_child(self._redis, ((signal.SIGTERM, 5), (signal.SIGKILL, 5)))
        if self._runtime is not None:
            shutil.rmtree(self._runtime, ignore_errors=True)
        machine.give_tree_to_owner(self.data_dir)
        self._postgres = self._redis = self._runtime = None
        self.directory.let_go()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop(wait_for_users=kind is None)

    def is_empty(self, table: str) -> bool:
        """Whether a table has no row at all, row-level security aside."""
        with self._connect(DATABASE) as connection:
            query = sql.SQL("SELECT NOT EXISTS (SELECT FROM {})").format(sql.Identifier(table))
            return bool(connection.execute(query).fetchone() == (True,))

    def look_after(self, say: Callable[[str], None]) -> str | None:
        """Start again what has ended by itself, on the same sockets; the reason to give up, once there is one."""
        for name, process, start in (
            ("PostgreSQL", self._postgres, self._start_postgres),
            ("Redis", self._redis, self._start_redis),
        ):
            if process is None or process.poll() is None:
                continue
            if time.monotonic() - self._restarted > FORGIVEN_AFTER:
                self._restarts = 0
            self._restarts, self._restarted = self._restarts + 1, time.monotonic()
            if self._restarts > RESTARTS:
                return f"{name} ended by itself (exit {process.returncode}), again.\n{self._log_tail()}"
            say(f"{name} ended by itself (exit {process.returncode}): starting it again.")
            try:
                start()
            except ServicesError as error:
                return str(error)
            self._note_state(ready=True)
        return None

    # The data directory -------------------------------------------------------------------------------------------

    def _place_for_postgres(self) -> Path:
        """In the data directory, unless the account that PostgreSQL runs as cannot get there (a checkout of root's);
        then a folder elsewhere, which the data directory remembers."""
        inside = self.data_dir / "postgres"
        remembered = self.data_dir / "postgres-place"
        if remembered.exists():
            return Path(remembered.read_text())
        if inside.exists() or machine.can_pass(self.data_dir, self.account):
            return inside
        place = ELSEWHERE / secrets.token_hex(6)
        machine.write_private(remembered, str(place))
        return place

    def take(self) -> None:
        """Hold the data directory without starting anything yet."""
        if not self.directory.is_taken:
            self.account = self.directory.take(self.command)
            self.postgres_dir = self._place_for_postgres()

    def _clear_previous_run(self) -> None:
        """End what a killed run left behind: its processes, its sockets, its note."""
        state = self.directory.noted()
        runtime = Path(state.get("runtime", "/nonexistent"))
        redis_pid = state.get("redis_pid")
        if redis_pid and str(runtime) in machine.command_line(redis_pid):
            machine.end_process(redis_pid, ((signal.SIGTERM, 5), (signal.SIGKILL, 5)))
        pid_file = self.postgres_dir / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            pid = 0
        if pid and str(self.postgres_dir) in machine.command_line(pid):
            machine.end_process(pid, ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)))
        # A number that now belongs to another program would keep PostgreSQL from starting.
        pid_file.unlink(missing_ok=True)
        if runtime.name.startswith("coalition-"):
            shutil.rmtree(runtime, ignore_errors=True)
        shutil.rmtree(self._unfinished, ignore_errors=True)
        self.directory.forget()

    def _note_state(self, *, ready: bool) -> None:
        self.directory.note(
            {
                "pid": os.getpid(),
                "command": self.command,
                "runtime": str(self.runtime),
                "redis_pid": self._redis.pid if self._redis else None,
                "environment": self.environment if ready else None,
            }
        )

    def _load_passwords(self) -> dict[str, str]:
        path = self.data_dir / "passwords.json"
        try:
            passwords: dict[str, str] = json.loads(path.read_text())
        except FileNotFoundError:
            passwords = {name: secrets.token_urlsafe(24) for name in ("superuser", "owner", "app")}
            machine.write_private(path, json.dumps(passwords))
            if self.postgres_dir.exists():
                raise ServicesError(
                    f"{path} is missing, and with it the key to the database in {self.postgres_dir}. "
                    f"Put it back, or throw the data away: manage.py up --data {self.data_dir} --reset"
                ) from None
        return passwords

    def destroy(self) -> None:
        """Throw all data away; to be called before a start."""
        self.take()
        self._clear_previous_run()
        if self.postgres_dir.exists():
            shutil.rmtree(self.postgres_dir)
        self.directory.empty()
        self.postgres_dir = self._place_for_postgres()

    # PostgreSQL ---------------------------------------------------------------------------------------------------

    @property
    def _unfinished(self) -> Path:
        return self.postgres_dir.with_name(self.postgres_dir.name + ".new")

    def _choose_postgres(self) -> Postgres:
        """The installation to use: the first of the wanted order that fits the data already there."""
        choices = [self._wanted_postgres] if self._wanted_postgres else [*system_postgres(), *wheel_postgres()]
        if not choices:
            raise ServicesError(
                "There is no PostgreSQL for this machine: install PostgreSQL 15 or newer, or set DATABASE_URL."
            )
        version_file = self.postgres_dir / "PG_VERSION"
        if not version_file.exists():
            return choices[0]
        made_with = int(version_file.read_text())
        for choice in choices:
            if choice.major == made_with:
                return choice
        found = " and ".join(str(choice.major) for choice in choices)
        raise ServicesError(
            f"The data in {self.postgres_dir} was made by PostgreSQL {made_with}, and this machine has {found}. "
            f"Do one of these:\n"
            f"  install PostgreSQL {made_with} again:  e.g. apt-get install postgresql-{made_with}\n"
            f"  start with new data:           manage.py up --data another-folder\n"
            f"  throw the old data away:       manage.py up --data {self.data_dir} --reset"
        )

    def _reachable_programs(self, postgres: Postgres) -> Path:
        """The programs' folder, copied to where the account can read it when need be (a checkout under /root)."""
        if machine.can_reach(postgres.programs / "postgres", self.account):
            return postgres.programs
        install = postgres.programs.parent
        copy = self.runtime / "programs"
        machine.copy_tree(install, copy / install.parent.name / install.name)
        libraries = install.parent.with_name(install.parent.name + ".libs")
        if libraries.is_dir():
            machine.copy_tree(libraries, copy / libraries.name)
        return copy / install.parent.name / install.name / "bin"

    def _start_postgres(self) -> None:
        postgres = self._choose_postgres()
        programs = self._reachable_programs(postgres)
        self.postgres_version = str(postgres.major)
        if not (self.postgres_dir / "PG_VERSION").exists():
            self._initialise(programs, postgres.major)
        # Tests let fifty in at once, in several workers.
        quick = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=160")
        options = (
            "listen_addresses=",
            f"unix_socket_directories={self.runtime}",
            "unix_socket_permissions=0700",
            "shared_buffers=256MB",
            "jit=off",
            "max_connections=60",
            "log_min_messages=warning",
            *(() if self.lasting else quick),
        )
        command: list[str | Path] = [programs / "postgres", "-D", self.postgres_dir]
        for option in options:
            command += ["-c", option]
        log = self._open_log()
        try:
            self._postgres = machine.launch(
                command, account=self.account, cwd=self.postgres_dir, stdout=log, death_signal=signal.SIGINT
            )
        finally:
            os.close(log)
        self._wait(self._postgres, "PostgreSQL", self._postgres_answers)

    def _initialise(self, programs: Path, major: int) -> None:
        self._unfinished.parent.mkdir(parents=True, exist_ok=True)
        if self._unfinished.parent != self.data_dir:
            self._unfinished.parent.chmod(0o711)
        self._unfinished.mkdir(mode=0o700)
        machine.give_to(self._unfinished, self.account)
        password_file = self.runtime / "password"
        machine.write_private(password_file, self._passwords["superuser"])
        machine.give_to(password_file, self.account)
        # The same order of characters on every machine, with upper and lower case beyond ASCII.
        locale = (
            [["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]]
            if major >= 17
            else [["--locale=C.UTF-8"], ["--locale=en_US.UTF-8"], ["--no-locale"]]
        )
        output = ""
        for arguments in locale:
            done = subprocess.run(
                [
                    programs / "initdb",
                    f"--pgdata={self._unfinished}",
                    "--username=postgres",
                    f"--pwfile={password_file}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    # Half a second instead of ten on a slow disk; the system writes it all down soon after.
                    "--no-sync",
                    *arguments,
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
                cwd=self.runtime,
                **machine.as_account(self.account),
            )
            output = done.stdout
            if done.returncode == 0:
                password_file.unlink()
                self._unfinished.rename(self.postgres_dir)
                return
        raise ServicesError(f"PostgreSQL could not make its files in {self.postgres_dir}:\n{output}")

    def _postgres_answers(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise ServicesError(
                    f"{self.data_dir / 'passwords.json'} does not fit the database in {self.postgres_dir}. Put the "
                    f"right one back, or throw the data away: manage.py up --data {self.data_dir} --reset"
                ) from error
            return False
        return True

    def _connect(self, database: str, options: str = "") -> psycopg.Connection[Any]:
        return psycopg.connect(
            host=str(self.runtime),
            dbname=database,
            user="postgres",
            password=self._passwords["superuser"],
            options=options,
            autocommit=True,
            connect_timeout=5,
        )

    def _prepare_database(self) -> None:
        with self._connect("postgres") as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if known is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")
        options = f"-c coalition.owner_password={self._passwords['owner']} -c client_min_messages=warning"
        options += f" -c coalition.app_password={self._passwords['app']}"
        if not self.lasting:
            options += " -c coalition.owner_creates_databases=yes"
        with self._connect(DATABASE, options) as connection:
            connection.execute(ROLES_SQL.read_bytes())

    # Redis --------------------------------------------------------------------------------------------------------

    def _start_redis(self) -> None:
        server = self._wanted_redis or find_redis()
        if not machine.can_reach(server, self.account):
            server = Path(shutil.copy2(server, self.runtime / "redis-server"))
            server.chmod(0o755)
        log = self._open_log()
        try:
            self._redis = machine.launch(
                # Nothing in it is precious (a queue's work is rows in the database), so nothing is saved.
                [
                    server,
                    *("--port", "0", "--unixsocket", self.runtime / "redis.sock", "--unixsocketperm", "700"),
                    *("--save", "", "--appendonly", "no", "--databases", "64"),
                    *("--loglevel", "warning", "--daemonize", "no"),
                ],
                account=self.account,
                cwd=self.runtime,
                stdout=log,
                death_signal=signal.SIGTERM,
            )
        finally:
            os.close(log)

    def _wait_for_redis(self) -> None:
        import redis

        client = redis.Redis.from_url(self.redis_url)

        def answers() -> bool:
            try:
                server = client.info("server")
            except redis.ConnectionError:
                return False
            # Valkey answers with the Redis version it is compatible with, and beside it with its own.
            valkey = server.get("valkey_version")
            self.redis_version = f"Valkey {valkey}" if valkey else f"Redis {server['redis_version']}"
            return True

        assert self._redis is not None
        self._wait(self._redis, "Redis", answers)
        client.close()

    # Waiting ------------------------------------------------------------------------------------------------------

    def _wait(self, process: subprocess.Popen[str], name: str, answers: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not answers():
            if process.poll() is not None:
                raise ServicesError(f"{name} did not start (exit {process.returncode}).\n{self._log_tail()}")
            if time.monotonic() > deadline:
                raise ServicesError(f"{name} did not answer within {PATIENCE:.0f} seconds.\n{self._log_tail()}")
            time.sleep(0.02)

    @property
    def _log_file(self) -> Path:
        return self.data_dir / "services.log"

    def _open_log(self) -> int:
        if self._log_file.exists() and self._log_file.stat().st_size > LOG_LIMIT:
            self._log_file.replace(self._log_file.with_suffix(".log.1"))
        return os.open(self._log_file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def _log_tail(self) -> str:
        lines = self._log_file.read_text(errors="replace").splitlines()[-8:] if self._log_file.exists() else []
        return "\n".join([f"The end of {self._log_file}:", *(f"  {line}" for line in lines)])
