"""The tests' database: made and migrated by the owner role, used by every test as the application's role."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from config.embedded import DATABASE, ROLES_SQL

OWNER, APP = "coalition_owner", "coalition_app"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The owner makes and migrates the test database, from a copy of one that has roles and extensions."""
    assert connection.vendor == "postgresql"
    if os.environ.get("COALITION_TEST_SERVICES"):
        _become(OWNER, os.environ["DATABASE_OWNER_URL"])
        connection.settings_dict["TEST"]["TEMPLATE"] = DATABASE
    else:
        _prepare_server_of_developer()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APP}")
            # Django empties the tables of a transactional test in this way; the product never may.
            cursor.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {APP}")
        _become(APP, os.environ["DATABASE_URL"])
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
            assert cursor.fetchone() == (APP, False)
        connection.close()
    yield
    if not os.environ.get("COALITION_TEST_SERVICES"):
        with psycopg.connect(os.environ["DATABASE_URL"], dbname="postgres", autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {connection.settings_dict['TEST']['TEMPLATE']}")
    with django_db_blocker.unblock():
        _become(OWNER, os.environ.get("DATABASE_OWNER_URL", os.environ["DATABASE_URL"]))


def _become(role: str, url: str) -> None:
    """Change whom the default connection, in every thread, speaks as."""
    connection.close()
    if os.environ.get("COALITION_TEST_SERVICES"):
        parts = urlsplit(url)
        connection.settings_dict.update(USER=parts.username, PASSWORD=parts.password)
    else:
        connection.settings_dict["OPTIONS"]["options"] = f"-c role={role}"


def _prepare_server_of_developer() -> None:
    """DATABASE_URL names a server to test on: its user must be able to make roles and databases. Tests speak as our
    roles by SET ROLE, so no password changes there."""
    suffix = os.environ.get("PYTEST_XDIST_WORKER", "main")
    template = f"coalition_test_template_{suffix}"
    with psycopg.connect(os.environ["DATABASE_URL"], dbname="postgres", autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {template}")
        admin.execute(f"CREATE DATABASE {template}")
        # One worker at a time: two that change the same role fail.
        admin.execute("SELECT pg_advisory_lock(7236001)")
        with psycopg.connect(os.environ["DATABASE_URL"], dbname=template, autocommit=True) as inside:
            inside.execute("SET coalition.owner_creates_databases = 'yes'")
            inside.execute(ROLES_SQL.read_bytes())
            inside.execute(f"GRANT {OWNER}, {APP} TO CURRENT_USER")
    connection.settings_dict["TEST"]["TEMPLATE"] = template
    _become(OWNER, os.environ["DATABASE_URL"])
