"""Keys made of a name are those of RFC 9562."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from web.naming import key_of


@given(st.text(), st.uuids())
def test_it_is_what_the_library_says(name, within):
    assert key_of(name, within=within) == str(uuid.uuid5(within, name))
