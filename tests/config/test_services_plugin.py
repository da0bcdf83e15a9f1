"""The tests run on the real thing, and as the role that the application has."""

import os

import pytest
from django.core.cache import cache
from django.db import ProgrammingError, connection
from django.test import TransactionTestCase

from tests.database_plugin import KEPT, superuser


@pytest.mark.django_db
def test_tests_speak_as_the_application_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user::text, rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("coalition_app", False, False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = 'coalition_app'")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_application_role_cannot_change_tables() -> None:
    with pytest.raises(ProgrammingError, match="permission denied for schema public"), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE public.mine (id int)")


@pytest.mark.django_db
def test_extensions_are_there() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY extname")
        assert cursor.fetchall() == [("citext",), ("pg_trgm",), ("unaccent",)]


@pytest.mark.django_db(transaction=True)
def test_transactional_tests_leave_nothing_but_what_migrations_made(workspace) -> None:
    assert connection.in_atomic_block is False
    assert "accounts_workspace" in tables_with_rows()
    TransactionTestCase()._fixture_teardown()
    assert tables_with_rows() == sorted(KEPT)


def tables_with_rows() -> list[str]:
    """Also those that row-level security would show to nobody."""
    with superuser(connection.settings_dict["NAME"]) as admin:
        tables = admin.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
        return [
            name for (name,) in tables if admin.execute(f"SELECT EXISTS (SELECT FROM {name})").fetchone() == (True,)
        ]


def test_cache_is_redis_and_apart_for_each_worker() -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    expected = int(worker.removeprefix("gw")) + 1 if worker else 0
    client = cache._cache.get_client(write=True)
    assert client.connection_pool.connection_kwargs["db"] == expected
    cache.set("plugin", "ours", 10)
    assert cache.get("plugin") == "ours"
    cache.delete("plugin")
