"""Counting statements as production sends them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

# A test runs inside a transaction, so that the request's own is a savepoint in it, which has to be restored.
OF_THE_TEST = re.compile(r"SAVEPOINT|^SELECT current_setting")


@pytest.fixture
def at_most():
    @contextmanager
    def counted(limit: int) -> Iterator[None]:
        with CaptureQueriesContext(connection) as captured:
            yield
        statements = [query["sql"] for query in captured if not OF_THE_TEST.search(query["sql"])]
        assert len(statements) <= limit, "\n".join(sql[:160] for sql in statements)

    return counted
