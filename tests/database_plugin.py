"""The tests' database: made and migrated by the owner role, used by every test as the application's role, emptied and
dropped by the superuser."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from config.embedded import ROLES_SQL
from tests.services_plugin import OURS, TEMPLATE

OWNER, APP = "coalition_owner", "coalition_app"
MIGRATED = "migrated for tests"
KEPT = ("django_migrations", "django_content_type", "auth_permission")
# Django's own way truncates every table and makes content types anew: half a second a test, against a hundredth.
# Row-level security shows a superuser all rows, and as a replica no trigger fires. What is locked by a request that is
# still running is waited for.
EMPTY_TABLES = f"""
SET session_replication_role = replica;
DO $$
DECLARE
    used regclass;
BEGIN
    FOR used IN
        SELECT oid FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
        AND relname NOT IN {KEPT}
    LOOP
        EXECUTE format('LOCK TABLE %s IN EXCLUSIVE MODE', used);
        EXECUTE format('DELETE FROM %s', used);
    END LOOP;
END
$$;
"""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Each worker's database is a copy of one that the first of them makes and migrates, as the owner."""
    assert connection.vendor == "postgresql"
    template = os.environ[TEMPLATE]
    with superuser("postgres") as admin, django_db_blocker.unblock():
        # The others wait for the first: two that change the same role fail, and a database in use is not copied.
        admin.execute("SELECT pg_advisory_lock(7236001)")
        described = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        if admin.execute(described, [template]).fetchone() != (MIGRATED,):
            if not os.environ.get(OURS):
                _prepare_server_of_developer(admin, template)
            _become(OWNER, _owner_url())
            _migrate(template)
            admin.execute(f"COMMENT ON DATABASE {template} IS '{MIGRATED}'")
    connection.settings_dict["TEST"]["TEMPLATE"] = template
    _become(OWNER, _owner_url())


def _migrate(database: str) -> None:
    named = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = database
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()
    connection.settings_dict["NAME"] = named


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    monkeypatched = pytest.MonkeyPatch()
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APP}")
            # Django empties the tables of a transactional test in this way; the product never may.
            cursor.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {APP}")
        with superuser(connection.settings_dict["NAME"]) as admin:
            if admin.info.parameter_status("is_superuser") == "on":
                monkeypatched.setattr(TransactionTestCase, "_fixture_teardown", empty_tables)
        _become(APP, os.environ["DATABASE_URL"])
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
            assert cursor.fetchone() == (APP, False)
        connection.close()
    yield
    monkeypatched.undo()
    with superuser("postgres") as admin:
        # A thread of the live server may be connected still.
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [connection.settings_dict["NAME"]],
        )
    with django_db_blocker.unblock():
        _become(OWNER, _owner_url())


def _owner_url() -> str:
    return os.environ.get("DATABASE_OWNER_URL", os.environ["DATABASE_URL"])


def superuser(database: str) -> psycopg.Connection:
    """Of a developer's server its user, who may be less."""
    url = os.environ.get(OURS) or os.environ["DATABASE_URL"]
    return psycopg.connect(url, dbname=database, autocommit=True)


def empty_tables(case: TransactionTestCase | None = None) -> None:
    """After a test that commits; not while a module keeps its rows for all of its tests."""
    if not _keeping:
        with superuser(connection.settings_dict["NAME"]) as admin:
            admin.execute(EMPTY_TABLES)


# The modules whose rows outlast each of their tests.
_keeping: list[str] = []


@contextmanager
def rows_outlast_tests(module: str) -> Iterator[None]:
    """What is committed inside is there for every test of a module whose tests only look, and gone after the last."""
    _keeping.append(module)
    try:
        yield
    finally:
        _keeping.remove(module)
        empty_tables()


def _become(role: str, url: str) -> None:
    """Change whom the default connection, in every thread, speaks as."""
    connection.close()
    if os.environ.get(OURS):
        parts = urlsplit(url)
        connection.settings_dict.update(USER=parts.username, PASSWORD=parts.password)
    else:
        connection.settings_dict["OPTIONS"]["options"] = f"-c role={role}"


def _prepare_server_of_developer(admin: psycopg.Connection, template: str) -> None:
    """DATABASE_URL names a server to test on: its user must be able to make roles and databases. Tests speak as our
    roles by SET ROLE, so no password changes there. The process that started the workers drops the template."""
    admin.execute(f"DROP DATABASE IF EXISTS {template}")
    admin.execute(f"CREATE DATABASE {template}")
    with psycopg.connect(os.environ["DATABASE_URL"], dbname=template, autocommit=True) as inside:
        inside.execute("SET coalition.owner_creates_databases = 'yes'")
        inside.execute(ROLES_SQL.read_bytes())
        inside.execute(f"GRANT {OWNER}, {APP} TO CURRENT_USER")
