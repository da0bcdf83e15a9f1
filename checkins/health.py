"""Whether the clock of check-ins keeps up: numbers, and nothing about anybody."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.db import connection, transaction

TICK_EVERY = 10
# A beat may be late for its tick, and a tick for what is due: three of them are none.
UNWELL_AFTER = 3 * TICK_EVERY
# By this process's own clock: beside it a beat and a worker come up as well.
STARTED = time.monotonic()


@dataclass(frozen=True)
class Health:
    """Seconds; None where there is nothing to count from. `failed` mails and plans `in_trouble`."""

    last_tick: float | None
    oldest_overdue: float
    oldest_mail: float
    failed: int
    in_trouble: int
    up_for: float

    @property
    def is_starting(self) -> bool:
        """Nothing ticked or left yet that could have: what is late is from before."""
        return self.up_for <= UNWELL_AFTER and not self._keeps_up

    @property
    def is_well(self) -> bool:
        return (self._keeps_up or self.is_starting) and not self.in_trouble

    @property
    def _keeps_up(self) -> bool:
        ticks = self.last_tick is not None and self.last_tick <= UNWELL_AFTER
        return ticks and max(self.oldest_overdue, self.oldest_mail) <= UNWELL_AFTER


def read() -> Health:
    """By the database's clock, over all workspaces."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT extract(epoch FROM statement_timestamp() - ticked_at)::float8 FROM checkins_schedulepulse),"
            " plans.oldest_overdue, mail.oldest_waiting, mail.failed, plans.in_trouble"
            " FROM plans_health() AS plans, mail_health() AS mail"
        )
        last_tick, overdue, waiting, failed, in_trouble = cursor.fetchone()
    return Health(last_tick, overdue or 0.0, waiting or 0.0, failed, in_trouble, up_for=time.monotonic() - STARTED)
