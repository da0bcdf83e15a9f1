"""The embedded services, in real data directories with real processes."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from config import machine
from config.data_directory import DataDirectory, DataDirectoryInUseError
from config.embedded import FORGIVEN_AFTER, RESTARTS, EmbeddedServices
from config.installations import Postgres, ServicesError, find_redis, system_postgres, wheel_postgres

ROOT = Path(__file__).parents[2]
NOBODY = 65534
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can change who it is")

HOLDER = """
import sys, time
from pathlib import Path
from config.embedded import EmbeddedServices
with EmbeddedServices(Path(sys.argv[1]), command="holder", lasting=False) as services:
    print("ready", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def data_dir() -> Iterator[Path]:
    # Not in tmp_path: every start of pytest closes that to the account that root steps down to.
    folder = Path(tempfile.mkdtemp(prefix="coalition-tests-"))
    folder.chmod(0o755)
    yield folder / "data"
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def begun() -> Iterator[Path]:
    """A data directory that has served once: making one takes a second, copying it a tenth."""
    folder = Path(tempfile.mkdtemp(prefix="coalition-tests-"))
    folder.chmod(0o755)
    with services(folder / "data"):
        pass
    yield folder / "data"
    shutil.rmtree(folder)


@pytest.fixture
def begun_dir(data_dir: Path, begun: Path) -> Path:
    """A copy of it, with whom its files belong to; one of its own where the database is kept in another place."""
    if (begun / "postgres-place").exists():
        with services(data_dir):
            pass
    else:
        subprocess.run(["cp", "-a", begun, data_dir], check=True)
    return data_dir


def services(data_dir: Path, **options) -> EmbeddedServices:
    return EmbeddedServices(data_dir, lasting=False, **options)


def processes_of(path: Path) -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(path) in line and "pytest" not in line:
            found.append(line)
    return found


def wait_until_gone(path: Path, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while remaining := processes_of(path):
        assert time.monotonic() < deadline, remaining
        time.sleep(0.05)


def start_holder(data_dir: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(data_dir)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "ready\n"
    return holder


def test_data_stays_and_nothing_else_does(data_dir: Path) -> None:
    with services(data_dir) as first:
        runtime, first_url = first.runtime, first.database_url
        with psycopg.connect(first.owner_url) as connection:
            connection.execute("CREATE TABLE kept (word text)")
            connection.execute("INSERT INTO kept VALUES ('kept')")
        with redis.Redis.from_url(first.redis_url) as client:
            assert client.ping() is True
    assert not runtime.exists()
    assert not (data_dir / "services.json").exists()
    assert processes_of(data_dir) == processes_of(runtime) == []
    with services(data_dir) as second, psycopg.connect(second.database_url) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("kept",)
        # The password is the same, the folder of the socket is new.
        assert second.database_url.partition("@")[0] == first_url.partition("@")[0]
        assert second.runtime != runtime


def test_roles_hold_what_they_promise(begun_dir: Path) -> None:
    with services(begun_dir) as running:
        with psycopg.connect(running.owner_url) as owner:
            owner.execute("CREATE TABLE things (id bigserial PRIMARY KEY)")
        with psycopg.connect(running.database_url, autocommit=True) as app:
            assert app.execute("INSERT INTO things DEFAULT VALUES RETURNING id").fetchone() == (1,)
            for forbidden in (
                "TRUNCATE things",
                "DROP TABLE things",
                "CREATE TABLE others (id int)",
                "SET ROLE postgres",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    app.execute(forbidden)
        query = "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname ~ '^coalition'"
        with psycopg.connect(running.database_url) as app:
            assert sorted(app.execute(query).fetchall()) == [
                ("coalition_app", False, False, False),
                ("coalition_owner", False, False, False),
            ]
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(re.sub(r":[^:@]+@", ":guess@", running.database_url))
        assert running.is_empty("things") is False


def test_second_holder_is_told_who_the_first_is(data_dir: Path) -> None:
    first = DataDirectory(data_dir)
    first.take("up")
    try:
        with pytest.raises(DataDirectoryInUseError) as told:
            services(data_dir).start()
    finally:
        first.let_go()
    assert str(told.value) == (
        f"{data_dir} is in use by `manage.py up` (process {os.getpid()}): "
        "stop that one first, or choose another folder with --data."
    )


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's word to orphans is Linux's")
def test_services_end_when_their_holder_is_killed_and_start_again(begun_dir: Path) -> None:
    holder = start_holder(begun_dir)
    state = DataDirectory(begun_dir).noted()
    assert DataDirectory(begun_dir).running().pid == holder.pid
    holder.kill()
    holder.wait()
    holder.stdout.close()
    wait_until_gone(begun_dir)
    wait_until_gone(Path(state["runtime"]))
    assert DataDirectory(begun_dir).running() is None
    assert Path(state["runtime"]).exists()
    with services(begun_dir) as again:
        assert not Path(state["runtime"]).exists()
        psycopg.connect(again.database_url).close()


def test_services_that_end_by_themselves_come_back_on_the_same_sockets(begun_dir: Path) -> None:
    said: list[str] = []
    with EmbeddedServices(begun_dir) as running:  # lasting: what was committed survives the kill
        assert running.look_after(said.append) is None
        for process in (running._postgres, running._redis):
            process.kill()
            process.wait()
        assert running.look_after(said.append) is None
        psycopg.connect(running.database_url).close()
        running._wait_for_redis()
        assert said == [f"{name} ended by itself (exit -9): starting it again." for name in ("PostgreSQL", "Redis")]
        running._restarted -= FORGIVEN_AFTER
        for _ in range(RESTARTS + 1):
            assert len(said) <= 2 + RESTARTS
            running._redis.kill()
            running._redis.wait()
            reason = running.look_after(said.append)
        assert len(said) == 2 + RESTARTS
        assert reason.startswith(f"Redis ended by itself (exit -9), again.\nThe end of {begun_dir}/services.log:\n")


def test_orphans_of_a_killed_run_are_ended(begun_dir: Path) -> None:
    with services(begun_dir) as first:
        pid = int((begun_dir / "postgres" / "postmaster.pid").read_text().split()[0])
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode().rstrip("\0").split("\0")
        account, runtime = first.account, first.runtime
    runtime.mkdir()
    machine.give_to(runtime, account)
    orphan = subprocess.Popen(command, stderr=subprocess.DEVNULL, **machine.as_account(account))
    try:
        deadline = time.monotonic() + 10
        while not (runtime / ".s.PGSQL.5432").exists():
            assert time.monotonic() < deadline
            time.sleep(0.02)
        with services(begun_dir) as second:
            assert orphan.wait(10) == 0
            psycopg.connect(second.database_url).close()
    finally:
        if orphan.poll() is None:
            orphan.kill()
            orphan.wait()
        shutil.rmtree(runtime, ignore_errors=True)


def test_stale_process_number_of_another_program_is_left_alone(begun_dir: Path) -> None:
    with services(begun_dir):
        pid_file = (begun_dir / "postgres" / "postmaster.pid").read_text()
    with subprocess.Popen(["sleep", "60"]) as stranger:
        stale = begun_dir / "postgres" / "postmaster.pid"
        stale.write_text(re.sub(r"^\d+", str(stranger.pid), pid_file))
        with services(begun_dir) as again:
            psycopg.connect(again.database_url).close()
        assert stranger.poll() is None
        stranger.send_signal(signal.SIGKILL)


def test_reset_forgets_everything(begun_dir: Path) -> None:
    with services(begun_dir) as first:
        with psycopg.connect(first.owner_url) as connection:
            connection.execute("CREATE TABLE kept ()")
        key = first.directory.secret_key()
    again = services(begun_dir)
    again.destroy()
    assert sorted(path.name for path in begun_dir.iterdir()) == ["lock", "users"]
    with again, psycopg.connect(again.owner_url) as connection:
        assert connection.execute("SELECT to_regclass('kept')").fetchone() == (None,)
        assert again.directory.secret_key() != key


def test_secret_key_is_made_once_and_private(data_dir: Path) -> None:
    directory = DataDirectory(data_dir)
    directory.take("test")
    key = directory.secret_key()
    directory.let_go()
    assert len(key) > 50
    assert DataDirectory(data_dir).secret_key() == key
    assert (data_dir / "secret_key").stat().st_mode & 0o777 == 0o600


def test_data_of_another_version_says_what_to_do(data_dir: Path) -> None:
    (data_dir / "postgres").mkdir(parents=True)
    (data_dir / "postgres" / "PG_VERSION").write_text("14\n")
    (data_dir / "passwords.json").write_text('{"superuser": "a", "owner": "b", "app": "c"}')
    with pytest.raises(ServicesError) as told:
        services(data_dir, postgres=Postgres(Path("/somewhere/bin"), 18)).start()
    assert str(told.value) == (
        f"The data in {data_dir}/postgres was made by PostgreSQL 14, and this machine has 18. Do one of these:\n"
        "  install PostgreSQL 14 again:  e.g. apt-get install postgresql-14\n"
        "  start with new data:           manage.py up --data another-folder\n"
        f"  throw the old data away:       manage.py up --data {data_dir} --reset"
    )
    assert DataDirectory(data_dir).running() is None


def test_data_is_opened_by_the_version_that_made_it(data_dir: Path) -> None:
    wheel = next(wheel_postgres())
    with services(data_dir, postgres=wheel) as first:
        assert first.postgres_version == str(wheel.major)
    with services(data_dir) as second:
        assert second.postgres_version == str(wheel.major)


def test_lost_passwords_say_what_to_do(begun_dir: Path) -> None:
    (begun_dir / "passwords.json").write_text('{"superuser": "a", "owner": "b", "app": "c"}')
    with pytest.raises(ServicesError, match=r"passwords\.json does not fit the database"):
        services(begun_dir).start()
    (begun_dir / "passwords.json").unlink()
    with pytest.raises(ServicesError, match=r"passwords\.json is missing"):
        services(begun_dir).start()
    assert processes_of(begun_dir) == []


def test_long_data_directory_needs_no_short_socket(data_dir: Path) -> None:
    long = data_dir / ("with spaces and é " * 8)
    with services(long) as running, psycopg.connect(running.database_url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


@needs_root
def test_root_steps_down_even_where_nobody_can_look(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    running = services(closed / "data")
    try:
        with running:
            pid = int((running.postgres_dir / "postmaster.pid").read_text().split()[0])
            assert Path(f"/proc/{pid}").stat().st_uid == NOBODY
            place = running.postgres_dir
            assert place.parent == Path("/var/lib/coalition-embedded")
        with services(closed / "data") as again:
            assert again.postgres_dir == place
    finally:
        running.destroy()
        running.directory.let_go()
    assert not place.exists()


@needs_root
def test_folder_that_only_root_may_list_is_no_hindrance(data_dir: Path) -> None:
    data_dir.mkdir(mode=0o700)
    with services(data_dir) as running:
        assert running.postgres_dir == data_dir / "postgres"
        assert data_dir.stat().st_mode & 0o777 == 0o711


@needs_root
def test_roots_data_tells_a_user_what_to_do(data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "postgres").mkdir()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        try:
            DataDirectory(data_dir).take("up")
            os.write(write, b"taken")
        except ServicesError as error:
            os.write(write, str(error).encode())
        os._exit(0)
    os.close(write)
    os.waitpid(child, 0)
    with os.fdopen(read) as pipe:
        assert pipe.read() == (
            f"{data_dir} belongs to root, and you are nobody. Do one of these:\n"
            f"  start as root:  sudo {sys.executable} manage.py up --data {data_dir}\n"
            f"  make it yours, data and all:  sudo chown -R {NOBODY}:{NOBODY} {data_dir}\n"
            f"  leave it alone:  {sys.executable} manage.py up --data another-folder"
        )


@needs_root
def test_root_works_on_a_users_data_as_that_user(data_dir: Path) -> None:
    data_dir.mkdir()
    os.chown(data_dir, pwd.getpwnam("daemon").pw_uid, pwd.getpwnam("daemon").pw_gid)
    with services(data_dir) as running:
        pid = int((data_dir / "postgres" / "postmaster.pid").read_text().split()[0])
        assert Path(f"/proc/{pid}").stat().st_uid == running.account.uid
        assert running.account.name == "daemon"
    assert {path.lstat().st_uid for path in data_dir.rglob("*")} == {running.account.uid}


def test_installations_are_new_enough() -> None:
    found = [*system_postgres(), *wheel_postgres()]
    assert found
    assert all(postgres.major >= 15 for postgres in found)
    assert next(wheel_postgres()).is_wheel is True
    assert os.access(find_redis(), os.X_OK)
