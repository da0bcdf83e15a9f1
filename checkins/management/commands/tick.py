"""One tick of the clock of check-ins, for cron where no beat runs."""

from typing import Any

from django.core.management.base import BaseCommand

from checkins import ticking


class Command(BaseCommand):
    help = "Open the check-ins that are due and write their mails into the outbox, as the beat does every ten seconds."

    # It reads no URL: checking them all would be most of its time.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        opened = ticking.tick()
        self.stdout.write(f"{opened} check-in{'' if opened == 1 else 's'} opened.")
