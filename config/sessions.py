"""Sessions in the database, found in Redis first: while Redis is away, pages stay up."""

from typing import Any

from django.contrib.sessions.backends import cached_db
from redis.exceptions import RedisError


class SessionStore(cached_db.SessionStore):
    """Signing out still fails without Redis: what is left there would sign somebody in again."""

    def load(self) -> dict[str, Any]:
        try:
            return super().load()
        except RedisError:
            # It was read, and could not be put back into Redis.
            found = self._get_session_from_db()  # type: ignore[attr-defined]
            return self.decode(found.session_data) if found else {}
