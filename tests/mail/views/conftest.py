"""What tests of pages share."""

from tests.accounts.views.conftest import at_most

__all__ = ["at_most"]
