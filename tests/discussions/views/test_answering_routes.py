"""Whoever came by the link gets what the table of routes says, and looking writes nothing."""

import pytest
from django.urls import reverse

from tests.routes import BEHIND_A_LINK, LINK, OTHER_METHODS, ROUTES
from tests.test_routes import WRITES, ask

NAMES = sorted(
    name
    for name, row in ROUTES.items()
    if row.who == LINK and name.startswith("answering:") and not name.startswith("answering:room")
)


@pytest.mark.django_db
def test_link_holders_get_in_by_the_methods_of_the_table(invite, visit):
    anna = invite("Anna")
    client = visit(anna)
    assert len(NAMES) == 9
    for name in NAMES:
        row = ROUTES[name]
        address = reverse(name, kwargs={"subject": anna.pk, **BEHIND_A_LINK[row.key]})
        for method in ("GET", "HEAD", "POST", *OTHER_METHODS):
            response, statements = ask(client, method, address)
            allowed = method in row.methods or (method == "HEAD" and "GET" in row.methods)
            asked = f"{method} {name}: {response.status_code}"
            assert (response.status_code != 405) == allowed, asked
            if allowed and method in {"GET", "HEAD"}:
                assert response.status_code == 200, asked
                assert [sql for sql in statements if WRITES.search(sql)] == [], asked
