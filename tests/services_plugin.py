"""PostgreSQL and Redis for the tests: loaded by `-p` in pyproject.toml, since a conftest is read after the settings.

The process that runs pytest starts the services once; xdist's workers inherit their addresses. Every worker has a
database and a Redis number of its own. One database is made and migrated by the owner role and copied for each; every
test then runs as the application's role, so that row-level security holds in all of them."""

import gc
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.data_directory import DataDirectory
from config.embedded import DATABASE, EmbeddedServices
from config.installations import ServicesError

# Says to the workers that the addresses they inherit are ours, not the developer's, and how to speak as superuser.
OURS = "COALITION_TEST_SERVICES"
# The name of the database that is migrated once in a run and copied for each worker.
TEMPLATE = "COALITION_TEST_TEMPLATE"


class Services:
    """The embedded services of one run, in a folder that goes with it."""

    def __init__(self) -> None:
        sweep_killed_runs()
        self.folder = Path(tempfile.mkdtemp(prefix="coalition-tests-"))
        self.embedded = EmbeddedServices(self.folder, command="test", lasting=False)

    def start(self) -> dict[str, str]:
        try:
            self.embedded.start()
        except BaseException:
            self.stop()
            raise
        return self.embedded.environment

    @property
    def superuser_url(self) -> str:
        return self.embedded._url("postgres", self.embedded._passwords["superuser"])

    def stop(self) -> None:
        self.embedded.stop()
        remove(self.folder)


def interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def sweep_killed_runs() -> None:
    """Remove the folders of runs that were killed: nobody holds their locks."""
    for folder in Path(tempfile.gettempdir()).glob("coalition-tests-*"):
        killed = DataDirectory(folder)
        if folder.stat().st_uid != os.geteuid() or not (folder / "lock").exists():
            continue
        try:
            killed.take("test")
        except ServicesError:
            continue
        shutil.rmtree(killed.noted().get("runtime", "/nonexistent"), ignore_errors=True)
        killed.let_go()
        remove(folder)


def drop_template() -> None:
    """From a developer's server, where the first test of the database made it; ours goes with its folder."""
    template = os.environ.pop(TEMPLATE)
    if OURS not in os.environ and "DATABASE_URL" in os.environ:
        with psycopg.connect(os.environ["DATABASE_URL"], dbname="postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {template}")


def remove(folder: Path) -> None:
    """A data directory, and what it keeps elsewhere."""
    elsewhere = folder / "postgres-place"
    if elsewhere.exists():
        shutil.rmtree(elsewhere.read_text(), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config, parser: pytest.Parser, args: list[str]
) -> Iterator[None]:
    """Before pytest-django reads the settings: give them their environment."""
    # What is imported and collected stays: looking through it for what could be thrown away took a sixth of the time.
    gc.disable()
    asks_only = {"--help", "-h", "--version", "-V", "--collect-only", "--co", "--fixtures", "--markers"}
    if "PYTEST_XDIST_WORKER" not in os.environ and OURS not in os.environ:
        needs_database, needs_redis = "DATABASE_URL" not in os.environ, "REDIS_URL" not in os.environ
        if (needs_database or needs_redis) and not asks_only & set(args):
            # Asked to end, pytest would leave without a word to its plugins; interrupted, it tidies up.
            signal.signal(signal.SIGTERM, interrupt)
            services = Services()
            environment = services.start()
            early_config.add_cleanup(services.stop)
            if not needs_redis:
                del environment["REDIS_URL"]
            if needs_database:
                os.environ[OURS] = services.superuser_url
                early_config.add_cleanup(lambda: os.environ.pop(OURS, None))
            else:
                del environment["DATABASE_URL"], environment["DATABASE_OWNER_URL"]
            for name, value in environment.items():
                os.environ[name] = value
                early_config.add_cleanup(lambda name=name: os.environ.pop(name, None))
    if TEMPLATE not in os.environ and not asks_only & set(args):
        os.environ[TEMPLATE] = DATABASE if OURS in os.environ else f"coalition_test_template_{os.getpid()}"
        early_config.add_cleanup(drop_template)
    if "STATIC_ROOT" not in os.environ:
        # Empty: pages under test name static files as they stand. The web server warns of a folder that is missing.
        os.environ["STATIC_ROOT"] = tempfile.mkdtemp(prefix="coalition-static-")
        early_config.add_cleanup(lambda: shutil.rmtree(os.environ.pop("STATIC_ROOT"), ignore_errors=True))
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker and "REDIS_URL" in os.environ:
        os.environ["REDIS_URL"] = _with_redis_number(os.environ["REDIS_URL"], int(worker.removeprefix("gw")) + 1)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    # No beat ticks beside tests, and a look every few seconds would be one statement more in some request.
    os.environ.update(EMBEDDED="1", DEMO="1", SECRET_KEY="tests-only", SCHEDULE_LOOKED_AT_EVERY="0")
    for name in ("DEBUG", "ALLOWED_HOSTS", "BASE_URL", "LIVE_URL", "EMAIL_URL", "SIGNUP_OPEN", "TIME_ZONE"):
        os.environ.pop(name, None)
    yield


def _with_redis_number(url: str, number: int) -> str:
    address = url.partition("?")[0]
    if address.startswith("unix:"):
        return f"{address}?db={number}"
    return f"{address.rpartition('/')[0] if address.count('/') > 2 else address}/{number}"


def pytest_configure(config: pytest.Config) -> None:
    # Registered late, so that these fixtures come after pytest-django's of the same name.
    config.pluginmanager.import_plugin("tests.database_plugin")


def pytest_collection_finish() -> None:
    gc.freeze()
    # Requests make much that lives as long as they do: looked through every 700 objects, all of it is looked through.
    gc.set_threshold(20_000, 50, 100)
    gc.enable()
